"""A program held to a share of one processor, as a quota holds it: what it has used of each tenth
of a second is counted, and it stands still for the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PERIOD = 0.1


def held(share: float, module: str, arguments: list[str]) -> int:
    """Run ``module`` held to ``share`` of a processor, over 0; returns its exit code."""
    child = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)
    stat = Path(f"/proc/{child.pid}/stat")
    tick = os.sysconf("SC_CLK_TCK")

    def used() -> float:
        fields = stat.read_text("ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / tick

    while child.poll() is None:
        began, before = time.monotonic(), used()
        while time.monotonic() - began < PERIOD and child.poll() is None:
            time.sleep(0.002)
            if used() - before >= share * PERIOD:
                child.send_signal(signal.SIGSTOP)
                time.sleep(max(0.0, PERIOD - (time.monotonic() - began)))
                child.send_signal(signal.SIGCONT)
                break
    return child.returncode
