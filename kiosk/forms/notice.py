"""One line above a page that says what it is, such as only a try."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kiosk.style import Style, set_text_colour

_AIR = 6


class NoticeLine(QLabel):
    """Takes no room while it says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def dress(self, style: Style, text: str) -> None:
        """Words and looks."""
        self.setText(text)
        self.setFont(style.text(18))
        set_text_colour(self, style.colour("caution_text"))
        self.setStyleSheet(f"background: {style.theme.caution_soft}")
        self.setVisible(bool(text))

    @property
    def height_wanted(self) -> int:
        """In pixels."""
        return 0 if self.isHidden() else self.sizeHint().height() + _AIR
