"""Guards against what the Qt binding got wrong before, and against modules we may not use."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
GPL_ONLY = {
    "QtCharts", "QtGraphs", "QtDataVisualization", "QtVirtualKeyboard", "QtNetworkAuth",
}  # fmt: skip


def test_calls_that_return_nothing_do_not_wear_none_out(qapp: QApplication) -> None:
    # PySide6 6.12 lost a reference to None at each call and aborted after some thousands
    before = sys.getrefcount(None)
    for _ in range(20_000):
        qapp.processEvents()
    assert abs(sys.getrefcount(None) - before) < 1_000


def test_no_module_under_the_gpl_alone_is_used() -> None:
    used: set[str] = set()
    for room in ("kiosk", "admin"):
        for source in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
                    used |= {*(node.module or "").split("."), *(a.name for a in node.names)}
    assert "QtWidgets" in used
    assert not used & GPL_ONLY
