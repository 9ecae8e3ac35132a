"""Says in writing that nothing can be said: there is neither voice nor recording for a language."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.languages import own_name
from kiosk.stage import Dress
from kiosk.style import RADIUS, Style, set_text_colour

_SIDE = 48
_AIR = 16


class Silence(QLabel):
    """A sheet over the top of ``parent``, in the way of no button that answers; it goes with the
    next screen that can be heard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style: Style | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, language: str, named: str, dress: Dress) -> None:
        """Nothing can be read aloud in ``language``, which the survey calls ``named``."""
        self._style = dress.style
        text = dress.words("Nothing can be read aloud in {language} here.",
                           language=own_name(language, named))
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(dress.style.text(20))
        set_text_colour(self, dress.style.colour("text"))
        parent = self.window()
        width = parent.width() - 2 * _SIDE
        box = QRect(0, 0, width - 2 * _AIR, 2_000)
        words = QFontMetrics(self.font()).boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
        self.setGeometry(_SIDE, 4, width, words.height() + 2 * _AIR)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._style.colour("outline_strong"))
            painter.setBrush(self._style.colour("surface_raised"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS, RADIUS)
            painter.end()
        super().paintEvent(event)
