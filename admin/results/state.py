"""What the results page shows, as frozen values without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from admin.pictures.model import Bar, Distribution, Dots, Matrix
from admin.shell.tone import Tone
from assets.words import Words


class ReportNotMade(Exception):
    """The report could not be set or kept; the message says why, without figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignChoice:
    """A campaign that can be looked at: its groupings as (question name, label) pairs.

    ``steps`` names the steps of the rating scale, lowest first; ``about`` says what the
    figures are and what they are not. ``ended``: its keys were destroyed, nothing more comes.
    """

    id: UUID
    title: str
    about: str
    groupings: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """One factor in the table; the plain numbers are for sorting, ``None`` when hidden."""

    name: str
    weight: float | None
    weight_text: str
    bar: Bar
    index: float | None
    index_text: str
    interval_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A line about a question of a whole form: its words (on its first line), what is told, and
    how many people, or that it is not shown."""

    question: str
    answer: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """A picture with the sentence above it and its text alternative.

    ``picture`` is ``None`` where the sentence says why there is nothing to draw.
    """

    picture: Matrix | Distribution | Dots | None
    sentence: str
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything shown about one row of the results (everybody, or one group)."""

    who: str
    facts: str
    value: str
    value_interval: str
    value_note: str
    findings: tuple[str, ...]
    table_sentence: str
    factors: tuple[FactorRow, ...]
    matrix: Pictured | None
    distribution: Pictured | None
    groups: Pictured | None
    method: str
    questions: tuple[QuestionRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsState:
    """``rows`` are the choosable groups: (label, can be shown); the first is everybody."""

    words: Words
    is_open: bool = False
    busy: bool = False
    campaigns: tuple[CampaignChoice, ...] = ()
    campaign: int = 0
    grouping: int = 0
    rows: tuple[tuple[str, bool], ...] = ()
    row: int = 0
    sheet: Sheet | None = None
    message: str = ""
    tone: Tone = Tone.INFO
