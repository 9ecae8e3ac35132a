"""Somebody who knows all that is told of a form can still not reckon any small group of it.

The attacker knows the form, that every question was required (where it was), and all figures, and
solves for the least and the most people that any group could have (linear programming).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import ceil, floor
from random import Random
from uuid import UUID

import numpy
import pytest
from scipy.optimize import linprog

from survey import disclosure
from survey.forms.counting import Counted, Given, Limits, counted
from survey.forms.definition import FormDefinition
from survey.forms.figures import Figures
from survey.forms.pooling import Column, columns
from survey.records import Further, Kind
from tests.forms import table

THRESHOLD = 5
FORM = """
| survey |
|  | type | name | label | appearance | parameters | relevant | choice_filter |
|  | range | met | How? | x-rating-1-5 | start=1 end=5 step=1 | | |
|  | select_one g | gender | Gender? | | | | |
|  | select_one t | town | Where? | | | | |
|  | select_multiple t | been | Been? | | | | |
{rows}
| choices |
|  | list_name | name | label |
|  | g | m | M |
|  | g | w | W |
|  | g | o | O |
|  | t | n | N |
|  | t | s | S |
|  | t | k | K |
"""


@dataclass(frozen=True)
class Person:
    """One kind of person: all that decides what they answered."""

    version: int
    gender: str
    town: str
    been: tuple[str, ...]
    met: int
    own: str
    """What they say to all that is asked further."""


Told = Callable[[Person], bool]
CONDITIONS: tuple[tuple[str, Told], ...] = (
    ("${gender} != 'o'", lambda p: p.gender != "o"),
    ("${gender} = 'w'", lambda p: p.gender == "w"),
    ("${gender} != ''", lambda p: p.gender != ""),
    ("${town} = 'n'", lambda p: p.town == "n"),
    ("${town} = 'n' and ${gender} != 'o'", lambda p: p.town == "n" and p.gender != "o"),
    ("selected(${been}, 'n')", lambda p: "n" in p.been),
    ("selected(${been}, 'n') or selected(${been}, 's')", lambda p: bool({*p.been} & {"n", "s"})),
    ("${met} < 3", lambda p: p.met < 3),
    ("${met} > 1 or ${gender} = 'm'", lambda p: p.met > 1 or p.gender == "m"),
)
TYPES = ("text", "integer", "select_one g", "select_multiple t")


@dataclass
class World:
    """A form in one or two versions, and the people who answered it."""

    forms: tuple[FormDefinition, ...]
    asked: list[Told]
    people: list[Person]
    kinds: list[Person]
    grouped: bool
    single: bool

    def said(self, person: Person, name: str) -> object:
        """An answer as names of choices, or a number, or None."""
        if name in ("met", "gender", "town", "been"):
            return getattr(person, name) or None
        at = int(name[1:])
        if not self.asked[at](person):
            return None
        type = TYPES[at % len(TYPES)]
        own = {"text": "w", "integer": 4, "select_one g": person.own}
        return own.get(type, ({"m": "n", "w": "s", "o": "k"}[person.own],))


def world(seed: int) -> World:
    chance = Random(seed)
    picked = [chance.choice(CONDITIONS) for _ in range(3)]
    start = chance.randrange(4)
    rows = "".join(
        f"|  | {TYPES[at % 4]} | q{at} | Q | | | {source} | |\n"
        for at, (source, _) in enumerate([("", None)] * start + picked) if at >= start
    ).rstrip("\n")
    asked: list[Told] = [told for _, told in [CONDITIONS[0]] * start + picked]
    first = table(FORM.format(rows=rows))
    changed = FORM.format(rows=rows).replace("|  | t | k | K |\n", "")
    forms = (first, table(changed)) if chance.random() < 0.4 else (first,)
    optional, single = chance.random() < 0.4, chance.random() < 0.4
    towns = ("n", "s", "k")
    sets = [(one,) for one in towns] if single else list(
        chain.from_iterable(combinations(towns, n) for n in (1, 2))
    )
    genders = ("m", "w", "o", "") if optional else ("m", "w", "o")
    kinds = [
        Person(*one) for one in product(range(len(forms)), genders, towns, sets, range(1, 6), "mwo")
        if one[0] == 0 or (one[2] != "k" and "k" not in one[3] and one[5] != "o")
    ]
    weights = {"m": 20, "w": 17, "o": 3, "": 2, "n": 12, "s": 9, "k": chance.choice((1, 9))}
    bulk = [
        weights[p.gender] * weights[p.town] * weights[p.own] * (1, 9, 9, 2, 9)[p.met - 1]
        for p in kinds
    ]
    people = chance.choices(kinds, bulk, k=chance.choice((23, 40, 63)))
    return World(forms, asked, people, kinds, chance.random() < 0.4, single)


def further(world: World, column: Column, person: Person) -> Further | None:
    node = column.nodes[person.version]
    said = world.said(person, column.node.name)
    if node is None or said is None:
        return None
    lists = {made.name: made for made in world.forms[person.version].lists}
    ids = {one.name: one.id for one in lists[node.list].choices} if node.list else {}
    if isinstance(said, tuple):
        value = tuple(sorted(ids[one] for one in said))
        return Further(node=node.id, kind=Kind.CHOICES, value=value)
    if isinstance(said, int):
        return Further(node=node.id, kind=Kind.INTEGER, value=said)
    if ids:
        return Further(node=node.id, kind=Kind.CHOICE, value=ids[str(said)])
    return Further(node=node.id, kind=Kind.TEXT, value=str(said))


def limits(world: World) -> Limits:
    grouped = next(one for one in columns(world.forms) if one.node.name == "gender")
    return Limits(
        people=len(world.people), threshold=THRESHOLD,
        grouped=frozenset(grouped.ids if world.grouped else ()),
    )


def answers(world: World, column: Column) -> list[Given]:
    return [
        (who.to_bytes(16, "big"), person.version, one)
        for who, person in enumerate(world.people)
        if (one := further(world, column, person)) is not None
    ]


def told_of(world: World) -> list[Counted]:
    def read(some: Sequence[Column]) -> Mapping[UUID, list[Given]]:
        return {column.id: answers(world, column) for column in some}

    everybody = {who.to_bytes(16, "big"): p.version for who, p in enumerate(world.people)}
    every = columns(world.forms)
    return list(Figures(every, world.forms, everybody, limits(world), read).all(together=2))


class Attacker:
    """Equations over how many there are of each kind of person."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._left: list[list[float]] = []
        self._right: list[float] = []

    def row(self, group: Told) -> list[float]:
        return [float(group(kind)) for kind in self._world.kinds]

    def learn(self, group: Told, n: int | None) -> None:
        if n is not None:
            self._left.append(self.row(group))
            self._right.append(n)

    def bounds(self, group: Told) -> tuple[int, int]:
        row, ends = numpy.array(self.row(group)), []
        for sign in (1, -1):
            found = linprog(
                sign * row, A_eq=numpy.array(self._left), b_eq=self._right, method="highs"
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6)


