"""Random forms, answered in random orders: what is there in the end depends on the answers only."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.forms.definition import FormDefinition
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import still, table

_HEAD = "| survey |\n| | type | name | label | relevant | calculation | constraint |\n"


@st.composite
def forms(draw: st.DrawFn) -> FormDefinition:
    """Integers, groups, a repeat and sums that read what stands before them."""
    rows = []
    names: list[str] = []
    outer: list[str] = []
    inside = ""
    for number in range(draw(st.integers(4, 12))):
        kind = draw(st.sampled_from(("ask", "ask", "sum", "sum", "group", "repeat", "end")))
        wanted = ""
        if names and draw(st.booleans()):
            name = draw(st.sampled_from(names))
            wanted = f"${{{name}}} {draw(st.sampled_from(('>', '<', '=')))} {number % 4}"
        if kind == "sum" and names:
            terms = " + ".join(f"coalesce(${{{n}}}, 0)" for n in draw(_some(names)))
            rows.append(f"| | calculate | s{number} | | {wanted} | {terms} | |")
            names.append(f"s{number}")
        elif kind in ("group", "repeat") and not inside:
            inside, outer = kind, list(names)
            rows.append(f"| | begin {kind} | g{number} | G | {wanted} | | |")
            rows.append(f"| | integer | q{number} | Q | | | . < 5 |")
            names.append(f"q{number}")
        elif kind == "end" and inside:
            rows.append(f"| | end {inside} | | | | | |")
            names = outer if inside == "repeat" else names
            inside = ""
        else:
            rows.append(f"| | integer | q{number} | Q | {wanted} | | |")
            names.append(f"q{number}")
    if inside:
        rows.append(f"| | end {inside} | | | | | |")
    return table(_HEAD + "\n".join(rows))


def _some(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


def _asked(form: FormDefinition, repeats: int) -> list[str]:
    running = open_form(form, still())
    for _ in range(repeats):
        _grow(running)
    return [ref for ref, state in state_of(running).items() if state["kind"] == "input"]


def _grow(running: object) -> None:
    series = [ref for ref in state_of(running) if ref.endswith("#range")]  # type: ignore[arg-type]
    for ref in series:
        running.add_repeat(ref.removesuffix("#range"))  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(forms(), st.integers(0, 2), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    form: FormDefinition, repeats: int, chance: random.Random
) -> None:
    asked = _asked(form, repeats)
    answers = [(ref, str(chance.randint(0, 4))) for ref in asked]
    ends = set()
    for _ in range(3):
        chance.shuffle(answers)
        running = open_form(form, still())
        for _ in range(repeats):
            _grow(running)
        for ref, value in answers:
            running.answer(ref, value)
        ends.add((instance_xml(running), repr(state_of(running))))
    assert len(ends) == 1


@settings(max_examples=60, deadline=None)
@given(forms(), st.randoms(use_true_random=False))
def test_there_and_back_is_as_before(form: FormDefinition, chance: random.Random) -> None:
    running = open_form(form, still())
    _grow(running)
    asked = [ref for ref, state in state_of(running).items() if state["kind"] == "input"]
    for ref in asked:
        running.answer(ref, str(chance.randint(0, 4)))
    for ref in asked:
        before = state_of(running)
        kept = running.find(ref).value
        running.answer(ref, str(chance.randint(5, 9)))
        running.answer(ref, kept)
        assert state_of(running) == before


@settings(max_examples=40, deadline=None)
@given(forms(), st.randoms(use_true_random=False))
def test_what_is_followed_through_is_what_is_worked_out_from_nothing(
    form: FormDefinition, chance: random.Random
) -> None:
    running = open_form(form, still())
    _grow(running)
    asked = [ref for ref, state in state_of(running).items() if state["kind"] == "input"]
    for ref in asked * 2:
        running.answer(ref, str(chance.randint(0, 4)))
    followed = state_of(running)
    running.work_out_all()
    assert state_of(running) == followed
