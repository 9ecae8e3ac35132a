"""The definition of a form: frozen values, nothing that acts.

Ids are UUIDs and never change; labels are only labels. A ``Texts`` maps a language
tag (``sv``, ``en``) to words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from uuid import UUID

from survey.late import dataclass

Texts = Mapping[str, str]


def said(texts: Texts, language: str, fallback: str = "sv") -> str:
    """The words in ``language``, else in what it is a kind of (``sv`` of ``sv-simple``), else in
    ``fallback``, else any, else an empty string."""
    nearest = texts.get(language) or texts.get(language.partition("-")[0])
    return nearest or texts.get(fallback) or next(iter(texts.values()), "")


class QuestionType(StrEnum):
    RATING = "rating"
    SELECT_ONE = "select_one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A rating scale with whole steps from ``low`` to ``high``, both included.

    ``labels`` holds one text per step, lowest first.
    """

    low: int
    high: int
    labels: tuple[Texts, ...]

    @property
    def steps(self) -> range:
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: UUID
    name: str
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. A rating has a ``scale`` and often a ``factor``; a select_one ``choices``.

    ``name`` is the short machine name used in exports (``x1a``, ``area``).
    """

    id: UUID
    name: str
    type: QuestionType
    label: Texts
    help: Texts = field(default_factory=dict)
    factor: UUID | None = None
    scale: Scale | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Questions in the order they are asked, for one person."""

    id: UUID
    version: int
    title: Texts
    questions: tuple[Question, ...]

    def question(self, id: UUID) -> Question | None:
        return next((q for q in self.questions if q.id == id), None)
