"""A session as it is held: kept before it is seen, undone, resumed, told calmly."""

from __future__ import annotations

from uuid import UUID

import pytest

import assets
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Opening
from storage.errors import MissingKey, NoRoom, WrongKey
from survey.facilitation.asking import TaskKind
from survey.facilitation.events import (
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    Move,
    NotesGrouped,
    PhaseBegun,
    ResultShown,
    SeatTaken,
    TimerMoved,
)
from survey.facilitation.state import SessionState, Turn
from survey.records import SessionEvent, Way
from survey.session import fold
from tests.builders import FACTORS
from tests.kiosk.meeting_builders import (
    WORDS,
    Hours,
    MemoryBook,
    means,
    meeting,
    points,
    weighing,
)
from tests.survey.session_builders import number


def kept(book: MemoryBook) -> list[SessionEvent]:
    assert book.lasting is not None
    return book.lasting.kept


def test_a_meeting_is_opened_with_its_method_and_words_and_everybody_waits() -> None:
    book = MemoryBook()
    host = SessionHost(means(book))
    words = host.open(Opening(
        title="Biblioteket", question="Vad?", language="sv",
        method=assets.text("methods", "swot.toml"),
    ))
    assert words == WORDS and host.state.rules is not None and host.state.rules.id == "swot"
    assert host.join(Way.PHONE, "elev") == 1
    assert host.state.people[1].role == "elev"
    asked = host.task(1)
    assert (asked.kind, asked.title, asked.question) == (TaskKind.WAIT, "Biblioteket", "Vad?")
    assert {told.circumstances.language for told in kept(book)} == {"sv"}


def test_a_method_that_cannot_be_read_opens_nothing() -> None:
    book = MemoryBook()
    with pytest.raises(ValueError, match="cannot be read"):
        SessionHost(means(book)).open(Opening(title="", question="", method="=", language="sv"))
    assert book.lasting is None


def test_every_event_is_numbered_and_what_is_seen_is_what_lies_in_the_store() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    assert host.reply(1, points(host.task(1), 6, 4)) is None
    told = kept(book)
    assert [one.n for one in told] == list(range(1, len(told) + 1))
    assert [one.lamport for one in told] == [one.n for one in told]
    assert len({one.writer for one in told}) == 1
    assert fold(told) == host.state and host.state.problems == ()


def test_a_reply_that_does_not_hold_is_told_and_kept_nowhere() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    before = len(kept(book))
    found = host.reply(1, points(host.task(1), 6, 5))
    assert found is not None and found.code == "over-budget"
    assert len(kept(book)) == before and host.missing() == (1, 2, 3)


def test_a_repeated_reply_is_taken_and_written_once() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    given = points(host.task(1), 6, 4)
    assert host.reply(1, given) is None
    before = len(kept(book))
    assert host.reply(1, given) is None
    assert len(kept(book)) == before and host.missing() == (2, 3)


def test_what_the_store_refuses_has_not_happened_and_can_be_given_again() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    before, given = host.state, points(host.task(1), 6, 4)
    assert book.lasting is not None
    book.lasting.refuses = NoRoom("the disk is full")
    with pytest.raises(NoRoom):
        host.reply(1, given)
    assert host.state == before
    assert host.reply(1, given) is None
    told = kept(book)
    assert told[-1].n == 1 and told[-1].writer != told[-2].writer  # never one number for two
    assert fold(told) == host.state and host.state.problems == ()


def test_undo_takes_back_what_the_moderator_did_and_never_a_reply() -> None:
    host = weighing()
    assert host.happened(HeadingNamed(heading=number(1), phase="headings", title="Ny")) is None
    assert host.reply(1, points(host.task(1), 6, 4)) is None
    assert host.happened(TimerMoved(move=Move.PAUSED, seconds=60)) is None
    undone = host.undo()
    assert isinstance(undone, HeadingNamed) and host.state.headings[number(1)].title == "R0"
    assert isinstance(host.undo(), PhaseBegun)
    assert host.state.turn == Turn("headings")
    assert host.state.inputs.points[Turn("weigh")] == {1: {number(1): 6, number(2): 4}}


def test_what_happened_together_is_undone_together() -> None:
    host = weighing()
    before = host.state.headings
    assert host.happened(
        HeadingDropped(heading=number(1)),
        HeadingMapped(heading=number(2), factor=FACTORS[0]),
    ) is None
    assert isinstance(host.undo(), HeadingDropped)
    assert host.state.headings == before


def test_undo_ends_with_the_opening() -> None:
    host = meeting()
    while host.can_undo:
        host.undo()
    assert host.state.opened and host.undo() is None


@pytest.mark.parametrize("event", [
    PhaseBegun(phase="nowhere"), PhaseBegun(phase="weigh", round=9),
    HeadingNamed(heading=number(9), phase="weigh", title="x"),
    NotesGrouped(heading=None, notes=(number(77),)),
    SeatTaken(participant=1, table=0, phase="headings"),
    ResultShown(phase="odd"), TimerMoved(move=Move.BEGUN, seconds=-1),
])
def test_what_breaks_the_methods_rules_is_told_and_has_not_happened(event: PhaseBegun) -> None:
    book = MemoryBook()
    host = weighing(book=book)
    before, count = host.state, len(kept(book))
    assert host.happened(TimerMoved(move=Move.BEGUN, seconds=5), event) is not None
    assert host.state == before and len(kept(book)) == count


def test_a_turn_begins_with_its_budgets_and_its_time() -> None:
    host = weighing()
    begun = host.state.begun[-1]
    assert (begun.turn, dict(begun.budgets)) == (Turn("weigh"), {"": 10})
    assert host.state.rules is not None
    phase = host.state.rules.phase("weigh")
    assert phase is not None and begun.seconds == phase.minutes * 60


