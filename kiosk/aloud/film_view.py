"""A sign-language film over the page: the film, *Show again* and *Close*."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.controls import Kind, Press
from kiosk.stage import Dress

_EDGE = 24


class _Sight(QWidget):
    """The picture, as large as its room allows."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        at = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2,
                   size.width(), size.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(at, self.image)


class FilmView(QWidget):
    """``again`` and ``closed`` are what the person asked for."""

    again = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.sight = _Sight()
        self.replay, self.close_film = Press(Kind.PLAIN, "refresh-cw"), Press(Kind.PRIMARY, "x")
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for button in (self.replay, self.close_film):
            row.addWidget(button)
        row.addStretch(1)
        for part in (self.sight, self._row):
            part.setParent(self)
        self.replay.clicked.connect(self.again)
        self.close_film.clicked.connect(self.closed)
        self.setAutoFillBackground(True)
        self.hide()

    def present(self, what: str, dress: Dress) -> None:
        """Stand over the page; ``what`` is said in the film."""
        words = dress.words
        palette = self.palette()
        palette.setColor(self.backgroundRole(), dress.style.colour("surface"))
        self.setPalette(palette)
        self.sight.show_image(QImage())
        self.sight.setAccessibleName(words("Sign language: {text}", text=what))
        self.replay.dress(dress.style, words("Show again"))
        self.close_film.dress(dress.style, words("Close"))
        self.setGeometry(self._ground.rect())
        self._arrange()
        self.show()
        self.raise_()
        self.close_film.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [self.replay, self.close_film]

    def rest(self) -> None:
        """Another screen has come: nothing of the film stays."""
        self.sight.show_image(QImage())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        foot: QSize = self._row.sizeHint()
        wide, high = self.width() - 2 * _EDGE, self.height() - 3 * _EDGE - foot.height()
        self.sight.setGeometry(_EDGE, _EDGE, wide, max(0, high))
        self._row.setGeometry(_EDGE, self.height() - _EDGE - foot.height(), wide, foot.height())
