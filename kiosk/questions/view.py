"""What the page of a running form asks of every view of a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.questions.asked import Asked
from kiosk.style import Style


def leading(widget: QWidget) -> Qt.AlignmentFlag:
    """Where lines begin here, and in the middle of the height.

    Said absolutely: a label else goes by the script of its words, and words of two scripts
    under each other begin at two sides.
    """
    rtl = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class View(QWidget):
    """One setter, :meth:`present`, and what the person did.

    ``answered`` carries the question's reference and the answer as text, empty when it was taken
    away; ``added`` the reference of a repeat that shall have one more, ``removed`` of the
    instance that shall go, ``opened`` of the one to go back into. ``grown`` says that the view
    wants another height than before. ``began`` says that camera or sound is about to be turned on
    here, so that no other question uses it. ``captured`` carries a reference and the
    :class:`~survey.files.File` that was taken for it, or None when none can be taken here.
    """

    answered = Signal(str, str)
    captured = Signal(str, object)
    began = Signal()
    added = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    grown = Signal()

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        """Show the question's answers, and which one is given."""
        raise NotImplementedError

    def height_for(self, width: int) -> int:
        """The height in pixels that shows everything at ``width``."""
        raise NotImplementedError

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in reading order."""
        raise NotImplementedError

    def take_key(self, key: int) -> bool:
        """Move by an arrow key, or answer by a digit. False when the key means nothing here."""
        return False

    def wrong(self) -> QWidget | None:
        """The first of its parts that something is wrong with, where only a part can be wrong."""
        return None

    def fit(self, width: int, high: int) -> bool:
        """Be no higher than ``high`` pixels at ``width`` where something may as well be smaller.
        True when that changed the height."""
        return False

    def finish(self) -> None:
        """The page is about to be left, or another question begins with camera or sound: give what
        is under way as an answer."""

    def name(self, label: str) -> None:
        """Tell a screen reader what group of answers this is."""
        self.setAccessibleName(label)
