"""The faces as a picture that breathes, and sentences that take turns: what is alive from afar."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.faces import draw_face
from kiosk.style import Style

_FRAME_MS = 66
_BREATH_MS = 5_200
"""One breath in and out: slower than anybody's at rest, so that it never nags."""

_SWELL = 0.035
_FACES = 5


class BreathingFaces(QWidget):
    """Five faces, close together so that they do not look like buttons; still when ``calm``."""

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self._calm = True
        self._at = 0
        self._pictures: list[QPixmap] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._breathe)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, style: Style, *, calm: bool) -> None:
        """Put on the present looks."""
        if self._style is None or style.theme is not self._style.theme:
            self._pictures = []
        self._style, self._calm = style, calm
        self._at = 0
        self._timer.start() if self.isVisible() and not calm else self._timer.stop()
        self.update()

    @property
    def breathing(self) -> bool:
        """Whether anything moves."""
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._calm:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def _breathe(self) -> None:
        self._at = (self._at + _FRAME_MS) % _BREATH_MS
        self.update()

    def _drawn(self, side: int) -> Sequence[QPixmap]:
        """The faces as pictures; drawn once for a size, moved many times."""
        ratio = self.devicePixelRatio()
        if not self._pictures or self._pictures[0].width() != round(side * ratio):
            assert self._style is not None
            self._pictures = []
            for at in range(_FACES):
                picture = QPixmap(round(side * ratio), round(side * ratio))
                picture.setDevicePixelRatio(ratio)
                picture.fill(Qt.GlobalColor.transparent)
                painter = QPainter(picture)
                box = QRectF(1, 1, side - 2, side - 2)
                draw_face(painter, box, at / (_FACES - 1), self._style.theme)
                painter.end()
                self._pictures.append(picture)
        return self._pictures

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None or self.height() < 20:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = int((self.height() - 4) / (1 + _SWELL))
        step = (self.width() - side - 8) / (_FACES - 1)
        rtl = self.isRightToLeft()
        for at, picture in enumerate(self._drawn(side)):
            # each a little after its neighbour, as a wave goes along a row
            turn = 2 * math.pi * (self._at / _BREATH_MS - at * 0.07)
            swell = 1.0 if self._calm else 1 + _SWELL * (0.5 - 0.5 * math.cos(turn))
            place = _FACES - 1 - at if rtl else at
            middle = 4 + side / 2 + place * step
            grown = side * swell
            box = QRectF(middle - grown / 2, (self.height() - grown) / 2, grown, grown)
            painter.drawPixmap(box, picture, QRectF(picture.rect()))


class Turns(QObject):
    """Lets each language have its turn; ``turned`` says whose it is."""

    turned = Signal(int)
    each_ms = 6_000

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._count = 0
        self.at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(self.each_ms)
        self._timer.timeout.connect(self.step)

    def begin(self, count: int, *, first: int, calm: bool) -> None:
        """Begin with ``first`` of ``count``, and stay there when ``calm``."""
        self._count, self.at = count, first
        self._timer.stop() if calm or count < 2 else self._timer.start()

    def rest(self) -> None:
        """Nobody sees it."""
        self._timer.stop()

    @property
    def turning(self) -> bool:
        """Whether the words change by themselves."""
        return self._timer.isActive()

    def step(self) -> None:
        """The next one's turn."""
        self.at = (self.at + 1) % self._count
        self.turned.emit(self.at)
