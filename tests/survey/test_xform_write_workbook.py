from __future__ import annotations

from survey.forms.definition import FormDefinition
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.read.xform import read_xform
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xlsx import write_xlsx

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>V</h:title><model>
<instance><data id="v"><a/><b>x * 1</b><c/><r jr:template=""><q/></r><s/>
<orx:meta><orx:instanceID/><orx:userID/></orx:meta></data></instance>
<instance id="t"><root><town><n>1</n></town></root></instance>
<bind nodeset="/data/a" type="int"/><bind nodeset="/data/c" type="string"/>
<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>
<setvalue event="odk-instance-first-load" ref="/data/a" value="1 + 1"/>
<setvalue event="xforms-revalidate" ref="/data/c" value="2"/>
</model></h:head><h:body>
<input ref="/data/a"><label>A</label>
 <setvalue event="xforms-value-changed" ref="/data/c">set</setvalue></input>
<input ref="/data/b"><label>B <output value="/data/a"/> and <output value="/data/a * 2"/></label>
</input>
<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/q"><label>Q</label></input>
</repeat></group>
<select1 ref="/data/s"><label>S</label><itemset nodeset="instance('t')/root/town">
 <value ref="n"/><label ref="n"/></itemset></select1>
</h:body></h:html>"""


def converted() -> tuple[FormDefinition, list[str]]:
    form, problems = read_xform(XFORM)
    assert form is not None, [problem.message for problem in problems]
    findings = Findings()
    again = read_form(write_xlsx(workbook_ready(form, findings)), "v")
    assert again.form is not None, [problem.message for problem in again.problems]
    return again.form, [problem.code for problem in findings.problems()]


def test_actions_become_defaults_and_triggers() -> None:
    nodes = {node.name: node for node in converted()[0].walk()}
    assert nodes["a"].default == "1 + 1"
    assert (nodes["c"].calculation, nodes["c"].triggers) == ("'set'", ("a",))


def test_a_literal_that_looks_like_a_formula_stays_a_literal() -> None:
    nodes = {node.name: node for node in converted()[0].walk()}
    assert nodes["b"].default == "string('x * 1')"


def test_answers_in_words_are_named_and_formulas_become_calculations() -> None:
    nodes = {node.name: node for node in converted()[0].walk()}
    (label,) = nodes["b"].text["label"].values()
    (made,) = (node for node in nodes.values() if node.calculation == "/data/a * 2")
    assert label == f"B ${{a}} and ${{{made.name}}}"


def test_everything_that_a_workbook_cannot_say_is_told() -> None:
    assert sorted(set(converted()[1])) == [
        "xlsx-action", "xlsx-choices", "xlsx-instance", "xlsx-meta", "xlsx-start", "xlsx-words",
    ]  # fmt: skip


def test_a_form_from_a_workbook_is_left_as_it_is() -> None:
    form = read_form(b"| survey |\n| | type | name | label |\n| | text | a | A |", "v").form
    assert form is not None
    assert workbook_ready(form, Findings()) is form
