"""The focus ring: 4 px, 2 px off, around whatever has the keyboard; one for the whole window.

It is drawn above the page by a widget that lets every event through, so no style sheet can
forget it and no view can remove it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_WIDE, _OFF = 4, 2


class FocusRing(QWidget):
    """Lies over ``window`` and follows the focus within it."""

    def __init__(self, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._window, self._colour = window, colour
        self._around: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def ring(self) -> QRect:
        """Where the ring is, in the window; empty when nothing in it has the focus."""
        found = self._around
        if found is None or not found.isVisible():
            return QRect()
        top_left = found.mapTo(self._window, QPoint(0, 0))
        seen = QRect(top_left, found.size())
        off = _OFF + _WIDE // 2
        return seen.adjusted(-off, -off, off, off).intersected(self.rect().adjusted(2, 2, -2, -2))

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._around is not None:
            self._watch(self._around, False)
        inside = new is not None and self._window.isAncestorOf(new)
        takes = new is not None and new.focusPolicy() != Qt.FocusPolicy.NoFocus
        self._around = new if inside and takes else None
        if self._around is not None:
            self._watch(self._around, True)
        self._follow()

    def _watch(self, widget: QWidget, on: bool) -> None:
        """Follow the widget and all that can move it, up to the window."""
        above: QWidget | None = widget
        while above is not None and above is not self._window:
            if on:
                above.installEventFilter(self)
            else:
                above.removeEventFilter(self)
            above = above.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        if event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self.raise_()
        self.update()

    def _seen_through(self) -> QRect:
        """The part of the window in which the focused widget can be seen at all."""
        above = self._around.parentWidget() if self._around else None
        seen = self.rect()
        while above is not None and above is not self._window:
            if isinstance(above.parentWidget(), QAbstractScrollArea):
                port = above
                corner = port.mapTo(self._window, QPoint(0, 0))
                seen = seen.intersected(QRect(corner, port.size()))
            above = above.parentWidget()
        return seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        around = self.ring()
        if around.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._seen_through())
        painter.setPen(QPen(QColor(self._colour), _WIDE))
        painter.drawRoundedRect(QRectF(around), 10, 10)
