"""One thing changed in an open database, and verify names that fault and no other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection

from storage.errors import Damaged
from storage.seal import coding, slots
from storage.workspace import Workspace, files, verifying
from storage.workspace.remembering import HOURS
from storage.workspace.sqlcipher import SqlCipher
from survey.records import SessionOpened
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    PACKAGE_HASH,
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
    session_event,
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with something in every table that verify looks at."""
    directory = tmp_path_factory.mktemp("verify") / "workspace"
    world = World()
    made, _ = new_workspace(directory, world)
    device = Device(made, world).register()
    device.answer(*(response({RATINGS[0]: n % 5 + 1}) for n in range(6)))
    device.answer(session_event(CAMPAIGN, 1, SessionOpened(title="Onsdag", method="points")))
    device.answer(coding.pack(("note", 1, b"later")))
    made.take_in(device.bundle(), "Kim")
    made.quarantine(b"a whole file", "x.vbundle", "wrong-signer", "m", "Kim")
    made.backup(directory.parent / "backups", "Kim")
    for receipt in made.receipts_due():
        made.receipt_sent(receipt)
    world.wait(hours=HOURS + 1)
    assert made.receipts_due() == []  # what came before is tied to its bundle no more
    device.open_epoch()
    some = device.answer(*(response() for _ in range(4)))
    made.take_in(device.bundle([some[0], some[3]]), "Kim")  # with a gap: 3 waits for 2
    made.keys.rotate(CAMPAIGN, "Kim")
    made.close()
    return directory


@pytest.fixture
def workspace(model: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(model, tmp_path / "workspace")
    with reopen(tmp_path / "workspace", World(seed=b"verifier")) as made:
        yield made


def change(workspace: Workspace, *statements: str) -> None:
    with workspace._database.writing() as connection:
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount == 1, statement


def test_a_sound_workspace_has_no_fault_and_every_check_is_told(workspace: Workspace) -> None:
    steps: list[tuple[int, int, str]] = []
    found = workspace.verify(progress=lambda *step: steps.append(step))
    assert (found.faults, found.notes, found.records) == ((), (), 10)
    assert [done for done, _, _ in steps] == list(range(len(steps)))
    assert {total for _, total, _ in steps} == {len(steps) - 1}
    assert "epochs" in [what for _, _, what in steps]


FIRST = "(SELECT min(number) FROM epoch)"
LAST = "(SELECT max(number) FROM epoch)"
FLIP = "substr({0}, 1, 3) || x'ff' || substr({0}, 5)"


def flipped(column: str) -> str:
    """``column`` as bytes with the fourth byte changed."""
    return f"CAST({FLIP.format(column)} AS BLOB)"


DAMAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a survey's bytes": (
        (f"UPDATE definition SET raw = {flipped('raw')}",), ("version 1 of survey .* its hash",)),
    "a survey's hash": (
        (f"UPDATE definition SET hash = {flipped('hash')}",), ("version 1 of survey .* its hash",)),
    "a survey's key": (
        ("UPDATE campaign SET seed = x'00'",), ("survey .*: its keys are not all here",)),
    "a survey that is half retired": (
        ("UPDATE campaign SET retired = 1",), ("survey .*: its keys are not all here",)),
    "the signing key": (
        ("UPDATE organisation SET seed = x'0011'",), ("signing key has the wrong length",)),
    "an earlier key": (
        (f"UPDATE campaign_key SET seed = {flipped('seed')}",),
        ("an earlier key .* does not fit",)),
    "an epoch's head": (
        (f"UPDATE epoch SET head = {flipped('head')} WHERE number = {LAST}",),
        ("its last record is not the one it names",)),
    "an epoch's count": (
        (f"UPDATE epoch SET made = 7 WHERE number = {FIRST}",),
        ("its last record is not the one it names", "record 7 stands beyond")),
    "an epoch's header": (
        (f"UPDATE epoch SET header = {flipped('header')} WHERE header IS NOT NULL",),
        ("its header was changed",)),
    "a record's hash under a receipt": (
        (f"UPDATE ledger SET hash = {flipped('hash')} WHERE epoch = {FIRST} AND n = 2",),
        ("receipt 1 of stream 1 was given for other records",)),
    "what a waiting record names": (
        (f"UPDATE ledger SET previous = {flipped('hash')} WHERE epoch = {LAST} AND n = 0",),
        ("record 0 does not follow",)),
    "a receipt's digest": (
        (f"UPDATE acknowledged SET digest = {flipped('digest')}",),
        ("receipt 1 of stream 1 was given for other records",)),
    "a receipt's reach": (
        ("UPDATE acknowledged SET count = 11",),
        ("covers 11 records, and 8 of them are in the ledger",)),
    "a receipt's backup": (
        (f"UPDATE receipt SET backup = {flipped('backup')}",), ("names a backup that is not",)),
    "a receipt without ranges": (("DELETE FROM acknowledged",), ("covers nothing",)),
    "a stream's name": (
        (f"UPDATE stream SET id = {flipped('id')}",), ("does not fit its device and survey",)),
    "a stream's last receipt": (
        ("UPDATE stream SET last_receipt = 0",), ("a receipt with a higher number",)),
    "a bundle's count": (
        ("UPDATE batch SET new = new + 1 WHERE number = 1",),
        ("bundle 1 brought 9 records, and the ledger has 8",)),
    "a record gone from the ledger": (
        (f"DELETE FROM ledger WHERE epoch = {LAST} AND n = 0",),
        ("1 records fewer in the ledger", "bundle 2 brought 2 records, and the ledger has 1")),
    "a response gone": (
        ("DELETE FROM response WHERE id = (SELECT min(id) FROM response"
         " WHERE id NOT IN (SELECT response FROM fresh))",),
        ("rating: 1 of its rows refer to a row of response that is gone",
         "1 records more in the ledger")),
    "a question gone": (
        ("DELETE FROM question WHERE number = 2",),
        ("rating: 2 of its rows refer to a row of question",)),
    "a place of an epoch that never was": (
        ("UPDATE kept SET epoch = 99",),
        ("kept: 1 of its rows refer to a row of epoch",)),
    "a sealed record": (
        (f"UPDATE kept SET sealed = {flipped('sealed')}",), ("the sealed record 7 was changed",)),
    "circumstances": (
        ("UPDATE circumstance SET day = day + 1",), (r"circumstance \d+ was changed",)),
    "an event's body": (
        (f"UPDATE session_event SET body = {flipped('body')}",), ("an event of session",)),
    "an event's place": (
        ("UPDATE session_event SET lamport = 9",), ("an event of session",)),
    "a file set aside": (
        (f"UPDATE quarantine SET raw = {flipped('raw')}",), ("number 1 was changed",)),
    "a file's size": (("UPDATE quarantine SET size = 1",), ("number 1 was changed",)),
    "an answer's state": (
        ("UPDATE response SET state = 2 WHERE id = (SELECT min(id) FROM response)",),
        ("do not count, and nobody decided",)),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_exactly_the_fault_that_was_made_is_named(workspace: Workspace, what: str) -> None:
    statements, expected = DAMAGES[what]
    change(workspace, *statements)
    found = list(workspace.verify().faults)
    for words in expected:
        fitting = [fault for fault in found if re.search(words, fault)]
        assert len(fitting) == 1, (words, found)
        found.remove(fitting[0])
    assert found == []


