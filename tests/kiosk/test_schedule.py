"""Several surveys on one device: which runs today; nobody is taken from theirs in the middle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.schedule import choose
from storage.kiosk import KioskStore
from storage.values import Package
from survey.campaign import Campaign
from tests.kiosk.package_builders import ONE_UNIT, packaged

SPRING = replace(
    ONE_UNIT, id=UUID(int=1), first_day=date(2026, 3, 1), last_day=date(2026, 5, 31)
)
AUTUMN = replace(
    ONE_UNIT, id=UUID(int=2), first_day=date(2026, 9, 1), last_day=date(2026, 11, 30)
)
ALWAYS = replace(
    ONE_UNIT, id=UUID(int=3), first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Disken", clock=lambda: datetime(2026, 4, 1, tzinfo=UTC),
        random=os.urandom,
    )
    yield store
    store.close()


def runs(store: KioskStore, *campaigns: Campaign, on: tuple[int, int]) -> UUID:
    for campaign in campaigns:
        store.install(packaged(campaign))
    choose(store, lambda: datetime(2026, *on, 10, tzinfo=UTC))
    found = store.package()
    assert isinstance(found, Package)
    return found.campaign


@pytest.mark.parametrize(("on", "which"), [
    ((4, 1), SPRING), ((3, 1), SPRING), ((5, 31), SPRING), ((10, 1), AUTUMN), ((11, 30), AUTUMN),
])
def test_the_survey_whose_days_hold_runs(
    store: KioskStore, on: tuple[int, int], which: Campaign
) -> None:
    assert runs(store, SPRING, AUTUMN, on=on) == which.id
    assert store.journal().package.campaign == which.id


@pytest.mark.parametrize("order", [(SPRING, ALWAYS), (ALWAYS, SPRING)])
def test_of_two_that_hold_the_one_installed_last_runs(
    store: KioskStore, order: tuple[Campaign, ...]
) -> None:
    assert runs(store, *order, on=(4, 1)) == order[-1].id


def test_between_two_the_next_to_begin_stands_there(store: KioskStore) -> None:
    assert runs(store, AUTUMN, SPRING, on=(7, 1)) == AUTUMN.id


def test_after_all_the_one_installed_last_stands_there(store: KioskStore) -> None:
    assert runs(store, AUTUMN, SPRING, on=(12, 24)) == SPRING.id


def test_a_survey_that_is_alone_needs_no_day(store: KioskStore) -> None:
    assert runs(store, SPRING, on=(12, 24)) == SPRING.id


def test_a_clock_that_jumped_chooses_nothing(
    store: KioskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.watch, "jumped", lambda: True)
    assert runs(store, AUTUMN, SPRING, on=(10, 1)) == SPRING.id


def test_somebody_in_the_middle_keeps_their_survey(store: KioskStore) -> None:
    runs(store, SPRING, AUTUMN, on=(4, 1))
    journal = store.journal()
    journal.draft(b"so far")
    choose(store, lambda: datetime(2026, 10, 1, tzinfo=UTC))
    assert store.journal() is journal
    journal.finish(b"all")
    assert store.journal().package.campaign == AUTUMN.id


def test_answers_of_every_survey_wait_to_be_carried(store: KioskStore) -> None:
    runs(store, SPRING, AUTUMN, on=(4, 1))
    store.journal().append(b"of spring")
    choose(store, lambda: datetime(2026, 10, 1, tzinfo=UTC))
    store.journal().append(b"of autumn")
    assert {batch.campaign for batch in store.pending()} == {SPRING.id, AUTUMN.id}
