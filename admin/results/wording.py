"""What results say, in sentences; the same words on screen and in the report.

Findings have their own words in :mod:`admin.results.findings`.
"""

from __future__ import annotations

from admin.pictures.model import Distribution, Matrix
from admin.results import figures
from admin.results.illustrations import people
from assets.words import Words
from survey.results import ResultRow, ValueResults

UNFINISHED = "unfinished"
"""Under ``refused``: answers of people who stopped, where results do not rest upon them."""


def facts(results: ValueResults, row: ResultRow, words: Words) -> str:
    """The line below the heading: who answered, who set the weights, and which edition."""
    parts = [people(row.n, words) if row.n is not None else words("too few answers to be shown")]
    if results.weights_hidden:
        parts.append(words("weights from too few participants to be shown"))
    elif results.weights:
        first = results.weights[0]
        language = words.language
        parts.append(
            words.many(
                "weights from {count} participant",
                "weights from {count} participants",
                first.n_participants,
                count=figures.whole(first.n_participants, language),
            )
            + " "
            + words.many("in {n} focus group", "in {n} focus groups", first.n_groups)
        )
    if unfinished := results.refused.get(UNFINISHED, 0):
        parts.append(words.many(
            "{n} unfinished, not counted", "{n} unfinished, not counted", unfinished
        ))
    parts.append(words("edition {release}", release=results.release))
    return " · ".join(parts)


def lacking(results: ValueResults, row: ResultRow, words: Words) -> str:
    """What is missing before there is a result, and what to do about it; empty when all is."""
    if not row.factors and row.n is not None:
        return words(
            "This survey has no ratings of value factors, so there is no value index. What people "
            "answered stands below, question by question."
        )
    if all(factor.index is None for factor in row.factors):
        return words(
            "Too few people have answered for any figure to be shown. Take in more answers, "
            "then look again."
        )
    if results.weights_hidden:
        return words(
            "Too few people have given points for weights to be shown, so there is no value index."
        )
    if not any(weight.n_groups for weight in results.weights):
        return words(
            "There are no weights yet, so there is no value index. Let a focus group give its "
            "points, and take them in."
        )
    return ""


def certainty(results: ValueResults, row: ResultRow, words: Words) -> str:
    """What the interval beside the value index means, and which part of the weight it rests on."""
    if results.weights_hidden:
        return words(
            "Too few people have given points for weights to be shown, so there is no value index."
        )
    if results.weights and not results.weights[0].n_groups:
        return words("There is no value index until a focus group has given points.")
    if not row.factors and row.n is not None:
        return words("There is no value index: the survey has no ratings of value factors.")
    if row.value_index is None:
        return words("Too few answers to show a figure.")
    level = figures.percent(results.level, 0, words.language)
    parts = [words("0–100, with {level} interval.", level=level)]
    if row.weight_present is not None and row.weight_present < 0.9995:
        share = figures.percent(row.weight_present, 0, words.language)
        parts.append(words("It rests on factors with {share} of the weight.", share=share))
    return " ".join(parts)


def method(results: ValueResults, words: Words) -> str:
    """The footer: interval, weights, hidden groups, version."""
    level = figures.percent(results.level, 0, words.language)
    parts = [
        words("Intervals hold at {level}.", level=level),
        words("Weights are the focus groups' mean shares of points."),
    ] if results.weights else []
    parts += weighed_by(results, words)
    if results.weights and results.weights[0].excluded:
        parts.append(
            words.many(
                "{n} participant gave no points and is not counted.",
                "{n} participants gave no points and are not counted.",
                results.weights[0].excluded,
            )
        )
    parts.append(words("Groups with too few answers are not shown."))
    parts.append(words("Method {version}.", version=results.method_version))
    return " ".join(parts)


def weighed_by(results: ValueResults, words: Words) -> list[str]:
    """Which locked weights these are, and what few groups cannot tell."""
    told = []
    groups = results.weights[0].n_groups if results.weights else 0
    if groups and results.weights_version:
        told.append(words("Weights: version {n}, locked.", n=results.weights_version))
    if groups == 1:
        told.append(words(
            "There is one group: how much groups differ cannot be told, and no interval holds it."
        ))
    elif groups == 2:
        told.append(words(
            "There are two groups: how much groups differ can hardly be told from them."
        ))
    return told


def matrix(picture: Matrix, words: Words) -> str:
    """How to read the matrix, and how many factors are surely where they stand."""
    sure = sum(picture.is_certain(point) for point in picture.points)
    return (
        words(
            "The higher up, the higher the weight; the further to the right, the higher the index."
        )
        + " "
        + words.many(
            "{n} of {of} factors lies surely in its field.",
            "{n} of {of} factors lie surely in their fields.",
            sure,
            of=len(picture.points),
        )
    )


def distribution(picture: Distribution, words: Words) -> str:
    """Which factor has the largest and the smallest share of answers on the upper steps."""
    shown = [(row.label, row.shares) for row in picture.rows if row.shares]
    half = len(picture.steps) // 2
    upper = [(sum(shares[-half:]), label) for label, shares in shown] if half else []
    if len(upper) < 2:
        return words("Low answers to the left, high to the right.")
    most, least = max(upper), min(upper)
    language = words.language
    found = {
        "least": figures.percent(least[0], 0, language),
        "low": least[1],
        "most": figures.percent(most[0], 0, language),
        "high": most[1],
    }
    if half == 2:
        return words(
            "Answers on the two highest steps: from {least} for {low} to {most} for {high}.",
            **found,
        )
    return words(
        "Answers on the upper steps: from {least} for {low} to {most} for {high}.", **found
    )
