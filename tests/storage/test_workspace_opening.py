"""Creating and opening a workspace: five refusals, and nothing changed by any of them."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from storage.errors import Damaged, InUse, MissingKey, StorageError, TooNew, WrongKey
from storage.seal import slots
from storage.workspace import create, files, migrations, open_workspace, sqlcipher
from storage.workspace.passphrases import change_passphrase
from storage.workspace.sqlcipher import SqlCipher, unlock
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import (
    CHEAP,
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)

WORDS = "Grannens hund skäller"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def place(tmp_path: Path, world: World) -> tuple[Path, str]:
    """A closed workspace with one answer in it, and its recovery code."""
    directory = tmp_path / "workspace"
    workspace, code = new_workspace(directory, world)
    device = Device(workspace, world).register()
    device.answer(response({RATINGS[0]: 5, RATINGS[1]: WORDS}))
    workspace.take_in(device.bundle(), actor="Kim")
    workspace.close()
    return directory, code


def state(directory: Path) -> list[tuple[str, bytes, int]]:
    """Every file's name, content and time of change."""
    return sorted(
        (p.name, sha256(p.read_bytes()).digest(), p.stat().st_mtime_ns)
        for p in directory.iterdir()
    )


def raw_key(directory: Path) -> bytes:
    return slots.open_with_passphrase(files.read_slots(directory), PASSPHRASE)


def test_what_was_kept_is_there_when_opened_again(
    place: tuple[Path, str], world: World
) -> None:
    with reopen(place[0], world) as workspace:
        assert workspace.name == "Exempelkommunen"
        assert [dict(p.items) for p in workspace.persons(CAMPAIGN)] == [{RATINGS[0]: 5}]


def test_the_recovery_code_opens_as_well(place: tuple[Path, str], world: World) -> None:
    directory, code = place
    with open_workspace(directory, recovery_code=code.lower(), clock=world.clock) as workspace:
        assert workspace.counts(CAMPAIGN).complete == 1


def test_a_wrong_passphrase_changes_nothing(place: tuple[Path, str], world: World) -> None:
    before = state(place[0])
    with pytest.raises(WrongKey):
        open_workspace(place[0], passphrase="fel", clock=world.clock)
    assert state(place[0]) == before


def test_a_mistyped_recovery_code_is_noticed_before_the_files_are_read(
    tmp_path: Path, world: World
) -> None:
    with pytest.raises(WrongKey, match="typing error"):
        open_workspace(tmp_path / "nothing", recovery_code="0000 " * 14, clock=world.clock)


def test_a_directory_without_a_workspace_has_no_key(tmp_path: Path, world: World) -> None:
    for directory in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(MissingKey, match="no workspace"):
            open_workspace(directory, passphrase=PASSPHRASE, clock=world.clock)
    assert list(tmp_path.iterdir()) == []


def test_missing_slots_are_a_missing_key(place: tuple[Path, str], world: World) -> None:
    (place[0] / files.SLOTS).unlink()
    before = state(place[0])
    with pytest.raises(MissingKey, match="missing beside"):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)
    assert state(place[0]) == before


def test_a_missing_database_is_damage_and_no_new_one_is_made(
    place: tuple[Path, str], world: World
) -> None:
    files.database_path(place[0]).unlink()
    before = state(place[0])
    with pytest.raises(Damaged, match="missing beside"):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)
    assert state(place[0]) == before


@pytest.mark.parametrize("name", [files.SLOTS, files.DATABASE])
@pytest.mark.parametrize("at", [0, 20, 60])
def test_a_changed_byte_is_damage(
    place: tuple[Path, str], world: World, name: str, at: int
) -> None:
    path = place[0] / name
    data = bytearray(path.read_bytes())
    data[at] ^= 0x40
    path.write_bytes(data)
    before = state(place[0])
    with pytest.raises(Damaged):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)
    assert state(place[0]) == before


@pytest.mark.parametrize("size", [0, 100, 4096 * 3 + 5])
def test_a_database_cut_short_is_damage(
    place: tuple[Path, str], world: World, size: int
) -> None:
    os.truncate(files.database_path(place[0]), size)
    with pytest.raises(Damaged):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)


def test_another_workspaces_database_is_damage(
    place: tuple[Path, str], tmp_path: Path, world: World
) -> None:
    other, _ = new_workspace(tmp_path / "other", world)
    other.close()
    shutil.copyfile(files.database_path(tmp_path / "other"), files.database_path(place[0]))
    before = state(place[0])
    with pytest.raises(Damaged, match="not the one its slots open"):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)
    assert state(place[0]) == before


