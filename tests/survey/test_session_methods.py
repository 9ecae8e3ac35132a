"""Every method that the program carries: read, held against the book, and run to its end."""

from __future__ import annotations

import json
import re

import pytest

import assets
from survey.facilitation.method import By, PhaseKind
from survey.facilitation.reading import read_method
from survey.session import Turn, fold
from tests.survey.session_builders import Player, method_of, shipped

BOOK = {
    "focus-group": (6, 12, 120, 180), "focus-group-causes": (6, 12, 120, 180),
    "swot": (5, 20, 120, 240), "top-story": (5, 20, 60, 90),
    "dialogue-cafe": (10, None, 120, 300), "deliberation": (10, None, 120, 300),
    "future-workshop": (5, 25, 360, 480), "idea-priority": (3, 15, 90, 180),
    "meeting-series": (4, 60, 120, 240), "mystery-shopper": (2, 30, 240, None),
    "steering-assessment": (3, 12, 90, 180), "degree-of-influence": (3, 12, 60, 150),
}
"""Method → least and most people, least and most minutes."""

NEW = '''
format = "vardera-method/1"
id = "walk"
version = 3
ladder = "dialogue"
people = [2]
minutes = [30, 60]
name = { sv = "Promenad", en = "Walk" }
purpose = { sv = "Se platsen.", en = "See the place." }

[guide]
group = { sv = "Två eller fler.", en = "Two or more." }
time = { sv = "En timme.", en = "An hour." }
material = { sv = "Skor.", en = "Shoes." }
tips = [{ sv = "Gå sakta.", en = "Walk slowly." }]
pitfalls = [{ sv = "Regn.", en = "Rain." }]

[[phases]]
id = "why"
kind = "purpose"
name = { sv = "Varför", en = "Why" }
all = { sv = "Varför går vi?", en = "Why do we walk?" }

[[phases]]
id = "seen"
kind = "collect"
minutes = 20
timing = "strict"
fields = [
  { id = "good", name = { sv = "Bra", en = "Good" } },
  { id = "bad", name = { sv = "Dåligt", en = "Bad" } },
]
name = { sv = "Sett", en = "Seen" }
all = { sv = "Vad ser ni?", en = "What do you see?" }

[[phases]]
id = "heads"
kind = "group"
on = "seen"
name = { sv = "Samla", en = "Gather" }
all = { sv = "Vad hör ihop?", en = "What belongs together?" }

[[phases]]
id = "vote"
kind = "pins"
on = "heads"
budget = "2/3"
apart = true
name = { sv = "Välj", en = "Choose" }
all = { sv = "Viktigast?", en = "Most important?" }

[[phases]]
id = "end"
kind = "evaluate"
rows = [{ id = "ok", name = { sv = "Bra?", en = "Good?" } }]
columns = [{ id = "words", name = { sv = "Ord", en = "Words" } }]
name = { sv = "Slut", en = "End" }
all = { sv = "Hur var det?", en = "How was it?" }
'''


def test_every_session_method_of_the_book_is_there() -> None:
    assert set(BOOK) <= set(shipped())
    for id, (least, most, shortest, longest) in BOOK.items():
        method = method_of(id)
        assert method.id == id
        assert (method.people, method.minutes) == ((least, most), (shortest, longest))


@pytest.mark.parametrize("id", shipped())
def test_a_method_opens_with_its_purpose_ends_with_an_evaluation_and_runs(id: str) -> None:
    source = assets.text("methods", f"{id}.toml")
    found = read_method(source)
    assert found.problems == () and found.method is not None
    phases = found.method.phases
    assert (phases[0].kind, phases[-1].kind) == (PhaseKind.PURPOSE, PhaseKind.EVALUATE)
    state = fold(Player(source, people=6).play())
    assert state.problems == () and state.closed and state.purpose
    assert {begun.turn.phase for begun in state.begun} == {phase.id for phase in phases}
    last = Turn(phases[-1].id, 1)
    assert set(state.inputs.answers[last]) == set(range(1, 7))


@pytest.mark.parametrize("id", shipped())
def test_its_words_are_there_in_both_languages_and_are_not_the_same(id: str) -> None:
    method = method_of(id)
    for phase in method.phases:
        for words in (phase.name, phase.words.all, phase.words.moderator, phase.words.assistant):
            assert not words or set(words) == {"sv", "en"}
        assert phase.words.all["sv"] != phase.words.all["en"]
    told = assets.text("methods", f"{id}.toml")
    assert not re.search(r"TODO|lorem|\bXX", told)


