"""Random forms, answered in random orders: what is there in the end depends on the answers only.

``FORM_EXAMPLES=2000`` tries more of them.
"""

from __future__ import annotations

import random

from hypothesis import given

from survey.forms.canonical import read_canonical, write_form
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import still
from tests.random_forms import (
    CHANCE,
    Made,
    asked,
    filled,
    forms,
    grow,
    much,
    name_of,
    relevant,
    some_answer,
)


@much
@given(forms(), CHANCE)
def test_the_order_of_independent_answers_does_not_matter(
    made: Made, chance: random.Random
) -> None:
    begun = chance.getstate()
    first = filled(made, chance)
    free = {r: first.find(r).value for r in asked(first) if name_of(r) not in made.told}
    wanted = (instance_xml(first), state_of(first))
    order = list(free)
    for turn in range(2):
        chance.setstate(begun)
        form = open_form(made.form, still())
        grow(form, chance)
        for ref in asked(first):
            if ref not in free:
                form.answer(ref, first.find(ref).value)
        random.Random(turn).shuffle(order)
        waiting = order
        while waiting:  # some are there only when others have been answered
            present = state_of(form)
            there = [ref for ref in waiting if ref in present]
            assert there, "what was asked once is asked again"
            for ref in there:
                form.answer(ref, free[ref])
            waiting = [ref for ref in waiting if ref not in there]
        assert (instance_xml(form), state_of(form)) == wanted


@much
@given(forms(), CHANCE)
def test_there_and_back_is_as_before(made: Made, chance: random.Random) -> None:
    form = filled(made, chance)
    before = relevant(form)
    for ref, state in asked(form).items():
        if name_of(ref) in made.told:
            continue
        kept = form.find(ref).value
        form.answer(ref, some_answer(state, chance))
        form.answer(ref, kept)
        assert relevant(form) == before


@much
@given(forms(), CHANCE)
def test_a_count_that_goes_down_and_up_again_is_as_before(
    made: Made, chance: random.Random
) -> None:
    form = filled(made, chance)
    before = state_of(form)
    for ref, state in asked(form).items():
        if name_of(ref) in made.told and state["kind"] == "input" and state["value"]:
            form.answer(ref, "0")
            form.answer(ref, state["value"])
            assert state_of(form) == before


@much
@given(forms(), CHANCE)
def test_an_instance_that_came_and_went_leaves_nothing_behind(
    made: Made, chance: random.Random
) -> None:
    form = filled(made, chance)
    before = state_of(form)
    for ref, state in before.items():
        if state["kind"] == "repeat-range:uncontrolled":
            series = ref.removesuffix("#range")
            form.add_repeat(series)
            form.remove_repeat(f"{series}[{state['count'] + 1}]")
            assert state_of(form) == before


@much
@given(forms(), CHANCE)
def test_what_is_followed_through_is_what_is_worked_out_from_nothing(
    made: Made, chance: random.Random
) -> None:
    form = filled(made, chance)
    followed = state_of(form)
    form._pump.push_all(form.rules.tasks)
    form._pump.run()
    assert state_of(form) == followed


@much
@given(forms())
def test_a_form_written_and_read_is_the_same_form(made: Made) -> None:
    written = write_form(made.form)
    again, problems = read_canonical(written)
    assert (again, problems) == (made.form, ())
    assert again is not None
    assert write_form(again) == written
