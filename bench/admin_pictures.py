"""Pictures of the administrator's pages on made-up answers, in both languages and text sizes.

``python -m bench.admin_pictures FOLDER``: each page at 1366x768 and 1024x768, 100 and 200 %.
It says which pages scroll sideways.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QScrollArea

from admin.devices.hub import Part
from admin.pictures.style import load_fonts
from admin.program import Program
from admin.shell.places import Place
from assets import theme
from tests.admin.window_aside import FIRST
from tests.admin.window_builders import Desk
from tests.admin.window_network import AT_THE_DOOR

SIZES = ((1366, 768), (1024, 768))


def main(folder: Path) -> int:
    """Take them all; 1 when a page scrolls sideways."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(QFont(theme.load().text_font))
    wide = 0
    for language in ("sv", "en"):
        for width, height in SIZES:
            for percent in (100, 200):
                for part in Part:
                    name = f"{part.name.lower()}-{language}-{width}-{percent}"
                    wide += _taken(app, folder / f"{name}.png", (language, part),
                                   (width, height, percent))
    return 1 if wide else 0


def _taken(
    app: QApplication, file: Path, what: tuple[str, Part], size: tuple[int, int, int]
) -> int:
    (language, part), (width, height, percent) = what, size
    desk = Desk()
    program = desk.opened(language)
    program.window.resize(width, height)
    program.resize_text((percent - 100) // 25)
    program.go(Place.DEVICES)
    program.units.hub.go(part)
    _scene(program, desk, part)
    for _ in range(4):
        app.processEvents()
    program.window.grab().save(str(file))
    wide = [
        area for area in program.window.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    ]
    for area in wide:
        over = area.horizontalScrollBar().maximum()
        sys.stdout.write(f"{file.stem} scrolls sideways by {over}\n")
    for area in program.window.findChildren(QScrollArea, "page"):
        bar, at = area.verticalScrollBar(), 1
        while area.isVisible() and bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep() - 40)
            app.processEvents()
            program.window.grab().save(str(file.with_stem(f"{file.stem}-{at}")))
            at += 1
    program.window.close()
    return len(wide)


def _scene(program: Program, desk: Desk, part: Part) -> None:
    units = program.units
    if part is Part.TAKING:
        units.responses.take_in(Path("/media/stick"))
        desk.background.flush()
        units.aside.choose(FIRST)
    elif part is Part.DEVICES:
        units.devices.choose(desk.desk.devices()[0].standing.public)
    elif part is Part.NETWORK:
        units.network.switch(True)
        desk.background.flush()
        desk.network.said = replace(
            desk.network.said, running=True, left=280, pairing=AT_THE_DOOR, files=3, new=41,
            unkept=41, latest="2026-11-20 08:12", address="192.168.1.20:8347",
            number=AT_THE_DOOR.number,
        )
        desk.background.flush()
        units.network.look()
    else:
        units.leaving.withdraw(" ".join(["K7QD"] * 2))
        units.keeping.keep("365", "30")
        desk.background.flush()
        units.keeping.ask()
    desk.background.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
