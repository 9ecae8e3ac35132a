"""What the papers of a group meeting are made of: its state, the words and the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from admin.reports.figures import Figures
from admin.reports.matter import Content
from admin.reports.printable import printable
from assets.words import Words
from survey.facilitation.agreement import LEAST
from survey.facilitation.method import Method, Phase
from survey.facilitation.state import SessionState, Turn
from survey.forms.model import said

if TYPE_CHECKING:
    from survey.forms.model import Texts

_ROWS, _SIGNS, _TITLE = 12, 1_500, 140
"""What has more rows or signs goes on over the page's end; a title in a table is cut to fit."""

FEW = LEAST
"""Under so many people no spread, no agreement and no counts per step are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMatter:
    """A meeting as its papers tell it.

    ``day`` is the day it was held, None where nobody has said: events have no time of day.
    ``factors`` are names for value factors that a session without phases has only ids of;
    ``next`` is what whoever prints it says of what happens now, beside the meeting's own plan.
    """

    state: SessionState
    words: Words
    day: date | None = None
    organisation: str = ""
    factors: Mapping[UUID, str] = field(default_factory=dict)
    next: str = ""

    @property
    def figures(self) -> Figures:
        return Figures(self.words)

    @property
    def rules(self) -> Method | None:
        return self.state.rules

    @property
    def title(self) -> str:
        return drawn(self.state.title) or self.words("Group meeting")

    @property
    def held(self) -> str:
        """The day in words, empty when it is not known."""
        return self.figures.day(self.day) if self.day else ""

    @property
    def method_name(self) -> str:
        """As people call it; the key where the method itself is not there."""
        return self.said(self.rules.name) if self.rules else self.state.method

    def said(self, texts: Texts | str) -> str:
        return texts if isinstance(texts, str) else said(texts, self.words.language)

    def name_of(self, item: UUID) -> str:
        """What a heading, sheet, note or factor is called."""
        state = self.state
        if item in state.headings:
            return self.heading(item)
        if item in state.notes:
            return drawn(state.notes[item].text) or self.words("(no words)")
        if item in state.decisions:
            return state.decisions[item].text
        return self.factors.get(item) or self.words("Factor {id}", id=str(item)[:8])

    def about(self, item: UUID | None, text: str) -> str:
        """What somebody said, below what it was said of."""
        return f"{self.name_of(item)}:\n{text.strip()}" if item else text

    def heading(self, item: UUID) -> str:
        return drawn(self.state.headings[item].title) or self.words("(without a name)")

    def round_name(self, phase: Phase, round: int) -> str:
        """The round as the method calls it; empty where a phase has one."""
        if len(phase.rounds) < 2 or not 0 < round <= len(phase.rounds):
            return ""
        return self.said(phase.rounds[round - 1].name)

    def field_name(self, phase: Phase, field: str) -> str:
        """The field as the method calls it; its key where the method has none such."""
        fields = self.rules.fields(phase) if self.rules else ()
        return next((self.said(one.name) for one in fields if one.id == field), field)

    def held_rounds(self, phase: Phase) -> tuple[int, ...]:
        """Rounds of the phase that were begun, in order."""
        return tuple(sorted({
            one.turn.round for one in self.state.begun if one.turn.phase == phase.id
        }))


def drawn(text: str) -> str:
    """What of a text leaves a mark on paper: a heading without any cannot be set."""
    return printable(text).strip(" \n\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u00a0")


def heading(level: int, title: str) -> Content:
    return {"kind": "heading", "level": level, "title": drawn(title) or "–"}


def text(*says: str) -> Content:
    return {"kind": "text", "says": [one for one in says if one]}


def quiet(says: str) -> Content:
    return {"kind": "quiet", "says": says}


def own_words(items: Iterable[str], label: str = "") -> Content:
    """What participants said, each as it was written; ``label`` stands above where there is one."""
    return {"kind": "own", "label": label, "items": [one.strip() for one in items if one.strip()]}


def table(
    head: list[str], rows: list[list[str]], *, figures: int = 0,
    widths: list[int] | None = None, says: str = "",
) -> Content:  # fmt: skip
    """A plain table; its last ``figures`` columns are numbers. ``widths`` are shares, ``says``
    stands above and never parts from it."""
    return {
        "kind": "table", "head": head, "rows": rows, "figures": figures, "says": says,
        "widths": widths or [1] * len(head),
        "parts": len(rows) > _ROWS or sum(len(cell) for row in rows for cell in row) > _SIGNS,
    }


def short(title: str) -> str:
    """An item's title as a table has room for; a note's whole text stands where notes are."""
    flat = " ".join(title.split())
    return flat if len(flat) <= _TITLE else flat[: _TITLE - 1].rstrip() + "…"


def turn_of(phase: Phase, round: int = 1) -> Turn:
    return Turn(phase.id, round)
