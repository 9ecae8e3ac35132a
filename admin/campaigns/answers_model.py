"""Quotas, arms, reasons and odd answers as tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt

from admin.campaigns.answers_presenter import OddAnswer
from admin.results.figures import decimal, interval, whole
from admin.shell.rows import DISPLAY, SORT_ROLE, Row, RowsModel
from assets.words import Words
from storage.workspace.reviews import State
from survey.beside import Flag
from survey.quotas import Reached
from survey.trial_results import ArmResult

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def reason(flag: Flag, words: Words) -> str:
    """Why an answer looks odd."""
    return {
        Flag.BURST: words("Many within a minute at one kiosk"),
        Flag.SAME_RUN: words("The same answers as several before"),
        Flag.TOO_FAST: words("Faster than anybody reads"),
        Flag.CLOSED: words("When it was closed, or closing"),
    }[flag]


class QuotaColumn(IntEnum):
    """The columns of what is wanted."""

    WHO = 0
    WANTED = 1
    HERE = 2
    STANDS = 3


class _Numbers(RowsModel[Row]):
    """Heads of numbers stand above them, to the right."""

    numbers: tuple[int, ...] = ()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and section in self.numbers:
            return _RIGHT
        return super().headerData(section, orientation, role)


class QuotasModel(_Numbers[Reached]):
    """A number that is wanted a row."""

    columns = QuotaColumn
    numbers = (QuotaColumn.WANTED, QuotaColumn.HERE)

    def cell(self, row: Reached, column: int, role: int) -> Any:
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _RIGHT if column in self.numbers else None
        words = self._words
        if role == SORT_ROLE:
            return (row.choice, row.wanted, row.reached or 0, row.reached or 0)[column]
        if role != DISPLAY:
            return None
        who = f"{row.question} {row.choice}".strip() or words("Everybody")
        few = words("not shown: few")
        stands = {True: f"✓ {words('Reached')}", False: words("Not yet"), None: few}
        here = few if row.reached is None else whole(row.reached, words.language)
        return (who, whole(row.wanted, words.language), here, stands[row.is_reached])[column]

    def head(self, column: int) -> str:
        words = self._words
        return (words("Of whom"), words("Wanted"), words("Here"), words("How it stands"))[column]


class ArmColumn(IntEnum):
    """The columns of candidates."""

    NAME = 0
    DRAWN = 1
    FINISHED = 2
    UNFINISHED = 3
    GONE = 4
    BLOCKS = 5
    INDEX = 6


class ArmsModel(_Numbers[ArmResult]):
    """A candidate a row; what is hidden in results is hidden here."""

    columns = ArmColumn
    numbers = tuple(ArmColumn)[1:]

    def cell(self, row: ArmResult, column: int, role: int) -> Any:
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _RIGHT if column in self.numbers else None
        if role == SORT_ROLE:
            return (row.name, row.assigned or 0, row.finished or 0, row.unfinished or 0,
                    row.gone or 0, row.blocks, row.index or 0.0)[column]
        return self._shown(row)[column] if role == DISPLAY else None

    def head(self, column: int) -> str:
        words = self._words
        return (
            words("Candidate"), words("Drawn"), words("Finished"), words("Stopped on the way"),
            words("Left at once"), words("Half-days"), words("Index (95 %)"),
        )[column]

    def in_lines(self) -> str:
        """The same as lines, for where there is no room for a table."""
        return "\n\n".join(
            "\n".join(
                f"{self.head(at)}: {said}" if at else said
                for at, said in enumerate(self._shown(row))
            ) for row in self._rows
        )

    def _shown(self, row: ArmResult) -> tuple[str, ...]:
        words, ends = self._words, row.interval
        few = words("not shown: few")
        index = few if row.index is None else decimal(row.index, 1, words.language)
        if ends is not None:
            index += f" ({interval(ends, 0, words.language)})"
        return (
            row.name, _or(row.assigned, "–"), _or(row.finished, few), _or(row.unfinished, few),
            _or(row.gone, "–"), _or(row.blocks or None, "–"), index,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """A reason and how many that count have it, in words; ``n`` is the number that orders the
    row: a number that is not shown stands between none and the least that is."""

    flag: Flag
    count: str
    n: int


class ReasonColumn(IntEnum):
    """The columns of reasons."""

    WHY = 0
    COUNT = 1


class ReasonsModel(RowsModel[ReasonRow]):
    """A reason a row."""

    columns = ReasonColumn

    def cell(self, row: ReasonRow, column: int, role: int) -> Any:
        if role == SORT_ROLE:
            return row.flag.value if column == ReasonColumn.WHY else row.n
        if role != DISPLAY:
            return None
        return reason(row.flag, self._words) if column == ReasonColumn.WHY else row.count

    def head(self, column: int) -> str:
        return (self._words("Why they look odd"), self._words("Of those that count"))[column]


class OddColumn(IntEnum):
    """The columns of odd answers."""

    DAY = 0
    UNIT = 1
    STATE = 2
    DECISION = 3


class OddModel(RowsModel[OddAnswer]):
    """An odd answer a row, without what it says."""

    columns = OddColumn

    def cell(self, row: OddAnswer, column: int, role: int) -> Any:
        if role not in (DISPLAY, SORT_ROLE):
            return None
        words = self._words
        state = {
            State.COUNTED: words("Counts"), State.HELD: words("Is held"),
            State.EXCLUDED: words("Left out"),
        }[row.state]
        if not row.complete:
            state = words("{state}, unfinished", state=state)
        decision = f"{row.by}: {row.why}" if row.by else ""
        return (row.day.isoformat(), row.unit, state, decision)[column]

    def head(self, column: int) -> str:
        words = self._words
        return (
            words("Day"), words("Unit"), words("How it stands"), words("Last decision"),
        )[column]


def _or(number: int | None, otherwise: str) -> str:
    return otherwise if number is None else str(number)
