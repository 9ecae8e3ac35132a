"""Odd forms and answers that once stopped the engine: each has a plain end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

import pytest

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Document, Element
from survey.forms.definition import Choice, ChoiceList, FormDefinition, Instance, Node, NodeKind
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.read.form import read_form
from survey.forms.tables import LAST_SAVED_SOURCE
from tests.forms import opened, opened_xform, still, table, xform

SPACE = UUID(int=9)
HEAD = "| survey |\n| | type | name | label | calculation |\n"


def test_numbers_too_great_to_add_are_endless() -> None:
    form = opened_xform(
        xform(
            "<r><d/></r><r><d/></r><s/>",
            '<bind nodeset="/data/r/d" type="decimal"/>'
            '<bind nodeset="/data/s" calculate="sum(/data/r/d)"/>',
            '<repeat nodeset="/data/r"><input ref="/data/r/d"/></repeat>',
        )
    )
    for number in (1, 2):
        form.answer(f"/data/r[{number}]/d", "1" + "0" * 308)
    assert state_of(form)["/data/s"]["value"] == "Infinity"


def test_a_text_is_cut_from_and_to_places_beyond_all_bounds() -> None:
    huge = "1" + "0" * 308
    form = opened(HEAD + f"| | calculate | a | | substring('abc', {huge}, {huge}) |\n"
                  f"| | calculate | b | | substring('abc', 2, {huge}) |\n")  # fmt: skip
    assert [state_of(form)[f"/data/{name}"]["value"] for name in "ab"] == ["", "bc"]


@pytest.mark.parametrize(
    "content",
    [
        '{"features": [{"properties": [1]}]}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [1]}}]}',
        "[" * 100_000,
    ],
)
def test_a_map_file_that_is_none_is_a_missing_table(content: str) -> None:
    source = (
        "| survey |\n| | type | name | label |\n| | select_one_from_file t.geojson | q | Q |\n"
        )
    form = open_form(table(source), still(files={"jr://file/t.geojson": content.encode()}))
    assert state_of(form)["/data/q"]["choices"] == []


@contextmanager
def few_calls(most: int) -> Iterator[None]:
    """As if the stack were almost full: ``most`` calls inside one another are left."""
    here = sys._getframe()
    depth = 0
    while here is not None:
        depth, here = depth + 1, here.f_back  # type: ignore[assignment]
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + most)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)


SHAPES = [
    ("a/a[", "a", "]"), ("-a|/a/a[", "a", "]"), (".[", "1", "]"), ("(a)[", "1", "]"),
    ("if(1,2,", "3", ")"), ("(", "1", ")"), ("concat(-", "1", ")"), ("1+2*(-", "1", ")"),
    ("count(a[", "1", "])"), ("not(. = ", "1", ")"),
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("levels", range(30, 131, 20))
def test_an_expression_is_refused_before_it_is_too_deep_to_be_worked_out(
    shape: tuple[str, str, str], levels: int
) -> None:
    before, middle, after = shape
    root = Element("a", "1")
    root.add(Element("a", "2"))
    around = Circumstances(Document(root))
    with few_calls(850):
        try:
            made = compile(before * levels + middle + after * levels)
        except ExpressionError as error:
            assert "levels" in error.message
        else:
            made.string(Context(around, root))


def test_sixty_questions_inside_one_another_are_read() -> None:
    source = "if(a = 1, 'x', " * 60 + "'y'" + ")" * 60
    around = Circumstances(Document(Element("b")))
    assert compile(source).string(Context(around, around.root)) == "y"


def node(name: str, type: str, label: str, **told: str) -> Node:
    text = {"label": {"": label}}
    id = uuid5(SPACE, name)
    return Node(id=id, kind=NodeKind.QUESTION, name=name, type=type, text=text, **told)  # type: ignore[arg-type]


def test_a_choice_whose_words_name_itself_is_said_a_few_times() -> None:
    call = "${= jr:choice-name(${q}, '${q}')}"
    choice = Choice(id=SPACE, name="a", text={"label": {"": f"x{call}x{call}"}})
    form = open_form(
        FormDefinition(
            id=SPACE,
            name="f",
            nodes=(node("q", "select_one", "Q", list="l"), node("n", "note", call)),
            lists=(ChoiceList(id=uuid5(SPACE, "l"), name="l", choices=(choice,)),),
        ),
        still(),
    )
    form.answer("/data/q", "a")
    said = str(state_of(form)["/data/n"]["label"])
    assert 2 <= said.count("x") <= 2**6


def test_words_asked_for_inside_themselves_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"i": {"label": {"": "x${= jr:itext('i')}" * 400}}}
    asked = node("n", "note", "${= jr:itext('i')}")
    form = open_form(FormDefinition(id=SPACE, name="f", nodes=(asked,), texts=words), still())
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 2_000)
    said = str(state_of(form)["/data/n"]["label"])
    assert 400 <= len(said) <= 3_000


@pytest.mark.parametrize("end", ["end=1e60 tick_interval=1e50", "end=9e9999999", "start=-1e13"])
def test_a_range_of_numbers_beyond_reckoning_is_told(end: str) -> None:
    source = f"| survey |\n| | type | name | label | parameters |\n| | range | r | R | {end} |\n"
    reading = read_form(source.encode(), "f")
    assert {problem.code for problem in reading.problems} == {"parameter-number"}


@pytest.mark.parametrize("place", ["0", "9" * 5000, "²", "٣"])
def test_a_reference_to_no_place_is_refused(place: str) -> None:
    form = opened(
        "| survey |\n| | type | name | label |\n| | begin repeat | r | R |\n| | text | q | Q |\n"
        "| | end repeat | | |\n"
    )
    with pytest.raises(Refused):
        form.find(f"/data/r[{place}]/q")


def test_choices_from_a_record_that_was_never_saved_are_none() -> None:
    asked = node("q", "select_one_from_file", "Q", file="last-saved.xml")
    saved = Instance(id="last-saved", source=LAST_SAVED_SOURCE)
    form = open_form(
        FormDefinition(id=SPACE, name="f", nodes=(asked,), instances=(saved,)), still()
    )
    assert state_of(form)["/data/q"]["choices"] == []


def test_a_node_without_a_name_stops_nothing() -> None:
    asked = node("", "text", "Q", calculation="1 + 1")
    form = open_form(FormDefinition(id=SPACE, name="f", nodes=(asked,)), still())
    assert state_of(form)["/data/"]["value"] == "2"
