"""A picture in a window: drawn by the same code as in the report, and read out as words."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from admin.pictures.drawing import draw, height
from admin.pictures.model import Picture
from admin.pictures.style import Style


class PictureView(QWidget):
    """Shows one picture as wide as it is given room for, and as high as that needs."""

    def __init__(self, style: Style, widest: int = 1000) -> None:
        super().__init__()
        self._style = style
        self._widest = widest
        self._picture: Picture | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(280)

    def show_picture(
        self, picture: Picture | None, name: str, alternative: str, style: Style
    ) -> None:
        """Show a picture with its spoken name and its text alternative; ``None`` hides it."""
        self._picture, self._style = picture, style
        self.setAccessibleName(name)
        self.setAccessibleDescription(alternative)
        self.setVisible(picture is not None)
        self._fit()
        self.update()

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    def sizeHint(self) -> QSize:
        return QSize(480, self._high(max(self.width(), 280)))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        draw(painter, self._picture, min(self.width(), self._widest), self._style)

    def _fit(self) -> None:
        """The height follows the width; Qt's own height-for-width does not reach scroll areas."""
        self.setFixedHeight(self._high(self.width()))

    def _high(self, width: int) -> int:
        if self._picture is None:
            return 0
        return math.ceil(height(self._picture, min(width, self._widest), self._style)) + 2
