"""How long the big screen's bars take to paint, while they move: twenty factors, both rounds.

    python -m bench.big_screen [--factors 20] [--size 1920x1080]

Drawn offscreen; a repaint is everything that one step of the movement asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from assets.words import Words  # noqa: E402
from kiosk.meeting.big_figures import Bar, Bars  # noqa: E402
from kiosk.meeting.big_screen import Beside, BigScreen  # noqa: E402
from kiosk.meeting.views.big import BigScreenWindow  # noqa: E402
from kiosk.style import Style, load_fonts  # noqa: E402

MOST_MS = 16.0


def main() -> int:
    """Exit code 1 when the median repaint takes longer than a picture of sixty a second."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--factors", type=int, default=20)
    asks.add_argument("--rounds", type=int, default=2)
    asks.add_argument("--size", default="1920x1080")
    asked = asks.parse_args()
    wide, high = map(int, asked.size.split("x"))
    app = QApplication.instance() or QApplication([])
    load_fonts()
    window = BigScreenWindow(Style(theme.load()))
    window.resize(wide, high)
    window.show()
    words, took, moved = Words("sv"), [], []
    for step in range(60):
        began = time.perf_counter()
        window.present(_screen(asked.factors, asked.rounds, step), words)
        app.processEvents()
        moved.append((time.perf_counter() - began) * 1000)
        for panel in window.page.panels:
            panel._moving.stop()
        for way in (0.2, 0.6, 1.0):
            began = time.perf_counter()
            for panel in window.page.panels:
                panel._move(way)
            app.processEvents()
            took.append((time.perf_counter() - began) * 1000)
    del app
    took.sort()
    told = {
        "factors": asked.factors, "rounds": asked.rounds, "repaint_ms": {
            "median": round(statistics.median(took), 2),
            "p99": round(took[int(len(took) * 0.99)], 2), "worst": round(took[-1], 2),
        }, "new_figures_ms": {"median": round(statistics.median(moved), 2),
                              "worst": round(max(moved), 2)},
    }
    print(json.dumps(told, indent=1))
    return 0 if told["repaint_ms"]["median"] <= MOST_MS else 1  # type: ignore[index]


def _screen(factors: int, rounds: int, step: int) -> BigScreen:
    def bars(shift: int) -> tuple[Bar, ...]:
        return tuple(
            Bar(title=f"Faktor nummer {n}", amount=((n * 7 + step * 13 + shift) % 100) / 100,
                low=0.2, high=0.9, text=f"{(n * 3 + step) % 40} poäng, {n} %")
            for n in range(factors)
        )

    return BigScreen(
        title="Prov", heading="Vikta: Andra omgången", told="Du har tio poäng.",
        bars=tuple(
            Bars(title=f"Omgång {n + 1}", bars=bars(31 * n), note="Samstämmighet: 0,4")
            for n in range(rounds)
        ),
        counted="10 av 10 har svarat", beside=Beside(clock=60 - step),
    )


if __name__ == "__main__":
    raise SystemExit(main())
