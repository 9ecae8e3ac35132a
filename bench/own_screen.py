"""An X server of this measurement's own (Xvfb), with a window manager where one is wanted.

A finger on it goes by the server's own test extension, as a touch screen's driver would.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_screen(*, managed: bool = False) -> Iterator[None]:
    """Programs started meanwhile open their windows on a screen of 1280 × 800, as ``xcb``."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"], pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    os.environ["DISPLAY"] = f":{number}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    manager = None
    try:
        if managed:
            manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
            while b"openbox" not in _ask("wmctrl", "-m").lower():
                time.sleep(0.05)
        yield
    finally:
        for program in (manager, server):
            if program is not None:
                program.terminate()
                program.wait()


def _ask(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=False).stdout


class Finger:
    """Touches the screen that ``DISPLAY`` names. RuntimeError where there is none to touch."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise RuntimeError("there is no X server here")
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._screen = ctypes.c_void_p(self._x.XOpenDisplay(None))
        if not self._screen:
            raise RuntimeError("the X server does not answer")

    def tap(self, x: int, y: int) -> None:
        """Press and let go of a point of the screen, in its own pixels."""
        self._test.XTestFakeMotionEvent(self._screen, -1, x, y, 0)
        for down in (1, 0):
            self._test.XTestFakeButtonEvent(self._screen, 1, down, 0)
        self._x.XSync(self._screen, 0)
