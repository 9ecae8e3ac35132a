"""Results as the page shows them: figures become words and pictures here, once."""

from __future__ import annotations

from collections.abc import Sequence

from admin.pictures.model import Bar
from admin.pictures.spoken import describe
from admin.results import figures, findings, illustrations, wording
from admin.results.findings import Telling
from admin.results.state import CampaignChoice, FactorRow, Pictured, Sheet
from assets.words import Words
from survey.claims import Kind, claims
from survey.results import FactorResult, FactorWeight, ResultRow, ValueResults


def make_sheet(
    results: ValueResults,
    campaign: CampaignChoice,
    row: ResultRow,
    groups: Sequence[ResultRow],
    words: Words,
) -> Sheet:
    """Everything about one row; ``groups`` are the rows it is compared with, none to skip that."""
    language = words.language
    value = row.value_index
    telling = Telling(results=results, words=words, questions=dict(campaign.groupings))
    return Sheet(
        who=row.label if row.group else "",
        facts=wording.facts(results, row, words),
        value="–" if value is None else figures.decimal(value, 0, language),
        value_interval=figures.interval(row.ci, 0, language) if row.ci else "",
        value_note=wording.certainty(results, row, words),
        findings=_findings(telling, row),
        table_sentence=_extremes(telling, row),
        factors=factor_rows(results, row, words),
        matrix=_matrix(results, row, words),
        distribution=_distribution(row, campaign.steps, words),
        groups=_groups(telling, groups),
        method=wording.method(results, words),
    )


def factor_rows(results: ValueResults, row: ResultRow, words: Words) -> tuple[FactorRow, ...]:
    """The table's rows, most important factor first."""
    weights = {weight.factor: weight for weight in results.weights}
    ordered = sorted(
        row.factors, key=lambda f: -(weights[f.factor].weight if f.factor in weights else 0)
    )
    return tuple(_factor_row(factor, weights.get(factor.factor), words) for factor in ordered)


def _factor_row(factor: FactorResult, weight: FactorWeight | None, words: Words) -> FactorRow:
    language, index = words.language, factor.index
    given = weight if weight is not None and weight.n_participants else None
    said = words("not shown") if index is None else figures.decimal(index, 0, language)
    interval = figures.interval(factor.ci, 0, language) if factor.ci else ""
    return FactorRow(
        name=factor.name,
        weight=given.weight if given else None,
        weight_text=figures.percent(given.weight, 1, language) if given else "–",
        bar=Bar(label=factor.name, value=index, interval=factor.ci, figure=said),
        index=index,
        index_text=said,
        interval_text=interval,
    )


def _matrix(results: ValueResults, row: ResultRow, words: Words) -> Pictured | None:
    picture = illustrations.value_matrix(results, row, words)
    if picture is None:
        return None
    return Pictured(
        picture=picture,
        sentence=wording.matrix(picture, words),
        alternative=describe(picture, words),
    )


def _distribution(row: ResultRow, steps: Sequence[str], words: Words) -> Pictured | None:
    """How answers spread; nothing where every factor is hidden."""
    picture = illustrations.distribution(row, steps, words)
    if not any(shown.shares for shown in picture.rows):
        return None
    return Pictured(
        picture=picture,
        sentence=wording.distribution(picture, words),
        alternative=describe(picture, words),
    )


def _findings(telling: Telling, row: ResultRow) -> tuple[str, ...]:
    """What to talk about first; for everybody also the first finding on each question."""
    own = findings.about_row(telling.results, row)
    found = list(findings.chosen(own, Kind.PRIORITISE, Kind.MOST_IMPORTANT))
    if not row.group:
        about = (claim for claim in claims(telling.results) if claim.question)
        found += {claim.question: claim for claim in reversed(tuple(about))}.values()
    said = tuple(findings.sentence(claim, telling) for claim in found)
    lacking = wording.lacking(telling.results, row, telling.words)
    if lacking:
        return (lacking, *said)
    return said or (telling.words("Nothing can be said with certainty from these answers."),)


def _extremes(telling: Telling, row: ResultRow) -> str:
    """The highest and lowest factor, as far as the intervals carry it."""
    own = findings.about_row(telling.results, row)
    found = findings.chosen(own, Kind.HIGHEST_INDEX, Kind.LOWEST_INDEX)
    return " ".join(findings.sentence(claim, telling) for claim in found)


def _groups(telling: Telling, groups: Sequence[ResultRow]) -> Pictured | None:
    if not groups:
        return None
    results, words = telling.results, telling.words
    question = next(iter(groups[0].group))
    everybody = next((row for row in results.rows if not row.group), None)
    shown = any(row.value_index is not None for row in groups)
    picture = illustrations.group_dots(groups, everybody, words) if shown else None
    said = findings.about_value_index(results, question, telling)
    return Pictured(
        picture=picture,
        sentence=said if shown else "\n•  ".join((said, *_factors_of(groups, words))),
        alternative=describe(picture, words) if picture else "",
    )


def _factors_of(groups: Sequence[ResultRow], words: Words) -> tuple[str, ...]:
    """Every group's factors, a line each, where no index of theirs can be drawn."""
    return tuple(
        words("{group}: {figures}", group=row.label, figures=_figures(row, words))
        for row in groups if row.factors or row.suppressed
    )


def _figures(row: ResultRow, words: Words) -> str:
    if row.suppressed:
        return words("not shown")
    return ", ".join(
        f"{factor.name} "
        + (words("not shown") if factor.index is None
           else figures.decimal(factor.index, 0, words.language))
        for factor in row.factors
    )
