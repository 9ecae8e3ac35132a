"""Actions that are too many at once wait: none is lost, and nothing is emptied meanwhile."""

from __future__ import annotations

import pytest

from survey.forms.definition import FormDefinition
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import opened, opened_xform, still, table, xform

ENGINE = "survey.forms.engine.running"
ROWS = """
| survey |
| | type | name | label | repeat_count | calculation | trigger | default |
| | integer | a | A | | | | |
| | text | b | B | | | | |
| | begin repeat | r | R | 40 | | | |
| | integer | v | V | | | | 1 |
| | calculate | x | | | count(/data/r[v >= 0]) + ${a} | ${a} | |
| | end repeat | | | | | | |
"""


def row_values(form: RunningForm) -> list[str]:
    return [one.named["x"].value for one in form.series("/data/r").instances]


def test_what_an_action_sets_in_many_rows_is_never_empty_and_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = opened(ROWS)
    form.answer("/data/a", "1")
    assert row_values(form) == ["41"] * 40
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 600)
    form.answer("/data/a", "2")
    assert form.behind
    some = row_values(form)
    assert set(some) == {"41", "42"} and some == sorted(some, reverse=True)
    form.answer("/data/b", "more")
    assert row_values(form).count("42") > some.count("42")
    form.finish()
    assert not form.behind
    assert row_values(form) == ["42"] * 40


def test_an_answer_given_while_actions_wait_is_not_undone_by_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = opened(ROWS)
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 600)
    form.answer("/data/a", "2")
    assert row_values(form)[-1] == ""
    form.answer("/data/r[40]/x", "mine")
    form.finish()
    assert row_values(form) == ["42"] * 39 + ["mine"]
    form.answer("/data/a", "3")
    form.finish()
    assert row_values(form) == ["43"] * 40


def chain(number: int) -> str:
    """Each answer sets the next to itself and one more."""
    nodes = "".join(f"<s{n}/>" for n in range(number))
    asked = "".join(
        f'<input ref="/data/s{n}"><setvalue event="xforms-value-changed" ref="/data/s{n + 1}" '
        f'value="/data/s{n} + 1"/></input>'
        for n in range(number - 1)
    )
    return xform(nodes, "", f'{asked}<input ref="/data/s{number - 1}"/>')


def test_a_chain_of_actions_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    form = opened_xform(chain(60))
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 400)
    form.answer("/data/s0", "5")
    assert form.behind
    assert form.find("/data/s59").value == ""
    form.finish()
    assert not form.behind
    assert [form.find(f"/data/s{n}").value for n in range(60)] == [f"{5 + n}" for n in range(60)]


def loads(event: str) -> FormDefinition:
    actions = "".join(
        f'<setvalue event="{event}" ref="/data/x{n}" value="count(/data/*) > 0"/>'
        for n in range(40)
    )
    nodes = "".join(f"<x{n}/>" for n in range(40))
    asked = "".join(f'<input ref="/data/x{n}"/>' for n in range(40))
    return opened_xform(xform(nodes, actions, asked)).form


def test_a_form_whose_first_actions_are_too_many_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = loads("odk-instance-first-load")
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 300)
    with pytest.raises(FormRefused) as refused:
        open_form(form, still())
    assert [problem.code for problem in refused.value.problems] == ["too-much-work"]


def test_a_record_whose_actions_are_too_many_is_opened_and_caught_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    definition = loads("odk-instance-load")
    saved = instance_xml(open_form(definition, still())).replace("true", "")
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 300)
    form = open_form(definition, still(), saved)
    assert form.behind
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 3_000)
    form.catch_up()
    assert not form.behind
    assert state_of(form)["/data/x39"]["value"] == "true"


def test_rows_that_come_while_there_is_no_room_have_their_defaults_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    definition = table(
        "| survey |\n| | type | name | label | repeat_count | default |\n"
        "| | integer | n | N | | |\n| | begin repeat | r | R | ${n} | |\n"
        "| | text | t | T | | concat('row ', position(..)) |\n| | end repeat | | | | |\n"
    )
    form = open_form(definition, still())
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 100)
    form.answer("/data/n", "9")
    assert form.behind
    form.finish()
    assert [one.named["t"].value for one in form.series("/data/r").instances] == [
        f"row {n}" for n in range(1, 10)
    ]
