from __future__ import annotations

import pytest

from survey.forms.definition import NodeKind
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.markup import MarkupError, read_markup, write_markup
from survey.forms.read.xform import read_xform
from survey.forms.write.xform import write_xform
from tests.forms import opened_xform, still, xform


def codes(source: str) -> list[str]:
    _, problems = read_xform(source)
    return [problem.code for problem in problems]


def test_controls_and_binds_become_nodes_with_xlsform_types() -> None:
    form, _ = read_xform(
        xform(
            "<a>1</a><b/><c/><f/><g><d/></g><e/>",
            '<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="dateTime"/>'
            '<bind nodeset="/data/c" readonly="true()"/><bind nodeset="/data/f" readonly="true()"/>'
            '<bind nodeset="/data/e" calculate="1"/>',
            '<input ref="/data/a"/><input ref="/data/b"/>'
            '<input ref="/data/c"><label>C</label></input><input ref="/data/f"/>'
            '<group ref="/data/g"><upload ref="/data/g/d" mediatype="image/*"/></group>',
        )
    )
    assert form is not None
    found = [(node.name, node.kind, node.type) for node in form.walk()]
    assert found == [
        ("a", NodeKind.QUESTION, "integer"),
        ("b", NodeKind.QUESTION, "dateTime"),
        ("c", NodeKind.QUESTION, "note"),
        ("f", NodeKind.QUESTION, "text"),
        ("g", NodeKind.GROUP, ""),
        ("d", NodeKind.QUESTION, "image"),
        ("e", NodeKind.VALUE, "calculate"),
    ]
    assert form.nodes[0].default == "1"


def test_the_same_document_gives_the_same_ids() -> None:
    source = xform("<a/>", body='<input ref="/data/a"/>')
    assert read_xform(source)[0] == read_xform(source)[0]


def test_an_itemset_of_a_table_becomes_a_list_with_its_filter() -> None:
    form, _ = read_xform(
        xform(
            "<l/><t/>",
            model='<instance id="towns"><root><item><name>lund</name><label>Lund</label>'
            "<land>se</land></item></root></instance>",
            body='<input ref="/data/l"/><select1 ref="/data/t"><itemset nodeset="instance('
            "'towns')/root/item[land = /data/l]\"><value ref=\"name\"/><label ref=\"label\"/>"
            "</itemset></select1>",
        )
    )
    assert form is not None
    town = form.nodes[1]
    assert (town.list, town.choice_filter, town.itemset) == ("towns", "land = /data/l", None)
    assert form.lists[0].choices[0].columns == {"land": "se"}
    assert not form.instances


def test_the_ticks_of_a_range_are_named_and_bind_no_answer() -> None:
    form, _ = read_xform(
        xform(
            "<r/>",
            '<instance id="t"><root><item><name>2</name><label>Two</label></item></root>'
            '</instance><bind nodeset="/data/r" type="int"/>',
            '<range ref="/data/r" start="1" end="5" step="1" odk:tick-interval="2"><itemset '
            "nodeset=\"instance('t')/root/item\"><value ref=\"name\"/><label ref=\"label\"/>"
            "</itemset></range>",
        )
    )
    assert form is not None
    told = {"start": "1", "end": "5", "step": "1", "tick_interval": "2", "tick_labelset": "t"}
    assert (form.nodes[0].list, form.nodes[0].parameters) == ("t", told)
    running = open_form(form, still())
    running.answer("/data/r", "3")
    assert state_of(running)["/data/r"]["value"] == "3"


def test_blanks_around_words_are_kept_and_not_shown() -> None:
    form, _ = read_xform(
        xform(
            "<a/><b/>",
            '<bind nodeset="/data/a" relevant=" 1 = 1 "/>',
            '<input ref="/data/a"><label>\n A <output value=" /data/b "/>\n</label></input>'
            '<input ref="/data/b"><label> </label></input>',
        )
    )
    assert form is not None
    a, b = form.nodes
    assert (a.relevant, a.text) == ("1 = 1", {"label": {"": "\n A ${= /data/b}\n"}})
    assert b.text == {"label": {"": " "}}
    assert state_of(open_form(form, still()))["/data/a"]["label"] == "A"


def test_several_instances_of_a_repeat_are_there_from_the_start() -> None:
    form = opened_xform(
        xform(
            '<r jr:template=""><a>new</a></r><r><a>1</a></r><r><a>2</a></r>',
            body='<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
        )
    )
    form.add_repeat("/data/r")
    state = state_of(form)
    assert [state[f"/data/r[{n}]/a"]["value"] for n in (1, 2, 3)] == ["1", "2", "new"]


