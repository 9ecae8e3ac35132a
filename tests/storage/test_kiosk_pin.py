"""The staff's PIN: guessed slowly, also after restarts, and to be found in no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.errors import Damaged, MissingKey, TooNew
from storage.kiosk import files
from storage.kiosk import pin as pins
from storage.kiosk.database import Database, open_database, value
from storage.kiosk.pin import FORGIVEN, FREE, WAITS, Pin, TooSoon, wait_after
from storage.seal import coding
from storage.seal import pin as sealing
from storage.seal.slots import Cost
from tests.storage.kiosk_builders import Hands, files_with, full_until_given_up, open_store

CHEAP = Cost(memory=64, passes=1, lanes=1)
RIGHT, WRONG = "482916", "482917"


@dataclass
class Running:
    """Seconds that a test lets pass."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "store", "FULL")
    yield opened
    opened.close()


@pytest.fixture
def running() -> Running:
    return Running()


def a_pin(database: Database, running: Running) -> Pin:
    return Pin(database, running, Hands().random, CHEAP)


@pytest.fixture
def pin(database: Database, running: Running) -> Pin:
    made = a_pin(database, running)
    made.set(RIGHT)
    return made


def test_the_right_pin_opens_and_a_wrong_one_does_not(pin: Pin) -> None:
    assert not pin.opens(WRONG)
    assert pin.opens(RIGHT)
    assert pin.failures == 0


def test_without_a_pin_nothing_opens(database: Database, running: Running) -> None:
    empty = a_pin(database, running)
    assert not empty.is_set
    with pytest.raises(MissingKey):
        empty.opens(RIGHT)
    assert empty.failures == 0


def test_three_wrong_ones_are_free_and_the_fourth_try_waits(pin: Pin, running: Running) -> None:
    for _ in range(FREE):
        assert pin.left() == 0
        pin.opens(WRONG)
    with pytest.raises(TooSoon):
        pin.opens(RIGHT)
    running.now += WAITS[0] - 1
    assert pin.left() == 1
    running.now += 1
    assert pin.opens(RIGHT)


def test_a_try_that_came_too_soon_is_not_counted(pin: Pin) -> None:
    for _ in range(FREE):
        pin.opens(WRONG)
    for _ in range(5):
        with pytest.raises(TooSoon):
            pin.opens(WRONG)
    assert pin.failures == FREE


def test_a_restart_forgets_no_wrong_one_and_begins_the_whole_wait_anew(
    pin: Pin, database: Database, running: Running
) -> None:
    for _ in range(FREE):
        pin.opens(WRONG)
    running.now += WAITS[0] - 1
    again = a_pin(database, running)
    assert again.left() == WAITS[0]
    with pytest.raises(TooSoon):
        again.opens(RIGHT)


def test_a_thousand_guesses_take_as_long_as_the_format_says(pin: Pin, running: Running) -> None:
    """41 days in a clock that runs only while a guesser waits; a million would take 114 years."""
    began, guesses = running.now, 0
    while guesses < 1_000:
        running.now += pin.left()
        assert not pin.opens(f"{guesses:06}"), "the PIN is none of these"
        guesses += 1
    assert running.now - began == 3_576_090 == sum(wait_after(n) for n in range(1_000))


@pytest.mark.parametrize("hours", range(1, 9))
def test_a_guesser_who_waits_to_be_forgiven_is_no_quicker(
    pin: Pin, running: Running, hours: int
) -> None:
    """Whoever leaves the kiosk alone for hours and then types all that are quick again."""
    began, guesses = running.now, 0
    while guesses < 200:
        if pin.left() >= FORGIVEN:
            running.now += hours * FORGIVEN
        running.now += pin.left()
        assert not pin.opens(f"{guesses:06}"), "the PIN is none of these"
        guesses += 1
    assert running.now - began >= sum(wait_after(n) for n in range(200))


def test_what_a_child_typed_yesterday_costs_staff_nothing_today(
    pin: Pin, running: Running
) -> None:
    for _ in range(9):
        running.now += pin.left()
        pin.opens(WRONG)
    assert pin.left() == FORGIVEN
    running.now += 7 * FORGIVEN
    assert pin.failures == 0
    for _ in range(FREE - 1):
        assert not pin.opens(WRONG), "a slip of their own"
    assert pin.left() == 0 and pin.opens(RIGHT)


def test_time_that_the_program_was_off_forgives_nothing(
    pin: Pin, database: Database, running: Running
) -> None:
    for _ in range(9):
        running.now += pin.left()
        pin.opens(WRONG)
    running.now += 50 * FORGIVEN
    assert a_pin(database, running).left() == FORGIVEN


def test_guessing_across_restarts_is_no_quicker(
    pin: Pin, database: Database, running: Running
) -> None:
    began = running.now
    for guess in range(20):
        fresh = a_pin(database, running)
        running.now += fresh.left()
        fresh.opens(f"{guess:06}")
    assert running.now - began >= sum(wait_after(n) for n in range(20))


