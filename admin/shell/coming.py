"""A place that is not built yet: its name and one calm line about what will be here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from admin.shell.pieces import page, text
from admin.shell.places import Place, coming, name_of
from assets.words import Words


class ComingView(QWidget):
    """Says honestly that there is nothing to do here yet."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        self._heading, self._line = text("heading"), text("soft")
        self._line.setMaximumWidth(640)
        column.addWidget(self._heading)
        column.addWidget(self._line)
        column.addStretch(1)
        whole.addWidget(area)

    def show_words(self, words: Words) -> None:
        """Say it in another language."""
        self._heading.setText(name_of(self._place, words))
        self._line.setText(coming(self._place, words))
