from __future__ import annotations

from xml.etree import ElementTree

from survey.forms.definition import FormDefinition
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform
from tests.forms import still

_X = "{http://www.w3.org/2002/xforms}"


def form(markdown: str) -> FormDefinition:
    made = read_form(markdown.encode(), "visit").form
    assert made is not None
    return made


def written(markdown: str) -> ElementTree.Element:
    return ElementTree.fromstring(write_xform(form(markdown)))  # noqa: S314 - made here


def bind(tree: ElementTree.Element, path: str) -> dict[str, str]:
    (found,) = (one for one in tree.iter(f"{_X}bind") if one.get("nodeset") == path)
    return dict(found.attrib)


REPEATED = """
| survey |
| | type | name | label | relevant | calculation | default |
| | text | top | Top | | | |
| | begin_repeat | r | R | | | |
| | text | a | A | | | now() |
| | begin_group | g | G | | | |
| | text | b | B of ${a} in ${top} | ${a} = ${top} | | |
| | calculate | c | | | sum(${a}) + count(${r}) | |
| | calculate | d | | | instance('l')/root/item[name = ${a}]/label | |
| | end_group | | | | | |
| | end_repeat | | | | | |
| | calculate | e | | | indexed-repeat(${a}, ${r}, 1) | |
| choices |
| | list_name | name | label |
| | l | x | X |
"""


def test_references_inside_a_repeat_are_relative_and_others_absolute() -> None:
    tree = written(REPEATED)
    assert bind(tree, "/data/r/g/b")["relevant"] == " ../../a  =  /data/top "
    assert bind(tree, "/data/r/g/c")["calculate"] == "sum( ../../a ) + count( /data/r )"
    assert "current()/../../a" in bind(tree, "/data/r/g/d")["calculate"]
    assert bind(tree, "/data/e")["calculate"] == "indexed-repeat( /data/r/a ,  /data/r , 1)"


def test_a_default_to_work_out_is_set_at_first_and_in_each_new_instance() -> None:
    tree = written(REPEATED)
    events = [(one.get("ref"), one.get("event")) for one in tree.iter(f"{_X}setvalue")]
    assert events == [
        ("/data/r/a", "odk-instance-first-load"),
        ("/data/r/a", "odk-new-repeat"),
    ]


def test_words_that_hold_answers_become_outputs() -> None:
    label = next(one for one in written(REPEATED).iter(f"{_X}label") if "B of" in (one.text or ""))
    assert [one.get("value") for one in label] == [" ../../a ", " /data/top "]


def test_a_repeat_has_a_template_and_a_first_instance() -> None:
    made = write_xform(form(REPEATED)).decode()
    assert '<r jr:template=""><a/>' in made
    assert made.count("<g><b/><c/><d/></g>") == 2


def test_markup_in_words_and_formulas_stays_text() -> None:
    tree = written(
        """
        | survey |
        | | type | name | label | constraint |
        | | text | a | <b>&"x" | . < 3 and . != '"<' |
        """
    )
    assert next(one for one in tree.iter(f"{_X}input"))[0].text == '<b>&"x"'
    assert bind(tree, "/data/a")["constraint"] == ". < 3 and . != '\"<'"


def test_a_missing_translation_is_a_dash_and_a_missing_picture_is_none() -> None:
    made = write_xform(
        form(
            """
            | survey |
            | | type | name | label::sv | label::en | image::sv |
            | | note | a | A |  | a.png |
            | | note | b | B | Bee | |
            """
        )
    ).decode()
    assert '<translation lang="en"><text id="/data/b:label"><value>Bee</value></text>' in made
    assert '<text id="/data/a:label"><value>-</value></text>' in made
    assert made.count("a.png") == 1


def test_an_attribute_that_xml_cannot_hold_is_told() -> None:
    findings = Findings()
    made = write_xform(
        form("| survey |\n| | type | name | label | bind::a b |\n| | text | a | A | x |"), findings
    )
    assert [problem.code for problem in findings.problems()] == ["xform-attribute"]
    assert ElementTree.fromstring(made) is not None  # noqa: S314 - made here


OURS = """
| survey |
| | type | name | label | parameters | appearance |
| | begin_group | p | P | total=100 | x-points field-list |
| | integer | a | A | | |
| | end_group | | | | |
| | begin_repeat | m | M | | x-matrix |
| | integer | b | B | | |
| | end_repeat | | | | |
| | range | r | R | start=1 end=5 step=1 | x-rating-faces x-factor-speed |
"""


def test_our_own_types_come_back_from_an_xform() -> None:
    before = form(OURS)
    after = read_form(write_xform(before), "visit").form
    assert after is not None
    told = [(n.name, n.type, n.appearance, dict(n.parameters)) for n in before.walk()]
    said = [(n.name, n.type, n.appearance, dict(n.parameters)) for n in after.walk()]
    assert said[: len(told)] == told
    assert told[0][1:] == ("points", "field-list", {"total": "100"})


ENTITIES = """
| survey |
| | type | name | label | save_to |
| | begin_repeat | tree | Tree | |
| | text | kind | Kind | e#kind |
| | end_repeat | | | |
| entities |
| | list_name | label |
| | e | ${kind} |
"""


def test_an_entity_stands_in_the_repeat_that_makes_it() -> None:
    tree = written(ENTITIES)
    assert bind(tree, "/data/tree/meta/entity/label")["calculate"] == " ../../../kind "
    assert [one.get("event") for one in tree.iter(f"{_X}setvalue")] == [
        "odk-instance-first-load",
        "odk-new-repeat",
    ]


def test_a_counted_repeat_in_a_repeat_begins_empty_after_out_and_in() -> None:
    before = form(
        """
        | survey |
        | | type | name | label | repeat_count |
        | | begin_repeat | r | R | |
        | | integer | m | M | |
        | | begin_repeat | s | S | ${m} |
        | | text | t | T | |
        | | end_repeat | | | |
        | | end_repeat | | | |
        """
    )
    after = read_form(write_xform(before), "visit").form
    assert after is not None
    for one in (before, after):
        assert state_of(open_form(one, still()))["/data/r[1]/s#range"]["count"] == 0


def test_a_row_of_labels_that_says_nothing_itself_has_a_blank_for_a_label() -> None:
    tree = written(
        """
        | survey |
        | | type | name | label | appearance |
        | | select_one l | heads | | label |
        | | select_one l | a | A | list-nolabel |
        | choices |
        | | list_name | name | label |
        | | l | x | X |
        """
    )
    assert [one[0].text for one in tree.iter(f"{_X}select1")] == [" ", "A"]
