"""Points in a table (``participant,factor,points[,group]``) to weights, in exact arithmetic.

What :mod:`survey.weighting` does for a campaign's sessions, for any table: thousands of
participants, points with decimals, factors by name. No figure is rounded before the end, but
where the participants' totals have no common multiple of 4 096 bits: there each share is a whole
number of 2⁻⁵¹²ths, rounded down.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from survey.campaign import WeightRule
from survey.facilitation.agreement import LEAST, concordance
from survey.problems import Problem
from survey.strict import Notes

COLUMNS = ("participant", "factor", "points")
_DECIMAL = re.compile(r"([0-9]{1,15})[.,]([0-9]{1,15})")
Row = dict[int, int | Fraction]
"""One participant's points by a factor's place."""

_EXACT_BITS = 4_096
_FIXED = 512
"""Bits after the point where the common denominator would be longer than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """``factors`` in the order in which they were met. ``given``: (group, participant) → factor's
    place → points, those over zero alone; an empty one gave none."""

    factors: tuple[str, ...]
    given: Mapping[tuple[str, str], Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """``participants`` gave points and ``excluded`` gave none; ``points`` and ``shares`` are by
    factor, shares None when nobody gave any. ``agreement`` is None under five participants."""

    rule: WeightRule
    participants: int
    excluded: int
    groups: int
    factors: tuple[str, ...]
    points: tuple[Fraction, ...]
    shares: tuple[Fraction, ...] | None
    agreement: Fraction | None


@dataclass
class _Reading:
    notes: Notes
    factors: dict[str, int] = field(default_factory=dict)
    given: dict[tuple[str, str], Row] = field(default_factory=dict)


def read_ballots(raw: bytes) -> tuple[Ballots | None, tuple[Problem, ...]]:
    """Read a table; None when a line is wrong.

    A line without a factor and points is somebody who gave none; points of several lines add up,
    and that is told. Commas, semicolons or tabs; a decimal comma where those are not commas.
    """
    notes = Notes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.error("(file)", "not-utf-8", "This is not UTF-8.", "Save the table as UTF-8.")
        return None, notes.problems()
    head = text.split("\n", 1)[0]
    sign = max(",;\t", key=head.count)
    reading = _Reading(notes)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        _read(rows, reading)
    except csv.Error:
        notes.error("(file)", "not-a-table", "A quotation mark is not closed.", "Look for it.")
    if notes.errors:
        return None, notes.problems()
    given = {
        who: {at: points for at, points in mine.items() if points}
        for who, mine in reading.given.items()
    }
    return Ballots(factors=tuple(reading.factors), given=given), notes.problems()


def _read(rows: Iterable[Sequence[str]], reading: _Reading) -> None:
    columns: dict[str, int] | None = None
    for at, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _header(row, at, reading.notes)
            if columns is None:
                return
        elif len(row) <= max(columns.values()):
            message = "There are fewer cells than columns."
            reading.notes.error(f"line {at}", "short", message, "Fill the line.")
        else:
            group = row[columns["group"]].strip() if "group" in columns else ""
            said = [row[columns[name]].strip() for name in COLUMNS]
            _line((*said, group), at, reading)
    if columns is None:
        reading.notes.error("(file)", "empty", "There is no table.", "Give a header and lines.")


def _header(row: Sequence[str], at: int, notes: Notes) -> dict[str, int] | None:
    names = [cell.strip().casefold() for cell in row]
    for name in COLUMNS:
        if names.count(name) != 1:
            message = f"There must be one column {name}."
            notes.error(f"line {at}", "header", message, f"Name columns {', '.join(COLUMNS)}.")
            return None
    return {name: names.index(name) for name in (*COLUMNS, "group") if name in names}


def _line(cells: Sequence[str], at: int, reading: _Reading) -> None:
    """One line's participant, factor, points and group; a hot path, for tables are long."""
    who, factor, points, group = cells
    if not who:
        hint = "Write who it is."
        reading.notes.error(f"line {at}", "nobody", "The participant is missing.", hint)
        return
    mine = reading.given.setdefault((group, who), {})
    if not factor and points in ("", "0"):
        return
    number = _number(points or "0") if factor else None
    if number is None:
        hint = "Write a factor, and points as a number that is not negative."
        message = "This is no factor with points."
        reading.notes.error(f"line {at}", "bad-points", message, hint)
        return
    place = reading.factors.setdefault(factor, len(reading.factors))
    if place in mine:
        message = "The same participant has points on this factor in an earlier line."
        hint = "They are added; take one away if it is there by mistake."
        reading.notes.warning(f"line {at}", "doubled", message, hint)
    mine[place] = mine.get(place, 0) + number


def _number(points: str) -> int | Fraction | None:
    """Exactly what is written; None when it is no number that is not negative."""
    if points.isascii() and points.isdigit() and len(points) <= 15:
        return int(points)
    found = _DECIMAL.fullmatch(points)
    if found is None:
        return None
    return Fraction(int(found[1] + found[2]), 10 ** len(found[2]))


def weigh(ballots: Ballots, rule: WeightRule = WeightRule.MEAN_OF_SHARES) -> Weighed:
    """The factors' points and shares by ``rule``, as in :func:`survey.weighting.weights`."""
    groups: dict[str, list[Row]] = {}
    for (group, _), given in ballots.given.items():
        if given:
            groups.setdefault(group, []).append(given)
    everyone = [given for some in groups.values() for given in some]
    points = [Fraction(0)] * len(ballots.factors)
    for given in everyone:
        for at, number in given.items():
            points[at] += number
    shares: tuple[Fraction, ...] | None = None
    if everyone and rule is WeightRule.MEAN_OF_SHARES:
        of_groups = [_mean_shares(some, len(points)) for some in groups.values()]
        shares = tuple(sum(column) / len(of_groups) for column in zip(*of_groups, strict=True))
    elif everyone:
        whole = sum(points)
        shares = tuple(number / whole for number in points)
    return Weighed(
        rule=rule, participants=len(everyone), excluded=len(ballots.given) - len(everyone),
        groups=len(groups), factors=ballots.factors, points=tuple(points), shares=shares,
        agreement=_agreement(everyone, len(points)) if len(everyone) >= LEAST else None,
    )


def _mean_shares(group: Sequence[Row], factors: int) -> list[Fraction]:
    """Over one denominator for all, so that no sum has to be brought to its lowest terms."""
    unit = lcm(*(number.denominator for given in group for number in given.values()))
    whole_points = [{at: int(number * unit) for at, number in given.items()} for given in group]
    shared = 1
    for whole in {sum(given.values()) for given in whole_points}:
        shared = lcm(shared, whole)
        if shared.bit_length() > _EXACT_BITS:
            shared = 1 << _FIXED
            break
    sums = [0] * factors
    for given in whole_points:
        whole = sum(given.values())
        for at, number in given.items():
            sums[at] += number * shared // whole
    return [Fraction(one, shared * len(group)) for one in sums]


def _agreement(everyone: Sequence[Row], factors: int) -> Fraction | None:
    """Kendall's W; factors without points tie below all others, so only the others are sorted."""
    totals, floor, ties = [0] * factors, 0, 0
    for given in everyone:
        none = factors - len(given)
        lowest = none + 1  # twice the rank that those share
        floor += lowest
        ties += none**3 - none
        below = none
        by_points: dict[int | Fraction, list[int]] = {}
        for at, number in given.items():
            by_points.setdefault(number, []).append(at)
        for number in sorted(by_points):
            same = by_points[number]
            for at in same:
                totals[at] += 2 * below + len(same) + 1 - lowest
            ties += len(same) ** 3 - len(same)
            below += len(same)
    return concordance([total + floor for total in totals], ties, len(everyone))
