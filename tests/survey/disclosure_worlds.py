"""Forms and the people who answered them, for somebody who tries to reckon small groups.

A *kind* is all that decides what a person is asked. What they answer to questions that nothing
hangs on is apart from it, and from each other: a *part* is the people of a version (and with so
many instances of the repeat) who answer one thing. Groups are masks over the kinds and the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from random import Random

import numpy as np
from numpy.typing import NDArray

from survey.forms.definition import FormDefinition
from tests.forms import table

THRESHOLD = 5
GENDERS, TOWNS, STEPS = "mwo", "nsk", range(1, 6)
Mask = NDArray[np.float64]
Versions = Collection[int]

FORM = """
| survey |
|  | type | name | label | appearance | parameters | relevant | repeat_count |
|  | range | met | How? | x-rating-1-5 x-factor-met | start=1 end=5 step=1 | | |
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
TIMES = "|  | integer | times | How often? | | | | |\n"
REPEAT = """
|  | begin_repeat | visit | Visit | | | {relevant} | {count} |
|  | select_one g | whom | Whom? | | | | |
|  | text | why | Why? | | | ${{whom}} = 'm' | |
|  | end_repeat | | | | | | |
"""


@dataclass(frozen=True)
class Person:
    """``times`` is how often they came, and how many instances of the repeat they give; not every
    form asks it. ``own`` is what they say to what is asked further, by its slot."""

    version: int
    gender: str
    town: str
    been: tuple[str, ...]
    met: int
    times: int
    own: tuple[str, ...] = ()

    @property
    def whom(self) -> tuple[str, ...]:
        """What they answer in each instance of the repeat."""
        return (self.own[REPEATED], "m")[: self.times]


REPEATED = 3
"""The slot of what is asked in the repeat; those before are of three questions."""

EMPTY = "-"
"""What somebody has to say who leaves a question empty."""

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
    ("${times} > 0", lambda p: p.times > 0),
)
TYPES = (
    ("text", ""), ("integer", ""), ("select_one g", ""), ("select_multiple t", ""),
    ("range", "x-rating-1-5 x-factor-{name}"),
)
_MEANS = {
    "text": dict.fromkeys("mwo", "w"), "integer": dict.fromkeys("mwo", 4),
    "select_one g": {one: one for one in "mwo"},
    "select_multiple t": dict(zip("mwo", "nsk", strict=True)),
    "range": {"m": 4, "w": 2, "o": 1},
}
_ALWAYS: Told = lambda _: True  # noqa: E731 - a condition like the others


