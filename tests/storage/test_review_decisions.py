"""Review: who counts is decided by people, with reasons, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.errors import Conflict
from storage.workspace.reviews import State, Which
from survey.records import Mode
from tests.builders import CAMPAIGN, UNITS
from tests.storage.review_builders import CODE, Town, coded, rated, town

DAY = date(2025, 9, 3)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def test_an_excluded_answer_is_out_of_results_with_its_whole_history(here: Town) -> None:
    here.take(*rated(1, 2, 3))
    inbox, ids = here.workspace.inbox, here.ids()
    which = Which(ids=(ids[2],))
    assert inbox.review(CAMPAIGN, which, State.HELD, "looks like a test", "Kim") == 1
    assert inbox.review(CAMPAIGN, which, State.EXCLUDED, "it was one", "Lo") == 1
    assert inbox.review(CAMPAIGN, which, State.EXCLUDED, "once more", "Lo") == 0
    assert here.steps() == [1, 3]
    shown = inbox.response(CAMPAIGN, ids[2])
    assert shown is not None and shown.where.state is State.EXCLUDED
    assert [(r.state, r.reason, r.actor) for r in shown.reviews] == [
        (State.HELD, "looks like a test", "Kim"), (State.EXCLUDED, "it was one", "Lo")
    ]
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.excluded, counts.records) == (2, 1, 3)
    here.sound()


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (Which(unit=UNITS[1]), [1, 3, 4, 5]),
        (Which(mode="paper"), [1, 2, 4, 5]),
        (Which(days=(DAY + timedelta(days=1), DAY + timedelta(days=2))), [1, 2, 3, 5]),
        (Which(complete=False), [1, 2, 3, 4, 5]),
        (Which(language="ar"), [1, 2, 3, 4]),
        (Which(unit=UNITS[0], mode="kiosk", language="sv"), [2, 3, 5]),
        (Which(), []),
        (Which(clock="jumped"), [1, 2, 3, 4, 5]),
    ],
)
def test_many_are_decided_at_once_by_where_and_how_they_were_given(
    here: Town, which: Which, left: list[int]
) -> None:
    here.take(
        *rated(1), *rated(2, unit=UNITS[1]), *rated(3, mode=Mode.PAPER),
        *rated(4, day=DAY + timedelta(days=2)), *rated(5, language="ar"),
    )
    changed = here.workspace.inbox.review(CAMPAIGN, which, State.EXCLUDED, "for a test", "Kim")
    assert (changed, here.steps()) == (5 - len(left), left)
    here.sound()


def test_a_list_shows_where_and_when_but_no_answer(here: Town) -> None:
    here.take(*rated(1, 2), *rated(3, unit=UNITS[1]))
    inbox = here.workspace.inbox
    found = inbox.listed(CAMPAIGN, Which(unit=UNITS[0]))
    assert [r.id for r in found] == sorted((here.ids()[1], here.ids()[2]))
    assert {(r.unit, r.mode, r.day, r.state) for r in found} == {
        (UNITS[0], "kiosk", DAY, State.COUNTED)
    }
    assert inbox.listed(CAMPAIGN, Which(), first=1, most=1) == inbox.listed(
        CAMPAIGN, Which()
    )[1:2]


def test_a_decision_needs_a_reason_and_answers_that_are_here(here: Town) -> None:
    here.take(coded(5))
    inbox, id = here.workspace.inbox, here.ids()[5]
    with pytest.raises(ValueError, match="reason"):
        inbox.review(CAMPAIGN, Which(ids=(id,)), State.HELD, "  ", "Kim")
    here.workspace.erasing.withdraw(CODE, "Kim")
    with pytest.raises(Conflict):
        inbox.review(CAMPAIGN, Which(ids=(id,)), State.HELD, "too late", "Kim")


def test_figures_rise_in_number_of_decisions_so_that_editions_differ(here: Town) -> None:
    here.take(*rated(1, 2))
    before = here.workspace.counts(CAMPAIGN).decisions
    here.workspace.inbox.review(CAMPAIGN, Which(ids=(here.ids()[1],)), State.HELD, "odd", "Kim")
    assert here.workspace.counts(CAMPAIGN).decisions == before + 1


def test_a_changed_state_without_a_decision_is_found(here: Town) -> None:
    here.take(*rated(1, 2))
    with here.workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE response SET state = 2")
    faults = here.workspace.verify().faults
    assert any("nobody decided so" in fault for fault in faults)


def test_a_record_that_vanished_from_the_tables_is_found(here: Town) -> None:
    here.take(*rated(1, 2))
    with here.workspace._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM ledger WHERE n = 0")
    assert any("records fewer" in fault for fault in here.workspace.verify().faults)
