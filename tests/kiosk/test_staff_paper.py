"""Paper sheets: entered with few keys, twice, compared; what differs is found, all of it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.staff.screens import SheetCompared, SheetQuestion, SheetStart
from kiosk.staff.sheets import differences, settled, values
from kiosk.staff.wishes import Deed, Desk, Leave
from storage import bodies as encoded
from storage.errors import NoRoom
from survey.records import Answer, Mode, Response
from tests.builders import small_campaign
from tests.kiosk.package_builders import packaged
from tests.kiosk.staff_builders import Staff, staff_at
from tests.storage.kiosk_builders import bodies

CAMPAIGN = small_campaign()
QUESTIONS = CAMPAIGN.form.questions
Sheet = tuple[int | None, ...]
"""The place of each answer among those possible; None where nothing is ticked."""


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    found = staff_at(tmp_path, CAMPAIGN)
    found.enter()
    found.go(Desk.PAPER)
    return found


def enter(staff: Staff, number: str, sheet: Sheet) -> None:
    staff.fill(Deed.BEGIN, number)
    for at in sheet:
        assert isinstance(staff.shown[-1], SheetQuestion)
        if at is None:
            staff.press(Deed.SKIP)
        else:
            staff.press(Deed.ANSWER, str(at))


def a_sheet(chance: random.Random) -> Sheet:
    return tuple(
        None if chance.random() < 0.1 else chance.randrange(len(values(q))) for q in QUESTIONS
    )


def said(sheet: Sheet) -> dict[UUID, Answer]:
    return {q.id: values(q)[at] for q, at in zip(QUESTIONS, sheet, strict=True) if at is not None}


def kept(staff: Staff) -> list[Response]:
    found = [encoded.decode(body) for body in bodies(staff.store)]
    assert all(isinstance(body, Response) for body in found)
    return [body for body in found if isinstance(body, Response)]


def test_a_hundred_sheets_with_ten_slips_are_kept_as_they_stand_on_paper(staff: Staff) -> None:
    """Ten slips in the one entry or the other, each in another sheet: all ten are shown, and
    what is sealed is the paper."""
    chance = random.Random(3)
    paper = {str(n): a_sheet(chance) for n in range(1, 101)}
    first, second = dict(paper), dict(paper)
    slips = chance.sample(sorted(paper), 10)
    for n, number in enumerate(slips):
        entry, sheet = (first, second)[n % 2], list(paper[number])
        at = chance.randrange(len(sheet))
        sheet[at] = None if sheet[at] is not None and n < 3 else (
            ((sheet[at] or 0) + 1) % len(values(QUESTIONS[at]))
        )
        entry[number] = tuple(sheet)
    for number, sheet in first.items():
        enter(staff, number, sheet)
    assert kept(staff) == []
    staff.press(Deed.AGAIN)
    found = []
    for number in chance.sample(sorted(paper), 100):
        enter(staff, number, second[number])
        while isinstance(at_now := staff.shown[-1], SheetCompared):
            found.append(at_now.sheet)
            staff.press(Deed.CHOOSE, "1" if first[number] == paper[number] else "2")
    assert sorted(found) == sorted(slips)
    answers = [dict(response.answers) for response in kept(staff)]
    assert sorted(map(repr, (sorted(a.items()) for a in answers))) == sorted(
        repr(sorted(said(sheet).items())) for sheet in paper.values() if said(sheet)
    )


def test_a_sheet_is_kept_as_paper_at_this_place(staff: Staff) -> None:
    staff.press(Deed.CHOOSE, "once")
    enter(staff, "7", (1,) * len(QUESTIONS))
    (response,) = kept(staff)
    assert response.circumstances.mode is Mode.PAPER
    assert response.circumstances.unit == CAMPAIGN.units[0].id
    assert response.complete
    assert staff.now(SheetStart).sealed == 1


def test_only_the_second_entry_keeps_a_sheet(staff: Staff) -> None:
    sheet: Sheet = (1,) * len(QUESTIONS)
    enter(staff, "7", sheet)
    assert staff.now(SheetStart).trouble == "noted"
    assert kept(staff) == []
    staff.press(Deed.AGAIN)
    enter(staff, "7", sheet)
    assert staff.now(SheetStart).trouble == "same"
    assert len(kept(staff)) == 1


def test_no_sheet_is_entered_twice_over_or_compared_with_nothing(staff: Staff) -> None:
    sheet: Sheet = (1,) * len(QUESTIONS)
    enter(staff, "7", sheet)
    staff.fill(Deed.BEGIN, "7")
    assert staff.now(SheetStart).trouble == "known"
    staff.press(Deed.AGAIN)
    staff.fill(Deed.BEGIN, "8")
    assert staff.now(SheetStart).trouble == "unknown"
    enter(staff, "7", sheet)
    staff.fill(Deed.BEGIN, "7")
    assert staff.now(SheetStart).trouble == "known"
    assert len(kept(staff)) == 1


def test_where_neither_was_right_the_sheet_is_entered_anew(staff: Staff) -> None:
    enter(staff, "7", (1,) * len(QUESTIONS))
    staff.press(Deed.AGAIN)
    enter(staff, "7", (0,) * len(QUESTIONS))
    assert staff.now(SheetCompared).left == len(QUESTIONS) - 1
    staff.press(Deed.CANCEL)
    assert kept(staff) == []
    enter(staff, "7", (0,) * len(QUESTIONS))
    assert staff.now(SheetStart).waiting == ("7",)


def test_back_goes_to_the_question_before_and_keeps_what_was_said(staff: Staff) -> None:
    staff.fill(Deed.BEGIN, "7")
    staff.press(Deed.ANSWER, "2")
    staff.press(Deed.BACK)
    assert (staff.now(SheetQuestion).at, staff.now(SheetQuestion).given) == (1, "2")
    staff.press(Deed.BACK)
    assert staff.now(SheetStart).entry == 1


def test_an_answer_that_there_is_none_of_is_not_taken(staff: Staff) -> None:
    staff.fill(Deed.BEGIN, "7")
    for value in ("99", "-1", "x", ""):
        staff.press(Deed.ANSWER, value)
        assert staff.now(SheetQuestion).at == 1


def test_staff_who_were_called_away_find_their_stack_again(staff: Staff) -> None:
    enter(staff, "7", (1,) * len(QUESTIONS))
    staff.fill(Deed.BEGIN, "8")
    staff.press(Deed.ANSWER, "1")
    staff.corner.alone()
    staff.do(Leave())
    staff.enter()
    staff.go(Desk.PAPER)
    assert staff.now(SheetStart).waiting == ("7",)


def test_an_empty_sheet_is_nothing(staff: Staff) -> None:
    staff.press(Deed.CHOOSE, "once")
    enter(staff, "7", (None,) * len(QUESTIONS))
    assert staff.now(SheetStart).trouble == "empty"
    assert kept(staff) == []


def test_a_sheet_that_could_not_be_kept_still_waits(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet: Sheet = (1,) * len(QUESTIONS)
    enter(staff, "7", sheet)
    staff.press(Deed.AGAIN)

    def full(*_: object) -> None:
        raise NoRoom("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(type(staff.store.journal()), "append", full)
        enter(staff, "7", sheet)
    assert staff.now(SheetStart).trouble == "not-kept"
    assert staff.now(SheetStart).waiting == ("7",)
    enter(staff, "7", sheet)
    assert len(kept(staff)) == 1


def test_nothing_of_a_sheet_lies_on_the_disk_before_it_is_sealed(staff: Staff) -> None:
    before = staff.store.waiting()
    enter(staff, "sheet-4711", (1,) * len(QUESTIONS))
    files = [file for file in staff.directory.rglob("*") if file.is_file()]
    assert not [file.name for file in files if b"sheet-4711" in file.read_bytes()]
    assert staff.store.waiting() == before


def test_differences_are_told_in_order_and_settled_by_what_is_right() -> None:
    a, b, c = (UUID(int=n) for n in range(3))
    found = differences({a: 1, b: 2}, {a: 1, b: 3, c: 4})
    assert [(d.question, d.first, d.second) for d in found] == [(b, 2, 3), (c, None, 4)]
    assert settled({a: 1, b: 2}, {b: None, c: 4}) == {a: 1, c: 4}


def another_version(staff: Staff) -> None:
    """A package comes, with one question less and another name for the form's version."""
    form = replace(CAMPAIGN.form, version=CAMPAIGN.form.version + 1, questions=QUESTIONS[1:])
    staff.store.install(packaged(replace(CAMPAIGN, form=form), version=2))


