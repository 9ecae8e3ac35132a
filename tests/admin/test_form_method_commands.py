"""Forms that come as methods, from outside: listed by step, shown, checked, made into surveys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from admin.methods import form_named, forms_on_offer, parts
from storage.workspace.opening import open_workspace
from survey.form_method import Step
from survey.forms.read.form import read_form
from tests.forms import NOON
from tests.survey.test_form_guides import GUIDE
from vardera import main

Printed = pytest.CaptureFixture[str]

FORM = """
| survey |
|  | type | name | label::Svenska (sv) | label::English (en) |
|  | select_one who | who | Vem är du? | Who are you? |
|  | integer | benches | Hur många bänkar ser du? | How many benches do you see? |
| choices |
|  | list_name | name | label::Svenska (sv) | label::English (en) |
|  | who | young | Ung | Young |
|  | who | old | Gammal | Old |
| settings |
|  | form_id | form_title | version | default_language |
|  | bench-walk | Bänkar | 1 | Svenska (sv) |
"""


def told(capsys: Printed, *words: str | Path, code: int = 0) -> Any:
    assert main([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def added(folder: Path) -> Path:
    """A method of a form, by its two files alone."""
    (folder / "bench-walk.toml").write_text(GUIDE, "utf-8")
    (folder / "bench-walk.md").write_text(FORM, "utf-8")
    return folder / "bench-walk.toml"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> Path:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "correct horse battery")
    folder = tmp_path / "workspace"
    assert main(["workspace", "create", str(folder), "--name", "Kommunen"]) == 0
    capsys.readouterr()
    return folder


def test_forms_are_listed_by_the_step_where_the_work_stands(capsys: Printed) -> None:
    goals = {one["id"]: one for one in told(capsys, "method", "list", "--step", "goals")["methods"]}
    assert {"goal-clarity", "checklist-goals", "steering-assessment"} <= set(goals)
    assert goals["goal-clarity"]["kind"] == "form"
    assert goals["steering-assessment"]["kind"] == "session"
    assert "checklist-culture" not in goals and "mystery-shopper" not in goals
    with pytest.raises(SystemExit):
        main(["method", "list", "--step", "lunch"])


@pytest.mark.parametrize("step", Step)
def test_every_step_of_the_work_has_its_checklist(step: Step) -> None:
    offered = [one.method.id for one in forms_on_offer(step)]
    assert [one for one in offered if one.startswith("checklist-")] == [f"checklist-{step.value}"]


def test_a_form_is_shown_with_its_guide_and_questions(capsys: Printed) -> None:
    assert main(["method", "show", "annual-report", "--language", "sv"]) == 0
    shown = capsys.readouterr().out
    assert "Måluppfyllelse" in shown and "--from annual-report" in shown
    assert "Jämförs resultaten med andra kommuner?" in shown
    found = told(capsys, "method", "show", "steering-self-assessment")
    assert found["session"] == "steering-assessment" and found["kind"] == "form"
    assert [len(one["questions"]) for one in found["parts"]["en"]] == [7, 11, 9, 13, 5]
    assert Path(found["form"]).is_file()


def test_what_is_reckoned_or_only_read_is_no_question() -> None:
    offered = form_named("goal-clarity")
    assert offered is not None
    form = read_form(offered.file.read_bytes(), "goal-clarity").form
    assert form is not None
    assert [(one.title, len(one.questions)) for one in parts(form, "en")] == [("Goal", 3), ("", 1)]
    assert form_named("swot") is None


def test_a_new_form_method_is_added_by_two_files_alone(
    tmp_path: Path, workspace: Path, capsys: Printed
) -> None:
    guide = added(tmp_path)
    assert told(capsys, "method", "check", guide) == {
        "file": "bench-walk.toml", "usable": True, "problems": [],
    }
    assert told(capsys, "method", "show", guide)["parts"]["sv"][1]["questions"] == [
        "Hur många bänkar ser du?",
    ]
    made = told(capsys, "campaign", "new", workspace, "--from", guide.with_suffix(".md"))
    assert made["problems"] == [] and made["campaign"]


@pytest.mark.parametrize(
    ("file", "change", "where", "code", "usable"),
    [
        ("bench-walk.md", ("select_one who", "select_one whom"), "bench-walk.md", "list-misspelt",
         False),
        ("bench-walk.toml", ('"who"', '"whom"'), "group_by", "unknown-name", True),
        ("bench-walk.toml", ('"swot"', '"swat"'), "session", "unknown-name", True),
        ("bench-walk.toml", ('id = "bench-walk"', 'id = "walk"'), "id", "other-name", False),
        ("bench-walk.toml", ('"focus"', '"dance"'), "steps[1]", "wrong-type", False),
    ],
)
def test_faults_in_guide_and_form_are_told_together(
    tmp_path: Path, capsys: Printed, file: str, change: tuple[str, str], where: str, code: str,
    usable: bool,
) -> None:
    guide = added(tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert change[0] in text
    (tmp_path / file).write_text(text.replace(*change, 1), "utf-8")
    found = told(capsys, "method", "check", guide, code=0 if usable else 1)
    assert found["usable"] is usable
    assert [one for one in found["problems"] if code in one["code"] and where in one["where"]]


def test_a_guide_without_its_form_says_which_file_is_missing(
    tmp_path: Path, capsys: Printed
) -> None:
    guide = added(tmp_path)
    (tmp_path / "bench-walk.md").unlink()
    [problem] = told(capsys, "method", "check", guide, code=1)["problems"]
    assert problem["code"] == "no-form" and "bench-walk.md" in problem["hint"]
    assert main(["method", "show", str(guide)]) == 1


def test_a_survey_is_made_of_a_form_by_its_name(workspace: Path, capsys: Printed) -> None:
    made = told(capsys, "campaign", "new", workspace, "--from", "red-thread-elected")
    assert made["problems"] == [] and made["refused"] == []
    secret = "correct horse battery"
    with open_workspace(workspace, passphrase=secret, clock=lambda: NOON) as opened:
        [campaign] = opened.campaigns()
    assert dict(campaign.title) == {
        "sv": "Röda tråden: förtroendevalda", "en": "The red thread: elected members",
    }
    names = {question.id: question.name for question in campaign.form.questions}
    assert [names[one] for one in campaign.group_by] == ["role"]
    assert str(campaign.id) == made["campaign"]


def test_a_way_to_work_in_a_group_is_no_survey_and_the_message_says_so(
    workspace: Path, capsys: Printed
) -> None:
    assert main(["campaign", "new", str(workspace), "--from", "swot"]) == 2
    assert "way to work in a group" in capsys.readouterr().err
    assert main(["campaign", "new", str(workspace), "--from", "swott"]) == 2
    assert "vardera method list" in capsys.readouterr().err


def test_the_survey_to_begin_from_is_taken_by_its_name_too(
    workspace: Path, capsys: Printed
) -> None:
    made = told(capsys, "campaign", "new", workspace, "--from", "service_today")
    assert made["campaign"] and made["problems"] == []


def test_a_file_of_the_name_goes_before_a_method(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("swot").write_text("{}", "utf-8")
    assert main(["campaign", "new", str(workspace), "--from", "swot"]) == 1
    assert "was not added" in capsys.readouterr().out
