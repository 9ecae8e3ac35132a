"""Paper sheets that are entered twice and compared: nothing is kept before both agree. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from survey.forms.model import Question, QuestionType
from survey.records import Answer

MOST = 200
"""Sheets that may wait for their second entry: they lie in memory only."""

NUMBER_LIMIT = 20

Answers = Mapping[UUID, Answer]
"""What a sheet says; a question that is not answered on it is absent."""


Survey = tuple[UUID, UUID, int]
"""The campaign, its form and that form's version."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that two entries of a sheet answer otherwise; None is not answered."""

    question: UUID
    first: Answer = field(repr=False)
    second: Answer = field(repr=False)


def differences(first: Answers, second: Answers) -> tuple[Difference, ...]:
    """Every question that the two answer otherwise, in the order of the first and then the rest."""
    order = dict.fromkeys((*first, *second))
    return tuple(
        Difference(id, first.get(id), second.get(id))
        for id in order if first.get(id) != second.get(id)
    )


def settled(first: Answers, right: Mapping[UUID, Answer]) -> dict[UUID, Answer]:
    """The first entry with what was found ``right`` on the sheet; None takes an answer away."""
    whole = {**first, **right}
    return {id: answer for id, answer in whole.items() if answer is not None}


def values(question: Question) -> tuple[Answer, ...]:
    """What can be answered, in the order of the keys: steps or choices."""
    if question.type is QuestionType.RATING and question.scale is not None:
        return tuple(question.scale.steps)
    return tuple(choice.id for choice in question.choices)


@dataclass
class Stack:
    """The sheets at hand: ``first`` entries wait for the second, ``done`` numbers are kept.

    In memory only: what lies on paper needs no copy here, and on disk nothing may be read back.
    ``of`` is the survey that they are sheets of, None before there was one.
    """

    of: Survey | None = None
    twice: bool = True
    first: dict[str, Answers] = field(default_factory=dict, repr=False)
    done: set[str] = field(default_factory=set)
    sealed: int = 0

    def turn_to(self, of: Survey | None) -> bool:
        """The sheets now are of this survey; True where they were of another, and are let go."""
        another = self.of is not None and self.of != of
        if another:
            self.first.clear()
            self.done.clear()
            self.sealed = 0
        self.of = of
        return another

    def fault(self, number: str, entry: int) -> str:
        """Why no sheet of this ``number`` can be entered now; empty when one can."""
        if not number or len(number) > NUMBER_LIMIT or not number.isprintable():
            return "number"
        if entry == 2:
            return "" if number in self.first else "unknown"
        if len(self.first) >= MOST:
            return "full"
        return "known" if number in self.first or number in self.done else ""

    def keep_first(self, number: str, answers: Answers) -> None:
        """A sheet was entered for the first time."""
        self.first[number] = dict(answers)

    def close(self, number: str, *, sealed: bool) -> None:
        """A sheet is kept, or was let be and may be entered anew."""
        self.first.pop(number, None)
        if sealed:
            self.done.add(number)
            self.sealed += 1
