"""A name that two groups have means the nearest of both, for people and in XForms alike."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from survey.forms.compare import Kind, compare
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.engine import binding
from survey.forms.engine.running import open_form
from survey.forms.engine.scripted import BadStep, text_of
from survey.forms.nearest import Steps, by_steps
from survey.forms.write.xform import write_xform
from tests.forms import still

ID = UUID("c0ffee00-0000-4000-8000-000000000000")


def node(number: int, name: str, **more: object) -> Node:
    made = Node(id=UUID(int=number), kind=NodeKind.QUESTION, name=name, type="text")
    return replace(made, **{"text": {"label": {"": name}}, **more})  # type: ignore[arg-type]


def form() -> FormDefinition:
    """Two groups, each with a question and a total that it sets off and that names it."""
    groups = []
    for at, name in enumerate(("g1", "g2")):
        asked = node(10 * at + 2, "asked")
        total = node(
            10 * at + 3, "total", triggers=("asked",), calculation="${asked} + 1",
            relevant="${asked} != ''",
        )  # fmt: skip
        groups.append(node(10 * at + 1, name, kind=NodeKind.GROUP, type="", nodes=(asked, total)))
    return FormDefinition(id=ID, name="f", nodes=tuple(groups))


@pytest.mark.parametrize("group", ["g1", "g2"])
def test_an_xform_sets_off_and_names_what_stands_in_the_same_group(group: str) -> None:
    xml = write_xform(form()).decode()
    control = xml.partition(f'<input ref="/data/{group}/asked">')[2].partition("</input>")[0]
    assert control.count("<setvalue") == 1
    assert f'ref="/data/{group}/total"' in control
    assert f' /data/{group}/asked  + 1' in control
    assert f'nodeset="/data/{group}/total" type="string" relevant=" /data/{group}/asked ' in xml


def test_a_version_that_names_the_other_group_means_another() -> None:
    old = form()
    (first, second) = old.nodes
    meant = replace(second.nodes[1], relevant="/data/g1/asked != ''")
    new = replace(old, nodes=(first, replace(second, nodes=(second.nodes[0], meant))))
    assert [(one.kind, one.id, one.aspect) for one in compare(old, new)] == [
        (Kind.MEANING, meant.id, "relevant")
    ]


def nearest(paths: list[Steps], near: Steps) -> Steps | None:
    places = by_steps()
    for path in paths:
        places.add("x", path)
    return places.named("x", near)


def test_of_equally_near_ones_the_highest_is_meant() -> None:
    paths = [("data", "a", "b", "x"), ("data", "c", "x"), ("data", "x")]
    assert nearest(paths, ("data", "q")) == ("data", "x")
    assert nearest(paths, ("data", "a", "q")) == ("data", "a", "b", "x")
    assert nearest([], ("data",)) is None


def shared(one: Steps, other: Steps) -> int:
    """How many steps both begin with."""
    alike = (size for size in range(len(one) + 1) if one[:size] == other[:size])
    return max(alike)


def test_the_nearest_is_the_one_that_a_look_at_each_finds() -> None:
    random = Random(9)

    def path(end: str) -> Steps:
        return ("data", *random.choices("abx", k=random.randrange(5)), end)

    for _ in range(3_000):
        paths = [path("x") for _ in range(random.randrange(1, 8))]
        near = path(random.choice("xq"))
        assert nearest(paths, near) == max(
            paths, key=lambda one: (shared(one, near), -len(one))
        )  # the first of equals


def test_a_name_that_very_many_groups_have_is_looked_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = [
        node(3 * at, f"g{at}", kind=NodeKind.GROUP, type="", nodes=(
            node(3 * at + 1, "q"), node(3 * at + 2, "r", relevant="${q} = 'a'"),
        )) for at in range(1, 301)
    ]  # fmt: skip
    many = FormDefinition(id=ID, name="f", nodes=tuple(groups))
    lines: list[object] = []
    usual = binding._line
    monkeypatch.setattr(binding, "_line", lambda plan: (lines.append(plan), usual(plan))[1])
    open_form(many, still())
    assert len(lines) < 20 * 300


def test_a_scripted_value_is_a_text_a_number_or_names() -> None:
    said = [text_of(one) for one in (None, False, True, 4, 1.5, ["a", "b"], "x")]
    assert said == ["", "", "OK", "4", "1.5", "a b", "x"]
    for wrong in ({"a": 1}, [["a"]]):
        with pytest.raises(BadStep):
            text_of(wrong)
