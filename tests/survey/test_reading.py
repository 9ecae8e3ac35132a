from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.problems import Severity
from survey.reading import DEEPEST, LARGEST, read_campaign, write_campaign
from tests.builders import FACTORS, small_campaign


def plain() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(write_campaign(small_campaign()))
    return made


def faults(changed: object) -> dict[str, str]:
    campaign, problems = read_campaign(json.dumps(changed))
    found = {p.where: p.code for p in problems if p.severity is Severity.ERROR}
    assert (campaign is None) == bool(found)
    return found


def test_what_is_written_is_read_back_the_same() -> None:
    raw = write_campaign(small_campaign())
    campaign, problems = read_campaign(raw)
    assert problems == ()
    assert campaign == small_campaign()
    assert write_campaign(campaign) == raw


def test_the_written_form_is_the_published_vector() -> None:
    vector = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "campaign.json"
    assert write_campaign(small_campaign()) == vector.read_bytes()


def test_the_written_form_is_sorted_utf8_without_spaces() -> None:
    raw = write_campaign(small_campaign())
    again = json.dumps(plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert raw == again.encode()
    assert "Tillgänglighet".encode() in raw


def test_optional_fields_may_be_left_out() -> None:
    changed = plain()
    for name in ("format", "threshold", "use_partials", "weight_rule"):
        del changed[name]
    for question in changed["form"]["questions"]:
        question.pop("required")
        if question["type"] == "rating":
            del question["choices"]
    assert read_campaign(json.dumps(changed)) == (small_campaign(), ())


def test_all_problems_come_together_with_their_places() -> None:
    changed = plain()
    del changed["zone"]
    changed["colour"] = "blue"
    changed["threshold"] = 4
    changed["first_day"] = "1/9"
    changed["factors"][1]["name"]["sv"] = 7
    changed["form"]["questions"][0]["scale"]["labels"].pop()
    changed["form"]["questions"][1]["factor"] = "f0000000-0000-4000-8000-00000000000f"
    changed["form"]["questions"][2]["name"] = "x1a"
    changed["group_by"][0] = changed["form"]["questions"][0]["id"]
    assert faults(changed) == {
        "zone": "missing",
        "colour": "unknown-field",
        "threshold": "out-of-range",
        "first_day": "wrong-type",
        "factors[1].name.sv": "wrong-type",
        "form.questions[0].scale.labels": "wrong-number",
        "form.questions[1].factor": "unknown-factor",
        "form.questions[2]": "repeated",
        "group_by[0]": "unknown-question",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("version", True, "wrong-type"),
        ("version", 1.0, "wrong-type"),
        ("version", 0, "out-of-range"),
        ("grain_minutes", 7, "uneven-grain"),
        ("zone", "Europe/Atlantis", "unknown-zone"),
        ("zone", "../../etc/passwd", "unknown-zone"),
        ("last_day", "2025-08-31", "wrong-order"),
        ("weight_rule", "loudest", "wrong-type"),
        ("organisation", " ", "empty"),
        ("organisation", "a\x00b", "bad-sign"),
        ("organisation", "a\nb", "bad-sign"),
        ("organisation", "a" * 121, "too-long"),
        ("organisation", "\ud800", "bad-sign"),
        ("id", "E0000000-0000-4000-8000-000000000001", "wrong-type"),
        ("id", "00000000-0000-0000-0000-000000000000", "wrong-type"),
        ("title", {}, "no-words"),
        ("units", [], "wrong-number"),
        ("form", [], "wrong-type"),
    ],
)
def test_a_wrong_value_is_named(field: str, value: object, code: str) -> None:
    assert faults(plain() | {field: value}) == {field: code}


def test_ratings_of_factors_share_one_scale() -> None:
    changed = plain()
    scale = changed["form"]["questions"][3]["scale"]
    scale["high"], scale["labels"] = 4, scale["labels"][:4]
    assert faults(changed) == {"form.questions[3].scale": "mixed-scales"}


def test_a_missing_translation_is_only_a_warning() -> None:
    changed = plain()
    del changed["factors"][0]["name"]["en"]
    campaign, problems = read_campaign(json.dumps(changed))
    assert campaign is not None
    assert [(p.where, p.code) for p in problems] == [("factors[0].name.en", "missing-translation")]


