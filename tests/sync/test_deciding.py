"""A revoked kiosk's files wait in quarantine until a person accepts or rejects them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage.bodies import encode
from storage.seal import receipt_codes
from storage.workspace import create
from survey.reading import write_campaign
from survey.records import Withdrawal
from sync import courier, damage, deciding
from sync.bundle import claimed
from tests.sync.sync_builders import MOMENT, campaign, clock, known_random, response
from tests.sync.test_intake import FAST, Town, codes

CODE = bytes(range(16))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    workspace, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase="fyra ord i rad", clock=clock,
        random=known_random("workspace"), cost=FAST,
    )
    workspace.add_campaign(campaign(), write_campaign(campaign()))
    (tmp_path / "stick").mkdir()
    made = Town(tmp_path, workspace)
    yield made
    for store in made.kiosks.values():
        store.close()
    workspace.close()


def stolen(town: Town) -> bytes:
    """Three answers came, the kiosk was revoked, and two more lie aside."""
    device = town.kiosk("Entrén").identity.public
    town.carry("Entrén", 3)
    town.take_in()
    town.workspace.inbox.revoke(device, "stolen", "anna")
    town.carry("Entrén", 2)
    assert codes(town.take_in()) == ["revoked-device"]
    assert town.counted() == 0
    return device


def test_accepted_files_are_taken_in_once_and_the_decision_is_kept(town: Town) -> None:
    device = stolen(town)
    done = deciding.accept(town.workspace, device, "it was found", "anna")
    assert (done.answers, done.files, done.records, done.left) == (3, 1, 2, ())
    assert town.counted() == 5
    (file,) = town.workspace.inbox.decided_files()
    assert (file.actor, file.decision) == ("anna", "accepted: it was found")
    report = town.take_in()
    assert (report.new, codes(report)) == (0, [])
    assert town.workspace.verify().faults == ()
    town.carry("Entrén", 1)  # it is revoked still
    assert codes(town.take_in()) == ["revoked-device"]


def test_rejected_files_are_let_go_and_not_told_again(town: Town) -> None:
    device = stolen(town)
    done = deciding.reject(town.workspace, device, "forged", "anna")
    assert (done.answers, done.files, done.records) == (3, 1, 0)
    for _ in range(2):
        assert codes(town.take_in()) == []
    assert town.workspace.quarantined() == ()
    counts = town.workspace.counts(campaign().id)
    assert (counts.complete, counts.excluded) == (0, 3)


def test_a_rejection_can_be_taken_back(town: Town) -> None:
    device = stolen(town)
    deciding.reject(town.workspace, device, "forged", "anna")
    assert deciding.accept(town.workspace, device, "we were wrong", "anna").answers == 3
    assert codes(town.take_in()) == ["revoked-device"]
    assert deciding.accept(town.workspace, device, "we were wrong", "anna").records == 2
    assert town.workspace.counts(campaign().id).complete == 5
    assert town.workspace.verify().faults == ()


def test_a_device_trusted_again_has_its_files_taken_in_at_the_next_intake(town: Town) -> None:
    device = stolen(town)
    town.workspace.inbox.restore_device(device, "it was only mislaid", "anna")
    assert town.take_in().new == 2
    assert town.workspace.quarantined() == ()


def test_a_code_given_back_on_a_rejected_kiosk_is_heard(town: Town) -> None:
    device = town.kiosk("Entrén").identity.public
    journal = town.kiosks["Entrén"].journal()
    hash = receipt_codes.code_hash(CODE)
    journal.append(encode(replace(response(), code=hash)))
    journal.append(encode(response()))
    courier.exchange(town.kiosks["Entrén"], town.transport, clock)
    town.take_in()
    town.workspace.inbox.revoke(device, "stolen", "anna")
    journal.append(encode(Withdrawal(code=CODE)))
    courier.exchange(town.kiosks["Entrén"], town.transport, clock)
    town.take_in()
    deciding.reject(town.workspace, device, "forged", "anna")
    counts = town.workspace.counts(campaign().id)
    assert (counts.withdrawn, counts.excluded) == (1, 1)
    assert town.workspace.verify().faults == ()


def test_a_number_rewritten_in_a_damaged_file_does_not_make_it_good(town: Town) -> None:
    town.kiosk("Entrén")
    town.carry("Entrén", 4, records=2)
    town.take_in()
    (seen,) = town.workspace.streams()
    name = f"{seen.stream.hex()[:16]}-000001.vbundle"
    came = ((1, MOMENT), (2, MOMENT + timedelta(minutes=5)))

    def told(minutes: int) -> str:
        written = MOMENT + timedelta(minutes=minutes)
        return f"changed. By its beginning it was {name}, written {written:%Y-%m-%d %H:%M} UTC"

    assert damage.is_made_good(name, told(0), seen, came)
    assert not damage.is_made_good(name, told(30), seen, came)
    assert not damage.is_made_good(name.replace("1.v", "2.v"), told(0), seen, came)
    raw = town.bundles()[0].read_bytes()
    assert damage.beginning(raw) == told(0)[len("changed"):]
    assert claimed(raw[:40]) is None
