"""Words above a page that say what it is, such as only a try: one line where they have room."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

_AIR = 6


class NoticeLine(WrappedLabel):
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

    def height_for(self, width: int) -> int:
        """In pixels; nothing while it says nothing."""
        if self.isHidden():
            return 0
        return lines_height(self.font(), self.text(), width) + _AIR
