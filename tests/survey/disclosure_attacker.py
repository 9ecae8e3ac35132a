"""Somebody who knows all that is told of a survey, and reckons how many people any group has.

What is told are equations, and where it is rounded inequalities, over how many people there are of
each kind; the least and the most that a group can have come from linear programming. Nothing is
shared with the code that hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from survey.forms.counting import Counted
from survey.results import FactorResult, ResultRow, ValueResults
from tests.survey.disclosure_told import ratings
from tests.survey.disclosure_worlds import GENDERS, STEPS, THRESHOLD, TOWNS, Mask, World


class Attacker:
    """Learns figures and then tells groups apart from what could be otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._equal: list[tuple[Mask, float]] = [(link, 0.0) for link in world.links()]
        self._most: list[tuple[Mask, float]] = []
        self._way: _Ways | None = None
        self.learn(world.everybody(), len(world.people))

    def learn(self, what: Mask, n: float | None) -> None:
        """The sum of ``what`` over all people; None tells nothing."""
        if n is not None:
            self._equal.append((what, n))

    def at_most(self, what: Mask, n: float) -> None:
        """The sum is no more than ``n``."""
        self._most.append((what, n))

    def bounds(self, group: Mask) -> tuple[int, int]:
        """The least and the most people that the group can have."""
        if self._way is None:
            self._way = _Ways(self._equal, self._most)
        return self._way.bounds(group)

    def is_open(self, group: Mask) -> bool:
        """Whether the group may be empty as well as big, or is anyhow not known to within the
        threshold."""
        if self._way is None:
            self._way = _Ways(self._equal, self._most)
        return self._way.is_open(group)


class _Ways:
    """The kinds that nothing told tells apart are one; every way people could be is kept, since
    it may answer for other groups too."""

    def __init__(self, equal: Sequence[tuple[Mask, float]], most: Sequence[tuple[Mask, float]]):
        rows = np.array([row for row, _ in (*equal, *most)])
        seen, self._of_kind = np.unique(rows, axis=1, return_inverse=True)
        self._of_kind = self._of_kind.reshape(-1)
        self._many = seen.shape[1]
        self._equal = seen[: len(equal)], [n for _, n in equal]
        self._most = (seen[len(equal):], [n for _, n in most]) if most else (None, None)
        self._found: list[Mask] = []

    def _ends(self, group: Mask) -> tuple[Mask, Mask]:
        """Of each of the joined kinds the least and the most that one person adds to the group."""
        least, most = np.full(self._many, np.inf), np.full(self._many, -np.inf)
        np.minimum.at(least, self._of_kind, group)
        np.maximum.at(most, self._of_kind, group)
        return least, most

    def _solve(self, target: Mask) -> float:
        found = linprog(
            target, A_eq=self._equal[0], b_eq=self._equal[1], A_ub=self._most[0],
            b_ub=self._most[1], method="highs",
        )
        assert found.status == 0, found.message
        self._found.append(found.x)
        return float(found.fun)

    def bounds(self, group: Mask) -> tuple[int, int]:
        least, most = self._ends(group)
        low, high = self._solve(least), -self._solve(-most)
        return ceil(low - 1e-6), floor(high + 1e-6)

    def is_open(self, group: Mask) -> bool:
        least, most = self._ends(group)
        if self._found:
            every = np.array(self._found)
            if _open(float((every @ least).min()), float((every @ most).max())):
                return True
        return _open(*self.bounds(group))


def _open(low: float, high: float) -> bool:
    low, high = ceil(low - 1e-6), floor(high + 1e-6)
    return (low <= 0 and high >= THRESHOLD) or high - low >= THRESHOLD


