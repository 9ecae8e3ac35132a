from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from assets.words import Words
from survey.forms import wording_changes as wording
from survey.forms.compare import Change, Kind, compare
from survey.forms.definition import FormDefinition
from survey.forms.meaning import bounds, lets_through_all
from survey.forms.pooling import columns, meaning_changed
from survey.forms.read.form import read_form
from survey.forms.telling import messages, sentence, told

SMOKES = "11111111-1111-4111-8111-111111111111"
AGE = "22222222-1111-4111-8111-111111111111"
FIRST = f"""
| survey |
| | type | name | label | relevant | constraint | parameters | x_id |
| | begin_group | g | G | | | | |
| | select_one yn | q1 | Smoke? | | | | {SMOKES} |
| | integer | age | Age | ${{q1}} = 'y' | . >= 0 and . <= 120 | | {AGE} |
| | range | r | R | | | start=1 end=5 step=1 | |
| | end_group | | | | | | |
| | text | t | T | | | | |
| choices |
| | list_name | name | label |
| | yn | y | Yes |
| | yn | n | No |
"""


def form(markdown: str) -> FormDefinition:
    reading = read_form(markdown.encode(), "visit")
    assert reading.form is not None, [problem.message for problem in reading.problems]
    return reading.form


def changes(old: str, new: str) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.name, one.aspect) for one in compare(form(old), form(new))]


def test_a_form_is_like_itself() -> None:
    assert compare(form(FIRST), form(FIRST)) == ()


def test_a_renamed_question_is_the_same_and_so_are_conditions_that_name_it() -> None:
    second = FIRST.replace("q1", "smokes").replace("${smokes} = 'y'", "${smokes}='y'")
    assert changes(FIRST, second) == [(Kind.RENAMED, "smokes", "")]


def test_another_label_is_relabelled_and_never_splits_a_column() -> None:
    versions = [form(FIRST), form(FIRST.replace("Smoke?", "Do you smoke?"))]
    assert [c.kind for c in compare(*versions)] == [Kind.RELABELLED]
    assert all(column.pools == ((0, 1),) for column in columns(versions))


def test_one_question_past_others_is_one_move() -> None:
    lines = FIRST.splitlines()
    moved = lines.pop(next(n for n, line in enumerate(lines) if "| text |" in line))
    lines.insert(3, moved)
    assert changes(FIRST, "\n".join(lines)) == [(Kind.MOVED, "t", "")]


@pytest.mark.parametrize(
    ("before", "after", "name", "aspect"),
    [
        ("| integer | age", "| decimal | age", "age", "type"),
        ("end=5", "end=7", "r", "scale"),
        ("= 'y'", "= 'n'", "age", "relevant"),
        (". >= 0", ". >= 18", "age", "constraint"),
        ("| | yn | n | No |\n", "", "q1", "choice"),
    ],
)
def test_what_parts_answers(before: str, after: str, name: str, aspect: str) -> None:
    assert before in FIRST
    second = FIRST.replace(before, after)
    assert (Kind.MEANING, name, aspect) in changes(FIRST, second)
    (column,) = [c for c in columns([form(FIRST), form(second)]) if c.names == (name,)]
    assert column.pools == ((0,), (1,))


def test_a_constraint_that_lets_more_through_parts_nothing() -> None:
    assert changes(FIRST, FIRST.replace(". <= 120", ". <= 130")) == [
        (Kind.ASIDE, "age", "constraint")
    ]


def test_a_choice_more_is_told_and_parts_nothing() -> None:
    second = FIRST + "| | yn | d | Don't know |\n"
    assert changes(FIRST, second) == [(Kind.ADDED, "q1", "choice")]
    assert meaning_changed(form(FIRST), form(second)) == set()


def test_a_choice_with_its_id_and_another_value_is_not_the_same_answer() -> None:
    old = form(FIRST)
    (yn,) = old.lists
    choices = (replace(yn.choices[0], name="yes"), *yn.choices[1:])
    (change,) = compare(old, replace(old, lists=(replace(yn, choices=choices),)))
    assert (change.kind, change.before, change.after) == (Kind.MEANING, "y", "yes")


def test_who_is_asked_follows_the_groups_around() -> None:
    second = FIRST.replace("| begin_group | g | G | |", "| begin_group | g | G | ${t} != '' |")
    assert changes(FIRST, second) == [(Kind.MEANING, "g", "relevant")]
    parted = {c.names: len(c.pools) for c in columns([form(FIRST), form(second)])}
    assert parted == {("q1",): 2, ("age",): 2, ("r",): 2, ("t",): 1}


def test_a_question_into_a_repeat_is_asked_another_number_of_times() -> None:
    repeated = FIRST.replace("begin_group", "begin_repeat").replace("end_group", "end_repeat")
    found = changes(FIRST, repeated)
    assert (Kind.MEANING, "age", "repeat") in found


def test_without_ids_the_same_name_in_another_group_is_the_same_question() -> None:
    lines = FIRST.splitlines()
    range_row = lines.pop(next(n for n, line in enumerate(lines) if "| range |" in line))
    lines.insert(next(n for n, line in enumerate(lines) if "| text |" in line), range_row)
    second = "\n".join(lines)
    assert changes(FIRST, second) == [(Kind.MOVED, "r", "")]
    (column,) = [c for c in columns([form(FIRST), form(second)]) if c.names == ("r",)]
    assert column.pools == ((0, 1),)


