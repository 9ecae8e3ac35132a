"""A countdown that anybody can see, hear and stop: a ring, and the seconds in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel

from assets.words import Words
from kiosk.style import Style
from kiosk.views.wrapped import draw_lines, lines_height

_TICK = 100
_SECOND = 1000
_TOLD = (30, 10, 5)
"""Seconds left at which a screen reader is told once more."""

_A_MINUTE = 60
_GAP = 12

Said = Callable[[Words, int], str]
"""The sentence for so many seconds left."""


def leaves(words: Words, seconds: int) -> str:
    """The screen goes away; whole minutes where it is long until then."""
    if seconds > _A_MINUTE:
        return words.many(
            "The screen goes back to the start in {n} minute.",
            "The screen goes back to the start in {n} minutes.", -(-seconds // _A_MINUTE),
        )
    return words.many(
        "The screen goes back to the start in {n} second.",
        "The screen goes back to the start in {n} seconds.", seconds,
    )


def erases(words: Words, seconds: int) -> str:
    """A code goes away."""
    if seconds > _A_MINUTE:
        return words.many(
            "The code is erased from the screen in {n} minute.",
            "The code is erased from the screen in {n} minutes.", -(-seconds // _A_MINUTE),
        )
    return words.many(
        "The code is erased from the screen in {n} second.",
        "The code is erased from the screen in {n} seconds.", seconds,
    )


def draw_countdown(
    painter: QPainter, box: QRectF, share: float, seconds: int, style: Style
) -> None:
    """A ring of which ``share`` (0-1) is left, and inside it the last minute's seconds."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = max(4.0, box.width() * 0.09)
    ring = box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.colour("track"), wide))
    painter.drawEllipse(ring)
    pen = QPen(style.colour("action"), wide, c=Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawArc(ring, 90 * 16, round(min(max(share, 0.0), 1.0) * 360 * 16))
    if seconds <= _A_MINUTE:
        font = Style(style.theme).heading(max(10, round(box.height() * 0.4)))
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(seconds))
    painter.restore()


class Countdown(QLabel):
    """Counts from :meth:`begin` until ``ended``; ``moved`` tells the share and the seconds left.

    With ``calm`` the ring moves once a second. A ``bare`` one shows its words alone: the ring is
    then drawn elsewhere, larger.
    """

    ended = Signal()
    moved = Signal(float, int)

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self._words: Words | None = None
        self._said: Said = leaves
        self._whole = self._left = 0
        self._held = self._calm = self._bare = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._count)

    def dress(self, style: Style, words: Words, said: Said, *, calm: bool, bare: bool) -> None:
        """Looks, and what is said of the time that is left."""
        self._style, self._words, self._said = style, words, said
        self._calm, self._bare = calm, bare
        self.setFont(style.text(18))
        self._tell()

    def begin(self, milliseconds: int) -> None:
        """Count from here; 0 counts nothing, and hides."""
        self._whole = self._left = milliseconds
        self.setVisible(milliseconds > 0)
        self._timer.stop()
        if milliseconds > 0:
            self._tell()
            self._announce()
            self._start()

    def stop(self) -> None:
        """Count no more, and be gone."""
        self._timer.stop()
        self.setVisible(False)

    def hold(self, holds: bool) -> None:
        """Stand still, or go on from there."""
        self._held = holds
        if holds:
            self._timer.stop()
        elif not self.isHidden() and self._left > 0:
            self._start()

    @property
    def counting(self) -> bool:
        """Whether it would come to its end by itself."""
        return not self.isHidden() and self._left > 0

    @property
    def moving(self) -> bool:
        """Whether it goes on just now."""
        return self._timer.isActive()

    @property
    def seconds(self) -> int:
        """Whole seconds left, rounded up."""
        return -(-self._left // _SECOND)

    @property
    def share(self) -> float:
        """How much is left, 1 to 0."""
        return self._left / self._whole if self._whole else 0.0

    def _start(self) -> None:
        if not self._held:
            self._timer.start(_SECOND if self._calm else _TICK)

    def _count(self) -> None:
        before = self.seconds
        self._left = max(0, self._left - self._timer.interval())
        self.moved.emit(self.share, self.seconds)
        if self.seconds != before:
            self._tell()
            if self.seconds in _TOLD:
                self._announce()
        else:
            self.update()
        if not self._left:
            self._timer.stop()
            self.ended.emit()

    def _tell(self) -> None:
        if self._words is not None:
            self.setText(self._said(self._words, self.seconds))
            self.setAccessibleName(self.text())
            self.update()

    def _announce(self) -> None:
        """Say it when nothing else is being said."""
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def _side(self) -> int:
        return 0 if self._bare else max(48, round(self.font().pixelSize() * 2.2))

    def height_for(self, width: int) -> int:
        """The height its words need at ``width``."""
        side = self._side()
        room = max(40, width - (side + _GAP if side else 0))
        return max(side, lines_height(self.font(), self.text(), room) + 4)

    def _words_wide(self, room: int) -> float:
        box = QFontMetrics(self.font()).boundingRect(
            QRectF(0, 0, room, 10_000).toRect(), int(Qt.TextFlag.TextWordWrap),
            self.text(),
        )
        return box.width()

    def sizeHint(self) -> QSize:
        side = self._side()
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(words + side + _GAP + 8, self.height_for(words + side + _GAP + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        side = self._side()
        gap = _GAP if side else 0
        room = self.width() - side - gap
        used = min(float(room), self._words_wide(room) + 4) + side + gap
        left = (self.width() - used) / 2
        rtl = self.isRightToLeft()
        if side:
            x = self.width() - left - side if rtl else left
            ring = QRectF(x, (self.height() - side) / 2, side, side)
            draw_countdown(painter, ring, self.share, self.seconds, style)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setPen(style.colour("text_quiet"))
        box = QRectF(left if rtl else left + side + gap, 0, used - side - gap, self.height())
        draw_lines(painter, box, self.text(), self.font(), Qt.AlignmentFlag.AlignCenter)
