"""Every screen of the kiosk in every language, theme, text size and window: what is wrong, if
anything, by the checks of the tests. Prints one line for each fault, and how much was looked at.

Contrast is looked at on each of them as painted. Names, sizes, reach, cut words and mirroring are
looked at once where a further theme has everything in the very same place with the same words in
the same letters, which is compared each time; ``whole`` tells how many went through every check.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from assets.words import LANGUAGES as STAFFS  # noqa: E402
from kiosk.frame import TEXT_SIZES, THEMES, Comfort  # noqa: E402
from kiosk.staff.room import know  # noqa: E402
from kiosk.style import load_fonts  # noqa: E402
from kiosk.window import Looks, Window  # noqa: E402
from tests.kiosk.every_screen import ALL, every_screen  # noqa: E402
from tests.kiosk.every_staff_screen import every_staff_screen  # noqa: E402
from tests.kiosk.screen_checks import faults, pale, standing  # noqa: E402

WINDOWS = ((1280, 800), (800, 1280), (1024, 768))
LEAST = {"high": 7.0}


@dataclass
class Tally:
    """``screens`` were looked at; ``whole`` of them went through every check."""

    screens: int = 0
    whole: int = 0
    faults: int = 0


def found(
    window: Window, language: str, comfort: Comfort, stood: dict[str, object], tally: Tally
) -> Iterator[tuple[str, str]]:
    """Name of the screen and what is wrong there. ``stood`` is how each stood in the theme
    before."""
    everybodys = every_screen(language, comfort)
    staffs = every_staff_screen(language, comfort) if language in STAFFS else ()
    for name, screen in (*everybodys, *staffs):
        window.present(screen)
        QApplication.processEvents()
        stands, least = standing(window), LEAST.get(comfort.theme, 4.5)
        again = stood.get(name) == stands
        stood[name] = stands
        tally.screens += 1
        tally.whole += not again
        for fault in pale(window, least) if again else faults(window, language, least):
            tally.faults += 1
            yield name, fault


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--languages", nargs="*", default=list(ALL))
    asks.add_argument("--themes", nargs="*", default=list(THEMES))
    asks.add_argument("--sizes", type=int, nargs="*", default=list(TEXT_SIZES))
    asks.add_argument("--windows", nargs="*", default=[f"{w}x{h}" for w, h in WINDOWS])
    asked = asks.parse_args()
    application = QApplication([])
    load_fonts(ALL)
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    window.speak(ALL)
    know(window.stage)
    window.show()
    tally = Tally()
    for size, language, percent in product(asked.windows, asked.languages, asked.sizes):
        window.resize(*map(int, size.split("x")))
        application.processEvents()
        stood: dict[str, object] = {}
        for looks in asked.themes:
            comfort = Comfort(percent=percent, theme=looks, calm=True)
            for name, fault in found(window, language, comfort, stood, tally):
                print(f"{name} {language} {percent} {looks} {size}: {fault}", flush=True)
    sys.stdout.write(json.dumps(asdict(tally)) + "\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
