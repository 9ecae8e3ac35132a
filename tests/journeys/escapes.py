"""A kiosk under a real X server and window manager, and hands that try to get out of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDE, HIGH = 1280, 800
PATIENCE = 20.0
"""Seconds a loaded machine gets to come back."""


class Stage:
    """An X server with openbox on it; :meth:`close` ends them."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        reading, writing = os.pipe()
        server = self._start(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDE}x{HIGH}x24"],
            pass_fds=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        assert server.poll() is None
        self.around = os.environ | {
            "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "HOME": "/nonexistent",
            "PYTHONPATH": str(ROOT),
        }
        self._start(["openbox"])
        self.until(lambda: "openbox" in self.ask("wmctrl", "-m").lower())

    def _start(self, command: list[str], **more: object) -> subprocess.Popen[bytes]:
        around = getattr(self, "around", None)
        program = subprocess.Popen(
            command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=ROOT, **more,
        )
        self._ends.callback(_ended, program)
        return program

    def open(self, *command: str) -> subprocess.Popen[bytes]:
        """Start another program on this screen."""
        return self._start(list(command))

    def ask(self, *command: str) -> str:
        """What a tool says; empty when it fails."""
        done = subprocess.run(
            command, env=self.around, capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout if done.returncode == 0 else ""

    def do(self, *arguments: str) -> None:
        """One or several things done with hand or keyboard; see xdotool."""
        self.ask("xdotool", *arguments)

    def until(self, so: Callable[[], object]) -> bool:
        """Wait until ``so``; False when it has not come true."""
        late = time.monotonic() + PATIENCE
        while time.monotonic() < late:
            if so():
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        self._ends.close()


class Kiosk:
    """The real program on a store, full screen, watched as in a library."""

    def __init__(self, stage: Stage, store: Path) -> None:
        self.stage = stage
        self.program = stage.open(sys.executable, "-P", "-m", "kiosk.app", "--store", str(store))

    def window(self) -> str:
        """The number of its window."""
        found = self.stage.ask("xdotool", "search", "--onlyvisible", "--name", "^Värdera$")
        return found.split()[0] if found else ""

    def owner(self) -> str:
        """The process that the window belongs to."""
        window = self.window()
        return self.stage.ask("xdotool", "getwindowpid", window).strip() if window else ""

    def faults(self) -> list[str]:
        """What is not as it must be: whoever looks sees the survey, on top, over everything."""
        root = self.stage.ask("xprop", "-root", "_NET_CLIENT_LIST_STACKING", "_NET_ACTIVE_WINDOW")
        ids = re.findall(r"0x[0-9a-f]+", root)
        if not ids or int(ids[-1], 16) == 0:  # between two desktops nothing has the keyboard
            return ["no window"]
        window, wrong = ids[-1], []
        told = self.stage.ask("xprop", "-id", window, "_NET_WM_NAME", "_NET_WM_STATE")
        if len(ids) < 2 or ids[-2] != window or 'rdera"' not in told:
            wrong.append("is not on top with the keyboard")
        info = self.stage.ask("xwininfo", "-id", window)
        place = [re.search(rf"{name}: +(-?\d+)", info) for name in (
            "Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")]
        if [int(found[1]) for found in place if found] != [0, 0, WIDE, HIGH]:
            wrong.append("does not fill the screen")
        if "IsViewable" not in info:
            wrong.append("cannot be seen")
        if "FULLSCREEN" not in told:
            wrong.append("is not full screen")
        if self.program.poll() is not None:
            wrong.append("has ended")
        return wrong

    def popups(self) -> int:
        """Windows that lie over it without being anybody's main window, such as menus."""
        tree = self.stage.ask("xwininfo", "-root", "-children")
        seen = re.findall(r"(0x[0-9a-f]+) .*?  (\d+)x(\d+)\+(-?\d+)\+(-?\d+)", tree)
        large = [w for w, wide, high, x, y in seen if int(wide) > 20 and int(high) > 20
                 and 0 <= int(x) < WIDE and 0 <= int(y) < HIGH]
        shown = [w for w in large if "IsViewable" in self.stage.ask("xwininfo", "-id", w)
                 and "Override Redirect State: yes" in self.stage.ask("xwininfo", "-id", w)]
        return len(shown)


def _ended(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(15)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
