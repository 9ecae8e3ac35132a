"""Walks of other engines that pass here must go on passing; the data lies beside the project."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSING = Path(__file__).parent / "conformance" / "scenarios_passing.txt"


def _walks() -> ModuleType:
    path = ROOT / "bench" / "conformance_scenarios.py"
    spec = importlib.util.spec_from_file_location("conformance_scenarios", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("suite", ["webforms", "xlsform", "md"])
def test_no_walk_that_passed_fails(suite: str) -> None:
    walks = _walks()
    if not walks.SHARED.is_dir():
        pytest.skip("the conformance data (../shared/data/conformance) is not here")
    names = {line for line in PASSING.read_text("utf-8").splitlines() if line.startswith(suite)}
    assert names, "the list of passing walks is empty"
    lost = {
        f"{suite} {record['id']}": found
        for record in walks.gated(suite)
        if f"{suite} {record['id']}" in names
        and (found := walks.walk(record, walks.folder_of(suite), words=suite == "md"))
    }
    assert not lost