def test_a_factor_nobody_is_asked_about_is_a_warning() -> None:
    changed = plain()
    for question in changed["form"]["questions"]:
        if question["factor"] == str(FACTORS[1]):
            question["factor"] = None
    campaign, problems = read_campaign(json.dumps(changed))
    assert campaign is not None
    assert [(p.where, p.code) for p in problems] == [("factors[1]", "factor-not-asked")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff{}", "not-utf8"),
        (b"{", "not-json"),
        (b'{"version": NaN}', "not-json"),
        (b'{"version": ' + b"9" * 5000 + b"}", "not-json"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "too-deep"),
        (b"[" * 200_000, "too-deep"),
        (b" " * (LARGEST + 1), "too-big"),
        ("å" * (LARGEST // 2 + 1), "too-big"),
        (b"[]", "wrong-type"),
        (b'{"format": 5, "new": 1}', "too-new"),
    ],
)
def test_a_hostile_or_foreign_file_gives_one_clear_problem(raw: bytes | str, code: str) -> None:
    campaign, problems = read_campaign(raw)
    assert campaign is None
    assert [p.code for p in problems] == [code]


def test_brackets_inside_words_are_not_depth() -> None:
    changed = plain() | {"contact": '[[[[[[[[[[[[[[[[[[["\\'}
    campaign, _ = read_campaign(json.dumps(changed))
    assert campaign is not None
    assert campaign.contact == changed["contact"]


def test_a_name_given_twice_is_noted() -> None:
    raw = write_campaign(small_campaign()).replace(b'"format":1', b'"format":1,"format":1')
    campaign, problems = read_campaign(raw)
    assert campaign is None
    assert [(p.where, p.code) for p in problems] == [("format", "doubled")]


def test_a_file_full_of_faults_stays_cheap() -> None:
    changed = plain() | {f"field{n}": n for n in range(20_000)}
    campaign, problems = read_campaign(json.dumps(changed))
    assert campaign is None
    assert len(problems) == 1000


def test_every_single_damaged_value_is_refused_or_read_never_raised() -> None:
    junk: tuple[object, ...] = (None, True, -1, 0.5, "", "x", [], {}, [None], {"sv": None})

    def places(value: object) -> list[tuple[Any, Any]]:
        if not isinstance(value, dict | list):
            return []
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        return [(value, key) for key in keys] + [p for key in keys for p in places(value[key])]

    changed = plain()
    for holder, key in places(changed)[::3]:
        kept = holder[key]
        for value in junk:
            holder[key] = value
            campaign, problems = read_campaign(json.dumps(changed))
            assert campaign is not None or problems
        holder[key] = kept
    assert read_campaign(json.dumps(changed))[0] == small_campaign()


@pytest.mark.parametrize("sign", [
    "\x85", "\x9b", "\u2028", "\u202a", "\u202e", "\u2066", "\u2069", "\x1b", "\x7f",
])
def test_signs_that_command_or_turn_the_words_are_refused(sign: str) -> None:
    changed = plain()
    changed["title"]["sv"] = f"Hej{sign}då"
    changed["organisation"] = f"Kommun{sign}en"
    changed["form"]["questions"][0]["label"]["sv"] = f"Hur{sign}?"
    assert faults(changed) == {
        "title.sv": "bad-sign", "organisation": "bad-sign",
        "form.questions[0].label.sv": "bad-sign",
    }


def test_joiners_and_direction_marks_that_spelling_needs_may_stay() -> None:
    changed = plain()
    changed["title"]["sv"] = "می‌خواهم\u200d \u200f\nand more"
    assert faults(changed) == {}


def test_a_mark_at_the_beginning_of_the_file_is_passed_over() -> None:
    raw = write_campaign(small_campaign())
    assert read_campaign(b"\xef\xbb\xbf" + raw) == (small_campaign(), ())
    assert read_campaign("\ufeff" + raw.decode()) == (small_campaign(), ())


def test_a_campaign_without_the_new_wishes_is_written_as_before() -> None:
    assert plain()["format"] == 1
    assert "withdrawal" not in plain() and "keep_days" not in plain()


@pytest.mark.parametrize("wishes", [
    {"withdrawal": True}, {"keep_days": 365}, {"withdrawal": True, "keep_days": 7},
])
def test_format_2_says_whether_answers_can_be_taken_back_and_how_long_they_are_kept(
    wishes: dict[str, Any],
) -> None:
    wished = replace(small_campaign(), **wishes)
    raw = write_campaign(wished)
    assert json.loads(raw)["format"] == 2
    assert read_campaign(raw) == (wished, ())
    assert read_campaign(json.dumps(plain() | {"format": 2} | wishes)) == (wished, ())


@pytest.mark.parametrize(("changed", "code"), [
    ({"withdrawal": 1}, {"withdrawal": "wrong-type"}),
    ({"keep_days": 366}, {"keep_days": "out-of-range"}),
    ({"keep_days": -1}, {"keep_days": "out-of-range"}),
    ({"format": 1, "keep_days": 3}, {"keep_days": "not-in-format"}),
    ({"format": 1, "withdrawal": True}, {"withdrawal": "not-in-format"}),
])
def test_the_new_wishes_are_read_strictly(changed: dict[str, Any], code: dict[str, str]) -> None:
    assert faults(plain() | {"format": 2} | changed) == code
