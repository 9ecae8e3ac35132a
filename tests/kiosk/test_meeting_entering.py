"""The moderator enters for somebody, and sees nothing of those who answer for themselves."""

from __future__ import annotations

from kiosk.forms.screen import Answered
from kiosk.meeting.entering import Entering
from kiosk.meeting.task_screens import IAm, NotNow, OneMore, Seat, TaskScreen
from kiosk.wishes import LeftAlone
from storage.errors import StorageError
from survey.flow import Next
from survey.records import Way
from tests.kiosk.passing_builders import Meeting, Shown, means, weighing


def entering(meeting: Meeting) -> tuple[Entering, Shown]:
    shown = Shown()
    desk = Entering(means(meeting, shown))
    meeting.listeners.append(desk.changed)
    desk.begin()
    return desk, shown


def test_answers_are_entered_for_whoever_asked_for_it_and_not_for_others() -> None:
    meeting = weighing(people=2)
    meeting.join(Way.PHONE)
    four = meeting.join(Way.MODERATOR)
    desk, shown = entering(meeting)
    assert shown.now.at.seats == (Seat(four, False),)
    for other in (1, 2, 3):
        desk.receive(IAm(other))
        assert not isinstance(shown.now, TaskScreen)
    desk.receive(IAm(four))
    assert str(four) in shown.now.above
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "10"))
    desk.receive(Next())
    assert shown.now.at.seats == (Seat(four, True),)
    assert max(meeting.task(four).mine.numbers.values()) == 10


def test_one_more_is_counted_in_by_the_moderator() -> None:
    meeting = weighing(people=1)
    desk, shown = entering(meeting)
    desk.receive(OneMore())
    assert meeting.state.people[2].way is Way.MODERATOR
    assert shown.now.at.seats == (Seat(2, False),)
    meeting.trouble = StorageError("the disk is full")
    desk.receive(OneMore())
    assert shown.now.at.not_kept


def test_a_page_that_is_left_alone_goes_and_what_was_entered_stays() -> None:
    meeting = weighing(people=0)
    meeting.join(Way.PAPER)
    desk, shown = entering(meeting)
    desk.receive(IAm(1))
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "4"))
    desk.receive(LeftAlone())
    assert not isinstance(shown.now, TaskScreen)
    assert max(meeting.task(1).mine.numbers.values()) == 4


def test_the_groups_own_answer_is_entered_where_it_answers_as_one() -> None:
    meeting = Meeting(method="steering-assessment")
    meeting.join(Way.TABLET)
    phase = next(p for p in meeting.rules.phases if p.by == "group")
    for one in meeting.rules.phases:
        meeting.begin(one.id)
        if one.kind == "group":
            meeting.name_headings(one.id)
        if one.kind in ("collect", "write", "rotate"):
            meeting.write_notes(one.id)
        if one is phase:
            break
    desk, shown = entering(meeting)
    assert shown.now.at.seats == (Seat(0, False),)
    desk.receive(IAm(0))
    assert isinstance(shown.now, TaskScreen)
    desk.receive(NotNow())
    assert isinstance(shown.now, TaskScreen)


def test_a_step_that_ends_leads_back_to_the_numbers() -> None:
    meeting = weighing(people=0)
    meeting.join(Way.MODERATOR)
    desk, shown = entering(meeting)
    desk.receive(IAm(1))
    meeting.begin("result")
    assert shown.now.at.seats == ()
    desk.receive(NotNow())
    assert shown.ended == 1
