"""Pictures of the people who finish five ratings by keys, by switches and in the largest Arabic.

``python -m bench.hand_people OUT`` writes a contact sheet for each into the folder OUT; the same
people are run by the tests.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.kiosk import hand_people  # noqa: E402
from tests.kiosk.hand_people import Visit  # noqa: E402

_ACROSS, _WIDE, _GAP = 4, 640, 8

PEOPLE: dict[str, tuple[tuple[int, int], Callable[..., object]]] = {
    "keys": ((1280, 800), hand_people.by_keys),
    "one_switch": ((1280, 800), partial(hand_people.by_switches, two=False)),
    "two_switches": ((1280, 800), partial(hand_people.by_switches, two=True)),
    "arabic_250": ((1280, 800), hand_people.by_touch_in_large_arabic),
    "arabic_250_low": ((1024, 768), hand_people.by_touch_in_large_arabic),
    "arabic_250_upright": ((800, 1280), hand_people.by_touch_in_large_arabic),
}


def main(out: Path) -> None:
    """Run everybody, and write what they saw."""
    app = QApplication.instance() or QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    for name, (size, run) in PEOPLE.items():
        person = hand_people.visit(size)
        seen: list[QPixmap] = []

        def look(where: str, person: Visit = person, seen: list[QPixmap] = seen) -> None:
            app.processEvents()
            seen.append(person.window.grab().scaledToWidth(
                _WIDE, Qt.TransformationMode.SmoothTransformation))

        run(person, look)
        _sheet(seen).save(str(out / f"{name}.png"))
        person.window.close()
        print(f"{name}: {len(seen)} pictures, answers kept: {len(person.answered)}")


def _sheet(seen: list[QPixmap]) -> QPixmap:
    high = seen[0].height()
    rows = -(-len(seen) // _ACROSS)
    sheet = QPixmap(_ACROSS * (_WIDE + _GAP), rows * (high + _GAP))
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    for at, one in enumerate(seen):
        painter.drawPixmap(at % _ACROSS * (_WIDE + _GAP), at // _ACROSS * (high + _GAP), one)
    painter.end()
    return sheet


if __name__ == "__main__":
    main(Path(sys.argv[1]))
