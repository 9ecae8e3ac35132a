"""Results beside the answers by command: odd answers told and set aside, arms, screens, quotas."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import bodies
from survey.beside import Beside, Flag, Seen
from survey.campaign import Campaign
from survey.conduct import Arm, Conduct, Quota, Trial
from survey.device_notes import Assigned, Occasion
from survey.reading import write_campaign
from survey.records import Body, Response
from tests.builders import AREA, AREAS, RATINGS, UNITS, small_campaign
from tests.conducted import ARMS
from tests.storage.beside_bodies import OCCASION
from tests.storage.workspace_builders import MORNING, PASSPHRASE, Device, World, new_workspace
from tests.storage.workspace_builders import response as given
from vardera import main


def trial() -> Campaign:
    arms = (Arm(id=ARMS[0], name="Short", questions=(RATINGS[0],)), Arm(id=ARMS[1], name="Long"))
    quotas = (Quota(wanted=10), Quota(wanted=30, question=AREA, choice=AREAS[0]))
    conduct = Conduct(trial=Trial(arms=arms), quotas=quotas, paradata_seconds=10)
    return replace(small_campaign(version=2), conduct=conduct)


def came(arm: int, step: int, flags: tuple[Flag, ...] = (), seconds: int = 10) -> Response:
    beside = Beside(
        arm=ARMS[arm], flags=flags, screens=(Seen(question=RATINGS[0], seconds=seconds),)
    )
    return replace(given({RATINGS[0]: step, AREA: AREAS[0]}), beside=beside)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    world = World()
    workspace, _ = new_workspace(tmp_path / "town", world)
    with workspace:
        survey = trial()
        workspace.add_campaign(survey, write_campaign(survey), "Kim")
        device = Device(workspace, world).register()
        drawn = [
            Assigned(arm=ARMS[arm], unit=UNITS[0], day=MORNING.date())
            for arm, n in ((0, 9), (1, 8)) for _ in range(n)
        ]
        visit: Occasion = replace(OCCASION, unit=UNITS[0], day=MORNING.date())
        all_of_it: list[Body] = [
            *drawn, visit, *[came(0, 5)] * 7, *[came(1, 3, (Flag.BURST,), 600)] * 6,
            came(1, 1, (Flag.BURST, Flag.TOO_FAST)),
        ]
        device.answer(*(bodies.encode(body) for body in all_of_it))
        workspace.take_in(device.bundle(), actor="Kim")
    return str(tmp_path / "town")


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_results_tell_what_looks_odd_and_count_it(
    town: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "results", town)
    assert found["odd"] == {"answers": None, "reasons": {"burst": 7, "too-fast": None}}
    assert found["totals"]["taken_in"] == 14
    assert main(["results", town]) == 0
    said = capsys.readouterr().out
    assert "Some answers look odd, and count like any other: burst 7" in said
    assert "too-fast fewer than 5" in said


def test_odd_answers_are_set_aside_by_their_reason_and_come_back(
    town: str, capsys: pytest.CaptureFixture[str]
) -> None:
    decide = ("responses", "decide", town, "--flag", "burst", "--reason", "a school class")
    assert main([*decide, "--to", "excluded"]) == 0
    found = told(capsys, "results", town)
    assert (found["totals"]["taken_in"], found["odd"]) == (7, None)
    assert main([*decide, "--to", "counted"]) == 0
    assert told(capsys, "results", town)["odd"]["reasons"]["burst"] == 7


def test_arms_stand_side_by_side(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    short, long = told(capsys, "results", town, "--by", "arm,area")["arms"]
    assert (short["name"], short["assigned"]) == ("Short", 9)
    assert (short["finished"], short["gone"]) == (7, 2)
    assert (long["assigned"], long["finished"], long["gone"]) == (8, 7, 1)
    assert (short["index"], round(long["index"], 1)) == (100.0, 42.9)
    assert main(["results", town, "--by", "arm"]) == 0
    assert "gone at once" in capsys.readouterr().out


def test_answers_set_aside_were_not_gone_at_once(
    town: str, capsys: pytest.CaptureFixture[str]
) -> None:
    decide = ("responses", "decide", town, "--flag", "too-fast", "--reason", "a child")
    assert main([*decide, "--to", "excluded"]) == 0
    long = told(capsys, "results", town, "--by", "arm")["arms"][1]
    assert (long["assigned"], long["finished"], long["gone"]) == (8, 6, 1)


def test_screens_are_medians(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = told(capsys, "results", town, "--screens")["screens"]
    assert one == {
        # the short arm does not ask where people live: numbers would tell how many came of it
        "question": "x1a", "n": None, "median_seconds": 10, "median_changes": 0,
        "opened_help": None,
    }
    assert main(["results", town, "--screens"]) == 0
    assert "median seconds" in capsys.readouterr().out


def test_quotas_and_occasions_are_listed(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "campaign", "quotas", town)["quotas"]
    assert [(one["reached"], one["wanted"]) for one in found] == [
        (14, 10), (None, 30),  # all live in the north: shown, it would tell of everybody
    ]
    (visit,) = told(capsys, "campaign", "occasions", town)["occasions"]
    assert (visit["partner"], visit["answered"]) == ("Föreningen Ljuset", 25)
    for what in ("quotas", "occasions"):
        assert main(["campaign", what, town]) == 0


def test_a_survey_without_a_trial_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    workspace, _ = new_workspace(tmp_path / "town", World())
    workspace.close()
    assert main(["results", str(tmp_path / "town"), "--by", "arm"]) == 2
    assert "no trial" in capsys.readouterr().err
