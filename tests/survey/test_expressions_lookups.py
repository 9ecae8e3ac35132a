"""Tables that never change are looked up; others are walked, and the walk is counted."""

from __future__ import annotations

import pytest

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Document, Element
from survey.forms.definition import Choice, ChoiceList, FormDefinition
from survey.forms.engine.circumstances import no_files
from survey.forms.engine.tables import Item, Tables
from survey.forms.ids import made_id

ROWS = 1_500
ASKED = "count(instance('t')/root/item[pulldata('t', 'to', 'key', ./key) != ''])"


def around(*, fixed: bool) -> Circumstances:
    root = Element("root")
    for number in range(ROWS):
        row = root.add(Element("item"))
        row.add(Element("key", f"k{number}"))
        row.add(Element("to", f"v{number % 7 or ''}"))
    found = Circumstances(Document())
    found.instances = {"t": Document(root, fixed=fixed)}
    return found


def test_rows_of_a_table_that_never_changes_are_looked_up() -> None:
    world = around(fixed=True)
    assert compile(ASKED).number(Context(world, world.root)) == ROWS
    assert world.effort < 20 * ROWS


def test_rows_of_another_table_are_walked_and_counted() -> None:
    world = around(fixed=False)
    with pytest.raises(ExpressionError, match="too long"):
        compile(ASKED).number(Context(world, world.root))


@pytest.mark.parametrize("key, found", [("k3", "v3"), ("k7", "v"), ("none", "")])
@pytest.mark.parametrize("fixed", [True, False])
def test_the_first_row_is_pulled(key: str, found: str, fixed: bool) -> None:
    world = around(fixed=fixed)
    made = compile(f"pulldata('t', 'to', 'key', '{key}')")
    assert made.string(Context(world, world.root)) == found


def test_a_row_whose_first_cell_is_another_is_not_pulled() -> None:
    root = Element("root")
    for keys in (("a", "b"), ("b",)):
        row = root.add(Element("item"))
        for key in keys:
            row.add(Element("key", key))
        row.add(Element("to", "/".join(keys)))
    world = Circumstances(Document())
    world.instances = {"t": Document(root, fixed=True)}
    here = Context(world, world.root)
    assert compile("pulldata('t', 'to', 'key', 'b')").string(here) == "b"
    assert compile("count(instance('t')/root/item[key = 'b'])").number(here) == 2


def test_looking_choices_up_makes_no_node_of_their_cells() -> None:
    choices = tuple(
        Choice(id=made_id("f", str(n)), name=f"c{n}", columns={"of": f"r{n % 3}"})
        for n in range(20)
    )
    list = ChoiceList(id=made_id("f"), name="places", choices=choices)
    world = Circumstances(Document())
    form = FormDefinition(id=made_id("f"), name="f", lists=(list,))
    world.instances = Tables(form, no_files)
    here = Context(world, world.root)
    asked = compile("count(instance('places')/root/item[of = 'r1'][contains(name, 'c1')])")
    assert asked.number(here) == 5
    rows = world.instances["places"].children[0].children
    assert [row._made for row in rows if isinstance(row, Item)] == [None] * 20