def test_an_id_of_its_own_is_a_new_question_even_under_an_old_name() -> None:
    second = FIRST.replace(AGE, "33333333-1111-4111-8111-111111111111")
    assert {(kind, name) for kind, name, _ in changes(FIRST, second)} == {
        (Kind.ADDED, "age"), (Kind.REMOVED, "age"),
    }  # fmt: skip
    assert [c.names for c in columns([form(FIRST), form(second)])].count(("age",)) == 2


def test_a_column_tells_its_names_over_time_and_comes_back_together() -> None:
    narrow = FIRST.replace(". >= 0", ". >= 18").replace("| age |", "| years |")
    first, second, third = form(FIRST), form(narrow), form(FIRST)
    (column,) = [c for c in columns([first, second, third]) if c.id == UUID(AGE)]
    assert column.names == ("age", "years")
    assert column.pools == ((0, 2), (1,))


def test_a_question_that_was_gone_and_is_back_is_one_column() -> None:
    without = "\n".join(line for line in FIRST.splitlines() if AGE not in line)
    made = columns([form(FIRST), form(without), form(FIRST)])
    (column,) = [c for c in made if c.id == UUID(AGE)]
    assert [node is not None for node in column.nodes] == [True, False, True]
    assert column.pools == ((0, 2),)


@pytest.mark.parametrize(
    ("old", "new", "wider"),
    [
        (". > 0", ". >= 0", True),
        (". >= 0", ". > 0", False),
        ("0 <= . and . <= 10", ". >= 0", True),
        (". >= 0", "", True),
        ("", ". >= 0", False),
        ("regex(., 'a')", "regex(., 'b')", False),
        (". >= 0 or . = -1", ". >= 0", False),
    ],
)
def test_wider_constraints_are_known(old: str, new: str, wider: bool) -> None:
    assert lets_through_all(new, old) is wider


def test_bounds_of_a_constraint_that_is_not_plain_are_unknown() -> None:
    assert bounds(". >= ${a}") is None
    assert bounds("(. >= 1) and (. < 5)") == ((1.0, 0), (5.0, 0))


def test_every_change_has_words_that_translators_know() -> None:
    every, swedish = set(messages()), Words("sv")
    for change in (*_all_changes(), *_every_kind()):
        message, values = told(change)
        assert message in every, change
        said = message.format(**values)
        assert "{" not in said and (change.name in said or change.choice_name in said)
        assert sentence(change, swedish) not in (said, sentence(change)), "no Swedish words"


def test_no_two_changes_of_a_question_are_told_alike() -> None:
    plain = [change for change in _every_kind() if change.choice is None]
    said = [sentence(change) for change in plain]
    assert len(set(said)) == len(said) and len({told(change)[0] for change in plain}) == (
        len(wording.PLAIN) - 1 + len(wording.MEANING) + 1
    ), "a changed meaning has words of its own for each aspect, and so has another factor"


def test_a_kind_of_answer_is_told_in_the_readers_words() -> None:
    for kind in wording.TYPES:
        change = Change(kind=Kind.MEANING, id=UUID(SMOKES), name="q1", aspect="type",
                        before=kind, after="string" if kind != "string" else "int")
        for words in (None, Words("sv")):
            assert kind != sentence(change, words).split(": ", 1)[1].split(" → ")[0]


def _every_kind() -> list[Change]:
    """Each kind of change with each aspect that it may have, of a question and of a choice."""
    aspects = {
        Kind.RELABELLED: ("label",), Kind.MEANING: tuple(wording.MEANING),
        Kind.ASIDE: ("required", "readonly", "default", "appearance", "constraint", "factor"),
    }
    found = [
        Change(kind=kind, id=UUID(SMOKES), name="q1", aspect=aspect, before=before, after=after)
        for kind in Kind for aspect in aspects.get(kind, ("",))
        for before, after in _two(kind)
    ]
    return found + [
        Change(kind=kind, id=UUID(SMOKES), name="q1", aspect="choice", choice=UUID(AGE),
               choice_name="yn", before="y", after=after)
        for kind in (Kind.ADDED, Kind.RELABELLED, Kind.MEANING) for after in ("z", "")
    ]


def _two(kind: Kind) -> tuple[tuple[str, str], ...]:
    """What stood there before and after: one of them may be an empty cell."""
    both = (("3", "4"), ("3", ""), ("", "4"))
    return both if kind in (Kind.MEANING, Kind.ASIDE, Kind.RELABELLED) else both[:1]


def _all_changes() -> list[Change]:
    """As they are found between two forms."""
    second = FIRST.replace("q1", "smokes").replace("end=5", "end=7").replace("| No |", "| No! |")
    second = second.replace("| yn | y | Yes |", "| yn | z | Zes |").replace("| T |", "| Tt |")
    found = [*compare(form(FIRST), form(second)), *compare(form(second), form(FIRST))]
    assert {change.kind for change in found} >= {Kind.RENAMED, Kind.RELABELLED, Kind.MEANING}
    return found
