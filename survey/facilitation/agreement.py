"""Kendall's coefficient of concordance, exactly, and how sure it is.

Ties get the mean of their ranks and the usual correction (Kendall & Gibbons 1990, ch. 6):
``W = 12 S / (m²(n³−n) − m ΣT)``. With ranks doubled everything is whole numbers, so nothing is
rounded before the last division.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

LEAST = 5
"""Participants below whom agreement is not shown: of few, one person's points could be read."""

Quantile = Callable[[float, float], float]
"""``(p, df) -> t``; :func:`survey.stats.quantiles.t_quantile`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """W from 0 to 1 over ``raters``; ``interval`` None when it cannot be told."""

    w: Fraction
    raters: int
    items: int
    interval: tuple[float, float] | None


def doubled_ranks(row: Sequence[float]) -> tuple[list[int], int]:
    """Twice each score's rank from 1, ties sharing theirs, and Σ(t³−t) over the ties."""
    counts = Counter(row)
    below = ties = 0
    rank: dict[float, int] = {}
    for score in sorted(counts):
        rank[score] = 2 * below + counts[score] + 1
        ties += counts[score] ** 3 - counts[score]
        below += counts[score]
    return [rank[score] for score in row], ties


def concordance(totals: Sequence[int], ties: int, raters: int) -> Fraction | None:
    """W from the items' sums of doubled ranks. None with under two raters or items, or when
    every rater ties everything."""
    n = len(totals)
    if raters < 2 or n < 2:
        return None
    whole = raters * raters * (n**3 - n) - raters * ties
    if whole == 0:
        return None
    centre = raters * (n + 1)
    return Fraction(3 * sum((total - centre) ** 2 for total in totals), whole)


def agreement(
    rows: Sequence[Sequence[int]], quantile: Quantile | None = None, level: float = 0.95
) -> Agreement | None:
    """How alike ``rows`` (a rater each, a score per item) rank the items.

    None with fewer than ``LEAST`` raters, and where W cannot be told. The interval comes from
    leaving out one rater at a time: of the mean correlation between raters
    ``(m W − 1) / (m − 1)``, which does not grow with their number, with Student's t on m − 1.
    """
    m, n = len(rows), len(rows[0]) if rows else 0
    if m < LEAST:
        return None
    ranked = [doubled_ranks(row) for row in rows]
    totals = [sum(ranks[at] for ranks, _ in ranked) for at in range(n)]
    ties = sum(tied for _, tied in ranked)
    w = concordance(totals, ties, m)
    if w is None:
        return None
    interval = None
    if quantile is not None:
        without = [
            concordance([a - b for a, b in zip(totals, ranks, strict=True)], ties - tied, m - 1)
            for ranks, tied in ranked
        ]
        interval = _interval(w, [one for one in without if one is not None], m, quantile, level)
    return Agreement(w=w, raters=m, items=n, interval=interval)


def _interval(
    w: Fraction, without: Sequence[Fraction], m: int, quantile: Quantile, level: float
) -> tuple[float, float] | None:
    if len(without) < m:
        return None
    whole = _mean_correlation(w, m)
    pseudo = [m * whole - (m - 1) * _mean_correlation(one, m - 1) for one in without]
    centre = fsum(pseudo) / m
    variance = fsum((one - centre) ** 2 for one in pseudo) / (m - 1) / m
    half = quantile((1 + level) / 2, m - 1) * sqrt(variance)
    low, high = ((1 + (m - 1) * end) / m for end in (whole - half, whole + half))
    return max(0.0, low), min(1.0, high)


def _mean_correlation(w: Fraction, m: int) -> float:
    return float((m * w - 1) / (m - 1))
