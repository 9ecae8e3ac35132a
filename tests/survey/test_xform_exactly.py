"""What other tools made is written again as it stood, and what we write is read by them alike."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.problems import LONGEST_TEXT
from survey.forms.read.form import read_form
from survey.forms.read.xform import read_xform
from survey.forms.write.xform import write_xform
from tests.forms import still, xform

ENTITIES = "http://www.opendatakit.org/xforms/entities"


def again(source: str) -> str:
    form, problems = read_xform(source)
    assert form is not None, problems
    return write_xform(form).decode()


@pytest.mark.parametrize(
    "body",
    [
        '<input ref="/data/a"><label> A <output value="/data/b"/> </label></input>',
        '<input ref="/data/a"><label>A <output value="/data/b"/>\n and more</label></input>',
        '<input ref="/data/a"><label> </label></input>',
        '<input ref="/data/a"><label/></input>',
        '<input ref="/data/a"><label>two&#13;\nlines</label><hint> </hint></input>',
        '<upload ref="/data/a" mediatype="osm/*"><tag key="n"><label>N</label></tag></upload>',
        '<trigger ref="/data/a"><label>A</label></trigger>',
    ],
)
def test_a_control_is_written_as_it_was_read(body: str) -> None:
    plain = ElementTree.canonicalize(xform("<a/><b/>", body=body))
    made = ElementTree.canonicalize(again(xform("<a/><b/>", body=body)))
    within = [text.partition("<h:body>")[2] for text in (plain, made)]
    shown = [text.replace(' xmlns="http://www.w3.org/2002/xforms"', "") for text in within]
    assert shown[0] == shown[1]
    assert "ref=" in shown[0]


def test_the_version_of_entities_stays_with_the_model() -> None:
    source = xform("<a/>").replace(
        "<model", f'<model xmlns:e="{ENTITIES}" e:entities-version="2024.1.0"', 1
    )
    model = ElementTree.fromstring(again(source)).find(".//{*}model")  # noqa: S314 - our own
    assert model is not None
    assert model.attrib[f"{{{ENTITIES}}}entities-version"] == "2024.1.0"


def test_the_words_of_a_group_that_forbids_are_kept() -> None:
    bind = '<bind nodeset="/data/g" constraint="1" jr:constraintMsg="never"/>'
    assert 'jr:constraintMsg="never"' in again(xform("<g><a/></g>", bind))


def test_ends_of_lines_in_attributes_are_blanks_as_readers_of_other_tools_have_them() -> None:
    table = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
    form = read_form(table.encode(), "f").form
    assert form is not None
    asked = form.nodes[0]
    told = {**asked.text, "constraint_message": {"": "one\r\ntwo\tthree"}}
    node = replace(asked, text=told, appearance="one\ntwo")
    xml = write_xform(replace(form, nodes=(node,))).decode()
    assert 'jr:constraintMsg="one two three"' in xml
    assert 'appearance="one two"' in xml


def test_a_search_in_a_table_called_as_the_list_means_the_same_out_and_in() -> None:
    sheets = (
        "| survey |\n| | type | name | label | appearance | calculation |\n"
        "| | select_one t | q | Q | search('t') | |\n"
        "| | calculate | c | | | pulldata('t','a','b',1) |\n"
        "| choices |\n| | list_name | name | label |\n| | t | k | K |\n"
    )
    form = read_form(sheets.encode(), "f").form
    assert form is not None
    back, _ = read_xform(write_xform(form))
    assert back is not None
    offered = [state_of(open_form(one, still()))["/data/q"]["choices"] for one in (form, back)]
    assert offered == [[["k", "K"]], [["k", "K"]]]


def test_a_long_expression_is_not_repeated_by_its_problem() -> None:
    long = "1 + " * 3000
    bind = f'<bind nodeset="/data/a" relevant="{long}nobody() + {long}1"/>'
    _, problems = read_xform(xform("<a/>", bind))
    problem = problems[0]
    assert len(problem.spot.text) == LONGEST_TEXT
    assert problem.offset is not None
    assert problem.spot.text[problem.offset :].startswith("nobody")


def test_places_that_a_map_shows_beside_an_answer_are_kept() -> None:
    form, _ = read_xform(
        xform(
            "<a/>",
            '<bind nodeset="/data/a" type="geopoint"/>',
            '<input ref="/data/a"><itemset nodeset="instance(\'x\')/root/item[b = 1]">'
            '<value ref="name"/><label ref="label"/></itemset></input>',
        )
    )
    assert form is not None
    assert "instance('x')/root/item[b = 1]" in write_xform(form).decode()
    assert "choices" not in state_of(open_form(form, still()))["/data/a"]
