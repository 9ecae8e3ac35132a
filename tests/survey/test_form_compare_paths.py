"""The same form as a workbook and as an XForm: other ways to say it are no changes."""

from __future__ import annotations

from uuid import UUID

import pytest

from survey.forms.compare import Change, Kind, compare
from survey.forms.definition import FormDefinition
from survey.forms.ids_for_names import Ids
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

MARKDOWN = """
| survey |
| | type | name | label | hint | relevant | calculate | constraint | count | choice_filter | image |
| | text | who | Who? | | | | | | | |
| | note | hello | Hello ${who} | be nice | | | | | | |
| | note | seen | | | | | | | | a.png |
| | note | worked | | | | 'x' | | | | |
| | begin_group | g | G | | | | | | | |
| | integer | age | Age of ${who} | | ${who} != "" | | . > 3 and . < ${max} | | | |
| | calculate | max | | | | 4 + 3 | | | | |
| | end_group | | | | | | | | | |
| | begin_repeat | kids | Kid | | | | | ${age} | | |
| | text | kid | Name | | | | | | | |
| | select_one yn | ok | Is ${kid} ok? | | ${kid} != '' | | | | name != ${kid} | |
| | calculate | half | | | | count(${kids}[./kid = 'a']) div 2 | | | | |
| | end_repeat | | | | | | | | | |
| | note | sum | val ${max} | | | sum(${age}) | | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""


def form(data: bytes) -> FormDefinition:
    reading = read_form(data, "visit")
    assert reading.form is not None, [problem.message for problem in reading.problems]
    return reading.form


FIRST = form(MARKDOWN.encode())
XFORM = form(write_xform(FIRST))
AGAIN = form(write_xlsx(workbook_ready(XFORM, Findings())))


@pytest.mark.parametrize(("old", "new"), [(FIRST, XFORM), (FIRST, AGAIN), (XFORM, AGAIN)])
def test_a_form_is_the_same_through_an_xform_and_a_workbook(
    old: FormDefinition, new: FormDefinition
) -> None:
    assert compare(old, new) == compare(new, old) == ()


def test_a_note_comes_back_as_a_note_that_is_nothing_else() -> None:
    notes = {node.name: node.readonly for node in AGAIN.walk() if node.type == "note"}
    assert notes == {"hello": "", "seen": "", "sum": ""}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("../kid  !=", "../ok  !=", (Kind.MEANING, "ok", "relevant")),
        ("/data/who  !=", "/data/sum  !=", (Kind.MEANING, "age", "relevant")),
        ("current()/../kid", "kid", (Kind.MEANING, "ok", "choice_filter")),
        ("4 + 3", "4 - 3", (Kind.MEANING, "max", "calculation")),
        ("Age of", "Years of", (Kind.RELABELLED, "age", "label")),
    ],
)
def test_what_is_another_path_or_word_is_told(
    before: str, after: str, said: tuple[Kind, str, str]
) -> None:
    xml = write_xform(FIRST).decode()
    assert before in xml
    found = compare(FIRST, form(xml.replace(before, after, 1).encode()))
    assert [(one.kind, one.name, one.aspect) for one in found] == [said]


def test_equal_names_in_two_groups_are_each_the_one_in_its_own() -> None:
    xml = write_xform(FIRST).decode()
    twice = xml.replace("<max/>", "<max/><kid/>").replace(
        '<bind nodeset="/data/g/max"', '<bind nodeset="/data/g/kid" calculate="1"/>'
        '<bind nodeset="/data/g/max"',
    )  # fmt: skip
    added: tuple[Change, ...] = compare(FIRST, form(twice.encode()))
    assert [(one.kind, one.name) for one in added] == [(Kind.ADDED, "kid")]


A, B, REP = (UUID(int=n) for n in (1, 2, 3))
IDS = Ids({("data", "a"): A, ("data", "rep"): REP, ("data", "rep", "b"): B})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("${b}+1", "../b + 1"),
        ("/data/a = 'x'", '${a}="x"'),
        ("current()/../b", "${b}"),
        ("/data/rep[./b = ${a}]/b", "${rep}[ b = /data/a ]/b"),
        ("indexed-repeat(${b}, ${rep}, 1)", "indexed-repeat(/data/rep/b, /data/rep, 1)"),
        ("${last-saved#a}", "${last-saved#a} "),
    ],
)
def test_ways_to_reach_a_node_are_one(one: str, other: str) -> None:
    here = ("data", "rep", "c")
    assert IDS.formula(one, {}, here) == IDS.formula(other, {}, here)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/data/rep[./b = 1]", "/data/rep[${b} = 1]"),
        ("${a}", "'${a}'"),
        ("${last-saved#a}", "${a}"),
        ("a-b", "a - b"),
        ("count(..)", "count(${rep})"),
        ("instance('t')/root/a", "instance('t')/root/b"),
        ("${a", "${b"),
    ],
)
def test_ways_that_lead_elsewhere_are_two(one: str, other: str) -> None:
    here = ("data", "rep", "c")
    assert IDS.formula(one, {}, here) != IDS.formula(other, {}, here)
