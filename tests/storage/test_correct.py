"""Corrections: laid over what came, undone by another, and never in its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from storage.errors import Conflict
from storage.workspace.correction_values import AS_IT_CAME, Field, Value
from storage.workspace.corrections import Correcting
from tests.builders import AREA, AREAS, CAMPAIGN, GENDER, GENDERS, RATINGS, UNITS
from tests.storage.review_builders import Town, town
from tests.storage.workspace_builders import response


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        made.take(response({RATINGS[0]: 2, AREA: AREAS[0]}))
        yield made


def correct(here: Town, field: Field, value: Value, reason: str = "paper slip misread") -> None:
    what = Correcting(response=here.ids()[2], field=field, value=value, reason=reason)
    here.workspace.inbox.correct(CAMPAIGN, what, "Kim")


def test_results_read_the_corrected_answer_and_the_original_stays(here: Town) -> None:
    correct(here, RATINGS[0], 5)
    correct(here, RATINGS[1], 3)
    correct(here, AREA, AREAS[2])
    correct(here, GENDER, GENDERS[1])
    (person,) = here.workspace.persons(CAMPAIGN)
    assert dict(person.items) == {RATINGS[0]: 5, RATINGS[1]: 3}
    assert dict(person.groups) == {"area": "south", "gender": "man"}
    shown = here.workspace.inbox.response(CAMPAIGN, here.ids()[2])
    assert shown is not None and shown.where.corrected
    assert dict(shown.answers) == {RATINGS[0]: 2, AREA: AREAS[0]}
    assert shown.reads[RATINGS[0]] == 5 and shown.reads[AREA] == AREAS[2]
    assert [(c.actor, c.reason) for c in shown.corrections] == [("Kim", "paper slip misread")] * 4
    here.sound()


def test_a_correction_is_undone_by_another(here: Town) -> None:
    correct(here, RATINGS[0], 5)
    correct(here, RATINGS[0], AS_IT_CAME, "the slip was right")
    (person,) = here.workspace.persons(CAMPAIGN)
    assert dict(person.items) == {RATINGS[0]: 2}
    shown = here.workspace.inbox.response(CAMPAIGN, here.ids()[2])
    assert shown is not None and dict(shown.corrected) == {}
    assert [c.value for c in shown.corrections] == [5, AS_IT_CAME]


def test_an_answer_can_be_corrected_to_none(here: Town) -> None:
    correct(here, RATINGS[0], None)
    correct(here, AREA, None)
    (person,) = here.workspace.persons(CAMPAIGN)
    assert (dict(person.items), dict(person.groups)) == ({}, {})


def test_circumstances_are_corrected_too(here: Town) -> None:
    values: dict[str, Value] = {
        "unit": UNITS[1], "place": None, "mode": "paper", "language": "en",
        "day": date(2025, 9, 1),
    }
    for field, value in values.items():
        correct(here, field, value)
    shown = here.workspace.inbox.response(CAMPAIGN, here.ids()[2])
    assert shown is not None and dict(shown.corrected) == values
    assert shown.where.unit == UNITS[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (RATINGS[0], 6), (RATINGS[0], True), (RATINGS[0], AREAS[0]), (RATINGS[0], "5"),
        (AREA, RATINGS[0]), (AREA, 1), (CAMPAIGN, 1), ("unit", AREAS[0]), ("mode", "telepathy"),
        ("language", "xx"), ("day", 5), ("time", 5), ("place", "here"),
    ],
)
def test_what_the_survey_does_not_have_cannot_be_the_correction(
    here: Town, field: Field, value: Value
) -> None:
    with pytest.raises(ValueError, match=r"survey|question|corrected"):
        correct(here, field, value)
    assert here.rows("SELECT count(*) FROM correction") == [(0,)]


def test_a_correction_needs_a_reason_and_an_answer_that_is_here(here: Town) -> None:
    with pytest.raises(ValueError, match="reason"):
        correct(here, RATINGS[0], 5, " ")
    gone = Correcting(response=bytes(16), field=RATINGS[0], value=5, reason="misread")
    with pytest.raises(Conflict):
        here.workspace.inbox.correct(CAMPAIGN, gone, "Kim")


def test_a_correction_that_nobody_can_read_is_found(here: Town) -> None:
    correct(here, RATINGS[0], 5)
    with here.workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE correction SET value = x'93'")
    assert here.workspace.verify().faults == ("correction 1 cannot be read",)
