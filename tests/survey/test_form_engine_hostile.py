from __future__ import annotations

import random
from uuid import UUID, uuid5

import pytest

from bench import mutated_xforms
from survey.forms.definition import FormDefinition, Instance, Node, NodeKind
from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.repeating import MOST_ANSWERS
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from tests.forms import opened_xform, still, xform

SPACE = UUID(int=9)


def node(kind: NodeKind, name: str, *nodes: Node, **told: str) -> Node:
    return Node(id=uuid5(SPACE, name), kind=kind, name=name, nodes=nodes, **told)  # type: ignore[arg-type]


def of(*nodes: Node) -> FormDefinition:
    return FormDefinition(id=SPACE, name="f", nodes=nodes)


def test_ten_thousand_groups_inside_one_another_are_a_problem() -> None:
    inner = node(NodeKind.QUESTION, "q", type="text")
    for number in range(10_000):
        inner = node(NodeKind.GROUP, f"g{number}", inner)
    with pytest.raises(FormRefused, match="deep"):
        open_form(of(inner), still())


def test_repeats_never_grow_beyond_what_a_form_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.forms.engine.repeating.MOST_ANSWERS", 500)
    asked = node(NodeKind.QUESTION, "q", type="text")
    inner = node(NodeKind.REPEAT, "i", asked, count="1000000000")
    outer = node(NodeKind.REPEAT, "o", inner, count="1000000000")
    form = open_form(of(outer, node(NodeKind.REPEAT, "p", asked)), still())
    assert sum(1 for _ in form.root.answers()) <= 500
    with pytest.raises(Refused, match="500"):
        for _ in range(500):
            form.add_repeat("/data/p")


def test_a_form_holds_enough_answers_for_any_survey() -> None:
    assert MOST_ANSWERS >= 100_000


@pytest.mark.parametrize("value", [None, 5, 1.5, [], {}, True, b"x"])
def test_an_answer_that_is_no_text_is_refused(value: object) -> None:
    form = opened_xform(xform("<a/>", "", '<input ref="/data/a"/>'))
    with pytest.raises(Refused):
        form.answer("/data/a", value)  # type: ignore[arg-type]


def test_tables_that_cannot_be_read_are_empty_and_told() -> None:
    reads = node(NodeKind.VALUE, "c", type="calculate", calculation="instance('i')/x")
    form = open_form(
        FormDefinition(id=SPACE, name="f", nodes=(reads,), instances=(Instance(id="i", xml="<a"),)),
        still(),
    )
    assert state_of(form)["/data/c"]["value"] == ""
    assert [problem.code for problem in form.rules.findings.problems()] == ["table-unreadable"]


def test_a_label_that_cannot_be_worked_out_is_empty_and_stops_nothing() -> None:
    binds = '<bind nodeset="/data/a" relevant="true()"/>'
    label = "<label><output value=\"distance('x', 'y')\"/>!</label>"
    form = opened_xform(xform("<a/>", binds, f'<input ref="/data/a">{label}</input>'))
    assert state_of(form)["/data/a"]["label"] == "!"


def test_broken_xforms_are_refused_or_run() -> None:
    sources = mutated_xforms.sources()
    if not sources:
        pytest.skip("the XForms (../shared/data/conformance) are not here")
    seen = set()
    for number in range(50):
        chance = random.Random(f"ci/{number}")
        source = mutated_xforms.mutated(chance.choice(sources), chance)
        seen.add(mutated_xforms.tried(source, chance))
    assert seen == {"ran", "refused"}
