"""What is wrong with settings is told by sentences of :mod:`survey`, known word for word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import survey
from admin.campaigns.said import FILLED, KNOWN, problem_words
from assets.words import Words
from survey.problems import Problem

SURVEY = Path(survey.__file__).parent
_LEAST = 15
"""Letters of a sentence with a place in it, by which nothing else is mistaken for it."""


def whole(file: Path) -> set[str]:
    """Words without a place in them."""
    return {
        node.value for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def with_places(file: Path) -> Iterator[tuple[str, ...]]:
    """What stands around the places of each sentence that has any."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield tuple(
                str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values
            )


@pytest.fixture(scope="module")
def literal() -> set[str]:
    return set().union(*(whole(file) for file in SURVEY.rglob("*.py"))) | {
        sentence for what in whole(SURVEY / "strict.py")
        for sentence in (f"This must be {what}.", f"Give {what}.")
    }


@pytest.fixture(scope="module")
def around() -> list[tuple[str, ...]]:
    return [parts for file in SURVEY.rglob("*.py") for parts in with_places(file)]


def test_every_sentence_that_is_known_is_said_somewhere(
    literal: set[str], around: list[tuple[str, ...]]
) -> None:
    numbered = re.compile("|".join(
        r"\d.*".join(re.escape(part) for part in parts if part)
        for parts in around if len("".join(parts)) >= _LEAST
    ))
    assert [one for one in KNOWN if one not in literal and not numbered.fullmatch(one)] == []
    assert not numbered.fullmatch("Nobody ever says this.")


def test_every_sentence_with_places_that_is_known_is_said_somewhere(
    around: list[tuple[str, ...]]
) -> None:
    said = {"".join(part or "7" for part in parts) for parts in around}
    assert [
        pattern.pattern for pattern, _ in FILLED
        if not any(pattern.fullmatch(one) for one in said)
    ] == []


def test_whatever_is_said_of_how_kiosks_behave_is_known() -> None:
    tree = ast.parse((SURVEY / "conduct_checking.py").read_text("utf-8"))
    told = {
        words.value for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("error", "warning")
        for words in node.args[2:] if isinstance(words, ast.Constant)
    } | {
        node.value.value for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        and isinstance(node.targets[0], ast.Name) and node.targets[0].id in ("message", "hint")
    }
    assert len(told) > 20
    assert told - set(KNOWN) == set()


def test_grains_that_are_too_coarse_are_told_in_swedish() -> None:
    problem = Problem(
        where="grain_minutes", code="too-coarse",
        message="Times are kept too coarsely to tell whether somebody came before or after noon.",
        hint='Choose 30 or 15, or write "by": "person".',
    )
    assert problem_words(problem, Words("sv")).endswith("Välj 30 eller 15, eller lotta per person.")
