"""Slips of paper, entered twice: every slip of the pen is found, and none is half counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kiosk.meeting.slip_screens import SlipDiffers, SlipDoubt, SlipSheet, SlipStart
from kiosk.meeting.slip_stack import Stack
from kiosk.meeting.slips import SlipDesk
from kiosk.meeting.task_screens import NotNow, OneMore
from kiosk.staff.wishes import Deed, Do, Filled
from storage.errors import StorageError
from survey.records import Way
from tests.kiosk.passing_builders import Meeting, Shown, means

SLIPS = {
    1: (3, 2, 0, 5, 0, 0, 0, 0), 2: (1, 1, 1, 1, 2, 2, 1, 1), 3: (0, 0, 10, 0, 0, 0, 0, 0),
    4: (2, 0, 3, 0, 5, 0, 0, 0), 5: (0, 4, 0, 6, 0, 0, 0, 0), 6: (5, 5, 0, 0, 0, 0, 0, 0),
    7: (1, 2, 3, 4, 0, 0, 0, 0), 8: (0, 0, 0, 0, 1, 2, 3, 4), 9: (7, 0, 0, 3, 0, 0, 0, 0),
    10: (2, 2, 2, 2, 2, 0, 0, 0),
}
SUMS = (21, 16, 19, 21, 10, 4, 4, 5)
"""Of each line, by hand."""


def at_the_table(people: int = 10) -> tuple[Meeting, SlipDesk, Shown]:
    meeting = Meeting()
    for _ in range(people):
        meeting.join(Way.PAPER)
    meeting.begin("headings")
    meeting.name_headings("headings")
    meeting.begin("weigh")
    shown = Shown()
    desk = SlipDesk(means(meeting, shown), Stack())
    meeting.listeners.append(desk.changed)
    desk.begin()
    return meeting, desk, shown


def enter(desk: SlipDesk, shown: Shown, slip: int, boxes: tuple[int, ...] | list[str]) -> None:
    desk.receive(Filled(Deed.BEGIN, (str(slip),)))
    assert isinstance(shown.now.at, SlipSheet), shown.now.at
    typed = tuple(str(n) if n else "" for n in boxes)
    desk.receive(Filled(Deed.FINISH, typed))


def enter_all(desk: SlipDesk, shown: Shown, slips: Mapping[int, tuple[int, ...]]) -> None:
    for slip, boxes in slips.items():
        enter(desk, shown, slip, boxes)


def sums(meeting: Meeting) -> tuple[int, ...]:
    items = [item.id for item in meeting.task(1).items]
    given = [meeting.task(n).mine.numbers for n in meeting.state.people]
    return tuple(sum(one.get(item, 0) for one in given) for item in items)


def test_slips_that_are_entered_alike_twice_count_and_sum_up() -> None:
    meeting, desk, shown = at_the_table()
    enter_all(desk, shown, SLIPS)
    assert sums(meeting) == (0,) * 8  # nothing counts before the second time
    desk.receive(Do(Deed.AGAIN))
    enter_all(desk, shown, SLIPS)
    assert shown.now.at.kept == 10 and not shown.now.at.waiting
    assert sums(meeting) == SUMS


PEN = {
    1: (3, 2, 0, 4, 0, 0, 0, 0),   # another digit
    2: (1, 1, 1, 1, 2, 2, 1, 0),   # a box passed over
    3: (0, 0, 1, 0, 0, 0, 0, 0),   # a digit lost
    4: (0, 2, 0, 3, 0, 5, 0, 0),   # one line too low
    5: (4, 0, 6, 0, 0, 0, 0, 0),   # one line too high
    6: (5, 55, 0, 0, 0, 0, 0, 0),  # a digit doubled
    7: (1, 2, 4, 3, 0, 0, 0, 0),   # two that changed places
    8: (0, 0, 10, 0, 0, 0, 0, 0),  # another slip's
    9: (0, 0, 0, 0, 0, 0, 0, 0),   # none at all
    10: (2, 2, 2, 2, 2, 2, 0, 0),  # one too many
}


@pytest.mark.parametrize("wrong_first", [True, False])
def test_ten_slips_of_the_pen_are_all_found_and_mended(wrong_first: bool) -> None:
    meeting, desk, shown = at_the_table()
    enter_all(desk, shown, PEN if wrong_first else SLIPS)
    desk.receive(Do(Deed.AGAIN))
    found = 0
    for slip, boxes in (SLIPS if wrong_first else PEN).items():
        enter(desk, shown, slip, boxes)
        assert isinstance(shown.now.at, SlipDiffers), f"slip {slip} was not found"
        found += 1
        while isinstance(shown.now.at, SlipDiffers):
            right = SLIPS[slip][shown.now.at.box.number - 1]
            desk.receive(Filled(Deed.ANSWER, (str(right) if right else "",)))
    assert found == 10
    assert shown.now.at.kept == 10
    assert sums(meeting) == SUMS


def test_a_box_that_differs_is_told_by_its_line_and_both_entries() -> None:
    _, desk, shown = at_the_table()
    enter(desk, shown, 1, SLIPS[1])
    desk.receive(Do(Deed.AGAIN))
    enter(desk, shown, 1, (3, 2, 0, 4, 1, 0, 0, 0))
    at = shown.now.at
    assert (at.box.number, at.box.title, at.first, at.second, at.left) == (
        4, "Kunskap hos personalen", "5", "4", 1,
    )
    desk.receive(Filled(Deed.ANSWER, ("3",)))
    assert shown.now.at.neither and shown.now.at.box.number == 4
    desk.receive(Filled(Deed.ANSWER, ("3",)))  # read so twice: both entries were wrong
    assert (shown.now.at.box.number, shown.now.at.first) == (5, "")


def test_a_slip_that_gives_too_much_counts_not_at_all_until_it_is_decided() -> None:
    meeting, desk, shown = at_the_table(2)
    over = (7, 5, 0, 0, 0, 0, 0, 0)
    enter(desk, shown, 1, over)
    desk.receive(Do(Deed.AGAIN))
    enter(desk, shown, 1, over)
    assert shown.now.at.trouble == "doubt" and shown.now.at.doubts == (1,)
    assert sums(meeting) == (0,) * 8 and shown.now.at.kept == 0
    desk.receive(Do(Deed.CHOOSE, "1"))
    assert shown.now.at == SlipDoubt(slip=1, code="over-budget", given=12, of=10)
    desk.receive(Do(Deed.BACK))
    assert shown.now.at.doubts == (1,)
    desk.receive(Do(Deed.CHOOSE, "1"))
    desk.receive(Do(Deed.AGAIN))
    assert isinstance(shown.now.at, SlipSheet) and shown.now.at.entry == 1
    desk.receive(Filled(Deed.FINISH, ("5", "5", *[""] * 6)))
    desk.receive(Do(Deed.AGAIN))
    enter(desk, shown, 1, (5, 5, 0, 0, 0, 0, 0, 0))
    assert sums(meeting)[:2] == (5, 5) and not shown.now.at.doubts


def test_a_slip_in_doubt_can_be_left_out() -> None:
    meeting, desk, shown = at_the_table(1)
    for _ in range(2):
        enter(desk, shown, 1, (11, 0, 0, 0, 0, 0, 0, 0))
        desk.receive(Do(Deed.AGAIN))
    desk.receive(Do(Deed.CHOOSE, "1"))
    desk.receive(Do(Deed.CANCEL))
    assert shown.now.at.trouble == "left-out" and not shown.now.at.doubts
    assert sums(meeting) == (0,) * 8


def test_a_slip_that_counts_can_be_entered_anew_and_is_replaced_as_a_whole() -> None:
    meeting, desk, shown = at_the_table(1)
    for boxes in (SLIPS[1], (0, 0, 0, 0, 0, 0, 0, 9)):
        enter(desk, shown, 1, boxes)
        desk.receive(Do(Deed.AGAIN))
        desk.receive(Filled(Deed.BEGIN, ("1",)))
        assert shown.now.at.again == (boxes != SLIPS[1])
        desk.receive(Filled(Deed.FINISH, tuple(str(n) for n in boxes)))
    assert sums(meeting) == (0, 0, 0, 0, 0, 0, 0, 9)


@pytest.mark.parametrize("number, trouble", [
    ("", "number"), ("0", "number"), ("x", "number"), ("3", "unknown"), ("2", "unknown"),
    ("99999999999", "number"),
])
def test_a_number_that_nobody_on_paper_has_is_told(number: str, trouble: str) -> None:
    meeting, desk, shown = at_the_table(1)
    meeting.join(Way.TABLET)
    desk.receive(Filled(Deed.BEGIN, (number,)))
    assert isinstance(shown.now.at, SlipStart) and shown.now.at.trouble == trouble


def test_one_more_on_paper_gets_the_next_number() -> None:
    _, desk, shown = at_the_table(2)
    desk.receive(OneMore())
    assert shown.now.at.counted == 3
    enter(desk, shown, 3, SLIPS[3])
    assert shown.now.at.waiting == (3,)


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "²", "99999"])
def test_what_is_no_number_is_told_with_its_line(typed: str) -> None:
    _, desk, shown = at_the_table(1)
    desk.receive(Filled(Deed.BEGIN, ("1",)))
    desk.receive(Filled(Deed.FINISH, ("1", "2", typed, *[""] * 5)))
    assert shown.now.at.wrong == 3 and shown.now.at.typed[:2] == ("1", "2")


def test_slips_of_a_step_that_is_over_are_let_go_and_that_is_told() -> None:
    meeting, desk, shown = at_the_table(2)
    enter(desk, shown, 1, SLIPS[1])
    meeting.begin("grade")
    assert shown.now.at.trouble == "changed" and not shown.now.at.waiting
    enter(desk, shown, 1, (1, 2, 3, 4, 5, 1, 2, 0))
    desk.receive(Do(Deed.AGAIN))
    enter(desk, shown, 1, (1, 2, 3, 4, 5, 1, 2, 0))
    assert list(meeting.task(1).mine.numbers.values()) == [1, 2, 3, 4, 5, 1, 2]


def test_a_grade_that_is_no_step_puts_the_slip_in_doubt() -> None:
    meeting, desk, shown = at_the_table(1)
    meeting.begin("grade")
    for _ in range(2):
        enter(desk, shown, 1, (6, 1, 1, 1, 1, 1, 1, 1))
        desk.receive(Do(Deed.AGAIN))
    desk.receive(Do(Deed.CHOOSE, "1"))
    assert shown.now.at.code == "bad-step"
    assert not meeting.task(1).mine.numbers


def test_the_evaluation_is_entered_as_the_numbers_of_its_steps() -> None:
    meeting, desk, shown = at_the_table(1)
    meeting.begin("evaluation")
    steps = meeting.task(1).columns[0].steps
    rows = len(meeting.task(1).rows)
    for _ in range(2):
        enter(desk, shown, 1, (len(steps),) * rows)
        desk.receive(Do(Deed.AGAIN))
    assert set(meeting.task(1).mine.cells.values()) == {steps[-1].id}
    for _ in range(2):
        enter(desk, shown, 1, (1, *[0] * (rows - 1)))
        desk.receive(Do(Deed.AGAIN))
    assert list(meeting.task(1).mine.cells.values()) == [steps[0].id]


def test_a_slip_that_cannot_be_kept_waits_for_another_try() -> None:
    meeting, desk, shown = at_the_table(1)
    enter(desk, shown, 1, SLIPS[1])
    desk.receive(Do(Deed.AGAIN))
    meeting.trouble = StorageError("the disk is full")
    enter(desk, shown, 1, SLIPS[1])
    assert shown.now.at.trouble == "not-kept" and shown.now.at.waiting == (1,)
    meeting.trouble = None
    enter(desk, shown, 1, SLIPS[1])
    assert shown.now.at.trouble == "same"


def test_the_moderator_who_is_called_away_finds_the_stack_as_it_was() -> None:
    meeting, desk, shown = at_the_table(2)
    enter(desk, shown, 1, SLIPS[1])
    desk.receive(NotNow())
    assert shown.ended == 1
    meeting.join(Way.PAPER)
    desk.begin()
    assert shown.now.at.waiting == (1,)
