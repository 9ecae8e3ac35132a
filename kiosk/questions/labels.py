"""Words in places that are worked out anew each time, such as those round a table."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from kiosk.questions.view import leading
from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height, longest_word

_SIZE = 22


class Labels:
    """Labels of ``parent``, used again: :meth:`begin`, say everything, :meth:`end`."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._labels: list[WrappedLabel] = []
        self._used = 0
        self._style: Style | None = None

    def begin(self, style: Style) -> None:
        """Nothing is said yet."""
        self._style, self._used = style, 0

    def end(self) -> None:
        """Hide what was not used this time."""
        for label in self._labels[self._used:]:
            label.hide()

    def height(self, text: str, width: int) -> int:
        """The height in pixels of ``text`` when it is broken at ``width``."""
        assert self._style is not None
        return lines_height(self._style.text(_SIZE), text, max(20, width))

    def longest(self, text: str) -> int:
        """The width in pixels of the longest word of ``text``."""
        assert self._style is not None
        return longest_word(self._style.text(_SIZE), text)

    def say(
        self, text: str, box: QRect, place: bool, *, centred: bool = False, heading: bool = False
    ) -> None:
        """Put ``text`` into ``box``, told from left to right; nothing where it is no ``place``."""
        style = self._style
        if not place or style is None:
            return
        if self._used == len(self._labels):
            self._labels.append(WrappedLabel(self._parent))
        label = self._labels[self._used]
        self._used += 1
        label.setFont(style.heading(_SIZE) if heading else style.text(_SIZE))
        set_text_colour(label, style.colour("text"))
        label.setText(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter if centred else leading(self._parent))
        label.setGeometry(turned(box, self._parent))
        label.show()


def turned(box: QRect, within: QWidget) -> QRect:
    """``box`` as it stands where words are read from the right."""
    if within.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return QRect(within.width() - box.x() - box.width(), box.y(), box.width(), box.height())
    return box
