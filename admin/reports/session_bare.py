"""Meetings of the first kind, without a method in them: their points and grades by factor."""

from __future__ import annotations

from admin.reports.matter import Content
from admin.reports.session_matter import FEW, SessionMatter, quiet, table
from admin.reports.session_steps import section
from survey.facilitation.outcome import spread


def bare(matter: SessionMatter) -> list[Content]:
    """A section with a row per factor; nothing where a method told the steps."""
    state, words, figures = matter.state, matter.words, matter.figures
    if matter.rules is not None or not (state.points or state.grades):
        return []
    items = dict.fromkeys(
        item for some in (*state.points.values(), *state.grades.values()) for item in some
    )
    rows, hidden = [], words("not shown")
    for item in items:
        points = [given.get(item, 0) for given in state.points.values()]
        around = spread([given[item] for given in state.grades.values() if item in given])
        many = len(points) >= FEW
        rows.append((-sum(points), [
            matter.name_of(item), figures.count(sum(points)) if many else hidden,
            figures.interval((min(points), max(points))) if many else hidden,
            figures.number(around.mean, 1) if around and around.n >= FEW else hidden,
        ]))
    head = [words("Factor"), words("Points"), words("Lowest–highest"), words("Mean grade")]
    rows.sort(key=lambda row: row[0])
    return [section(words("Points and grades"), [
        table(head, [row for _, row in rows], figures=3, widths=[4, 1, 2, 1]),
        quiet(words("This meeting was held without a method in its log: it has no steps.")),
    ])]
