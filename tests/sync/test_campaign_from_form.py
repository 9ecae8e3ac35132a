"""``vardera campaign new --from FORM`` and what follows, as a person runs it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from admin.commands import from_form
from survey.forms.canonical import write_form
from survey.forms.problems import Findings
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx
from survey.reading import read_campaign, write_campaign
from sync.package import read_package
from tests.builders import small_campaign
from tests.forms import table
from tests.survey.test_campaign_forms import LIBRARY
from tests.sync.test_workspace_commands import Desk, desk, quick  # noqa: F401


@pytest.fixture
def here(desk: Desk) -> Desk:  # noqa: F811
    """A workspace, and a folder for packages."""
    desk.run("workspace", "create", desk.workspace, "--name", "Kommunen")
    (desk.path / "out").mkdir()
    return desk


def laid(here: Desk, name: str = "library.md", data: bytes | str = LIBRARY) -> str:
    file = here.path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(file)


def new(here: Desk, *more: str, file: str = "", code: int = 0) -> dict[str, Any]:
    return here.json(
        "campaign", "new", here.workspace, "--from", file or laid(here), *more, code=code
    )


def deployed(here: Desk) -> Any:
    here.run("campaign", "deploy", here.workspace, "--to", str(here.path / "out"))
    newest = max((here.path / "out").glob("*.vpackage"))
    campaign, problems = read_campaign(read_package(newest.read_bytes()).definition)
    assert campaign is not None and problems == ()
    return campaign


def test_one_command_makes_a_survey_that_can_be_given_to_kiosks(here: Desk) -> None:
    made = new(here)
    campaign = deployed(here)
    assert str(campaign.id) == made["campaign"] and made["problems"] == []
    assert campaign.definition == table(LIBRARY)
    assert campaign.organisation == "Kommunen"
    assert [unit.name["sv"] for unit in campaign.units] == ["Kommunen"]
    assert campaign.title == {"sv": "Biblioteket", "en": "Biblioteket"}
    assert (campaign.last_day - campaign.first_day).days == 90
    assert not campaign.withdrawal and campaign.group_by == ()
    assert set(campaign.consent.text) == {"sv", "en"}


def test_what_a_person_says_beside_the_form_is_taken(here: Desk) -> None:
    new(here, "--unit", "Norr", "--unit", "Söder", "--group-by", "area", "--withdrawal",
        "--first-day", "2026-01-01", "--last-day", "2026-02-01")
    campaign = deployed(here)
    assert [unit.name["en"] for unit in campaign.units] == ["Norr", "Söder"]
    assert [q.name for q in campaign.form.questions if q.id in campaign.group_by] == ["area"]
    assert campaign.withdrawal
    assert f"{campaign.first_day} {campaign.last_day}" == "2026-01-01 2026-02-01"


def test_every_kind_of_form_file_makes_the_same_survey(here: Desk) -> None:
    form = table(LIBRARY)
    files = (
        ("library.xlsx", write_xlsx(form)), ("library.json", write_form(form)),
        ("library.xml", write_xform(form, Findings())),
    )
    names = []
    for name, data in files:
        made = new(here, file=laid(here, name, data))
        listed = here.json("campaign", "list", here.workspace)["campaigns"]
        assert made["campaign"] == listed[-1]["id"]
        names.append(listed[-1]["title"])
    assert names == ["Biblioteket"] * 3


def test_a_faulty_form_is_told_with_sheet_row_and_column_and_not_added(here: Desk) -> None:
    faulty = LIBRARY.replace("|  | integer | age |", "|  | intger | age |")
    told = new(here, file=laid(here, data=faulty), code=1)
    assert told["campaign"] is None
    first = told["problems"][0]
    assert (first["severity"], first["sheet"], first["row"]) == ("error", "survey", 6)
    said = here.run("campaign", "new", here.workspace, "--from", laid(here, data=faulty), code=1)
    assert "survey:" in said and "lades inte till" in said
    assert here.json("campaign", "list", here.workspace)["campaigns"] == []


def unopenable(here: Desk) -> str:
    """A form's JSON that reads well and cannot be run."""
    form = table(LIBRARY)
    broken = replace(form.nodes[0], relevant="${open} +")
    return laid(here, "broken.json", write_form(replace(form, nodes=(broken, *form.nodes[1:]))))


