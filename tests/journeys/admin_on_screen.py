"""Opens the admin window on a workspace, as a person with a keyboard does, and takes its picture.

``python -m tests.journeys.admin_on_screen WORKSPACE PASSPHRASE_FILE PICTURE.png`` needs an X
display; the picture is of the screen, not of the widget.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from admin.app import build
from admin.program import Program
from admin.results.view import ResultsView

PATIENCE = 30_000


def take(program: Program, passphrase: str, picture: Path) -> bool:
    """Open, go to the results, wait for them, and save what the screen shows."""
    window = program.window
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window, PATIENCE):
        return False
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText(passphrase)
    QTest.keyClick(line, Qt.Key.Key_Return)
    view = window.findChild(ResultsView)
    assert isinstance(view, ResultsView)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    if not _until(view.isVisible):
        return False
    if not _until(view.save.isEnabled):
        return False
    window.repaint()
    QApplication.processEvents()
    shot = window.screen().grabWindow(int(window.winId()))
    return shot.save(str(picture))


def _until(condition: Callable[[], bool]) -> bool:
    """Let the window work until the condition holds; false when patience is over."""
    deadline = QDeadlineTimer(PATIENCE)
    while not condition() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 200)
    return condition()


def main(arguments: list[str]) -> int:
    """0 when the picture was taken."""
    workspace, passphrase_file, picture = map(Path, arguments)
    app = QApplication(["vardera"])
    program = build(app, "sv")
    program.show(str(workspace))
    passphrase = passphrase_file.read_text("utf-8").removesuffix("\n")
    taken = take(program, passphrase, picture)
    program.window.close()
    return 0 if taken else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
