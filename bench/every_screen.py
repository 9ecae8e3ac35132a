"""Every screen of the kiosk in every language, theme, text size and window: what is wrong, if
anything, by the checks of the tests. Prints one line for each fault, and how much was looked at.

Themes change colours alone and windows change places alone, so not every screen is looked at in
all respects. In the first window every theme is painted and its contrast looked at, and whether it
has everything in the very same place with the same words in the same letters as the theme before;
where not, it goes through every check. In the other windows one theme goes through all checks of
places. ``--thorough`` looks at everything everywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from assets.words import LANGUAGES as STAFFS  # noqa: E402
from kiosk.forms.screen import Shown  # noqa: E402
from kiosk.frame import TEXT_SIZES, THEMES, Comfort  # noqa: E402
from kiosk.staff.room import know  # noqa: E402
from kiosk.style import load_fonts  # noqa: E402
from kiosk.window import Looks, Window  # noqa: E402
from tests.kiosk.every_screen import ALL, every_screen  # noqa: E402
from tests.kiosk.every_staff_screen import every_staff_screen  # noqa: E402
from tests.kiosk.screen_checks import misplaced, pale, standing  # noqa: E402

WINDOWS = ((1280, 800), (800, 1280), (1024, 768))
LEAST = {"high": 7.0}


@dataclass
class Tally:
    """``stands`` that were presented, ``painted`` and looked at for contrast, ``places`` that went
    through all other checks; ``screens`` × languages × themes × sizes × windows are ``covered``."""

    covered: int = 0
    stands: int = 0
    painted: int = 0
    places: int = 0
    faults: int = 0


@dataclass
class Look:
    """One language and text size in one window, through the ``themes``."""

    language: str
    percent: int
    themes: list[str]
    painted: bool
    stood: dict[str, object] = field(default_factory=dict)

    def found(self, window: Window, tally: Tally) -> Iterator[str]:
        """What is wrong, one line each."""
        for theme_name in self.themes:
            comfort = Comfort(percent=self.percent, theme=theme_name, calm=True)
            for name, screen in screens_in(self.language, comfort):
                window.present(screen)
                QApplication.processEvents()
                tally.stands += 1
                for fault in self._at(window, name, LEAST.get(theme_name, 4.5), tally):
                    tally.faults += 1
                    yield f"{name} {self.language} {self.percent} {theme_name}: {fault}"

    def _at(self, window: Window, name: str, least: float, tally: Tally) -> Iterator[str]:
        stands = standing(window)
        if self.stood.get(name) != stands:
            self.stood[name] = stands
            tally.places += 1
            yield from misplaced(window, self.language)
        if self.painted:
            tally.painted += 1
            yield from pale(window, least)


def screens_in(language: str, comfort: Comfort) -> Iterator[tuple[str, Shown]]:
    """Everybody's screens, and staff's in the languages that they have."""
    yield from every_screen(language, comfort)
    if language in STAFFS:
        yield from every_staff_screen(language, comfort)


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--languages", nargs="*", default=list(ALL))
    asks.add_argument("--themes", nargs="*", default=list(THEMES))
    asks.add_argument("--sizes", type=int, nargs="*", default=list(TEXT_SIZES))
    asks.add_argument("--windows", nargs="*", default=[f"{w}x{h}" for w, h in WINDOWS])
    asks.add_argument("--thorough", action="store_true", help="every theme in every window")
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
        painted = asked.thorough or size == asked.windows[0]
        themes = asked.themes if painted else asked.themes[:1]
        for fault in Look(language, percent, themes, painted).found(window, tally):
            print(f"{size} {fault}", flush=True)
        tally.covered += len(asked.themes) * len([*screens_in(language, Comfort())])
    sys.stdout.write(json.dumps(asdict(tally)) + "\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
