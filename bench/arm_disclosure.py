"""Whether candidate models, told beside results by group, give away a small group.

    python -m bench.arm_disclosure [--worlds 200] [--first 0] [--processes 2]
        [--control none|groups|others] [--indices]

Each world is a small trial: arms that ask for groups or not, people from before it, and somebody
who knows what each arm asks and all figures: of everybody, by area, by gender, by both, and of the
arms. Of each group of one to four people (by arm, area and gender, and two of them) the least and
the most there can be are worked out by linear programming. An arm *leaks* what is known to
within the threshold with its figures, and is not without them. *control* puts a rule out of force,
and must leak: ``groups`` tells arms whatever they give away, ``others`` forgets who is of no arm.
With ``--indices`` what the arms' indices bound is told too: a mean at an end of the scale, beside
how many of a group chose that step, says that few of the arm can be of the group.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import combinations, product
from unittest import mock

import numpy as np
from scipy.optimize import linprog

from survey import trial_results
from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Conduct, Trial
from survey.results import ResultRow
from survey.stats.quantiles import t_quantile
from survey.tally import Person
from survey.trial_results import ArmResult, Around, Visit
from survey.value import Ask, results
from survey.weighting import weights
from tests.builders import AREA, GENDER, RATINGS, UNITS, small_campaign
from tests.conducted import ARMS

CONTROLS = ("none", "groups", "others")
AREAS, SEXES = ("north", "centre", "south", None), ("woman", "man", None)
Kind = tuple[int, str | None, str | None, int | None]
"""Arm (2 is none of them), area, gender and step."""
KINDS: list[Kind] = list(product(range(3), AREAS, SEXES, (1, 2, 3, 4, 5, None)))
NOON = datetime(2025, 9, 3, 7, 0, tzinfo=UTC)
Told = list[tuple[np.ndarray, float, float]]
"""A sum over kinds, and the least and the most that it is."""


def trial(draw: random.Random) -> Campaign:
    """Two arms, each asking for areas and genders or not."""
    asked = [(RATINGS[0], *(id for id in (AREA, GENDER) if draw.random() < 0.6)) for _ in ARMS]
    arms = tuple(
        Arm(id=id, name=str(id), questions=some) for id, some in zip(ARMS, asked, strict=True)
    )
    plain = small_campaign()
    return replace(plain, conduct=Conduct(trial=Trial(arms=arms, by=AssignedBy.PERSON)))


def may(campaign: Campaign, kind: Kind) -> bool:
    """Whether the arm asks what such a person said."""
    arms = campaign.conduct.trial.arms if campaign.conduct.trial else ()
    asked = arms[kind[0]].questions if kind[0] < len(arms) else (AREA, GENDER)
    return (kind[1] is None or AREA in asked) and (kind[2] is None or GENDER in asked)


def people(campaign: Campaign, draw: random.Random) -> list[Kind]:
    """Five to seventy of them; choices and silence as they happen to be common."""
    known = [kind for kind in KINDS if may(campaign, kind)]
    common = [
        {value: draw.choice((0.02, 0.1, 0.5, 1.0)) for value in values}
        for values in (range(3), AREAS, SEXES, (1, 2, 3, 4, 5, None))
    ]
    likely = [
        float(np.prod([shares[value] for shares, value in zip(common, kind, strict=True)]))
        for kind in known
    ]
    return draw.choices(known, likely, k=draw.randint(5, 70))


def person(kind: Kind) -> Person:
    groups = {name: said for name, said in (("area", kind[1]), ("gender", kind[2])) if said}
    return Person(groups=groups, items={} if kind[3] is None else {RATINGS[0]: kind[3]})


def told(campaign: Campaign, crowd: Sequence[Kind]) -> tuple[list[ResultRow], list[ArmResult]]:
    """What is published of a crowd."""
    everybody = [person(kind) for kind in crowd]
    factors = tuple(factor.id for factor in campaign.factors)
    by = (("area",), ("gender",), ("area", "gender"))
    ask = Ask(by=by, language="en", release="r", taken_in=len(crowd))
    rows = results(campaign, everybody, weights((), factors), t_quantile, ask).rows
    visits = [
        Visit(arm=ARMS[kind[0]], unit=UNITS[0], time=NOON, complete=True, person=person(kind))
        for kind in crowd if kind[0] < 2
    ]
    around = Around(everybody=everybody)
    return list(rows), list(trial_results.trial_results(campaign, visits, around, t_quantile))


def of_rows(rows: Sequence[ResultRow]) -> Told:
    """Numbers of people and of raters, and the sum of their steps."""
    found: Told = []
    for row in rows:
        here = np.array([
            all({"area": kind[1], "gender": kind[2]}[name] == said
                for name, said in row.group.items()) for kind in KINDS
        ], dtype=float)
        steps = np.array([kind[3] or 0 for kind in KINDS])
        if row.n is not None:
            found.append((here, row.n, row.n))
        factor = row.factors[0]
        if factor.n is not None:
            found.append((here * (steps > 0), factor.n, factor.n))
        for step, n in (factor.counts or {}).items():
            found.append((here * (steps == step), n, n))
    return found


def of_arms(arms: Sequence[ArmResult], *, indices: bool) -> Told:
    """Numbers of people, and what the index says of raters whose number is not told."""
    found: Told = []
    for at, one in enumerate(arms):
        here = np.array([float(kind[0] == at) for kind in KINDS])
        if one.finished is not None:
            found.append((here, one.finished, one.finished))
        if one.index is None or not indices:
            continue
        off = 1e-6 if one.finished is not None else 0.5
        scores = np.array([np.nan if k[3] is None else (k[3] - 1) * 25.0 for k in KINDS])
        rated = here * ~np.isnan(scores)
        scores = np.nan_to_num(scores)
        found.append((rated * (scores - one.index - off), -np.inf, 0.0))
        found.append((rated * (scores - one.index + off), 0.0, np.inf))
    return found


def bounds(figures: Told, possible: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """The least and the most people that the group can have."""
    same = [(row, low) for row, low, high in figures if low == high]
    most = [(row, high) for row, low, high in figures if low != high and high < np.inf]
    most += [(-row, -low) for row, low, high in figures if low != high and low > -np.inf]
    ends = []
    for way in (1.0, -1.0):
        found = linprog(
            way * group, A_eq=[row for row, _ in same], b_eq=[n for _, n in same],
            A_ub=[row for row, _ in most] or None, b_ub=[n for _, n in most] or None,
            bounds=[(0, None if one else 0) for one in possible],
        )
        ends.append(way * found.fun if found.status == 0 else (0.0 if way > 0 else np.inf))
    return ends[0], ends[1]


def small_groups(crowd: Sequence[Kind]) -> Iterator[tuple[str, np.ndarray]]:
    """Every group of one to four people, by one or two of what they are told apart by."""
    for size in (1, 2):
        for places in combinations(range(3), size):
            for values in sorted({tuple(kind[at] for at in places) for kind in crowd}, key=repr):
                group = np.array(
                    [float(tuple(kind[at] for at in places) == values) for kind in KINDS]
                )
                if sum(tuple(kind[at] for at in places) == values for kind in crowd) < 5:
                    yield f"{places} {values}", group


def is_open(ends: tuple[float, float]) -> bool:
    low, high = np.ceil(ends[0] - 1e-5), np.floor(ends[1] + 1e-5)
    return bool((low <= 0 and high >= 5) or high - low >= 5)


def tried(seed: int, control: str, indices: bool) -> tuple[int, int, int, int, str]:
    """Seed, small groups, arms whose number and whose index is told, and the first leak."""
    draw = random.Random(seed)
    campaign = trial(draw)
    crowd = people(campaign, draw)
    with mock.patch.object(
        trial_results, "gives_away",
        (lambda *_: False) if control == "groups" else trial_results.gives_away,
    ), mock.patch.object(
        trial_results, "one_way",
        (lambda counts, _, *rest: one_way(counts, 0, *rest)) if control == "others" else one_way,
    ):
        rows, arms = told(campaign, crowd)
    possible = np.array([may(campaign, kind) for kind in KINDS])
    before, after, first, n = of_rows(rows), of_arms(arms, indices=indices), "", 0
    for name, group in small_groups(crowd):
        n += 1
        if after and not first and not is_open(bounds([*before, *after], possible, group)):
            ends = bounds([*before, *after], possible, group)
            first = f"{name} {ends}" if is_open(bounds(before, possible, group)) else ""
    numbers = sum(one.finished is not None for one in arms)
    return seed, n, numbers, sum(one.index is not None for one in arms), first


one_way = trial_results.one_way


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--worlds", type=int, default=200)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--control", choices=CONTROLS, default="none")
    options.add_argument("--indices", action="store_true")
    args = options.parse_args()
    work = partial(tried, control=args.control, indices=args.indices)
    with ProcessPoolExecutor(args.processes) as pool:
        every = list(pool.map(work, range(args.first, args.first + args.worlds), chunksize=5))
    leaking = [(one[0], one[4]) for one in every if one[4]]
    print(f"{len(every)} worlds, {sum(one[1] for one in every)} small groups; of"
          f" {2 * len(every)} arms {sum(one[2] for one in every)} with their number,"
          f" {sum(one[3] for one in every)} with their index; worlds that leak: {len(leaking)}")
    for seed, leak in leaking[:10]:
        print(f"  {seed}: {leak}")


if __name__ == "__main__":
    main()
