"""How the first screen looked, kept for the next start: painted before anything else is loaded.

A picture and no more: nobody's answer, nobody's comfort. It may be deleted at any time, and is
not shown where the window is of another size. What is touched while it stands there waits in
Qt's queue, and meets the screen itself, which looks the same.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication, QImageReader, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

if TYPE_CHECKING:
    from kiosk.forms.screen import Shown
    from kiosk.window import Window

FILE = "first-look.png"
_LARGEST = 16_000_000
"""Bytes of the file; a larger one is none of ours."""

_SETTLED_MS = 4_000
"""How long a first screen stands untouched before it is kept."""


class Look(QLabel):
    """The picture, as large as the window. It remembers where it was pressed."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self.setPixmap(picture)
        self.setMinimumSize(1, 1)  # the window's size is not the picture's matter
        self.setAccessibleName("Värdera")
        self._at: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = event.position().toPoint()

    def hand_on(self, window: QWidget) -> None:
        """Press what has come in the picture's place, where somebody pressed the picture."""
        at = self._at
        if at is not None:
            QTimer.singleShot(0, window, lambda: press(window, at))


def press(window: QWidget, at: QPoint) -> None:
    """Press the button at a point of ``window``, if there is one."""
    target = window.childAt(at)
    if isinstance(target, QAbstractButton):
        target.click()


def recalled(store: Path, window: QWidget) -> Look | None:
    """The picture kept in ``store`` where it fits the screen that ``window`` is shown on."""
    file = store / FILE
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
    except OSError:
        return None
    reader = QImageReader(str(file), b"png")
    screen = window.screen() or QGuiApplication.primaryScreen()
    whole, free = screen.size(), screen.availableSize()
    size = reader.size()
    if not size.isValid() or size.width() > whole.width() or size.height() > whole.height():
        return None
    if size.width() < min(800, free.width()) or size.height() < min(600, free.height()):
        return None
    picture = QPixmap.fromImageReader(reader)
    return None if picture.isNull() else Look(picture)


def forget(store: Path) -> None:
    """What is not shown any more is not to be seen at the next start either."""
    with suppress(OSError):  # a folder that nothing can be written in has worse troubles
        (store / FILE).unlink(missing_ok=True)


class FirstLook(QObject):
    """Keeps the picture in ``store`` as long as it is made of what stands there."""

    def __init__(self, window: Window, store: Path) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._screen: Shown | None = None
        self._kept: tuple[object, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self.keep)
        window.shown.connect(self._shown)

    def _shown(self, screen: Shown) -> None:
        from kiosk.screens import AsleepScreen, AttractScreen, NotReadyScreen

        self._soon.stop()
        self._screen = None
        frame = screen.frame
        if isinstance(screen, AsleepScreen | NotReadyScreen):
            if self._kept != ("none",):
                forget(self._store)
                self._kept = ("none",)
        elif isinstance(screen, AttractScreen) and frame.comfort == frame.usual:
            first = frame.languages[0] if frame.languages else frame.language
            if frame.language == first:
                self._screen = screen
                self._soon.start()

    def keep(self) -> None:
        """Save how the window looks now, unless that is saved already."""
        if self._screen is None:
            return
        window = self._window
        key = (self._screen, window.size().toTuple())
        if key == self._kept:
            return
        unfinished = self._store / f".{FILE}.new"
        if window.grab().save(str(unfinished), "PNG"):
            with suppress(OSError):  # the next start then says that it is starting
                unfinished.replace(self._store / FILE)
                self._kept = key
