"""One page of thirty questions: milliseconds of the processor for each key, tap and choice."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from bench.form_hands import Keys, Touch  # noqa: E402
from kiosk import style  # noqa: E402
from kiosk.forms.filler import Filler, Surroundings  # noqa: E402
from kiosk.forms.trial import FormWindow  # noqa: E402
from tests.kiosk.form_builders import form_of, opened, survey  # noqa: E402

KINDS = (
    "text | t{n} | Write something about this, number {n}? | ",
    "select_one c | s{n} | Choose one of these, number {n}? | ",
    "integer | n{n} | How many are there, number {n}? | ",
)
TYPED = "Anna Karin Lind"


def main() -> None:
    application = QApplication([])
    style.load_fonts()
    application.setFont(style.Style(theme.load()).text(24))
    rows = [kind.format(n=n) for n in range(10) for kind in KINDS]
    form = form_of(survey(
        "begin_group | g | Page | field-list", *rows, "end_group | | | ",
        columns="type | name | label | appearance",
        choices=("c | a | Apple", "c | b | Banana", "c | d | Cherry")))
    window = FormWindow(theme.load())
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    filler = Filler(window, Surroundings(open=lambda: opened(form)))
    window.wished.connect(filler.receive)
    filler.begin()
    QApplication.processEvents()
    blocks = window.page.blocks
    touch, keys = Touch(window), Keys(window)
    for _ in range(5):
        touch.type(blocks[3].view.tab_way()[0], TYPED)
    _told("a key on the screen", touch)
    for _ in range(25):
        for card in blocks[4].view.tab_way():
            touch.press(card)
    _told("a choice by touch", touch)
    for _ in range(5):
        keys.type(blocks[6].view.tab_way()[0], TYPED)
    _told("a key of a keyboard", keys)


def _told(what: str, hands: Touch | Keys) -> None:
    times = sorted(hands.times)
    hands.times.clear()
    print(f"{what}: {median(times):.1f} ms in the middle, {times[len(times) * 99 // 100]:.1f} ms "
          f"at 99 %, of {len(times)}")


if __name__ == "__main__":
    main()
