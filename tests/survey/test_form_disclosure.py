"""Somebody who knows all that is told of a form can still not reckon any small group of it.

The attacker knows the form, that every question was required (where it was), and all figures, and
solves for the least and the most people that any group could have (linear programming).
``bench/form_disclosure.py`` goes through thousands of such worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from survey.forms.counting import Counted
from survey.results import ValueResults
from tests.forms import table
from tests.survey.disclosure_attacker import Attacker, leaks, learn_questions, small_groups
from tests.survey.disclosure_told import each_alone, questions, values
from tests.survey.disclosure_worlds import FORM, Person, World, world

OWN = ("m",) * 4


def person(gender: str, town: str = "n", version: int = 0) -> Person:
    return Person(version, gender, town, ("n",), 3, 1, OWN)


@pytest.mark.parametrize("seed", (*range(6), 13, 37, 176, 308, 355, 373, 673, 1048, 1434))
def test_no_small_group_can_be_reckoned_from_all_that_is_told(seed: int) -> None:
    made = world(seed)
    assert list(leaks(made, questions(made), values(made))) == []


@pytest.mark.parametrize("told", [
    lambda made: (each_alone(made), values(made)),
    lambda made: (questions(made), values(made, whole=False)),
], ids=["questions one by one", "values as where no form is asked"])
def test_the_attacker_reckons_small_groups_where_nobody_looks_at_all_figures_together(
    told: Callable[[World], tuple[Sequence[Counted], ValueResults]]
) -> None:
    found = 0
    for seed in range(6):
        made = world(seed)
        counted, rows = told(made)
        found += any(leaks(made, counted, rows))
    assert found >= 2


def test_the_worlds_have_small_groups_and_much_is_still_told() -> None:
    shown = total = small = 0
    for seed in range(6):
        made = world(seed)
        found = questions(made)
        shown += sum(not one.hidden for one in found)
        total += len(found)
        small += len(list(small_groups(made, found)))
    assert small > 60 and shown > total / 2


def test_the_attacker_knows_what_sums_tell() -> None:
    made = world(3)
    attacker = Attacker(made)
    learn_questions(attacker, [])
    everybody = made.everybody()
    assert attacker.bounds(everybody) == (len(made.people), len(made.people))
    women = made.mask("women", lambda p: p.gender == "w")
    assert attacker.bounds(women) == (0, len(made.people))


def told(rows: str, people: list[Person], was: Sequence[Callable[[Person], bool]]) -> list[Counted]:
    forms = (table(FORM.format(rows=rows)),)
    asked = {f"q{at}": one for at, one in enumerate(was)}
    return questions(World(forms, asked, [], people, grouped=False))


def test_who_was_asked_further_does_not_tell_of_the_few_who_were_not() -> None:
    """29, 17 and 3: those who were asked as they were not the third are 46 of 49."""
    asked = ("${gender} != 'o'", "${town} = 'n'")
    rows = "\n".join(f"|  | text | q{at} | Q | | | {one} | |" for at, one in enumerate(asked))
    people = [person(g) for g, n in (("m", 20), ("w", 17), ("o", 3)) for _ in range(n)]
    people += [person("m", "s")] * 9
    found = told(rows, people, [lambda p: p.gender != "o", lambda p: p.town == "n"])
    n = {one.node.name: one.n for one in found}
    assert (n["gender"], n["q0"], n["q1"]) == (49, None, 40)


@pytest.mark.parametrize("later", [0, 40])
def test_versions_side_by_side_do_not_tell_of_groups_that_are_told_together(later: int) -> None:
    first = FORM.replace("{rows}\n", "")
    forms = (table(first), table(first.replace("|  | g | w | W |\n", "")))
    people = [person(g) for g in "m" * 20 + "o" * 3] + [person("m", version=1)] * later
    genders = [
        one for one in questions(World(forms, {}, [], people, grouped=True))
        if one.node.name == "gender"
    ]
    assert len(genders) == 2 and all(one.hidden for one in genders)
