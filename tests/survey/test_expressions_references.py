"""What an expression reads is told before it is worked out, and may be reached without walking."""

from __future__ import annotations

from itertools import pairwise

import pytest

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.expression import Getter
from survey.expressions.references import Base, Reference
from survey.expressions.tree import Document, Element, text_of


def told(source: str) -> list[tuple[str, str, str, bool]]:
    return [
        (one.base.value, one.name, " ".join(one.steps), one.inside)
        for one in compile(source).references
    ]


@pytest.mark.parametrize(("source", "expected"), [
    ("1 + 1", []),
    ("/data/a = 1", [("root", "", "data a", False)]),
    ("../a + ./b", [("context", "", ".. a", False), ("context", "", "b", False)]),
    ("${a} > 3 or ${b}/c = 2", [("named", "a", "", False), ("named", "b", "c", False)]),
    ("/data/rep[a = 1]/b", [("root", "", "data rep a", True), ("root", "", "data rep b", False)]),
    ("${rep}[./a = ${b}]/c", [
        ("named", "rep", "a", True), ("named", "b", "", True), ("named", "rep", "c", False),
    ]),
    ("instance('x')/root/item[k = current()/../c]/l", [
        ("instance", "x", "root item k", True), ("context", "", ".. c", True),
        ("instance", "x", "root item l", False),
    ]),
    ("string-length() > 2", [("context", "", "", False)]),
    ("pulldata('x', 'a', 'b', ${c})", [("named", "c", "", False), ("instance", "x", "", False)]),
    ("/data/@v", [("root", "", "data @v", False)]),
])
def test_each_path_is_told_from_where_it_starts(
    source: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    assert told(source) == expected


def test_a_path_that_cannot_be_followed_by_names_is_wide() -> None:
    wide = {one.steps: one.wide for one in compile("//a = 1 and /data/b/following::c").references}
    assert wide == {(): True, ("data", "b"): True}


@pytest.mark.parametrize(("source", "expected"), [
    ("position(..)", ["position"]),
    ("count(/data/rep) + sum(/data/rep/a)", ["count", "sum"]),
    ("indexed-repeat(${a}, ${rep}, ${i})", ["indexed-repeat", "indexed-repeat", ""]),
    ("jr:choice-name(${a}, '${a}')", ["jr:choice-name", "jr:choice-name"]),
    ("count(${a} | ${b})", ["count", "count"]),
    ("sum(${a}) + -${b}", ["sum", ""]),
])
def test_a_reference_knows_which_function_asks(source: str, expected: list[str]) -> None:
    assert [one.asked_by for one in compile(source).references] == expected


def test_a_reference_knows_where_it_stands() -> None:
    source = "if(${age} > 18, /data/a/b, ../c)"
    assert [source[one.offset:one.end] for one in compile(source).references] == [
        "${age}", "/data/a/b", "../c",
    ]


def test_functions_tell_what_else_a_value_depends_on() -> None:
    assert compile("if(today() > ${a}, random(), 1)").functions == {"if", "today", "random"}
    assert compile("1 + round(2.5)").constant
    assert not compile("today()").constant
    assert not compile("number('2026-11-21')").constant, "it depends on the zone"
    assert not compile("${a}").constant


class Form:
    """A tree with two persons; asked about every path."""

    def __init__(self) -> None:
        self.root = Document(Element("data"))
        data = self.root.children[0]
        self.age = data.add(Element("age", "36"))
        self.people = [data.add(Element("person")) for _ in range(2)]
        for person, first in zip(self.people, ("Bo", "Cy"), strict=True):
            person.add(Element("first", first))
            person.add(Element("last", "Ek"))
        self.around = Circumstances(self.root)
        self.asked: list[Reference] = []

    def bind(self, reference: Reference) -> Element | Getter | str | None:
        self.asked.append(reference)
        match reference.base, reference.name, reference.steps:
            case Base.NAMED, "age", ():
                return self.age
            case Base.NAMED, "first", ():
                return lambda c: c.current.parent.children[0] if c.current.parent else None
            case Base.NAMED, "person", _:
                return "/data/person"
        return None

    def text(self, source: str) -> str:
        last = self.people[1].children[1]
        return compile(source, bind=self.bind).string(Context(self.around, last))


@pytest.mark.parametrize(("source", "expected"), [
    ("${age} + 1", "37"),
    ("${age} = 36 and ${age} >= '36'", "true"),
    ("${first}", "Cy"),
    ("concat(${first}, ' ', .)", "Cy Ek"),
    ("${first}/../last", "Ek"),
    ("count(${person})", "2"),
    ("${person}[1]/first", "Bo"),
    ("count(${person}[first = ${first}])", "1"),
    ("count(/data/person[first = ${first} and last = current()])", "1"),
    ("position(${first}/..)", "2"),
])
def test_a_bound_reference_gives_what_walking_would(source: str, expected: str) -> None:
    assert Form().text(source) == expected


def test_each_path_is_asked_about_once_and_not_when_it_starts_at_an_item() -> None:
    form = Form()
    form.text("/data/person[first = 'Bo' and ../age = 36]/last")
    assert [(one.base, one.steps) for one in form.asked] == [(Base.ROOT, ("data",))]


def test_a_bound_node_that_is_not_relevant_reads_as_empty_and_is_no_node() -> None:
    form = Form()
    form.age.relevant = False
    assert form.text("${age} = ''") == "true"
    assert form.text("count(${age})") == "0"
    assert form.text("concat('[', ${age}, ']')") == "[]"
    form.age.relevant = True
    assert form.text("${age}") == "36", "what was answered is kept"


def test_nodes_come_in_the_order_of_the_document_and_once() -> None:
    top = Document(Element("data"))
    for number in range(40):
        made = top.children[0].add(Element("a", ""))
        made.add(Element("b", str(number)))
    found = compile("(//b | //a/b | /data/*/b)[position() > 2]").nodes(
        Context(Circumstances(top), top)
    )
    numbers = [int(text_of(node)) for node in found]
    assert len(numbers) == 38
    assert all(one < other for one, other in pairwise(numbers))
