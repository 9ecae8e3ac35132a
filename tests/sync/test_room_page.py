"""The page's files: what they weigh, what stands with them, and who else is let in."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import sync.room
from assets.words import RESPONDENTS
from storage.seal.phones import RoomKey
from sync.room import server
from sync.room.app import RoomApp
from sync.room.limits import BODY, Limits
from sync.room.page_files import PageFiles
from sync.room.room import Room
from sync.room.server import RunningRoom, serve
from sync.room.words import FROM_RIGHT
from sync.watched import Patience
from tests.sync.room_builders import LANGUAGES, SECRET, Meeting, place
from tests.sync.room_phone import SEALED, Wire

PAGE = Path(sync.room.__file__).parent / "page"
NOBLE = "a6847703e77959ca3ab6f3005a16762d6ef64dc2caee197cfeaaffcdfc5c2837"
AS_SENT = 60 * 1024


@pytest.fixture
def room() -> Iterator[RunningRoom]:
    made = serve(Meeting(), place(), secret=SECRET, random=os.urandom)
    yield made
    made.stop()


def asked(
    room: RunningRoom, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    async def ask() -> tuple[int, dict[str, str], bytes]:
        wire = Wire(*room.address)
        try:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            async with asyncio.timeout(10):
                return await wire.ask(method, path, body, said)
        finally:
            wire.cut()

    return asyncio.run(ask())


def test_the_page_with_the_words_of_one_language_weighs_at_most_sixty_kilobytes() -> None:
    sizes = PageFiles({tag: tag for tag in RESPONDENTS}).sizes()
    words = {path: packed for path, (_, packed) in sizes.items() if path.startswith("/words/")}
    page = sum(packed for path, (_, packed) in sizes.items() if path not in words)
    assert len(words) == len(RESPONDENTS)
    assert page + max(words.values()) <= AS_SENT


def test_the_cryptography_is_the_one_that_was_put_together_as_written() -> None:
    assert sha256((PAGE / "noble.js").read_bytes()).hexdigest() == NOBLE


def test_the_page_is_served_packed_or_plain_and_never_kept(room: RunningRoom) -> None:
    for path in ("/", "/page.js", "/page.css", "/noble.js", "/wire.js", "/words/ar.json"):
        status, headers, packed = asked(room, "GET", path, Accept_Encoding="gzip, br")
        plain = asked(room, "GET", path)
        assert status == plain[0] == 200
        assert gzip.decompress(packed) == plain[2]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "server" not in headers and "access-control-allow-origin" not in headers


def test_words_have_their_direction_and_no_place_is_lost(room: RunningRoom) -> None:
    for tag in LANGUAGES:
        said = json.loads(asked(room, "GET", f"/words/{tag}.json")[2])
        assert said["direction"] == ("rtl" if tag in FROM_RIGHT else "ltr")
        assert said["languages"] == LANGUAGES
        assert "{n}" in said["words"]["you"] and all(said["words"].values())


@pytest.mark.parametrize("path", [
    "/page.html", "/noble.md", "/../port.py", "/%2e%2e/port.py", "/words/xx.json", "/page/",
    "/words/", "//", "/hello", "/say", "/.git",
])
def test_nothing_else_is_there_to_be_fetched(room: RunningRoom, path: str) -> None:
    status, _, body = asked(room, "GET", path)
    assert (status, body) == (404, b"")


def test_another_sites_page_can_send_nothing_and_asks_in_vain(room: RunningRoom) -> None:
    plain = asked(room, "POST", "/say", b"x" * 64, Content_Type="text/plain")
    form = asked(room, "POST", "/hello", b"x" * 64,
                 Content_Type="application/x-www-form-urlencoded")
    before = asked(room, "OPTIONS", "/say", Origin="http://elsewhere.example")
    assert (plain[0], form[0], before[0]) == (415, 415, 405)
    assert not any(name.startswith("access-control") for name in before[1])


def test_more_than_a_message_may_have_is_refused_before_it_is_read(room: RunningRoom) -> None:
    async def ask() -> int:
        reader, writer = await asyncio.open_connection(*room.address)
        writer.write(
            f"POST /say HTTP/1.1\r\nHost: a\r\nContent-Type: {SEALED}\r\n"
            f"Content-Length: {BODY + 1}\r\n\r\n".encode()
        )
        async with asyncio.timeout(10):
            status = int((await reader.readline()).split()[1])
            while await reader.read(4096):
                pass  # until the server has closed
        writer.transport.abort()
        return status

    assert asyncio.run(ask()) == 413


def test_a_body_in_pieces_without_end_is_refused_at_its_head(room: RunningRoom) -> None:
    for path in ("/hello", "/say"):
        status, headers, _ = asked(
            room, "POST", path, b"10000\r\n", Content_Type=SEALED, Transfer_Encoding="chunked"
        )
        assert (status, headers["connection"]) == (411, "close")


def test_a_body_is_held_to_the_limit_while_it_is_read() -> None:
    async def ask() -> int:
        room = Room(Meeting(), RoomKey(SECRET), os.urandom, Limits(), {"sv"})
        app = RoomApp(room, PageFiles({"sv": "Svenska"}), Limits())
        sent: list[dict[str, Any]] = []
        read = 0

        async def receive() -> dict[str, Any]:
            nonlocal read
            read += 1
            return {"type": "http.request", "body": bytes(1024), "more_body": True}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(dict(message))

        headers = [(b"content-type", SEALED.encode()), (b"content-length", b"10")]
        scope = {"type": "http", "method": "POST", "path": "/say", "headers": headers}
        async with asyncio.timeout(10):
            await app(scope, receive, send)
        assert read == BODY // 1024 + 1
        return int(sent[0]["status"])

    assert asyncio.run(ask()) == 413


def test_who_greets_too_often_waits_and_nobody_else_does() -> None:
    limits = Limits(greets=3, greet_rate=0.01)
    made = serve(
        Meeting(), replace(place("127.0.0.1"), limits=limits), secret=SECRET, random=os.urandom
    )

    async def greetings(source: str) -> list[int]:
        wire = Wire(*made.address, source)
        try:
            return [
                (await wire.ask("POST", "/hello", b"x" * 80, {"Content-Type": SEALED}))[0]
                for _ in range(5)
            ]
        finally:
            wire.cut()

    try:
        assert asyncio.run(greetings("127.0.0.2")) == [400, 400, 400, 429, 429]
        assert asyncio.run(greetings("127.0.0.3"))[:3] == [400, 400, 400]
    finally:
        made.stop()


def test_whoever_sends_a_letter_at_a_time_is_cut_off() -> None:
    patience = Patience(head=0.2, exchange=0.2, idle=0.2)
    made = serve(
        Meeting(), replace(place(), patience=patience), secret=SECRET, random=os.urandom
    )
    starts = (
        b"GET / HT",
        f"POST /say HTTP/1.1\r\nHost: a\r\nContent-Type: {SEALED}\r\nContent-Length: 90\r\n\r\nx"
        .encode(),
    )

    async def dawdle(start: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*made.address)
        writer.write(start)
        try:
            async with asyncio.timeout(10):
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.transport.abort()

    try:
        for start in starts:
            assert b"200" not in asyncio.run(dawdle(start))
    finally:
        made.stop()


def test_a_stopped_room_listens_no_more_and_stopping_again_is_harmless() -> None:
    made = serve(Meeting(), place(), secret=SECRET, random=os.urandom)
    made.stop()
    made.stop()
    made.changed()
    with pytest.raises(OSError):
        asked(made, "GET", "/")


def test_half_a_message_keeps_no_room_from_stopping_and_nothing_is_told_of_it(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LAST_SECONDS", 0.05)
    monkeypatch.setattr(server, "STOP_SECONDS", 30)
    made = serve(Meeting(), place(), secret=SECRET, random=os.urandom)

    async def halves() -> bytes:
        reader, writer = await asyncio.open_connection(*made.address)
        writer.write(
            f"POST /say HTTP/1.1\r\nHost: a\r\nContent-Type: {SEALED}\r\n"
            "Content-Length: 90\r\n\r\nx".encode()
        )
        await asyncio.to_thread(asked, made, "GET", "/")  # by then the half has come as well
        try:
            async with asyncio.timeout(10):  # far less than it may take
                await asyncio.to_thread(made.stop)
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.transport.abort()

    assert asyncio.run(halves()) == b""
    assert caplog.records == []
