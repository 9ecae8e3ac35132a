"""The network page when something else was quicker: switched off, left, or busy meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from admin.app import clock
from admin.listening.state import Heard, Offered
from admin.start.held import Held
from survey.reading import write_campaign
from sync import package
from sync.errors import PlaceRefuses
from sync.intake import IntakeReport, Sent
from sync.mailbox.office import Office, Put
from sync.purging import Purged
from tests.admin.window_builders import Desk
from tests.admin.window_network import FakeNetwork
from tests.admin.window_workspace import PASSPHRASE, held_open, listening
from tests.sync.sync_builders import campaign

FIRST, SECOND = (Offered(id=UUID(int=n), title=f"S{n}") for n in (1, 2))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    made = held_open(tmp_path / "workspace")
    yield made
    made.close()


class Deaf(Office):
    """Takes in one answer the second time; from then on nothing can be put out."""

    def __init__(self) -> None:
        self.turns = 0

    def take_in(self, cancelled: Callable[[], bool] | None = None) -> IntakeReport | None:
        self.turns += 1
        if self.turns == 1:
            return None
        return IntakeReport(
            new=1, known=0, repeated=0, bundles=1, quarantined=(), resolved=(), gaps=(), forks=(),
            came=(), problems=(), cancelled=False, began=clock(), ended=clock(),
        )

    def clear(self) -> Purged:
        return Purged(names=(), kept=0, problems=())

    def put_out(self) -> Put:
        if self.turns > 1:
            raise PlaceRefuses("the mailbox is full of holes")
        return Put(packages=(), receipts=Sent(names=(), records=0, problems=()), registry=False)


def test_a_backup_is_made_although_the_server_has_just_stopped(
    held: Held, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    network, backups = listening(held, monkeypatch), tmp_path / "backups"
    backups.mkdir()
    assert network.back_up(backups) == 0
    assert len(list(backups.iterdir())) == len(held.workspace.backups()) == 1


def test_what_came_is_counted_although_nothing_can_be_put_out(
    held: Held, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    network, office = listening(held, monkeypatch), Deaf()
    network._look(office, tidy=True)
    with pytest.raises(PlaceRefuses):
        network._look(office, tidy=False)
    assert (network.heard().new, network.heard().unkept) == (1, 1)
    network._office = office
    (tmp_path / "backups").mkdir()
    with pytest.raises(PlaceRefuses):
        network.back_up(tmp_path / "backups")
    assert network.heard().unkept == 0 and len(held.workspace.backups()) == 1


def test_a_backup_without_a_server_says_that_receipts_wait(qapp: Any) -> None:
    desk = Desk(network=FakeNetwork(said=Heard(running=True), due=2))
    program = desk.opened("en")
    desk.picked = Path("/backups")
    program._start_view._overview.back_up.click()
    desk.background.flush()
    said = str(program._start_view._overview._backed_up.accessibleName())
    assert desk.network.done == ["backup /backups"]
    assert said.startswith("Backed up in /backups.") and "wait for receipts" in said


def test_a_workspace_that_is_opened_again_has_no_survey_chosen(
    held: Held, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    network, only = listening(held, monkeypatch), []
    survey = campaign(id=UUID(int=7))
    held.workspace.add_campaign(survey, write_campaign(survey), "Kim")
    package.write_package(held.workspace, survey, clock)

    class Seen(Office):
        def __init__(self, *given: Any) -> None:
            only.append(given[-1])
            super().__init__(*given)

    monkeypatch.setattr("admin.listening.running.Office", Seen)
    network.choose(survey.id)
    network.start()
    held.open(tmp_path / "workspace", PASSPHRASE)
    assert not network.heard().running
    network.start()
    network.stop()
    assert only == [survey.id, None]


def test_a_survey_that_is_gone_is_chosen_no_more_although_a_backup_is_under_way(qapp: Any) -> None:
    desk = Desk(network=FakeNetwork(offered=(FIRST, SECOND)))
    network = desk.opened("en").units.network
    network.choose(FIRST.id)
    desk.background.flush()
    desk.network.offered = (SECOND,)
    network.refresh()
    network.back_up(Path("/backups"))
    desk.background.flush()
    assert desk.network.done == [f"survey {FIRST.id}", "backup /backups", "survey None"]
    assert network.state.only is None and network.state.surveys == (SECOND,)


@dataclass
class Silent(FakeNetwork):
    """Cannot say which surveys there are."""

    def surveys(self) -> tuple[Offered, ...]:
        raise OSError(5, "the disk does not answer")


def test_a_look_that_fails_does_not_end_what_is_under_way(qapp: Any) -> None:
    desk = Desk(network=Silent())
    network = desk.opened("en").units.network
    network.refresh()
    network.back_up(Path("/backups"))
    desk.background._queue.pop(0)()
    network.back_up(Path("/backups"))
    desk.background.flush()
    assert desk.network.done == ["backup /backups"] and not network.state.busy
