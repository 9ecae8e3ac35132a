"""What a page of a form scrolls: a heading for all, and its questions under each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.forms.block import QuestionBlock
from kiosk.style import Style
from kiosk.views.sheet import Block, Sheet

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
        self._head: object = None

    def head(self, style: Style, blocks: Sequence[Block]) -> bool:
        """Put on what the questions have in common. False when it stands there already."""
        head = (style, tuple(blocks))
        if head == self._head:
            return False
        self._head = head
        self.heading.dress(style, blocks)
        return True

    def match(self, refs: Sequence[str], made: Callable[[], QuestionBlock]) -> bool:
        """Have a block for each question, in order. False when that is so already.

        A question that stays keeps its block, and so the focus and what is being typed.
        """
        shown = [block.asked.ref if block.asked else "" for block in self.blocks[: self.shown]]
        if shown == list(refs):
            return False
        kept = {ref: block for ref, block in zip(shown, self.blocks, strict=False) if ref in refs}
        spare = [block for block in self.blocks if block not in kept.values()]
        ordered = []
        for ref in refs:
            block = kept.get(ref) or (spare.pop(0) if spare else made())
            if block.parent() is None:
                block.setParent(self)
            ordered.append(block)
        self.blocks, self.shown = [*ordered, *spare], len(ordered)
        for at, block in enumerate(self.blocks):
            block.setVisible(at < self.shown)
        return True

    @property
    def on_show(self) -> Sequence[QuestionBlock]:
        """Those that are to be seen, in order."""
        return self.blocks[: self.shown]

    def settle(self, width: int, room: int, typing: int) -> None:
        """Decide whether a question that stands alone has its words beside its answers; among
        others it keeps its place above them. See :meth:`QuestionBlock.settle`."""
        over = self.heading.height_for(width)
        above = over + BETWEEN if over else 0
        for block in self.on_show:
            block.settle(width if self.shown == 1 else 0, room - above, typing - above)

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
