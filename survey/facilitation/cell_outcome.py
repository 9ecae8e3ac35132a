"""What a form or matrix gives: each step counted, own answers beside the agreed one, and the same
questions at two meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt
from typing import TYPE_CHECKING

from survey.facilitation.agreement import Quantile
from survey.facilitation.method import Column, Phase
from survey.facilitation.outcome import Spread, items, spread
from survey.facilitation.state import SessionState, Turn

if TYPE_CHECKING:
    from survey.forms.model import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One cell over the participants: how many chose each step, and the group's own answer.

    ``shares`` are of those who answered; ``spread`` is of the steps' places from 1, the lowest
    first.
    """

    row: str
    name: Texts | str
    column: str
    counts: Mapping[str, int]
    shares: Mapping[str, Fraction]
    spread: Spread | None
    agreed: str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question at two meetings of different people: the difference of the means of its steps'
    places, with its interval (Welch), None where it cannot be told."""

    row: str
    column: str
    first: Spread
    last: Spread
    difference: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A column over all rows: how often each step was chosen, by the group where it answers as
    one, otherwise by everybody. ``shares`` are of all that was answered; empty without any."""

    column: str
    counts: Mapping[str, int]
    shares: Mapping[str, Fraction]


def tallies(state: SessionState, phase: Phase, round: int = 1) -> tuple[Tally, ...]:
    """Each row and column with steps. Where the group agrees about an earlier matrix, the counts
    are those of what each had answered there."""
    turn = Turn(phase.id, round)
    agreed = state.inputs.answers.get(turn, {}).get(0, {})
    own = state.inputs.answers.get(Turn(phase.agrees, 1) if phase.agrees else turn, {})
    found = []
    for row, name in _rows(state, phase).items():
        for column in phase.columns:
            if column.steps:
                cell = row, column.id
                given = [
                    cells[cell] for number, cells in own.items() if number and cell in cells
                ]
                found.append(_tally(row, name, column, given, agreed.get(cell)))
    return tuple(found)


def sums(state: SessionState, phase: Phase, round: int = 1) -> tuple[Sum, ...]:
    """Each column with steps."""
    rows = _rows(state, phase)
    given = [
        (column, value)
        for cells in state.inputs.answers.get(Turn(phase.id, round), {}).values()
        for (row, column), value in cells.items() if row in rows
    ]
    found = []
    for column in phase.columns:
        if column.steps:
            said = [value for id, value in given if id == column.id]
            counts = {step.id: said.count(step.id) for step in column.steps}
            shares = {id: Fraction(n, len(said)) for id, n in counts.items()} if said else {}
            found.append(Sum(column=column.id, counts=counts, shares=shares))
    return tuple(found)


def words(state: SessionState, phase: Phase, round: int = 1) -> dict[tuple[str, str], list[str]]:
    """What was answered in words, by cell; the order says nothing of who wrote."""
    open_ = {column.id for column in phase.columns if not column.steps}
    found: dict[tuple[str, str], list[str]] = {}
    for cells in state.inputs.answers.get(Turn(phase.id, round), {}).values():
        for cell, value in cells.items():
            if cell[1] in open_ and isinstance(value, str) and value:
                found.setdefault(cell, []).append(value)
    return {cell: sorted(found[cell]) for cell in sorted(found)}


def change(
    first: SessionState, last: SessionState, phase: Phase, quantile: Quantile,
    level: float = 0.95,
) -> tuple[Change, ...]:
    """The same matrix at the first and the last meeting of a series, as independent groups."""
    later = {(one.row, one.column): one for one in tallies(last, phase)}
    return tuple(
        _change(before, after, quantile, level) for before in tallies(first, phase)
        if before.spread is not None and (after := later.get((before.row, before.column)))
        and after.spread is not None
    )


def _change(before: Tally, after: Tally, quantile: Quantile, level: float) -> Change:
    a, b = before.spread, after.spread
    assert a is not None and b is not None
    difference, interval = b.mean - a.mean, None
    if a.sd is not None and b.sd is not None and (a.sd or b.sd):
        of_a, of_b = a.sd**2 / a.n, b.sd**2 / b.n
        df = (of_a + of_b) ** 2 / (of_a**2 / (a.n - 1) + of_b**2 / (b.n - 1))
        half = quantile((1 + level) / 2, df) * sqrt(fsum((of_a, of_b)))
        interval = difference - half, difference + half
    return Change(
        row=before.row, column=before.column, first=a, last=b, difference=difference,
        interval=interval,
    )


def _rows(state: SessionState, phase: Phase) -> dict[str, Texts | str]:
    if phase.rows:
        return {row.id: row.name for row in phase.rows}
    return {str(item): title for item, title in items(state, phase).items()}


def _tally(
    row: str, name: Texts | str, column: Column, given: Sequence[str | int],
    agreed: str | int | None,
) -> Tally:
    places = {step.id: at for at, step in enumerate(column.steps, start=1)}
    counts = {step: given.count(step) for step in places}
    return Tally(
        row=row, name=name, column=column.id, counts=counts,
        shares={step: Fraction(n, len(given)) for step, n in counts.items()} if given else {},
        spread=spread(places[str(one)] for one in given), agreed=agreed,
    )


