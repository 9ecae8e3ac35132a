"""An error in what Qt calls is one that Python tells of, and not the end of the process."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.screens import Frame, NotReadyScreen, Reason
from kiosk.window import Looks, Turn, Window


def test_a_guard_that_fails_in_c_code_raises_where_qt_was_called(qtbot: QtBot) -> None:
    window = Window(Looks(theme=theme.load()))
    qtbot.addWidget(window)
    window.present(NotReadyScreen(frame=Frame(language="sv"), reason=Reason.STARTING))
    window.show()
    fails = [True]

    def guard(_watched: QObject, event: QEvent) -> bool:
        if fails and event.type() is QEvent.Type.KeyPress:
            fails.clear()
            int("no number")
        return False

    window.guard(guard, Turn.EAR)
    with pytest.raises(ValueError, match="invalid literal"):
        QTest.keyClick(window, Qt.Key.Key_A)
