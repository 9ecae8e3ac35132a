"""Which rounds of a step may be told beside each other: the difference must be nobody's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from uuid import UUID

from survey.facilitation import outcome, weighed
from survey.facilitation.agreement import LEAST
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.state import Allocation, SessionState, Turn


def nobody_alone(state: SessionState, phase: Phase, rounds: Sequence[int]) -> bool:
    """Whether these rounds of an ``allocate`` or ``pins`` phase may stand beside what counts.

    In each nobody or at least five gave points, and between any two nobody or at least five gave
    otherwise; in every field, where fields are apart.
    """
    pins = phase.kind is PhaseKind.PINS
    by_turn = state.inputs.pins if pins else state.inputs.points
    told = [by_turn.get(Turn(phase.id, at), {}) for at in rounds]
    told.append(weighed.latest(phase, by_turn))
    for items in _fields(state, phase):
        given = [_on(items, one) for one in told]
        if any(0 < len(one) < LEAST for one in given):
            return False
        if any(0 < _changed(one, other) < LEAST for one, other in combinations(given, 2)):
            return False
    return True


def _fields(state: SessionState, phase: Phase) -> list[frozenset[UUID]]:
    items = outcome.items(state, phase)
    if not phase.apart:
        return [frozenset(items)]
    found: dict[str, set[UUID]] = {}
    for item in items:
        on = state.headings.get(item)
        found.setdefault(on.field if on else state.notes[item].field, set()).add(item)
    return [frozenset(some) for some in found.values()]


def _on(items: frozenset[UUID], given: Mapping[int, Allocation]) -> dict[int, Allocation]:
    """What each gave on these items; who gave nothing on them is not there."""
    kept = {
        number: {item: n for item, n in one.items() if n and item in items}
        for number, one in given.items()
    }
    return {number: one for number, one in kept.items() if one}


def _changed(one: dict[int, Allocation], other: dict[int, Allocation]) -> int:
    """How many gave otherwise, or only in one of the two."""
    return sum(one.get(number) != other.get(number) for number in one.keys() | other.keys())
