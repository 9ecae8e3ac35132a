"""After an upgrade, records of kinds that the old program kept sealed take their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import bodies
from storage.bodies import CodedWire, Unknown, WithdrawalWire
from survey.records import Withdrawal
from tests.builders import CAMPAIGN
from tests.storage.review_builders import CODE, OTHER_CODE, Town, coded, rated, town
from tests.storage.workspace_builders import reopen


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def take_with_old_program(here: Town, *made: object) -> None:
    """Take in as a program that knows neither receipt codes nor withdrawals."""
    known = bodies.read

    def older(raw: bytes) -> object:
        wire = known(raw)
        if isinstance(wire, CodedWire | WithdrawalWire):
            return Unknown(kind=wire.__struct_config__.tag, version=1, raw=raw)
        return wire

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "read", older)
        here.take(*made)


def upgrade(here: Town) -> None:
    here.workspace.close()
    here.workspace = reopen(here.workspace.directory, here.world)


def test_kept_records_are_projected_when_a_newer_program_opens_the_workspace(here: Town) -> None:
    take_with_old_program(here, *rated(1), coded(5), *rated(2))
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.kept, here.steps()) == (2, 1, [1, 2])
    here.sound()
    upgrade(here)
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.kept, here.steps()) == (3, 0, [1, 2, 5])
    assert here.rows("SELECT count(*) FROM epoch WHERE header IS NOT NULL") == [(0,)]
    here.sound()
    assert here.workspace.take_in(here.device.bundle()).new == 0


def test_a_projected_answer_can_be_withdrawn_and_held(here: Town) -> None:
    take_with_old_program(here, coded(5), coded(4, OTHER_CODE))
    upgrade(here)
    here.workspace.erasing.withdraw(CODE, "Kim")
    assert here.steps() == [4]
    assert here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim").held == 1
    here.sound()


def test_kept_withdrawals_take_effect_and_withdrawn_answers_are_not_stored(here: Town) -> None:
    take_with_old_program(here, coded(5), coded(4, OTHER_CODE), Withdrawal(code=OTHER_CODE))
    here.workspace.erasing.withdraw(CODE, "Kim")
    upgrade(here)
    counts = here.workspace.counts(CAMPAIGN)
    assert (here.steps(), counts.withdrawn, counts.kept, counts.records) == ([], 2, 0, 3)
    here.sound()


def test_what_a_revoked_device_left_kept_is_held_when_it_is_projected(here: Town) -> None:
    take_with_old_program(here, *rated(1), coded(5))
    here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    upgrade(here)
    assert here.steps() == []
    assert here.workspace.counts(CAMPAIGN).held == 2
    here.sound()


def test_what_still_cannot_be_read_stays_kept(here: Town) -> None:
    here.take(b"\x93\xa4note\x01\xa1x", coded(5))
    upgrade(here)
    assert here.workspace.counts(CAMPAIGN).kept == 1
    assert here.workspace.inbox.project_kept() == 0
    assert here.steps() == [5]
