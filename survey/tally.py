"""Persons counted once, into cells that any grouping can be put together from.

A *cell* holds everybody with the same choices in the grouping questions; a *bucket* is the sum of
some cells. A person's score on a factor is the mean of the factor's items they rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from operator import mul
from uuid import UUID

from survey.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Person:
    """One response as results see it: choice name per question name, step per rating question.

    A question left out, or answered *rather not say*, is absent from either mapping.
    """

    groups: Mapping[str, str]
    items: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Moments:
    """``n`` scores with their mean and their sum of squared deviations from it."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def plus(self, other: Moments) -> Moments:
        """The moments of both together (Chan, Golub & LeVeque 1979)."""
        n = self.n + other.n
        if n == 0:
            return self
        apart = other.mean - self.mean
        return Moments(
            n,
            self.mean + apart * other.n / n,
            self.squares + other.squares + apart * apart * self.n * other.n / n,
        )


class Cell:
    """Scores of persons, kept by which factors they rated; and the items' steps counted.

    ``scores`` maps the rated factors' places to one tuple of scores per person.
    """

    def __init__(self, factors: int, steps: int) -> None:
        self.persons = 0
        self.scores: dict[tuple[int, ...], list[tuple[float, ...]]] = {}
        self.counts = [[0] * steps for _ in range(factors)]

    @cached_property
    def moments(self) -> tuple[Moments, ...]:
        """Moments per factor; read only when the counting is done."""
        found = [Moments() for _ in self.counts]
        for places, rows in self.scores.items():
            for place, column in zip(places, zip(*rows, strict=True), strict=True):
                mean = fsum(column) / len(column)
                squares = fsum((score - mean) ** 2 for score in column)
                found[place] = found[place].plus(Moments(len(column), mean, squares))
        return tuple(found)


class Bucket:
    """The sum of some cells. Moments and counts are per factor, in the campaign's order."""

    def __init__(self, cells: Sequence[Cell], factors: int) -> None:
        self._cells = cells
        self._factors = factors
        self.persons = sum(cell.persons for cell in cells)

    @cached_property
    def moments(self) -> tuple[Moments, ...]:
        found = [Moments() for _ in range(self._factors)]
        for cell in self._cells:
            found = [a.plus(b) for a, b in zip(found, cell.moments, strict=True)]
        return tuple(found)

    def counts(self, factor: int) -> list[int]:
        """Items per step of the scale, lowest first."""
        return [sum(step) for step in zip(*(c.counts[factor] for c in self._cells), strict=True)]

    def spread(self, pulls: Mapping[int, float]) -> tuple[int, float]:
        """How many persons rated any factor in ``pulls``, and the sum over them of ψ².

        ψ is the sum over the person's factors of pull × (score − the bucket's mean score).
        """
        n = 0
        squares: list[float] = []
        means = self.moments
        for cell in self._cells:
            for places, rows in cell.scores.items():
                if pulls.keys().isdisjoint(places):
                    continue
                n += len(rows)
                pull = [pulls.get(place, 0.0) for place in places]
                centre = fsum(pulls.get(place, 0.0) * means[place].mean for place in places)
                squares += [(sum(map(mul, pull, row)) - centre) ** 2 for row in rows]
        return n, fsum(squares)


class Tally:
    """All persons in cells by their choices in ``questions`` (names of select_one questions)."""

    def __init__(self, campaign: Campaign, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        self.choices = {name: _choice_names(campaign, name) for name in questions}
        places = {factor.id: at for at, factor in enumerate(campaign.factors)}
        rated = [(q, places[q.factor]) for q in campaign.ratings() if q.factor in places]
        self._place = {question.id: place for question, place in rated}
        scale = next((q.scale for q, _ in rated if q.scale is not None), None)
        self.low, self.high = (scale.low, scale.high) if scale else (1, 5)
        self.asked = frozenset(self._place.values())
        self.factors = len(campaign.factors)
        self._cells: dict[tuple[str | None, ...], Cell] = {}

    def take(self, persons: Iterable[Person]) -> None:
        """Counts persons. Items the campaign does not know are passed by.

        Raises ``ValueError`` on a step off the scale, without naming it.
        """
        for person in persons:
            self._add(person)

    def _add(self, person: Person) -> None:
        key = tuple(self._choice(person, name) for name in self.questions)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = Cell(self.factors, self.high - self.low + 1)
        cell.persons += 1
        sums: dict[int, int] = {}
        items: dict[int, int] = {}
        for item, step in person.items.items():
            place = self._place.get(item)
            if place is not None:
                if not self.low <= step <= self.high:
                    raise ValueError("a rating lies outside the scale")
                sums[place] = sums.get(place, 0) + step
                items[place] = items.get(place, 0) + 1
                cell.counts[place][step - self.low] += 1
        places = tuple(sorted(sums))
        scores = tuple([sums[place] / items[place] for place in places])
        cell.scores.setdefault(places, []).append(scores)

    def _choice(self, person: Person, name: str) -> str | None:
        choice = person.groups.get(name)
        return choice if choice in self.choices[name] else None

    def bucket(self, wanted: Mapping[str, str | None]) -> Bucket:
        """Everybody with these choices (question name → choice name, ``None``: did not say)."""
        at = [(self.questions.index(name), choice) for name, choice in wanted.items()]
        cells = [
            cell
            for key, cell in self._cells.items()
            if all(key[place] == choice for place, choice in at)
        ]
        return Bucket(cells, self.factors)


def _choice_names(campaign: Campaign, name: str) -> tuple[str, ...]:
    for question in campaign.form.questions:
        if question.name == name and question.choices:
            return tuple(choice.name for choice in question.choices)
    raise ValueError(f"no question with choices is named {name!r}")
