"""Contact sheets of every screen of the kiosk: ``./run pictures screens OUT``.

One sheet a language, theme, text size and window, of as many screens as stay readable; with
``--by screen`` one sheet a screen, of all languages. Made to be looked at: nothing is compared.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtCore import QRect, Qt  # noqa: E402
from PySide6.QtGui import QColor, QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from assets.words import LANGUAGES as STAFFS  # noqa: E402
from assets.words import RESPONDENTS  # noqa: E402
from kiosk import style  # noqa: E402
from kiosk.frame import TEXT_SIZES, THEMES, Comfort  # noqa: E402
from kiosk.staff.room import know  # noqa: E402
from kiosk.window import Looks, Window  # noqa: E402
from tests.kiosk.every_screen import every_screen  # noqa: E402
from tests.kiosk.every_staff_screen import every_staff_screen  # noqa: E402

COLUMNS, ROWS = 4, 5
CELL, CAPTION, GAP = 372, 20, 6
_GROUND, _INK = "#5a5a66", "#ffffff"


@dataclass(frozen=True)
class Shot:
    """A screen as it looked, and what it is called on the sheet."""

    name: str
    picture: QPixmap


def shots(window: Window, language: str, comfort: Comfort, only: set[str]) -> Iterator[Shot]:
    """Every screen, or those that are named, as the window paints it; staff's in their words."""
    staffs = every_staff_screen(language, comfort) if language in STAFFS else ()
    for name, screen in (*every_screen(language, comfort), *staffs):
        if only and name not in only:
            continue
        window.present(screen)
        QApplication.processEvents()
        yield Shot(name, window.grab())


def sheet(pictures: list[Shot]) -> QPixmap:
    """Pictures beside and below each other, each with its name above."""
    first = pictures[0].picture
    high = round(CELL * first.height() / first.width())
    columns = min(COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    whole = QPixmap(columns * (CELL + GAP) + GAP, rows * (high + CAPTION + GAP) + GAP)
    whole.fill(QColor(_GROUND))
    painter = QPainter(whole)
    painter.setPen(QColor(_INK))
    for at, shot in enumerate(pictures):
        row, column = divmod(at, columns)
        x, y = GAP + column * (CELL + GAP), GAP + row * (high + CAPTION + GAP)
        painter.drawText(QRect(x, y, CELL, CAPTION), Qt.AlignmentFlag.AlignLeft, shot.name)
        small = shot.picture.scaled(
            CELL, high, Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawPixmap(x, y + CAPTION, small)
    painter.end()
    return whole


def write(pictures: list[Shot], folder: Path, name: str) -> int:
    """Sheets of ``COLUMNS`` by ``ROWS``; returns how many there are."""
    each = COLUMNS * ROWS
    for number, start in enumerate(range(0, len(pictures), each), 1):
        sheet(pictures[start:start + each]).save(str(folder / f"{name}_{number}.png"))
    return -(-len(pictures) // each)


def by_language(window: Window, looks: list[Comfort], args: argparse.Namespace) -> int:
    """A person's whole way on one sheet."""
    count, only = 0, set(args.screens)
    for look in looks:
        for language in args.languages:
            seen = list(shots(window, language, look, only))
            count += write(seen, args.folder, f"{language}_{look.theme}_{look.percent}")
    return count


def by_screen(window: Window, looks: list[Comfort], args: argparse.Namespace) -> int:
    """One screen in all its languages and looks on one sheet."""
    seen: dict[str, list[Shot]] = {}
    for look in looks:
        for language in args.languages:
            for shot in shots(window, language, look, set(args.screens)):
                called = f"{language} {look.theme} {look.percent}"
                seen.setdefault(shot.name, []).append(Shot(called, shot.picture))
    return sum(write(each, args.folder, name) for name, each in seen.items())


def main(argv: list[str] | None = None) -> int:
    """Make the sheets and say how many there are."""
    options = argparse.ArgumentParser(prog="./run pictures screens", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--languages", nargs="+", default=RESPONDENTS)
    options.add_argument("--themes", nargs="+", default=THEMES, choices=THEMES)
    options.add_argument("--sizes", nargs="+", type=int, default=TEXT_SIZES)
    options.add_argument("--screens", nargs="+", default=())
    options.add_argument("--window", default="1280x800", help="in pixels, 1280x800 unless said")
    options.add_argument("--by", choices=("language", "screen"), default="language")
    args = options.parse_args(argv)
    args.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    style.load_fonts(RESPONDENTS)
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    window.setFixedSize(*map(int, args.window.split("x")))
    know(window.stage)
    window.show()
    looks = [Comfort(percent=p, theme=t, calm=True) for t in args.themes for p in args.sizes]
    made = (by_language if args.by == "language" else by_screen)(window, looks, args)
    sys.stdout.write(f"{made} sheets in {args.folder}\n")
    window.close()
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
