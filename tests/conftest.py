"""Every test: offscreen Qt on a tablet-sized screen, a fixed clock and known randomness."""

from __future__ import annotations

import os
from pathlib import Path

_screen = Path(__file__).parent / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_screen}")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts.warning=false")
