"""``docs/guide/share.md`` as a reader follows it: every command in it, in its order, as written."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from storage.workspace import create
from survey.reading import write_campaign
from sync import package
from sync.enrolment import fingerprint
from tests.builders import CAMPAIGN, RATINGS, small_campaign
from tests.storage import workspace_builders
from tests.storage.workspace_builders import CHEAP, PASSPHRASE, Device, World, response
from vardera import main

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "share.md"
FILES = re.compile(r"stick/(RESULTS|PACKAGE|DEVICE)(\S*)")


def commands() -> list[str]:
    lines = GUIDE.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.startswith("    ") and "vardera " in line]


@pytest.fixture
def reviewed() -> tuple[str, ...]:
    """The languages that the survey's own file says somebody has read."""
    return ()


@pytest.fixture
def numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reviewed: tuple[str, ...]
) -> dict[str, str]:
    """Two workspaces, six answers taken in by the first; the numbers people tell each other."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    (tmp_path / "stick").mkdir()
    told, world = {}, World()
    for folder, name in (("municipality", "Exempelkommun"), ("university", "Universitetet")):
        made, _ = create(
            tmp_path / folder, name=name, passphrase=PASSPHRASE, clock=world.clock,
            random=world.random, cost=CHEAP,
        )
        with made:
            told[f"NUMBER OF THE {folder.upper()}"] = fingerprint(made.signer_public)
            if folder == "municipality":
                survey = small_campaign()
                survey = replace(survey, consent=replace(survey.consent, reviewed=reviewed))
                made.add_campaign(survey, write_campaign(survey))
                for tag in survey.languages:
                    made.consents.mark(survey.id, tag, survey.consent.text[tag])
                given = package.write_package(made, survey, world.clock)
                monkeypatch.setattr(workspace_builders, "PACKAGE_HASH", given.hash)
                device = Device(made, world).register()
                device.answer(*[response(dict.fromkeys(RATINGS, 1 + at % 5)) for at in range(6)])
                made.take_in(device.bundle())
    return told


def filled_in(line: str, numbers: dict[str, str]) -> list[str]:
    """The words of a command, with the numbers and files that only the reader has."""
    for name, number in numbers.items():
        line = line.replace(name, number)

    def file(found: re.Match[str]) -> str:
        # the guide's first package is the second here: one was given out to collect with
        ending = found[2].replace("-v2", "-v3").replace("-v1", "-v2")
        (fits,) = Path("stick").glob(f"*{ending}")
        return str(fits)

    return shlex.split(FILES.sub(file, line))[1:]


@pytest.mark.parametrize("reviewed", [(), ("sv", "en")])
def test_the_guides_commands_bring_the_same_results_to_the_other_organisation(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = commands()
    assert len(said) == 11
    for line in said:
        assert main(filled_in(line, numbers)) == 0, (line, capsys.readouterr().err)
    capsys.readouterr()
    rows = []
    for folder in ("municipality", "university"):
        assert main(["results", folder, "--json"]) == 0
        rows.append(json.loads(capsys.readouterr().out)["rows"])
    assert rows[0] == rows[1]
    assert rows[0][0]["n"] == 6


def test_each_command_prints_the_next_in_full(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"campaign recipient": "campaign new", "campaign share": "campaign recipient",
              "campaign deploy": "campaign share", "campaign accept": "campaign deploy",
              "exchange forward": "campaign share", "workspace enrol": "exchange forward",
              "intake": "exchange forward", "exchange read": "exchange results"}
    told: dict[str, str] = {}
    for line in commands():
        words = filled_in(line, numbers)
        assert main(words) == 0
        printed = capsys.readouterr().out
        told[" ".join(words[:2])] = printed
    for following, before in wanted.items():
        assert f"  vardera {following} " in told[before], (following, told[before])


def test_a_package_of_a_survey_that_is_not_here_tells_how_to_get_it(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", "deploy", "municipality", "--to", "stick"]) == 0
    (file,) = Path("stick").glob("*.vpackage")
    trust = ["--trust", numbers["NUMBER OF THE MUNICIPALITY"]]
    assert main(["campaign", "accept", "university", str(file), *trust]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert main(shlex.split(last)[1:]) == 0
    assert "campaign recipient university" in capsys.readouterr().out
    assert main(["campaign", "list", "university", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["campaigns"]
    assert row["id"] == str(CAMPAIGN)


@pytest.mark.parametrize("reviewed", [("sv", "en")])
def test_what_the_lead_has_read_nobody_here_has_in_later_versions_either(
    numbers: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in commands():
        assert main(filled_in(line, numbers)) == 0, (line, capsys.readouterr().err)
    later = tmp_path / "later.json"
    later.write_text(json.dumps({"contact": "Torget 1"}), encoding="utf-8")
    assert main(["campaign", "change", "municipality", "--from", str(later)]) == 0
    assert main(["campaign", "deploy", "municipality", "--to", "stick"]) == 0
    newest = max(Path("stick").glob("*.vpackage"), key=lambda file: file.stat().st_mtime_ns)
    trust = ["--trust", numbers["NUMBER OF THE MUNICIPALITY"]]
    assert main(["campaign", "accept", "university", str(newest), *trust]) == 0
    capsys.readouterr()
    assert main(["campaign", "review", "university", "--json"]) == 1
    standings = {row["standing"] for row in json.loads(capsys.readouterr().out)["consent"]}
    assert standings == {"NOT READ by anybody"}
    assert main(["campaign", "list", "university", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["campaigns"]
    assert row["version"] == 2


def test_a_package_gives_no_survey_without_the_right_number(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", "deploy", "municipality", "--to", "stick"]) == 0
    (file,) = Path("stick").glob("*.vpackage")
    new = ["campaign", "new", "university", "--from", str(file)]
    assert main(new) == 3
    assert main([*new, "--trust", numbers["NUMBER OF THE UNIVERSITY"]]) == 3
    capsys.readouterr()
    assert main(["campaign", "list", "university", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["campaigns"] == []


def test_nothing_is_passed_on_before_the_other_could_open_it(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for line in commands()[:-3]:
        words = filled_in(line, numbers)
        assert main(words) == 0
        if words[:2] == ["campaign", "share"]:
            break
    forward = ["exchange", "forward", "municipality", "--to", "Univ", "--out", "stick"]
    assert main(forward) == 2
    assert "campaign deploy" in capsys.readouterr().err
    assert not list(Path("stick").glob("*.vbundle"))


def test_what_others_have_read_nobody_here_has(
    numbers: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("read.json").write_text(json.dumps({"consent": {"reviewed": ["sv", "en"]}}))
    assert main(["campaign", "change", "municipality", "--from", "read.json"]) == 0
    assert main(["campaign", "deploy", "municipality", "--to", "stick"]) == 0
    (file,) = Path("stick").glob("*.vpackage")
    trust = ["--trust", numbers["NUMBER OF THE MUNICIPALITY"]]
    assert main(["campaign", "new", "university", "--from", str(file), *trust]) == 0
    shown = []
    for folder in ("municipality", "university"):
        capsys.readouterr()
        assert main(["campaign", "list", folder, "--json"]) == 0
        shown.append(json.loads(capsys.readouterr().out)["campaigns"][0]["number"])
    assert shown[0] == shown[1], "the words are the same still"
    Path("other").mkdir()
    assert main(["campaign", "deploy", "university", "--to", "other", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in told["problems"]} == {"consent-unread"}
