"""One answer to tap: what all options share, whatever they look like."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from kiosk.style import Style

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Option(QAbstractButton):
    """A radio button that says ``picked`` however it was chosen.

    A screen reader's *toggle* on a checkable button sets it without a click, so the
    signal follows the state and not the click; a click on the chosen one counts as well.
    Where ``enter_goes_on``, Enter on the chosen one is left to the page.
    """

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.dressed: Style | None = None
        self.enter_goes_on = False
        self.toggled.connect(self._toggled)

    def dress(self, style: Style, text: str) -> None:
        """Put on the words and the present looks."""
        if style == self.dressed and text == self.text():
            return
        self.dressed = style
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(style.text(24))
        self.updateGeometry()
        self.update()

    def mark(self, chosen: bool) -> None:
        """Show whether this is the answer, without telling anybody."""
        if chosen == self.isChecked():
            return
        with QSignalBlocker(self):
            self.setAutoExclusive(False)
            self.setChecked(chosen)
            self.setAutoExclusive(True)
        self.update()

    def take_tabs(self, takes: bool) -> None:
        """Whether the Tab key stops here; a tap and the arrow keys always may."""
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(strong if takes else click)

    def nextCheckState(self) -> None:
        if self.isChecked():
            self.picked.emit()
        else:
            self.setChecked(True)

    def _toggled(self, on: bool) -> None:
        if on:
            self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.enter_goes_on and self.isChecked():
                event.ignore()
            else:
                self.click()
        else:
            super().keyPressEvent(event)