def test_translations_and_outputs_are_said() -> None:
    form = opened_xform(
        xform(
            "<a/>",
            model='<itext><translation lang="en"><text id="a"><value>Hi <output value="/data/a"/>'
            '</value></text></translation><translation lang="sv" default="true()"><text id="a">'
            "<value>Hej</value></text></translation></itext>",
            body='<input ref="/data/a"><label ref="jr:itext(\'a\')"/></input>',
        )
    )
    assert state_of(form)["/data/a"]["label"] == "Hej"
    form.set_language("en")
    form.answer("/data/a", "you")
    assert state_of(form)["/data/a"]["label"] == "Hi you"


def test_a_literal_that_looks_like_an_expression_stays_a_literal() -> None:
    form = opened_xform(xform("<a>now()</a>", body='<input ref="/data/a"/>'))
    assert state_of(form)["/data/a"]["value"] == "now()"


def test_preloads_come_from_the_circumstances() -> None:
    form = opened_xform(
        xform(
            "<d/><t/>",
            '<bind nodeset="/data/d" jr:preload="property" jr:preloadParams="deviceid"/>'
            '<bind nodeset="/data/t" type="date" jr:preload="date" jr:preloadParams="today"/>',
        ),
        still(deviceid="kiosk 7"),
    )
    assert state_of(form)["/data/d"]["value"] == "kiosk 7"
    assert state_of(form)["/data/t"]["value"] == "2026-03-14"


def test_the_record_has_an_instance_id_even_where_the_form_has_none() -> None:
    record = read_markup(instance_xml(opened_xform(xform("<a>1</a>"))))
    meta = record.tags[-1]
    assert (meta.name, meta.tags[0].name) == ("meta", "instanceID")
    assert meta.tags[0].text.startswith("uuid:")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "xform-xml"),
        ("<a><b></a>", "xform-xml"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "xform-xml"),
        ("<a>" * 300 + "</a>" * 300, "xform-xml"),
        ("<a/>", "xform-part"),
        (xform("<a/>").replace("<h:body></h:body>", ""), "xform-part"),
        (xform("<a/>", body='<input ref="/data/zzz"/>'), "xform-no-node"),
        (xform("<a/>", body="<input/>"), "xform-no-ref"),
        (xform("<a/>", model='<submission method="poast"/>'), "xform-submission"),
    ],
)
def test_what_cannot_be_a_form_is_told_with_its_line(source: str, code: str) -> None:
    form, problems = read_xform(source)
    assert form is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].spot.row >= 1
    assert problems[0].message and problems[0].hint


def test_markup_is_written_as_it_was_read() -> None:
    source = '<a xmlns:n="urn:n" n:k="&quot;&lt;"><n:b>x &amp; y</n:b>tail<c/></a>'
    assert write_markup(read_markup(source)) == source


def test_markup_in_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(MarkupError):
        read_markup(b'<?xml version="1.0" encoding="nonsense"?><a/>')


def test_a_function_nobody_knows_is_told_left_out_and_handed_on() -> None:
    form, problems = read_xform(
        xform(
            "<a/>",
            '<bind nodeset="/data/a" relevant="difference-in-months(., now())"/>'
            '<setvalue ref="/data/a" event="odk-instance-first-load" value="device-info()"/>',
            '<input ref="/data/a"><label>A</label></input>',
        )
    )
    assert form is not None
    assert [(p.code, p.severity.value) for p in problems] == [("function-fault", "warning")] * 2
    assert (form.nodes[0].relevant, form.actions) == ("", ())
    assert b'relevant="difference-in-months(., now())"' in write_xform(form)
    assert state_of(open_form(form, still()))["/data/a"]["relevant"]


def test_how_the_body_looks_is_a_setting() -> None:
    source = xform("<a/>").replace("<h:body>", '<h:body class="pages">')
    form, _ = read_xform(source)
    assert form is not None
    assert form.settings["style"] == "pages"
    assert b'class="pages"' in write_xform(form)


def test_a_form_whose_prefixes_all_mean_something_else_is_read() -> None:
    others = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("h", "html", "xhtml", "h0", "h1"))
    form, problems = read_xform(
        f'<html xmlns="http://www.w3.org/1999/xhtml" {others}><head><title>t</title>'
        '<model xmlns="http://www.w3.org/2002/xforms"><instance><data id="x" xmlns=""><a/></data>'
        '</instance></model></head><body><input xmlns="http://www.w3.org/2002/xforms" '
        'ref="/data/a"/></body></html>'
    )
    assert form is not None and not problems
    assert form.namespaces["h2"] == "http://www.w3.org/1999/xhtml"
    assert read_xform(write_xform(form))[0] is not None
