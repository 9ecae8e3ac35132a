"""The kiosk's real window program with a hand in it that taps at random.

``python -m bench.power.tapper PIPE SEED HOW`` and what ``kiosk.app`` takes. Buttons that can be
seen are pressed through Qt's own events, some places beside them too, and now and then a key or
nobody's hand for long. What is wished is told before the program hears of it, and where the
presenter stands after each screen that was shown: by then all that it stands on was to be kept.
HOW is ``whole``, or ``late`` for a control that keeps each answer one tap too late.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

import kiosk.window
from kiosk import app
from kiosk.running import Kiosk
from kiosk.screens import NotReadyScreen
from kiosk.views.bars import TopBar
from kiosk.views.comfort import ComfortPanel
from kiosk.views.tools import Tools
from kiosk.window import Window
from kiosk.wishes import LeftAlone
from survey import flow
from survey.records import Response

EVERY_MS = 3
_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_3)


class Tapper(QObject):
    """Taps on ``window`` for ever, and tells each wish and each stand to ``pipe``."""

    def __init__(self, window: Window, pipe: int, seed: int) -> None:
        super().__init__(window)
        self._window = window
        self._pipe = pipe
        self._draw = random.Random(seed)
        self._kiosk: Kiosk | None = None
        self.tell(pid=os.getpid())
        window.wished.connect(self.wished)  # before the program itself is connected
        window.shown.connect(self.shown)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.tap)
        self._timer.start()

    def tell(self, **what: Any) -> None:
        os.write(self._pipe, (json.dumps(what) + "\n").encode())

    def wished(self, wish: object) -> None:
        """Somebody asks for something; the program has not heard of it yet."""
        told: dict[str, Any] = {"wish": type(wish).__name__}
        if isinstance(wish, flow.Give):
            told |= {"question": str(wish.question), "answer": wish.answer}
        elif isinstance(wish, flow.TapFace):
            told |= {"answer": wish.answer}
        self.tell(**told)

    def shown(self, screen: object) -> None:
        """A screen stands there: what the presenter has acknowledged by that."""
        told: dict[str, Any] = {"screen": type(screen).__name__}
        if isinstance(screen, NotReadyScreen):
            told["reason"] = screen.reason.value
        self._kiosk = self._kiosk or self._window.findChild(Kiosk)
        citizen = None if self._kiosk is None else self._kiosk._citizen
        if citizen is not None:
            state = citizen._stand.state
            told |= {
                "at": state.at.value, "tapped": state.tapped,
                "outcome": state.outcome and state.outcome.value,
                "answers": {str(id): said for id, said in state.answers.items()},
            }
        self.tell(**told)

    def tap(self) -> None:
        """One thing that a hand does, or that none does."""
        if self._kiosk is None or self._kiosk._citizen is None:
            return
        what = self._draw.random()
        if what < 0.01:
            self._window.wished.emit(LeftAlone())  # as after minutes without a hand
        elif what < 0.04:
            QTest.keyClick(QApplication.focusWidget() or self._window, self._draw.choice(_KEYS))
        elif what < 0.07:
            place = QPoint(
                self._draw.randrange(self._window.width()),
                self._draw.randrange(self._window.height()),
            )
            under = self._window.childAt(place) or self._window
            QTest.mouseClick(
                under, Qt.MouseButton.LeftButton, pos=under.mapFrom(self._window, place)
            )
        else:
            self._press()

    def _press(self) -> None:
        seen = [
            button for button in self._window.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and _is_seen(button)
        ]
        asked = [button for button in seen if not _is_beside(button)]
        if asked and self._draw.random() < 0.85:
            seen = asked
        if seen:
            QTest.mouseClick(self._draw.choice(seen), Qt.MouseButton.LeftButton)


def _is_beside(widget: QWidget) -> bool:
    """Whether it changes how the screen is met, and answers nothing."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, TopBar | Tools | ComfortPanel):
            return True
        above = above.parentWidget()
    return False


def _is_seen(widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty()


def keep_late() -> None:
    """From now on answers are acknowledged when they are heard, and kept with the next one."""
    from kiosk.diary import Diary

    keep, waiting = Diary.keep, []

    def late(self: Diary, so_far: Response) -> None:
        waiting.append(so_far)
        if len(waiting) > 1:
            keep(self, waiting.pop(0))

    Diary.keep = late  # type: ignore[method-assign]


def main(arguments: list[str]) -> int:
    """Run the program, with a hand in its window."""
    pipe, seed, how, *rest = arguments
    if how == "late":
        keep_late()
    line = os.open(pipe, os.O_WRONLY)
    real = kiosk.window.application

    def application(**asked: Any) -> tuple[QApplication, Window]:
        made, window = real(**asked)
        Tapper(window, line, int(seed))
        return made, window

    kiosk.window.application = application
    return app.main(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
