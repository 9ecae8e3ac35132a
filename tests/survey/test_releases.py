"""Every way to ask for the same figures, laid side by side by one who subtracts.

The attacker keeps whatever any request has published and solves linear programmes over the
table of persons (or of a factor's raters) behind it; it shares nothing with the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations, permutations, product
from uuid import UUID

import numpy as np
import pytest
from scipy.optimize import linprog

from survey.campaign import Campaign
from survey.disclosure import Key, one_way, two_way
from survey.forms.model import Choice
from survey.results import ResultRow, ValueResults
from survey.stats.quantiles import t_quantile
from survey.value import Ask, Person, results
from survey.weighting import weights
from tests.builders import FACTORS, RATINGS, select_one, small_campaign, texts

T = 5
AREAS: tuple[Key, ...] = ("north", "centre", "south", None)
GENDERS: tuple[Key, ...] = ("woman", "man", "other", None)
VISITS: tuple[Key, ...] = ("often", "seldom", None)
REQUESTS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("area",),),
    (("gender",),),
    (("area",), ("gender",)),
    (("area", "gender"),),
    (("gender", "area"),),
    (("area", "gender"), ("gender", "area")),
)
Cells = dict[tuple[Key, Key], int]
Group = frozenset[tuple[str, str]]


def a_third_question() -> Campaign:
    """The small campaign, divided by ``visits`` too."""
    campaign = small_campaign()
    choices = tuple(
        Choice(id=UUID(int=at), name=str(name), label=texts(str(name), str(name)))
        for at, name in enumerate(VISITS[:-1], start=1)
    )
    visits = select_one(UUID(int=9), "visits", texts("Hur ofta?", "How often?"), choices)
    questions = (*campaign.form.questions, visits)
    return replace(
        campaign,
        form=replace(campaign.form, questions=questions),
        group_by=(*campaign.group_by, visits.id),
    )


def some_people(seed: int) -> list[Person]:
    """Few enough for small groups, some silent; about one in five leaves each factor out."""
    chance = np.random.default_rng(seed)
    size = chance.choice([2.0, 6.0, 12.0])
    people = []
    for area, gender in product(AREAS, GENDERS):
        silent = area is None or gender is None
        for _ in range(chance.poisson(size / 4 if silent else size)):
            visits = VISITS[chance.choice(3, p=(0.7, 0.2, 0.1))]
            said = {"area": area, "gender": gender, "visits": visits}
            items = {item: int(chance.integers(1, 6)) for item in RATINGS[::2]}
            for item in RATINGS[::2]:
                if chance.random() < 0.2:
                    del items[item]
            groups = {name: choice for name, choice in said.items() if choice is not None}
            people.append(Person(groups=groups, items=items))
    return people


def released(people: Sequence[Person], by: tuple[tuple[str, ...], ...]) -> ValueResults:
    points = weights([[{FACTORS[0]: 3, FACTORS[1]: 2}]] * 2, FACTORS)
    return results(a_third_question(), people, points, t_quantile, Ask(release="r1", by=by))


def hiding(row: ResultRow) -> tuple[object, ...]:
    """All of a row that tells numbers of persons, and where it tells nothing."""
    factors = tuple((f.suppressed, f.n, str(f.counts)) for f in row.factors)
    return row.suppressed, row.n, factors, row.value_index is None


def side_by_side(releases: Sequence[ValueResults]) -> dict[Group, ResultRow]:
    """Every group that any release has; it must be the same in all that have it."""
    found: dict[Group, ResultRow] = {}
    for row in chain.from_iterable(release.rows for release in releases):
        group = frozenset(row.group.items())
        assert hiding(found.setdefault(group, row)) == hiding(row), sorted(group)
    return found


def attack(
    people: Sequence[Person], published: dict[Group, int | None], item: UUID | None = None
) -> None:
    """No hidden number (of those who rated the item) is pinned, or bounded below the threshold."""
    places = [frozenset({("area", a), ("gender", g)}) for a, g in product(AREAS, GENDERS)]
    true = dict.fromkeys(places, 0)
    for person in people:
        if item is not None and item not in person.items:
            continue
        said = person.groups
        true[frozenset({("area", said.get("area")), ("gender", said.get("gender"))})] += 1
    sums = {group: [float(group <= place) for place in places] for group in published}
    shown = [group for group, n in published.items() if n is not None]
    if not shown:
        return
    matrix, values = [sums[group] for group in shown], [published[group] for group in shown]
    for group in published.keys() - set(shown):
        aim = np.array(sums[group])
        most = linprog(-aim, A_eq=matrix, b_eq=values, method="highs")
        least = linprog(aim, A_eq=matrix, b_eq=values, method="highs")
        assert (most.status, least.status) == (0, 0)
        assert -most.fun >= T - 1e-6, sorted(group)
        assert -most.fun - least.fun > 0.5, sorted(group)
        size = sum(n for place, n in true.items() if group <= place)
        assert least.fun - 1e-6 <= size <= -most.fun + 1e-6


@pytest.mark.parametrize("seed", range(24))
def test_all_requests_together_give_no_hidden_group_away(seed: int) -> None:
    people = some_people(seed)
    found = side_by_side([released(people, by) for by in REQUESTS])
    assert len(found) == 1 + 3 + 3 + 9
    attack(people, {group: row.n for group, row in found.items()})
    for at, item in enumerate(RATINGS[::2]):
        attack(people, {group: row.factors[at].n for group, row in found.items()}, item)


@pytest.mark.parametrize("seed", range(40, 52))
def test_what_a_grouping_hides_does_not_depend_on_what_else_is_asked_for(seed: int) -> None:
    people = some_people(seed)
    names = ("area", "gender", "visits")
    groupings = [*((name,) for name in names), *permutations(names, 2)]
    alone = side_by_side([released(people, (by,)) for by in groupings])
    together = released(people, tuple(groupings))
    pairs = [released(people, by) for by in combinations(groupings, 2)]
    assert len(alone) == 1 + 3 + 3 + 2 + 9 + 6 + 6
    assert side_by_side([*pairs, together]).keys() == alone.keys()
    for group, row in side_by_side([*pairs, together]).items():
        assert hiding(row) == hiding(alone[group])


def test_a_crossing_asked_for_both_ways_has_the_same_rows_in_the_asked_order() -> None:
    people = some_people(3)
    rows = released(people, (("gender", "area"), ("area", "gender"))).rows[-18:]
    one, other = rows[:9], rows[9:]
    assert [tuple(row.group) for row in one + other] == [("gender", "area")] * 9 + [
        ("area", "gender")
    ] * 9
    assert [row.group["gender"] for row in one[:4]] == ["woman", "woman", "woman", "man"]
    assert [row.group["area"] for row in other[:4]] == ["north", "north", "north", "centre"]
    for row in one:
        twin = next(found for found in other if found.group == row.group)
        labels = " · ".join(reversed(row.label.split(" · ")))
        assert replace(row, label=labels) == replace(twin, group=row.group)


def turned(cells: Cells) -> Cells:
    return {(column, row): n for (row, column), n in cells.items()}


def flat(hidden: frozenset[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(column, row) for row, column in hidden}


def test_two_ways_that_cost_the_same_are_not_both_taken() -> None:
    sizes = ((20, 20, 5, 0), (2, 5, 2, 0), (5, 5, 20, 1), (0, 0, 3, 1))
    places = product(("r0", "r1", "r2", None), ("c0", "c1", "c2", None))
    cells: Cells = dict(zip(places, chain.from_iterable(sizes), strict=True))
    one = two_way(cells, T, hidden_rows={"r1"}, hidden_columns={"c0"})
    other = two_way(turned(cells), T, hidden_rows={"c0"}, hidden_columns={"r1"})
    assert flat(one) == other
    assert len(one & {("r2", "c1"), ("r0", "c2")}) == 1


@pytest.mark.parametrize("same_names", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
def test_no_order_of_rows_columns_or_questions_changes_what_is_hidden(
    same_names: bool, mirrored: bool
) -> None:
    rows: tuple[Key, ...] = ("x", "y", "z", None)
    columns: tuple[Key, ...] = rows if same_names else ("u", "v", "w", None)
    chance = np.random.default_rng(1)
    for _ in range(150):
        sizes = chance.choice([0, 2, 5, 5, 5, 9], (4, 4))
        if mirrored:
            sizes = np.triu(sizes) + np.triu(sizes, 1).T
        cells: Cells = {
            (row, column): int(sizes[i, j])
            for (i, row), (j, column) in product(enumerate(rows), enumerate(columns))
        }
        sums = [_sums(cells, side) for side in (0, 1)]
        away = [one_way(said, unsaid, T) for said, unsaid in sums]
        shuffled = [list(cells.items())[at] for at in chance.permutation(len(cells))]
        one = two_way(cells, T, hidden_rows=away[0], hidden_columns=away[1])
        mixed = two_way(dict(shuffled), T, hidden_rows=away[0], hidden_columns=away[1])
        other = two_way(turned(cells), T, hidden_rows=away[1], hidden_columns=away[0])
        assert mixed == one
        assert flat(other) == one
        said, unsaid = sums[0]
        assert one_way(dict(reversed(said.items())), unsaid, T) == away[0]


def _sums(cells: Cells, side: int) -> tuple[dict[str, int], int]:
    said: dict[str, int] = {}
    unsaid = 0
    for names, n in cells.items():
        name = names[side]
        if name is None:
            unsaid += n
        else:
            said[name] = said.get(name, 0) + n
    return said, unsaid
