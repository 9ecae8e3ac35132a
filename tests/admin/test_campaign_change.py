"""``campaign change`` and ``campaign review`` as people use them: nothing goes out unread."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import assets
from storage.workspace import Cost, opening
from survey.conduct import LeftBehind, Way
from survey.consents import is_read, unread
from survey.problems import Severity
from survey.reading import read_campaign, write_campaign
from survey.settings import changed, settings
from tests.builders import small_campaign
from tests.conducted import conducted_campaign
from vardera import main

PASSPHRASE = "en lång och hemlig mening"
FIRST = UUID("a3000000-0000-4000-8000-000000000001")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stick").mkdir()
    assert main(["workspace", "create", "town", "--name", "Kommunen"]) == 0
    return tmp_path


def add(town: Path, survey: object) -> None:
    (town / "survey.json").write_text(
        survey if isinstance(survey, str) else json.dumps(survey), encoding="utf-8"
    )
    assert main(["campaign", "new", "town", "--from", "survey.json"]) == 0


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json"]) == code
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


DEPLOY = ("campaign", "deploy", "town", "--to", "stick")


def test_a_survey_whose_consent_nobody_has_read_goes_to_no_kiosk(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(town, write_campaign(small_campaign()).decode())
    told = said(capsys, 1, *DEPLOY)
    assert [(p["where"], p["code"]) for p in told["problems"]] == [
        ("consent.text.sv", "consent-unread"), ("consent.text.en", "consent-unread"),
    ]
    assert list((town / "stick").iterdir()) == []
    assert main(list(DEPLOY)) == 1
    text = capsys.readouterr().out
    assert "vardera campaign review town --campaign e0000000 --language sv --by NAME" in text
    assert "No package was made" in text


def test_a_mark_says_who_and_when_and_holds_for_that_text_alone(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(town, write_campaign(small_campaign()).decode())
    mark = ("campaign", "review", "town", "--language", "sv", "--by", "Amal Nasser")
    assert {row["language"]: row["standing"][:19] for row in said(capsys, 1, *mark)["consent"]} == {
        "sv": "read by Amal Nasser", "en": "NOT READ by anybody",
    }
    assert said(capsys, 0, *mark, "--language", "en")["consent"][1]["standing"].startswith("read")
    assert said(capsys, 0, *DEPLOY)["version"] == 1
    consent = {"version": "2", "text": {"sv": "Något annat.", "en": "Something else."}}
    (town / "new.json").write_text(json.dumps({"consent": consent}), encoding="utf-8")
    assert main(["campaign", "change", "town", "--from", "new.json"]) == 0
    assert len(said(capsys, 1, *DEPLOY)["problems"]) == 2


def test_the_programs_own_words_and_its_template_need_no_mark(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = str(assets.path("methods", "service_today.json"))
    assert main(["campaign", "new", "town", "--from", template, "--as-template"]) == 0
    assert said(capsys, 0, *DEPLOY)["version"] == 1
    again = json.loads(assets.text("methods", "service_today.json"))
    again["consent"]["text"]["sv"] += " Och lite till."
    add(town, again | {"title": {"sv": "Annan", "en": "Other"}, "id": str(FIRST)})
    told = said(capsys, 1, *DEPLOY, "--campaign", "Annan")
    assert [p["where"] for p in told["problems"]] == ["consent.text.sv"]


def test_a_survey_that_says_itself_what_was_read_goes_out(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(town, write_campaign(conducted_campaign()).decode())
    assert said(capsys, 0, *DEPLOY)["version"] == 1


def test_a_language_without_a_consent_is_told_apart(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = small_campaign()
    consent = replace(plain.consent, text={"sv": plain.consent.text["sv"]}, reviewed=("sv",))
    add(town, write_campaign(replace(plain, consent=consent)).decode())
    told = said(capsys, 1, *DEPLOY)
    assert [p["code"] for p in told["problems"]] == ["no-consent"]
    assert main(["campaign", "review", "town", "--language", "en"]) == 2
    assert main(["campaign", "review", "town", "--language", "fi"]) == 2


def test_easy_swedish_without_its_own_consent_has_that_of_swedish() -> None:
    plain = small_campaign()
    made = replace(plain, languages=("sv", "en", "sv-simple"))
    assert not is_read(made, "sv-simple", lambda tag, text: False)
    assert unread(made, lambda tag, text: True) == ()
    assert is_read(made, "sv-simple", lambda tag, text: tag == "sv")


def test_settings_are_written_and_taken_as_they_are() -> None:
    for campaign in (small_campaign(), conducted_campaign()):
        said = json.loads(json.dumps(settings(campaign), ensure_ascii=False))
        assert changed(campaign, said, lambda: FIRST) == (campaign, ())


def test_settings_call_questions_days_and_times_by_their_names() -> None:
    conduct = {
        "way": "one-tap", "one_tap": {"question": "x1b", "follow_up": True},
        "hours": [{"weekday": "Friday", "opens": "8:30", "closes": "24:00"}],
        "trial": {"arms": [{"name": "Two", "questions": ["x1a", "x1b"]},
                           {"id": str(FIRST)[:-1] + "2", "name": "All"}]},
        "quotas": [{"wanted": 30, "question": "area", "choice": "north"}],
    }
    made, problems = changed(small_campaign(), {"conduct": conduct}, lambda: FIRST)
    assert made is not None and problems == ()
    assert made.version == 2 and made.conduct.trial is not None
    assert made.conduct.trial.arms[0].id == FIRST
    assert (made.conduct.hours[0].weekday, made.conduct.hours[0].opens) == (4, 510)
    assert made.conduct.hours[0].closes == 1440
    assert read_campaign(write_campaign(made)) == (made, ())


@pytest.mark.parametrize(("said", "where"), [
    ([], "(file)"), ({"form": {}}, "form"), ({"conduct": 3}, "conduct"),
    ({"conduct": {"hours": [{"weekday": "someday", "opens": "8:00", "closes": "9:00"}]}},
     "conduct.hours[0].weekday"),
    ({"conduct": {"hours": [{"weekday": "monday", "opens": "25:00", "closes": "26:00"}]}},
     "conduct.hours[0].opens"),
    ({"conduct": {"way": "one-tap", "one_tap": {"question": "nothing"}}},
     "conduct.one_tap.question"),
    ({"consent": {"version": "2025-1", "text": {"sv": "Annat", "en": "Other"}}},
     "consent.version"),
    ({"conduct": {"trial": {"arms": "two"}}}, "conduct.trial.arms"),
    ({"threshold": 4}, "threshold"),
])
def test_what_is_wrong_in_settings_is_told_where_it_stands(said: object, where: str) -> None:
    made, problems = changed(small_campaign(), said, lambda: FIRST)
    assert made is None
    assert where in [problem.where for problem in problems]


def test_a_file_of_settings_is_never_written_over(town: Path) -> None:
    add(town, write_campaign(small_campaign()).decode())
    assert main(["campaign", "change", "town", "--to-file", "settings.json"]) == 0
    assert main(["campaign", "change", "town", "--to-file", "settings.json"]) == 2
    assert main(["campaign", "change", "town", "--from", "settings.json"]) == 0
    (town / "settings.json").write_text("{", encoding="utf-8")
    assert main(["campaign", "change", "town", "--from", "settings.json"]) == 2


def test_what_a_short_file_leaves_out_stays() -> None:
    before = conducted_campaign()
    short = {"conduct": {"paradata_seconds": 5, "idle": {"countdown": 30},
                         "one_tap": {"least_seconds": 4}, "trial": {"by": "half-day"}}}
    made, _ = changed(before, short, lambda: FIRST)
    was = before.conduct
    assert made is not None and was.one_tap is not None and made.conduct == replace(
        was, paradata_seconds=5, idle=replace(was.idle, countdown=30),
        one_tap=replace(was.one_tap, least_seconds=4),
    )
    assert made.conduct.idle.left_behind is LeftBehind.DISCARD
    cleared, _ = changed(before, {"conduct": {"trial": None, "voucher": None}}, lambda: FIRST)
    assert cleared is not None and cleared.conduct == replace(was, trial=None, voucher=None)
    usual, _ = changed(before, {"conduct": None}, lambda: FIRST)
    assert usual is not None and usual.conduct.way is Way.QUESTIONNAIRE
    assert usual.conduct.hours == () and usual.conduct.voucher is None


def test_a_mark_goes_with_the_words_it_was_for() -> None:
    before = conducted_campaign()
    text = {**before.consent.text, "en": "Something else altogether."}
    made, _ = changed(before, {"consent": {"version": "9", "text": text}}, lambda: FIRST)
    assert made is not None and made.consent.reviewed == ("sv",)
    assert [one.where for one in unread(made, lambda tag, text: False)] == ["consent.text.en"]
    said = {"consent": {"version": "9", "text": text, "reviewed": ["sv", "en"]}}
    assert changed(before, said, lambda: FIRST)[0] == made, "as a file written before says"
    again, _ = changed(made, {"consent": {"reviewed": ["sv", "en"]}}, lambda: FIRST)
    assert again is not None and unread(again, lambda tag, text: False) == ()


def test_a_name_that_stands_twice_is_told_where(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(town, write_campaign(small_campaign()).decode())
    Path("new.json").write_text(
        '{"threshold": 7, "threshold": 30, "conduct": {"hours": ['
        '{"weekday": "monday", "opens": "9:00", "opens": "10:00", "closes": "12:00"}]}}',
        encoding="utf-8",
    )
    told = said(capsys, 1, "campaign", "change", "town", "--from", "new.json")
    assert [(p["where"], p["code"]) for p in told["problems"]] == [
        ("threshold", "doubled"), ("conduct.hours[0].opens", "doubled"),
    ]


def test_everything_wrong_is_told_at_once_in_the_words_of_the_file() -> None:
    conduct = {
        "hours": [{"weekday": "funday", "opens": "25:00", "closes": "9"},
                  {"weekday": "monday", "opens": "19:00", "closes": "9:00"},
                  {"opens": "9:00", "closes": "24:30"}],
        "one_tap": {"question": "traetment"},
        "trial": {"arms": [{"name": "A", "questions": ["x1a", "x9"]}, {"name": "B"}]},
        "quotas": [{"wanted": 3, "question": "area", "choice": "west"}],
    }
    said = {"colour": "red", "threshold": 4, "conduct": conduct}
    made, problems = changed(small_campaign(), said, lambda: FIRST)
    assert made is None
    assert {(one.where, one.code) for one in problems if one.severity is Severity.ERROR} >= {
        ("colour", "unknown-field"), ("threshold", "out-of-range"),
        ("conduct.hours[0].weekday", "wrong-day"), ("conduct.hours[0].opens", "wrong-time"),
        ("conduct.hours[0].closes", "wrong-time"), ("conduct.hours[2].closes", "wrong-time"),
        ("conduct.hours[2].weekday", "missing"), ("conduct.one_tap.question", "unknown-name"),
        ("conduct.trial.arms[0].questions[1]", "unknown-name"),
        ("conduct.quotas[0].choice", "unknown-name"),
    }
    told = {one.where: one for one in problems}
    assert len(told) == len(problems), "each place once"
    assert "x1a, x1b" in told["conduct.one_tap.question"].hint
    assert told["conduct.quotas[0].choice"].hint == "Known: north, centre, south."
    words = " ".join(one.message + one.hint for one in problems if "hours" in one.where)
    assert "whole number" not in words and "480" not in words and "monday, tuesday" in words


def test_deploying_warns_of_languages_whose_questions_are_not_translated(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = small_campaign()
    consent = replace(plain.consent, text={**plain.consent.text, "ar": "نعم"})
    add(town, write_campaign(
        replace(plain, languages=("sv", "en", "ar"), consent=consent)
    ).decode())
    for tag in ("sv", "en", "ar"):
        main(["campaign", "review", "town", "--language", tag, "--by", "Amal"])
    capsys.readouterr()
    assert main(list(DEPLOY)) == 0
    warnings = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("warning: ")
    ]
    assert [line for line in warnings if "not in ar; kiosks show them in sv" in line]
    assert not [line for line in warnings if "not in sv" in line]
