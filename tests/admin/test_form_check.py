from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

import vardera
from admin.commands import from_form
from survey import trial
from survey.around import Wish, campaign_around
from survey.forms.read.form import read_form
from survey.reading import read_campaign, write_campaign

GOOD = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
BAD = "| survey |\n| | type | name | label |\n| | txt | a | A |\n"


def test_problems_are_told_as_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(BAD, "utf-8")
    assert vardera.main(["form", "check", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["usable"] is False
    problem = told["problems"][0]
    assert (problem["severity"], problem["code"]) == ("error", "type-misspelt")
    assert (problem["sheet"], problem["row"], problem["column"]) == ("survey", 2, "type")
    assert (problem["cell"], problem["text"], problem["offset"]) == ("A2", "txt", None)
    assert problem["message"] == "There is no question type txt."
    assert problem["message_sv"] == "Frågetypen txt finns inte."
    assert (problem["hint"], problem["hint_sv"]) == ("Did you mean text?", "Menade du text?")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ([], "survey:A2 (type) fel: Frågetypen txt finns inte. Menade du text?"),
        (["--language", "en"], "survey:A2 (type) error: There is no question type txt. "
         "Did you mean text?"),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_language_of_the_user(
    language: list[str], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(BAD, "utf-8")
    assert vardera.main(["form", "check", str(file), *language]) == 1
    assert capsys.readouterr().out.splitlines() == [line]


def test_a_form_goes_through_every_kind_of_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "visit.md"
    first.write_text(GOOD, "utf-8")
    book, text = tmp_path / "visit.xlsx", tmp_path / "visit.json"
    assert vardera.main(["form", "convert", str(first), "--to", "xlsx", "--out", str(book)]) == 0
    assert vardera.main(["form", "convert", str(book), "--to", "json", "--out", str(text)]) == 0
    assert json.loads(text.read_bytes())["nodes"][0]["name"] == "a"
    assert vardera.main(["form", "check", str(text)]) == 0
    assert "kan användas" in capsys.readouterr().out


def test_nothing_is_written_of_a_form_with_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "visit.md", tmp_path / "out.json"
    file.write_text(BAD, "utf-8")
    assert vardera.main(["form", "convert", str(file), "--to", "json", "--out", str(out)]) == 1
    assert "survey:A2 (type) fel" in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert vardera.main(["form", "check", str(tmp_path / "none.xlsx")]) == 2


LOST = """| survey |
| | type | name | label | constraint | media::image |
| | integer | a | A | . >= maxx(16,3) | |
| | text | b | B | | there-is-none.png |
"""


def test_a_lost_rule_and_a_missing_picture_are_told_before_a_survey_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(LOST, "utf-8")
    assert vardera.main(["form", "check", str(file), "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "there-is-none.png" in lines[-3]
    assert "--without-lost-rules" in lines[-1] and "survey:D2" in lines[-1]
    assert vardera.main(["form", "check", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lost_rules"] == ["survey:D2"] and told["usable"] is True
    assert [one["code"] for one in told["problems"]] == ["function-fault", "medium-missing"]


def test_nothing_is_said_of_lost_rules_where_none_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(GOOD, "utf-8")
    assert vardera.main(["form", "check", str(file)]) == 0
    assert "--without-lost-rules" not in capsys.readouterr().out


@pytest.mark.parametrize("how", [["--json"], []])
def test_whoever_stops_reading_ends_a_command_quietly(how: list[str], tmp_path: Path) -> None:
    file = tmp_path / "visit.md"
    file.write_text(GOOD, "utf-8")
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "vardera", "form", "check", str(file), *how]
    ended = subprocess.run(
        command, stdout=writes, stderr=subprocess.PIPE, check=False
    )
    os.close(writes)
    assert ended.stderr == b"" and ended.returncode == 141


MIXED = """
| survey |
| | type | name | label | appearance |
| | integer | a | A | x-rating-1-5 x-factor-kind |
| | integer | b | B | x-rating-1-10 x-factor-clean |
"""


def test_what_no_survey_can_be_made_of_is_told_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(MIXED, "utf-8")
    assert vardera.main(["form", "check", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["usable"], told["survey"]) == (True, False)
    (problem,) = told["problems"]
    assert (problem["code"], problem["severity"], problem["row"], problem["text"]) == (
        "no-survey", "warning", 3, "b",
    )  # fmt: skip
    assert problem["message"].endswith("must all have the same lowest and highest step.")
    assert problem["message_sv"].startswith("Kioskerna kan inte ställa")
    assert problem["hint_sv"] == "Använd en skala för alla."
    assert vardera.main(["form", "check", str(file)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "kan användas" not in last and "ingen undersökning göras av det" in last


def test_a_new_campaign_is_refused_by_the_row_of_its_form_and_in_the_language_asked_for() -> None:
    form = read_form(MIXED.encode(), "visit").form
    assert form is not None
    day = date(2026, 3, 1)
    made = campaign_around(form, Wish(
        id=UUID(int=1), organisation="-", units=((UUID(int=2), "-"),), first_day=day,
        last_day=day, consent={"sv": "-"}, about={"sv": "-"},
    ))
    errors = read_campaign(write_campaign(made))[1]
    lines = from_form.refusals(argparse.Namespace(language="sv"), made, errors)
    assert lines[0].startswith("survey:3 fel: Kioskerna kan inte")
    assert "Använd en skala" in lines[0] and "definition" not in "".join(lines)


@pytest.mark.parametrize(
    ("form", "survey"),
    [
        (GOOD, True),
        (MIXED.replace("1-10", "1-5"), True),
        (f"{GOOD}| settings |\n| | form_title |\n| | {'t' * 301} |\n", False),
        (GOOD.replace("label", "calculation | label").replace("| a | A", "| a | nn( | A"), False),
    ],
)
def test_whether_kiosks_get_the_form_is_told_as_it_is_when_it_is_deployed(
    form: str, survey: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.md"
    file.write_text(form, "utf-8")
    vardera.main(["form", "check", str(file), "--json"])
    assert json.loads(capsys.readouterr().out)["survey"] is survey
    secret, workspace = tmp_path / "pass", str(tmp_path / "w")
    secret.write_text("a long passphrase", "utf-8")
    known = ["--passphrase-file", str(secret)]
    assert vardera.main(["workspace", "create", workspace, "--name", "Vaxby", *known]) == 0
    made = vardera.main(["campaign", "new", workspace, "--from", str(file), *known])
    assert made == (0 if survey else 1)


def test_a_form_too_large_for_a_package_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "LARGEST", trial._ROOM + 200)
    file = tmp_path / "visit.md"
    file.write_text(GOOD, "utf-8")
    assert vardera.main(["form", "check", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in told["problems"]] == ["no-survey"]
