"""What people answered, question by question, with nobody to be made out."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pytest

from survey import disclosure
from survey.forms import hiding
from survey.forms.counting import Counted, Limits, Shape, counted
from survey.forms.definition import FormDefinition
from survey.forms.figures import Figures
from survey.forms.numbers import Given, mean
from survey.forms.pooling import Column, columns
from survey.records import Further, Kind
from tests.forms import table

FORM = """
| survey |
|  | type | name | label | appearance | parameters |
|  | range | met | How? | x-rating-1-5 | start=1 end=5 step=1 |
|  | select_one town | town | Where? | | |
|  | select_multiple town | been | Been? | | |
|  | rank town | best | Best? | | |
|  | integer | age | Age? | | |
|  | text | why | Why? | | |
|  | note | hello | Hello | | |
|  | image | photo | Photo | | |
|  | begin_repeat | child | Child | | |
|  | select_one town | school | School? | | |
|  | end_repeat | | | | |
| choices |
|  | list_name | name | label |
|  | town | a | A |
|  | town | b | B |
|  | town | c | C |
"""
THRESHOLD = 5


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return table(FORM)


def column(form: FormDefinition, name: str) -> Column:
    return next(one for one in columns((form,)) if one.node.name == name)


def ids(form: FormDefinition) -> dict[str, UUID]:
    return {choice.name: choice.id for choice in form.lists[0].choices}


def count(
    form: FormDefinition, name: str, values: Iterable[tuple[int, object]], kind: Kind,
    *, people: int = 100, grouped: bool = False, at: tuple[int, ...] = (),
) -> Counted:
    """``values`` are (person, answer)."""
    asked = column(form, name)
    given: list[Given] = [
        (who.to_bytes(16, "big"), 0, Further(node=asked.id, at=at, kind=kind, value=value))  # type: ignore[arg-type]
        for who, value in values
    ]
    limits = Limits(
        people=people, threshold=THRESHOLD, grouped=frozenset(asked.ids if grouped else ())
    )
    (found,) = counted(asked, (form,), given, limits)
    return found


def towns(form: FormDefinition, **numbers: int) -> list[tuple[int, object]]:
    names = [name for name, n in numbers.items() for _ in range(n)]
    return [(who, ids(form)[name]) for who, name in enumerate(names)]


def shares(found: Counted) -> dict[str, int | None]:
    return {share.name: share.n for share in found.shares}


def test_steps_of_a_scale_are_counted_from_the_threshold_on(form: FormDefinition) -> None:
    steps: list[tuple[int, object]] = list(enumerate((1, 2, 2, 5)))
    few = count(form, "met", steps, Kind.INTEGER)
    assert few.hidden and few.n is None and few.shares == ()
    found = count(form, "met", [*steps, (9, 5)], Kind.INTEGER)
    assert (found.shape, found.n) == (Shape.STEPS, 5)
    assert set(shares(found).values()) == {None}


def test_steps_that_few_chose_are_hidden_as_choices_are(form: FormDefinition) -> None:
    steps = [2] * 3 + [3] * 9 + [4] * 20 + [5] * 6
    found = count(form, "met", list(enumerate(steps)), Kind.INTEGER)
    assert (found.n, found.mean) == (38, None)
    assert shares(found) == {"1": None, "2": None, "3": 9, "4": 20, "5": None}


def test_choices_that_few_made_are_hidden_with_one_more_that_would_tell_them(
    form: FormDefinition,
) -> None:
    found = count(form, "town", towns(form, a=20, b=9, c=3), Kind.CHOICE)
    assert found.n == 32
    assert shares(found) == {"a": 20, "b": None, "c": None}
    assert shares(count(form, "town", towns(form, a=20, b=9, c=5), Kind.CHOICE)) == {
        "a": 20, "b": 9, "c": 5,
    }


def test_where_groups_are_told_elsewhere_who_did_not_answer_is_not(form: FormDefinition) -> None:
    found = count(
        form, "town", towns(form, a=20, b=9, c=3), Kind.CHOICE, people=60, grouped=True
    )
    assert found.n is None and not found.hidden
    assert shares(found) == {"a": 20, "b": 9, "c": None}


def test_of_several_choices_each_is_shown_where_neither_side_is_few(form: FormDefinition) -> None:
    both: list[tuple[int, object]] = [
        (who, (ids(form)["a"], ids(form)["b"]) if who < 6 else (ids(form)["a"],))
        for who in range(12)
    ]
    found = count(form, "been", both, Kind.CHOICES)
    assert (found.shape, found.n) == (Shape.SEVERAL, 12)
    assert shares(found) == {"a": None, "b": 6, "c": None}


def test_choices_that_are_told_by_how_many_answered_are_hidden(form: FormDefinition) -> None:
    """Everybody made at least one: 40 - 20 - 16 people made the third at least."""
    made = [("a",)] * 20 + [("b",)] * 16 + [("c",)] * 4
    found = count(form, "been", chosen(form, made), Kind.CHOICES, people=40)
    assert (found.n, shares(found)) == (40, {"a": 20, "b": None, "c": None})


def test_few_who_left_a_question_empty_empty_no_results(form: FormDefinition) -> None:
    found = count(form, "town", towns(form, a=20, b=9, c=8), Kind.CHOICE, people=40)
    assert (found.n, found.asked) == (37, 40)
    assert shares(found) == {"a": 20, "b": 9, "c": 8}
    been = count(form, "been", chosen(form, [("a",)] * 20 + [("b",)] * 17), Kind.CHOICES, people=40)
    assert (been.n, been.asked) == (37, 40)
    ages = count(form, "age", [(who, who) for who in range(37)], Kind.INTEGER, people=40)
    assert (ages.n, ages.asked, ages.mean) == (37, 40, 18.0)


def test_few_who_gave_no_instance_of_a_repeat_are_not_told(form: FormDefinition) -> None:
    found = count(form, "school", towns(form, a=20, b=17), Kind.CHOICE, people=40, at=(1,))
    assert found.n is None and found.asked is None


def chosen(form: FormDefinition, made: Iterable[tuple[str, ...]]) -> list[tuple[int, object]]:
    return [
        (who, tuple(ids(form)[name] for name in names)) for who, names in enumerate(made)
    ]


def test_an_answer_at_no_place_of_the_form_changes_nothing(form: FormDefinition) -> None:
    """As one device could send it, to have single choices counted as several."""
    honest = towns(form, a=20, b=17, c=3)
    asked = column(form, "town")
    given: list[Given] = [
        (bytes([who]), 0, Further(node=asked.id, kind=Kind.CHOICE, value=value))  # type: ignore[arg-type]
        for who, value in honest
    ]
    odd = Further(node=asked.id, at=(1,), kind=Kind.CHOICE, value=ids(form)["a"])
    several = Further(node=asked.id, kind=Kind.CHOICES, value=tuple(sorted(ids(form).values())))
    given += [(bytes([98]), 0, odd), (bytes([99]), 0, several)]
    (found,) = counted(asked, (form,), given, Limits(people=40, threshold=THRESHOLD))
    assert found.shape is Shape.ONE
    assert shares(found) == {"a": 20, "b": None, "c": None}


@pytest.mark.parametrize("odd", [
    ("1" + "0" * 390,), ("1" + "0" * 390, "-1" + "0" * 390), ("17" + "0" * 307,) * 2, (10**390,),
])
def test_numbers_beyond_all_reckoning_stop_no_results(
    form: FormDefinition, odd: tuple[str | int, ...]
) -> None:
    asked = column(form, "age")
    values = [*(30,) * 20, *odd]
    given: list[Given] = [
        (bytes([who]), 0, Further(node=asked.id, kind=Kind.DECIMAL, value=value))
        for who, value in enumerate(values)
    ]
    (found,) = counted(asked, (form,), given, Limits(people=len(values), threshold=THRESHOLD))
    assert (found.n, found.mean) == (len(values), None if len(str(odd[0])) < 310 else 30.0)


def test_of_equal_groups_the_same_is_hidden_as_where_groups_are_told(form: FormDefinition) -> None:
    found = count(form, "town", towns(form, a=11, b=11, c=1), Kind.CHOICE, people=23, grouped=True)
    hidden = disclosure.one_way({"a": 11, "b": 11, "c": 1}, 0, THRESHOLD)
    assert {name for name, n in shares(found).items() if n is None} == hidden


def test_few_who_made_both_choices_are_not_told_by_the_sum(form: FormDefinition) -> None:
    made = [("a", "b", "c")] * 4 + [("a",)] * 9 + [("b",)] * 9 + [("c",)] * 9
    several = count(form, "been", chosen(form, made), Kind.CHOICES, people=31)
    assert None not in shares(several).values()
    made = [("a", "b")] * 4 + [("a",)] * 9 + [("b",)] * 9 + [("c",)] * 9
    found = count(form, "been", chosen(form, made), Kind.CHOICES, people=31)
    assert shares(found) == {"a": 13, "b": 13, "c": None}


def test_of_a_ranking_the_first_is_counted(form: FormDefinition) -> None:
    a, b = ids(form)["a"], ids(form)["b"]
    ranked: list[tuple[int, object]] = [(who, (b, a) if who < 5 else (a, b)) for who in range(11)]
    found = count(form, "best", ranked, Kind.RANKED)
    assert found.shape is Shape.FIRST
    # an empty choice is hidden as a group is, and so another with it
    assert shares(found)["c"] is None
    assert {6, 5} >= {n for n in shares(found).values() if n is not None}


def test_numbers_have_a_mean(form: FormDefinition) -> None:
    found = count(form, "age", [(who, 10 * who) for who in range(10)], Kind.INTEGER)
    assert (found.shape, found.n, found.mean) == (Shape.NUMBER, 10, 45.0)
    assert count(form, "age", [(0, 99)], Kind.INTEGER).mean is None


@pytest.mark.parametrize("given", [
    [1] * 30 + [9] * 4, [1] * 4 + [9] * 30, [1] * 30 + [900], [2] * 20 + [1] * 8 + [9],
])
def test_a_mean_that_few_could_have_made_is_not_shown(
    form: FormDefinition, given: list[int]
) -> None:
    few = count(form, "age", list(enumerate(given)), Kind.INTEGER, people=40)
    assert (few.n, few.mean) == (len(given), None)
    often = [*given, *range(1, 10)] * 5
    assert count(form, "age", list(enumerate(often)), Kind.INTEGER, people=300).mean is not None


def test_a_mean_of_numbers_too_far_apart_to_be_reckoned_is_not_shown() -> None:
    said = ["1" + "0" * 308, "-1" + "0" * 308, "40", "41", "42"]
    given = [
        (bytes([who]), 0, Further(node=UUID(int=1), kind=Kind.DECIMAL, value=value))
        for who, value in enumerate(said)
    ]
    assert mean(given, 5) is None


def test_the_mean_of_numbers_that_others_hang_on_is_not_shown() -> None:
    rows = "|  | integer | times | How often? | |\n|  | text | why | Why? | ${times} > 3 |\n"
    made = table(f"| survey |\n|  | type | name | label | relevant |\n{rows}")
    every = columns((made,))
    given = [
        (bytes([who]), 0, Further(node=made.nodes[0].id, kind=Kind.INTEGER, value=who % 4))
        for who in range(40)
    ]
    limits = Limits(people=40, threshold=THRESHOLD)
    found = Figures(
        every, (made,), {who: 0 for who, _, _ in given}, limits,
        lambda some: {one.id: given if one.node.name == "times" else [] for one in some},
    )
    (times, _) = found.all(together=9)
    assert (times.n, times.mean) == (40, None)


def test_words_are_only_counted(form: FormDefinition) -> None:
    found = count(form, "why", [(who, "a secret") for who in range(7)], Kind.TEXT)
    assert (found.shape, found.n, found.shares) == (Shape.GIVEN, 7, ())
    assert "secret" not in repr(found)


def test_a_person_counts_once_however_many_instances(form: FormDefinition) -> None:
    asked = column(form, "school")
    a, b = ids(form)["a"], ids(form)["b"]
    given: list[Given] = [
        (bytes([who]), 0, Further(
            node=asked.id, at=(at,), kind=Kind.CHOICE, value=a if who < 6 else b
        ))
        for who in range(11) for at in (1, 2, 3)
    ]
    (found,) = counted(asked, (form,), given, Limits(people=11, threshold=THRESHOLD))
    assert (found.shape, found.n) == (Shape.SEVERAL, 11)
    # each may have said the same every time: 11 - 6 - 5 would tell of c
    assert shares(found) == {"a": 6, "b": None, "c": None}


def test_rather_not_say_is_no_answer(form: FormDefinition) -> None:
    assert count(form, "met", [(who, None) for who in range(9)], Kind.NONE).hidden


@pytest.mark.parametrize("name", ["photo"])
def test_files_and_notes_have_no_figures(form: FormDefinition, name: str) -> None:
    assert counted(column(form, name), (form,), (), Limits(people=9, threshold=5)) == ()
    assert "hello" not in {one.node.name for one in columns((form,))}


def test_meanings_that_changed_are_counted_apart(form: FormDefinition) -> None:
    later = table(
        FORM.replace("end=5 step=1", "end=10 step=1").replace("x-rating-1-5", "x-rating-1-10")
    )
    asked = next(one for one in columns((form, later)) if one.node.name == "met")
    given: list[Given] = [
        (bytes([who]), who % 2, Further(node=asked.id, kind=Kind.INTEGER, value=5))
        for who in range(12)
    ]
    old, new = counted(asked, (form, later), given, Limits(people=12, threshold=5))
    assert (old.versions, new.versions, old.apart) == ((0,), (1,), True)
    assert (old.n, new.n) == (6, 6)
    assert (len(old.shares), len(new.shares)) == (5, 10)


def test_few_who_left_most_choices_out_are_not_told_by_the_sum() -> None:
    """56 of 60 choices were made: four people made one."""
    counts = {"a": 17, "b": 19, "c": 20}
    assert hiding.of_several(counts, 30, 0, THRESHOLD, most=2) == {"a"}
    assert hiding.of_several(counts, 30, 0, THRESHOLD, most=3) == set()


@pytest.mark.parametrize(("refused", "told"), [(0, 0), (4, None), (5, 5), (9, 9)])
def test_who_would_rather_not_say_is_counted_apart_and_never_few(
    form: FormDefinition, refused: int, told: int | None
) -> None:
    asked = column(form, "met")
    answers = [Further(node=asked.id, kind=Kind.INTEGER, value=3)] * 20
    nones = [Further(node=asked.id, kind=Kind.NONE)] * refused
    given: list[Given] = [
        (who.to_bytes(16, "big"), 0, one) for who, one in enumerate([*answers, *nones])
    ]
    (found,) = counted(asked, (form,), given, Limits(people=60, threshold=THRESHOLD))
    assert (found.n, found.asked, found.declined) == (20, 60, told)


def test_where_few_answered_nothing_is_told_of_those_who_would_rather_not(
    form: FormDefinition,
) -> None:
    asked = column(form, "met")
    given: list[Given] = [
        (who.to_bytes(16, "big"), 0, Further(node=asked.id, kind=Kind.NONE)) for who in range(30)
    ]
    (found,) = counted(asked, (form,), given, Limits(people=30, threshold=THRESHOLD))
    assert (found.n, found.declined) == (None, None)
