"""The factors: index with interval, and how the answers spread."""

from __future__ import annotations

from admin.reports.matter import Content, ReportMatter
from survey.results import FactorResult, FactorWeight


def factor_table(matter: ReportMatter) -> Content:
    """Every factor with weight, bar and interval, most important first."""
    words = matter.words
    return {
        "title": words("Every factor"),
        "says": _range_sentence(matter),
        "head": [
            words("Factor"),
            words("Weight"),
            words("Index 0–100"),
            words("Index"),
            words("Interval"),
        ],
        "rows": [_row(matter, weight, factor) for weight, factor in matter.by_weight()],
        "key": " ".join(_key(matter)),
    }


def _key(matter: ReportMatter) -> list[str]:
    words = matter.words
    bar = words(
        "The bar shows the index from 0 to 100, the line across its end the {level} interval.",
        level=matter.level,
    )
    first = words("The factor with the highest weight stands first.")
    return [first, bar] if matter.has_weights else [bar]


def _range_sentence(matter: ReportMatter) -> str:
    shown = [f.index for _, f in matter.by_weight() if f.index is not None]
    if not shown:
        return matter.words("Too few have answered for any factor to be shown.")
    return matter.words(
        "The factors' indices run from {low} to {high} of 100.",
        low=matter.figures.number(min(shown)),
        high=matter.figures.number(max(shown)),
    )


def _row(matter: ReportMatter, weight: FactorWeight | None, factor: FactorResult) -> Content:
    figures = matter.figures
    return {
        "name": factor.name,
        "weight": figures.percent(weight.weight, 1) if weight and matter.has_weights else "–",
        "value": factor.index,
        "interval": list(factor.ci) if factor.ci and factor.index is not None else None,
        "figure": matter.words("not shown")
        if factor.index is None
        else figures.number(factor.index),
        "interval_says": figures.interval(factor.ci) if factor.index is not None else "",
    }


def spread_table(matter: ReportMatter) -> Content:
    """How single answers spread over the scale's steps, per factor."""
    words = matter.words
    rows = [row for _, f in matter.by_weight() if (row := _spread(matter, f)) is not None]
    return {
        "title": words("How the answers spread"),
        "says": words(
            "Each bar is all answers to the factor's questions. Here answers are counted, "
            "while the index counts people."
        ),
        "head": [
            words("Factor"),
            words("Low"),
            words("Share of the answers"),
            words("High"),
            words("Answers"),
        ],
        "rows": rows,
        "steps": _steps(matter),
        "key": words(
            "Low is the share that chose one of the two lowest steps, high one of the two highest."
        ),
    }


def _spread(matter: ReportMatter, factor: FactorResult) -> Content | None:
    total = sum((factor.counts or {}).values())
    if not factor.counts or not total:
        return None
    shares = [factor.counts[step] / total for step in sorted(factor.counts)]
    figures = matter.figures
    return {
        "name": factor.name,
        "shares": [share * 100 for share in shares],
        "low": figures.percent(sum(shares[:2])),
        "high": figures.percent(sum(shares[-2:])),
        "count": figures.count(total),
    }


def _steps(matter: ReportMatter) -> list[str]:
    """The scale's steps in words, lowest first, taken from the first rating question."""
    low, high = matter.results.scale
    rating = next(iter(matter.campaign.ratings()), None)
    said = [matter.said(t) for t in rating.scale.labels] if rating and rating.scale else []
    steps = [str(step) for step in range(low, high + 1)]
    if len(said) != len(steps):
        return steps
    return [
        step if label in ("", step) else f"{step} {label}"
        for step, label in zip(steps, said, strict=True)
    ]