def test_sheets_of_a_survey_that_has_changed_are_let_go_and_said_to_be(staff: Staff) -> None:
    enter(staff, "7", (1,) * len(QUESTIONS))
    staff.go(Desk.HOME)
    another_version(staff)
    staff.go(Desk.PAPER)
    start = staff.now(SheetStart)
    assert (start.trouble, start.waiting) == ("changed", ())
    enter(staff, "7", (0,) * (len(QUESTIONS) - 1))
    staff.press(Deed.AGAIN)
    enter(staff, "7", (0,) * (len(QUESTIONS) - 1))
    (response,) = kept(staff)
    assert response.form_version == CAMPAIGN.form.version + 1


def test_a_sheet_in_hand_when_the_survey_changes_is_not_kept_as_one_of_the_new(
    staff: Staff
) -> None:
    staff.press(Deed.CHOOSE, "once")
    staff.fill(Deed.BEGIN, "7")
    another_version(staff)
    for _ in QUESTIONS:
        staff.press(Deed.ANSWER, "0")
    assert staff.now(SheetStart).trouble == "changed"
    assert kept(staff) == []


def test_no_sheet_is_kept_while_the_kiosk_still_stands_in_the_survey_before(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = staff.station()
    another_version(staff)
    desk = staff.corner._desk
    monkeypatch.setattr(desk, "_station", lambda: before)
    desk.begin()  # type: ignore[union-attr]
    staff.press(Deed.CHOOSE, "once")
    enter(staff, "7", (0,) * (len(QUESTIONS) - 1))
    assert staff.now(SheetStart).trouble == "not-kept"
    assert kept(staff) == []
