"""Drawing for paper must not decide where later windows open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_drawing_without_a_screen_leaves_the_surroundings_alone() -> None:
    code = (
        "import os; from admin.pictures.output import drawing_board; board = drawing_board();"
        "print(board.platformName(), os.environ.get('QT_QPA_PLATFORM'))"
    )
    bare = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=bare
    )
    assert done.stdout.split() == ["offscreen", "None"]