def test_a_resumed_meeting_is_the_same_and_its_undo_too() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    host.reply(1, points(host.task(1), 6, 4))
    again = SessionHost(means(book, seed=2))
    with pytest.raises(WrongKey):
        again.resume("papegoja")
    again.resume(" ".join(WORDS))
    assert again.state == host.state
    assert again.join(Way.PHONE) == 4
    assert again.reply(4, points(again.task(4), 10)) is None
    assert isinstance(again.undo(), PhaseBegun) and again.state.turn == Turn("headings")
    assert fold(kept(book)) == again.state and again.state.problems == ()
    assert len({told.writer for told in kept(book)}) == 2


def test_a_closed_meeting_takes_nothing_more() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    given = points(host.task(1), 6, 4)
    host.close()
    assert host.state.closed and host.task(1).kind is TaskKind.DONE
    found = host.reply(1, given)
    assert found is not None and found.code == "not-now"
    assert not host.can_undo
    with pytest.raises(MissingKey):
        SessionHost(means(book)).resume(" ".join(WORDS))


def test_many_changes_are_told_calmly_and_the_last_is_never_missed() -> None:
    hours, seen = Hours(), list[SessionState]()
    host = meeting(people=0, hours=hours)
    host.on_changed(seen.append)
    hours.pass_(1)
    for _ in range(30):
        host.join(Way.PHONE)
    assert [len(state.people) for state in seen] == [1]
    hours.pass_(0.05)
    assert [len(state.people) for state in seen] == [1, 30]
    hours.pass_(1)
    assert len(seen) == 2 and not hours.waiting


def test_who_no_longer_listens_is_told_nothing() -> None:
    seen = list[SessionState]()
    host = meeting(people=0)
    stop = host.on_changed(seen.append)
    host.join(Way.PHONE)
    told = len(seen)
    stop()
    host.join(Way.PHONE)
    assert told and len(seen) == told


def test_nothing_of_an_answer_is_in_what_is_refused() -> None:
    host = weighing()
    item: UUID = host.task(1).items[0].id
    found = host.reply(1, points(host.task(1), 987_654))
    assert found is not None and "987" not in repr(found) and str(item) not in repr(found)


def test_a_second_device_goes_on_and_both_come_together() -> None:
    book, other = MemoryBook(), MemoryBook()
    host = weighing(book=book)
    host.reply(1, points(host.task(1), 6, 4))
    second = SessionHost(means(other, seed=3))
    second.take_over(host.copy(), " ".join(WORDS))
    assert second.state == host.state and not second.can_undo
    assert second.join(Way.PHONE) == 1_001 and host.join(Way.PHONE) == 4
    second.reply(1_001, points(second.task(1_001), 1, 9))
    host.reply(2, points(host.task(2), 5, 5))
    assert host.merge(second.copy()) == 2 and host.merge(second.copy()) == 0
    assert second.merge(host.copy()) == 2
    assert host.state == second.state and host.state.problems == ()
    assert set(host.state.inputs.points[Turn("weigh")]) == {1, 2, 1_001}


def test_what_another_device_wrote_before_it_heard_of_the_closing_counts() -> None:
    book, other = MemoryBook(), MemoryBook()
    host = weighing(book=book)
    second = SessionHost(means(other, seed=3))
    second.take_over(host.copy(), " ".join(WORDS))
    host.close()
    for at in range(10):
        second.reply(1, points(second.task(1), at, 10 - at))
    together = fold([*kept(book), *kept(other)])
    assert together.closed and together.problems == ()
    assert together.inputs.points[Turn("weigh")] == {1: {number(1): 9, number(2): 1}}


def test_a_turn_that_began_by_mistake_costs_nobody_what_they_gave_in_it() -> None:
    host = weighing()
    assert host.begin("grade") is None
    assert host.begin("weigh") is None
    assert host.reply(1, points(host.task(1), 6, 4)) is None
    assert isinstance(host.undo(), PhaseBegun)
    assert host.state.turn == Turn("grade") and host.state.problems == ()
    assert host.state.inputs.points[Turn("weigh")] == {1: {number(1): 6, number(2): 4}}
    assert isinstance(host.undo(), PhaseBegun)
    assert host.state.turn == Turn("weigh")


def test_nobody_is_missing_where_nobody_is_asked() -> None:
    host = weighing()
    assert host.missing() == (1, 2, 3)
    for phase in ("purpose", "headings"):
        assert host.begin(phase) is None and host.missing() == ()


def test_headings_can_stand_for_the_campaigns_factors() -> None:
    host = weighing()
    host.reply(1, points(host.task(1), 6, 4))
    for at in (1, 2):
        event = HeadingMapped(heading=number(at), factor=host.factors[0].id)
        assert host.happened(event) is None
    assert host.state.points == {1: {FACTORS[0]: 10}}


def test_replies_that_come_together_are_each_held_against_those_before() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    first, over, last = (points(host.task(1), *some) for some in ((6, 4), (9, 9), (1, 9)))
    before = len(kept(book))
    found = host.replies([(1, first), (1, first), (2, over), (1, last), (9, first)])
    assert [one.code if one else None for one in found] == [
        None, None, "over-budget", None, "not-now"
    ]
    assert len(kept(book)) == before + 2 and fold(kept(book)) == host.state
    assert host.state.inputs.points[Turn("weigh")] == {1: {number(1): 1, number(2): 9}}


def test_many_are_counted_in_at_once() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    found = host.join_all([(Way.PAPER, "elev")] * 40)
    assert found == tuple(range(4, 44)) and host.state.people[43].role == "elev"
    assert fold(kept(book)) == host.state and host.join_all([]) == ()
