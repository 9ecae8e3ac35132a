"""A QR code, drawn in whole pixels with the quiet margin that readers need."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel

from kiosk.style import Style

_MARGIN = 4


class Squares(QLabel):
    """Shows ``text`` as a QR code; an empty text shows nothing. A picture for a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self._text = ""
        self._style: Style | None = None

    def dress(self, style: Style, text: str, name: str) -> None:
        """``name`` tells a screen reader what the picture is."""
        # loads what only a shown code needs, long after the first paint
        from sync.mailbox.cards import modules

        self._style = style
        if text != self._text or not self._rows:  # reckoning one takes longer than a picture
            self._rows = modules(text) if text else ()
        self._text = text
        self.setAccessibleName(name)
        self.setPixmap(QPixmap(1, 1))  # tells that it is one; it is drawn below
        self.update()

    def clear(self) -> None:
        """Nothing of what was shown stays."""
        self._rows, self._text = (), ""
        self.setPixmap(QPixmap())
        self.update()

    def side_for(self, room: int) -> int:
        """The largest side of at most ``room`` pixels whose squares are whole pixels."""
        count = len(self._rows) + 2 * _MARGIN
        return room // count * count if self._rows else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows or self._style is None:
            return
        count = len(self._rows) + 2 * _MARGIN
        unit = min(self.width(), self.height()) // count
        painter = QPainter(self)
        # black on white whatever the theme: a reader wants the contrast
        painter.fillRect(0, 0, unit * count, unit * count, Qt.GlobalColor.white)
        for down, row in enumerate(self._rows):
            for across, dark in enumerate(row):
                if dark:
                    at = ((across + _MARGIN) * unit, (down + _MARGIN) * unit)
                    painter.fillRect(*at, unit, unit, Qt.GlobalColor.black)
