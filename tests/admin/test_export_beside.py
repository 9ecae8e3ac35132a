"""What came beside answers in an export: flags, arms, and how questions were met."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from admin.exports.exporting import By, Wish, export
from storage import bodies
from storage.workspace import Workspace
from survey.beside import Beside, Flag, Seen
from survey.campaign import Campaign
from survey.conduct import Conduct
from survey.reading import write_campaign
from survey.records import Response
from tests.builders import RATINGS, small_campaign
from tests.conducted import ARMS, CONDUCT
from tests.storage.workspace_builders import Device, World, new_workspace
from tests.storage.workspace_builders import response as given

BY = By(actor="Kim", clock=lambda: datetime(2026, 3, 14, 12, tzinfo=UTC))
BESIDE = Beside(
    arm=ARMS[0], flags=(Flag.BURST, Flag.TOO_FAST), language_switches=2,
    screens=(Seen(question=RATINGS[0], seconds=30, changes=1, helped=True),),
)


def odd(step: int, beside: Beside) -> Response:
    return replace(given({RATINGS[0]: step}), beside=beside)


def town(path: Path, conduct: Conduct, *answers: Response) -> tuple[Workspace, Campaign]:
    world = World()
    workspace, _ = new_workspace(path / "town", world)
    survey = replace(small_campaign(version=2), conduct=conduct)
    workspace.add_campaign(survey, write_campaign(survey), "Kim")
    device = Device(workspace, world).register()
    device.answer(*(bodies.encode(one) for one in answers))
    workspace.take_in(device.bundle(), actor="Kim")
    return workspace, survey


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[tuple[Workspace, Campaign]]:
    found = town(tmp_path, CONDUCT, odd(5, BESIDE), given({RATINGS[0]: 2}))
    yield found
    found[0].close()


def rows(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


@pytest.mark.parametrize("format", ["csv", "json"])
def test_a_response_says_its_arm_and_why_it_looks_odd(
    trial: tuple[Workspace, Campaign], tmp_path: Path, format: str
) -> None:
    workspace, survey = trial
    done = export(workspace, survey.id, tmp_path / "out", Wish(format=format), BY)
    if format == "csv":
        lines = rows(done.folder / "responses.csv")
    else:
        text = (done.folder / "responses.jsonl").read_text("utf-8")
        lines = [json.loads(line) for line in text.splitlines()]
    plain, one = sorted(lines, key=lambda line: line["_flags"])
    told = [one[name] for name in ("_arm", "_flags", "_language_switches", "x1a")]
    assert told[:2] == ["Faces", "burst too-fast"] and [int(n) for n in told[2:]] == [2, 5]
    assert plain["_flags"] == "" and not plain["_arm"]


def test_screens_are_a_table_where_the_survey_notes_them(
    trial: tuple[Workspace, Campaign], tmp_path: Path
) -> None:
    workspace, survey = trial
    done = export(workspace, survey.id, tmp_path / "out", Wish(), BY)
    (one,) = rows(done.folder / "screens.csv")
    whose = next(r for r in rows(done.folder / "responses.csv") if r["_flags"])
    assert one == {
        "_response": whose["_response"], "question": "x1a", "seconds": "30", "changes": "1",
        "helped": "1",
    }
    told = json.loads((done.folder / "manifest.json").read_text("utf-8"))
    assert told["tables"]["screens"] == 1
    book = {(line["table"], line["column"]) for line in rows(done.folder / "codebook.csv")}
    assert {("screens", "seconds"), ("responses", "_arm"), ("responses", "_flags")} <= book


def test_a_survey_that_notes_no_times_exports_none(tmp_path: Path) -> None:
    workspace, survey = town(tmp_path, Conduct(), odd(5, BESIDE))
    with workspace:
        done = export(workspace, survey.id, tmp_path / "out", Wish(), BY)
    assert not (done.folder / "screens.csv").exists() and "screens" not in done.tables
    (one,) = rows(done.folder / "responses.csv")
    assert one["_language_switches"] == "" and one["_arm"] == str(ARMS[0])


def test_an_arm_of_an_earlier_version_has_its_name(
    trial: tuple[Workspace, Campaign], tmp_path: Path
) -> None:
    workspace, survey = trial
    later = replace(survey, version=3, conduct=Conduct())
    workspace.add_campaign(later, write_campaign(later), "Kim")
    done = export(workspace, survey.id, tmp_path / "out", Wish(), BY)
    assert "Faces" in {row["_arm"] for row in rows(done.folder / "responses.csv")}
    assert done.tables["screens"] == 1
