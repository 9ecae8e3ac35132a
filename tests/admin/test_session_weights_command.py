"""``vardera session list, headings, map, leave-out, log, weights`` from outside."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import assets
from admin.commands import terminal
from admin.commands.session_papers import from_workspace
from survey.facilitation.events import AnswersGiven, Given, MethodGiven
from survey.facilitation.log import written
from survey.records import ParticipantJoined, SessionOpened
from tests.builders import FACTORS
from tests.storage.focus_groups import focus_group, session
from tests.storage.review_builders import Town
from tests.storage.workspace_builders import PASSPHRASE
from tests.survey.session_builders import Writer, number
from vardera import main

Printed = pytest.CaptureFixture[str]
A, B = FACTORS
GIVEN = [{"Bemötande": 6, "Nära hem": 4}, {"Bemötande": 2, "Nära hem": 8}, {"Bemötande": 9}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two focus groups; only the first heading stands for a factor."""
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    town = Town(tmp_path)
    for room in (1, 2):
        town.take(*focus_group(room, {"Bemötande": A, "Nära hem": None}, GIVEN))
    town.workspace.close()
    yield tmp_path / "workspace"


def told(capsys: Printed, *words: str | Path, code: int = 0) -> Any:
    assert main(["session", *map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_from_sessions_to_locked_weights_that_results_use(folder: Path, capsys: Printed) -> None:
    listed = told(capsys, "list", folder)["sessions"]
    assert [one["title"] for one in listed] == ["Grupp 1", "Grupp 2"]
    assert {one["in_weights"] for one in listed} == {"yes"} and listed[0]["participants"] == 3
    draft = told(capsys, "weights", folder, code=1)
    assert draft["used_in_results"] is None and not draft["locked"]
    assert [one["code"] for one in draft["problems"]] == [
        "small-group", "not-mapped", "not-mapped",
    ]
    assert [one["weight"] for one in draft["factors"]] == [1.0, 0.0]
    for room in ("Grupp 1", "Grupp 2"):
        found = told(capsys, "headings", folder, room)["headings"]
        assert [one["factor"] for one in found] == [str(A), None]
        to = ("--to", str(B), "--kind", "narrower", "--by", "Kim")
        assert told(capsys, "map", folder, room, "Nära", *to) == {"changed": True}
    locked = told(capsys, "weights", folder, "--lock", "--by", "Kim")
    assert (locked["version"], locked["locked"], locked["used_in_results"]) == (1, True, 1)
    mine = (0.6 + 0.2 + 1.0) / 3
    assert locked["factors"][0]["weight"] == pytest.approx(mine)
    assert locked["n_participants"] == 6 and locked["n_groups"] == 2
    told(capsys, "map", folder, "Grupp 1", "Nära", "--undo", "--by", "Kim")
    again = told(capsys, "weights", folder, code=1)
    assert again["factors"] == locked["factors"] and again["since"]["changed"] == 1
    assert main(["results", str(folder), "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["weights_version"]["version"] == 1
    assert results["weights"][0]["weight"] == pytest.approx(mine)


def test_a_session_is_left_out_with_a_reason_and_taken_in_again(
    folder: Path, capsys: Printed
) -> None:
    assert told(capsys, "leave-out", folder, "Grupp 2", "--reason", "fel fråga")["changed"]
    found = told(capsys, "list", folder)["sessions"]
    assert [(one["in_weights"], one["left_out"]) for one in found] == [
        ("yes", None), ("left out", "fel fråga"),
    ]
    few = told(capsys, "weights", folder, code=1)
    assert few["hidden"] and few["factors"] == [] and few["n_participants"] is None
    assert told(capsys, "leave-out", folder, "Grupp 2", "--take-in")["changed"]
    assert not told(capsys, "leave-out", folder, "Grupp 2", "--take-in")["changed"]
    assert main(["session", "leave-out", str(folder), "Grupp 2", "--reason", " "]) == 2


def test_the_log_has_the_hash_that_a_locked_version_names(
    folder: Path, tmp_path: Path, capsys: Printed
) -> None:
    out, file = tmp_path / "log.jsonl", tmp_path / "weights.json"
    assert told(capsys, "log", folder, str(session(1)), "--out", out)["events"] > 10
    told(capsys, "weights", folder, "--lock", "--file", file)
    (one, _) = json.loads(file.read_bytes())["sessions"]
    assert one["hash"] == sha256(out.read_bytes()).hexdigest()
    assert main(["responses", "exports", str(folder)]) == 0
    assert "weights.json" in capsys.readouterr().out, "a withdrawal can name it"
    replayed = told(capsys, "replay", out)
    assert replayed["state"]["title"] == "Grupp 1" and replayed["problems"] == []
    assert main(["session", "log", str(folder), "Grupp 1", "--out", str(out)]) == 2


def test_a_file_with_small_groups_says_so(folder: Path, tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "weights.json"
    found = told(capsys, "weights", folder, "--lock", "--file", file)["file"]
    assert found == {"path": str(file), "version": 1, "small_groups": 2}
    again = ["session", "weights", str(folder), "--file", str(tmp_path / "again.json")]
    assert main(again) == 0
    assert "shares of groups of fewer than five (2)" in capsys.readouterr().out
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_what_few_gave_on_a_factor_of_their_own_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    town = Town(tmp_path)
    town.take(*focus_group(1, {"Värme": A}, [{"Värme": 10}] * 7))
    town.take(*focus_group(2, {"Värme": A, "Nära": B}, [{"Värme": 3, "Nära": 7}]))
    town.workspace.close()
    found = told(capsys, "weights", tmp_path / "workspace", code=1)
    assert [(one["points"], one["weight_if_missing"]) for one in found["factors"]][1] == (None,) * 2
    assert found["factors"][0]["points"] == 73
    assert [one["code"] for one in found["problems"]] == ["small-group", "small-factor"]
    main(["session", "weights", str(tmp_path / "workspace")])
    row = next(line for line in capsys.readouterr().out.splitlines() if "Tillgäng" in line)
    assert row.count("–") >= 2 and "7" not in row.split()


@pytest.mark.parametrize("words", [
    ("--lock", "--file", "there.json"), ("--lock", "--version", "1"),
    ("--lock", "--by", "n" * 201), ("--lock", "--file", "no/such/folder.json"),
])
def test_nothing_is_locked_when_the_words_are_wrong(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.json").write_text("mine", "utf-8")
    assert main(["session", "weights", str(folder), *words]) == 2
    capsys.readouterr()
    assert not told(capsys, "weights", folder, code=1)["locked"]
    assert Path("there.json").read_text("utf-8") == "mine"


def test_a_title_that_begins_another_is_chosen_by_the_whole_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    town = Town(tmp_path)
    for room, title in ((1, "Möte 2"), (2, "Möte")):
        town.take(*focus_group(room, {"Bemötande": A}, [{"Bemötande": 10}], title))
    town.workspace.close()
    folder = tmp_path / "workspace"
    slips = ["session", "slips", str(folder), "--json", "--out", str(tmp_path / "slips.pdf")]
    for chosen in ("Möte", "Möte 2", str(session(1))):
        args = argparse.Namespace(
            workspace=folder, campaign=None, session=chosen, language="sv", passphrase_file=None
        )
        with terminal.open_workspace(args) as workspace:
            found = from_workspace(workspace, args)
        assert found.state.session == session(2 if chosen == "Möte" else 1)
    assert main([*slips, "--session", "Möt"]) == 2
    assert "Möte 2" in capsys.readouterr().err


def test_words_for_people_say_the_same(folder: Path, capsys: Printed) -> None:
    for words, said in (
        (("list", folder), "Grupp 1"), (("headings", folder, "Grupp 1"), "Nära hem"),
        (("weights", folder), "follow the sessions"), (("weights", folder), "two groups"),
    ):
        main(["session", *map(str, words)])
        assert said in capsys.readouterr().out


@pytest.mark.parametrize("words", [
    ("headings", "Grupp"), ("headings", "finns inte"), ("map", "Grupp 1", "Nära", "--to", "Vad"),
    ("map", "Grupp 1", "Vad", "--new"), ("weights", "--version", "3"),
])
def test_what_is_not_here_is_wrong_usage(
    folder: Path, capsys: Printed, words: tuple[str, ...]
) -> None:
    assert main(["session", words[0], str(folder), *words[1:]]) == 2
    assert "see " in (said := capsys.readouterr().err) or "no version" in said


def meeting(file: Path, people: int, step: str, method: str = "meeting-series") -> Path:
    """A meeting of a series where everybody answers the same, but for the last."""
    writer = Writer(number(900))
    source = assets.text("methods", f"{method}.toml")
    writer.write(SessionOpened(title=f"Träff {step}", method=method, version=1))
    writer.write(MethodGiven(source=source))
    for at in range(1, people + 1):
        writer.write(ParticipantJoined(participant=at))
        cell = Given(row="time", column="hinders", value="quite" if at == people else step)
        writer.write(AnswersGiven(participant=at, phase="barriers", answers=(cell,)))
    file.write_text("\n".join(map(written, writer.written)), "utf-8")
    return file


def test_the_first_and_the_last_meeting_are_compared_as_different_people(
    tmp_path: Path, capsys: Printed
) -> None:
    first, last = meeting(tmp_path / "a.jsonl", 6, "much"), meeting(tmp_path / "b.jsonl", 5, "none")
    (one,) = told(capsys, "compare", first, last)["changes"]
    assert (one["phase"], one["row"], one["first"]["n"], one["last"]["n"]) == (
        "barriers", "time", 6, 5,
    )
    assert one["difference"] == pytest.approx((4 + 3) / 5 - (5 * 4 + 3) / 6)
    assert one["interval"][0] < one["difference"] < one["interval"][1] < 0
    few = meeting(tmp_path / "c.jsonl", 4, "none")
    assert told(capsys, "compare", first, few, code=1)["changes"] == []
    other = tmp_path / "d.jsonl"
    other.write_text("")
    assert main(["session", "compare", str(first), str(other)]) == 2


def test_what_is_wrong_with_a_log_is_told_when_meetings_are_compared(
    tmp_path: Path, capsys: Printed
) -> None:
    first, last = meeting(tmp_path / "a.jsonl", 6, "much"), meeting(tmp_path / "b.jsonl", 5, "none")
    lines = last.read_text("utf-8").splitlines()
    last.write_text("\n".join((*lines, '{"kind":"danced"}')), "utf-8")
    found = told(capsys, "compare", first, last, code=1)
    assert [one["where"] for one in found["problems"]] == [f"b.jsonl: line {len(lines) + 1}"]
    assert len(found["changes"]) == 1
    assert main(["session", "compare", str(first), str(last)]) == 1
    assert "b.jsonl: line" in capsys.readouterr().out


def test_logs_without_their_method_are_compared_by_the_one_that_is_carried(
    tmp_path: Path, capsys: Printed
) -> None:
    files = meeting(tmp_path / "a.jsonl", 6, "much"), meeting(tmp_path / "b.jsonl", 5, "none")
    for file in files:
        lines = [json.loads(one) for one in file.read_text("utf-8").splitlines()]
        kept = [one for one in lines if "source" not in one]
        assert len(kept) == len(lines) - 1
        for at, one in enumerate(kept, start=1):
            one["n"] = at
        file.write_text("\n".join(map(json.dumps, kept)), "utf-8")
    assert len(told(capsys, "compare", *files)["changes"]) == 1