def test_a_form_that_cannot_be_opened_is_not_added(here: Desk) -> None:
    told = new(here, file=unopenable(here), code=1)
    assert told["campaign"] is None and told["problems"][0]["severity"] == "error"
    assert here.json("campaign", "list", here.workspace)["campaigns"] == []


def test_a_survey_whose_form_cannot_be_opened_is_not_deployed(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:  # a program that saw less added the survey
        earlier.setattr(from_form, "faults", lambda form: ())
        new(here, file=unopenable(here))
    told = here.json("campaign", "deploy", here.workspace, "--to", str(here.path / "out"), code=1)
    assert told["problems"]
    assert list((here.path / "out").iterdir()) == []


def test_a_later_version_of_the_form_belongs_to_the_same_survey(here: Desk) -> None:
    first = new(here, "--group-by", "area")
    laid(here, data=LIBRARY.replace("Var bor du?", "I vilken del bor du?"))
    again = here.json("campaign", "new", here.workspace, "--from",
                      str(here.path / "library.md"), "--campaign", "Bibl")
    assert again["campaign"] == first["campaign"]
    campaign = deployed(here)
    assert (campaign.version, campaign.form.version) == (2, 2)
    assert len(campaign.group_by) == 1


def test_a_group_that_is_no_question_is_wrong_usage(here: Desk) -> None:
    said = here.run("campaign", "new", here.workspace, "--from", laid(here), "--group-by", "age",
                    code=2)
    assert "--group-by age" in said


def test_a_campaign_file_is_still_a_campaign(here: Desk) -> None:
    file = laid(here, "campaign.json", write_campaign(small_campaign()))
    assert new(here, file=file)["campaign"] == str(small_campaign().id)


def test_a_table_beside_the_form_goes_along(here: Desk) -> None:
    (here.path / "towns.csv").write_text("name,label\nsala,Sala\nkiruna,Kiruna\n", "utf-8")
    text = (
        "| survey |\n|  | type | name | label |\n"
        "|  | select_one_from_file towns.csv | town | Town |\n"
    )
    new(here, file=laid(here, "towns.md", text))
    (table_,) = (i for i in deployed(here).definition.instances if i.id == "towns")
    assert "Kiruna" in table_.xml and not table_.source


def test_json_says_each_problem_with_the_contracts_keys(here: Desk) -> None:
    faulty = LIBRARY.replace("|  | integer | age |", "|  | intger | age |")
    told = new(here, file=laid(here, data=faulty), code=1)
    assert set(told["problems"][0]) >= {
        "severity", "code", "sheet", "row", "column", "text", "offset", "message", "hint",
    }
    json.dumps(told)


@pytest.mark.parametrize(("tag", "first", "last"), [
    ("sv", "Lade till undersökningen", "Lägg ut den till kiosker:"),
    ("en", "Added survey", "Give it to kiosks:"),
])
def test_all_that_is_told_of_a_form_is_in_one_language(
    here: Desk, tag: str, first: str, last: str
) -> None:
    said = here.run("campaign", "new", here.workspace, "--from", laid(here), "--language", tag)
    assert first in said and last in said
    refused = here.run("campaign", "new", here.workspace, "--from", laid(here), "--campaign",
                       "Bibl", "--language", tag)
    assert ("redan just det här" in refused) is (tag == "sv")
    assert ("already; nothing was added" in refused) is (tag == "en")


MUST = """| survey |
|  | type | name | label::Svenska (sv) | label::English (en) | required |
|  | integer | age | Ålder | Age | {} |
"""


@pytest.mark.parametrize(("required", "promised"), [("yes", False), ("no", True), ("", True)])
def test_consent_promises_to_leave_out_questions_only_where_all_may_be(
    here: Desk, required: str, promised: bool
) -> None:
    new(here, file=laid(here, "age.md", MUST.format(required)))
    text = deployed(here).consent.text
    assert ("leave out" in text["en"], "need an answer" in text["en"]) == (promised, not promised)
    assert ("hoppa över" in text["sv"]) is promised
