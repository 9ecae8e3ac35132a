"""A part of the screen that can be longer than its room, with buttons to move in it.

Dragging works too, but nobody has to discover it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QScrollArea,
    QScroller,
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


def _area(canvas: QWidget) -> _Area:
    """A clear area that shows ``canvas`` and is dragged by a finger."""
    area = _Area()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(canvas)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # no style sheet: a label that moves in below one forgets the colour of its words
    canvas.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    QScroller.grabGesture(
        area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture
    )
    return area


class Pane(QWidget):
    """Holds ``content``; ``height_for(width)`` says how high it wants to be.

    Content lower than the pane is placed with ``lead`` of the free room above it (0 to 1), and
    with ``spare`` pixels there as far as they are free: so much can grow above without a move.
    ``fade`` is the height in pixels of what fades at the lower edge, where more comes below.
    A ``brief`` pane has its buttons' arrows only: side by side, below what it shows, or at
    its side when it is low.
    """

    def __init__(
        self, content: QWidget, height_for: Callable[[int], int], lead: float = 0.4,
        *, brief: bool = False,
    ) -> None:
        super().__init__()
        self._brief = brief
        self._content = content
        self._height_for = height_for
        self._lead = lead
        self.spare = 0
        self.fade = _FADE
        self._looks: tuple[Style, tuple[str, str]] | None = None
        self._canvas = QWidget()
        content.setParent(self._canvas)
        self._area = _area(self._canvas)
        self._up = Press(Kind.PLAIN, "arrow-up")
        self._down = Press(Kind.PLAIN, "arrow-down")
        self._up.clicked.connect(lambda: self._page(-1))
        self._down.clicked.connect(lambda: self._page(1))
        self._area.verticalScrollBar().valueChanged.connect(self._moved)
        self._rail = QWidget()
        along, across = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        rail = QBoxLayout(along if brief else across, self._rail)
        rail.setContentsMargins(4, 0, 0, 0)
        rail.setSpacing(0)
        rail.addWidget(self._up)
        rail.addStretch(1)
        rail.addWidget(self._down)
        self._row = QBoxLayout(along, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._area, 1)
        self._row.addWidget(self._rail)
        self._rail.hide()
        self._fade = _Fade(self)

    def dress(self, style: Style, words: Words, *, places: bool = True) -> None:
        """Words and looks of the two buttons; back to the top. Without ``places`` whoever asks
        gives it its place afterwards, with :meth:`arrange`."""
        self._looks = style, (words("Up"), words("Down"))
        self._dress_rail(brief=self._brief)
        self._fade.style_now = style
        self._area.verticalScrollBar().setValue(0)
        if places:
            self.arrange()

    def _dress_rail(self, *, brief: bool) -> None:
        if self._looks is not None:
            style, said = self._looks
            for button, word in zip((self._up, self._down), said, strict=True):
                button.dress(style, word, brief=brief)

    @property
    def buttons(self) -> tuple[QWidget, QWidget]:
        """The buttons that move up and down; hidden when everything is to be seen."""
        return self._up, self._down

    def hold(self) -> None:
        """Take the content back after another widget has held it."""
        if self._content.parentWidget() is not self._canvas:
            self._content.setParent(self._canvas)
            self._content.show()

    def overflows(self) -> bool:
        """True when not everything is to be seen at once."""
        return not self._rail.isHidden()

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` inside is to be seen whole."""
        self._row.activate()  # the room may have become lower just now
        # Qt's own way shows no more of a field than the line its cursor stands in
        middle = widget.mapTo(self._canvas, widget.rect().center())
        room = self._area.viewport().height() // 2
        half = min(widget.height() // 2 + _FADE, max(room, widget.height() // 2))
        self._area.ensureVisible(middle.x(), middle.y(), 0, half)

    def where(self, widget: QWidget) -> int:
        """How far below the pane's upper edge ``widget`` inside begins, in pixels."""
        return widget.mapTo(self, QPoint(0, 0)).y()

    def shows(self, widget: QWidget) -> bool:
        """Whether ``widget`` inside is to be seen whole."""
        self._row.activate()
        top = self.where(widget)
        return top >= 0 and top + widget.height() <= self._area.height()

    def put(self, widget: QWidget, below: int) -> None:
        """Have ``widget`` begin ``below`` the upper edge again, after things grew or shrank above
        it: what a finger is at does not move away. As far as that hides nothing for good."""
        self._row.activate()
        bar = self._area.verticalScrollBar()
        room, high = self._area.height(), self._content.height()
        top = self._content.y() - bar.value() + below - self.where(widget)
        if high <= room:
            self._content.move(0, min(max(0, top), room - high))
        else:
            self._content.move(0, 0)
            self._canvas.setFixedHeight(max(high, room - top))
            bar.setValue(-top)
        self._moved()

    def arrange(self, *, steady: bool = False) -> None:
        """Give the content its place; called when it, or the room for it, has changed.

        ``steady`` leaves the buttons that move, and so all widths, where they are.
        """
        height, width = self.height(), self.width()
        if width <= 2 * TARGET:
            return
        over = self._height_for(width) > height or (steady and self.overflows())
        if over and self._brief and height > 3 * TARGET:
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._rail.setFixedSize(width, TARGET)
            height -= TARGET
        elif over:
            self._row.setDirection(QBoxLayout.Direction.LeftToRight)
            sides = self._sides(width)
            rail = 4 + (sum(sides) if self._brief else max(sides))
            self._rail.setFixedSize(rail, height)
            width -= rail
        self._rail.setVisible(over)
        needed = self._height_for(width)
        free = height - needed
        top = 0 if over else max(round(free * self._lead), min(self.spare, free))
        self._canvas.setFixedSize(width, max(height, needed))
        self._content.setGeometry(0, top, width, needed)
        self._moved()

    def _sides(self, width: int) -> list[int]:
        """The widths of the buttons; their arrows alone where words would take too much."""
        self._dress_rail(brief=self._brief)
        sides = [button.sizeHint().width() for button in self.buttons]
        if 4 * max(sides) > width:
            self._dress_rail(brief=True)
            sides = [button.sizeHint().width() for button in self.buttons]
        return sides

    def _page(self, way: int) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + way * max(TARGET, self._area.viewport().height() - TARGET))

    def _moved(self) -> None:
        bar = self._area.verticalScrollBar()
        self._up.wake(bar.value() > bar.minimum())
        self._down.wake(bar.value() < bar.maximum())
        self._fade.setVisible(self.overflows() and bar.value() < bar.maximum())
        below = self._area.geometry().bottom() + 1 - self.fade
        self._fade.setGeometry(self._area.x(), below, self._canvas.width(), self.fade)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # what moves away under a finger is never pressed
        if (
            isinstance(event, QFocusEvent) and event.gotFocus() and isinstance(watched, QWidget)
            and event.reason() is not Qt.FocusReason.MouseFocusReason
        ):
            self.reveal(watched)
        return False

    def follow(self, widget: QWidget) -> None:
        """Keep ``widget`` in sight whenever it takes the focus."""
        widget.removeEventFilter(self)
        widget.installEventFilter(self)
