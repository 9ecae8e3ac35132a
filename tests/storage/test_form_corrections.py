"""Corrections of everything a form collects: numbers, days, several choices, and in repeats."""

from __future__ import annotations

from uuid import UUID

import pytest

from storage.workspace.correction_values import AS_IT_CAME, Field
from storage.workspace.retention import Rule
from survey.forms.answers import Collecting, NotAnAnswer, Spot
from survey.records import Further, Kind
from tests.kiosk import test_form_pipe as pipe
from tests.kiosk.test_form_pipe import Town, table, town  # noqa: F401

NODES = {node.name: node.id for node in table(pipe.VISIT).walk()}
COLLECTING = Collecting(table(pipe.VISIT))


def spot(name: str, *at: int) -> Spot:
    return NODES[name], at


@pytest.fixture
def row(town: Town) -> bytes:  # noqa: F811
    town.drive(pipe.person())
    town.carry()
    (row,) = town.rows()
    return row


def as_field(spot: Spot) -> Field:
    return spot if spot[1] else spot[0]


def further(town: Town, row: bytes) -> dict[Spot, Further]:  # noqa: F811
    shown = town.workspace.inbox.response(town.campaign.id, row)
    assert shown is not None
    return {(one.node, one.at): one for one in shown.further_reads}


@pytest.mark.parametrize(
    ("name", "at", "text", "kind"),
    [
        ("age", (1,), "34", Kind.INTEGER), ("name", (1,), "Bosse", Kind.TEXT),
        ("km", (2, 2), "12.50", Kind.DECIMAL), ("last", (), "2026-02-28", Kind.DATE),
        ("clock", (), "09:15", Kind.TIME), ("likes", (1,), "sit play", Kind.CHOICES),
        ("best", (), "sit walk play", Kind.RANKED), ("home", (2,), "south", Kind.CHOICE),
        ("home", (1,), "north", Kind.CHOICE), ("read", (), "OK", Kind.INTEGER),
    ],
)
def test_every_kind_of_answer_is_corrected_and_undone(
    town: Town, row: bytes, name: str, at: tuple[int, ...], text: str, kind: Kind,  # noqa: F811
) -> None:
    where = spot(name, *at)
    before = further(town, row)
    value = COLLECTING.read(where, text)
    assert isinstance(value, Further) and value.kind is kind
    town.correct(row, as_field(where), value)
    assert further(town, row) == {**before, where: value}
    shown = town.workspace.inbox.response(town.campaign.id, row)
    assert shown is not None and {(o.node, o.at): o for o in shown.further} == before
    assert dict(shown.corrected) == {as_field(where): value}
    columns = town.workspace.forms.asked(town.campaign.id).columns
    column = next(one for one in columns if where[0] in one.ids)
    found = {one.at: one for _, _, one in town.workspace.forms.answers(town.campaign.id, column)}
    assert found[at] == value
    town.correct(row, as_field(where), AS_IT_CAME)
    assert further(town, row) == before
    assert town.workspace.verify().faults == ()


def test_an_answer_in_a_repeat_is_corrected_to_none(town: Town, row: bytes) -> None:  # noqa: F811
    town.correct(row, spot("age", 1), None)
    assert further(town, row)[spot("age", 1)].kind is Kind.NONE


@pytest.mark.parametrize(
    ("where", "why"),
    [
        (spot("age", 3), "instance"), (spot("km", 1, 1), "instance"), (spot("age"), "repeats"),
        (spot("last", 1), "no repeat"), ((UUID(int=7), ()), "no such question"),
        (spot("device"), "no such question"), (spot("person"), "no such question"),
    ],
)
def test_only_what_the_person_could_answer_is_corrected(
    town: Town, row: bytes, where: Spot, why: str,  # noqa: F811
) -> None:
    with pytest.raises(ValueError, match=why):
        town.correct(row, as_field(where), None)


@pytest.mark.parametrize(
    ("name", "at", "text"),
    [
        ("age", (1,), "old"), ("age", (1,), ""), ("age", (1,), "9999999999"),
        ("km", (1, 1), "1e3"), ("last", (), "2026-02-30"), ("last", (), "yesterday"),
        ("clock", (), "25:00"), ("likes", (1,), "play fly"), ("best", (), "fly"),
        ("home", (1,), "west"), ("read", (), "yes"), ("met", (), "6"), ("met", (), "0"),
    ],
)
def test_what_the_question_does_not_take_is_refused(
    name: str, at: tuple[int, ...], text: str
) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        COLLECTING.read(spot(name, *at), text)
    assert text == "" or text not in str(refused.value)


def test_a_value_of_another_kind_is_refused(town: Town, row: bytes) -> None:  # noqa: F811
    for value in (
        Further(node=NODES["age"], at=(1,), kind=Kind.TEXT, value="34"),
        Further(node=NODES["age"], at=(2,), kind=Kind.INTEGER, value=34),
        Further(node=NODES["name"], at=(1,), kind=Kind.TEXT, value="Bo"), 34, "34",
    ):
        with pytest.raises(ValueError, match="question"):
            town.correct(row, spot("age", 1), value)
    with pytest.raises(ValueError, match="question"):
        town.correct(row, NODES["last"], "2026-02-28")


@pytest.mark.parametrize(
    ("type", "why"),
    [("geopoint", "map"), ("image", "files"), ("note", "words")],
)
def test_what_cannot_be_corrected_says_why(type: str, why: str) -> None:
    form = table(f"| survey |\n|  | type | name | label |\n|  | {type} | q | Q |\n")
    with pytest.raises(NotAnAnswer, match=why):
        Collecting(form).read((form.nodes[0].id, ()), "59 18 0 0")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("0.50", "0.5"), ("-0.50", "-0.5"), ("100", "100"), ("100.0", "100"), ("007.10", "7.1"),
     ("-0", "0"), ("-10.", "-10"), ("-0.0", "0")],
)
def test_numbers_are_kept_in_their_shortest_form(text: str, kept: str) -> None:
    made = COLLECTING.read(spot("km", 1, 1), text)
    assert isinstance(made, Further) and made.value == kept


def test_corrections_with_free_words_go_with_free_words(town: Town, row: bytes) -> None:  # noqa: F811
    town.correct(row, spot("name", 1), COLLECTING.read(spot("name", 1), "Bosse"))
    town.correct(row, spot("age", 1), COLLECTING.read(spot("age", 1), "34"))
    town.world.wait(days=30)
    rule = Rule(answers_days=None, words_days=10)
    town.workspace.erasing.apply_rule(town.campaign.id, rule, "Kim")
    shown = town.workspace.inbox.response(town.campaign.id, row)
    assert shown is not None and set(shown.corrected) == {spot("age", 1)}
    assert spot("name", 1) not in {(one.node, one.at) for one in shown.further_reads}


def test_damaged_corrections_are_found(town: Town, row: bytes) -> None:  # noqa: F811
    town.correct(row, spot("age", 1), COLLECTING.read(spot("age", 1), "34"))
    for field, value in (("x'00'", "value"), ("field", "x'9302'"), ("field", "x'920292a17801'")):
        with town.workspace._database.writing() as connection:
            connection.exec_driver_sql(f"UPDATE correction SET field = {field}, value = {value}")
        assert town.workspace.verify().faults
