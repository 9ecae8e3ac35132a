"""The tablet that goes round, without a window: whose turn it is and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.forms.screen import AddOne, Answered, OpenOne, RatherNot, RemoveOne
from kiosk.frame import Comfort
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.task_screens import (
    GoneRound,
    HandOver,
    IAm,
    NotNow,
    PassBy,
    Seat,
    SomebodyElse,
    TaskScreen,
    ToModerator,
)
from kiosk.wishes import Adjust, AskToStop, ChangeTextSize, LeftAlone
from storage.errors import StorageError
from survey.facilitation.events import HeadingDropped, PurposeAgreed
from survey.facilitation.method import PhaseKind
from survey.flow import Back, ChooseLanguage, Next
from survey.records import SessionClosed, Way
from tests.kiosk.passing_builders import Meeting, Shown, means, weighing


def passing(meeting: Meeting) -> tuple[PassingRound, Shown]:
    shown = Shown()
    desk = PassingRound(means(meeting, shown))
    meeting.listeners.append(desk.changed)
    desk.begin()
    return desk, shown


def give(desk: PassingRound, shown: Shown, *points: int) -> None:
    """Points on the first things, then done, whatever is left."""
    for part, n in zip(shown.now.items[0].parts, points, strict=False):
        desk.receive(Answered(part.ref, str(n)))
    while isinstance(shown.now, TaskScreen):
        desk.receive(Next())


def given(meeting: Meeting, participant: int) -> list[int]:
    asked = meeting.task(participant)
    return [asked.mine.numbers.get(item.id, 0) for item in asked.items]


def test_the_tablet_goes_to_each_in_turn_and_back_to_the_moderator() -> None:
    meeting = weighing(people=3)
    desk, shown = passing(meeting)
    for n in (1, 2, 3):
        assert isinstance(shown.now, HandOver) and shown.now.to == n
        assert (shown.now.answered, shown.now.of) == (n - 1, 3)
        desk.receive(IAm(n))
        give(desk, shown, n, 10 - n)
    assert isinstance(shown.now, GoneRound) and not shown.now.waiting
    assert [given(meeting, n)[:2] for n in (1, 2, 3)] == [[1, 9], [2, 8], [3, 7]]
    desk.receive(ToModerator())
    assert shown.ended == 1


def test_only_those_who_joined_by_the_tablet_are_asked_in_turn_but_any_may_ask_for_it() -> None:
    meeting = weighing(people=1)
    phone, paper = meeting.join(Way.PHONE), meeting.join(Way.PAPER)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    give(desk, shown, 10)
    assert isinstance(shown.now, GoneRound)
    desk.receive(SomebodyElse())
    assert shown.now.at.seats == (Seat(1, True), Seat(phone, False), Seat(paper, False))
    desk.receive(IAm(phone))
    give(desk, shown, 4, 6)
    assert given(meeting, phone)[:2] == [4, 6]


def test_who_is_passed_by_is_told_at_the_end_and_may_come_later() -> None:
    meeting = weighing(people=3)
    desk, shown = passing(meeting)
    desk.receive(PassBy(1))
    for n in (2, 3):
        assert shown.now.to == n
        desk.receive(IAm(n))
        give(desk, shown, 10)
    assert shown.now.waiting == (1,)
    desk.receive(SomebodyElse())
    desk.receive(IAm(1))
    give(desk, shown, 0, 10)
    assert shown.now.waiting == ()


def test_somebody_may_come_again_and_change_what_they_gave() -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    give(desk, shown, 10)
    desk.receive(SomebodyElse())
    desk.receive(IAm(1))
    assert shown.now.items[0].parts[0].value == "10"
    give(desk, shown, 2, 8)
    assert given(meeting, 1)[:2] == [2, 8]
    assert shown.now.to == 2


@pytest.mark.parametrize("typed, kept", [("12", 10), ("-1", 0), ("3.5", 0), ("99999999", 10)])
def test_more_than_there_is_can_never_be_given(typed: str, kept: int) -> None:
    meeting = weighing(people=1)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    first, second = shown.now.items[0].parts[:2]
    desk.receive(Answered(first.ref, typed))
    assert given(meeting, 1)[0] == kept
    desk.receive(Answered(second.ref, "10"))
    assert given(meeting, 1)[1] == 10 - kept
    desk.receive(Answered(first.ref, ""))
    assert given(meeting, 1)[0] == 0
    assert shown.now.left.left == kept


def test_points_that_are_left_are_told_once_and_hold_nobody() -> None:
    meeting = weighing(people=1)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "7"))
    desk.receive(Next())
    assert shown.now.trouble and "3" in shown.now.items[0].violation
    desk.receive(Next())
    assert isinstance(shown.now, GoneRound)


@pytest.mark.parametrize("leaves", [LeftAlone(), AskToStop()])
def test_whoever_goes_away_finds_what_they_gave_behind_the_screen_between(leaves: object) -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "6"))
    desk.receive(leaves)
    assert isinstance(shown.now, HandOver) and shown.now.to == 1
    assert shown.now.frame.idle_ms == 0
    assert given(meeting, 1)[0] == 6
    desk.receive(IAm(1))
    assert shown.now.items[0].parts[0].value == "6"


def test_every_tap_is_kept_before_it_is_shown() -> None:
    meeting = weighing(people=1)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    before = meeting.writes
    for n in range(1, 6):
        desk.receive(Answered(shown.now.items[0].parts[0].ref, str(n)))
        assert given(meeting, 1)[0] == n
    assert meeting.writes == before + 5


def test_what_cannot_be_kept_is_told_and_not_shown_as_given() -> None:
    meeting = weighing(people=1)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    meeting.trouble = StorageError("the disk is full")
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "4"))
    assert shown.now.trouble and shown.now.items[0].parts[0].value == "0"
    meeting.trouble = None
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "4"))
    assert not shown.now.trouble and given(meeting, 1)[0] == 4


def test_a_step_that_ends_leads_away_from_the_page_and_says_so() -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "4"))
    meeting.begin("grade")
    assert isinstance(shown.now, HandOver) and shown.now.over and shown.now.to == 1
    desk.receive(IAm(1))
    assert shown.now.items[0].kind == "rating"


def test_a_heading_that_goes_away_meanwhile_goes_from_the_page() -> None:
    meeting = weighing(people=1)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    gone = shown.now.items[0].parts[0].ref
    desk.receive(Answered(gone, "4"))
    meeting.happened(HeadingDropped(heading=meeting.task(1).items[0].id))
    assert all(part.ref != gone for part in shown.now.items[0].parts)
    assert shown.now.left.left == 10
    desk.receive(Answered(gone, "5"))
    give(desk, shown, 10)
    assert given(meeting, 1)[0] == 10


def test_nothing_is_asked_on_the_tablet_while_the_group_talks() -> None:
    meeting = Meeting()
    meeting.join()
    meeting.begin("purpose")
    _, shown = passing(meeting)
    assert isinstance(shown.now, GoneRound) and shown.now.nothing
    meeting.happened(PurposeAgreed(text="Lyssna"))
    meeting.begin("factors")
    assert isinstance(shown.now, HandOver)
    meeting.happened(SessionClosed())
    assert isinstance(shown.now, GoneRound) and shown.now.closed


def test_each_ones_language_and_text_size_come_back_with_them() -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(ChooseLanguage("ar"))
    desk.receive(ChangeTextSize())
    desk.receive(Adjust(replace(shown.now.frame.comfort, theme="high")))
    give(desk, shown, 10)
    assert shown.now.frame.language == "sv" and shown.now.frame.comfort == Comfort()
    desk.receive(SomebodyElse())
    desk.receive(IAm(1))
    frame = shown.now.frame
    assert (frame.language, frame.percent, frame.comfort.theme) == ("ar", 150, "high")
    desk.receive(AskToStop())
    desk.receive(SomebodyElse())
    desk.receive(ToModerator())
    meeting.begin("grade")
    desk.begin()  # the tablet goes round again in the next step
    assert shown.now.to == 1 and shown.now.frame.language == "ar"


def test_grades_come_one_a_page_and_a_tap_leads_on() -> None:
    meeting = weighing(people=1)
    meeting.begin("grade")
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    of = shown.now.of
    for at in range(of):
        assert shown.now.number == at + 1
        desk.receive(Answered(shown.now.items[0].ref, str(at % 5 + 1)))
        assert (shown.now.advance_after_ms is None) == (at + 1 == of)
        desk.receive(Next())
    assert given(meeting, 1) == [at % 5 + 1 for at in range(of)]


def test_a_grade_can_be_taken_back_and_left_out() -> None:
    meeting = weighing(people=1)
    meeting.begin("grade")
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    ref = shown.now.items[0].ref
    desk.receive(Answered(ref, "4"))
    desk.receive(Answered(ref, "6"))
    assert given(meeting, 1)[0] == 4
    desk.receive(RatherNot(ref))
    assert given(meeting, 1)[0] == 0
    desk.receive(Next())
    desk.receive(Back())
    assert shown.now.items[0].ref == ref


def test_in_a_round_after_the_talk_what_stood_before_stands_until_it_is_touched() -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    for n in (1, 2):
        desk.receive(IAm(n))
        give(desk, shown, 6, 4)
    meeting.begin("weigh", 2)
    desk.receive(IAm(1))
    assert [part.value for part in shown.now.items[0].parts[:2]] == ["6", "4"]
    give(desk, shown)
    assert given(meeting, 1)[:2] == [6, 4]  # who is done with what stands there, has given it
    desk.receive(IAm(2))
    desk.receive(LeftAlone())
    assert given(meeting, 2) == [0] * 8


def test_slips_are_written_changed_and_taken_back() -> None:
    meeting = Meeting(method="swot")
    meeting.join()
    phase = next(p for p in meeting.rules.phases if p.kind is PhaseKind.COLLECT)
    meeting.begin(phase.id)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    for text in ("Stort engagemang", "Nära till allt"):
        desk.receive(Answered("field", phase.fields[0].id))
        desk.receive(Next())
        desk.receive(Answered("words", text))
        desk.receive(Next())
        desk.receive(AddOne("slips"))
    desk.receive(Back())
    parts = shown.now.items[0].parts
    assert [part.label for part in parts] == ["Stort engagemang", "Nära till allt"]
    desk.receive(OpenOne(parts[0].ref))
    desk.receive(Answered("words", "Mycket stort engagemang"))
    desk.receive(Next())
    desk.receive(OpenOne(parts[0].ref))
    desk.receive(Back())
    desk.receive(Answered("field", phase.fields[1].id))
    desk.receive(Next())
    desk.receive(Next())
    desk.receive(RemoveOne(parts[1].ref))
    desk.receive(Next())
    notes = meeting.task(1).mine.notes.values()
    assert [(n.text, n.field) for n in notes] == [("Mycket stort engagemang", phase.fields[1].id)]
    assert isinstance(shown.now, GoneRound)


def test_words_that_are_being_written_hang_on_no_wall_before_they_are_a_slip() -> None:
    meeting = Meeting()
    meeting.join()
    meeting.begin("factors")
    desk, _ = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered("words", "Bra bemöt"))
    assert not meeting.state.notes
    desk.receive(LeftAlone())
    assert [note.text for note in meeting.state.notes.values()] == ["Bra bemöt"]


def test_a_slip_without_its_place_waits_for_its_writer_alone() -> None:
    meeting = Meeting(method="swot")
    meeting.join()
    phase = next(p for p in meeting.rules.phases if p.kind is PhaseKind.COLLECT)
    meeting.begin(phase.id)
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Next())
    assert shown.now.trouble and not meeting.state.notes
    desk.receive(Next())
    assert isinstance(shown.now, TaskScreen)


def test_a_sheet_can_be_begun_and_written_on() -> None:
    meeting = Meeting()
    meeting.join()
    meeting.begin("analysis")
    desk, _ = passing(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered("sheet", "new"))
    for ref, text in (("title", "Vi"), ("field", "keep"), ("words", "Öppettiderna")):
        desk.receive(Next())
        desk.receive(Answered(ref, text))
    desk.receive(Next())
    [note] = meeting.state.notes.values()
    assert note.text == "Öppettiderna" and note.field == "keep"
    assert note.heading is not None and meeting.state.headings[note.heading].title == "Vi"


def test_a_slip_may_stand_on_no_sheet() -> None:
    meeting = Meeting()
    meeting.join()
    meeting.begin("analysis")
    desk, _ = passing(meeting)
    desk.receive(IAm(1))
    for ref, text in (("sheet", "none"), ("field", "change"), ("words", "Väntetiden")):
        desk.receive(Answered(ref, text))
        desk.receive(Next())
    [note] = meeting.state.notes.values()
    assert (note.field, note.heading) == ("change", None)


def test_the_evaluation_is_answered_row_by_row_and_an_answer_can_be_taken_away() -> None:
    meeting = Meeting()
    meeting.join()
    meeting.begin("evaluation")
    desk, shown = passing(meeting)
    desk.receive(IAm(1))
    of = shown.now.of
    for _ in range(of):
        for item in shown.now.items:
            desk.receive(Answered(item.ref, item.choices[-1].value if item.choices else "Bra "))
        desk.receive(Next())
    cells = meeting.task(1).mine.cells
    assert len(cells) >= of
    desk.receive(SomebodyElse())
    desk.receive(IAm(1))
    assert shown.now.items[0].value
    desk.receive(Answered(shown.now.items[0].ref, ""))
    assert len(meeting.task(1).mine.cells) == len(cells) - 1


@pytest.mark.parametrize("wish", [
    Next(), Back(), IAm(99), PassBy(2), NotNow(), AddOne("x"), Answered("x", "1"), LeftAlone(),
])
def test_what_cannot_be_meant_between_two_people_does_nothing(wish: object) -> None:
    meeting = weighing(people=2)
    desk, shown = passing(meeting)
    before = meeting.writes
    desk.receive(wish)
    assert isinstance(shown.now, HandOver) and shown.now.to == 1
    assert meeting.writes == before


def test_whoever_went_home_is_not_waited_for() -> None:
    meeting = weighing(people=2)
    _, shown = passing(meeting)
    meeting.leave(1)
    assert shown.now.to == 2
