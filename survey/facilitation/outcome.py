"""What a session gives, while the people are still in the room: pure functions over its state.

Points and grades per item with their spread, rounds side by side, importance × performance, what
was chosen, and views that few hold. Nothing here decides what may be shown, or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt
from uuid import UUID

from survey.facilitation.agreement import Agreement, Quantile, agreement
from survey.facilitation.events import Sort
from survey.facilitation.items import items_of
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.state import Allocation, Comment, SessionState, Turn
from survey.facilitation.weighed import gave_any, latest
from survey.matrix import Field, field_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Of ``n`` numbers: mean, standard deviation (n−1; None under two) and quartiles (type 7)."""

    n: int
    mean: float
    sd: float | None
    low: float
    quarter: float
    middle: float
    three_quarters: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One item's points: their sum, the mean of participants' shares, how many gave it any."""

    item: UUID
    title: str
    field: str
    points: int
    share: Fraction
    givers: int
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One item's grades, with how many gave each step of the scale."""

    item: UUID
    title: str
    spread: Spread
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an item stands in importance × performance; cuts at the items' means."""

    item: UUID
    title: str
    share: Fraction
    grade: float
    field: Field


def spread(values: Iterable[float]) -> Spread | None:
    """None of nothing."""
    found = sorted(values)
    n = len(found)
    if not n:
        return None
    mean = fsum(found) / n
    sd = sqrt(fsum((value - mean) ** 2 for value in found) / (n - 1)) if n > 1 else None
    quarter, middle, three = (_quantile(found, at) for at in (0.25, 0.5, 0.75))
    return Spread(
        n=n, mean=mean, sd=sd, low=found[0], quarter=quarter, middle=middle,
        three_quarters=three, high=found[-1],
    )


def items(state: SessionState, phase: Phase) -> dict[UUID, str]:
    """Item → title, in their order: what the phase works with, as it is now."""
    if state.rules is None:
        return {}
    found = items_of(phase, state.rules, state.headings, state.notes)
    return {
        item: state.headings[item].title if item in state.headings else state.notes[item].text
        for item in found
    }


def weights(
    state: SessionState, phase: Phase, round: int | None = None, only: frozenset[int] | None = None
) -> tuple[Weight, ...]:
    """Items of an ``allocate`` or ``pins`` phase by points, most first.

    ``round`` None is what counts: the last round, with what was carried to it. ``only`` are
    participants, for comparing roles. Who gave no points on these items is left out; where fields
    are apart, shares are of the points in the item's field.
    """
    titles, given = items(state, phase), _given(state, phase, round, only)
    fields = {item: _field_of(state, item) if phase.apart else "" for item in titles}
    found = []
    for field in dict.fromkeys(fields.values()):
        same = [item for item in titles if fields[item] == field]
        spent = [
            (one, total) for one in given.values()
            if (total := sum(one.get(item, 0) for item in same))
        ]
        found += [
            _weight(state, item, titles[item], spent) for item in same if spent
        ]
    order = {item: at for at, item in enumerate(titles)}
    found.sort(key=lambda one: order[one.item])
    return tuple(sorted(found, key=lambda one: -one.points))


def _weight(
    state: SessionState, item: UUID, title: str, spent: Sequence[tuple[Allocation, int]]
) -> Weight:
    """One item of those on whom each has spent so many points, all together more than none."""
    points = [one.get(item, 0) for one, _ in spent]
    by_total: dict[int, int] = {}  # fractions of one denominator are added as whole numbers
    for (_, total), given in zip(spent, points, strict=True):
        by_total[total] = by_total.get(total, 0) + given
    around = spread(points)
    assert around is not None
    return Weight(
        item=item, title=title, field=_field_of(state, item), points=sum(points),
        share=sum((Fraction(n, total) for total, n in by_total.items()), Fraction(0)) / len(spent),
        givers=sum(map(bool, points)), spread=around,
    )


def grades(
    state: SessionState, phase: Phase, round: int | None = None, only: frozenset[int] | None = None
) -> tuple[Grade, ...]:
    """Graded items of a ``grade`` phase, in their order."""
    given = _given(state, phase, round, only)
    low, high = phase.scale
    found = []
    for item, title in items(state, phase).items():
        mine = [one[item] for one in given.values() if item in one]
        around = spread(mine)
        if around is not None:
            counts = {step: mine.count(step) for step in range(low, high + 1)}
            found.append(Grade(item=item, title=title, spread=around, counts=counts))
    return tuple(found)


