"""A finger that listens: it hears what lies under it, and takes that by touching it once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget


class Finger:
    """``way`` gives what can be used on the screen and ``last`` what was told of last; ``met`` is
    told of what is touched, ``taken`` of a control that is touched again. There is no time
    within which one has to be quick."""

    def __init__(
        self, way: Callable[[], Sequence[QWidget]], last: Callable[[], QWidget | None],
        met: Callable[[QWidget], None], taken: Callable[[QWidget], None],
    ) -> None:
        self._way, self._last, self._told, self._taken = way, last, met, taken
        self._taking: QWidget | None = None
        self._met: QWidget | None = None

    def feel(self, event: QMouseEvent, window: QWidget) -> None:
        """The finger came down, moved, or was lifted."""
        kind, at = event.type(), self._under(event, window)
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._taking = at if at is self._last() and at in self._way() else None
            self._meet(at)
        elif kind is QEvent.Type.MouseMove and at is not self._met:
            self._taking = None
            self._meet(at)
        elif kind is QEvent.Type.MouseButtonRelease:
            taking, self._taking, self._met = self._taking, None, None
            if taking is not None and taking is at:
                self._taken(taking)

    def _meet(self, at: QWidget | None) -> None:
        self._met = at
        if at is not None and at is not self._taking:
            self._told(at)

    def _under(self, event: QMouseEvent, window: QWidget) -> QWidget | None:
        """What lies there and says something: a control, or words."""
        way = self._way()
        widget: QWidget | None = window.childAt(
            window.mapFromGlobal(event.globalPosition().toPoint())
        )
        while widget is not None and widget is not window:
            if widget in way or (isinstance(widget, QLabel) and widget.accessibleName()):
                return widget
            widget = widget.parentWidget()
        return None
