"""A photo: start the camera, look, take it, look again, take another or leave it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.forms.handed import photo_told
from kiosk.questions.asked import Asked
from kiosk.questions.button_row import ButtonRow
from kiosk.questions.taken import photo_of
from kiosk.questions.view import View
from kiosk.sensing import Camera, QtCamera
from kiosk.style import RADIUS, Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

_PICTURE, _SMALLEST = 320, 160
"""Pixels of its height: as much as there is between words and buttons, within these."""

_AIR, _WIDEST = 16, 900


class Lens(QWidget):
    """What the camera sees, or the photo that was taken."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.style_now: Style | None = None

    def put(self, image: QImage) -> None:
        """Show a picture; a null one leaves the frame empty."""
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        )
        if self.image.isNull():
            if self.style_now is not None:
                painter.setPen(self.style_now.colour("outline_strong"))
                painter.setBrush(self.style_now.colour("surface_sunken"))
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(QRect(left, top, size.width(), size.height()), self.image)


class PhotoView(View):
    """The camera is on only from the press that starts it to the press that takes the photo."""

    def __init__(self, camera: Callable[[], Camera] = QtCamera) -> None:
        super().__init__()
        self._made = camera
        self._camera: Camera | None = None
        self._asked: Asked | None = None
        self._held: object = None
        self._high = _PICTURE
        self.lens = Lens(self)
        self.told = WrappedLabel(self)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.begin, self.take = Press(Kind.PRIMARY), Press(Kind.PRIMARY)
        self.cancel, self.again = Press(Kind.PLAIN), Press(Kind.PLAIN, "refresh-cw")
        self.leave = Press(Kind.PLAIN, "x")
        self.row = ButtonRow(self, (self.begin, self.take, self.cancel, self.again, self.leave))
        for button, work in (
            (self.begin, self._begin), (self.again, self._begin), (self.take, self._take),
            (self.cancel, self.finish), (self.leave, self._leave),
        ):
            button.clicked.connect(work)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        if self._asked is None or self._asked.ref != asked.ref:
            self._turn_off()
        self._asked, self.lens.style_now = asked, style
        for button, text in (
            (self.begin, words("Start the camera")), (self.take, words("Take the photo")),
            (self.cancel, words("Turn the camera off")), (self.again, words("Take another photo")),
            (self.leave, words("Leave the photo out")),
        ):
            button.dress(style, text)
        self.told.setText(photo_told(None, words))
        self.told.setAccessibleName(self.told.text())
        self.told.setFont(style.text(22))
        set_text_colour(self.told, style.colour("text_soft"))
        self.lens.setAccessibleName(words("Photo"))
        self._show()

    def _show(self) -> None:
        asked = self._asked
        assert asked is not None
        if self._camera is not None:
            self.row.show_only(self.take, self.cancel)
        elif asked.file is not None:
            if asked.file is not self._held:
                self.lens.put(QImage.fromData(asked.file.data))
            self.row.show_only(self.again, self.leave)
        else:
            self.lens.put(QImage())
            self.row.show_only(self.begin)
        self._held = asked.file if self._camera is None else None
        pictured = self._camera is not None or asked.file is not None
        self.lens.setVisible(pictured)
        self.told.setVisible(not pictured)
        self._arrange()

    def _begin(self) -> None:
        self._turn_off()
        self.began.emit()
        if not self.isVisible():
            return
        self._camera = self._made()
        self.lens.put(QImage())
        self._show()
        self._camera.start(self._seen, self._failed)
        self.grown.emit()

    def _seen(self, image: QImage) -> None:
        if self._camera is not None and not image.isNull():
            self.lens.put(image)

    def _take(self) -> None:
        asked, image = self._asked, self.lens.image
        if asked is None or self._camera is None or image.isNull():
            return
        made = photo_of(image, asked.room)
        self._turn_off()
        self._show()
        self.captured.emit(asked.ref, made)
        self.grown.emit()

    def finish(self) -> None:
        """Turn the camera off; nobody meant what it sees just now. Harmless when it is off."""
        if self._camera is not None:
            self._turn_off()
            self._show()
            self.grown.emit()

    def _leave(self) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, "")

    def _failed(self) -> None:
        if self._camera is not None and self._asked is not None:
            self._turn_off()
            self.captured.emit(self._asked.ref, None)

    def _turn_off(self) -> None:
        camera, self._camera, self._held = self._camera, None, None
        if camera is not None:
            camera.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self.finish()
        super().hideEvent(event)

    def _above(self, width: int) -> int:
        """The height of the picture, or of the words that stand there before there is one."""
        if self.told.isHidden():
            return self._high
        return lines_height(self.told.font(), self.told.text(), min(width, _WIDEST))

    def fit(self, width: int, high: int) -> bool:
        before, left = self._high, high - _AIR - self.row.height_for(width)
        self._high = max(_SMALLEST, min(_PICTURE, left))
        return before != self._high and not self.lens.isHidden()

    def height_for(self, width: int) -> int:
        return self._above(width) + _AIR + self.row.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width, wide, above = self.width(), min(self.width(), _WIDEST), self._above(self.width())
        box = QRect((width - wide) // 2, 0, wide, above)
        self.lens.setGeometry(box)
        self.told.setGeometry(box)
        self.row.setGeometry(0, above + _AIR, width, self.row.height_for(width))
        self.row.arrange()

    def tab_way(self) -> Sequence[QWidget]:
        return self.row.shown
