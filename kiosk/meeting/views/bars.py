"""Bars that move calmly to what has changed, and stand still when asked."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.meeting.big_figures import Bar, Bars
from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

MOVES_MS = 280
TALLEST = 140
"""A row is no higher than that, in pixels of a screen of 1 080."""

_PATTERNS = (
    Qt.BrushStyle.SolidPattern, Qt.BrushStyle.Dense3Pattern, Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.CrossPattern,
)


class BarRow(QWidget):
    """One bar with its words; a picture with a name for whoever listens."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = Bar(title="", amount=0.0, text="")
        self.amount = 0.0
        self._style: Style | None = None
        self._text: QPixmap | None = None
        self._line = 0.0

    def dress(self, style: Style, bar: Bar) -> None:
        """Show ``bar``; the length it is drawn with is ``amount``."""
        if (style, bar.title, bar.text) != (self._style, self.bar.title, self.bar.text):
            self._text = None
        self._style, self.bar = style, bar
        self.setAccessibleName(f"{bar.title}: {bar.text}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        if self._text is None or self._text.deviceIndependentSize().toSize() != self.size():
            self._text = self._worded(style)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, line = self.height(), self._line
        thick = max(6.0, min(high * 0.3, high - line - 8))
        self._draw(painter, QRectF(0, line + 4, self.width(), thick), style)

    def _worded(self, style: Style) -> QPixmap:
        """The words above the bar, drawn once: they stand while it moves."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        words = self._font(round(self.height() * 0.36))
        bold = QFont(words)
        bold.setBold(True)
        metrics = QFontMetricsF(words)
        self._line = metrics.height()
        wide = self.width()
        room = wide - QFontMetricsF(bold).horizontalAdvance(self.bar.text) - 24
        title = metrics.elidedText(
            self.bar.title, Qt.TextElideMode.ElideRight, max(0.0, room)
        )
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        start, end = (right, left) if self.isRightToLeft() else (left, right)
        top = QRectF(0, 0, wide, self._line)
        painter = QPainter(picture)
        painter.setPen(style.colour("text"))
        painter.setFont(words)
        painter.drawText(top, start | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(bold)
        painter.drawText(top, end | Qt.AlignmentFlag.AlignVCenter, self.bar.text)
        painter.end()
        return picture

    def _font(self, pixels: int) -> QFont:
        assert self._style is not None
        font = self._style.text(10)
        font.setPixelSize(max(12, pixels))
        return font

    def _draw(self, painter: QPainter, track: QRectF, style: Style) -> None:
        if self.bar.parts:
            self._divided(painter, track, style)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("track"))
        radius = min(8.0, track.height() / 2)
        painter.drawRoundedRect(track, radius, radius)
        if self.amount > 0:
            painter.setBrush(style.colour("action"))
            length = max(radius * 2, track.width() * min(1.0, self.amount))
            painter.drawRoundedRect(self._from_start(track, 0, length), radius, radius)
        low, high = self.bar.low, self.bar.high
        if low is not None and high is not None:
            self._whisker(painter, track, low, min(1.0, high), style)

    def _whisker(
        self, painter: QPainter, track: QRectF, low: float, high: float, style: Style
    ) -> None:
        """From the first quartile to the third, dark on light so that it shows on the bar too."""
        box = self._from_start(track, low * track.width(), (high - low) * track.width())
        middle, tall = track.center().y(), track.height() * 0.34
        for width, role in ((7.0, "surface_raised"), (3.0, "text")):
            painter.setPen(QPen(style.colour(role), width))
            painter.drawLine(box.left(), middle, box.right(), middle)
            for x in (box.left(), box.right()):
                painter.drawLine(x, middle - tall, x, middle + tall)

    def _divided(self, painter: QPainter, track: QRectF, style: Style) -> None:
        at = 0.0
        colours = style.theme.diverging
        for n, (_, share) in enumerate(self.bar.parts):
            place = n * (len(colours) - 1) // max(1, len(self.bar.parts) - 1)
            length = share * track.width()
            box = self._from_start(track, at, length)
            painter.setPen(QPen(style.colour("outline_strong"), 1.5))
            painter.setBrush(QColor(colours[place]))
            painter.drawRect(box)
            pattern = _PATTERNS[n % len(_PATTERNS)]
            if pattern is not Qt.BrushStyle.SolidPattern:
                painter.setBrush(QBrush(style.colour("surface_raised"), pattern))
                painter.setOpacity(0.35)
                painter.drawRect(box)
                painter.setOpacity(1.0)
            at += length

    def _from_start(self, track: QRectF, at: float, length: float) -> QRectF:
        left = track.right() - at - length if self.isRightToLeft() else track.left() + at
        return QRectF(left, track.top(), length, track.height())


class BarsPanel(QWidget):
    """The bars of one turn under a title, with a note below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.note = QLabel(self), WrappedLabel(self)
        self.rows: list[BarRow] = []
        self._from: dict[str, float] = {}
        self._bars = Bars(title="", bars=())
        self._unit = 1.0
        self._moving = QVariantAnimation(self, duration=MOVES_MS, startValue=0.0, endValue=1.0)
        self._moving.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._moving.valueChanged.connect(self._move)

    def present(self, bars: Bars, style: Style, unit: float, *, still: bool) -> None:
        """Show ``bars``; ``unit`` is a pixel of a screen of 1 080. ``still``: nothing moves."""
        self._from = {row.bar.title: row.amount for row in self.rows}
        same = bars == self._bars
        self._bars, self._unit = bars, unit
        self.title.setText(bars.title)
        self.note.setText(bars.note)
        for label, size in ((self.title, 34), (self.note, 26)):
            font = style.heading(10) if label is self.title else style.text(10)
            font.setPixelSize(max(12, round(size * unit)))
            label.setFont(font)
            label.setAccessibleName(label.text())
            set_text_colour(label, style.colour("text"))
        while len(self.rows) < len(bars.bars):
            self.rows.append(BarRow(self))
        while len(self.rows) > len(bars.bars):
            gone = self.rows.pop()
            gone.hide()
            gone.deleteLater()
        for row, bar in zip(self.rows, bars.bars, strict=True):
            row.dress(style, bar)
            row.show()
        self._arrange()
        if still:
            self._moving.stop()
            self._move(1.0)
        elif not same:
            self._moving.stop()
            self._moving.start()
        elif self._moving.state() is not QVariantAnimation.State.Running:
            self._move(1.0)

    def _move(self, way: float) -> None:
        for row in self.rows:
            start = self._from.get(row.bar.title, 0.0)
            row.amount = start + (row.bar.amount - start) * float(way)
            row.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width()
        top = 0
        if self._bars.title:
            top = lines_height(self.title.font(), self.title.text(), wide) + round(8 * self._unit)
        self.title.setGeometry(0, 0, wide, top)
        below = lines_height(self.note.font(), self.note.text(), wide) if self._bars.note else 0
        self.note.setGeometry(0, self.height() - below, wide, below)
        room = self.height() - top - below - round(8 * self._unit)
        each = min(round(TALLEST * self._unit), room // max(1, len(self.rows)))
        for at, row in enumerate(self.rows):
            row.setGeometry(0, top + at * each, wide, max(1, each - round(6 * self._unit)))