def test_a_newer_schema_is_too_new_and_left_alone(
    place: tuple[Path, str], world: World
) -> None:
    path = files.database_path(place[0])
    kept = SqlCipher(path, raw_key(place[0]))
    with kept.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {migrations.VERSION + 1}")
    kept.empty_log()
    kept.close()
    before = state(place[0])
    with pytest.raises(TooNew, match="Update the program"):
        open_workspace(place[0], passphrase=PASSPHRASE, clock=world.clock)
    assert state(place[0]) == before


def test_the_refusals_have_codes_of_their_own() -> None:
    errors = (WrongKey, MissingKey, Damaged, TooNew, InUse)
    assert len({error.code for error in errors}) == len(errors)


def test_only_the_owner_may_read_anything(place: tuple[Path, str], world: World) -> None:
    with reopen(place[0], world) as workspace:
        workspace.register_device(Device(workspace, world, name="Kiosk 2").identity)
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in place[0].iterdir()}
    assert set(modes) == {
        files.SLOTS, files.DATABASE, f"{files.DATABASE}-wal", f"{files.DATABASE}-shm"
    }
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(place[0].stat().st_mode) == 0o700


def test_no_file_holds_anything_readable(place: tuple[Path, str], world: World) -> None:
    with reopen(place[0], world) as workspace:
        device = Device(workspace, world, name="Kiosk 2").register()
        device.answer(response({RATINGS[1]: WORDS}))
        workspace.take_in(device.bundle())
        seen = b"".join(p.read_bytes() for p in place[0].iterdir())
    for secret in (WORDS, "Kiosk 2", "Exempelkommunen", "CREATE TABLE", "SQLite format 3"):
        assert secret.encode() not in seen
    assert raw_key(place[0]) not in seen


def test_a_database_without_a_cipher_is_refused(tmp_path: Path) -> None:
    import sqlite3

    plain = sqlite3.connect(tmp_path / "plain.db")
    with pytest.raises(StorageError, match="cannot encrypt"):
        unlock(plain, bytes(32))
    plain.close()


def test_every_connection_is_as_safe_as_decided(place: tuple[Path, str]) -> None:
    raw = sqlcipher.connect(files.database_path(place[0]), raw_key(place[0]))
    found = {
        name: raw.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "temp_store", "secure_delete")
    }
    raw.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "temp_store": 2, "secure_delete": 1}


def test_neither_key_nor_answer_shows_in_an_exception_or_its_url(
    place: tuple[Path, str],
) -> None:
    key = raw_key(place[0])
    kept = SqlCipher(files.database_path(place[0]), key)
    with pytest.raises(StorageError) as caught, kept.writing() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (WORDS,))
    shown = repr(caught.value) + str(caught.value) + repr(kept._engine) + repr(vars(kept))
    kept.close()
    assert WORDS not in shown
    assert key.hex() not in shown
    assert caught.value.__cause__ is None


def test_a_failed_transaction_takes_its_tables_with_it(place: tuple[Path, str]) -> None:
    kept = SqlCipher(files.database_path(place[0]), raw_key(place[0]))
    with pytest.raises(StorageError), kept.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE half (a)")
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    with kept.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'half'")
        assert found.all() == []
    kept.close()


def test_many_threads_may_read_and_write(place: tuple[Path, str], world: World) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                device = Device(workspace, world, name=f"Kiosk {number}")
                workspace.register_device(device.identity, actor=f"Kim {number}")
                assert workspace.device(device.identity.public) is not None
                assert workspace.counts(CAMPAIGN).complete == 1
        except (AssertionError, StorageError) as error:
            failed.append(error)

    with reopen(place[0], world) as workspace:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(10, 16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(workspace.devices()) == 7


def test_creating_leaves_nothing_behind_when_it_fails(tmp_path: Path, world: World) -> None:
    def broken_clock() -> None:
        raise OverflowError("no time")

    with pytest.raises(OverflowError):
        create(
            tmp_path / "new", name="x", passphrase=PASSPHRASE, clock=broken_clock,  # type: ignore[arg-type]
            random=world.random, cost=CHEAP,
        )
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_created_where_something_lies(tmp_path: Path, world: World) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(StorageError, match="not empty"):
        create(tmp_path, name="x", passphrase=PASSPHRASE, clock=world.clock, cost=CHEAP)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_new_passphrase_replaces_the_old_one(place: tuple[Path, str], world: World) -> None:
    directory, code = place
    change_passphrase(directory, new="ny mening", recovery_code=code, cost=CHEAP)
    with pytest.raises(WrongKey):
        open_workspace(directory, passphrase=PASSPHRASE, clock=world.clock)
    for secret in ({"passphrase": "ny mening"}, {"recovery_code": code}):
        with open_workspace(directory, clock=world.clock, **secret) as workspace:
            assert workspace.counts(CAMPAIGN).complete == 1


def test_exactly_one_secret_is_asked_for(tmp_path: Path, world: World) -> None:
    with pytest.raises(ValueError, match="either"):
        open_workspace(tmp_path, clock=world.clock)
