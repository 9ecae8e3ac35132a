"""What is noted of how a visit went: as coarse as asked, and nothing where nothing is asked."""

from __future__ import annotations

from survey.beside import Seen
from survey.meeting import Meeting
from tests.builders import RATINGS

A, B, C = RATINGS[:3]


class Ticks:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def met(grain: int) -> tuple[Meeting, Ticks]:
    ticks = Ticks()
    meeting = Meeting(ticks, grain)
    meeting.show((A,))
    ticks.now = 12
    meeting.answer(A)
    meeting.answer(A)
    meeting.show((B, C))
    ticks.now = 32
    meeting.help(B)
    meeting.switch_language()
    meeting.show(())
    ticks.now = 500
    meeting.show((A,))
    ticks.now = 503
    return meeting, ticks


def test_time_is_rounded_to_the_grain_and_a_page_is_shared_out() -> None:
    meeting, _ = met(5)
    assert meeting.seen() == (
        Seen(question=A, seconds=15, changes=1), Seen(question=B, seconds=10, helped=True),
        Seen(question=C, seconds=10),
    )
    assert meeting.language_switches == 1


def test_with_a_grain_of_nought_nothing_is_noted() -> None:
    meeting, _ = met(0)
    assert meeting.seen() == () and meeting.language_switches == 0


def test_questions_stand_by_their_ids_and_not_as_they_were_met() -> None:
    meeting = Meeting(Ticks(), 1)
    for id in (C, A, B):
        meeting.show((id,))
    assert [seen.question for seen in meeting.seen()] == sorted((A, B, C))


def test_a_day_on_one_page_is_told_as_the_most_there_is_and_a_whole_grain() -> None:
    for grain, most in ((7, 3_598), (600, 3_600)):
        ticks = Ticks()
        meeting = Meeting(ticks, grain)
        meeting.show((A,))
        ticks.now = 90_000
        (seen,) = meeting.seen()
        assert seen.seconds == most


def test_help_of_a_question_that_is_gone_is_not_noted() -> None:
    meeting = Meeting(Ticks(), 1)
    meeting.show((A,))
    meeting.show((B,))
    meeting.help(A)
    assert not any(seen.helped for seen in meeting.seen())
