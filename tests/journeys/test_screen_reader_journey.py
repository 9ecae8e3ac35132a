"""A screen reader does the whole survey over AT-SPI, from names, roles and actions alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk import app
from survey.campaign import Campaign
from survey.forms.model import QuestionType
from tests.journeys.reader_session import LAUNCHER, SYSTEM
from tests.kiosk.package_builders import ONE_UNIT, packaged

ROOT = Path(__file__).resolve().parents[2]


def missing() -> str:
    """What this machine lacks for it."""
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not LAUNCHER.exists():
        return "at-spi2-core is not installed"
    asked = subprocess.run([SYSTEM, "-c", "import pyatspi"], capture_output=True, check=False)
    return "" if asked.returncode == 0 else "python3-pyatspi is not installed"


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own."""
    out, into = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(into), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[into], stderr=subprocess.DEVNULL,
    ) as server:
        os.close(into)
        try:
            with os.fdopen(out) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def five_ratings() -> Campaign:
    first = next(q for q in ONE_UNIT.form.questions if q.type is QuestionType.RATING)
    asked = tuple(
        replace(first, id=UUID(int=0xE5 << 120 | 4 << 76 | 8 << 60 | n), name=f"r{n}", factor=None)
        for n in range(5)
    )
    return replace(ONE_UNIT, form=replace(ONE_UNIT.form, questions=asked), group_by=())


@pytest.fixture
def read(tmp_path: Path, display: str) -> Mapping[str, Any]:
    """What a screen reader met on its way through a survey of five ratings."""
    file, store = tmp_path / "five.vpackage", tmp_path / "kiosk"
    file.write_bytes(packaged(five_ratings()).raw)
    assert app.main(["--store", str(store), "--install", str(file), "--json"]) == 0
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.journeys.reader_session",
         str(store)],
        cwd=ROOT, env={**os.environ, "DISPLAY": display, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=150, check=False,
    )
    assert done.returncode == 0, done.stderr
    told = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    found: Mapping[str, Any] = json.loads(told)
    return found


LACKS = missing()


@pytest.mark.skipif(bool(LACKS), reason=LACKS)
def test_a_screen_reader_finishes_the_survey_and_hears_the_countdown(
    read: Mapping[str, Any],
) -> None:
    assert read["lost"] == "", "something was never there, or never said"
    assert any("Thank you" in name for name in read["met"])
    assert any("second" in said for said in read["announced"])
    assert read["nameless"] == [], "whatever can have the focus has a name"
    assert "Well chosen" in read["states"]
    assert "Very well not chosen" in read["states"]
    assert read["met"]["Very badly"] == "radio button"
