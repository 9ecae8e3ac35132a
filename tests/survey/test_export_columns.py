"""Which columns an export has, and what stands in the cells, without a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from survey.around import Wish, campaign_around, later_version
from survey.campaign import Campaign
from survey.exporting import asking
from survey.exporting.cells import Missing, name_of
from survey.exporting.columns import plan
from survey.exporting.naming import Names, file_name
from survey.exporting.rows import Rows
from survey.forms import restoring
from survey.forms.markup import Tag
from survey.records import Further, Kind
from tests.builders import AREA, AREAS, RATINGS, small_campaign
from tests.files import SMALL_PHOTO
from tests.forms import table

DAY = date(2026, 3, 14)
WHO = bytes(range(16))
NOT_ASKED, DECLINED = Missing.NOT_ASKED, Missing.DECLINED
IDS = [f"{n}1111111-1111-4111-8111-111111111111" for n in range(9)]
FIRST = f"""
| survey |
|  | type | name | label::Svenska (sv) | label::English (en) | relevant | appearance | parameters | calculation | x_id |
|  | begin_group | about | Om dig | About you | | | | | {IDS[0]} |
|  | select_one yes | bikes | Cyklar du? | Do you cycle? | | | | | {IDS[1]} |
|  | integer | km | Hur långt? | How far? | ${{bikes}} = 'y' | | | | {IDS[2]} |
|  | end_group | | | | | | | |
|  | range | met | Betyg | Grade | | x-rating-1-5 | start=1 end=5 step=1 | | {IDS[3]} |
|  | select_multiple how | how | Hur? | How? | | | | | {IDS[4]} |
|  | begin_repeat | child | Barn | Child | | | | | {IDS[5]} |
|  | integer | age | Ålder | Age | | | | | {IDS[6]} |
|  | text | school | Skola | School | ${{age}} > 5 | | | | {IDS[7]} |
|  | end_repeat | | | | | | | |
|  | calculate | twice | | | | | | 2 * 3 | {IDS[8]} |
| choices |
|  | list_name | name | label::Svenska (sv) | label::English (en) |
|  | yes | y | Ja | Yes |
|  | yes | n | Nej | No |
|  | how | foot | Till fots | On foot |
|  | how | bus | Buss | Bus |
| settings |
|  | form_id | form_title |
|  | trip | Resor |
"""  # noqa: E501 - a table
RELABELLED = FIRST.replace("Hur långt?", "Hur många kilometer?").replace("| km |", "| kilometres |")
MEANING = RELABELLED.replace("x-rating-1-5", "x-rating-1-10").replace("end=5", "end=10").replace(
    "|  | how | bus | Buss | Bus |",
    "|  | how | bus | Buss | Bus |\n|  | how | train | Tåg | Train |",
)


def versions(*texts: str) -> tuple[Campaign, ...]:
    wish: dict[str, Any] = {
        "id": UUID(int=1), "organisation": "Kommunen", "units": ((UUID(int=2), "Enheten"),),
        "first_day": DAY, "last_day": DAY, "consent": {"sv": "Ja"}, "about": {"sv": "Om"},
    }
    made = [campaign_around(table(texts[0]), Wish(**wish))]
    for text in texts[1:]:
        made.append(later_version(made[-1], table(text)))
    return tuple(made)


def rows(*texts: str, labels: str = "") -> Rows:
    return Rows(plan(versions(*texts), ("_response",)), UTC, labels)


def choice(made: Rows, name: str) -> UUID:
    lists = made.plan.definitions[-1].lists
    return next(c.id for one in lists for c in one.choices if c.name == name)


def cells(made: Rows, version: int, answers: Mapping[Any, Any]) -> dict[str, object]:
    return dict(zip(made.header(0), made.of(WHO, version, answers, DAY).main, strict=True))


def at(n: int, *where: int) -> tuple[UUID, tuple[int, ...]]:
    return UUID(IDS[n]), where


def number(n: int, value: int, *where: int) -> Further:
    return Further(node=UUID(IDS[n]), at=where, kind=Kind.INTEGER, value=value)


def test_columns_are_named_by_the_groups_around_and_repeats_have_tables_of_their_own() -> None:
    made = rows(FIRST)
    assert [one.name for one in made.plan.tables] == ["responses", "repeat_child"]
    assert made.header(0) == (
        "about/bikes", "about/km", "met", "how", "how/foot", "how/bus", "twice",
    )
    assert made.header(1) == ("_response", "_child_index", "age", "school")


def test_the_three_kinds_of_nothing_are_told_apart() -> None:
    made = rows(FIRST)
    yes, no = choice(made, "y"), choice(made, "n")
    assert cells(made, 0, {at(1): yes})["about/km"] is None
    assert cells(made, 0, {at(1): no})["about/km"] is NOT_ASKED
    assert cells(made, 0, {at(1): yes, at(2): None})["about/km"] is DECLINED
    assert cells(made, 0, {at(1): None})["about/bikes"] is DECLINED
    declined = Further(node=UUID(IDS[4]), kind=Kind.NONE)
    found = cells(made, 0, {at(4): declined})
    assert [found[name] for name in ("how", "how/foot", "how/bus")] == [DECLINED] * 3


def test_an_answer_that_the_form_would_not_ask_for_is_still_told() -> None:
    made = rows(FIRST)
    found = cells(made, 0, {at(1): choice(made, "n"), at(2): number(2, 7)})
    assert found["about/km"] == 7


def test_several_choices_have_a_cell_together_and_one_each() -> None:
    made = rows(FIRST, labels="sv")
    bus, foot = choice(made, "bus"), choice(made, "foot")
    said = Further(node=UUID(IDS[4]), kind=Kind.CHOICES, value=tuple(sorted((bus, foot))))
    found = cells(made, 0, {at(4): said, at(1): choice(made, "y"), at(3): 4})
    assert (found["how"], found["how.label"]) == ("foot bus", "Till fots; Buss")
    assert (found["how/foot"], found["how/bus"]) == (1, 1)
    assert (found["about/bikes"], found["about/bikes.label"], found["met"]) == ("y", "Ja", 4)


def test_instances_are_rows_and_their_conditions_are_their_own() -> None:
    made = rows(FIRST)
    answers = {at(6, 1): number(6, 3, 1), at(6, 2): number(6, 9, 2)}
    assert made.of(WHO, 0, answers, DAY).inside == [
        (1, [WHO.hex(), 1, 3, NOT_ASKED]), (1, [WHO.hex(), 2, 9, None]),
    ]


def test_answers_that_fit_no_place_of_the_form_stand_in_no_column_and_are_counted() -> None:
    made = rows(FIRST)
    bus = Further(node=UUID(IDS[4]), at=(1,), kind=Kind.CHOICES, value=(choice(made, "bus"),))
    seed = Further(node=made.plan.definitions[0].id, kind=Kind.ORDER, value=7)
    forged = {
        at(3, 1): 4, at(4, 1): bus, at(6): number(6, 7), at(6, 1, 1): number(6, 8, 1, 1),
        (UUID(int=99), ()): 1,
    }
    told = made.of(WHO, 0, {**forged, at(6, 1): number(6, 3, 1), (seed.node, ()): seed}, DAY)
    assert told.astray == len(forged)
    assert set(told.main) <= {None, NOT_ASKED}
    assert told.inside == [(1, [WHO.hex(), 1, 3, NOT_ASKED])]


def test_a_last_instance_numbered_by_a_stranger_does_not_make_all_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = rows(FIRST)
    grown: list[object] = []
    monkeypatch.setattr(restoring, "Tag", lambda name: grown.append(name) or Tag(name))
    answers = {at(6, n): number(6, n, n) for n in (1, 65_534, 65_535)}
    told = made.of(WHO, 0, answers, DAY)
    assert len(grown) < 100
    assert [row[1:] for _, row in told.inside] == [
        [1, 1, NOT_ASKED], [65_534, 65_534, None], [65_535, 65_535, None],
    ]
    assert made.told(0)
    more = {at(6, n): number(6, 9, n) for n in range(1_000, 0, -1)}
    assert [row[-1] for _, row in made.of(WHO, 0, more, DAY).inside] == [None] * 1_000


def test_who_was_asked_is_remembered_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "KEPT", 100)
    made = rows(FIRST)
    for age in range(90):
        (_, row), = made.of(WHO, 0, {at(6, 1): number(6, age, 1)}, DAY).inside
        assert (row[-1] is NOT_ASKED) == (age <= 5)
    groups = made._asking[0]._groups
    assert max(sum(len(found) for found in group.known.values()) for group in groups) < 100
    assert max(len(group.known) for group in groups) < 50


def test_what_a_form_calculated_is_a_number_where_it_is_written_as_one() -> None:
    made = rows(FIRST)
    told = [cells(made, 0, {at(8): text})["twice"] for text in ("12", "-0.5", "007", "1e5", "x")]
    assert told == [12, Decimal("-0.5"), "007", "1e5", "x"]


def test_another_label_or_name_splits_no_column() -> None:
    made = rows(FIRST, RELABELLED)
    assert made.header(0) == (
        "about/bikes", "about/kilometres", "met", "how", "how/foot", "how/bus", "twice",
    )
    yes = choice(made, "y")
    for version in (0, 1):
        told = cells(made, version, {at(1): yes, at(2): number(2, 7)})
        assert told["about/kilometres"] == 7


def test_another_meaning_has_a_column_of_its_own_and_a_new_choice_was_not_asked_before() -> None:
    made = rows(FIRST, RELABELLED, MEANING)
    assert [name for name in made.header(0) if name.startswith("met")] == ["met", "met.v2"]
    old, new = (cells(made, version, {at(3): 4}) for version in (0, 2))
    assert (old["met"], old["met.v2"]) == (NOT_ASKED, 4)
    assert (new["met"], new["met.v2"]) == (4, NOT_ASKED)
    walked = Further(node=UUID(IDS[4]), kind=Kind.CHOICES, value=(choice(made, "foot"),))
    assert [cells(made, version, {at(4): walked})["how/train"] for version in (0, 2)] == [
        NOT_ASKED, 0,
    ]


def test_a_survey_of_plain_questions_has_the_same_tables() -> None:
    made = Rows(plan((small_campaign(),), ()), UTC, "en")
    found = cells(made, 0, {(RATINGS[0], ()): 4, (AREA, ()): AREAS[1]})
    header = made.header(0)
    assert "area" in header and "area.label" in header
    assert (found["area"], found["area.label"]) == ("centre", "Centre")
    assert 4 in found.values()


def test_what_a_kiosk_cannot_ask_was_not_asked() -> None:
    made = rows(FIRST.replace("|  | calculate | twice | | | | | | 2 * 3 |",
                              "|  | geopoint | where | Var? | Where? | | | | |"))
    assert cells(made, 0, {})["where"] is NOT_ASKED


def test_who_was_asked_is_reckoned_once_for_all_who_answered_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = rows(FIRST.replace("${age} > 5", ""))
    one = made._asking[0]
    opened: list[object] = []
    restored = one._restoring.restored
    monkeypatch.setattr(
        one._restoring, "restored", lambda *some: opened.append(some) or restored(*some)
    )
    for km in range(50):
        said = choice(made, "yn"[km % 2])
        told = cells(made, 0, {at(1): said, at(6, 1): number(6, km, 1), at(3): 1 + km % 5})
        assert (told["about/km"] is NOT_ASKED) == (km % 2 == 1)
    assert len(opened) == 2


def test_conditions_that_hang_on_different_answers_are_remembered_apart() -> None:
    two = FIRST.replace("| | x-rating-1-5", "| ${how} = 'bus' | x-rating-1-5").replace(
        "${age} > 5", "")
    made = rows(two)
    one = made._asking[0]
    for km in range(3):
        assert cells(made, 0, {at(1): choice(made, "n"), at(8): str(km)})["met"] is NOT_ASKED
    assert [len(group.known) for group in one._groups] == [1, 1]


def test_no_question_takes_a_name_of_the_programs_in_any_table() -> None:
    text = FIRST.replace("| calculate | twice |", "| calculate | _declined |")
    text = text.replace("| integer | age |", "| integer | _declined |").replace("${age} > 5", "")
    made = Rows(plan(versions(text), ("_declined",)), UTC)
    assert made.header(0)[-1] == made.header(1)[2] == "_declined.v1"


def test_names_are_each_given_once_and_fit_for_files() -> None:
    names = Names(("day",), fold=True)
    assert [names.own(name) for name in ("day", "Day", "a", "A", "a")] == [
        "day.2", "Day.3", "a", "A.2", "a.3",
    ]
    assert file_name("../a b/ö") == "_a_b_ö"
    assert len(file_name("x" * 300)) == 80
    assert len(file_name("語" * 80).encode()) <= 80


def test_no_two_photos_of_a_response_have_one_name() -> None:
    names = ("about/pic", "about_pic", "ABOUT_PIC", "pic-1", "pic", "x" * 80, "x" * 90)
    made = rows(FIRST)
    pattern = made.plan.tables[0].asked[0]
    spots = ((), (1,), (1, 1))
    told = {
        name_of(SMALL_PHOTO, WHO, replace(pattern, id=UUID(int=n), name=name), spot).casefold()
        for n, name in enumerate(names) for spot in spots
    }
    assert len(told) == len(names) * len(spots)
    assert max(len(name.encode()) for name in told) < 200
