"""A real kiosk in a window that asks early whether somebody is there."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assets import theme
from kiosk.running import Kiosk
from kiosk.style import load_fonts
from kiosk.window import Looks, Window

IDLE_MS = 4_000


def main(store: Path) -> int:
    """Until it is ended from outside."""
    app = QApplication(["vardera-kiosk"])
    app.setApplicationName("vardera-kiosk")
    load_fonts()
    window = Window(Looks(theme=theme.load(), idle_ms=IDLE_MS))
    window.resize(1280, 800)
    window.show()
    kiosk = Kiosk(window, store, "Reader's kiosk", "sv")
    kiosk.start()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
