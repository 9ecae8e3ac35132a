"""Who stands at the door without a session makes way; visitors are never shut out by strangers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from sync.mailbox.address import group
from sync.mailbox.gate import FROM_VISITOR, Gate, Guest
from sync.mailbox.pace import Pace
from sync.mailbox.serving import Patience
from tests.sync.mailbox_builders import Machines, Ticks, device


class Doorway:
    """A gate, those who were let in by it, and those who had to leave, in order."""

    def __init__(self, from_one: int = 4, in_all: int = 16) -> None:
        self.gate = Gate(from_one, in_all)
        self.out: list[Guest] = []

    def come(self, address: str) -> Guest | None:
        guest = self.gate.enter(address)
        if guest is not None:
            guest.drop = lambda: self.out.append(guest)
        return guest

    def all_come(self, *addresses: str) -> list[Guest]:
        return [guest for one in addresses if (guest := self.come(one)) is not None]


def test_many_addresses_that_only_wait_shut_nobody_out() -> None:
    doorway = Doorway()
    crowd = [f"192.0.2.{n}" for n in range(1, 5) for _ in range(4)]
    doorway.all_come(*crowd)
    honest = doorway.come("198.51.100.7")
    assert honest is not None
    for address in crowd * 3:
        doorway.come(address)
    assert honest not in doorway.out, "who has one connection is not of the largest crowd"
    assert len(doorway.out) == 4 * 16 + 1 - 12, "strangers have three quarters of the places"


def test_a_visitor_is_never_dropped_for_a_stranger() -> None:
    doorway = Doorway(from_one=16)
    visitors = doorway.all_come(*(f"198.51.100.{n}" for n in range(4)))
    for number, visitor in enumerate(visitors):
        visitor.proven(number)
    doorway.all_come(*(f"192.0.2.{n}" for n in range(100)))
    assert not set(visitors) & set(doorway.out)
    assert len(doorway.out) == 100 - 12


def test_a_part_is_kept_for_visitors() -> None:
    doorway = Doorway(from_one=16)
    first = doorway.all_come(*(f"192.0.2.{n}" for n in range(12)))
    doorway.come("192.0.2.99")
    assert doorway.out == first[:1], "strangers have three quarters"
    for number, visitor in enumerate(first[1:]):
        visitor.proven(number)
    assert len(doorway.all_come(*(f"192.0.2.{n}" for n in range(100, 104)))) == 4
    assert doorway.out == first[:1]


def test_where_all_are_visitors_nobody_more_comes_in() -> None:
    doorway = Doorway(from_one=32)
    for number in range(16):
        visitor = doorway.come(f"192.0.2.{number}")
        assert visitor is not None
        visitor.proven(number)
    assert doorway.come("198.51.100.7") is None
    visitor.left()
    visitor.left()
    assert doorway.come("198.51.100.7") is not None
    assert doorway.out == []


def test_only_so_many_connections_of_one_visitor_need_not_make_way() -> None:
    doorway = Doorway(from_one=64, in_all=16)
    same = doorway.all_come(*["192.0.2.1"] * (FROM_VISITOR + 2))
    for guest in (*same, *same):
        guest.proven("A")
    assert [guest.visitor for guest in same] == ["A"] * FROM_VISITOR + [None] * 2
    doorway.all_come(*(f"192.0.2.{n}" for n in range(2, 9)))
    assert doorway.out == same[-2:][:1]


@pytest.mark.parametrize(("host", "counted"), [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("::ffff:192.0.2.1", "192.0.2.1"),
    ("fe80::1%eth0", "fe80::1"), ("", ""),
])
def test_addresses_that_one_holder_has_are_counted_together(host: str, counted: str) -> None:
    assert group(host) == counted


def test_handshakes_from_one_address_are_paced() -> None:
    ticks = Ticks()
    gate = Gate(64, 64, Pace(2, 2, ticks))
    came = [gate.enter(f"2001:db8::{n}") for n in range(4)]
    assert [guest.wait() for guest in came if guest] == [0, 0, 0.5, 0.5]
    other = gate.enter("192.0.2.1")
    assert other is not None and other.wait() == 0
    ticks.now += 0.5
    assert came[2] is not None and came[2].wait() == 0


@pytest.fixture
def machines() -> Machines:
    made = Machines()
    made.pair(device())
    return made


def silent(address: tuple[str, int], stack: ExitStack) -> Iterator[socket.socket]:
    """Connections from all over the loopback network that say nothing."""
    for number in range(2, 8):
        for _ in range(2):
            made = stack.enter_context(socket.socket())
            made.settimeout(10)
            made.bind((f"127.0.0.{number}", 0))
            made.connect(address)
            yield made


def test_a_kiosk_comes_in_where_strangers_hold_every_place(machines: Machines) -> None:
    with machines.serving(Patience(from_one=2, in_all=8)) as address, ExitStack() as stack:
        here = machines.transport(address, device(), tries=1)
        assert here.list(".vpackage") == ()
        strangers = list(silent(address, stack))
        assert strangers[0].recv(1) == b"", "the oldest has made way"
        assert here.list(".vpackage") == (), "on the connection that it had"
        machines.pair(device(), device("B"))
        assert machines.transport(address, device("B"), tries=1).list(".vpackage") == ()
