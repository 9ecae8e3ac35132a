"""How long value results take, beside one bare walk over the same ratings.

    python -m bench.value_results [--people 100000]

The walk adds up every rating of every person and does nothing else: no pure Python program
that looks at each rating is faster. Runs take turns; medians of five pairs are told.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from uuid import UUID

import assets
from survey.campaign import Campaign
from survey.reading import read_campaign
from survey.stats.quantiles import t_quantile
from survey.value import Ask, Person, one_way, results
from survey.weighting import Weights, weights

PAIRS = 5


def people(campaign: Campaign, count: int) -> list[Person]:
    """Made-up persons who rate twelve items each; the same at every run."""
    chance = random.Random(1)
    items: list[UUID] = [q.id for q in campaign.ratings()][:12]
    groups = [q for q in campaign.form.questions if q.id in campaign.group_by]
    return [
        Person(
            groups={q.name: chance.choice(q.choices).name for q in groups},
            items={item: chance.randint(1, 5) for item in items},
        )
        for _ in range(count)
    ]


def bare(persons: list[Person]) -> float:
    """Seconds of the walk."""
    began = time.perf_counter()
    total = 0
    for person in persons:
        for step in person.items.values():
            total += step
    return time.perf_counter() - began


def whole(campaign: Campaign, persons: list[Person], weighed: Weights) -> float:
    """Seconds of the value results by each question on its own."""
    ask = Ask(release="bench", by=one_way(campaign))
    began = time.perf_counter()
    results(campaign, persons, weighed, t_quantile, ask)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    count = options.parse_args().people
    campaign, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert campaign is not None
    factors = tuple(factor.id for factor in campaign.factors)
    weighed = weights([[dict.fromkeys(factors, 1)]] * 3, factors, campaign.weight_rule)
    persons = people(campaign, count)
    pairs = [(whole(campaign, persons, weighed), bare(persons)) for _ in range(PAIRS)]
    seconds = statistics.median(w for w, _ in pairs)
    ratio = statistics.median(w / b for w, b in pairs)
    print(f"{count} people x 12: {seconds:.2f} s, {ratio:.0f} times a bare walk over the ratings")


if __name__ == "__main__":
    main()