def test_a_changed_byte_anywhere_in_the_file_is_found(model: Path, tmp_path: Path) -> None:
    data = (model / files.DATABASE).read_bytes()
    key = _raw_key(model)
    for at in range(100, len(data), len(data) // 12):
        path = tmp_path / files.DATABASE
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(Damaged):
            _check(path, key)


def _raw_key(directory: Path) -> bytes:
    return slots.open_with_passphrase(files.read_slots(directory), PASSPHRASE)


def _check(path: Path, key: bytes) -> None:
    database = SqlCipher(path, key)
    try:
        with database.reading() as connection:
            faults = verifying.thorough(connection, database.damages)
        if faults:
            raise Damaged(faults[0])
    finally:
        database.close()


@dataclass(frozen=True)
class Read:
    """What a package's bytes turn out to be."""

    hash: bytes = PACKAGE_HASH
    campaign: UUID = CAMPAIGN
    version: int = 1
    signer: bytes = b""


@pytest.mark.parametrize(("said", "fault"), [
    (Read(), None),
    (Read(hash=bytes(32)), "does not fit its hash"),
    (Read(campaign=UUID(int=1)), "is another package"),
    (Read(version=2), "is another package"),
    (Read(signer=bytes(32)), "is signed by another organisation"),
])
def test_packages_are_held_against_what_was_noted(
    workspace: Workspace, said: Read, fault: str | None
) -> None:
    def check(raw: bytes) -> tuple[bytes, UUID, int, bytes]:
        assert raw == b"the signed package"
        return said.hash, said.campaign, said.version, said.signer or workspace.signer_public

    found = workspace.verify(package=check).faults
    assert [fault in words for words in found] == ([True] if fault else [])


def test_a_package_that_cannot_be_read_is_told_with_why(workspace: Workspace) -> None:
    def check(raw: bytes) -> tuple[bytes, UUID, int, bytes]:
        raise Damaged("package: cut short")

    (fault,) = workspace.verify(package=check).faults
    assert fault.endswith("does not hold: package: cut short")


def test_a_backup_that_is_gone_is_a_note_and_may_lie_elsewhere(
    workspace: Workspace, model: Path, tmp_path: Path
) -> None:
    assert workspace.verify().notes == ()
    (backup,) = workspace.backups()
    moved = shutil.copytree(backup.path, tmp_path / "disk" / Path(backup.path).name)
    change(workspace, f"UPDATE backup SET path = '/nowhere/{moved.name}'")
    assert workspace.verify().faults == ()
    (note,) = workspace.verify().notes
    assert note.endswith("is not to be found")
    assert workspace.verify(backups=tmp_path / "disk").notes == ()
    (moved / files.DATABASE).unlink()
    assert len(workspace.verify(backups=tmp_path / "disk").notes) == 1


def test_of_many_alike_only_some_are_told_and_that_there_are_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MOST_FAULTS", 2)
    with workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE ledger SET n = n + 1000")
    found = workspace.verify().faults
    assert sum("stands beyond" in fault for fault in found) == 2
    assert "epochs: there is more of this" in found


def test_no_fault_shows_what_was_written_in_its_place(workspace: Workspace) -> None:
    with workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE circumstance SET consent = 'Grannens hund'")
    assert "Grannens" not in "".join(workspace.verify().faults)


def refusing(connection: Connection) -> Iterator[str]:
    raise Damaged("a page cannot be read")


def test_a_check_that_breaks_off_is_a_fault_and_the_others_go_on(workspace: Workspace) -> None:
    change(workspace, "UPDATE quarantine SET size = 1")
    with workspace._database.reading() as connection:
        first, second = verifying.thorough(connection, refusing)
    assert first == "pages: a page cannot be read"
    assert second.endswith("number 1 was changed")
