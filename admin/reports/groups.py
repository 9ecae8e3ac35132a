"""Groups of people: their value index, their factors, and who answered. Hidden stays hidden."""

from __future__ import annotations

from admin.reports.findings import about_group_factors, about_groups
from admin.reports.matter import Content, Dimension, ReportMatter
from admin.results import illustrations
from survey.results import ResultRow

#: Up to so many shown groups stand side by side in a table over factors.
SIDE_BY_SIDE = range(2, 5)
#: A question with more groups than this has a page of its own.
MANY = 10


def group_sections(matter: ReportMatter) -> list[Content]:
    """One section per background question that has something to show, in the campaign's order."""
    if not matter.has_figures:
        return []
    return [_section(matter, d) for d in matter.dimensions() if matter.has_weights or _few(d)]


def why_none(matter: ReportMatter) -> str:
    """Why groups are not compared; empty when they are, or when nothing divides people."""
    words = matter.words
    if not matter.dimensions():
        return ""
    if not matter.has_figures:
        return words("Groups are compared when enough people have answered.")
    if matter.results.weights_hidden:
        return words(
            "Too few people have given points for weights to be shown, so there is no value index."
        )
    if not matter.has_weights:
        return words("The groups have no value index until a focus group has given points.")
    return ""


def _few(dimension: Dimension) -> bool:
    """True when the shown groups fit beside each other in a table over factors."""
    return len(dimension.shown) in SIDE_BY_SIDE


def _listed(matter: ReportMatter, dimension: Dimension) -> bool:
    """True when the groups are so many that their numbers stand in the value index table only."""
    return matter.has_weights and len(dimension.shown) > MANY


def _section(matter: ReportMatter, dimension: Dimension) -> Content:
    words = matter.words
    shown = sorted(dimension.shown, key=lambda r: (-(r.value_index or -1.0), r.label))
    dots = shown if matter.has_weights else []
    return {
        "title": dimension.question,
        "says": _sentence(matter, dimension) if matter.has_weights else "",
        "head": [words("Group"), words("People"), "", words("Index"), words("Interval")],
        "axis": _axis(matter, dimension),
        "rows": [_row(matter, row, row.label) for row in dots],
        "whole": _row(matter, matter.whole, words("Everybody")),
        "many": len(shown) > MANY,
        "key": words(
            "The dot is the value index, the line its {level} interval. "
            "The band behind is the interval of everybody.",
            level=matter.level,
        )
        if dots
        else "",
        "hidden": _hidden(matter, dimension),
        "factors": _by_factor(matter, dimension, shown) if _few(dimension) else None,
    }


def _axis(matter: ReportMatter, dimension: Dimension) -> Content:
    """The same stretch of the index as in the picture of these groups."""
    axis = illustrations.group_dots(dimension.shown, matter.whole, matter.words).axis
    ticks = [{"value": tick.value, "says": tick.text} for tick in axis.ticks]
    return {"low": axis.low, "high": axis.high, "ticks": ticks}


def _sentence(matter: ReportMatter, dimension: Dimension) -> str:
    """What surely tells the groups apart, never more than the intervals carry."""
    said = about_groups(matter, dimension.name)
    if len(dimension.shown) > MANY:
        said += " " + matter.words("The order is not a ranking: many intervals overlap.")
    return said


def _row(matter: ReportMatter, row: ResultRow, label: str) -> Content:
    figures = matter.figures
    return {
        "name": label,
        "count": "–" if row.n is None else figures.count(row.n),
        "value": row.value_index,
        "interval": list(row.ci) if row.ci and row.value_index is not None else None,
        "figure": matter.words("not shown")
        if row.value_index is None
        else figures.number(row.value_index),
        "interval_says": figures.interval(row.ci) if row.value_index is not None else "",
    }


def _hidden(matter: ReportMatter, dimension: Dimension) -> str:
    if not dimension.hidden:
        return ""
    names = ", ".join(sorted(dimension.hidden))
    return (
        matter.words.many(
            "{n} group is not shown, so that nobody can be pointed out.",
            "{n} groups are not shown, so that nobody can be pointed out.",
            len(dimension.hidden),
        )
        + " "
        + matter.words("Not shown: {names}.", names=names)
    )


def _by_factor(matter: ReportMatter, dimension: Dimension, shown: list[ResultRow]) -> Content:
    """A table with factors as rows and the shown groups as columns."""
    words = matter.words
    found = [{f.factor: f for f in row.factors} for row in shown]
    rows = []
    for _, factor in matter.by_weight():
        cells = []
        for group in found:
            one = group[factor.factor]
            said = words("not shown") if one.index is None else matter.figures.number(one.index)
            cells.append({"figure": said, "interval_says": matter.figures.interval(one.ci)})
        rows.append({"name": factor.name, "cells": cells})
    return {
        "title": words("Index per factor and group"),
        "says": about_group_factors(matter, dimension.name),
        "head": [words("Factor"), *(row.label for row in shown)],
        "rows": rows,
        "key": words(
            "The figure is the index, the {level} interval stands in brackets.", level=matter.level
        ),
    }


def who_answered(matter: ReportMatter) -> Content:
    """Counts per group; for a question with many groups they already stand in its table."""
    words, dimensions = matter.words, matter.dimensions()
    return {
        "title": words("Who answered"),
        "says": words(
            "How many were asked and did not answer is not known. "
            "Compare the groups with those you wanted to reach."
        ),
        "questions": [
            _counted(matter, d) for d in dimensions if d.shown and not _listed(matter, d)
        ],
        "elsewhere": [
            words(
                "How many answered in each group stands in the table under “{question}”.",
                question=d.question,
            )
            for d in dimensions
            if _listed(matter, d)
        ]
        + [
            words("“{question}”: no group is large enough to be shown.", question=d.question)
            for d in dimensions
            if not d.shown
        ],
        "head": [words("Group"), words("People"), words("Share of all"), ""],
    }


def _counted(matter: ReportMatter, dimension: Dimension) -> Content:
    whole = matter.whole.n or 0
    rows: list[Content] = []
    for row in sorted(dimension.shown, key=lambda r: (-(r.n or 0), r.label)):
        share = (row.n or 0) / whole if whole else 0.0
        rows.append(
            {
                "name": row.label,
                "count": matter.figures.count(row.n or 0),
                "share": share * 100,
                "share_says": matter.figures.percent(share),
            }
        )
    return {"title": dimension.question, "rows": rows, "hidden": _hidden(matter, dimension)}