@dataclass
class World:
    """A form in one or two versions, and the people who answered it."""

    forms: tuple[FormDefinition, ...]
    asked: dict[str, Told]
    kinds: list[Person]
    people: list[Person]
    grouped: bool
    _masks: dict[object, Mask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        slots = range(REPEATED + 1), range(len(self.forms)), range(3), f"mwo{EMPTY}"
        self.parts = list(product(*slots))

    def mask(self, name: str, told: Told) -> Mask:
        """The kinds of whom it is so; ``name`` tells the group from all others."""
        if name not in self._masks:
            some = np.fromiter(map(told, self.kinds), float, len(self.kinds))
            self._masks[name] = np.concatenate((some, np.zeros(len(self.parts))))
        return self._masks[name]

    def part(self, slot: int, versions: Versions, told: Callable[[int, str], bool]) -> Mask:
        """Those who answer what is asked in a slot so, by the number of instances and answer."""
        some = [
            float(at == slot and version in versions and told(times, own))
            for at, version, times, own in self.parts
        ]
        return np.concatenate((np.zeros(len(self.kinds)), some))

    def everybody(self) -> Mask:
        """All people, once each."""
        return self.mask("everybody", _ALWAYS)

    def links(self) -> list[Mask]:
        """Sums that are nought: all who are asked in a slot answer one thing."""
        names = {self.slot(name): name for name in self.asked if name != "why"}
        return [
            self.part(slot, [at], lambda n, _, times=times: n == times)
            - self.mask(f"in {name} {at} {times}", lambda p, at=at, told=self.asked[name],
                        times=times: p.version == at and p.times == times and told(p))
            for slot, name in names.items() for at in range(len(self.forms)) for times in range(3)
        ]

    def size(self, mask: Mask) -> int:
        """How many people are in a group."""
        if "sizes" not in self._masks:
            kinds = {kind: at for at, kind in enumerate(self.kinds)}
            parts = {part: at for at, part in enumerate(self.parts, start=len(kinds))}
            found = np.zeros(len(kinds) + len(parts))
            for person in self.people:
                found[kinds[_kind(person)]] += 1
                for name, told in self.asked.items():
                    if name != "why" and told(person):
                        slot = self.slot(name)
                        found[parts[slot, person.version, person.times, person.own[slot]]] += 1
            self._masks["sizes"] = found
        return round(float(self._masks["sizes"] @ mask))

    def slot(self, name: str) -> int:
        """Where the answers to what is asked further are."""
        return REPEATED if name in ("whom", "why") else list(self.asked).index(name)

    def said(self, person: Person, name: str) -> tuple[object, ...]:
        """All the answers of a person to a question: names of choices, or numbers, or words."""
        if name not in self.asked:
            value = getattr(person, name)
            return value if isinstance(value, tuple) else () if value == "" else (value,)
        if not self.asked[name](person):
            return ()
        if name == "whom":
            return person.whom
        if name == "why":
            return ("w",) * person.whom.count("m")
        own = person.own[self.slot(name)]
        return () if own == EMPTY else (_MEANS[type_of(name)[0]][own],)

    def was_asked(self, name: str) -> Mask:
        """Those who are asked a question further, whether they answer or not."""
        return self.mask(f"asked {name}", self.asked[name])

    def answered(self, name: str, versions: Versions) -> Mask:
        """Those who answer a question in these versions."""
        if name == "why":
            return self.part(REPEATED, versions, lambda times, own: times > (own != "m"))
        if name in self.asked:
            told = self.asked[name]
            least = 1 if name == "whom" else 0
            asked = self.mask(f"asked {name} {versions}", lambda p: p.version in versions
                              and p.times >= least and told(p))
            return asked - self.part(self.slot(name), versions, lambda _, own: own == EMPTY)
        return self.mask(f"answered {name} {versions}", lambda p: p.version in versions and bool(
            self.said(p, name)))

    def chose(self, name: str, versions: Versions, share: str) -> Mask:
        """Those who say this, among other things."""
        if name == "whom":
            return self.part(REPEATED, versions, lambda times, own: share in (own, "m")[:times])
        if name in self.asked:
            means = _MEANS[type_of(name)[0]]
            return self.part(
                self.slot(name), versions, lambda _, own: str(means.get(own)) == share
            )
        return self.mask(f"{name} {versions} {share}", lambda p: p.version in versions and (
            share in map(str, self.said(p, name))))


def world(seed: int) -> World:
    """The same for the same seed."""
    chance = Random(seed)
    way = chance.randrange(4)
    # whether they say how often they came; if not, that is how many instances they give
    says = way in (0, 2)
    picked = [chance.choice(CONDITIONS if says else CONDITIONS[:-1]) for _ in range(REPEATED)]
    start = chance.randrange(len(TYPES))
    asked = {f"q{at}": told for at, (_, told) in enumerate(picked, start)}
    rows = "".join(
        f"|  | {type} | {name} | Q | {look.format(name=name)} | {steps} | {source} | |\n"
        for name, (source, _) in zip(asked, picked, strict=True)
        for type, look in [type_of(name)]
        for steps in ["start=1 end=5 step=1" if look else ""]
    )
    rows = (TIMES if says else "") + rows + _repeat(way, chance, asked)
    text = FORM.format(rows=rows.rstrip("\n"))
    forms = (table(text),)
    if chance.random() < 0.4:
        forms = (*forms, table(text.replace("|  | t | k | K |\n", "")))
    kinds = _kinds(chance, len(forms))
    return World(forms, asked, kinds, _people(chance, kinds), chance.random() < 0.4)


def type_of(name: str) -> tuple[str, str]:
    """Type and appearance of what is asked further."""
    return TYPES[int(name[1:]) % len(TYPES)]


def _repeat(way: int, chance: Random, asked: dict[str, Told]) -> str:
    """None; of as many instances as they like, all or some of them; as many as they said."""
    if way == 0:
        return ""
    source, told = chance.choice(CONDITIONS[:-1]) if way == 3 else ("", _ALWAYS)
    asked["whom"] = asked["why"] = told
    count = "${times}" if way == 2 else ""
    return REPEAT.format(relevant=source, count=count).lstrip("\n")


def _kinds(chance: Random, versions: int) -> list[Person]:
    optional, single = chance.random() < 0.4, chance.random() < 0.4
    sets = [(one,) for one in TOWNS] if single else list(
        chain.from_iterable(combinations(TOWNS, n) for n in (1, 2))
    )
    every = product(
        range(versions), (*GENDERS, *([""] if optional else [])), TOWNS, sets, STEPS, range(3)
    )
    # the second version has no k any more
    return [Person(*one) for one in every if one[0] == 0 or "k" not in (one[2], *one[3])]


def _people(chance: Random, kinds: list[Person]) -> list[Person]:
    weights = {"m": 20, "w": 17, "o": 3, "": 2, "n": 12, "s": 9, "k": chance.choice((1, 9))}
    often = chance.choice(((9, 6, 3), (1, 9, 1), (20, 3, 1)))
    bulk = [
        weights[p.gender] * weights[p.town] * (1, 9, 9, 2, 9)[p.met - 1] * often[p.times]
        for p in kinds
    ]
    found, leave = [], chance.random() < 0.5
    for one in chance.choices(kinds, bulk, k=chance.choice((23, 40, 63))):
        own = chance.choices("mwo", (20, 17, 0 if one.version else 3), k=REPEATED + 1)
        for slot in range(REPEATED):
            if leave and chance.random() < 0.05:
                own[slot] = EMPTY
        found.append(Person(**{**_plain(one), "own": tuple(own)}))
    return found


def _plain(one: Person) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _kind(person: Person) -> Person:
    return Person(**{**_plain(person), "own": ()})  # type: ignore[arg-type]
