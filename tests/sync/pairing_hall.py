"""An organisation's door and what happens at it, for tests of pairing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from storage.errors import RevokedDevice
from storage.values import DeviceIdentity
from sync.mailbox.door import Door, Hands
from sync.mailbox.pairing import Device, Host, Joining
from sync.mailbox.refusals import Refusal
from sync.mailbox.statement import LAN, Statement, write_statement
from tests.sync.mailbox_builders import device
from tests.sync.sync_builders import MOMENT, Organisation, clock, known_random

CERTIFICATE = b"c" * 32


def host(name: str = "Exempelkommun", certificate: bytes = CERTIFICATE) -> Host:
    us = Organisation(name)
    said = Statement(
        version=1, role=LAN, certificate=certificate, begins=MOMENT,
        ends=MOMENT + timedelta(days=1),
    )
    return Host(
        name=name, public=us.signer_public, sign=us.sign, certificate=certificate,
        statement=write_statement(said, us.signer_public, us.sign),
    )


def joining(name: str = "Surfplatta 1") -> Joining:
    who = device(name)
    return Joining(Device(
        identity=DeviceIdentity(public=who.public, name=name), sign=who.sign, clock=clock,
        random=known_random(f"pairing {name}"),
    ))


@dataclass
class Hall:
    """A door with what it did: ``registered`` devices, and its clock."""

    registered: list[DeviceIdentity] = field(default_factory=list)
    changes: int = 0
    now: float = 0.0
    refuse: bool = False

    def __post_init__(self) -> None:
        self.door = Door(host(), Hands(
            register=self.register, changed=self.changed, ticks=lambda: self.now,
            random=known_random("door"),
        ))

    def changed(self) -> None:
        self.changes += 1

    def register(self, who: DeviceIdentity) -> None:
        if self.refuse:
            raise RevokedDevice("revoked")
        self.registered.append(who)

    def refusal(self, act: Callable[[], object]) -> str:
        with pytest.raises(Refusal) as caught:
            act()
        return caught.value.code
