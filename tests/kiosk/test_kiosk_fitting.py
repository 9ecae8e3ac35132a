"""A window among others is as large as a tablet, or as its screen lets it be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow

from kiosk.fitting import show_fitting


class _Screen:
    def __init__(self, width: int, height: int) -> None:
        self._free = QRect(0, 0, width, height)

    def availableGeometry(self) -> QRect:
        return self._free


class _Window(QMainWindow):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._on = _Screen(width, height)
        self.size_wanted, self.maximized = (0, 0), False

    def screen(self) -> _Screen:  # type: ignore[override]
        return self._on

    def resize(self, width: int, height: int) -> None:  # type: ignore[override]
        self.size_wanted = (width, height)

    def showMaximized(self) -> None:
        self.maximized = True

    def show(self) -> None:
        pass


@pytest.mark.parametrize(("free", "size", "maximized"), [
    ((1920, 1040), (1280, 800), False),
    ((1366, 728), (1280, 728), True),
    ((1024, 768), (1024, 768), True),
    ((1280, 800), (1280, 800), True),
])
def test_a_window_is_never_larger_than_what_is_free(
    qapp: object, free: tuple[int, int], size: tuple[int, int], maximized: bool
) -> None:
    window = _Window(*free)
    show_fitting(window)
    assert (window.size_wanted, window.maximized) == (size, maximized)
