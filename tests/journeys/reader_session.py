"""Inside a session bus of its own: the accessibility bus, a real kiosk, and a screen reader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM = Path("/usr/bin/python3")
LONGEST = 100


def main(store: str) -> int:
    """Prints what the reader prints; everything that was started is ended."""
    around = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
    started = [subprocess.Popen([LAUNCHER, "--launch-immediately"], env=around)]
    try:
        started.append(subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.reader_kiosk", store], env=around,
        ))
        bare = {name: value for name, value in around.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [SYSTEM, HERE / "screen_reader.py"], env=bare, timeout=LONGEST, check=False,
        ).returncode
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
