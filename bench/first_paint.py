"""From the process's start to the first screen painted: the kiosk's attract screen beside a bare
PySide6 window with the same fonts, in pairs.

A pair is run in turns, so that whatever else the machine does falls on both. ``--full-screen``
opens both over the whole of an X screen under a window manager, and waits until they are to be
seen there; otherwise both are painted on no screen at all. ``first_tap`` measures what follows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCREEN = f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}"

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QVBoxLayout, QWidget
app = QApplication([])
for name in sys.argv[2:]:
    QFontDatabase.addApplicationFont(name)
font = QFont("Noto Sans"); font.setPixelSize(24); app.setFont(font)
window = QMainWindow(); page = QWidget(); rows = QVBoxLayout(page)
for text in sys.argv[1].split("|"):
    rows.addWidget(QLabel(text))
window.setCentralWidget(page); window.resize(1280, 800)
whole = app.platformName() == "xcb"
window.showFullScreen() if whole else window.show()
app.processEvents()
while not window.windowHandle().isExposed():
    app.processEvents()
image = window.grab()
sys.stdout.write("painted\\n"); sys.stdout.flush()
"""
"""As little as a window with those words in those fonts can be."""

KIOSK = """
import sys
from pathlib import Path
from kiosk.window import application
import os
whole = os.environ["QT_QPA_PLATFORM"] == "xcb"
app, window = application(full_screen=whole, store=Path(sys.argv[1]))
while not window.windowHandle().isExposed():
    app.processEvents()
image = window.grab()
sys.stdout.write("painted\\n"); sys.stdout.flush()
"""

@dataclass(frozen=True)
class Paint:
    """Milliseconds of the clock until the process says that it has painted, and of the processor
    over its whole life."""

    clock: float
    processor: float


def paint(arguments: list[str], compiled: Path) -> Paint:
    """Run it once. ``compiled`` keeps the byte code, which an installed program has too."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL, env=environment,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - started
        process.stdout.read()
    if line.strip() != "painted" or process.returncode:
        raise SystemExit("the window was not painted")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Paint(taken * 1000, used * 1000)


def remembered(folder: Path, languages: tuple[str, ...], *, asks: bool) -> tuple[list[str], str]:
    """Lets a kiosk stand at its attract screen, and keep how it looks; its fonts and its words."""
    from assets import path, theme
    from kiosk.first_look import FILE, FirstLook
    from kiosk.frame import Comfort
    from kiosk.style import font_names
    from kiosk.window import Looks, Window
    from survey.conduct import Way
    from tests.kiosk.every_screen import RATING, attract_in

    screen = attract_in(languages, Comfort(), Way.ONE_TAP if asks else Way.QUESTIONNAIRE, RATING)
    window = Window(Looks(theme=theme.load()))
    window.resize(1280, 800)
    window.speak(languages)
    kept = FirstLook(window, folder)
    window.show()
    window.present(screen)
    kept.keep()
    window.close()
    assert (folder / FILE).is_file()
    fonts = [str(path("fonts", f"{name}.ttf")) for name in font_names(languages)]
    return fonts, "|".join(screen.sentences)


def pairs(languages: tuple[str, ...], runs: int, *, asks: bool) -> dict[str, object]:
    """Medians, and the median of what the pairs say: kiosk over bare."""
    with tempfile.TemporaryDirectory() as made:
        folder, compiled = Path(made), Path(made) / "compiled"
        fonts, words = remembered(folder, languages, asks=asks)
        bare, kiosk = [BARE, words, *fonts], [KIOSK, str(folder)]
        paint(bare, compiled), paint(kiosk, compiled)  # the first of each warms the disk
        found = [(paint(bare, compiled), paint(kiosk, compiled)) for _ in range(runs)]
    median = statistics.median
    return {
        "languages": len(languages), "one_tap": asks, "pairs": runs,
        "bare_ms": round(median(a.clock for a, _ in found)),
        "kiosk_ms": round(median(b.clock for _, b in found)),
        "kiosk_over_bare": round(median(b.clock / a.clock for a, b in found), 2),
        "of_the_processor": round(median(b.processor / a.processor for a, b in found), 2),
    }


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--pairs", type=int, default=15)
    asks.add_argument("--full-screen", action="store_true", help="on an X screen of its own")
    asked = asks.parse_args()
    sys.path.insert(0, str(ROOT))
    from bench.own_screen import own_screen

    if asked.full_screen:
        with own_screen(managed=True):
            _measure(asked.pairs)
    else:
        os.environ.setdefault("QT_QPA_PLATFORM", SCREEN)
        _measure(asked.pairs)


def _measure(runs: int) -> None:
    from PySide6.QtWidgets import QApplication

    from tests.kiosk.every_screen import ALL

    application = QApplication([])
    for languages in (("sv", "en"), ALL):
        for one_tap in (False, True):
            told = pairs(languages, runs, asks=one_tap)
            sys.stdout.write(json.dumps(told) + "\n")
    application.quit()


if __name__ == "__main__":
    main()
