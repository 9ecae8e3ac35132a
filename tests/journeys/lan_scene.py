"""A kiosk, an administrator's server and a machine between them, each in a network of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from bench.network.namespaces import AT_ADMIN, BETWEEN_TO_KIOSK, Town
from storage.kiosk import KioskStore
from storage.mailbox.values import Upload
from storage.values import DeviceIdentity
from sync import package
from sync.courier import Exchanged, exchange
from sync.mailbox import kiosk_side
from sync.mailbox.address import Address
from sync.mailbox.channel import Means
from sync.mailbox.door import Door, Hands
from sync.mailbox.pairing import Host
from sync.mailbox.registry import Entry
from sync.mailbox.serving import Server
from tests.sync.between import Between
from tests.sync.mailbox_builders import Machines
from tests.sync.sync_builders import Organisation, campaign, clock, known_random

NAME = "Surfplatta i entrén"
TITLE = "Hur var ditt besök hos oss?"

T = TypeVar("T")


class Entered:
    """A context manager that is entered and left inside a namespace."""

    def __init__(
        self, town: Town, namespace: str, make: Callable[[], AbstractContextManager[Any]]
    ) -> None:
        self._ready, self._leave = threading.Event(), threading.Event()
        self.value: Any = None

        def work() -> None:
            try:
                with make() as self.value:
                    self._ready.set()
                    self._leave.wait()
            finally:
                self._ready.set()

        self._thread = threading.Thread(target=lambda: town.inside(namespace, work))

    def __enter__(self) -> Any:
        self._thread.start()
        self._ready.wait()
        return self.value

    def __exit__(self, *_: object) -> None:
        self._leave.set()
        self._thread.join()


def door_of(machines: Machines, register: Callable[[DeviceIdentity], None]) -> Door:
    """A door of the organisation of ``machines``, open."""
    said = machines.keeping.posted(machines.us.public, "server")
    assert said is not None
    door = Door(
        Host(name="Exempelkommun", public=machines.us.public, sign=machines.us.sign,
             statement=said.raw, certificate=machines.key.hash),
        Hands(register=register, changed=lambda: None, ticks=machines.ticks,
              random=known_random("door")),
    )
    door.open()
    return door


@dataclass
class Scene:
    """What is where; ``registered`` are the devices that the administrator trusts."""

    town: Town
    folder: Path
    stack: ExitStack
    machines: Machines = field(default_factory=Machines)
    registered: list[DeviceIdentity] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = KioskStore.create_or_open(
            self.folder / "kiosk", name=NAME, clock=clock, random=known_random("kiosk")
        )
        self.stack.callback(self.store.close)
        self.door = door_of(self.machines, self._register)
        self.machines.pairing = self.door
        self.package = package.write_package(Organisation(), campaign(title=TITLE), clock)
        us, raw = self.machines.us.public, self.package.raw
        self.machines.keeping.append(Upload(
            organisation=us, sender=us, name=package.file_name(self.package), size=len(raw),
            sha256=sha256(raw).digest(),
        ), 0, raw)
        self.means = Means(
            clock=clock, random=known_random("means"), wait=self.machines.ticks.wait, timeout=5
        )

    def _register(self, who: DeviceIdentity) -> None:
        self.registered.append(who)
        self.machines.register(Entry(device=who.public))

    def serving(self) -> Address:
        """The administrator's server, in its own network."""
        server = self.stack.enter_context(Entered(self.town, self.town.admin, lambda: Server(
            self.machines.app, self.machines.key, host=AT_ADMIN, port=0
        )))
        return Address(AT_ADMIN, server.port)

    def between(self, server: Address, **how: Any) -> Between:
        """A machine that passes on what goes to ``server``, in its own network."""
        made: Between = self.stack.enter_context(Entered(
            self.town, self.town.between,
            lambda: Between(server, host=BETWEEN_TO_KIOSK, **how),
        ))
        return made

    def at_kiosk(self, work: Callable[[], T]) -> T:
        """Do ``work`` where the kiosk is."""
        return self.town.inside(self.town.kiosk, work)

    def pair(self, address: Address) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Pair by ``address``: the words at the kiosk and at the administrator's.

        Each person says yes when they are the same and no when they are not.
        """
        shown: list[tuple[str, ...]] = []

        def compare(words: kiosk_side.Words) -> bool:
            seen = self.door.seen()
            assert seen is not None
            shown.extend((words.words, seen.words))
            self.door.decide(words.words == seen.words, seen.words)
            return words.words == seen.words

        try:
            self.at_kiosk(lambda: kiosk_side.pair(self.store, address, self.means, compare))
        finally:
            self.shown = shown
        return shown[0], shown[1]

    def carry(self, address: Address) -> Exchanged:
        """One exchange of the kiosk by ``address``."""

        def work() -> Exchanged:
            mailbox = kiosk_side.mailbox(self.store, str(address), self.means)
            try:
                return exchange(self.store, mailbox, clock)
            finally:
                mailbox.close()

        return self.at_kiosk(work)

    def answer(self, times: int = 3, size: int = 200) -> None:
        """Answers of ``size`` bytes on the kiosk."""
        journal = self.store.journal()
        for number in range(times):
            body = known_random(f"answer {number}")(size)
            journal.draft(body)
            journal.finish(body)
