from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import survey.expressions
from survey.expressions.compile import compile
from survey.expressions.errors import ExpressionError
from survey.forms.problems import FormProblem
from survey.forms.read.form import read_form
from survey.forms.wording import WORDING
from survey.forms.wording_faults import FAULTS, said_again
from survey.problems import Severity

PLACE = re.compile(r"\{[^{}]*\}")
ROOM = Path(survey.expressions.__file__).parent


def shapes(words: str) -> str:
    return PLACE.sub("{}", words)


def raised() -> set[str]:
    """The shape of every sentence that stands in ``ExpressionError(...)``."""
    found: set[str] = set()
    for source in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ExpressionError":
                said = node.args[0]
                if isinstance(said, ast.Constant):
                    found.add(str(said.value))
                elif isinstance(said, ast.JoinedStr):
                    parts = (str(v.value) if isinstance(v, ast.Constant) else "{}"
                             for v in said.values)  # fmt: skip
                    found.add("".join(parts))
    return found


def test_every_sentence_about_an_expression_can_be_said_again() -> None:
    known = {shapes(fault) for fault in FAULTS}
    # a name before a colon is told with its colon; counts are sentences of their own
    parts = {"a name is missing after '{}:'", "{}() takes {}, not {}"}
    assert raised() - known - parts == set()


@pytest.mark.parametrize(
    "source",
    ["it's", "strng(1)", "zzz()", "if(1,2)", "true(1)", "concat(", "1 +", "a:", "selected(1)",
     "(1", "1 2", "$a", "a && b", "“a”", "a\u00a0b", "£", "round(1,2,3)", "coalesce()"],
)  # fmt: skip
def test_faults_of_expressions_are_told_part_by_part(source: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        compile(source)
    said: list[str] = []

    def words(message: str) -> str:
        said.append(message)
        return message

    assert said_again(raised.value.message, words) == raised.value.message
    assert said, raised.value.message


def test_a_problem_is_told_with_the_sentence_inside_it() -> None:
    problem = FormProblem(
        severity=Severity.WARNING,
        code="function-fault",
        values={"fault": "there is no function strng(); is string() meant?"},
    )
    swedish = {
        "The expression cannot be worked out: {fault}.": "Det går inte: {fault}.",
        "there is no function {name}(); is {meant}() meant?": "{name}() saknas, {meant}() finns",
    }
    assert problem.told(lambda words: swedish.get(words, words))[0] == (
        "Det går inte: strng() saknas, string() finns."
    )


@pytest.mark.parametrize("code", sorted(WORDING))
def test_words_hold_nothing_but_places_with_names(code: str) -> None:
    for words in WORDING[code]:
        names = {name[1:-1] for name in PLACE.findall(words.replace("{{", "").replace("}}", ""))}
        assert all(name.isidentifier() for name in names)
        assert words.format(**dict.fromkeys(names, "x"))


@pytest.mark.parametrize(
    "data",
    [b"<a>", b"<!DOCTYPE a><a/>", b'<?xml version="1.0" encoding="x-odd"?><a/>',
     b'{"format": 1}', b'{"format": 1, "id": 5, "name": "", "nodes": {}, "named": 3, "q": 1}'],
)  # fmt: skip
def test_faults_of_other_files_are_told_part_by_part(data: bytes) -> None:
    said: list[str] = []

    def words(message: str) -> str:
        said.append(message)
        return message

    for problem in read_form(data, "form").problems:
        assert problem.told(words) == (problem.message, problem.hint)
        inner = [
            problem.values[name] for name in ("why", "message", "hint") if name in problem.values
        ]
        assert sum(said_again(value, lambda _: "known") == "known" for value in inner) == len(inner)