def leaks(
    world: World, found: Sequence[Counted], rows: ValueResults, *, indices: bool = False
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The small groups that can be reckoned from all that is told, and how far.

    With ``indices`` also from those of factors, which bound how many chose a scale's far end.
    """
    attacker = Attacker(world)
    learn_questions(attacker, found)
    learn_values(attacker, rows, indices=indices)
    for name, group in small_groups(world, found):
        if not attacker.is_open(group):
            yield name, attacker.bounds(group)


def learn_questions(attacker: Attacker, found: Sequence[Counted]) -> None:
    """All that is told question by question."""
    world = attacker.world
    for one in found:
        name, versions = one.node.name, one.versions
        attacker.learn(world.answered(name, versions), one.n)
        alone = len(versions) == len(world.forms) and name not in ("whom", "why")
        if alone and name in world.asked:
            attacker.learn(world.was_asked(name), one.asked)
        for share in one.shares:
            attacker.learn(world.chose(name, versions, share.name), share.n)
        if one.mean is not None and one.n is not None and name == "times":
            once, twice = (is_said(world, "times", times) for times in (1, 2))
            attacker.learn(once + 2 * twice, round(one.mean * one.n, 6))


def learn_values(attacker: Attacker, results: ValueResults, *, indices: bool) -> None:
    """All that value results tell of everybody and of each group."""
    asked = ratings(attacker.world)
    for row in results.rows:
        attacker.learn(_those(attacker.world, row), row.n)
        for factor in row.factors:
            # what people answer further is not known by group
            if not row.group or asked[factor.factor] == "met":
                _learn_factor(attacker, row, factor, asked[factor.factor], indices)


def _those(world: World, row: ResultRow) -> Mask:
    return is_said(world, "gender", row.group["gender"]) if row.group else world.everybody()


def _learn_factor(
    attacker: Attacker, row: ResultRow, factor: FactorResult, name: str, indices: bool
) -> None:
    world = attacker.world
    steps = [world.chose(name, range(len(world.forms)), str(step)) for step in STEPS]
    if row.group:
        steps = [step * _those(world, row) for step in steps]
    rated = np.sum(steps, axis=0)
    attacker.learn(rated, factor.n)
    for step, mask in zip(STEPS, steps, strict=True):
        attacker.learn(mask, factor.counts and factor.counts[step])
    if factor.index is not None and indices:
        at = np.sum([25.0 * (step - 1) * m for step, m in zip(STEPS, steps, strict=True)], axis=0)
        whole = factor.index == round(factor.index)
        room = 0.5 + 1e-9 if whole else 1e-7
        attacker.at_most(at - (factor.index + room) * rated, 1e-6)
        attacker.at_most((factor.index - room) * rated - at, 1e-6)


def is_said(world: World, name: str, value: object) -> Mask:
    """The kinds of which one thing is known."""
    return world.mask(f"{name} is {value}", lambda person: bool(getattr(person, name) == value))


def small_groups(world: World, found: Sequence[Counted]) -> Iterator[tuple[str, Mask]]:
    """Groups of one to four people: by an answer, by who was asked, and where both meet. Who left
    a question empty that all were asked are none."""
    seen = set()
    unsaid = is_said(world, "gender", "")
    for name, mask in _groups(world, found):
        small = (mask > unsaid).any() and 0 < world.size(mask) < THRESHOLD
        if small and mask.tobytes() not in seen:
            seen.add(mask.tobytes())
            yield name, mask


def _groups(world: World, found: Sequence[Counted]) -> Iterator[tuple[str, Mask]]:
    everybody, every = world.everybody(), tuple(range(len(world.forms)))
    genders = [(f"gender {g}", is_said(world, "gender", g)) for g in GENDERS]
    been = [(f"been {t}", world.mask(f"has been {t}", lambda p, t=t: t in p.been)) for t in TOWNS]
    met = [(f"met {step}", is_said(world, "met", step)) for step in STEPS]
    values = [
        *genders, *met, *been, *((f"not {name}", everybody - mask) for name, mask in been),
        *((f"town {t}", is_said(world, "town", t)) for t in TOWNS),
        *((f"times {n}", is_said(world, "times", n)) for n in range(3)),
    ]
    yield from values
    yield from ((f"{one}, {other}", a * b) for one, a in genders for other, b in met)
    for one in found:
        name = one.node.name
        for share in one.shares:
            chose = world.chose(name, one.versions, share.name)
            yield f"{name} {share.name}", chose
            yield f"{name} not {share.name}", world.answered(name, one.versions) - chose
        if name in world.asked:
            repeated = name in ("whom", "why")
            was = world.answered(name, every) if repeated else world.was_asked(name)
            yield f"asked {name}", was
            yield f"not asked {name}", everybody - was
            # who was not asked as they left another empty: neither are those who were
            empties = not (everybody - was > is_said(world, "gender", "")).any()
            if name != "why" and not empties:
                yield from ((f"{value}, asked {name}", group * was) for value, group in values)
                yield from (
                    (f"{value}, not asked {name}", group - group * was) for value, group in values
                )
