"""What takes too long at one answer follows later, and is the same in the end."""

from __future__ import annotations

import json
import random
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vardera
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from tests.forms import opened
from tests.random_forms import CHANCE, Made, asked, filled, forms, much, relevant

BOUND = "survey.forms.engine.running.MOST_OF_ONE"
HEAD = "| survey |\n| | type | name | label | relevant | calculation | repeat_count | trigger |\n"
ASKED = "| | integer | a | A | | | | |\n| | text | b | B | | | | |\n"
SUMS = HEAD + ASKED + "".join(
    f"| | calculate | c{n} | | | ${{a}} + {n} | | |\n" for n in range(40)
)
ROWS = HEAD + ASKED + (
    "| | begin repeat | r | R | | | ${a} | |\n| | text | t | T | | | | |\n"
    "| | end repeat | | | | | | |\n| | calculate | n | | | count(${r}) | | |\n"
)


def value(form: RunningForm, name: str) -> str:
    return form.find(f"/data/{name}").value


def test_all_is_there_at_the_end_where_one_answer_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BOUND, 60)
    form = opened(SUMS)
    form.answer("/data/a", "5")
    assert form.behind
    assert value(form, "a") == "5"
    assert (value(form, "c0"), value(form, "c39")) == ("5", "")
    form.finish()
    assert not form.behind
    assert [value(form, f"c{n}") for n in range(40)] == [f"{5 + n}" for n in range(40)]


def test_the_rest_follows_with_the_next_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BOUND, 60)
    form = opened(SUMS)
    form.answer("/data/a", "5")
    for number in range(3):
        form.answer("/data/b", f"anything {number}")
    assert not form.behind
    assert value(form, "c39") == "44"


def test_a_working_out_that_is_too_much_by_itself_stops_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = "".join(f"| | text | x{n} | X | | | | |\n" for n in range(3))
    long = "| | calculate | c | | | count(/data/x1[contains(., ${a})]) | | |\n"
    form = opened(HEAD + ASKED + asked + long)
    monkeypatch.setattr(BOUND, 1)
    form.answer("/data/x1", "5")
    form.answer("/data/a", "5")
    form.answer("/data/b", "x")
    assert not form.behind
    assert value(form, "c") == "1"


def test_rows_that_are_too_many_at_once_come_little_by_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BOUND, 1_000)
    form = opened(ROWS)
    form.answer("/data/a", "300")
    rows = form.series("/data/r").instances
    assert form.behind and 10 < len(rows) < 300
    form.answer("/data/r[3]/t", "kept")
    for _ in range(10):
        form.answer("/data/b", f"{len(rows)}")
    assert not form.behind
    assert (len(rows), value(form, "n"), rows[2].named["t"].value) == (300, "300", "kept")
    form.answer("/data/a", "2")
    form.finish()
    assert (len(rows), value(form, "n")) == (2, "2")


def test_what_sets_itself_off_without_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BOUND, 300)
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 2_000)
    lines = "".join(
        f"| | text | x{n} | X | | concat(., '{n}') | | ${{a}}, ${{x{1 - n}}} |\n" for n in range(2)
    )
    form = opened(HEAD + ASKED + lines)
    assert not form.behind
    form.answer("/data/a", "1")
    form.finish()
    assert form.behind
    assert value(form, "a") == "1"
    assert state_of(form)["/data/x0"]["value"]


@much
@given(forms(), CHANCE, st.integers(1, 60))
def test_the_same_follows_however_little_is_done_at_once(
    made: Made, chance: random.Random, most: int
) -> None:
    begun = chance.getstate()
    whole = filled(made, chance)
    chance.setstate(begun)
    little = filled(made, chance)
    turn = {ref: str(chance.randint(0, 3)) for ref, state in asked(whole).items()
            if "[" not in ref and state["kind"] == "input"}  # fmt: skip
    for ref, text in turn.items():
        whole.answer(ref, text)
        with mock.patch(BOUND, most):
            little.answer(ref, text)
    whole.finish()
    little.finish()
    assert not little.behind
    assert relevant(little) == relevant(whole)


def test_a_form_that_runs_without_a_person_waits_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(BOUND, 60)
    form, script = tmp_path / "sums.md", tmp_path / "steps.jsonl"
    form.write_text(SUMS, "utf-8")
    script.write_text('{"op": "answer", "ref": "/data/a", "value": 5}\n', "utf-8")
    command = ["form", "run", str(form), "--script", str(script)]
    assert vardera.main(command) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert "behind" not in line
    assert line["state"]["/data/c39"]["value"] == "44"
