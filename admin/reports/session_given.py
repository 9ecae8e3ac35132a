"""Points, pins and grades of a meeting as the protocol's tables, with what few people hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from admin.reports.matter import Content
from admin.reports.session_matter import (
    FEW,
    SessionMatter,
    heading,
    own_words,
    quiet,
    table,
    text,
)
from survey.facilitation import outcome
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.outcome import Grade, Spread, Weight
from survey.stats.quantiles import t_quantile


def allocated(matter: SessionMatter, phase: Phase, level: int = 3) -> Iterator[Content]:
    """An ``allocate`` or ``pins`` phase: what counts, its rounds side by side, how alike."""
    words = matter.words
    found = outcome.weights(matter.state, phase)
    if not found:
        yield text(words("Nobody gave any points."))
        return
    for field in _fields(phase, found):
        mine = [one for one in found if not phase.apart or one.field == field]
        if phase.apart:
            yield heading(level, matter.field_name(phase, field) or words("In no field"))
        yield _bars(matter, mine)
        yield quiet(_key(matter, mine))
    yield from _rounds(matter, phase)
    yield from _agreement(matter, phase)
    yield from _chosen(matter, phase)
    yield from _few(matter, phase, found)


def graded(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """A ``grade`` phase: the mean of each item with its spread, and how many gave which step."""
    words, found = matter.words, outcome.grades(matter.state, phase)
    if not found:
        yield text(words("Nobody gave any grades."))
        return
    yield _dots(matter, phase, found)
    low, high = phase.scale
    yield quiet(words(
        "The dot is the mean, from {low} at the left to {high} at the right. {spread}",
        low=low, high=high, spread=_spread_said(matter, [one.spread for one in found]),
    ))
    yield from _steps(matter, phase, found)
    split = outcome.divided(found, phase.scale)
    titles = [one.title for one in found if one.item in split and one.spread.n >= FEW]
    if titles:
        yield own_words(titles, words("Here the group is split between low and high"))


def _fields(phase: Phase, found: Sequence[Weight]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.field for one in found)) if phase.apart else ("",)


def _bars(matter: SessionMatter, found: Sequence[Weight]) -> Content:
    words, figures = matter.words, matter.figures
    longest = max((one.spread.high for one in found), default=1.0) or 1.0
    if all(one.spread.n < FEW for one in found):
        longest = max((one.spread.mean for one in found), default=1.0) or 1.0
    rows = [
        {
            "name": one.title or words("(without a name)"),
            "cells": [figures.count(one.points), figures.percent(float(one.share))],
            "value": one.spread.mean / longest * 100,
            "interval": _ends(one.spread, 0, longest),
            "says": _from_to(matter, one.spread),
        }
        for one in found
    ]
    head = [words("Heading"), words("Points"), words("Share"), words("Points per person"),
            words("Lowest–highest")]
    return {"kind": "bars", "head": head, "rows": rows}


def _dots(matter: SessionMatter, phase: Phase, found: Sequence[Grade]) -> Content:
    words, figures, (low, high) = matter.words, matter.figures, phase.scale
    span = (high - low) or 1
    rows = [
        {
            "name": one.title or words("(without a name)"),
            "cells": [figures.count(one.spread.n), figures.number(one.spread.mean, 1)],
            "value": (one.spread.mean - low) / span * 100,
            "interval": _ends(one.spread, low, high),
            "says": _from_to(matter, one.spread),
        }
        for one in found
    ]
    head = [words("Heading"), words("People"), words("Mean"), words("Grade"),
            words("Lowest–highest")]
    return {"kind": "dots", "head": head, "rows": rows}


def _ends(spread: Spread, low: float, high: float) -> list[float] | None:
    if spread.n < FEW:
        return None
    span = (high - low) or 1
    return [(end - low) / span * 100 for end in (spread.low, spread.high)]


def _from_to(matter: SessionMatter, spread: Spread) -> str:
    if spread.n < FEW:
        return matter.words("not shown")
    return matter.figures.interval((spread.low, spread.high))


def _key(matter: SessionMatter, found: Sequence[Weight]) -> str:
    words, n = matter.words, max(one.spread.n for one in found)
    return words(
        "Gave points: {n}. The share is the mean of each one's share; the bar is the mean per "
        "person. {spread}",
        n=matter.figures.count(n), spread=_spread_said(matter, [one.spread for one in found]),
    )


def _spread_said(matter: SessionMatter, found: Sequence[Spread]) -> str:
    words = matter.words
    if all(one.n >= FEW for one in found):
        return words("The line goes from the lowest to the highest that somebody gave.")
    return words(
        "The spread is shown from {least} people on, so that nobody can be pointed out.",
        least=FEW,
    )


def _rounds(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """First and later rounds side by side, where more than one was held."""
    words, held = matter.words, matter.held_rounds(phase)
    given = {
        n: {one.item: one.points for one in outcome.weights(matter.state, phase, n)} for n in held
    }
    given = {n: points for n, points in given.items() if points}
    if len(given) < 2:
        return
    names = [matter.round_name(phase, n) or words("Round {n}", n=n) for n in given]
    first, last = next(iter(given.values())), list(given.values())[-1]
    rows = []
    for item, title in outcome.items(matter.state, phase).items():
        change = last.get(item, 0) - first.get(item, 0)
        rows.append([
            title or words("(without a name)"),
            *(matter.figures.count(points.get(item, 0)) for points in given.values()),
            f"+{change}" if change > 0 else matter.figures.count(change),
        ])
    yield table(
        [words("Heading"), *names, words("Change")], rows, figures=len(given) + 1,
        widths=[5, *([2] * len(given)), 1], says=words("The rounds side by side, in points:"),
    )
    if phase.carry:
        yield quiet(words(
            "Who gave nothing in a later round stands by the one before, and counts there above."
        ))


def _agreement(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    words, figures = matter.words, matter.figures
    if phase.apart:
        yield text(words("Agreement is not reckoned where fields have points of their own."))
        return
    found = outcome.agreed(matter.state, phase, t_quantile)
    if found is None:
        yield text(words(
            "Agreement is not shown under {least} participants, or where nobody ranks one "
            "thing before another.", least=FEW,
        ))
        return
    between = figures.interval(found.interval, 2)
    yield text(words(
        "Agreement (Kendall's W): {w}. 1 means that all rank alike, 0 that there is no common "
        "order.", w=figures.number(float(found.w), 2),
    ), words("With 95 % confidence it lies at {between}.", between=between) if between else "")


def _chosen(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    if not phase.pick:
        return
    picked, tied = outcome.chosen(matter.state, phase)
    if picked:
        yield own_words([matter.name_of(one) for one in picked], matter.words("Chosen"))
    if tied:
        yield own_words(
            [matter.name_of(one) for one in tied],
            matter.words("As many points for the last places; the group decides"),
        )


def _few(matter: SessionMatter, phase: Phase, found: Sequence[Weight]) -> Iterator[Content]:
    held = [
        one for one in outcome.held_by_few(matter.state, phase)
        if any(weight.item == one and weight.spread.n >= FEW for weight in found)
    ]
    if held:
        yield own_words(
            [matter.name_of(one) for one in held],
            matter.words("Few points in all, but half or more of somebody's"),
        )


def _steps(matter: SessionMatter, phase: Phase, found: Sequence[Grade]) -> Iterator[Content]:
    many = [one for one in found if one.spread.n >= FEW]
    if not many:
        return
    low, high = phase.scale
    steps = range(low, high + 1)
    yield table(
        [matter.words("Heading"), *map(str, steps)],
        [[one.title, *(matter.figures.count(one.counts[step]) for step in steps)]
         for one in many],
        figures=len(steps), widths=[6, *([1] * len(steps))],
        says=matter.words("How many gave which grade:"),
    )


def is_given(phase: Phase) -> bool:
    """Whether the phase is one of points, pins or grades."""
    return phase.kind in (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
