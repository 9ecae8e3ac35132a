"""Every method of the kiosk that Qt calls is guarded: see ``kiosk/whole.py``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTS = """
import importlib, pkgutil
import kiosk
for found in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
    importlib.import_module(found.name)
from PySide6.QtWidgets import QApplication
from kiosk.whole import derived, is_guarded, unguarded
from kiosk.window import Looks, Window
from shiboken6 import Shiboken
application = QApplication([])
Window(Looks())
for cls in set(derived(Shiboken.Object)):
    for name in unguarded(cls):
        print("open", cls.__module__, cls.__name__, name)
    for name, made in vars(cls).items():
        if is_guarded(made):
            print("guarded", cls.__module__, cls.__name__, name)
"""


def test_no_method_that_qt_calls_ends_the_kiosk_without_a_trace() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LISTS], cwd=ROOT, capture_output=True, text=True, timeout=60,
        check=True,
    ).stdout.splitlines()
    assert not [line for line in told if line.startswith("open")]
    guarded = {line for line in told if line.startswith("guarded")}
    assert "guarded kiosk.window Window closeEvent" in guarded
    assert len(guarded) > 100
