"""The guide beside a form: read strictly, each fault told with its place."""

from __future__ import annotations

import json

import pytest

import assets
from survey.form_method import is_form_method, read_form_method

GUIDE = '''
format = "vardera-form-method/1"
id = "bench-walk"
version = 2
minutes = [5, 10]
steps = ["collect", "focus"]
session = "swot"
beside = ["top-story"]
group_by = ["who"]
name = { sv = "Bänkar", en = "Benches" }
purpose = { sv = "Räkna bänkar.", en = "Count benches." }

[guide]
group = { sv = "En person.", en = "One person." }
time = { sv = "Fem minuter.", en = "Five minutes." }
material = { sv = "En karta.", en = "A map." }
tips = [{ sv = "Gå sakta.", en = "Walk slowly." }]
pitfalls = [{ sv = "Regn.", en = "Rain." }]
'''

@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (("vardera-form-method/1", "vardera-form-method/2"), "format", "too-new"),
        (("version = 2", "version = 0"), "version", "out-of-range"),
        (('steps = ["collect", "focus"]', "steps = []"), "steps", "wrong-number"),
        (('"collect", "focus"', '"collect", "collect"'), "steps[1]", "repeated"),
        (('"collect", "focus"', '"dance"'), "steps[0]", "wrong-type"),
        (('beside = ["top-story"]', 'beside = ["Top Story"]'), "beside[0]", "bad-key"),
        (('session = "swot"', "session = 3"), "session", "wrong-type"),
        (("minutes = [5, 10]", "minutes = [10, 5]"), "minutes", "wrong-order"),
        ((', en = "Benches"', ""), "name.en", "missing"),
        (("[guide]\n", "[guide]\nleader = 3\n"), "guide.leader", "unknown-field"),
        (("[guide]", "[guide"), "line 13, column 7", "not-toml"),
        (('group_by = ["who"]', 'group_by = [""]'), "group_by[0]", "empty"),
        (("\nid = ", "\nID = "), "id", "missing"),
    ],
)
def test_a_fault_in_a_guide_is_told_with_its_place(
    change: tuple[str, str], where: str, code: str
) -> None:
    assert change[0] in GUIDE and read_form_method(GUIDE).problems == ()
    found = read_form_method(GUIDE.replace(*change, 1))
    assert found.method is None
    assert (where, code) in {(one.where, one.code) for one in found.problems}


@pytest.mark.parametrize(
    "source",
    ["", "=", "[" * 5_000, "a = " + "[" * 20_000, "x" * 70_000, "\0", "format = 3",
     'format = "vardera-form-method/1"\nguide = 3\nsteps = [1, [2]]', 'format = "method"'],
)
def test_what_is_no_guide_is_refused_and_never_a_crash(source: str) -> None:
    found = read_form_method(source)
    assert found.method is None and found.problems


def test_a_guide_is_known_by_its_first_lines_and_a_sessions_method_is_none() -> None:
    assert is_form_method(GUIDE)
    assert is_form_method(GUIDE.replace("method/1", "method/9"))
    assert not is_form_method(assets.text("methods", "swot.toml"))


def test_the_vectors_of_guides_say_what_this_program_refuses_and_why() -> None:
    from tests.survey.write_form_method_vectors import VECTORS, text

    assert VECTORS.read_text("utf-8") == text()
    assert all(case["problems"] for case in json.loads(text())["refused"])
