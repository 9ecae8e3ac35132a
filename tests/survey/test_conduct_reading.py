"""Campaigns of format 4: strict reading, checks across fields, and older formats as they were."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.campaign import Campaign
from survey.conduct import USUAL, Conduct, OneTap, Way
from survey.problems import Severity
from survey.reading import read_campaign, write_campaign
from tests.builders import AREA, AREAS, GENDER, GENDERS, RATINGS, small_campaign
from tests.conducted import ARMS, CONDUCT, conducted_campaign
from tests.survey.test_campaign_forms import library

VECTORS = Path(__file__).parents[2] / "docs" / "formats" / "vectors"
ID = "9a000000-0000-4000-8000-000000000009"


def told(plain: object) -> tuple[Campaign | None, dict[str, str], dict[str, str]]:
    """What was read, the first errors and the warnings by place."""
    campaign, problems = read_campaign(json.dumps(plain))
    errors: dict[str, str] = {}
    for problem in problems:
        if problem.severity is Severity.ERROR:
            errors.setdefault(problem.where, problem.code)
    warnings = {p.where: p.code for p in problems if p.severity is Severity.WARNING}
    assert (campaign is None) == bool(errors)
    assert all(problem.hint and problem.message for problem in problems)
    return campaign, errors, warnings


def plain(**conduct: object) -> dict[str, Any]:
    """The small campaign with this conduct, as JSON has it."""
    made: dict[str, Any] = json.loads(write_campaign(small_campaign()))
    return made | {"format": 4, "conduct": conduct}


def test_a_campaign_that_says_everything_is_read_back_the_same() -> None:
    raw = write_campaign(conducted_campaign())
    assert read_campaign(raw) == (conducted_campaign(), ())
    assert json.loads(raw)["format"] == 4
    assert raw == (VECTORS / "campaign-conduct.json").read_bytes()


def test_the_written_conduct_is_sorted_without_spaces() -> None:
    raw = write_campaign(conducted_campaign())
    again = json.dumps(
        json.loads(raw), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert raw == again.encode()


@pytest.mark.parametrize("name", ["campaign", "campaign-form", "campaign-media"])
def test_older_formats_are_read_and_written_byte_for_byte(name: str) -> None:
    raw = (VECTORS / f"{name}.json").read_bytes()
    campaign, _ = read_campaign(raw)
    assert campaign is not None and campaign.conduct == USUAL and not campaign.consent.reviewed
    assert write_campaign(campaign) == raw


def test_a_whole_form_may_have_conduct_too() -> None:
    asked = library()
    stars = next(q for q in asked.form.questions if q.scale is not None)
    conduct = Conduct(way=Way.ONE_TAP, one_tap=OneTap(question=stars.id))
    made = replace(asked, conduct=conduct)
    raw = write_campaign(made)
    assert json.loads(raw)["format"] == 4
    assert read_campaign(raw)[0] == made


@pytest.mark.parametrize("changed", [
    {"conduct": Conduct(paradata_seconds=5)},
    {"consent": replace(small_campaign().consent, reviewed=("en",))},
])
def test_the_format_is_the_lowest_that_has_what_is_needed(changed: dict[str, Any]) -> None:
    made = replace(small_campaign(), **changed)
    assert json.loads(write_campaign(made))["format"] == 4
    assert json.loads(write_campaign(replace(small_campaign(), withdrawal=True)))["format"] == 2


@pytest.mark.parametrize("format", [1, 2, 3])
def test_older_formats_have_neither_conduct_nor_reviewed(format: int) -> None:
    found = told(plain() | {"format": format})
    assert found[1] == {"conduct": "not-in-format"}
    reviewed = plain() | {"format": format}
    del reviewed["conduct"]
    reviewed["consent"]["reviewed"] = ["sv"]
    assert told(reviewed)[1] == {"consent.reviewed": "not-in-format"}


def test_every_field_of_conduct_may_be_left_out() -> None:
    assert told(plain()) == (small_campaign(), {}, {})
    nothing = dict.fromkeys(json.loads(write_campaign(conducted_campaign()))["conduct"])
    assert told(plain(**nothing)) == (small_campaign(), {}, {})


def arm(at: int, **fields: object) -> dict[str, Any]:
    return {"id": str(ARMS[at]), "name": f"Arm {at}"} | fields


def trial(*arms: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {"arms": list(arms)} | fields


FACES = {"question": str(RATINGS[0])}
NORTH = {"wanted": 5, "question": str(AREA), "choice": str(AREAS[0])}


@pytest.mark.parametrize(("conduct", "found"), [
    ({"colour": "red"}, {"colour": "unknown-field"}),
    ({"way": "shout"}, {"way": "wrong-type"}),
    ({"way": "one-tap"}, {"one_tap": "missing"}),
    ({"way": "one-tap", "one_tap": {}}, {"one_tap.question": "missing"}),
    ({"way": "one-tap", "one_tap": {"question": ID}}, {"one_tap.question": "unknown-question"}),
    ({"way": "one-tap", "one_tap": {"question": str(AREA)}},
     {"one_tap.question": "unknown-question"}),
    ({"way": "one-tap", "one_tap": FACES | {"least_seconds": 61}},
     {"one_tap.least_seconds": "out-of-range"}),
    ({"way": "one-tap", "one_tap": FACES | {"follow_up": 1}},
     {"one_tap.follow_up": "wrong-type"}),
    ({"idle": {"seconds": 19}}, {"idle.seconds": "out-of-range"}),
    ({"idle": {"seconds": 601}}, {"idle.seconds": "out-of-range"}),
    ({"idle": {"countdown": 19}}, {"idle.countdown": "out-of-range"}),
    ({"idle": {"countdown": 301}}, {"idle.countdown": "out-of-range"}),
    ({"idle": {"left_behind": "publish"}}, {"idle.left_behind": "wrong-type"}),
    ({"hours": [{"weekday": 7, "opens": 1, "closes": 2}]}, {"hours[0].weekday": "out-of-range"}),
    ({"hours": [{"weekday": 0, "opens": 1, "closes": 1441}]},
     {"hours[0].closes": "out-of-range"}),
    ({"hours": [{"weekday": 0, "opens": 60, "closes": 60}]}, {"hours[0].closes": "wrong-order"}),
    ({"hours": [{"weekday": 0, "opens": 60, "closes": 120},
                {"weekday": 0, "opens": 119, "closes": 180}]}, {"hours[1]": "overlap"}),
    ({"hours": [{"weekday": 0, "opens": n, "closes": n + 1} for n in range(29)]},
     {"hours": "wrong-number"}),
    ({"paradata_seconds": 601}, {"paradata_seconds": "out-of-range"}),
    ({"paradata_seconds": True}, {"paradata_seconds": "wrong-type"}),
    ({"trial": trial(arm(0))}, {"trial.arms": "wrong-number"}),
    ({"trial": trial(arm(0), arm(0))}, {"trial.arms[1]": "repeated"}),
    ({"trial": trial(arm(0), arm(1, name="arm 0"))}, {"trial.arms[1]": "repeated"}),
    ({"trial": trial(arm(0), arm(1, name="x" * 61))}, {"trial.arms[1].name": "too-long"}),
    ({"trial": trial(arm(0), arm(1, share=0))}, {"trial.arms[1].share": "out-of-range"}),
    ({"trial": trial(arm(0), arm(1, share=101))}, {"trial.arms[1].share": "out-of-range"}),
    ({"trial": trial(arm(0), arm(1, questions=[ID]))},
     {"trial.arms[1].questions[0]": "unknown-question"}),
    ({"trial": trial(arm(0), arm(1, questions=[str(AREA)] * 2))},
     {"trial.arms[1].questions[1]": "repeated"}),
    ({"trial": trial(arm(0), arm(1, way="one-tap")), "one_tap": FACES},
     {"trial.by": "needs-half-day"}),
    ({"trial": trial(arm(0), arm(1, way="one-tap"), by="half-day")}, {"one_tap": "missing"}),
    ({"trial": trial(arm(0), arm(1, way="one-tap", questions=[str(AREA)]), by="half-day"),
      "one_tap": FACES}, {"trial.arms[1].questions": "without-one-tap"}),
    ({"trial": trial(arm(0), arm(1), by="moon")}, {"trial.by": "wrong-type"}),
    ({"quotas": [{"wanted": 0}]}, {"quotas[0].wanted": "out-of-range"}),
    ({"quotas": [{"wanted": 1_000_001}]}, {"quotas[0].wanted": "out-of-range"}),
    ({"quotas": [{"wanted": 5}, {"wanted": 6}]}, {"quotas[1]": "repeated"}),
    ({"quotas": [{"wanted": 5, "question": str(AREA)}]}, {"quotas[0].choice": "missing"}),
    ({"quotas": [{"wanted": 5, "choice": str(AREAS[0])}]}, {"quotas[0].question": "missing"}),
    ({"quotas": [NORTH | {"question": str(RATINGS[0])}]},
     {"quotas[0].question": "unknown-question"}),
    ({"quotas": [NORTH | {"choice": str(GENDERS[0])}]}, {"quotas[0].choice": "unknown-choice"}),
    ({"quotas": [NORTH, NORTH]}, {"quotas[1]": "repeated"}),
    ({"voucher": {"text": {}}}, {"voucher.text": "no-words"}),
    ({"voucher": {"text": {"sv": "x" * 301, "en": "x"}}}, {"voucher.text.sv": "too-long"}),
    ({"not_for": {"sv": "x" * 501, "en": "x"}}, {"not_for.sv": "too-long"}),
    ({"attract": {"sv": "x" * 121, "en": "x"}}, {"attract.sv": "too-long"}),
    ({"attract": {"sv": "turned \u202e", "en": "x"}}, {"attract.sv": "bad-sign"}),
], ids=lambda one: next(iter(one)))
def test_what_is_wrong_is_told_where_it_stands(
    conduct: dict[str, Any], found: dict[str, str]
) -> None:
    errors = told(plain(**conduct))[1]
    assert errors == {f"conduct.{where}": code for where, code in found.items()}


@pytest.mark.parametrize(("conduct", "found"), [
    ({"voucher": {"text": {"sv": "Kaffe"}}}, {"voucher.text.en": "missing-translation"}),
    ({"not_for": {"sv": "Ring"}}, {"not_for.en": "missing-translation"}),
    ({"attract": {"fi": "Hei"}}, {
        "attract.fi": "unused-language", "attract.sv": "missing-translation",
        "attract.en": "missing-translation",
    }),
    ({"one_tap": FACES}, {"one_tap": "unused"}),
])
def test_what_is_only_odd_is_a_warning(conduct: dict[str, Any], found: dict[str, str]) -> None:
    campaign, errors, warnings = told(plain(**conduct))
    assert campaign is not None and not errors
    assert warnings == {f"conduct.{where}": code for where, code in found.items()}


def test_the_question_of_one_tap_has_four_or_five_steps() -> None:
    changed = plain(way="one-tap", one_tap=FACES)
    for question in changed["form"]["questions"]:
        if question["type"] == "rating":
            question["scale"]["high"] = 6
            question["scale"]["labels"].append({"sv": "6", "en": "6"})
    assert told(changed)[1] == {"conduct.one_tap.question": "no-faces"}


def test_a_quota_is_about_a_question_that_results_are_grouped_by() -> None:
    quota = {"wanted": 5, "question": str(GENDER), "choice": str(GENDERS[0])}
    changed = plain(quotas=[quota]) | {"group_by": [str(AREA)]}
    assert told(changed)[1] == {"conduct.quotas[0].question": "unknown-question"}


@pytest.mark.parametrize(("reviewed", "found"), [
    (["sv", "sv"], {"consent.reviewed[1]": "repeated"}),
    (["fi"], {"consent.reviewed[0]": "unknown-language"}),
    (["Swedish"], {"consent.reviewed[0]": "bad-language"}),
    ("sv", {"consent.reviewed": "wrong-type"}),
])
def test_reviewed_are_languages_that_the_consent_has(
    reviewed: object, found: dict[str, str]
) -> None:
    changed = plain()
    changed["consent"]["reviewed"] = reviewed
    assert found.items() <= told(changed)[1].items()


def test_nobody_can_have_read_a_consent_that_has_no_words() -> None:
    changed = plain()
    changed["consent"] = {"version": "1", "text": {"sv": "Ja"}, "reviewed": ["sv", "en"]}
    assert told(changed)[1] == {"consent.reviewed[1]": "no-words"}


def test_arms_of_a_whole_form_choose_no_questions() -> None:
    asked = library()
    arms = [
        arm(0), arm(1, questions=[str(asked.form.questions[0].id)]),
    ]
    changed = json.loads(write_campaign(asked))
    changed |= {"format": 4, "conduct": {"trial": {"arms": arms}}}
    assert told(changed)[1] == {"conduct.trial.arms[1].questions": "misplaced"}


def test_conduct_that_is_no_object_is_told_once() -> None:
    for value in ([], "usual", 4):
        changed = plain() | {"conduct": value}
        assert told(changed)[1] == {"conduct": "wrong-type"}


def test_a_repeated_fault_in_a_long_list_stays_cheap() -> None:
    many = [{"weekday": "x"}] * 200_000
    campaign, problems = read_campaign(json.dumps(plain(hours=many)))
    assert campaign is None and len(problems) <= 1_000


if __name__ == "__main__":
    assert CONDUCT != USUAL
    (VECTORS / "campaign-conduct.json").write_bytes(write_campaign(conducted_campaign()))


@pytest.mark.parametrize(("grain", "zone", "coarse"), [
    (60, "Europe/Stockholm", False), (90, "Europe/Stockholm", True),
    (120, "Europe/Stockholm", True), (1440, "Europe/Stockholm", True),
    (60, "Asia/Kolkata", True), (30, "Asia/Kolkata", False), (15, "Asia/Kathmandu", False),
    (30, "Asia/Kathmandu", True), (720, "UTC", False),
])
def test_arms_by_half_day_need_times_that_tell_noon(grain: int, zone: str, coarse: bool) -> None:
    changed = plain(trial=trial(arm(0), arm(1), by="half-day"))
    assert told(changed | {"grain_minutes": grain, "zone": zone})[1] == (
        {"grain_minutes": "too-coarse"} if coarse else {}
    )
    changed = plain(trial=trial(arm(0), arm(1))) | {"grain_minutes": grain, "zone": zone}
    assert told(changed)[1] == {}


@pytest.mark.parametrize(("grain", "zone"), [
    (48, "Europe/Stockholm"), (32, "Europe/Stockholm"), (60, "Asia/Kolkata"),
    (30, "Asia/Kathmandu"),
])
def test_whatever_the_hint_about_coarse_times_names_is_taken(grain: int, zone: str) -> None:
    changed = plain(trial=trial(arm(0), arm(1), by="half-day")) | {"zone": zone}
    _, problems = read_campaign(json.dumps(changed | {"grain_minutes": grain}))
    (found,) = [one for one in problems if one.where == "grain_minutes"]
    named = [int(word) for word in re.findall(r"\d+", found.hint)]
    assert 15 in named
    for better in named:
        assert told(changed | {"grain_minutes": better})[1] == {}
