"""Results as rows of plain text, for a terminal. What is hidden says so and has no figure."""

from __future__ import annotations

from survey.results import Interval, ValueResults

_HEAD = ("group", "n", "what", "weight", "index", "interval")


def lines(results: ValueResults) -> list[tuple[str, ...]]:
    """A head, then for each row its value index and its factors."""
    weights = {
        weight.factor: f"{weight.weight:.3f}" for weight in results.weights if weight.n_participants
    }
    found: list[tuple[str, ...]] = [_HEAD]
    for row in results.rows:
        label = row.label or "everybody"
        if row.suppressed:
            found.append((label, "", "not shown", "", "", ""))
            continue
        found.append((label, _count(row.n), "value index", "", *_figure(row.value_index, row.ci)))
        for factor in row.factors:
            weight = weights.get(factor.factor, "none")
            figure = _figure(factor.index, factor.ci)
            found.append((label, _count(factor.n), factor.name, weight, *figure))
    return found


def _count(n: int | None) -> str:
    return "" if n is None else str(n)


def _figure(value: float | None, ends: Interval | None) -> tuple[str, str]:
    if value is None:
        return "not shown", ""
    return f"{value:.1f}", f"{ends[0]:.1f}–{ends[1]:.1f}" if ends else ""
