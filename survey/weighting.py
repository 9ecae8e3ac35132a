"""From the points of focus groups to weights (*vikter*) of value factors.

A participant's *share* of a factor is their points on it over all their points. Two rules:

* ``mean-of-shares`` (the default): the mean over groups of the mean over participants of shares,
  so that neither a lavish participant nor a big group speaks louder.
* ``share-of-sums`` (the guide's): all points on the factor over all points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from uuid import UUID

from survey.campaign import WeightRule
from survey.facilitation.agreement import Quantile, concordance, doubled_ranks


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShares:
    """One group's shares, in the order of the factors, and its ``pull`` on the weights.

    Shares sum to 1 within the group, pulls sum to 1 over groups; a weight is
    the pull-weighted sum of shares.
    """

    pull: float
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights that sum to 1 over ``factors``, and what they rest upon.

    ``weight`` is 0 for every factor when nobody gave points (``n_groups`` is then 0).
    ``n_participants`` and ``n_groups`` gave points; ``excluded`` participants gave none.
    ``outside`` counts points on other factors; they count nowhere. ``agreement`` is Kendall's W
    over participants, from 0 to 1, or ``None`` when it cannot be told.
    """

    rule: WeightRule
    factors: tuple[UUID, ...]
    weight: Mapping[UUID, float]
    points: Mapping[UUID, int]
    groups: tuple[GroupShares, ...]
    n_participants: int
    n_groups: int
    excluded: int
    outside: int
    agreement: float | None


def weights(
    groups: Sequence[Sequence[Mapping[UUID, int]]],
    factors: Sequence[UUID],
    rule: WeightRule = WeightRule.MEAN_OF_SHARES,
) -> Weights:
    """The weights of ``factors`` from groups of participants' points.

    A participant with no points on ``factors`` is excluded and counted; so is, uncounted, a group
    where nobody gave any. Raises ``ValueError`` on negative points.
    """
    if any(points < 0 for group in groups for given in group for points in given.values()):
        raise ValueError("points cannot be negative")
    everything = [[tuple(given.get(f, 0) for f in factors) for given in group] for group in groups]
    counted = [rows for group in everything if (rows := [row for row in group if any(row)])]
    everyone = [row for rows in counted for row in rows]
    points = {factor: sum(row[at] for row in everyone) for at, factor in enumerate(factors)}
    given_in_all = sum(sum(given.values()) for group in groups for given in group)
    shares = _group_shares(counted, rule)
    return Weights(
        rule=rule,
        factors=tuple(factors),
        weight={
            factor: fsum(group.pull * group.shares[at] for group in shares)
            for at, factor in enumerate(factors)
        },
        points=points,
        groups=shares,
        n_participants=len(everyone),
        n_groups=len(counted),
        excluded=sum(map(len, groups)) - len(everyone),
        outside=given_in_all - sum(points.values()),
        agreement=kendall_w(everyone),
    )


def _group_shares(
    groups: Sequence[Sequence[tuple[int, ...]]], rule: WeightRule
) -> tuple[GroupShares, ...]:
    if rule is WeightRule.SHARE_OF_SUMS:
        columns = [[sum(column) for column in zip(*rows, strict=True)] for rows in groups]
        whole = sum(map(sum, columns))
        return tuple(GroupShares(pull=sum(sums) / whole, shares=_shares(sums)) for sums in columns)
    return tuple(
        GroupShares(pull=1 / len(groups), shares=_mean(map(_shares, rows), len(rows)))
        for rows in groups
    )


def _shares(row: Sequence[int]) -> tuple[float, ...]:
    whole = sum(row)
    return tuple(points / whole for points in row)


def _mean(rows: Iterable[Sequence[float]], n: int) -> tuple[float, ...]:
    return tuple(fsum(column) / n for column in zip(*rows, strict=True))


def between(parts: Sequence[float]) -> tuple[float, int]:
    """The variance of a sum of independent parts, and its degrees of freedom (0 if untold)."""
    groups = len(parts)
    if groups < 2:
        return 0.0, 0
    mean = fsum(parts) / groups
    return groups / (groups - 1) * fsum((part - mean) ** 2 for part in parts), groups - 1


def weight_interval(
    found: Weights, at: int, quantile: Quantile, level: float = 0.95
) -> tuple[float, float] | None:
    """Where the weight of the factor at a place lies: Student's t over groups, g − 1 degrees of
    freedom. None with under two groups: how groups differ cannot be told from one."""
    weight = found.weight[found.factors[at]]
    variance, df = between([group.pull * (group.shares[at] - weight) for group in found.groups])
    if not df:
        return None
    half = quantile((1 + level) / 2, df) * sqrt(variance)
    return max(0.0, weight - half), min(1.0, weight + half)


def kendall_w(rows: Sequence[Sequence[float]]) -> float | None:
    """Kendall's coefficient of concordance of ``rows`` (one rater each, one score per item).

    Ties get the mean of their ranks and the correction ``W = 12 S / (m²(n³−n) − m ΣT)`` with
    ``T = Σ(t³−t)`` per rater (Kendall & Gibbons 1990, ch. 6). From 0 (no agreement) to 1.
    ``None`` with under two raters or items, or when every rater ties everything.
    """
    ranked = [doubled_ranks(row) for row in rows]
    totals = [sum(column) for column in zip(*(ranks for ranks, _ in ranked), strict=True)]
    w = concordance(totals, sum(ties for _, ties in ranked), len(rows))
    return None if w is None else float(w)
