"""Measurements are run as parts of ``bench``, so they load one another by that name."""

from __future__ import annotations

import ast
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench"


def test_no_measurement_loads_another_as_if_it_stood_on_the_path() -> None:
    names = {path.stem for path in BENCH.glob("*.py")}
    wrong = []
    for path in sorted(BENCH.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            loaded = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                loaded = [node.module or ""]
            wrong += [f"{path.name}: {name}" for name in loaded if name in names]
    assert wrong == []
