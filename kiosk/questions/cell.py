"""One box of a table, for words or for a number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.keyboards import DECIMAL, LETTERS, WHOLE
from kiosk.questions.asked import Asked
from kiosk.questions.entry import shown_number
from kiosk.questions.sums import WORDS
from kiosk.questions.view import leading
from kiosk.style import Style
from kiosk.views.keypad import Field

_WHOLE = ("integer", "int")
_LONGEST = 200


def shown(part: Asked) -> str:
    """The answer in a cell as people write it."""
    return part.value if part.type in WORDS else shown_number(part.value, part.language)


class Cell(Field):
    """Numbers stand in the middle, below their heading and above their sum."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.wrong = False
        self.setMaxLength(_LONGEST)

    def present(self, part: Asked, name: str, style: Style) -> None:
        """``name`` tells row and column."""
        words = part.type in WORDS
        self.wrong = bool(part.violation)
        self.setProperty("keys", LETTERS if words else WHOLE if part.type in _WHOLE else DECIMAL)
        self.setAlignment(leading(self) if words else Qt.AlignmentFlag.AlignCenter)
        told = f"{name}. {part.violation}" if part.violation else name
        self.dress(style, told, style.px(24), wrong=self.wrong)
        self.put(part.typed or shown(part))
