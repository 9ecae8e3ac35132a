"""Somebody who taps through a form at a real kiosk, as a program that can be killed.

``python -m tests.journeys.form_taps STORE`` says a number after each tap, and then waits for ever.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.kiosk.form_visitor import strike, tap, touch_field

STEPS = (
    "Ja", "Nästa", "key b", "key o", "Klar", "Nästa", "Nej", "Nästa", "Bra", "Nästa", "field",
    "key 4", "key 1", "Klar", "Solen", "Nästa", "key k", "key i", "key m", "Klar", "Nästa",
)
"""From the first page to the last one."""


def take(window: QWidget, step: str) -> None:
    """One tap."""
    if step == "field":
        touch_field(window)
    elif step.startswith("key "):
        strike(window, step.removeprefix("key "))
    else:
        tap(window, step)


def main(store: Path) -> None:
    """The whole program with a person at it."""
    from kiosk.running import Kiosk
    from kiosk.window import application

    app, window = application(full_screen=False)
    kiosk = Kiosk(window, store, "Disken")
    kiosk.get_ready()
    for step in ("Svenska", "Ja, jag vill svara"):
        tap(window, step)
    for number, step in enumerate(STEPS):
        take(window, step)
        print(number, flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
