"""The kiosk screens of the guide, a file each: ``python -m bench.guide_screens OUT``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.gallery import (  # first: it says how there is a screen to draw on
    STAFFS,
    Comfort,
    Looks,
    Window,
    every_screen,
    every_staff_screen,
    know,
    style,
    theme,
)

# ruff: isort: split
from PySide6.QtWidgets import QApplication

from assets.words import RESPONDENTS
from kiosk.staff.screens import Home, StaffScreen

SHOWN = (
    ("kiosk-attract", "attract", "sv", Comfort(calm=True)),
    ("kiosk-one-tap", "one_tap", "sv", Comfort(calm=True)),
    ("kiosk-rating", "rated", "sv", Comfort(calm=True)),
    ("kiosk-rating-large-text", "rated", "sv", Comfort(calm=True, percent=200)),
    ("kiosk-rating-arabic", "rated", "ar", Comfort(calm=True, theme="high")),
    ("kiosk-staff", "home", "sv", Comfort(calm=True)),
)
"""A file's name, the screen's, its language and how it is shown."""


def _calm(screen: Any) -> Any:
    """The staff's first screen as it is on most days: nothing in the way, no occasion."""
    if not isinstance(screen, StaffScreen) or not isinstance(screen.at, Home):
        return screen
    well = replace(
        screen.at.status, survey="Så fungerar biblioteket", trouble="", occasion="", jumped=False,
        copied=False, locked=False,
    )
    return replace(screen, at=replace(screen.at, status=well))


def main(folder: Path) -> int:
    """Save them all in a folder that is there."""
    app = QApplication.instance() or QApplication([])
    style.load_fonts(RESPONDENTS)
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    window.setFixedSize(1280, 800)
    know(window.stage)
    window.show()
    for name, screen, language, look in SHOWN:
        known = dict(every_screen(language, look))
        if language in STAFFS:
            known |= dict(every_staff_screen(language, look))
        window.present(_calm(known[screen]))
        app.processEvents()
        window.grab().save(str(folder / f"{name}.png"))
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
