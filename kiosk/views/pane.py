"""A part of the screen that can be longer than its room, with buttons to move in it.

Dragging works too, but nobody has to discover it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.style import TARGET, Style

_FADE = 40


class _Fade(QWidget):
    """The lower edge of what goes on below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.style_now: Style | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.style_now is None:
            return
        paper = self.style_now.colour("surface")
        clear = self.style_now.colour("surface")
        clear.setAlpha(0)
        gradient = QLinearGradient(0, 0, 0, self.height())
        gradient.setColorAt(0, clear)
        gradient.setColorAt(1, paper)
        QPainter(self).fillRect(self.rect(), gradient)


class _Area(QScrollArea):
    """A scroll area that leaves the arrow keys to whoever moves the focus by them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class Pane(QWidget):
    """Holds ``content``; ``height_for(width)`` says how high it wants to be.

    Content lower than the pane is placed with ``lead`` of the free room above it (0 to 1).
    """

    def __init__(
        self, content: QWidget, height_for: Callable[[int], int], lead: float = 0.4
    ) -> None:
        super().__init__()
        self._content = content
        self._height_for = height_for
        self._lead = lead
        self._canvas = QWidget()
        content.setParent(self._canvas)
        self._area = _Area()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._canvas)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setStyleSheet("background: transparent")
        self._area.viewport().setAutoFillBackground(False)
        QScroller.grabGesture(
            self._area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture
        )
        self._up = Press(Kind.PLAIN, "arrow-up")
        self._down = Press(Kind.PLAIN, "arrow-down")
        self._up.clicked.connect(lambda: self._page(-1))
        self._down.clicked.connect(lambda: self._page(1))
        self._area.verticalScrollBar().valueChanged.connect(self._moved)
        self._rail = QWidget()
        rail = QVBoxLayout(self._rail)
        rail.setContentsMargins(4, 0, 0, 0)
        rail.addWidget(self._up)
        rail.addStretch(1)
        rail.addWidget(self._down)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._area, 1)
        row.addWidget(self._rail)
        self._rail.hide()
        self._fade = _Fade(self)

    def dress(self, style: Style, words: Words) -> None:
        """Words and looks of the two buttons; back to the top."""
        self._up.dress(style, words("Up"))
        self._down.dress(style, words("Down"))
        self._fade.style_now = style
        self._area.verticalScrollBar().setValue(0)
        self.arrange()

    @property
    def rail(self) -> int:
        """The width the buttons take when not everything fits."""
        return 4 + max(self._up.sizeHint().width(), self._down.sizeHint().width())

    def overflows(self) -> bool:
        """True when not everything is to be seen at once."""
        return not self._rail.isHidden()

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` inside is to be seen whole."""
        self._area.ensureWidgetVisible(widget, 0, 8)

    def arrange(self) -> None:
        """Give the content its place; called when it, or the room for it, has changed."""
        height, full = self.height(), self.width()
        if full <= 2 * TARGET:
            return
        over = self._height_for(full) > height
        self._rail.setFixedWidth(self.rail)
        width = full - self.rail if over else full
        self._rail.setVisible(over)
        needed = self._height_for(width)
        top = 0 if over else round((height - needed) * self._lead)
        self._canvas.setFixedSize(width, max(height, needed))
        self._content.setGeometry(0, top, width, needed)
        self._moved()

    def _page(self, way: int) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + way * max(TARGET, self._area.viewport().height() - TARGET))

    def _moved(self) -> None:
        bar = self._area.verticalScrollBar()
        self._up.setEnabled(bar.value() > bar.minimum())
        self._down.setEnabled(bar.value() < bar.maximum())
        self._fade.setVisible(self.overflows() and bar.value() < bar.maximum())
        self._fade.setGeometry(0, self.height() - _FADE, self._canvas.width(), _FADE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.reveal(watched)
        return False

    def follow(self, widget: QWidget) -> None:
        """Keep ``widget`` in sight whenever it takes the focus."""
        widget.removeEventFilter(self)
        widget.installEventFilter(self)
