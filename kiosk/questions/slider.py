"""A range: a line to tap on, with buttons for one step less and one step more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QLabel, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press, draw_ring
from kiosk.questions.asked import Asked
from kiosk.questions.entry import shown_number
from kiosk.questions.view import View
from kiosk.style import RING, TARGET, Style, set_text_colour
from survey.forms.scale import bounds, plain

_WIDEST = 900
_TICKS = 25
"""The most steps that each have a tick of their own."""

_MOST = 10_000


def ends_told(asked: Asked) -> tuple[str, str]:
    """The lowest and the highest number, as people write them."""
    start, steps, step = _bounds(asked)
    low, high = plain(start), plain(start + steps * step)
    return shown_number(low, asked.language), shown_number(high, asked.language)


class Line(QAbstractSlider):
    """A track without a thumb until it has been touched: no answer is suggested.

    Positions are whole steps from 0. ``picked`` follows what a person does, not :meth:`put`.
    """

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.touched = False
        self.ticks = True
        self.style_now: Style | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.actionTriggered.connect(lambda _: self.picked.emit(self.sliderPosition()))
        self.valueChanged.connect(self.picked)  # what a screen reader does is no action

    def put(self, position: int | None) -> None:
        """Show a position, or that none is chosen."""
        with QSignalBlocker(self):
            self.touched = position is not None
            self.setValue(position or 0)
        self.update()

    def _track(self) -> QRectF:
        return QRectF(self.rect()).adjusted(28, self.height() / 2 - 5, -28, -self.height() / 2 + 5)

    def _x(self, position: int) -> float:
        track, steps = self._track(), max(1, self.maximum())
        share = position / steps
        return track.right() - share * track.width() if self._rtl else (
            track.left() + share * track.width())

    @property
    def _rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in arrows:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._take(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take(event.position().x())

    def _take(self, x: float) -> None:
        track = self._track()
        share = (x - track.left()) / max(1.0, track.width())
        share = min(1.0, max(0.0, 1 - share if self._rtl else share))
        self.picked.emit(round(share * self.maximum()))

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.style_now
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        painter.setPen(QPen(style.colour("outline_strong"), 2))
        painter.setBrush(style.colour("surface_raised"))
        painter.drawRoundedRect(track, 5, 5)
        if self.ticks and self.maximum() <= _TICKS:
            for position in range(self.maximum() + 1):
                x = self._x(position)
                painter.drawLine(QPointF(x, track.bottom() + 6), QPointF(x, track.bottom() + 18))
        if self.touched:
            at = QPointF(self._x(self.value()), track.center().y())
            done = QRectF(track)
            (done.setLeft if self._rtl else done.setRight)(at.x())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour("action"))
            painter.drawRoundedRect(done, 5, 5)
            painter.drawEllipse(at, 22, 22)
            painter.setBrush(style.colour("surface_raised"))
            painter.drawEllipse(at, 8, 8)
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
            draw_ring(painter, ring, style)


class RangeView(View):
    """The chosen number in large type above the line, *not chosen yet* before that."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._start, self._step, self._steps = Decimal(0), Decimal(1), 10
        self._said = QLabel(self)
        self._ends = (QLabel(self), QLabel(self))
        self.line = Line()
        self.line.setParent(self)
        self.less, self.more = Press(Kind.PLAIN, "minus"), Press(Kind.PLAIN, "plus")
        for button, by in ((self.less, -1), (self.more, 1)):
            button.setParent(self)
            button.clicked.connect(lambda _=False, by=by: self._by(by))
        self.line.picked.connect(self._give)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        self._start, self._steps, self._step = _bounds(asked)
        position = self._position(asked.value)
        with QSignalBlocker(self.line):
            self.line.setRange(0, self._steps)
        self.line.setPageStep(max(1, self._steps // 5))
        self.line.style_now, self.line.ticks = style, not asked.looks_like("no-ticks")
        self.line.put(position)
        none = words("Not chosen yet")
        said = none if position is None else shown_number(asked.value, asked.language)
        self._said.setText(said)
        self._said.setFont(style.text(24) if position is None else style.heading(36))
        set_text_colour(self._said, style.colour("text_quiet" if position is None else "text"))
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.setAccessibleName(f"{asked.label}: {said}")
        for label, end in zip(self._ends, ends_told(asked), strict=True):
            label.setText(end)
            label.setFont(style.text(20))
            set_text_colour(label, style.colour("text_soft"))
        self.less.dress(style, words("One step less"), brief=True)
        self.more.dress(style, words("One step more"), brief=True)
        self._arrange()

    def _position(self, value: str) -> int | None:
        try:
            return round((Decimal(value) - self._start) / self._step)
        except InvalidOperation:
            return None

    def _by(self, by: int) -> None:
        if self.line.touched:
            self._give(self.line.value() + by)
        else:
            self._give(0 if by > 0 else self._steps)

    def _give(self, position: int) -> None:
        if self._asked is not None and 0 <= position <= self._steps:
            self.answered.emit(self._asked.ref, plain(self._start + position * self._step))

    def _said_height(self) -> int:
        return self._said.fontMetrics().height() + 12

    def height_for(self, width: int) -> int:
        return self._said_height() + TARGET + self._ends[0].fontMetrics().height() + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide = min(self.width(), _WIDEST)
        left, top = (self.width() - wide) // 2, self._said_height()
        self._said.setGeometry(0, 0, self.width(), top)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        first, last = (self.more, self.less) if rtl else (self.less, self.more)
        first.setGeometry(left, top, TARGET, TARGET)
        last.setGeometry(left + wide - TARGET, top, TARGET, TARGET)
        self.line.setGeometry(left + TARGET, top, wide - 2 * TARGET, TARGET)
        low, high = reversed(self._ends) if rtl else self._ends
        under, half = top + TARGET + 4, wide // 2 - TARGET
        low.setAlignment(Qt.AlignmentFlag.AlignLeft)
        high.setAlignment(Qt.AlignmentFlag.AlignRight)
        low.setGeometry(left + TARGET + 16, under, half, low.fontMetrics().height())
        high.setGeometry(left + wide // 2, under, half - 16, high.fontMetrics().height())

    def tab_way(self) -> Sequence[QWidget]:
        return [self.less, self.line, self.more]

    def take_key(self, key: int) -> bool:
        """The first arrow on an untouched line chooses its near end."""
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if not self.line.hasFocus() or key not in arrows:
            return False
        ahead = Qt.Key.Key_Left if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else (
            Qt.Key.Key_Right)
        self._by(1 if key in (ahead, Qt.Key.Key_Up) else -1)
        return True


def _bounds(asked: Asked) -> tuple[Decimal, int, Decimal]:
    """Start, number of steps, step. A line has no more steps than it could ever show."""
    start, end, step = bounds(asked.parameters, asked.parameters.get("scale", ""))
    count = max(1, int((end - start) // step))
    return (start, count, step) if count <= _MOST else (start, _MOST, (end - start) / _MOST)
