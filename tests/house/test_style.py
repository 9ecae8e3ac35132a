"""Lint and types are part of the tests, so that there is one command to pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("tool", [("ruff", "check", "."), ("mypy",)], ids=["ruff", "mypy"])
def test_the_code_passes(tool: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *tool], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_machine_path_or_registry_host_is_in_the_project() -> None:
    words = [r"(^|[^a-z.])/(w[o]rk|f[a]rm)/", "p[y]pi[.]org", "p[y]thonhosted", "registry[.]npm"]
    pattern = "|".join([*words, "deb[.]debian"])
    found = subprocess.run(
        ["git", "grep", "-nE", pattern, "--", "."],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )
    assert found.returncode == 1, found.stdout or found.stderr


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    pinned = [line for line in lock.splitlines() if line and line[0].isalpha()]
    assert len(pinned) > 20
    assert all("==" in line and line.rstrip().endswith("\\") for line in pinned)
    assert "http:" not in lock and "https:" not in lock
