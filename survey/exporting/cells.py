"""What stands in a cell: an answer as a number, a name, words, a day, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final
from uuid import UUID

from survey.exporting.columns import Asked, Shape
from survey.exporting.naming import file_name
from survey.files import File, FileType
from survey.forms.model import Texts, said
from survey.records import Answer, Further, Kind

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")


KEPT = 5_000
"""Answers to a question whose cells are remembered."""

LONG = 40
"""Characters or choices of an answer that is not."""


class Missing(Enum):
    """Why nobody's answer stands there. Asked and left empty is no cell at all (None)."""

    DECLINED = ".d"
    """*Rather not say.*"""
    NOT_ASKED = ".n"
    """The question is not in that version, or its condition did not hold."""


Cell = int | str | date | datetime | Decimal | Missing | None
Said = Answer | Further
_LISTS: Final = (Shape.SEVERAL, Shape.RANKED)
_ENDINGS: Final = {FileType.PHOTO: "jpg", FileType.SOUND: "wav"}


class Cells:
    """The cells of one question: its value, then its label where labels are wanted, then one for
    each choice that has a column."""

    def __init__(self, asked: Asked, labels: str = "") -> None:
        self.asked = asked
        self._names = {id: one.name for one in asked.options for id in one.ids}
        self._places = {one.name: at for at, one in enumerate(asked.options)}
        self._own = [(one.name, frozenset(one.versions)) for one in asked.options if one.column]
        self._known: dict[tuple[int, int], tuple[Said, tuple[Cell, ...]]] = {}
        self._labelled: Mapping[str, str] | None = None
        if labels and asked.options:
            self._labelled = {
                one.name: label_of(one.label, labels) or one.name for one in asked.options
            }
        self.header = (
            asked.name, *(() if self._labelled is None else (f"{asked.name}.label",)),
            *(one.column for one in asked.options if one.column),
        )
        self.width = len(self.header)
        self.declined: tuple[Cell, ...] = (Missing.DECLINED,) * self.width
        self.not_asked: tuple[Cell, ...] = (Missing.NOT_ASKED,) * self.width

    def empty(self, version: int) -> tuple[Cell, ...]:
        """All cells where nothing was answered to a version that has the question."""
        if not self.asked.asks:
            return self.not_asked
        blank = self.width - len(self._own)
        own = (None if version in some else Missing.NOT_ASKED for _, some in self._own)
        return (*(None for _ in range(blank)), *own)

    def value(self, answer: Said) -> Cell:
        """The first cell alone."""
        if isinstance(answer, Further):
            return self._further(answer)
        if isinstance(answer, UUID):
            return self._name(answer)
        if isinstance(answer, str) and self.asked.shape is Shape.CALCULATED:
            return _number(answer)
        return Missing.DECLINED if answer is None else answer

    def of(self, answer: Said, version: int) -> tuple[Cell, ...]:
        """All cells of an answer to a version (its place from 0)."""
        if not isinstance(answer, UUID | Further):
            return self._made(answer, version)
        # equal choices are one object mostly, and comparing them would cost more than it saves
        known = self._known.get((id(answer), version))
        if known is None or known[0] is not answer:
            if _is_long(answer):
                return self._made(answer, version)
            if len(self._known) >= KEPT:
                self._known.clear()
            known = self._known[id(answer), version] = answer, self._made(answer, version)
        return known[1]

    def _made(self, answer: Said, version: int) -> tuple[Cell, ...]:
        first = self.value(answer)
        if self.width == 1:
            return (first,)
        if first is Missing.DECLINED:
            return self.declined
        chosen = str(first).split() if self.asked.shape in _LISTS else [str(first)]
        cells: list[Cell] = [first]
        if self._labelled is not None:
            cells.append("; ".join(self._labelled.get(name, name) for name in chosen))
        places = {name: place for place, name in enumerate(chosen, 1)}
        ranked = self.asked.shape is Shape.RANKED
        for name, versions in self._own:
            if version not in versions:
                cells.append(Missing.NOT_ASKED)
            else:
                cells.append(places.get(name) if ranked else int(name in places))
        return tuple(cells)

    def _name(self, choice: UUID) -> str:
        return self._names.get(choice) or str(choice)

    def _further(self, one: Further) -> Cell:
        value = one.value
        if isinstance(value, tuple):
            names = [self._name(id) for id in value]
            if one.kind is Kind.CHOICES:
                names.sort(key=lambda name: self._places.get(name, len(names)))
            return " ".join(names)
        if isinstance(value, UUID):
            return self._name(value)
        if one.kind is Kind.DECIMAL:
            return Decimal(str(value))
        if one.kind is Kind.DATE:
            with suppress(ValueError):
                return date.fromisoformat(str(value))
        if isinstance(value, File):
            return None
        if isinstance(value, str) and self.asked.shape is Shape.CALCULATED:
            return _number(value)
        return Missing.DECLINED if value is None else value


def _is_long(answer: UUID | Further) -> bool:
    """Whether hardly anybody else gives the same, so that remembering it costs memory alone."""
    value = answer.value if isinstance(answer, Further) else None
    return isinstance(value, str | tuple) and len(value) > LONG


def _number(text: str) -> int | Decimal | str:
    """What a form calculated is text; a number written as people do is one again."""
    if not _NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)


def label_of(texts: Texts, language: str) -> str:
    """Words on one line, in the language or, where it has none, in any."""
    return " ".join(said(texts, language).split())


def name_of(file: File, response: bytes, asked: Asked, at: tuple[int, ...]) -> str:
    """The name of a photo or sound beside the tables."""
    place = "".join(f"-{number}" for number in at)
    # the id keeps names apart that are alike as parts of a file's name
    return f"{response.hex()}-{file_name(asked.name)}-{asked.id.hex}{place}.{_ENDINGS[file.type]}"
