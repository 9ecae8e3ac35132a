"""The tablet that goes round over the host of a real meeting, which tells all that changes."""

from __future__ import annotations

from uuid import UUID

from assets.words import Words
from kiosk.forms.screen import Answered
from kiosk.frame import Frame
from kiosk.meeting.host import SessionHost
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.task_screens import GoneRound, HandOver, IAm, TaskScreen
from storage.errors import NoRoom
from survey.facilitation.events import PhaseBegun
from survey.flow import Next
from survey.records import PointsSet, Way
from tests.kiosk.meeting_builders import WORDS, MemoryBook, means, points, weighing
from tests.kiosk.passing_builders import Shown


def passing(host: SessionHost) -> tuple[PassingRound, Shown]:
    shown = Shown()
    desk = PassingRound(TaskMeans(
        host=host, show=shown.screens.append, words=Words, ended=shown.end,
        ids=iter(UUID(int=n) for n in range(1, 99)).__next__, frame=Frame(language="sv"),
    ))
    host.on_changed(lambda state: desk.changed())
    desk.begin()
    return desk, shown


def give(desk: PassingRound, shown: Shown, n: int, *points: int) -> None:
    desk.receive(IAm(n))
    for part, given in zip(shown.now.items[0].parts, points, strict=False):
        desk.receive(Answered(part.ref, str(given)))
    while isinstance(shown.now, TaskScreen):
        desk.receive(Next())


def test_what_is_given_at_the_tablet_lies_in_the_log_tap_by_tap() -> None:
    book = MemoryBook()
    host = weighing(people=2, book=book)
    desk, shown = passing(host)
    assert book.lasting is not None
    before = len(book.lasting.kept)
    give(desk, shown, 1, 3, 7)
    kept = [told.event for told in book.lasting.kept[before:]]
    assert len(kept) == 2 and all(isinstance(event, PointsSet) for event in kept)
    assert shown.now.to == 2


def test_a_tap_that_finds_no_room_is_told_and_nothing_is_shown_as_given() -> None:
    book = MemoryBook()
    host = weighing(people=1, book=book)
    desk, shown = passing(host)
    desk.receive(IAm(1))
    assert book.lasting is not None
    book.lasting.refuses = NoRoom("the disk is full")
    desk.receive(Answered(shown.now.items[0].parts[0].ref, "4"))
    assert shown.now.trouble and shown.now.items[0].parts[0].value == "0"


def test_undoing_a_step_takes_the_tablet_back_and_tells_nothing_of_answers() -> None:
    host = weighing(people=2)
    desk, shown = passing(host)
    give(desk, shown, 1, 3, 7)
    assert host.begin("grade") is None
    assert isinstance(shown.now, HandOver)
    desk.receive(IAm(1))
    undone = host.undo()
    assert undone == PhaseBegun(phase="grade", seconds=600)
    assert isinstance(shown.now, HandOver) and shown.now.to == 2 and shown.now.over
    give(desk, shown, 2, 10)
    assert isinstance(shown.now, GoneRound)


def test_after_a_fall_the_tablet_goes_on_with_who_was_in_the_middle_of_it() -> None:
    book = MemoryBook()
    desk, shown = passing(weighing(people=3, book=book))
    give(desk, shown, 1, 10)
    desk.receive(IAm(2))
    desk.receive(Answered(shown.now.items[0].parts[1].ref, "6"))
    again = SessionHost(means(book, seed=2))
    again.resume(" ".join(WORDS))
    desk, shown = passing(again)
    assert shown.now.to == 2 and shown.now.answered == 1
    desk.receive(IAm(2))
    assert [part.value for part in shown.now.items[0].parts] == ["0", "6", "0", "0"]


def test_phones_that_answer_meanwhile_bring_no_screen_anew() -> None:
    host = weighing(people=1)
    phone = host.join(Way.PHONE)
    desk, shown = passing(host)
    desk.receive(IAm(1))
    before = len(shown.screens)
    for n in range(1, 6):
        assert host.reply(phone, points(host.task(phone), n)) is None
        desk.changed()
    assert len(shown.screens) == before
