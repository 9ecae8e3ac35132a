"""Where a question and the whole of its scale stand, so that no answer is out of sight.

Tried in this order: faces side by side below the question, faces under each other beside
it, faces under each other below it. Where the question fits none of these it is the
question that scrolls, never the answers.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRect, QSize

from kiosk.questions.face_card import FACE, FACE_LEAST
from kiosk.style import TARGET
from survey.late import dataclass

_AIR = 24
_LEAST_AIR = 8
_NARROWEST = 300
"""The least width for a question beside its answers, in pixels."""


class Asked(Protocol):
    """The question's words, measured in pixels."""

    def least_height(self, width: int, *, small: bool) -> int:
        """The height they need at ``width`` in the answers' size, or a ``small`` one."""
        ...

    def easy_height(self, width: int) -> int:
        """The height they take above the answers when there is room."""
        ...

    def least_width(self, *, small: bool) -> int:
        """The width of the longest word in that size."""
        ...


class Spread(Protocol):
    """The answers, measured in pixels."""

    def stands(self, width: int) -> bool: ...
    def standing_height(self, width: int, face: int) -> int: ...
    def lying_width(self, lines: int) -> int: ...
    def lying_height(self, width: int) -> int: ...
    def tallest_lying(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Places inside the room, for reading from left to right; mirrored by whoever places.

    ``lying``: the answers stand under each other. ``beside``: the question is at their side.
    """

    question: QRect
    answers: QRect
    lying: bool = False
    beside: bool = False


def plan_for(room: QSize, answers: Spread, asked: Asked) -> Plan | None:
    """The best plan. None when the answers alone are too many for ``room``."""
    for small in (False, True):
        plan = (
            _standing(room, answers, asked, small=small)
            or _beside(room, answers, asked, small=small)
            or _below(room, answers, asked.least_height(room.width(), small=small))
        )
        if plan is not None:
            return plan
    return _beside(room, answers, asked, small=True, scrolls=True) or _below(room, answers, None)


def _standing(room: QSize, answers: Spread, asked: Asked, *, small: bool) -> Plan | None:
    width = room.width()
    if not answers.stands(width):
        return None
    least = answers.standing_height(width, FACE_LEAST)
    for_question = room.height() - least - _LEAST_AIR
    if asked.least_height(width, small=small) > for_question:
        return None
    question = min(asked.easy_height(width), for_question)
    spare = room.height() - question - _LEAST_AIR - least
    height = least + min(FACE - FACE_LEAST, spare)
    free = room.height() - question - height
    lead = min(56, round(free * 0.35))
    top = lead + question + max(_LEAST_AIR, min(_AIR, free // 4))
    top += round((room.height() - top - height) * 0.3)
    return Plan(question=QRect(0, lead, width, question), answers=QRect(0, top, width, height))


def _beside(
    room: QSize, answers: Spread, asked: Asked, *, small: bool, scrolls: bool = False
) -> Plan | None:
    for lines in (1, 2):
        column = answers.lying_width(lines)
        width = room.width() - column - _AIR
        if width < max(_NARROWEST, asked.least_width(small=small)):
            continue
        if answers.lying_height(column) > room.height():
            continue
        if scrolls or asked.least_height(width, small=small) <= room.height():
            least = answers.lying_height(column)
            height = min(room.height(), max(least, answers.tallest_lying()))
            top = (room.height() - height) // 2
            return Plan(
                question=QRect(0, 0, width, room.height()),
                answers=QRect(width + _AIR, top, column, height), lying=True, beside=True,
            )
    return None


def _below(room: QSize, answers: Spread, question: int | None) -> Plan | None:
    """``question`` is the height it needs; None lets it scroll in what there is."""
    width = room.width()
    least = answers.lying_height(width)
    spare = room.height() - least - _LEAST_AIR - (TARGET if question is None else question)
    if spare < 0:
        return None
    tallest = max(least, answers.tallest_lying())
    height = least if question is None else min(least + spare // 2, tallest)
    top = room.height() - height
    return Plan(
        question=QRect(0, 0, width, top - _LEAST_AIR),
        answers=QRect(0, top, width, height), lying=True,
    )
