"""The machine is shut down while somebody answers: the kiosk seals what is there, and ends."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_THE_MIDDLE = """
import os, signal, sys
from PySide6.QtCore import QTimer
from kiosk import app, running
from kiosk.screens import AttractScreen, QuestionScreen
from survey import flow

begins = running.Kiosk.present

def present(self, screen):
    begins(self, screen)
    if isinstance(screen, AttractScreen) and not self._closing:
        QTimer.singleShot(0, lambda: somebody(self))

def somebody(kiosk):
    kiosk._wished(flow.ChooseLanguage("sv"))
    kiosk._wished(flow.Agree())
    assert isinstance(kiosk.screen, QuestionScreen), type(kiosk.screen).__name__
    kiosk._wished(flow.Give(kiosk.screen.question.id, 4))
    {ends}

running.Kiosk.present = present
sys.exit(app.main(sys.argv[1:]))
"""


def run(store: Path, ends: str, *more: str, alone: bool = False) -> subprocess.Popen[str]:
    """The kiosk, ended. ``alone``: whoever watches it lets go of its input at once."""
    screen = ROOT / "tests" / "screen.json"
    around = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
    with subprocess.Popen(
        [sys.executable, "-c", IN_THE_MIDDLE.format(ends=ends), "--store", str(store), *more],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=ROOT, env=around,
    ) as done:
        assert done.stdin is not None
        if alone:
            done.stdin.close()
        done.wait(60)
        return done


def kept(store: Path) -> list[int]:
    """Whether each record is final, as it lies there before the store is opened again."""
    connection = sqlite3.connect(store / "kiosk.db")
    try:
        rows = connection.execute("SELECT final FROM record ORDER BY place")
        return [final for (final,) in rows]
    finally:
        connection.close()


def test_a_signal_seals_what_somebody_answered(store: Path) -> None:
    done = run(store, "os.kill(os.getpid(), signal.SIGTERM)", "--unwatched")
    assert done.returncode == 0
    assert kept(store) == [1, 1], "a health note, and a partial"


def test_the_watchdog_s_going_is_as_good_as_a_signal(store: Path) -> None:
    done = run(store, "pass", "--watched", "usual:600", alone=True)
    assert done.returncode == 0
    assert 0 not in kept(store)


def test_a_fault_under_the_watchdog_ends_at_once_and_says_where(store: Path) -> None:
    done = run(store, "raise ValueError('an answer: 4')", "--watched", "usual:600")
    log = (store / "device.log").read_text()
    assert done.returncode == 70
    assert "crashed ValueError <string>" in log and "an answer" not in log
    assert kept(store).count(0) == 1, "the draft lies there, and becomes a partial"