def test_power_that_goes_while_a_pin_is_looked_at_has_used_up_the_try(
    pin: Pin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(sealing, "fits", cut)
    with pytest.raises(KeyboardInterrupt):
        pin.opens(WRONG)
    assert pin.failures == 1


def test_a_new_pin_forgives_and_the_old_one_opens_no_more(pin: Pin) -> None:
    for _ in range(FREE):
        pin.opens(WRONG)
    pin.set("739204")
    assert pin.opens("739204")
    assert not pin.opens(RIGHT)


def test_the_pin_is_in_no_file_of_the_store(tmp_path: Path) -> None:
    """Neither as text nor as a number, nor any longer what was kept of an earlier one."""
    store = open_store(tmp_path / "store")
    store.pin.set("904417265513")
    query = "SELECT verifier FROM pin"
    connection = store._database.connection()
    first = bytes(value(connection, query))
    salt = coding.unpack(sealing._decoder, first, "pin")[1]
    assert files_with(tmp_path, salt) == ["kiosk.db"]
    store.pin.set("628135097741")
    assert store.pin.opens("628135097741")
    store.close()
    assert not files_with(tmp_path, salt)
    for pin in ("904417265513", "628135097741"):
        number = int(pin)
        for needle in (pin.encode(), pin.encode("utf-16-le"), number.to_bytes(5, "big"),
                       number.to_bytes(5, "little")):
            assert not files_with(tmp_path, needle)


@pytest.mark.parametrize(("pin", "fault"), [
    ("12345", "short"), ("1234567890123", "long"), ("111111", "simple"), ("345678", "simple"),
    ("876543", "simple"), ("890123", "simple"), ("482916", ""), ("135791", ""),
])
def test_a_pin_is_six_to_twelve_digits_that_are_not_in_a_row(pin: str, fault: str) -> None:
    assert sealing.fault(pin) == fault


def test_digits_of_every_script_are_the_same_pin() -> None:
    assert sealing.digits("٤٨٢ ۹۱۶") == "482916"
    with pytest.raises(ValueError, match="digits only") as told:
        sealing.digits("48291a")
    assert "48291" not in str(told.value)


def test_a_known_pin_gives_the_known_bytes() -> None:
    """The vector of docs/formats/kiosk-store.md."""
    made = sealing.make(RIGHT, lambda n: bytes(range(n)), Cost(memory=1024, passes=2, lanes=2))
    assert made.hex() == VECTOR
    assert sealing.fits(made, RIGHT)


VECTOR = (
    "9601c410000102030405060708090a0b0c0d0e0fcd04000202c42027f7e1da913b3f4cac"
    "fd7c25616959a2402a09500c5c8434cf88fe8a220f53f3"
)


def test_a_forged_row_is_refused_before_it_costs_anything() -> None:
    good = coding.unpack(sealing._decoder, bytes.fromhex(VECTOR), "pin")
    for at, number in ((2, 2**31), (3, 10_000), (4, 0), (4, 200), (1, b"short"), (5, b"short")):
        forged = [*good]
        forged[at] = number
        with pytest.raises(Damaged):
            sealing.fits(coding.pack(tuple(forged)), RIGHT)
    with pytest.raises(TooNew):
        sealing.fits(coding.pack((2, *good[1:])), RIGHT)
    with pytest.raises(Damaged):
        sealing.fits(b"x" * 1_000, RIGHT)


def test_the_waits_rise_and_stay_at_an_hour() -> None:
    assert [wait_after(n) for n in range(10)] == [0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600]
    assert pins.wait_after(10**9) == 3600


@pytest.mark.parametrize("tried", [RIGHT, WRONG])
def test_a_try_on_a_full_disk_puts_the_reserve_back(
    pin: Pin, database: Database, monkeypatch: pytest.MonkeyPatch, tried: str
) -> None:
    database.files.keep_reserve()
    reserve = database.files.directory / files.RESERVE
    full_until_given_up(monkeypatch, database, "transaction", reserve)
    assert pin.opens(tried) is (tried == RIGHT)
    assert reserve.stat().st_size == files.RESERVE_BYTES


@pytest.mark.parametrize("cost", [
    Cost(memory=512 * 1024, passes=1, lanes=1), Cost(memory=64, passes=33, lanes=1),
    Cost(memory=64, passes=0, lanes=1), Cost(memory=64, passes=1, lanes=9),
])
def test_a_forged_row_takes_neither_all_memory_nor_all_day(cost: Cost) -> None:
    forged = coding.pack((1, bytes(16), cost.memory, cost.passes, cost.lanes, bytes(32)))
    with pytest.raises(Damaged):
        sealing.fits(forged, RIGHT)
