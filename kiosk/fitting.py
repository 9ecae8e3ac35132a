"""A window among others: as large as a tablet, or as the screen lets it be."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

_WIDTH, _HEIGHT = 1280, 800
_TITLE = 40
"""Room for a window's title bar, in pixels."""


def show_fitting(window: QMainWindow) -> None:
    """Show ``window`` in a tablet's size; on a smaller screen it takes all that is free there."""
    free = window.screen().availableGeometry()
    window.resize(min(_WIDTH, free.width()), min(_HEIGHT, free.height()))
    if free.width() < _WIDTH or free.height() < _HEIGHT + _TITLE:
        window.showMaximized()
    else:
        window.show()
