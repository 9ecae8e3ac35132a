"""An error in what Qt calls is told and noted, and is not the end of the process unsaid."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.screens import Frame, NotReadyScreen, Reason
from kiosk.watchdog_line import FAULT
from kiosk.whole import guard_overrides, unguarded
from kiosk.window import Looks, Turn, Window
from storage.device_log import NAME

ROOT = Path(__file__).resolve().parents[2]
FALLS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from kiosk.views.attract import AttractView
from kiosk.watchdog_heart import fatal

def fails(self, event):
    int("what somebody wrote")

AttractView.resizeEvent = fails
from kiosk.frame import Comfort
from kiosk.window import application
from tests.kiosk.every_screen import attract_in
app, window = application(full_screen=False)
sys.excepthook = fatal(Path(sys.argv[1]))
QTimer.singleShot(0, lambda: window.present(attract_in(("sv",), Comfort())))
sys.exit(app.exec())
"""


def test_an_error_in_a_view_that_is_laid_out_is_noted_without_its_text(tmp_path: Path) -> None:
    fell = subprocess.run(
        [sys.executable, "-c", FALLS, str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
        timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )
    assert fell.returncode == FAULT, fell.stderr
    noted = (tmp_path / NAME).read_text()
    assert "crashed ValueError" in noted and "fails" in noted
    assert "somebody wrote" not in noted + fell.stderr


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
    with qtbot.capture_exceptions() as caught:
        QTest.keyClick(window, Qt.Key.Key_A)
    assert [str(kind) for kind, _, _ in caught] == ["<class 'ValueError'>"]


class Counts:
    """Knows nothing of Qt, and fails until it is enough."""

    left = 3

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if Counts.left:
            Counts.left -= 1
            len(5)  # type: ignore[arg-type]


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_after_an_error_qt_may_go_on_asking(qtbot: QtBot) -> None:
    guard_overrides()

    class Fails(Counts, QWidget):
        def sizeHint(self) -> QSize:
            if Counts.left:
                raise KeyError
            return QSize(9, 9)

    whole, page = QWidget(), QVBoxLayout()
    qtbot.addWidget(whole)
    whole.setLayout(page)
    for _ in range(3):  # the second and the third answer while Python waits, as the first did
        page.addWidget(Fails())
    with qtbot.capture_exceptions() as caught:
        whole.show()
    kinds = [kind for kind, _, _ in caught]
    assert kinds.count(TypeError) == 3 and KeyError in kinds
    assert not list(unguarded(Fails))
