"""Whatever is read can be written as any kind of file and read again, or it is refused in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest

from survey.forms import limits
from survey.forms.canonical import read_canonical, write_form
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.problems import Findings
from survey.forms.read import keeping, loops
from survey.forms.read.form import read_form
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

SURVEY = "| survey |\n| | type | name | label |\n"


def xform(inside: str, body: str, model: str = "") -> bytes:
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f'<h:head><h:title>t</h:title><model>{model}<instance><data id="x">{inside}</data>'
        f"</instance></model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def groups(number: int) -> bytes:
    """Groups inside one another, each in its own line."""
    names = [f"g{n}" for n in range(number)]
    opened, closed = "".join(f"<{n}>" for n in names), "".join(f"</{n}>" for n in names[::-1])
    paths = ["/data/" + "/".join(names[: n + 1]) for n in range(number)]
    body = "".join(f'<group ref="{path}">\n' for path in paths)
    return xform(
        f"{opened}<q/>{closed}", f'{body}<input ref="{paths[-1]}/q"/>{"</group>" * number}'
    )


def codes(data: bytes) -> list[tuple[str, int, str]]:
    reading = read_form(data, "x")
    assert all(problem.message and problem.hint for problem in reading.problems)
    return [(one.code, one.spot.row, one.severity.value) for one in reading.problems]


def again(data: bytes) -> list[FormDefinition | None]:
    form = read_form(data, "x").form
    assert form is not None
    every = (write_form(form), write_xform(form), write_xlsx(workbook_ready(form, Findings())))
    return [read_form(one, "x").form for one in every]


def test_sixty_groups_are_read_in_every_kind_of_file_and_more_in_none() -> None:
    assert None not in again(groups(60))
    assert codes(groups(61)) == [("too-deep", 1, "error")]
    deeper = SURVEY + "| | begin_group | g | G |\n" * 61 + "| | end_group | | |\n" * 61
    assert codes(deeper.encode())[0][0] == "too-deep"


def test_canonical_json_is_held_to_the_same_depth() -> None:
    form = read_form(groups(60), "x").form
    assert form is not None
    top = replace(form.nodes[0], id=UUID(int=7), name="top", nodes=form.nodes)
    problems = read_canonical(write_form(replace(form, nodes=(top,))))[1]
    assert [one.code for one in problems] == ["too-deep"]


def test_groups_that_are_only_shown_are_counted_too() -> None:
    shown = '<group appearance="a">' * 61 + '<input ref="/data/b"/>' + "</group>" * 61
    data = xform("<a/><b/>", f'{shown}<input ref="/data/a"/>')
    assert codes(data) == [("too-deep", 0, "error")]


@pytest.mark.parametrize("where", ["default", "label"])
def test_a_text_that_canonical_json_would_not_read_is_told_with_its_line(where: str) -> None:
    long = "y" * (limits.LONGEST + 1)
    default, label = (long, "") if where == "default" else ("", long)
    data = xform(f"\n\n<a>{default}</a>", f'<input ref="/data/a"><label>{label}</label></input>')
    assert codes(data) == [("text-too-long", 3, "error")]


def test_a_long_cell_is_refused() -> None:
    assert codes(f"{SURVEY}| | text | a | {'y' * (limits.LONGEST + 1)} |".encode())[0][0] == (
        "cell-too-long"
    )


def test_every_text_is_looked_at_however_small_the_file_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loops, "LONGEST", 10 * limits.LONGEST)  # what makes it does not refuse
    rows = (
        f"{SURVEY}| | begin loop over l | o | O |\n| | text | q | {'%(label)s' * 1_001} |\n"
        "| | end loop | | |\n| choices |\n| | list_name | name | label |\n"
        f"| | l | c | {'y' * 1_000} |\n"
    )
    assert len(rows) < limits.LONGEST // 4
    assert [code for code, _, _ in codes(rows.encode())] == ["text-too-long"]


def test_a_table_inside_an_xform_may_be_longer_than_a_text() -> None:
    rows = "<x>y</x>" * 150_000
    data = xform("<a/>", '<input ref="/data/a"><label>a</label></input>')
    data = data.replace(b"</model>", f'<instance id="t"><r>{rows}</r></instance></model>'.encode())
    form = read_form(data, "x").form
    assert form is not None and len(form.instances[0].xml) > limits.LONGEST
    assert read_canonical(write_form(form))[0] == form


def test_words_of_a_kind_nobody_shows_are_told_and_left_out() -> None:
    words = (
        '<itext><translation lang="en"><text id="a"><value>A</value>\n'
        '<value form="markdown">*A*</value></text></translation></itext>'
    )
    data = xform("<a/>", "<input ref=\"/data/a\"><label ref=\"jr:itext('a')\"/></input>", words)
    assert codes(data) == [("xform-words-form", 2, "warning")]
    assert None not in again(data)


@pytest.mark.parametrize(
    "data",
    [
        f"{SURVEY}| | text | a | A\x1d\x01B |\n",
        f"{SURVEY}| | begin_group | g | \x01 |\n| | text | b | B |\n| | end_group | | |\n",
        "survey,type,name,label,odd\n,text,a,A\x01,\x02\n",
        f"{SURVEY}| | text | a | A |\n| fur\x01ther |\n| | x | y |\n",
    ],
)
def test_signs_that_xml_cannot_hold_are_told_and_left_out(data: str) -> None:
    reading = read_form(data.encode(), "x")
    assert reading.form is not None
    assert read_canonical(write_form(reading.form))[0] == reading.form
    told = [one.spot.cell for one in reading.problems if one.code == "sign-left-out"]
    assert told or "ther" in data


@pytest.mark.parametrize("data", [
    "| survey |\n| | type | name |\n| | integer | old |\n"
    "| surv\x01ey |\n| | type | name | label |\n| | text | a | A |\n",
    "| SURVEY |\n| | type | name |\n| | integer | old |\n"
    "| survey |\n| | type | name | label |\n| | text | a | A |\n",
])  # fmt: skip
def test_of_two_sheets_of_one_name_the_first_is_told(data: str) -> None:
    reading = read_form(data.encode(), "x")
    assert reading.form is not None
    assert [node.name for node in reading.form.nodes] == ["a"]
    assert [(one.code, one.severity.value) for one in reading.problems] == [
        ("doubled-sheet", "warning")
    ]


def test_a_sheet_goes_on_where_a_table_with_commas_names_it_again() -> None:
    data = "survey,type,name,label\n,text,a,A\nsurv\x01ey,text,b,B\n"
    reading = read_form(data.encode(), "x")
    assert reading.form is not None and not reading.problems
    assert [node.name for node in reading.form.nodes] == ["a", "b"]


def test_very_many_sheets_are_counted_as_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.forms.read.workbook.MOST_CELLS", 100)
    for line in ("| {} |\n", "{}\n,,,,,\n"):
        many = "".join(line.format(f"s{n}") for n in range(200))
        assert codes(many.encode())[0][0] == "too-many-cells"


def test_cells_that_are_not_kept_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    data = f"{SURVEY}| | text | a | A |\n| more |\n| | p | q |\n| | r | s |\n"
    assert ("kept-in-part", 2, "warning") in codes(data.encode())


def test_a_form_of_more_parts_than_canonical_json_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = f"{SURVEY}| | text | a | A |\n| | text | b | B |\n".encode()
    assert codes(data) == []
    monkeypatch.setattr(limits, "MOST_NODES", 1)
    assert codes(data) == [("form-too-large", 0, "error")]


def test_too_many_questions_are_told_before_they_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = f"{SURVEY}| | text | a | ${{none}} |\n| | text | a | B |\n".encode()
    assert len(codes(data)) > 1
    monkeypatch.setattr(limits, "MOST_NODES", 1)
    assert codes(data) == [("form-too-large", 0, "error")]


OLDER = xform(
    "<g><a/></g><n/><r><p/></r>",
    '<group ref="/data/g"><label>G</label><hint>H</hint><textarea ref="/data/g/a"><label>a</label>'
    "<alert>wrong</alert><help>how</help></textarea></group>"
    '<secret ref="/data/n" appearance="numbers"><label>n</label></secret>'
    '<group><label>R</label><hint>rh</hint><repeat nodeset="/data/r"><label>own</label>'
    '<input ref="/data/r/p"><label>p</label></input></repeat></group>',
)


def test_what_older_xforms_say_is_said_in_words_of_today() -> None:
    for form in (read_form(OLDER, "x").form, *again(OLDER)[:2]):
        assert form is not None
        nodes = {node.name: node for node in form.walk()}
        assert nodes["a"].appearance == "multiline"
        assert nodes["n"].appearance == "numbers masked"
        said = {n: "".join(words.values()) for n, words in nodes["a"].text.items()}
        assert said == {"label": "a", "constraint_message": "wrong", "guidance_hint": "how"}
        assert nodes["g"].text == {"label": {"": "G"}, "hint": {"": "H"}}
        assert nodes["r"].text == {"label": {"": "R"}, "hint": {"": "rh"}}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<input ref="/data/a"/>\n<switch/>', ("xform-left-out", 2, "warning")),
        ('<input ref="/data/a">\n<filter/></input>', ("xform-left-out", 2, "warning")),
        ('<input ref="/data/a"/>\n<input ref="/data/g"/>', ("xform-group-asked", 2, "error")),
        ('<input ref="/data/a"/>\n<repeat nodeset="/data"/>', ("xform-no-node", 2, "error")),
    ],
)
def test_what_is_not_taken_over_is_told(body: str, told: tuple[str, int, str]) -> None:
    assert codes(xform("<a/><g><b/></g>", body)) == [told]


def test_a_group_around_the_question_of_its_own_name_only_shows_its_label() -> None:
    body = '<group ref="/data/a"><label>G</label><input ref="/data/a"/><input ref="/data/b"/>'
    form = read_form(xform("<a/><b/>", f"{body}</group>"), "x").form
    assert form is not None
    assert read_form(write_xform(form), "x").form == form
    assert [place.text for place in form.layout] == [{"label": {"": "G"}}]


def test_an_xform_is_known_by_any_prefix_of_its_document() -> None:
    data = xform("<a/>", '<input ref="/data/a"><label>a</label></input>')
    other = data.replace(b"h:", b"").replace(
        b'xmlns="http://www.w3.org/2002/xforms" xmlns:h=', b"xmlns="
    ).replace(b"<model>", b'<model xmlns="http://www.w3.org/2002/xforms">')  # fmt: skip
    for prefix in (b"<input", b"<label"):
        other = other.replace(prefix, prefix + b' xmlns="http://www.w3.org/2002/xforms"')
    form = read_form(other, "x").form
    assert form is not None
    assert b"instanceID" not in write_xform(form)


def test_a_barcode_with_parted_fields_leaves_a_record_that_can_be_read() -> None:
    form = read_form(f"{SURVEY}| | barcode | a | A |\n".encode(), "x").form
    assert form is not None
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    world = Circumstances(clock=lambda: now, zone=UTC, random=Random(1))
    running = open_form(form, world)
    running.answer("/data/a", "0107340000000002\x1d10A\r\nB")
    again = open_form(form, world, instance_xml(running))
    assert state_of(again)["/data/a"]["value"] == "010734000000000210A\r\nB"


def test_the_quality_of_a_recording_goes_through_an_xform() -> None:
    rows = f"{SURVEY[:-1]} parameters |\n| | text | a | A | |\n"
    form = read_form(f"{rows}| | background-audio | rec | | quality=low |\n".encode(), "x").form
    assert form is not None
    made = read_form(write_xform(form), "x").form
    assert made is not None and made.nodes[1].parameters == {"quality": "low"}
    assert read_form(write_xform(made), "x").form == made
    book = read_form(write_xlsx(workbook_ready(made, Findings())), "x").form
    assert book is not None
    rec = next(node for node in book.walk() if node.name == "rec")
    assert (rec.type, rec.parameters) == ("background-audio", {"quality": "low"})


def test_the_tags_of_a_map_have_their_words_in_every_language() -> None:
    data = (
        "| survey |\n| | type | name | label::en | label::sv |\n| | osm t | m | Map | Karta |\n"
        "| osm |\n| | list_name | name | label::en | label::sv |\n| | t | house | House | Hus |\n"
    )
    form = read_form(data.encode(), "x").form
    assert form is not None
    made = read_form(write_xform(form), "x").form
    assert made is not None
    words = [choice.text for one in made.lists for choice in one.choices]
    assert words == [{"label": {"en": "House", "sv": "Hus"}}]


def test_what_an_audit_is_called_is_the_same_from_a_workbook_and_an_xform() -> None:
    form = read_form(f"{SURVEY}| | text | a | A |\n| | audit | audit | |\n".encode(), "x").form
    assert form is not None
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    world = Circumstances(clock=lambda: now, zone=UTC, random=Random(1))
    refs = [ref.replace("orx:", "") for ref in state_of(open_form(form, world))]
    made = read_form(write_xform(form), "x").form
    assert made is not None
    assert sorted(refs) == sorted(state_of(open_form(made, world)))
    assert "/data/meta/audit" in refs
