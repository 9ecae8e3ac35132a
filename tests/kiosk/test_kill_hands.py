"""What random hands were told by a window, held against records: each fault is seen, no other."""

from __future__ import annotations

from typing import Any

import pytest

from bench.power.hands import Kept, compare, visits

FIRST = "q0"
Line = dict[str, Any]


def stand(at: str, *, tapped: bool = False, outcome: str | None = None, **answers: int) -> Line:
    return {"screen": "Any", "at": at, "tapped": tapped, "outcome": outcome, "answers": answers}


def wish(name: str, **more: Any) -> Line:
    return {"wish": name, **more}


ATTRACT = stand("attract")
GAVE = [
    ATTRACT, wish("Touched"), stand("consent"), wish("Agree"), stand("question"),
    wish("Give", question="q0", answer=4), stand("question", q0=4),
]
FINISHED = [
    *GAVE, wish("Next"), stand("thanks", outcome="finished", q0=4), wish("Restart"), ATTRACT,
]
WHOLE, PART = Kept({"q0": 4}, complete=True), Kept({"q0": 4}, complete=False)


def faults(told: list[Line], *found: Kept, discards: bool = False) -> list[str]:
    return compare([(told, FIRST, discards)], found)


@pytest.mark.parametrize("found", [[], [PART], [WHOLE, WHOLE], [Kept({"q0": 5}, complete=True)]])
def test_a_finished_visit_is_there_once_and_whole(found: list[Kept]) -> None:
    assert faults(FINISHED, WHOLE) == []
    assert faults(FINISHED, *found) != []


def test_what_was_on_the_screen_is_there_after_a_kill_and_may_have_been_ended_since() -> None:
    assert faults(GAVE, PART) == []
    assert faults(GAVE) != []
    going = [*GAVE, wish("Next")]
    assert faults(going, PART) == faults(going, WHOLE) == []
    more = [*GAVE, wish("Give", question="q1", answer=2)]
    assert faults(more, PART) == faults(more, Kept({"q0": 4, "q1": 2}, complete=False)) == []
    assert faults(more, Kept({"q1": 2}, complete=False)) != []


def test_what_was_taken_back_is_gone_and_only_once_it_was_said() -> None:
    gone = [*GAVE, wish("AskToStop"), stand("question", q0=4), wish("LeaveNothing")]
    assert faults(gone) == faults(gone, PART) == []
    said = [*gone, stand("thanks", outcome="declined"), wish("Restart"), ATTRACT]
    assert faults(said) == []
    assert faults(said, PART) != []


def test_who_goes_away_leaves_a_part_or_the_tap_alone_where_the_rest_is_discarded() -> None:
    away = [*GAVE, wish("LeftAlone"), ATTRACT]
    assert faults(away, PART) == []
    assert faults(away, discards=True) == []
    assert faults(away, PART, discards=True) != []
    tapped = [
        ATTRACT, wish("TapFace", answer=4), stand("tapped", tapped=True, q0=4),
        stand("question", tapped=True, q0=4, q1=2), wish("LeftAlone"), ATTRACT,
    ]
    assert faults(tapped, WHOLE, discards=True) == []
    assert faults(tapped, Kept({"q0": 4, "q1": 2}, complete=True)) == []
    assert faults(tapped, Kept({"q0": 4, "q1": 2}, complete=True), discards=True) != []


def test_visits_of_several_lives_are_told_apart_by_their_order() -> None:
    other = Kept({"q0": 1}, complete=True)
    first = [ATTRACT, wish("TapFace", answer=1)]
    lives = [(first, FIRST, False), (FINISHED, FIRST, False)]
    assert compare(lives, [WHOLE]) == compare(lives, [other, WHOLE]) == []
    assert compare(lives, [WHOLE, other]) != []
    assert [visit.acknowledged for visit in visits(FINISHED)] == [0, 2, 0]