def standings(weighed: Sequence[Weight], graded: Sequence[Grade]) -> tuple[Standing, ...]:
    """Importance × performance of items that have both; none with under two of them."""
    grade = {one.item: one.spread.mean for one in graded}
    both = [one for one in weighed if one.item in grade]
    if len(both) < 2:
        return ()
    cut = sum((one.share for one in both), Fraction(0)) / len(both)
    middle = fsum(grade[one.item] for one in both) / len(both)
    return tuple(
        Standing(
            item=one.item, title=one.title, share=one.share, grade=grade[one.item],
            field=field_of(important=one.share >= cut, low=grade[one.item] < middle),
        )
        for one in both
    )


def agreed(
    state: SessionState, phase: Phase, quantile: Quantile | None = None, round: int | None = None
) -> Agreement | None:
    """How alike participants rank the items; None under five who gave any points, and where
    fields are apart: their budgets differ, and one ranking over both would say nothing."""
    if phase.apart:
        return None
    titles = items(state, phase)
    rows = [
        [one.get(item, 0) for item in titles]
        for one in _given(state, phase, round, None).values()
        if any(one.get(item, 0) for item in titles)
    ]
    return agreement(rows, quantile)


def chosen(state: SessionState, phase: Phase) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """The N that were picked, and those that tie for the last places, about which people decide."""
    ranked = [one for one in weights(state, phase) if one.points]
    if phase.pick is None or len(ranked) <= phase.pick:
        return tuple(one.item for one in ranked), ()
    last = ranked[phase.pick - 1].points
    if ranked[phase.pick].points < last:
        return tuple(one.item for one in ranked[: phase.pick]), ()
    return (
        tuple(one.item for one in ranked if one.points > last),
        tuple(one.item for one in ranked if one.points == last),
    )


def missing(state: SessionState) -> tuple[int, ...]:
    """Who has nothing given in the turn that is on, not yet or not any more, and is still here."""
    turn = state.turn
    if turn is None:
        return ()
    inputs = state.inputs
    given = {
        number for some in (inputs.points, inputs.pins, inputs.grades)
        for number in gave_any(some.get(turn, {}))
    }
    given |= {number for number, cells in inputs.answers.get(turn, {}).items() if cells}
    given |= {note.participant for note in state.notes.values() if note.turn == turn}
    return tuple(
        number for number, person in state.people.items()
        if not person.left and number not in given
    )


def minority_comments(state: SessionState) -> tuple[Comment, ...]:
    """Views that somebody asked to have kept beside the result."""
    return tuple(one for one in state.comments if one.sort is Sort.MINORITY)


def divided(graded: Iterable[Grade], scale: tuple[int, int]) -> tuple[UUID, ...]:
    """Items on which the group is split: at least two people, and a quarter of them, in each of
    the scale's outer two fifths."""
    low, high = scale
    fifth = (high - low) / 5
    found = []
    for one in graded:
        below = sum(n for step, n in one.counts.items() if step < low + 2 * fifth)
        above = sum(n for step, n in one.counts.items() if step > high - 2 * fifth)
        if min(below, above) >= max(2, one.spread.n / 4):
            found.append(one.item)
    return tuple(found)


def held_by_few(state: SessionState, phase: Phase) -> tuple[UUID, ...]:
    """Items in the lower half by points on which somebody put half of theirs, or more."""
    ranked = weights(state, phase)
    given = [
        {one.item: mine.get(one.item, 0) for one in ranked}
        for mine in _given(state, phase, None, None).values()
    ]
    return tuple(
        one.item for one in ranked[(len(ranked) + 1) // 2 :]
        if any(mine[one.item] and 2 * mine[one.item] >= sum(mine.values()) for mine in given)
    )


def _given(
    state: SessionState, phase: Phase, round: int | None, only: frozenset[int] | None
) -> dict[int, Allocation]:
    by_turn = {
        PhaseKind.ALLOCATE: state.inputs.points, PhaseKind.PINS: state.inputs.pins,
        PhaseKind.GRADE: state.inputs.grades,
    }[phase.kind]
    found = latest(phase, by_turn) if round is None else by_turn.get(Turn(phase.id, round), {})
    return {number: one for number, one in found.items() if only is None or number in only}


def _field_of(state: SessionState, item: UUID) -> str:
    heading = state.headings.get(item)
    return heading.field if heading is not None else state.notes[item].field


def _quantile(found: Sequence[float], at: float) -> float:
    place = (len(found) - 1) * at
    below = int(place)
    above = min(below + 1, len(found) - 1)
    return found[below] + (found[above] - found[below]) * (place - below)
