"""The kiosk's own program under its own watchdog, with hands in its window that lines lead.

``python -m tests.journeys.evening_kiosk SOCKET`` and what ``kiosk.app`` takes. Each line that
comes is one thing to do; it is tried until it can be done, as somebody waits for a page, and then
answered. What is tapped is a button that can be seen there; what is read is the accessible tree.
"""

from __future__ import annotations

import gc
import json
import socket
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

import kiosk.watchdog
import kiosk.window
from kiosk import app
from kiosk.views.pane import Pane
from kiosk.window import Window

TRY_MS = 15
PATIENCE = 2_000
"""Tries until something counts as missing."""

DOWN, UP = "Ner", "Upp"
_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)
_WRITES = (QLineEdit, QPlainTextEdit, QTextEdit)


class Hands(QObject):
    """Does in ``window`` what the other end of the socket asks for."""

    def __init__(self, window: Window, path: str) -> None:
        super().__init__(window)
        self._window = window
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(path)
        self._asked: dict[str, Any] = {}
        self._tries = 0
        self._again = QTimer(self, interval=TRY_MS)
        self._again.timeout.connect(self._try)
        self._hears = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read, self)
        self._hears.activated.connect(self._heard)

    def _heard(self) -> None:
        said = b""
        while not said.endswith(b"\n"):
            part = self._line.recv(65_536)
            if not part:
                self._hears.setEnabled(False)
                return
            said += part
        self._asked, self._tries = json.loads(said), 0
        self._again.start()

    def _try(self) -> None:
        self._tries += 1
        asked = dict(self._asked)
        done = getattr(self, "do_" + asked.pop("do"))(**asked)
        if done is None and self._tries < PATIENCE:
            return
        self._again.stop()
        told = {"done": done} if done is not None else {"there": list(texts(self._window))}
        self._line.sendall(json.dumps(told).encode() + b"\n")

    # --- each None while it cannot be done

    def do_knock(self, door: str) -> bool | None:
        """The staff's chord of keys, until somebody hears it and the ``door`` is there."""
        if self.do_see(door) is not None:
            return True
        QTest.keyClick(self._window.windowHandle(), Qt.Key.Key_S, _CHORD)
        return None

    def do_tap(self, name: str, then: str = "") -> bool | None:
        """One finger on the button that is called so, or whose name begins so before ``…``.

        ``then`` is another, tapped before the page goes on by itself.
        """
        found = [one for one in self._buttons() if _is_called(one, name)]
        if not found:
            return None
        button = found[0]
        if self._can_be_hit(button):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
            return True if not then else self.do_tap(then) is True
        below = _lies_below(button)
        for one in self._buttons():
            if one.accessibleName() == (DOWN if below else UP) and self._can_be_hit(one):
                QTest.mouseClick(one, Qt.MouseButton.LeftButton)
        return None

    def do_write(self, texts: list[str]) -> bool | None:
        """Keys in the fields that stand there, from the top."""
        fields = [
            one for one in self._window.findChildren(QWidget)
            if isinstance(one, _WRITES) and one.isVisible()
        ]
        fields.sort(key=lambda one: self._middle(one).y())
        if len(fields) < len(texts):
            return None
        for one, text in zip(fields, texts, strict=False):
            one.setFocus(Qt.FocusReason.OtherFocusReason)
            one.clear()
            for letter in text:
                _type(one, letter)
        return True

    def do_see(self, text: str, big: bool = False) -> str | None:
        """The first text with that in it, in the window or on the big screen."""
        return next((one for one in self._read(big) if text in one), None)

    def do_read(self, big: bool = False) -> list[str]:
        """All that stands there."""
        return list(self._read(big))

    def do_touch(self) -> bool | None:
        """A finger anywhere on the big screen, where that lies over the window."""
        for one in self._big():
            QTest.mouseClick(one, Qt.MouseButton.LeftButton)
            return True
        return None

    def do_url(self) -> str | None:
        """What the code on the big screen says, which cameras read."""
        from kiosk.meeting.serving import Serving

        return next(
            (one.now.url for one in gc.get_objects() if isinstance(one, Serving) and one.now.url),
            None,
        )

    def do_picture(self, file: str) -> bool:
        """The window as it looks."""
        return self._window.grab().save(file)

    # --- inside

    def _read(self, big: bool) -> Iterator[str]:
        for one in self._big() if big else [self._window]:
            yield from texts(one)

    def _big(self) -> list[QWidget]:
        return [
            one for one in QApplication.topLevelWidgets()
            if one.isVisible() and type(one).__name__ == "BigScreenWindow"
        ]

    def _buttons(self) -> list[QAbstractButton]:
        return [
            one for one in self._window.findChildren(QAbstractButton)
            if one.isVisible() and one.isEnabled()
        ]

    def _middle(self, one: QWidget) -> QPoint:
        return one.mapTo(self._window, one.rect().center())

    def _can_be_hit(self, button: QWidget) -> bool:
        under = self._window.childAt(self._middle(button))
        seen = button.visibleRegion().boundingRect().height() * 10 >= button.height() * 7
        return seen and under is not None and (under is button or button.isAncestorOf(under))


def _lies_below(button: QWidget) -> bool:
    """Where out of sight it lies, on what can be moved up and down."""
    on: QWidget = button
    while (above := on.parentWidget()) is not None and not isinstance(on, Pane):
        on = above
    return button.mapTo(on, button.rect().center()).y() > on.height() // 2


def _is_called(button: QAbstractButton, name: str) -> bool:
    names = (button.text(), button.accessibleName())
    if name.endswith("…"):
        return any(one.startswith(name[:-1]) for one in names) or name in names
    return name in names


def _type(field: QWidget, letter: str) -> None:
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(
            field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        )


def texts(window: QWidget) -> Iterator[str]:
    """Names in the accessible tree of what can be seen of ``window``, from its top."""
    root = QAccessible.queryAccessibleInterface(window)
    if root is not None:
        yield from _names(root)


def _names(at: QAccessibleInterface) -> Iterator[str]:
    if at.state().invisible:
        return
    name = at.text(QAccessible.Text.Name)
    if name:
        yield name
    for n in range(at.childCount()):
        below = at.child(n)
        if below is not None and below.isValid():
            yield from _names(below)


def main(arguments: list[str]) -> int:
    """The watchdog first, and each window that it starts with hands."""
    path, *rest = arguments
    if "--watched" not in rest:
        itself = kiosk.watchdog.itself

        def handed(given: Any, start: Any) -> list[str]:
            command = itself(given, start)
            return [*command[:2], "tests.journeys.evening_kiosk", path, *command[3:]]

        kiosk.watchdog.itself = handed
        return app.main(rest)
    real = kiosk.window.application

    def application(**asked: Any) -> tuple[QApplication, Window]:
        made, window = real(**asked)
        Hands(window, path)
        return made, window

    kiosk.window.application = application
    return app.main(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
