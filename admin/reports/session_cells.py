"""Matrices, self-assessments and the evaluation of a meeting's method as the protocol's tables."""

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
    turn_of,
)
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.cell_outcome import Tally
from survey.facilitation.method import By, Column, Phase

_MOST_STEPS = 6
"""So many steps have a column each; of more, the chosen ones are named."""


def answered(
    matter: SessionMatter, phase: Phase, round: int = 1, level: int = 3
) -> Iterator[Content]:
    """One round of a matrix: a table per column with steps, and what was answered in words."""
    words = matter.words
    if not any(matter.state.inputs.answers.get(turn_of(phase, round), {}).values()) and not (
        phase.agrees
    ):
        yield text(words("Nothing was answered."))
        return
    tallies = cell_outcome.tallies(matter.state, phase, round)
    several = len(phase.columns) > 1
    for column in phase.columns:
        mine = [one for one in tallies if one.column == column.id]
        if several and (column.steps or _words_of(matter, phase, column, round)):
            yield heading(level, matter.said(column.name))
        if column.steps:
            yield from _tally(matter, phase, column, mine, round)
        else:
            yield from _words_of(matter, phase, column, round)


def _tally(
    matter: SessionMatter, phase: Phase, column: Column, tallies: Sequence[Tally], round: int
) -> Iterator[Content]:
    words, names = matter.words, {one.id: matter.said(one.name) for one in column.steps}
    agreed = phase.by is By.GROUP
    counted = any(sum(one.counts.values()) for one in tallies)
    if len(names) > _MOST_STEPS or not counted:
        rows = [[_name(matter, one), _told(matter, one, names)] for one in tallies]
        yield table([words("What"), words("Answers")], rows, widths=[3, 2])
        return
    rows = []
    for one in tallies:
        few = sum(one.counts.values()) < FEW
        cells = [words("not shown") if few else matter.figures.count(one.counts[step])
                 for step in names]
        rows.append([_name(matter, one), *([_agreed(one, names)] if agreed else []), *cells])
    if (whole := _sum(matter, phase, column, tallies, round)) and not agreed:
        rows.append([words("All together"), *whole])
    head = [words("What"), *([words("Group's answer")] if agreed else []), *names.values()]
    yield table(head, rows, figures=len(names), widths=[5, *([2] * (len(head) - 1))])
    if any(sum(one.counts.values()) < FEW for one in tallies):
        yield quiet(words(
            "Fewer than {least} answered: their answers are not shown, so that nobody can be "
            "pointed out.", least=FEW,
        ))


def _sum(
    matter: SessionMatter, phase: Phase, column: Column, tallies: Sequence[Tally], round: int
) -> list[str]:
    """Over all rows; nothing where a row is hidden, which could be taken from the sum."""
    if len(tallies) < 2 or any(sum(one.counts.values()) < FEW for one in tallies):
        return []
    for one in cell_outcome.sums(matter.state, phase, round):
        if one.column == column.id and one.shares:
            return [matter.figures.percent(float(one.shares[step.id])) for step in column.steps]
    return []


def _told(matter: SessionMatter, one: Tally, names: dict[str, str]) -> str:
    n = sum(one.counts.values())
    said = _agreed(one, names)
    if not n:
        return said or matter.words("no answer")
    if n < FEW:
        return "\n".join(filter(None, (said, matter.words("not shown"))))
    counted = [f"{names[step]}: {many}" for step, many in one.counts.items() if many]
    return "\n".join(filter(None, (said, *counted)))


def _agreed(one: Tally, names: dict[str, str]) -> str:
    return names.get(str(one.agreed), "") if one.agreed is not None else ""


def _name(matter: SessionMatter, one: Tally) -> str:
    return short(matter.said(one.name)) or matter.words("(without a name)")


def _words_of(
    matter: SessionMatter, phase: Phase, column: Column, round: int
) -> list[Content]:
    rows = {row.id: matter.said(row.name) for row in phase.rows} or {
        str(item): title for item, title in outcome.items(matter.state, phase).items()
    }
    return [
        own_words(said, rows.get(row, ""))
        for (row, at), said in cell_outcome.words(matter.state, phase, round).items()
        if at == column.id and row in rows
    ]
