"""Value results as pictures: which figures go where, in which order and in whose words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from admin.pictures.model import (
    Axis,
    Bar,
    Bars,
    Distribution,
    Dot,
    DotRow,
    Dots,
    Fields,
    Interval,
    Matrix,
    Point,
    Spread,
    Tick,
)
from admin.results import figures
from assets.words import Words
from survey.matrix import matrix
from survey.results import FactorResult, FactorWeight, ResultRow, ValueResults


def factor_bars(row: ResultRow, words: Words) -> Bars:
    """One bar per factor of the row, highest index first; hidden factors last."""
    ordered = sorted(row.factors, key=lambda f: (f.index is None, -(f.index or 0.0)))
    return Bars(
        bars=tuple(
            Bar(label=f.name, value=f.index, interval=f.ci, figure=_figure(f.index, f.ci, words))
            for f in ordered
        ),
        axis=index_axis(words),
    )


def index_axis(words: Words) -> Axis:
    """The whole index, 0-100, with a tick at each quarter."""
    ticks = tuple(Tick(value=v, text=str(v)) for v in (0, 25, 50, 75, 100))
    return Axis(low=0, high=100, ticks=ticks, name=words("Index 0–100"))


def value_matrix(results: ValueResults, row: ResultRow, words: Words) -> Matrix | None:
    """Weight against index for the row's shown factors; ``None`` with fewer than two of them.

    The cuts are those of :mod:`survey.matrix`, and both axes are centred on them.
    """
    cut = matrix(results, row)
    if cut is None:
        return None
    weights = {w.factor: w for w in results.weights}
    shown = [(f, weights[f.factor]) for f in row.factors if f.index is not None]
    cut_across, cut_up = cut.cut_index, cut.cut_weight
    across = [end for f, _ in shown for end in (f.index or 0.0, *(f.ci or ()))]
    up = [end for _, w in shown for end in (w.weight, *(w.ci or ()))]
    language = words.language
    return Matrix(
        points=tuple(_point(factor, weight, words) for factor, weight in shown),
        across=centred(
            across, cut_across, words("Index"), lambda v: figures.decimal(v, 0, language)
        ),
        up=centred(
            up, cut_up, words("Weight"), lambda v: figures.percent(v, 0, language), unit=0.01
        ),
        cut_across=cut_across,
        cut_up=cut_up,
        fields=Fields(
            important_low=words("Prioritise"),
            important_high=words("Improve if possible"),
            other_high=words("Preserve"),
            other_low=words("Lower priority"),
        ),
        certain=words("Surely in its field"),
        uncertain=words("The interval reaches into another field"),
    )


def _point(factor: FactorResult, weight: FactorWeight, words: Words) -> Point:
    """One shown factor with both its intervals."""
    figure = words(
        "index {index}, weight {weight}",
        index=_figure(factor.index, factor.ci, words),
        weight=figures.percent(weight.weight, 1, words.language),
    )
    return Point(
        label=factor.name,
        across=factor.index or 0.0,
        across_interval=factor.ci,
        up=weight.weight,
        up_interval=weight.ci,
        figure=figure,
    )


def distribution(row: ResultRow, steps: Sequence[str], words: Words) -> Distribution:
    """How the answers spread over the scale's steps, per factor, most content first.

    ``steps`` names each step of the scale, lowest first.
    """
    ordered = sorted(row.factors, key=lambda f: (f.index is None, -(f.index or 0.0)))
    rows = tuple(_spread(f, words) for f in ordered)
    return Distribution(
        rows=rows,
        steps=tuple(steps),
        percent=tuple(
            tuple(figures.percent(s, 0, words.language) for s in r.shares or ()) for r in rows
        ),
    )


def group_dots(rows: Sequence[ResultRow], everybody: ResultRow | None, words: Words) -> Dots:
    """The value index of each shown group, highest first; how many are hidden stands below."""
    shown = sorted(
        (r for r in rows if r.value_index is not None), key=lambda r: -(r.value_index or 0.0)
    )
    hidden = len(rows) - len(shown)
    ends = [e for r in shown for e in (r.value_index or 0.0, *(r.ci or ()))]
    reference = everybody.value_index if everybody else None
    return Dots(
        rows=tuple(_dot_row(row, words) for row in shown),
        axis=_around(ends or [0.0, 100.0], words),
        reference=reference,
        reference_interval=everybody.ci if everybody else None,
        reference_name=(
            words("Everybody {figure}", figure=figures.decimal(reference, 0, words.language))
            if reference is not None
            else ""
        ),
        footnote=_hidden(hidden, words),
    )


def _dot_row(row: ResultRow, words: Words) -> DotRow:
    figure = _figure(row.value_index, row.ci, words)
    dot = Dot(series=0, value=row.value_index, interval=row.ci, figure=figure)
    return DotRow(label=row.label, note=people(row.n or 0, words), dots=(dot,))


def _hidden(groups: int, words: Words) -> str:
    """That some groups are not shown, and why; nothing when all are."""
    if not groups:
        return ""
    return words.many(
        "{n} group is not shown, so that nobody can be pointed out.",
        "{n} groups are not shown, so that nobody can be pointed out.",
        groups,
    )


def people(n: int, words: Words) -> str:
    """How many answered: ``1 038 personer``."""
    return words.many("{count} person", "{count} people", n, count=figures.whole(n, words.language))


def answers(n: int, words: Words) -> str:
    """How many single answers they gave: ``5 180 svar``."""
    return words.many(
        "{count} answer", "{count} answers", n, count=figures.whole(n, words.language)
    )


def _spread(factor: FactorResult, words: Words) -> Spread:
    total = sum((factor.counts or {}).values())
    if not factor.counts or not total:
        return Spread(label=factor.name, shares=None, figure=words("not shown"))
    shares = tuple(factor.counts[step] / total for step in sorted(factor.counts))
    figure = answers(total, words)
    return Spread(label=factor.name, shares=shares, figure=figure)


def _figure(value: float | None, ends: Interval | None, words: Words) -> str:
    """``71 (70–72)``, or that it is not shown."""
    if value is None:
        return words("not shown")
    said = figures.decimal(value, 0, words.language)
    return f"{said} ({figures.interval(ends, 0, words.language)})" if ends else said


def centred(
    values: Sequence[float], cut: float, name: str, say: Callable[[float], str], unit: float = 1.0
) -> Axis:
    """An axis with the cut in its middle, wide enough for all values with a margin."""
    half = max((abs(v - cut) for v in values), default=unit) * 1.12 or unit
    low, high = cut - half, cut + half
    step = _step(high - low, unit)
    first = math.ceil(low / step)
    ticks = tuple(
        Tick(value=n * step, text=say(n * step)) for n in range(first, math.floor(high / step) + 1)
    )
    return Axis(low=low, high=high, ticks=ticks, name=name)


def _around(values: Sequence[float], words: Words) -> Axis:
    """An index axis that holds all values, from a ten to a ten, at least 20 wide."""
    low = max(0, math.floor(min(values) / 10) * 10)
    high = min(100, math.ceil(max(values) / 10) * 10)
    if high - low < 20:
        low, high = max(0, high - 20), max(20, high)
    ticks = tuple(Tick(value=v, text=str(v)) for v in range(low, high + 1, 10))
    return Axis(low=low, high=high, ticks=ticks, name=words("Value index"))


def _step(span: float, unit: float) -> float:
    """A round step (1, 2, 5, 10 … units) that gives three to seven ticks."""
    for size in (1, 2, 5, 10, 20, 25, 50):
        if span / (size * unit) <= 7:
            return size * unit
    return 100 * unit