def in_share(world: World, one: Counted, share: str) -> Told:
    def told(person: Person) -> bool:
        said = world.said(person, one.node.name)
        names = said if isinstance(said, tuple) else (str(said),)
        return person.version in one.versions and said is not None and share in names

    return told


def answered(world: World, one: Counted) -> Told:
    return lambda p: p.version in one.versions and world.said(p, one.node.name) is not None


def learn_all(world: World, found: list[Counted]) -> Attacker:
    attacker = Attacker(world)
    attacker.learn(lambda _: True, len(world.people))
    for one in found:
        attacker.learn(answered(world, one), one.n)
        for share in one.shares:
            attacker.learn(in_share(world, one, share.name), share.n)
    if world.grouped:
        sizes = {name: sum(p.gender == name for p in world.people) for name in "mwo"}
        unsaid = len(world.people) - sum(sizes.values())
        hidden = disclosure.one_way(sizes, unsaid, THRESHOLD)
        for name in sorted({*"mwo"} - hidden):
            attacker.learn(is_said("gender", name), sizes[name])
    return attacker


def small_groups(world: World, found: list[Counted]) -> list[tuple[str, Told]]:
    """Groups of one to four people: by an answer, by who was asked, and where both meet."""
    values: list[tuple[str, Told]] = [
        *((f"gender {g or 'unsaid'}", is_said("gender", g)) for g in ("m", "w", "o", "")),
        *((f"town {t}", is_said("town", t)) for t in "nsk"),
        *((f"met {step}", is_said("met", step)) for step in range(1, 6)),
        *((f"been {t}", has_been(t)) for t in "nsk"),
        *((f"not been {t}", without(has_been(t))) for t in "nsk"),
    ]
    groups = list(values)
    for one in found:
        groups += [(one.node.name, in_share(world, one, share.name)) for share in one.shares]
        if one.node.relevant:
            was, name = answered(world, one), one.node.relevant
            groups += [(name, was), (f"not {name}", without(was))]
            groups += [(f"{value}, {name}", both(group, was)) for value, group in values]
            groups += [
                (f"{value}, not {name}", both(group, without(was))) for value, group in values
            ]
    small = {}
    for name, group in groups:
        if 0 < sum(map(group, world.people)) < THRESHOLD:
            small.setdefault(tuple(map(group, world.kinds)), (name, group))
    return list(small.values())


