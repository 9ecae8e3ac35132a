"""Whatever stands in an expression, it has a value or an error of its own, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

import survey.expressions.library  # noqa: F401 - loading it registers the functions
from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.functions import FUNCTIONS
from survey.expressions.patterns import Pattern
from survey.expressions.references import Reference
from survey.expressions.tree import Document, Element

LEAVES = st.sampled_from([
    "1", "0", ".5", "1.", "''", "'a'", "'2026-02-30'", "'2026-02-28T23:59:59.999-23:59'", "'1 2'",
    "'0001-01-01T00:00:00+14:00'", "'NaN'", "'1e308'", "1 div 0", "0 div 0", "-1 div 0", ".", "..",
    "/", "/data", "/data/a", "//b", "@id", "*", "text()", "${a}", "${gone}", "current()/../b",
    "'59.3 18.1 0 0;59.4 18.2 0 0;59.5 18.0 0 0'", "'(a|b)*'", "'[a-'", "instance('t')/root/item",
    "position()", "last()", "'%Y %b %3 %'", "'SHA-256'", "true()", "false()", "'yes'", "'åäö'",
])
OPERATORS = st.sampled_from([
    "+", "-", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", ">=", " and ", " or ", "|",
])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    call = st.tuples(
        st.sampled_from(sorted(FUNCTIONS) if FUNCTIONS else ["concat"]), st.lists(inner, max_size=4)
    )
    return st.one_of(
        st.tuples(inner, OPERATORS, inner).map("".join),
        call.map(lambda made: f"{made[0]}({', '.join(made[1])})"),
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]})[{two[1]}]"),
        st.tuples(inner, inner).map(lambda two: f"//a[{two[0]}]/..//b[{two[1]}]"),
        st.tuples(inner, st.sampled_from(["a", "..", "ancestor::*", "preceding::node()"])).map(
            lambda two: f"({two[0]})/{two[1]}"
        ),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=8)


def context() -> Context:
    top = Document(Element("data"))
    for value in ("", "3", "2026-11-21"):
        made = top.children[0].add(Element("a"))
        made.set("id", "x")
        made.add(Element("b", value))
    table = Document(Element("root"), fixed=True)
    table.children[0].add(Element("item")).add(Element("b", "3"))
    around = Circumstances(top)
    around.instances = {"t": table}
    around.random = Random(3)
    around.clock = lambda: datetime(2026, 11, 21, 12, tzinfo=UTC)
    around.verify = lambda key, signature, message: True
    return Context(around, top.children[0].children[1].children[0])


@given(EXPRESSIONS)
@settings(max_examples=300, deadline=None)
def test_an_expression_has_a_value_of_every_kind_or_an_error(source: str) -> None:
    here = context()
    try:
        expression = compile(source, late=True)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(source)
        return
    kinds: list[tuple[str, object]] = [
        ("value", str | float | bool | list), ("string", str), ("number", float),
        ("boolean", bool), ("nodes", list),
    ]
    for name, kind in kinds:
        try:
            found = getattr(expression, name)(here)
        except ExpressionError as error:
            assert error.message
        else:
            assert isinstance(found, kind)  # type: ignore[arg-type]


@given(st.text(alphabet=" ()[]{}$'\".,/|+-=<>*@:aådivon10\u00a0", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_expression_or_an_error_with_its_place(source: str) -> None:
    try:
        compile(source, late=True).string(context())
    except ExpressionError as error:
        assert 0 <= error.offset <= len(source)


@given(st.text(alphabet="ab()[]{}*+?|\\^$.d1,-:=!<pL", max_size=16), st.text("ab1 ", max_size=8))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_pattern_or_refused(pattern: str, text: str) -> None:
    try:
        assert Pattern(pattern).fits(text) in (True, False)
    except ExpressionError as error:
        assert error.message


@given(EXPRESSIONS)
@settings(max_examples=150, deadline=None)
def test_reaching_a_node_directly_gives_what_walking_gives(source: str) -> None:
    walked, bound = context(), context()
    node = bound.around.root.children[0].children[1].children[0]
    results = []

    def reach(reference: Reference) -> Element | None:
        return node if reference.name == "one" and not reference.steps else None

    for here, bind in ((walked, None), (bound, reach)):
        text = source.replace("${a}", "(/data/a[2]/b)" if bind is None else "(${one})")
        try:
            results.append(compile(text, late=True, bind=bind).string(here))
        except ExpressionError:
            results.append("error")
    assert results[0] == results[1]
