"""Buttons beside each other in the middle, or under each other where the width is too small."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.controls import Press
from kiosk.style import Style

_AIR = 12


_SIZES = (200, 150, 125, 100)


def dress_to_fit(
    style: Style, buttons: Sequence[tuple[Press, str]], fits: Callable[[], bool]
) -> None:
    """Put on each button its words, in the text's size, or in the largest smaller one that
    ``fits``."""
    for percent in (style.percent, *(size for size in _SIZES if size < style.percent)):
        for button, text in buttons:
            button.dress(Style(style.theme, percent), text)
        if fits():
            return


class ButtonRow(QWidget):
    """Shows those of its buttons that :meth:`show_only` names."""

    def __init__(self, parent: QWidget, buttons: Sequence[Press]) -> None:
        super().__init__(parent)
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.setParent(self)

    @property
    def shown(self) -> list[Press]:
        """Those on show, in reading order."""
        return [button for button in self._buttons if not button.isHidden()]

    def show_only(self, *wanted: Press) -> None:
        """Show these. When the one goes that had the focus, the first has it."""
        had = next((button for button in self._buttons if button.hasFocus()), None)
        for button in self._buttons:
            button.setVisible(button in wanted)
        if had is not None and had not in wanted and wanted:
            wanted[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def height_for(self, width: int) -> int:
        """The height in pixels at ``width``."""
        sizes = [button.sizeHint() for button in self.shown]
        if self._wide(width):
            return max((size.height() for size in sizes), default=0)
        return sum(size.height() for size in sizes)

    def widest(self) -> int:
        """The width of the widest button on show."""
        return max((button.sizeHint().width() for button in self.shown), default=0)

    def _wide(self, width: int) -> bool:
        return sum(button.sizeHint().width() + _AIR for button in self.shown) - _AIR <= width

    def arrange(self) -> None:
        """Give all their places."""
        shown, width, top = self.shown, self.width(), 0
        if not self._wide(width):
            for button in shown:
                size = button.sizeHint()
                wide = min(width, size.width())
                button.setGeometry((width - wide) // 2, top, wide, size.height())
                top += size.height()
            return
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            shown = shown[::-1]
        left = (width - sum(b.sizeHint().width() + _AIR for b in shown) + _AIR) // 2
        for button in shown:
            size = button.sizeHint()
            button.setGeometry(left, 0, size.width(), size.height())
            left += size.width() + _AIR