def is_said(name: str, value: object) -> Told:
    return lambda person: bool(getattr(person, name) == value)


def has_been(town: str) -> Told:
    return lambda person: town in person.been


def without(group: Told) -> Told:
    return lambda person: not group(person)


def both(one: Told, other: Told) -> Told:
    return lambda person: one(person) and other(person)


def is_open(bounds: tuple[int, int]) -> bool:
    low, high = bounds
    return (low <= 0 and high >= THRESHOLD) or high - low >= THRESHOLD


@pytest.mark.parametrize("seed", (*range(4), 28, 79, 314, 340))
def test_no_small_group_can_be_reckoned_from_all_that_is_told(seed: int) -> None:
    made = world(seed)
    found = told_of(made)
    attacker = learn_all(made, found)
    for name, group in small_groups(made, found):
        assert is_open(attacker.bounds(group)), name


def test_the_attacker_reckons_what_questions_one_by_one_would_tell() -> None:
    made = world(0)
    found = [
        one for column in columns(made.forms)
        for one in counted(column, made.forms, answers(made, column), limits(made))
    ]
    attacker = learn_all(made, found)
    for one in found:
        attacker.learn(answered(made, one), sum(map(answered(made, one), made.people)))
    assert not all(is_open(attacker.bounds(group)) for _, group in small_groups(made, found))


def test_who_was_asked_further_does_not_tell_of_the_few_who_were_not() -> None:
    """29, 17 and 3: those who were asked as they were not the third are 46 of 49."""
    asked = ((0, "${gender} != 'o'"), (1, "${town} = 'n'"))
    rows = "\n".join(f"|  | text | q{at} | Q | | | {source} | |" for at, source in asked)
    people = [
        Person(0, gender, "n", ("n",), 3, "m")
        for gender, n in (("m", 20), ("w", 17), ("o", 3)) for _ in range(n)
    ] + [Person(0, "m", "s", ("n",), 3, "m")] * 9
    was: list[Told] = [lambda p: p.gender != "o", lambda p: p.town == "n"]
    forms = (table(FORM.format(rows=rows)),)
    found = told_of(World(forms, was, people, people, grouped=False, single=False))
    told = {one.node.name: one.n for one in found}
    assert (told["gender"], told["q0"], told["q1"]) == (49, None, 40)


@pytest.mark.parametrize("later", [0, 40])
def test_versions_side_by_side_do_not_tell_of_groups_that_are_told_together(later: int) -> None:
    first = FORM.format(rows="").replace("{rows}", "")
    forms = (table(first), table(first.replace("|  | g | w | W |\n", "")))
    people = [Person(0, g, "n", ("n",), 3, "m") for g in "m" * 20 + "o" * 3]
    people += [Person(1, "m", "n", ("n",), 3, "m")] * later
    found = told_of(World(forms, [], people, people, grouped=True, single=False))
    genders = [one for one in found if one.node.name == "gender"]
    assert len(genders) == 2 and all(one.hidden for one in genders)