def test_a_new_method_is_added_by_data_alone_and_runs_to_its_end() -> None:
    state = fold(Player(NEW, people=3).play())
    assert state.problems == () and state.closed
    assert state.rules is not None and state.rules.id == "walk" and state.version == 3
    assert len(state.notes) == 3 and len(state.headings) == 4
    assert set(state.inputs.pins[Turn("vote", 1)]) == {1, 2, 3}
    assert state.points == {}  # no weights: it is not about value factors


def test_only_the_focus_group_about_value_gives_weights() -> None:
    assert {id for id in shipped() if method_of(id).weights} == {"focus-group"}


def test_the_self_assessment_has_its_twenty_items_and_keeps_both_answers() -> None:
    method = method_of("steering-assessment")
    own, agreed = method.phase("own"), method.phase("agreed")
    assert own is not None and agreed is not None
    blocks = [row.id[0] for row in own.rows]
    assert [blocks.count(one) for one in "abcde"] == [3, 5, 4, 6, 2]
    assert agreed.by is By.GROUP and agreed.rows == own.rows and own.closes
    source = assets.text("methods", "steering-assessment.toml")
    inputs = fold(Player(source, people=4).play()).inputs
    assert set(inputs.answers[Turn("own", 1)]) == {1, 2, 3, 4}
    assert set(inputs.answers[Turn("agreed", 1)]) == {0}


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (('kind = "purpose"', 'kind = "collect"'), "phases[0].kind", "no-purpose"),
        (('on = "seen"', 'on = "heads"'), "phases[2].on", "unknown-phase"),
        (('on = "heads"', 'on = "why"'), "phases[3].on", "wrong-phase"),
        (('budget = "2/3"', 'budget = "many"'), "phases[3].budget", "bad-budget"),
        (('budget = "2/3"', 'budget = 0'), "phases[3].budget", "out-of-range"),
        (('budget = "2/3"\n', ''), "phases[3].budget", "missing"),
        (('budget = "2/3"', 'budgget = 3\nbudget = 2'), "phases[3].budgget", "unknown-field"),
        (('timing = "strict"', 'timing = "soon"'), "phases[1].timing", "wrong-type"),
        (('id = "heads"', 'id = "seen"'), "phases[2].id", "repeated"),
        (('id = "heads"', 'id = "Heads"'), "phases[2].id", "bad-key"),
        (('people = [2]', 'people = [5, 2]'), "people", "wrong-order"),
        ((', en = "Walk"', ''), "name.en", "missing"),
        (('[[phases]]\nid = "end"', '[[phases]\nid = "end"'), "line 52, column 9", "not-toml"),
        (('vardera-method/1', 'vardera-method/2'), "format", "too-new"),
        (('minutes = [30, 60]', 'minutes = [5, 10]'), "minutes", "too-long"),
        (('version = 3', 'version = 3\nweights = "vote"'), "weights", "unknown-phase"),
        (('on = "seen"', 'on = "seen"\ncloses = true'), "phases[2].closes", "unknown-field"),
    ],
)
def test_a_fault_in_a_method_is_told_with_its_place(
    change: tuple[str, str], where: str, code: str
) -> None:
    assert change[0] in NEW
    found = read_method(NEW.replace(*change, 1))
    assert (where, code) in {(one.where, one.code) for one in found.problems}
    assert (found.method is None) == (code != "too-long")


@pytest.mark.parametrize(
    "source",
    ["", "=", "[" * 5_000, "a = " + "[" * 20_000, "a = " + "9" * 9_000, "x" * 70_000,
     'format = "vardera-method/1"\nphases = 3', "phases = [1, 2]", "\0", "a = 1979-05-27"],
)
def test_what_is_no_method_is_refused_and_never_a_crash(source: str) -> None:
    found = read_method(source)
    assert found.method is None and found.problems


def test_the_vectors_say_what_this_program_refuses_and_why() -> None:
    from tests.survey.write_method_vectors import VECTORS, text

    assert VECTORS.read_text("utf-8") == text()
    refused = json.loads(text())["refused"]
    assert all(case["problems"] for case in refused)
