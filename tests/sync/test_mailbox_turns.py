"""One device that writes all it can keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import hashlib
from threading import Event, Semaphore
from typing import Any, cast

import pytest

from sync.mailbox.app import MailboxApp
from sync.mailbox.desk import BEGINNING, BURST, Desk
from sync.mailbox.refusals import Refusal
from sync.mailbox.requests import Answer, Request
from sync.mailbox.sessions import Visitor
from tests.sync.mailbox_builders import Machines, device

A, B = b"a" * 32, b"b" * 32


def visitor(public: bytes) -> Visitor:
    return Visitor(organisation=Machines().us.public, public=public, until=1e9)


class Known:
    """Sessions whose bearer is the device's key."""

    def visitor(self, bearer: bytes) -> Visitor:
        return visitor(bearer)


class Slow(MailboxApp):
    """Answers device A only when ``done``; ``begun`` are the requests that were begun."""

    def __init__(self) -> None:
        super().__init__(cast(Any, None), cast(Any, Known()))
        self.begun: list[tuple[str, bytes]] = []
        self.done, self.come = Event(), Semaphore(0)

    def answer(self, request: Request) -> Answer:
        self.begun.append((request.method, request.bearer))
        self.come.release()
        if request.bearer == A:
            assert self.done.wait(20)
        return Answer(b"")


async def ask(app: MailboxApp, method: str, who: bytes) -> None:
    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(_: Any) -> None: ...

    await app({
        "type": "http", "method": method, "path": "/v1/files/x.vbundle", "query_string": b"",
        "headers": [(b"authorization", b"Bearer " + who.hex().encode())], "client": None,
    }, receive, send)


async def at_the_same_time(app: Slow) -> list[tuple[str, bytes]]:
    """Three writes and a question of A, then a write of B: what was begun before A was done."""
    asked = [asyncio.create_task(ask(app, method, A)) for method in ("PUT", "PUT", "PUT", "GET")]
    for _ in range(2):
        await asyncio.to_thread(app.come.acquire, timeout=20)
    await ask(app, "PUT", B)
    begun = list(app.begun)
    app.done.set()
    await asyncio.gather(*asked)
    return begun


def test_a_visitor_writes_one_thing_at_a_time_and_others_do_not_wait_for_it() -> None:
    app = Slow()
    begun = asyncio.run(at_the_same_time(app))
    assert sorted(begun) == [("GET", A), ("PUT", A), ("PUT", B)]
    assert app.begun.count(("PUT", A)) == 3
    assert not app._writing, "nothing is kept of who has gone"


def put(desk: Desk, name: str, data: bytes, size: int) -> None:
    """The first part of a file of ``size`` bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    desk.append(visitor(device().public), name, Request(
        method="PUT", path=("files", name), bearer=b"", address="", length=len(data),
        query={"size": str(size), "sha256": sha256, "offset": "0"},
    ).with_body(data))


@pytest.fixture
def desk() -> Desk:
    machines = Machines()
    return Desk(machines.keeping, machines.keeping, machines.ticks, lambda _: None)


def test_a_device_that_begins_and_never_finishes_has_to_wait(desk: Desk) -> None:
    for number in range(BURST // BEGINNING):
        put(desk, f"{number}.vbundle", b"x", 1_000)
    with pytest.raises(Refusal) as told:
        put(desk, "more.vbundle", b"x", 1_000)
    assert (told.value.code, told.value.number) == ("wait", 1)


def test_a_device_that_finishes_what_it_begins_pays_for_its_questions_only(desk: Desk) -> None:
    for number in range(BURST - BEGINNING + 1):
        put(desk, f"{number}.vbundle", b"whole", 5)
    with pytest.raises(Refusal):
        for number in range(BEGINNING):
            put(desk, f"{number}-more.vbundle", b"whole", 5)
