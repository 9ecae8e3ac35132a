"""The quiet bar at the bottom: long work with how far it has come, time left, and cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from admin.shell.pieces import button, text
from admin.shell.places import Working
from assets.words import Words


class Bar(QFrame):
    """Hidden while nothing is under way."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 12, 40, 12)
        row.setSpacing(16)
        self._what, self._left = text(wrap=False), text("quiet", wrap=False)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._cancel = button(icon="x")
        self._cancel.setObjectName("cancel-work")
        self._cancel.clicked.connect(self.cancelled)
        row.addWidget(self._what)
        row.addWidget(self._progress, 1)
        row.addWidget(self._left)
        row.addWidget(self._cancel)
        self.hide()

    def show_state(self, working: Working | None, words: Words) -> None:
        """Show the work, or hide the bar when there is none."""
        if working is None:
            self.hide()
            return
        self._what.setText(working.what)
        self._left.setText(working.left)
        self._progress.setRange(0, working.of)
        self._progress.setValue(working.made)
        self._progress.setAccessibleName(working.what)
        self._cancel.setText(words("Cancel"))
        self._cancel.setVisible(working.can_cancel)
        self.show()
