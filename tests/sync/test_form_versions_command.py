"""``campaign new --from``: what stops it, what a later version changes, pictures that go along."""

from __future__ import annotations

from typing import Any

import pytest

from survey.forms.media import Medium
from tests.survey.test_campaign_forms import LIBRARY
from tests.survey.test_form_media import FILES, PICTURES, PNG
from tests.sync.test_campaign_from_form import deployed, here, laid, new  # noqa: F401
from tests.sync.test_workspace_commands import Desk, desk, quick  # noqa: F401

UNREAD = """
| survey |
|  | type | name | label | relevant |
|  | integer | age | Age |  |
|  | text | work | Work | ${age} > > 18 |
"""


def later(here: Desk, text: str, *more: str, code: int = 0) -> str:  # noqa: F811
    file = laid(here, data=text)
    return here.run("campaign", "new", here.workspace, "--from", file, "--campaign", "Bibl", *more,
                    code=code)


def test_a_condition_nobody_can_read_stops_the_survey_and_names_its_cell(
    here: Desk,  # noqa: F811
) -> None:
    file = laid(here, "work.md", UNREAD)
    said = here.run("campaign", "new", here.workspace, "--from", file, "--language", "en", code=1)
    assert "survey:D3" in said and "--without-lost-rules" in said and "was not added" in said
    assert here.json("campaign", "list", here.workspace)["campaigns"] == []
    told = new(here, "--without-lost-rules", file=file)
    assert told["campaign"] and told["refused"] == []


def test_json_says_why_a_form_was_refused(here: Desk) -> None:  # noqa: F811
    told = new(here, file=laid(here, "work.md", UNREAD), code=1)
    assert told["campaign"] is None and len(told["refused"]) == 1


def test_a_later_version_is_compared_before_it_is_added(here: Desk) -> None:  # noqa: F811
    new(here)
    text = LIBRARY.replace("Var bor du?", "I vilken del?").replace("| age |", "| years |")
    said = later(here, text)
    assert "Jämfört med versionen innan:" in said
    assert "area säger ”I vilken del?” i stället för ”Var bor du?”." in said
    assert "years är ny." in said and "age är borta" in said
    assert deployed(here).form.version == 2


def test_another_meaning_needs_a_word_of_consent(here: Desk) -> None:  # noqa: F811
    new(here)
    text = LIBRARY.replace("start=1 end=5 step=1", "start=1 end=10 step=1").replace(
        "x-rating-faces", "x-rating-1-10"
    )
    said = later(here, text, "--language", "en", code=1)
    assert "The scale of met is another" in said and "--new-meaning" in said
    assert "met: answers of both versions stand side by side." in said
    assert deployed(here).version == 1


def test_another_form_is_no_later_version(here: Desk) -> None:  # noqa: F811
    new(here)
    other = UNREAD.replace("> > 18", "> 18").replace("age", "years")
    said = later(here, other, "--language", "en", code=1)
    assert "it is another form" in said
    assert deployed(here).version == 1


def test_the_same_form_again_adds_nothing_and_says_so(here: Desk) -> None:  # noqa: F811
    new(here)
    assert "ingenting lades till" in later(here, LIBRARY)
    assert deployed(here).version == 1


def test_with_consent_both_meanings_stand_side_by_side(here: Desk) -> None:  # noqa: F811
    new(here)
    file = laid(here, data=LIBRARY.replace("|  | integer | age |", "|  | text | age |"))
    told: dict[str, Any] = here.json(
        "campaign", "new", here.workspace, "--from", file, "--campaign", "Bibl", "--new-meaning"
    )
    assert [one["names"] for one in told["side_by_side"]] == [["age"]]
    assert told["changes"][0]["message_sv"].startswith("age frågar efter en annan sorts svar")
    assert deployed(here).form.version == 2


def test_a_survey_of_plain_questions_takes_no_form(here: Desk) -> None:  # noqa: F811
    from survey.reading import write_campaign
    from tests.builders import small_campaign

    new(here, file=laid(here, "campaign.json", write_campaign(small_campaign())))
    here.run("campaign", "new", here.workspace, "--from", laid(here), "--campaign", "4", code=2)


def test_pictures_beside_the_form_go_in_its_package(here: Desk) -> None:  # noqa: F811
    (here.path / "media").mkdir()
    for name, content in FILES.items():
        folder = here.path / "media" if name == "a.png" else here.path
        (folder / name).write_bytes(content)
    new(here, file=laid(here, "pictures.md", PICTURES))
    assert Medium(name="a.png", data=PNG + b"a") in deployed(here).media


def test_a_picture_that_is_too_large_stops_the_survey(
    here: Desk, monkeypatch: pytest.MonkeyPatch,  # noqa: F811
) -> None:
    monkeypatch.setattr("survey.forms.media.LARGEST", 10)
    (here.path / "a.png").write_bytes(PNG)
    told = new(here, file=laid(here, "pictures.md", PICTURES), code=1)
    assert "medium-large" in [problem["code"] for problem in told["problems"]]
