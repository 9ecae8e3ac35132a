"""Choices are written in one piece, as if each were an element of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest

from survey.forms.definition import Choice, ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.markup import Tag, Written, read_markup, write_markup
from survey.forms.problems import Findings
from survey.forms.read.xform import read_xform
from survey.forms.write.xform import write_xform

ODD = "a & b <c> ]]> \"d\" å\r\ne\rf\n\tg"


def form(
    text: Mapping[str, Mapping[str, str]], columns: Mapping[str, str], name: str = "towns"
) -> FormDefinition:
    choices = tuple(
        Choice(id=UUID(int=at), name=f"c{at}", text=text, columns=columns) for at in (3, 4)
    )
    asked = Node(
        id=UUID(int=1), kind=NodeKind.QUESTION, name="q", type="select_one", list=name,
        text={"label": {"": "Q"}},
    )
    lists = (ChoiceList(id=UUID(int=2), name=name, choices=choices, columns=tuple(columns)),)
    return FormDefinition(id=UUID(int=9), name="f", root="data", nodes=(asked,), lists=lists)


def items(written: bytes, name: str = "item") -> list[Tag]:
    return [tag for tag in read_markup(written).walk() if tag.name == name]


def test_texts_and_columns_of_choices_stand_as_they_are() -> None:
    found = items(write_xform(form({"label": {"": ODD}}, {"region": ODD})))
    said = ODD.replace("\r\n", "\n").replace("\r", "\n")
    assert [[(tag.name, tag.text) for tag in item.tags] for item in found] == [
        [("name", f"c{at}"), ("label", said), ("region", said)] for at in (3, 4)
    ]


def test_a_column_that_xml_cannot_name_is_left_out_and_told_once() -> None:
    findings = Findings()
    written = write_xform(form({"label": {"": "L"}}, {"a:b": "1", "{x}y": "2", "c": "3"}), findings)
    named = [[tag.name for tag in item.tags] for item in items(written)]
    assert named == [["name", "label", "c"]] * 2
    told = [(problem.code, problem.values["name"]) for problem in findings.problems()]
    assert told == [("xform-attribute", "a:b"), ("xform-attribute", "{x}y")]


@pytest.mark.parametrize("name", ["towns", "two\nlines", 'a"<&'])
def test_choices_in_languages_stand_in_the_table_of_translations(name: str) -> None:
    said = {"sv": ODD, "en": "${q} town"}
    written = write_xform(form({"label": said, "image": {"sv": "a.png"}}, {}, name))
    texts = {lang: items(written, "translation")[at].tags for at, lang in enumerate(("sv", "en"))}
    shown = ODD.replace("\r\n", "\n").replace("\r", "\n")
    plain = [[(value.get("form"), value.text) for value in text.tags] for text in texts["sv"]]
    assert plain == [[("", shown), ("image", "jr://images/a.png")]] * 2
    assert texts["sv"][1].get("id") == f"{name}-1".replace("\n", " ")
    assert texts["en"][0].tags[0].tags[0].get("value") == " /data/q "
    assert [item.tags[0].text for item in items(written)] == [f"{name}-{at}" for at in (0, 1)]


def test_returns_of_a_form_that_was_an_xform_are_kept() -> None:
    read, _ = read_xform(write_xform(form({"label": {"": "L"}}, {"region": "x"})))
    assert read is not None
    assert [choice.columns for choice in read.lists[0].choices] == [{"region": "x"}] * 2
    choices = tuple(
        Choice(id=one.id, name=one.name, text={"label": {"": "a\r\nb"}}) for one in
        read.lists[0].choices
    )  # fmt: skip
    again = replace(read, lists=(replace(read.lists[0], choices=choices),))
    assert items(write_xform(again))[0].tags[1].text == "a\r\nb"


def test_what_is_written_already_stands_between_other_children() -> None:
    made = Tag("a")
    made.children += ["<", Written("<b>&lt;</b>"), Tag("c")]
    assert write_markup(made) == "<a>&lt;<b>&lt;</b><c/></a>"


def test_lists_in_the_body_of_one_name_get_names_of_their_own() -> None:
    groups = range(30)
    data = "".join(f"<g{at}><q/></g{at}>" for at in groups)
    asked = "".join(
        f'<select1 ref="/data/g{at}/q"><label>Q</label>'
        "<item><label>A</label><value>a</value></item></select1>" for at in groups
    )  # fmt: skip
    read, _ = read_xform(
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms">'
        f'<h:head><h:title>t</h:title><model><instance><data id="a">{data}</data></instance>'
        f"</model></h:head><h:body>{asked}</h:body></h:html>".encode()
    )
    assert read is not None
    names = [made.name for made in read.lists]
    assert len(set(names)) == 30
    assert names[:3] == ["q", "q_", "q__"]
    assert max(map(len, names)) < 30
