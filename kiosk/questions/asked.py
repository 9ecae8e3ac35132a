"""What a view shows of one question of a running form: frozen, in the right language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from survey.files import File
from survey.late import dataclass


class Kind(StrEnum):
    """Which view asks: one line each in :data:`kiosk.questions.form_registry.FORM_VIEWS`."""

    NOTE = "note"
    SHOWN = "shown"
    SKIPPED = "skipped"
    TEXT = "text"
    NUMBER = "number"
    COUNTER = "counter"
    MOMENT = "moment"
    ONE = "one"
    MANY = "many"
    SEARCH = "search"
    RANK = "rank"
    RANGE = "range"
    RATING = "rating"
    ACKNOWLEDGE = "acknowledge"
    POINTS = "points"
    MATRIX = "matrix"
    REPEAT = "repeat"
    PHOTO = "photo"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One choice: its stored value, its words, and the file of its picture, if there is one."""

    value: str
    label: str
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, or one block of questions that are answered together.

    ``type`` is the form's own (``integer``, ``date``, ``select_multiple``); ``looks`` are the
    words of its appearance. ``value`` is the answer as the form stores it; ``typed`` what was
    typed when that did not fit the type. ``violation`` says in words what is wrong, or nothing.
    ``image`` is the file of the question's own picture. ``reason`` tells why a ``SKIPPED``
    question cannot be asked here.
    ``parts`` are the questions of a block: factors of ``POINTS``, the cells of a ``MATRIX`` row
    by row (``columns`` in each), instances of a ``REPEAT`` (label and ref). ``fixed`` means that
    rows or instances may be neither added nor removed. ``total`` is what points sum to.
    ``may_decline`` says that the person may rather not say, ``declined`` that this is so.
    ``file`` is the photo or sound that was handed in, ``room`` the bytes that one may have.
    """

    ref: str
    kind: Kind
    type: str = ""
    label: str = ""
    hint: str = ""
    guidance: str = ""
    choices: tuple[Offer, ...] = ()
    looks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    value: str = ""
    typed: str = ""
    violation: str = ""
    reason: str = ""
    image: str = ""
    language: str = ""
    parts: tuple[Asked, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    row_refs: tuple[str, ...] = ()
    total: int = 0
    fixed: bool = True
    may_decline: bool = False
    declined: bool = False
    file: File | None = None
    room: int = 0

    def looks_like(self, *words: str) -> bool:
        """Whether the appearance has one of these words."""
        return any(word in self.looks for word in words)

    @property
    def needs_answer(self) -> bool:
        """Whether it, or a part of it, is asked and has to be answered."""
        if self.kind in (Kind.NOTE, Kind.SHOWN, Kind.SKIPPED):
            return False
        return self.required or any(part.needs_answer for part in self.parts)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The stored values that are chosen. One choice alone may have blanks in its value."""
        if self.type.startswith(("select_multiple", "rank")):
            return tuple(self.value.split())
        return (self.value,) if self.value else ()
