"""What looks odd is told with a reason: each by a scripted crowd, and none of calm people."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from survey.beside import Flag
from survey.conduct import Conduct, Hours, OneTap, Way
from survey.oddness import Oddness, Run
from survey.records import Answer
from tests.builders import RATINGS

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NINE = datetime(2025, 9, 3, 9, 0, tzinfo=STOCKHOLM)
QUESTIONS = (*RATINGS, UUID(int=5))
HOURS = (Hours(weekday=2, opens=480, closes=1080),)
TAPS = Conduct(way=Way.ONE_TAP, one_tap=OneTap(question=RATINGS[0], least_seconds=3))


def told(conduct: Conduct, runs: Iterable[Run]) -> list[tuple[Flag, ...]]:
    """The flags of each run, one after another at one kiosk."""
    odd = Oddness(conduct, bytes(32))
    found = []
    for run in runs:
        found.append(odd.flags(run))
        odd.ended(run)
    return found


def answers(*steps: int) -> dict[UUID, Answer]:
    return dict(zip(QUESTIONS, steps, strict=False))


def crowd(count: int, apart: float, takes: float, draw: random.Random) -> Iterator[Run]:
    """People who answer five ratings, each in ``takes`` seconds and ``apart`` after another."""
    at = 0.0
    for _ in range(count):
        at += apart
        said = answers(*(draw.randint(1, 5) for _ in range(5)))
        yield Run(at=at, since=at - takes, answers=said)


def test_none_of_a_thousand_calm_people_is_odd() -> None:
    draw, at, runs = random.Random(4), 0.0, []
    for _ in range(1_000):
        at += 45 + draw.expovariate(1 / 120)
        # most are content: one in three says the best of everything
        said = [5] * 5 if draw.random() < 0.33 else [draw.randint(2, 5) for _ in range(5)]
        runs.append(Run(at=at, since=at - draw.uniform(12, 90), answers=answers(*said), local=NINE))
    assert Counter(told(Conduct(hours=HOURS), runs)) == {(): 1_000}


def test_none_of_a_thousand_calm_taps_is_odd() -> None:
    draw, at, runs = random.Random(8), 0.0, []
    for _ in range(1_000):
        at += 8 + draw.expovariate(1 / 40)
        said = answers(draw.choices((1, 2, 3, 4), (1, 1, 2, 6))[0])
        runs.append(Run(at=at, since=at, answers=said, tapped=True))
    assert Counter(told(TAPS, runs)) == {(): 1_000}


def test_many_within_a_minute_are_a_burst_from_the_fourth_on() -> None:
    found = told(Conduct(), crowd(8, apart=9, takes=8, draw=random.Random(1)))
    assert found == [()] * 3 + [(Flag.BURST,)] * 5


def test_a_burst_of_taps_takes_more_of_them() -> None:
    runs = [
        Run(at=t * 5.0, since=t * 5.0, answers=answers(t % 4 + 1), tapped=True) for t in range(14)
    ]
    assert told(TAPS, runs) == [()] * 9 + [(Flag.BURST,)] * 5


def test_the_same_answers_over_and_over_are_told_from_the_fifth_on() -> None:
    runs = [Run(at=t * 40.0, since=t * 40.0 - 20, answers=answers(1, 1, 2, 1, 1)) for t in range(7)]
    assert told(Conduct(), runs) == [()] * 4 + [(Flag.SAME_RUN,)] * 3


def test_the_same_face_over_and_over_is_told_too() -> None:
    runs = [Run(at=t * 7.0, since=t * 7.0, answers=answers(1), tapped=True) for t in range(12)]
    assert told(TAPS, runs) == [()] * 9 + [(Flag.SAME_RUN,)] * 3


def test_another_answer_between_ends_a_row_and_so_does_a_while() -> None:
    same = answers(3, 3, 3, 3, 3)
    between = [same, same, same, same, answers(3, 3, 3, 3, 4), same]
    assert not any(told(Conduct(), [
        Run(at=at * 40.0, since=at * 40.0 - 20, answers=said) for at, said in enumerate(between)
    ]))
    assert not any(told(Conduct(), [
        Run(at=at * 76.0, since=at * 76.0 - 20, answers=same) for at in range(20)
    ]))


def test_nobody_reads_five_questions_in_four_seconds() -> None:
    found = told(Conduct(), crowd(3, apart=300, takes=4.9, draw=random.Random(2)))
    assert found == [(Flag.TOO_FAST,)] * 3
    assert told(Conduct(), crowd(3, apart=300, takes=5.1, draw=random.Random(2))) == [()] * 3
    assert told(Conduct(), [Run(at=1.0, since=0.0, answers=answers(1, 2))]) == [()], "two are few"


def test_a_second_tap_within_the_least_time_is_flagged_and_kept() -> None:
    runs = [Run(at=t, since=t, answers=answers(3), tapped=True) for t in (10.0, 12.9, 15.9)]
    assert told(TAPS, runs) == [(), (Flag.TOO_FAST,), ()]


def test_taps_when_it_is_closed_or_about_to_be_are_told() -> None:
    def flags(hour: int, minute: int, hours: tuple[Hours, ...] = HOURS) -> tuple[Flag, ...]:
        local = NINE.replace(hour=hour, minute=minute)
        run = Run(at=900.0, since=600.0, answers=answers(1), local=local)
        return Oddness(Conduct(hours=hours), bytes(32)).flags(run)

    assert flags(7, 59) == flags(17, 56) == flags(18, 0) == flags(23, 0) == (Flag.CLOSED,)
    assert flags(8, 0) == flags(17, 54) == () == flags(23, 0, hours=())


def test_a_clock_that_is_not_believed_says_nothing_of_hours() -> None:
    run = Run(at=900.0, since=600.0, answers=answers(1), local=None)
    assert Oddness(Conduct(hours=HOURS), bytes(32)).flags(run) == ()


def test_reasons_add_up_and_each_stands_once() -> None:
    local = NINE + timedelta(hours=14)
    runs = [
        Run(at=float(t), since=t - 0.5, answers=answers(1, 1, 1, 1, 1), local=local)
        for t in range(8)
    ]
    assert told(Conduct(hours=HOURS), runs)[-1] == tuple(sorted(Flag))


def test_what_is_remembered_is_no_answer() -> None:
    odd = Oddness(Conduct(), b"k" * 32)
    odd.ended(Run(at=1.0, since=0.0, answers={RATINGS[0]: 4, RATINGS[1]: "hemligt"}))
    assert "hemligt" not in repr(vars(odd)) and str(RATINGS[0]) not in repr(vars(odd))
    other = Oddness(Conduct(), b"l" * 32)
    other.ended(Run(at=1.0, since=0.0, answers={RATINGS[0]: 4, RATINGS[1]: "hemligt"}))
    assert odd._ended[0][1] != other._ended[0][1], "without the key nobody can try answers"


def test_visits_are_forgotten_when_another_ends_minutes_later() -> None:
    odd = Oddness(Conduct(), bytes(32))
    for at in range(0, 400, 40):
        odd.ended(Run(at=float(at), since=at - 30.0, answers=answers(5, 5, 5)))
    assert odd.remembered == 8
    odd.ended(Run(at=3_600.0, since=3_570.0, answers=answers(5, 5, 5)))
    assert odd.remembered == 1
