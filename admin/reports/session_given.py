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
    short,
    table,
    text,
)
from survey.facilitation import outcome
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.outcome import Grade, Spread, Weight
from survey.facilitation.rounds import nobody_alone
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
        yield from _points(matter, mine)
    yield from _rounds(matter, phase)
    yield from _agreement(matter, phase)
    yield from _chosen(matter, phase)
    yield from _few(matter, phase, found)


def _points(matter: SessionMatter, found: Sequence[Weight]) -> Iterator[Content]:
    """Bars from five people on; of fewer the order alone, and of one not even that."""
    words, n = matter.words, found[0].spread.n
    if n >= FEW:
        yield _bars(matter, found)
        yield quiet(words(
            "Gave points: {n}. The share is the mean of each one's share; the bar is the mean per "
            "person. The line goes from the lowest to the highest that somebody gave.",
            n=matter.figures.count(n),
        ))
    elif n > 1:
        yield own_words(
            [one.title for one in found if one.points], words("Most points first"))
        yield quiet(_too_few(matter))
    else:
        yield quiet(_too_few(matter))


def _too_few(matter: SessionMatter) -> str:
    return matter.words(
        "Fewer than {least} people gave any: figures are not shown, so that nobody can be "
        "pointed out.", least=FEW,
    )


def graded(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """A ``grade`` phase: the mean of each item with its spread, and how many gave which step."""
    words, found = matter.words, outcome.grades(matter.state, phase)
    if not found:
        yield text(words("Nobody gave any grades."))
        return
    many = [one for one in found if one.spread.n >= FEW]
    if len(many) < len(found):
        yield quiet(_too_few(matter))
    if not many:
        return
    yield _dots(matter, phase, many)
    low, high = phase.scale
    yield quiet(words(
        "The dot is the mean, from {low} at the left to {high} at the right. The line goes from "
        "the lowest to the highest that somebody gave.", low=low, high=high,
    ))
    yield _steps(matter, phase, many)
    split = outcome.divided(many, phase.scale)
    if titles := [one.title for one in many if one.item in split]:
        yield own_words(titles, words("Here the group is split between low and high"))


def _fields(phase: Phase, found: Sequence[Weight]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.field for one in found)) if phase.apart else ("",)


def _bars(matter: SessionMatter, found: Sequence[Weight]) -> Content:
    words, figures = matter.words, matter.figures
    longest = max((one.spread.high for one in found), default=1.0) or 1.0
    rows = [
        {
            "name": short(one.title) or words("(without a name)"),
            "cells": [figures.count(one.points), figures.percent(float(one.share))],
            "value": one.spread.mean / longest * 100,
            "interval": _ends(one.spread, 0, longest),
            "says": figures.interval((one.spread.low, one.spread.high)),
        }
        for one in found
    ]
    head = [words("Heading"), words("Points"), words("Share"), words("Points per person"),
            words("Lowest–highest")]
    return {"kind": "bars", "head": head, "rows": rows, "parts": len(rows) > 12}


def _dots(matter: SessionMatter, phase: Phase, found: Sequence[Grade]) -> Content:
    words, figures, (low, high) = matter.words, matter.figures, phase.scale
    span = (high - low) or 1
    rows = [
        {
            "name": short(one.title) or words("(without a name)"),
            "cells": [figures.count(one.spread.n), figures.number(one.spread.mean, 1)],
            "value": (one.spread.mean - low) / span * 100,
            "interval": _ends(one.spread, low, high),
            "says": figures.interval((one.spread.low, one.spread.high)),
        }
        for one in found
    ]
    head = [words("Heading"), words("People"), words("Mean"), words("Grade"),
            words("Lowest–highest")]
    return {"kind": "dots", "head": head, "rows": rows, "parts": len(rows) > 12}


def _ends(spread: Spread, low: float, high: float) -> list[float]:
    span = (high - low) or 1
    return [(end - low) / span * 100 for end in (spread.low, spread.high)]


def _rounds(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """First and later rounds side by side, where five gave points in each and nobody or five
    changed theirs: the difference of two rounds is what those gave who changed."""
    words, held = matter.words, matter.held_rounds(phase)
    found = {n: some for n in held if (some := outcome.weights(matter.state, phase, n))}
    if len(found) < 2:
        return
    if not nobody_alone(matter.state, phase, tuple(found)):
        yield quiet(words(
            "The rounds are not shown side by side: fewer than {least} people gave points in one "
            "of them, or changed theirs between two.", least=FEW,
        ))
        return
    given = {n: {one.item: one.points for one in some} for n, some in found.items()}
    names = [matter.round_name(phase, n) or words("Round {n}", n=n) for n in given]
    first, last = next(iter(given.values())), list(given.values())[-1]
    rows = []
    for item, title in outcome.items(matter.state, phase).items():
        change = last.get(item, 0) - first.get(item, 0)
        rows.append([
            short(title) or words("(without a name)"),
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


def _steps(matter: SessionMatter, phase: Phase, found: Sequence[Grade]) -> Content:
    low, high = phase.scale
    steps = range(low, high + 1)
    return table(
        [matter.words("Heading"), *map(str, steps)],
        [[short(one.title), *(matter.figures.count(one.counts[step]) for step in steps)]
         for one in found],
        figures=len(steps), widths=[6, *([1] * len(steps))],
        says=matter.words("How many gave which grade:"),
    )


def is_given(phase: Phase) -> bool:
    """Whether the phase is one of points, pins or grades."""
    return phase.kind in (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
