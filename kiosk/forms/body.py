"""What a page of a form scrolls: a heading for all, and its questions under each other."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.forms.block import QuestionBlock
from kiosk.views.sheet import Sheet

BETWEEN = 28
"""Air between questions, in pixels."""


class Body(QWidget):
    """A heading for all, and one block for each question."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Sheet(widest=1000, centred=True)
        self.heading.setParent(self)
        self.blocks: list[QuestionBlock] = []
        self.shown = 0

    def clear(self) -> None:
        """Let all questions go, with what stands in them."""
        for block in self.blocks:
            block.hide()
            block.deleteLater()
        self.blocks.clear()
        self.shown = 0

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        return self._lay(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give all their places."""
        self._lay(self.width(), place=True)

    def _lay(self, width: int, *, place: bool) -> int:
        top = self.heading.height_for(width)
        if place:
            self.heading.setGeometry(0, 0, width, top)
        for at, block in enumerate(self.blocks[: self.shown]):
            top += BETWEEN if at or top else 0
            height = block.height_for(width)
            if place:
                block.setGeometry(0, top, width, height)
            top += height
        return top
