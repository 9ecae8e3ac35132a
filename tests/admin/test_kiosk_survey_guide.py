"""The guide's settings and commands work as they stand."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

import assets
from storage.workspace import Cost, open_workspace, opening
from survey.conduct import AssignedBy, Way
from survey.settings import changed
from tests.storage.workspace_builders import World
from vardera import main

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "kiosk-survey.md"
PASSPHRASE = "en lång och hemlig mening"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stick").mkdir()
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "aloud-sv-treatment.ogg").write_bytes(b"OggS and more")
    template = str(assets.path("methods", "service_today.json"))
    assert main(["workspace", "create", "town", "--name", "Kommunen"]) == 0
    assert main(["campaign", "new", "town", "--from", template, "--as-template"]) == 0
    return tmp_path


def commands() -> list[list[str]]:
    lines = GUIDE.read_text("utf-8").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("    vardera ")]


def test_every_command_of_the_guide_does_what_it_says(town: Path) -> None:
    first, second = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    for command in commands():
        if command[:2] == ["campaign", "change"] and "--from" in command:
            Path("settings.json").write_text(first, encoding="utf-8")
        if command[0] == "results" and "arm" in command:
            Path("trial.json").write_text(second, encoding="utf-8")
            assert main(["campaign", "change", "town", "--from", "trial.json"]) == 0
        assert main(command) == 0, command


def test_both_settings_say_what_the_guide_says(town: Path) -> None:
    first, second = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    with open_workspace(town / "town", passphrase=PASSPHRASE, clock=World().clock) as workspace:
        (before,) = workspace.campaigns()
    made, problems = changed(before, json.loads(first), uuid4)
    assert made is not None and problems == () and made.conduct.way is Way.ONE_TAP
    then, problems = changed(made, json.loads(second), uuid4)
    assert then is not None and problems == ()
    assert then.conduct.trial is not None and then.conduct.trial.by is AssignedBy.HALF_DAY
    assert replace(then.conduct, trial=None) == made.conduct, "the first file's settings stay"
