"""From a real workspace to results: the glue, the command, and the page's source of figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import vardera
from admin.results.reckoning import edition, value_results
from admin.results.source import WorkspaceFigures
from admin.start.held import Held
from assets.words import Words
from storage.errors import MissingKey, WrongKey
from storage.workspace import open_workspace
from sync.folder import FolderTransport
from sync.intake import take_in
from tests.builders import CAMPAIGN
from tests.journeys.admin_workspace import PASSPHRASE, Place, clock, place_with_answers


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = place_with_answers(tmp_path_factory.mktemp("reckoning"))
    with open_workspace(made.workspace, passphrase=PASSPHRASE, clock=clock) as workspace:
        take_in(workspace, FolderTransport(made.carried), clock=clock, actor="test")
    yield made
    for kiosk in made.kiosks:
        kiosk.close()


def test_ratings_meet_weights(place: Place) -> None:
    with open_workspace(place.workspace, passphrase=PASSPHRASE, clock=clock) as workspace:
        found = value_results(workspace, CAMPAIGN, ("area",))
    everybody, *areas = found.rows
    assert everybody.n == 24 and found.taken_in == 24
    assert [w.name for w in found.weights] == ["Bemötande", "Tillgänglighet"]
    # shares of the first factor: (6/10 + 7/10)/2, (7/11 + 7/10)/2, (8/12 + 7/10)/2, and their mean
    shares = [(6 / 10 + 0.7) / 2, (7 / 11 + 0.7) / 2, (8 / 12 + 0.7) / 2]
    assert found.weights[0].weight == pytest.approx(sum(shares) / 3, abs=1e-12)
    assert found.weights[0].n_participants == 6 and found.weights[0].excluded == 3
    # Södra is small, and one of the two others is hidden so that it cannot be worked out
    assert {row.label: row.n for row in areas}["Södra"] is None
    assert sorted(row.n or 0 for row in areas) == [0, 0, 11]


def test_the_same_answers_have_the_same_edition_on_any_day(place: Place) -> None:
    def later() -> datetime:
        return clock() + timedelta(days=400)

    for looked in (clock, later):
        with open_workspace(place.workspace, passphrase=PASSPHRASE, clock=looked) as workspace:
            found = value_results(workspace, CAMPAIGN, ())
        assert found.release == f"2025-09-10-{24 + 3 * 7}"


def test_an_edition_of_too_few_does_not_tell_how_few(place: Place) -> None:
    with open_workspace(place.workspace, passphrase=PASSPHRASE, clock=clock) as workspace:
        campaign, counts = workspace.campaign(CAMPAIGN), workspace.counts(CAMPAIGN)
        few = replace(counts, complete=3, partial=0, session_events=0)
        assert edition(workspace, campaign, few) == "2025-09-10"


def test_crossing_two_questions(place: Place) -> None:
    with open_workspace(place.workspace, passphrase=PASSPHRASE, clock=clock) as workspace:
        found = value_results(workspace, CAMPAIGN, ("area:gender",))
        with pytest.raises(ValueError, match="shoe"):
            value_results(workspace, CAMPAIGN, ("shoe",))
    assert any(set(row.group) == {"area", "gender"} for row in found.rows)


def test_the_page_gets_names_in_the_language_and_saves_the_report(
    place: Place, tmp_path: Path
) -> None:
    held = Held(clock, lambda: Words("en"))
    held.open(place.workspace, PASSPHRASE)
    figures = WorkspaceFigures(held, clock, "anna")
    (choice,) = figures.campaigns("en")
    assert choice.title == "How the library works"
    assert choice.groupings == (
        ("area", "Where do you live?"), ("gender", "What is your gender?"),
    )  # fmt: skip
    assert choice.steps[0] == "Very badly"
    assert figures.results(CAMPAIGN, ("area",), "en").rows[2].label == "Centre"
    figures.save_report(CAMPAIGN, tmp_path / "report.pdf", Words("en"))
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    overview = held.overview()
    assert (overview.name, overview.answers, overview.devices) == ("Exempelkommunen", 24, 2)
    held.close()


def test_what_was_open_stays_open_when_another_does_not_open(place: Place, tmp_path: Path) -> None:
    held = Held(clock, lambda: Words("sv"))
    held.open(place.workspace, PASSPHRASE)
    with pytest.raises(MissingKey):
        held.open(tmp_path, PASSPHRASE)
    with pytest.raises(WrongKey):
        held.open(place.workspace, "something else")
    assert held.overview().name == "Exempelkommunen"
    held.close()


def test_the_recovery_code_opens_and_gives_a_new_passphrase(tmp_path: Path) -> None:
    held = Held(clock, lambda: Words("sv"))
    code = held.create(tmp_path / "w", "Exempelkommunen", PASSPHRASE)
    held.close()
    again = Held(clock, lambda: Words("sv"))
    with pytest.raises(WrongKey):
        again.open_with_code(tmp_path / "w", code[:-4] + "0000")
    again.open_with_code(tmp_path / "w", code)
    again.renew(code, "fyra nya ord att minnas")
    assert again.overview().name == "Exempelkommunen"
    again.close()
    with pytest.raises(WrongKey):
        again.open(tmp_path / "w", PASSPHRASE)
    again.open(tmp_path / "w", "fyra nya ord att minnas")
    again.close()


def test_the_command_prints_results_json(
    place: Place,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    code = vardera.main(["results", str(place.workspace), "--by", "area,gender", "--json"])
    assert code == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["campaign"] == str(CAMPAIGN)
    assert told["rows"][0]["n"] == 24
    hidden = next(row for row in told["rows"] if row["label"] == "Södra")
    assert hidden["n"] is None and hidden["suppressed"] and hidden["value_index"] is None


def test_the_command_prints_a_table_that_hides_small_groups(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    assert vardera.main(["results", str(place.workspace), "--campaign", "Så", "--by", "area"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["group", "n", "what", "weight", "index", "interval"]
    assert any(line.split() == ["Södra", "not", "shown"] for line in lines)


@pytest.mark.parametrize(
    ("extra", "code"), [(["--by", "shoe"], 2), (["--by", "area:area"], 2), (["--campaign", "x"], 2)]
)
def test_the_command_refuses_what_the_survey_does_not_have(
    place: Place, extra: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    assert vardera.main(["results", str(place.workspace), *extra]) == code


def test_the_command_exits_3_on_a_wrong_passphrase(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "something else")
    assert vardera.main(["results", str(place.workspace)]) == 3
    assert "something else" not in capsys.readouterr().err
