"""A kiosk's store opens or says why not, takes packages, and forgets only what it may."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

import storage.kiosk
from storage.errors import (
    Damaged,
    InUse,
    MissingKey,
    StorageError,
    TooNew,
    TooOld,
    WrongSigner,
)
from storage.kiosk import tables
from storage.kiosk.database import value
from storage.kiosk.files import RESERVE_BYTES
from storage.seal import keys
from storage.seal.epochs import NO_EPOCH
from tests.storage.kiosk_builders import (
    Hands,
    bodies,
    collecting_store,
    open_store,
    package,
    receipt_for,
    records,
)

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b")


def contents(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(directory.iterdir())}


def test_a_device_keeps_its_name_and_key(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    identity = store.identity
    store.close()
    again = open_store(tmp_path / "store", Hands(seed=b"other randomness"))
    assert again.identity == identity
    assert again.identity.name == "Library, ground floor"
    keys.verify(identity.public, again.signer.sign("test", b"part"), "test", b"part")


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        store = collecting_store(tmp_path / "store")
        store.journal().finish(b"a person")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "store").iterdir()}
    assert set(modes) == {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm", "lock", "reserve"}
    assert set(modes.values()) == {0o600}


def test_saves_wait_for_the_disk_and_deletions_are_real(tmp_path: Path) -> None:
    connection = open_store(tmp_path / "store")._database.connection()
    settings = {
        name: value(connection, f"PRAGMA {name}")
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")
    }
    full, on, memory = 2, 1, 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "secure_delete": on,
        "temp_store": memory,
    }


def test_a_second_program_is_turned_away(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    with pytest.raises(InUse):
        open_store(tmp_path / "store")
    store.close()
    open_store(tmp_path / "store").close()


def newer(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA user_version = 1000")


def foreign(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA application_id = 7")


@pytest.mark.parametrize(
    ("change", "error"), [(newer, TooNew), (foreign, Damaged)], ids=["newer", "foreign"]
)
def test_a_store_from_elsewhere_is_refused_and_nothing_changed(
    tmp_path: Path, change: Callable[[sqlite3.Connection], None], error: type[StorageError]
) -> None:
    collecting_store(tmp_path / "store").close()
    database = sqlite3.connect(tmp_path / "store" / "kiosk.db")
    change(database)
    database.close()
    before = contents(tmp_path / "store")
    with pytest.raises(error):
        open_store(tmp_path / "store")
    assert contents(tmp_path / "store") == before


def test_a_newer_version_that_still_lies_in_the_log_is_refused(tmp_path: Path) -> None:
    collecting_store(tmp_path / "store").close()
    path = tmp_path / "store" / "kiosk.db"
    database = sqlite3.connect(path)
    newer(database)
    log = path.with_name("kiosk.db-wal").read_bytes()
    main = path.read_bytes()
    database.close()
    path.write_bytes(main)
    path.with_name("kiosk.db-wal").write_bytes(log)
    with pytest.raises(TooNew):
        open_store(tmp_path / "store")


@pytest.mark.parametrize("what", ["not a database", "cut", "overwritten", "missing"])
def test_a_damaged_store_says_so(tmp_path: Path, what: str) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(60):
        store.journal().finish(b"person %d" % at * 30)
    store.close()
    path = tmp_path / "store" / "kiosk.db"
    whole = path.read_bytes()
    if what == "not a database":
        path.write_bytes(b"something else entirely" * 100)
    elif what == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif what == "overwritten":
        path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    else:
        path.unlink()
    with pytest.raises(Damaged):
        open_store(tmp_path / "store")


def test_the_first_package_pins_its_organisation(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    assert store.trusted_organisation is None
    assert store.package() is None
    store.install(package())
    assert store.trusted_organisation == package().signer
    other = keys.Signer(bytes(32)).public
    with pytest.raises(WrongSigner):
        store.install(package(version=2, signer=other))
    assert store.package() == package()


def test_a_package_version_only_rises(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.install(package(version=3))
    store.install(package(version=3))
    for refused in (package(version=2), package(version=3, raw=b"other", hash=bytes(32))):
        with pytest.raises(TooOld):
            store.install(refused)
    assert store.package() == package(version=3)
    store.install(package(version=4, revoked=(bytes(32),)))
    store.close()
    assert open_store(tmp_path / "store").package() == package(version=4, revoked=(bytes(32),))


def test_a_package_without_recipients_is_refused_and_pins_nobody(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    with pytest.raises(MissingKey):
        store.install(package(recipients=()))
    assert store.trusted_organisation is None


def test_a_survey_that_has_ended_is_sealed_for_no_more_and_may_begin_again(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path / "store")
    store.install(package())
    store.journal().append(b"an answer")
    store.install(package(version=2, recipients=(), hash=b"2" * 32))
    with pytest.raises(MissingKey, match="ended"):
        store.journal()
    assert store.waiting() == 1 and sum(len(b.records) for b in store.pending()) == 1
    store.install(package(version=3, hash=b"3" * 32))
    store.journal().append(b"another")
    assert store.waiting() == 2


def test_bundle_numbers_are_never_used_twice(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    assert [store.next_bundle_number(b"a" * 16) for _ in range(3)] == [1, 2, 3]
    assert store.next_bundle_number(b"b" * 16) == 1
    store.close()
    assert open_store(tmp_path / "store").next_bundle_number(b"a" * 16) == 4


def test_another_thread_carries_while_a_person_answers(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.finish(b"before")
    journal.draft(b"so far")
    seen: list[int] = []

    def carry() -> None:
        sealed = records(store)
        seen.append(store.forget(receipt_for(store, sealed)).forgotten)

    courier = Thread(target=carry)
    courier.start()
    courier.join()
    journal.finish(b"done")
    assert seen == [1]
    assert bodies(store) == [b"done"]


def test_a_journal_used_from_another_thread_is_not_undone_by_a_reader(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.finish(b"before")
    with store._database.snapshot():
        writer = Thread(target=journal.finish, args=(b"while this thread reads",))
        writer.start()
        writer.join()
    assert bodies(store) == [b"before", b"while this thread reads"]


def test_a_restored_disk_image_is_a_fork_and_uses_no_key_twice(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.journal().finish(b"before the image was made")
    store.close()
    shutil.copytree(tmp_path / "store", tmp_path / "image")
    heads = []
    for at, directory in enumerate(("store", "image")):
        again = open_store(tmp_path / directory, Hands(seed=b"start %d" % at))
        again.journal().finish(b"after")
        (batch,) = again.pending()
        heads.append(batch.epochs[-1][0])
    assert heads[0].parent == heads[1].parent != NO_EPOCH
    assert heads[0].id != heads[1].id
    assert heads[0].wraps != heads[1].wraps


def test_the_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    migrated = sqlite3.connect(tmp_path / "store" / "kiosk.db")
    written = sqlite3.connect(":memory:")
    written.executescript(tables.TABLES)
    shapes = []
    for connection in (migrated, written):
        names = connection.execute(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        columns = [connection.execute(f"PRAGMA table_info({name})").fetchall() for name, _ in names]
        unique = [
            sorted(
                tuple(connection.execute(f"PRAGMA index_info({index[1]})").fetchall())
                for index in connection.execute(f"PRAGMA index_list({name})").fetchall()
            )
            for name, _ in names
        ]
        shapes.append((names, columns, unique))
        connection.close()
    assert shapes[0] == shapes[1]
    assert len(shapes[0][0]) == 16


def test_every_statement_of_the_store_fits_its_tables() -> None:
    """A column that was renamed is found here, not on the day somebody needs the statement."""
    tried = 0
    connection = sqlite3.connect(":memory:")
    connection.executescript(tables.TABLES)
    for found in pkgutil.iter_modules(storage.kiosk.__path__):
        module = importlib.import_module(f"storage.kiosk.{found.name}")
        for statement in vars(module).values():
            if isinstance(statement, str) and STATEMENT.match(statement):
                named = dict.fromkeys(re.findall(r":(\w+)", statement))
                given = named or (None,) * statement.count("?")
                connection.execute(f"EXPLAIN {statement}", given).fetchall()
                tried += 1
    connection.close()
    assert tried > 50


def test_the_reserve_takes_real_room(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    reserve = (tmp_path / "store" / "reserve").stat()
    assert reserve.st_size == RESERVE_BYTES
    assert reserve.st_blocks * 512 >= RESERVE_BYTES
