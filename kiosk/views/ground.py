"""What all of the kiosk's views lie on."""

from __future__ import annotations

from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from assets.theme import Theme
from kiosk.style import Style
from kiosk.views.staff_line import StaffLine


class Ground(QStackedWidget):
    """The paper behind every view: a breath of blue at the top."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._style = Style(theme)

    def dress(self, style: Style) -> None:
        """Put on the present looks."""
        if style.theme is not self._style.theme:
            self.update()
        self._style = style

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gradient = QLinearGradient(0, 0, 0, self.height() * 0.6)
        gradient.setColorAt(0, self._style.colour("surface_tint"))
        gradient.setColorAt(1, self._style.colour("surface"))
        painter.fillRect(self.rect(), gradient)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for line in self.findChildren(StaffLine):
            line.settle(self.width(), self.height())
