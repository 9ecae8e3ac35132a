from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from survey.forms.answers import Collecting, NotAnAnswer, Spot
from survey.forms.correcting import Consequences, consequences
from survey.forms.engine.running import open_form
from survey.forms.restoring import Restoring, at_the_end_of, by_spot
from tests.forms import still, table

FORM = """
| survey |
| | type | name | label | required | constraint | relevant | calculation | choice_filter |
| | today | day | | | | | |
| | date | born | Born | yes | . <= today() and . <= ${day} | | |
| | geopoint | place | Place | yes | | | |
| | integer | size | Size | | . < 10 | | |
| | integer | room | Room | | . <= ${size} | | |
| | calculate | twice | | | | | ${size} * 2 |
| | select_one town | town | Town | | | | | least <= ${size} |
| | begin_group | meta_data | More | | | | |
| | begin_repeat | thing | Thing | | | | |
| | text | what | What | | | ${size} > 1 | |
| | end_repeat | | | | | | |
| | end_group | | | | | | |
| choices |
| | list_name | name | label | least |
| | town | big | Big | 5 |
| | town | small | Small | 1 |
"""
FORM_READ = table(FORM)
NODES = {node.name: node.id for node in FORM_READ.walk()}
ZONE = ZoneInfo("Europe/Stockholm")
WORLD = at_the_end_of(date(2026, 3, 1), ZONE)


def spot(name: str, *at: int) -> Spot:
    return NODES[name], at


def given() -> dict[Spot, object]:
    form = open_form(FORM_READ, still())
    for ref, value in (
        ("/data/born", "1990-01-01"), ("/data/size", "5"), ("/data/room", "4"),
        ("/data/meta_data/thing[1]/what", "pen"),
    ):  # fmt: skip
        form.answer(ref, value)
    form.add_repeat("/data/meta_data/thing")
    form.answer("/data/meta_data/thing[2]/what", "ink")
    made = Collecting(FORM_READ).of(form)
    return by_spot(made.answers, made.further)


def corrected(name: str, text: str | None, *at: int) -> Consequences:
    value = None if text is None else Collecting(FORM_READ).read(spot(name, *at), text)
    return consequences(FORM_READ, given(), spot(name, *at), value, WORLD)


def rules(found: Consequences) -> list[tuple[UUID, str]]:
    return [(one.spot[0], one.rule) for one in found.broken]


def test_a_record_is_made_again_from_its_answers() -> None:
    form = Restoring(FORM_READ).restored(given(), WORLD)
    made = Collecting(FORM_READ).of(form)
    assert by_spot(made.answers, made.further) == given()
    assert form.find("/data/day").value == "2026-03-01"


@pytest.mark.parametrize(
    ("name", "text", "broken"),
    [
        ("size", "6", []),
        ("size", "12", [("size", "constraint")]),
        ("size", "3", [("room", "constraint")]),
        ("born", "2026-03-01", []),
        ("born", "2026-03-02", [("born", "constraint")]),
        ("born", None, [("born", "required")]),
        ("room", None, []),
        ("town", "small", []),
    ],
)
def test_rules_are_asked_on_the_day_of_the_response_and_only_new_faults_are_told(
    name: str, text: str | None, broken: list[tuple[str, str]]
) -> None:
    assert rules(corrected(name, text)) == [(NODES[one], rule) for one, rule in broken]


def test_what_follows_and_what_is_asked_no_more_are_told_with_their_places() -> None:
    found = corrected("size", "1")
    assert found.follows.keys() == {spot("twice")}
    assert set(found.unasked) == {spot("what", 1), spot("what", 2)}
    assert corrected("what", "pencil", 2).unasked == ()


def test_without_an_answer_nothing_is_calculated_or_asked_from_it() -> None:
    found = consequences(FORM_READ, given(), spot("size"), None, WORLD)
    assert set(found.unasked) == {spot("what", 1), spot("what", 2), spot("twice")}
    assert found.follows == {}


def test_what_nobody_answered_does_not_get_its_default_again() -> None:
    form = table("| survey |\n| | type | name | label | default |\n| | text | a | A | usual |\n")
    again = Restoring(form).restored({}, WORLD)
    assert again.find("/data/a").value == ""


def test_a_choice_that_is_not_offered_is_told_and_so_is_the_constraint_as_written() -> None:
    answers = {**given(), spot("size"): Collecting(FORM_READ).read(spot("size"), "4")}
    big = Collecting(FORM_READ).read(spot("town"), "big")
    found = consequences(FORM_READ, answers, spot("town"), big, WORLD)
    assert rules(found) == [(NODES["town"], "choice")]
    assert [one.said for one in corrected("size", "12").broken] == [". < 10"]


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("town", "huge", "write one of: big small"), ("size", "many", "write a whole number"),
        ("born", "1990", "write a day such as 2026-03-01"),
    ],
)  # fmt: skip
def test_an_answer_in_the_wrong_form_is_told_what_is_taken(
    name: str, text: str, taken: str
) -> None:
    with pytest.raises(NotAnAnswer) as fault:
        Collecting(FORM_READ).read(spot(name), text)
    assert str(fault.value).endswith(taken) and text not in str(fault.value).partition(":")[0]


SHARED = table("""
| survey |
| | type | name | label | appearance | parameters |
| | begin_group | share | Share | {} | {} |
| | integer | car | Car | | |
| | integer | bus | Bus | | |
| | integer | foot | Foot | | |
| | end_group | | | | |
""".format("x-points", "total=50"))


@pytest.mark.parametrize(
    ("given", "text", "sums"),
    [
        ((20, 25, 5), "30", ["50"]), ((20, 25, 5), None, ["50"]), ((20, 25, 5), "20", []),
        ((10, 25, 5), "20", []), ((10, 25, 5), "30", []), ((20, 30, None), "20", []),
    ],
)  # fmt: skip
def test_a_correction_that_breaks_the_sum_of_a_group_is_told(
    given: tuple[int | None, ...], text: str | None, sums: list[str]
) -> None:
    ids = {node.name: node.id for node in SHARED.walk()}
    reading = Collecting(SHARED)
    answers: dict[Spot, object] = {
        (ids[name], ()): reading.read((ids[name], ()), str(value))
        for name, value in zip(("car", "bus", "foot"), given, strict=True) if value is not None
    }
    car = (ids["car"], ())
    value = None if text is None else reading.read(car, text)
    found = consequences(SHARED, answers, car, value, WORLD).broken
    assert [(one.spot, one.rule) for one in found] == [((ids["share"], ()), "sum")] * len(sums)
    assert [one.said for one in found] == sums
