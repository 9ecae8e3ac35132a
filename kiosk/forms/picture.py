"""The picture that belongs to a question, no larger than it is and no higher than a third."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_HIGHEST = 260
AIR = 12


class Picture(QWidget):
    """Shows a file; one that is missing or no picture takes no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._file = ""
        self._image = QImage()

    def show_file(self, file: str, name: str) -> None:
        """``name`` is what a screen reader says of it."""
        if file != self._file:
            self._file = file
            self._image = QImage(file) if file else QImage()
            self.update()
        self.setAccessibleName(name)
        self.setVisible(not self._image.isNull())

    def _size(self, width: int) -> tuple[int, int]:
        scale = min(1.0, width / self._image.width(), _HIGHEST / self._image.height())
        return round(self._image.width() * scale), round(self._image.height() * scale)

    def height_for(self, width: int) -> int:
        """The height in pixels at ``width``, with air below; 0 for none."""
        return 0 if self._image.isNull() else self._size(width)[1] + AIR

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide, high = self._size(self.width())
        painter.drawImage(QRect((self.width() - wide) // 2, 0, wide, high), self._image)
