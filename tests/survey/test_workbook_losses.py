"""What a form of ours holds and a workbook cannot say is told, whatever the form was read from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.forms.definition import Action, FormDefinition, Instance, Itemset, Node, Place
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xlsx import write_xlsx

TEXT = "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | b | B |\n"


def plain() -> FormDefinition:
    form = read_form(TEXT.encode(), "visit").form
    assert form is not None
    return form


def first(form: FormDefinition, node: Node) -> FormDefinition:
    return replace(form, nodes=(node, *form.nodes[1:]))


def written(form: FormDefinition) -> tuple[FormDefinition, list[str]]:
    findings = Findings()
    again = read_form(write_xlsx(workbook_ready(form, findings)), "visit").form
    assert again is not None
    return again, [problem.code for problem in findings.problems()]


def test_a_form_that_a_workbook_can_hold_is_written_without_a_word() -> None:
    assert written(plain()) == (replace(plain(), kept=()), [])


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        (replace(plain(), layout=(Place(node=plain().nodes[0].id),)), ["xlsx-layout"]),
        (replace(plain(), texts={"t": {"label": {"": "x"}}}), ["xlsx-texts"]),
        (replace(plain(), start="<data><a>1</a></data>"), ["xlsx-start"]),
        (replace(plain(), instances=(Instance(id="x", xml="<root/>"),)), ["xlsx-instance"]),
        (
            replace(plain(), actions=(Action(event="xforms-ready", target="/data/a", value="1"),)),
            ["xlsx-action"],
        ),
        (
            first(
                plain(),
                replace(
                    plain().nodes[0],
                    type="select_one",
                    itemset=Itemset(nodeset="instance('x')/root/item", value="name"),
                ),
            ),
            ["xlsx-choices"],
        ),
    ],
)
def test_what_a_workbook_cannot_say_is_told(form: FormDefinition, codes: list[str]) -> None:
    again, told = written(form)
    assert told == codes
    assert "omit_instanceID" not in again.settings


def test_a_value_set_by_another_question_becomes_a_trigger() -> None:
    action = Action(event="xforms-value-changed", target="/data/b", literal="1")
    again, told = written(first(plain(), replace(plain().nodes[0], actions=(action,))))
    assert told == []
    assert (again.nodes[1].calculation, again.nodes[1].triggers) == ("'1'", ("a",))
