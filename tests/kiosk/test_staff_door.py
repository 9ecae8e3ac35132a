"""The door of the staff's corner: who gets in, how slowly others do not, and what nobody sees."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from kiosk.staff.gesture import CORNER, HELD_S, NEXT_S, Corners, corner_at
from kiosk.staff.screens import Confirm, Home, Pad, PadSays, Told
from kiosk.staff.wishes import Deed, Desk, Do, Filled, Go, Knock, Leave, Stay
from kiosk.staff.worker import Worker
from storage.errors import Damaged, NoRoom
from storage.kiosk.pin import Pin
from tests.builders import small_campaign
from tests.kiosk.staff_builders import PIN, Staff, Ticks, staff_at


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def staff(tmp_path: Path, ticks: Ticks) -> Staff:
    return staff_at(tmp_path, small_campaign(), ticks=ticks)


def test_the_right_pin_leads_to_the_overview_and_the_person_has_left(staff: Staff) -> None:
    staff.enter()
    assert staff.told == ["leave person"]
    assert staff.now(Home).status.survey == "Så fungerar biblioteket"


def test_a_wrong_pin_opens_nothing_and_is_told_with_the_health(staff: Staff) -> None:
    staff.do(Knock(), Filled(Deed.PIN, ("739204",)))
    assert staff.now(Pad).says is PadSays.WRONG
    assert staff.told == ["wrong PIN"]
    assert not staff.corner.admitted


@pytest.mark.parametrize("wish", [
    Go(Desk.HOME), Go(Desk.LOG), Go(Desk.NEW_PIN), Go(Desk.PAIR), Do(Deed.END), Do(Deed.LOCK),
    Do(Deed.ASSIST), Filled(Deed.FINISH, ("1", "1", "0")), Stay(),
])
def test_before_the_pin_nothing_but_the_door_hears_a_wish(staff: Staff, wish: object) -> None:
    staff.do(wish)  # type: ignore[arg-type]
    assert staff.shown == []
    staff.do(Knock(), wish)  # type: ignore[arg-type]
    assert all(isinstance(at, Pad) for at in staff.shown)
    assert staff.told == []


def test_after_three_wrong_ones_the_door_says_how_long_it_stays_shut(
    staff: Staff, ticks: Ticks
) -> None:
    staff.do(Knock())
    for _ in range(3):
        staff.fill(Deed.PIN, "739204")
    assert (staff.now(Pad).says, staff.now(Pad).wait) == (PadSays.WRONG, 30)
    staff.fill(Deed.PIN, PIN)
    assert staff.now(Pad).says is PadSays.TOO_SOON
    staff.do(Leave(), Knock())
    assert staff.now(Pad).says is PadSays.TOO_SOON
    ticks.now += 30
    staff.do(Leave(), Knock())
    assert staff.now(Pad).says is PadSays.ENTER
    staff.fill(Deed.PIN, PIN)
    assert staff.corner.admitted


def test_too_short_a_one_costs_no_try(staff: Staff) -> None:
    staff.do(Knock())
    for typed in ("", "1", "48291", "48 29 1"):
        staff.fill(Deed.PIN, typed)
        assert staff.now(Pad).says is PadSays.SHORT
    staff.fill(Deed.PIN, "48291x")
    assert staff.now(Pad).says is PadSays.LETTERS
    assert staff.store.pin.failures == 0


def test_while_one_is_looked_at_others_are_let_go_of(staff: Staff) -> None:
    staff.slow = True
    staff.do(Knock())
    for guess in range(20):
        staff.fill(Deed.PIN, f"7392{guess:02}")
    assert len(staff.jobs) == 1
    staff.work()
    assert staff.store.pin.failures == 1


def test_whoever_went_away_while_it_was_looked_at_is_not_let_in_later(staff: Staff) -> None:
    staff.slow = True
    staff.do(Knock(), Filled(Deed.PIN, (PIN,)), Leave())
    staff.work()
    assert not staff.corner.admitted
    assert staff.told == ["begin again"]


def test_without_a_pin_a_kiosk_with_a_survey_stays_shut(tmp_path: Path) -> None:
    staff = staff_at(tmp_path, small_campaign(), pin="")
    staff.do(Knock())
    assert staff.now(Pad).says is PadSays.NO_PIN
    staff.fill(Deed.PIN, PIN)
    assert not staff.corner.admitted


def test_at_a_new_kiosk_staff_choose_a_pin_and_are_in(tmp_path: Path) -> None:
    staff = staff_at(tmp_path, pin="")
    staff.do(Knock())
    for typed, says in (("111111", PadSays.SIMPLE), ("123", PadSays.SHORT), (PIN, PadSays.REPEAT),
                        ("482917", PadSays.DIFFERENT), (PIN, PadSays.REPEAT)):
        staff.fill(Deed.PIN, typed)
        assert staff.now(Pad).says is says
    assert not staff.store.pin.is_set
    staff.fill(Deed.PIN, PIN)
    assert staff.now(Home)
    assert staff.store.pin.opens(PIN)


def test_staff_change_the_pin_from_within(staff: Staff) -> None:
    staff.enter()
    staff.go(Desk.NEW_PIN)
    staff.fill(Deed.PIN, "739204")
    staff.fill(Deed.PIN, "739204")
    assert staff.now(Pad).says is PadSays.KEPT
    assert staff.store.pin.opens("739204")


def test_a_full_disk_says_so_and_lets_nobody_in(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, pin: str) -> bool:
        raise NoRoom("the disk is full")

    monkeypatch.setattr(type(staff.store.pin), "opens", full)
    staff.do(Knock(), Filled(Deed.PIN, (PIN,)))
    assert staff.now(Pad).says is PadSays.TROUBLE
    assert not staff.corner.admitted


def test_nobody_there_counts_down_and_a_touch_stops_it(staff: Staff) -> None:
    staff.enter()
    staff.corner.alone()
    assert staff.counted[-1] == 20_000
    staff.do(Stay())
    assert staff.counted[-1] == 0
    staff.corner.alone()
    staff.do(Leave())
    assert not staff.corner.inside
    assert staff.told[-1] == "begin again"


def test_after_leaving_the_pin_is_asked_again(staff: Staff) -> None:
    staff.enter()
    staff.do(Leave(), Go(Desk.LOG), Knock())
    assert staff.now(Pad).says is PadSays.ENTER


def test_the_program_is_ended_only_after_a_question(staff: Staff) -> None:
    staff.enter()
    staff.go(Desk.END)
    assert staff.now(Confirm).of == "end"
    assert "quit" not in staff.told
    staff.press(Deed.END)
    assert staff.told[-1] == "quit"


def test_the_pin_is_in_no_repr_of_what_was_typed() -> None:
    assert PIN not in repr(Filled(Deed.PIN, (PIN,)))


def test_the_gesture_is_one_corner_held_and_three_more_in_their_order() -> None:
    ticks = Ticks()
    corners = Corners()
    assert not corners.pressed("top-left", ticks.now)
    ticks.now += HELD_S
    corners.let_go("top-left", ticks.now)
    found = []
    for corner in ("bottom-right", "top-right", "bottom-left"):
        ticks.now += 1
        found.append(corners.pressed(corner, ticks.now))
        corners.let_go(corner, ticks.now)
    assert found == [False, False, True]


@pytest.mark.parametrize(("held", "between", "order"), [
    (HELD_S - 0.5, 1.0, ("bottom-right", "top-right", "bottom-left")),
    (HELD_S, NEXT_S + 1, ("bottom-right", "top-right", "bottom-left")),
    (HELD_S, 1.0, ("top-right", "bottom-right", "bottom-left")),
    (HELD_S, 1.0, ("bottom-right", "", "top-right", "bottom-left")),
])
def test_a_gesture_that_is_not_quite_right_leads_nowhere(
    held: float, between: float, order: tuple[str, ...]
) -> None:
    ticks = Ticks()
    corners = Corners()
    corners.pressed("top-left", ticks.now)
    ticks.now += held
    corners.let_go("top-left", ticks.now)
    for corner in order:
        ticks.now += between
        assert not corners.pressed(corner, ticks.now)
        corners.let_go(corner, ticks.now)


def test_a_child_that_taps_at_corners_for_days_hardly_ever_meets_it() -> None:
    """40 000 taps, two thirds of them at edges and some held: the door is seen twice. Behind it
    there is only the PIN."""
    chance, ticks = random.Random(11), Ticks()
    corners = Corners()
    met = 0
    for _ in range(40_000):
        x = chance.choice((chance.randrange(1280), chance.randrange(100), 1279))
        y = chance.choice((chance.randrange(800), chance.randrange(100), 799))
        corner = corner_at(x, y, 1280, 800)
        met += corners.pressed(corner, ticks.now)
        ticks.now += chance.choice((0.1, 0.2, 0.2, 0.5, 1.0, 2.5))
        corners.let_go(corner, ticks.now)
        ticks.now += chance.random() * 3
    assert met <= 2


def test_only_the_very_corners_are_part_of_it() -> None:
    assert corner_at(0, 0, 1280, 800) == "top-left"
    assert corner_at(CORNER - 1, 799, 1280, 800) == "bottom-left"
    assert corner_at(CORNER, 10, 1280, 800) == ""
    assert corner_at(640, 0, 1280, 800) == ""


def test_a_store_that_cannot_be_read_sends_staff_back_to_the_people(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_pin: Pin) -> bool:
        raise Damaged("the store's database is damaged")

    monkeypatch.setattr(Pin, "is_set", property(unreadable))
    staff.do(Knock())
    assert staff.told == ["begin again"] and not staff.corner.inside


def test_a_desk_that_cannot_read_the_store_says_so(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> None:
        raise Damaged("the store's database is damaged")

    staff.enter()
    monkeypatch.setattr(staff.store.occasions, "now", unreadable)
    staff.do(Go(Desk.OCCASION))
    assert staff.now(Told).code == "not-kept" and staff.corner.inside


def test_after_a_fault_in_one_job_the_next_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    fell, done = threading.Event(), threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _fault: fell.set())

    def fault() -> None:
        raise RuntimeError("a fault in a job")

    worker = Worker()
    worker.do(fault)
    assert fell.wait(10)
    assert worker._thread is not None
    worker._thread.join(10)
    worker.do(done.set)
    assert done.wait(10)
    worker.stop()


def test_the_door_opens_to_typing_again_when_the_wait_is_over(staff: Staff, ticks: Ticks) -> None:
    staff.do(Knock())
    for _ in range(3):
        staff.fill(Deed.PIN, "739204")
    staff.press(Deed.AGAIN)
    assert (staff.now(Pad).says, staff.now(Pad).wait) == (PadSays.TOO_SOON, 30)
    ticks.now += 31
    staff.press(Deed.AGAIN)
    assert staff.now(Pad).says is PadSays.ENTER
