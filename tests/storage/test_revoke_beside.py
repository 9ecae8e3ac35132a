"""What a lost device told beside answers waits for the decision about it, as its answers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import bodies
from storage.workspace.retention import Rule
from survey.device_notes import Assigned
from tests.builders import CAMPAIGN, UNITS
from tests.conducted import ARMS
from tests.storage.beside_bodies import HEALTH, OCCASION
from tests.storage.review_builders import Town, rated, town
from tests.storage.workspace_builders import MORNING


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def test_what_a_lost_device_told_beside_is_held_and_decided_with_its_answers(here: Town) -> None:
    day = MORNING.date()
    drawn = Assigned(arm=ARMS[0], unit=UNITS[0], day=day)
    visit = replace(OCCASION, unit=UNITS[0], day=day)
    well = replace(HEALTH, time=MORNING)
    kiosks = here.workspace.kiosks

    def told() -> tuple[int, int, int]:
        of_it = kiosks.health(day)[here.device.identity.public]
        return len(kiosks.assigned(CAMPAIGN)), len(kiosks.occasions(CAMPAIGN)), len(of_it.notes)

    here.take(*rated(1, 2), *map(bodies.encode, (drawn, visit, well)))
    device = here.device.identity.public
    assert told() == (1, 1, 1)
    assert here.workspace.inbox.revoke(device, "stolen", "Kim").held == 2
    assert told() == (0, 0, 0)
    here.sound()
    inbox = here.workspace.inbox
    assert inbox.decide_device(device, accept=False, reason="forged", actor="Kim") == 2
    assert inbox.revoke(device, "stolen", "Kim").cannot_tell == 0
    here.sound()
    assert inbox.decide_device(device, accept=True, reason="ours", actor="Kim") == 2
    assert told() == (1, 1, 1)
    here.sound()


def test_notes_that_were_decided_about_go_with_their_history(here: Town) -> None:
    day = MORNING.date()
    here.take(bodies.encode(Assigned(arm=ARMS[0], unit=UNITS[0], day=day)))
    here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    assert here.rows("SELECT count(*) FROM review") == [(1,)]
    rule = Rule(answers_days=30, words_days=None)
    here.world.wait(hours=60 * 24)
    due = here.workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim")
    assert {one.table for one in due} == {"note", "review", "fresh"}
    assert here.rows("SELECT count(*) FROM review") == [(0,)]
    here.sound()
