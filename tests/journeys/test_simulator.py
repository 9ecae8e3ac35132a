"""Thirty small seeds of the whole system under faults, and two controls that must fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def simulated(*options: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the account of one ``vardera simulate``."""
    done = subprocess.run(
        [sys.executable, "-m", "vardera", "simulate", *options, "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_simulation_with_all_faults_loses_and_doubles_nothing() -> None:
    code, account = simulated("--seed", "7", "--kiosks", "3", "--responses", "12")
    assert account["told"] == []
    assert (code, account["lost"], account["doubled"], account["undetected"]) == (0, 0, 0, 0)
    assert account["converged"] is True
    assert account["detected"] > 5
