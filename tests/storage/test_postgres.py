"""What is different on PostgreSQL: what it may know, when it is refused, and who writes when."""

from __future__ import annotations

import os
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, inspect

from storage.errors import Damaged, InUse, StorageError, WrongKey
from storage.seal import recovery, slots
from storage.seal.columns import ColumnSealer
from storage.workspace import (
    Workspace,
    addresses,
    files,
    migrations,
    open_workspace,
    postgres,
    restore,
    sealed_columns,
)
from storage.workspace.migrations.wording import UNREFERENCED
from storage.workspace.moving import to_file, to_server
from storage.workspace.schema import metadata
from survey.records import SessionOpened
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.postgres_server import administrator, new_address, postgres_url  # noqa: F401
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
    session_event,
)


@pytest.fixture
def world() -> World:
    return World()


def answered(directory: Path, world: World, url: str) -> Workspace:
    """A workspace with seven answers."""
    made, _ = new_workspace(directory, world, addresses.read(url))
    device = Device(made, world).register()
    device.answer(*(response({RATINGS[0]: n % 5 + 1, RATINGS[1]: "ord"}) for n in range(7)))
    made.take_in(device.bundle(), "Kim")
    return made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One for all tests that leave it sound, whatever they add."""
    made = answered(tmp_path_factory.mktemp("shared") / "workspace", World(), new_address())
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path, world: World, postgres_url: str) -> Iterator[Workspace]:  # noqa: F811
    """One for a test that damages it."""
    made = answered(tmp_path / "workspace", world, postgres_url)
    yield made
    made.close()


def server_rows(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    """What the server's own administrator reads, without any of our keys."""
    schema = addresses.read(files.read_slots(workspace.directory).address).schema
    with administrator() as connection:
        connection.execute(f"SET search_path TO {schema}")
        return connection.execute(query).fetchall()


def raw_key(directory: Path) -> bytes:
    return slots.open_with_passphrase(files.read_slots(directory), PASSPHRASE)


def test_the_database_alone_holds_no_secret(workspace: Workspace) -> None:
    secrets = []
    with workspace._database.reading() as connection:
        for table, sealed in sealed_columns.TABLES.items():
            columns = ",".join((sealed.row, *sealed.columns))
            for name, *values in connection.exec_driver_sql(f"SELECT {columns} FROM {table}"):
                secrets += [
                    sealed_columns.open(connection, table, column, name, value)
                    for column, value in zip(sealed.columns, values, strict=True)
                    if value and column != "place"  # a number, and no secret
                ]
    secrets.append(raw_key(workspace.directory))
    assert sorted(map(len, secrets)) == [32, 32, 32, 96]
    everything = "".join(
        str(server_rows(workspace, f"SELECT * FROM {table}")) for table in metadata.tables
    ) + "".join(
        value.hex() for table in metadata.tables
        for row in server_rows(workspace, f"SELECT * FROM {table}")
        for value in row if isinstance(value, bytes)
    )
    for secret in secrets:
        assert secret.hex() not in everything
        assert repr(secret)[2:-1] not in everything


@pytest.mark.parametrize("change", [
    "UPDATE organisation SET seed = set_byte(seed, 20, get_byte(seed, 20) # 1)",
    "UPDATE organisation SET seed = substr(seed, 1, 20)",
    "UPDATE organisation SET seed = (SELECT row_secret FROM campaign)",
])
def test_a_secret_that_the_server_changed_or_moved_is_damage(
    own: Workspace, world: World, change: str
) -> None:
    server = addresses.read(files.read_slots(own.directory).address)
    with administrator() as connection:
        connection.execute(f"SET search_path TO {server.schema}")
        connection.execute(change)
    with pytest.raises(Damaged, match=re.escape("organisation.seed")):
        reopen(own.directory, world)


def test_a_sealed_secret_fits_one_place_in_one_workspace_only() -> None:
    key, here = bytes(range(32)), bytes(16)
    sealer = ColumnSealer(key, here, os.urandom)
    sealed = sealer.seal("campaign", "seed", b"row", b"secret")
    assert sealer.open("campaign", "seed", b"row", sealed) == b"secret"
    assert sealer.seal("campaign", "seed", b"row", b"secret") != sealed
    for elsewhere in (("forwarder", "seed", b"row"), ("campaign", "row_secret", b"row"),
                      ("campaign", "seed", b"raw")):
        with pytest.raises(Damaged):
            sealer.open(*elsewhere, sealed)
    for other_key, workspace in ((key, b"x" * 16), (bytes(32), here)):
        other = ColumnSealer(other_key, workspace, os.urandom)
        with pytest.raises(Damaged):
            other.open("campaign", "seed", b"row", sealed)


@pytest.mark.parametrize(("url", "why"), [
    ("postgresql://kim:hemligt@db.example.org/vardera", "no password"),
    ("postgresql://kim@db.example.org/vardera?sslmode=require", "certificate"),
    ("postgresql://kim@db.example.org/vardera?options=-cfsync%3Doff", "not known"),
    ("postgresql://kim@localhost/", "name a database"),
    ("postgresql://localhost/vardera?schema=public", "not public"),
    ("postgresql://localhost/vardera?schema=a;drop", "small letters"),
    ("postgresql://localhost/vardera?schema=pg_toast", "small letters"),
    ("mysql://localhost/vardera", "postgresql://"),
    ("postgresql://localhost:port/vardera", "no address"),
    ("postgresql://local\nhost/vardera", "no address"),
    ("postgresql://local host/vardera", "no address"),
])
def test_an_address_that_leaks_or_misleads_is_refused(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        addresses.read(url)
    assert "hemligt" not in str(refused.value)


@pytest.mark.parametrize("url", [
    "postgresql://kim@db.example.org:6432/vardera?schema=north&sslmode=verify-full",
    "postgresql:///vardera?host=%2Frun%2Fpostgresql&schema=vardera&sslmode=prefer",
    "postgresql://[::1]:5432/vardera?schema=vardera&sslmode=prefer",
])
def test_an_address_is_written_one_way_and_holds_no_password(url: str) -> None:
    address = addresses.read(url, "hemligt")
    assert addresses.write(address) == url
    assert address.settings()["password"] == "hemligt"
    assert "hemligt" not in repr(address)
    assert addresses.read_stored(addresses.write(address)) == addresses.read(url)


@pytest.mark.parametrize(("url", "asked"), [
    ("postgresql://kim@db.example.org/v", "scram-sha-256"),
    ("postgresql://kim@localhost/v", "scram-sha-256"),
    ("postgresql://kim@localhost/v?sslcert=me.pem", "scram-sha-256"),
    ("postgresql://kim@db.example.org/v?sslcert=me.pem", "scram-sha-256,none"),
    ("postgresql:///v?host=/run/postgresql", "scram-sha-256,none"),
])
def test_a_password_is_proved_and_never_shown(url: str, asked: str) -> None:
    assert addresses.read(url).settings()["require_auth"] == asked


@pytest.mark.parametrize("asks", [3, 5, 0])
def test_a_false_server_gets_no_password(asks: int) -> None:
    """It asks in clear (3), for an old hash (5), or lets everybody in (0)."""
    heard: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                while connection.recv(8)[4:] in (b"\x04\xd2\x16/", b"\x04\xd2\x160"):
                    connection.sendall(b"N")  # no encryption here
                connection.recv(4_096)
                salt = b"salt" if asks == 5 else b""
                connection.sendall(b"R" + struct.pack("!II", 8 + len(salt), asks) + salt)
                heard.append(connection.recv(4_096))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        port = listening.getsockname()[1]
        try:
            with pytest.raises(WrongKey, match="false server"):
                postgres.connect(addresses.read(f"postgresql://kim@127.0.0.1:{port}/v", "hemligt"))
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
    assert heard == [b""]


def test_a_server_elsewhere_has_to_show_its_certificate() -> None:
    assert addresses.read("postgresql://db.example.org/v").settings()["sslmode"] == "verify-full"


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_answers_is_refused(
    workspace: Workspace, world: World, setting: str
) -> None:
    with administrator() as connection:
        try:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
            reload(connection, setting, "off")
            with pytest.raises(StorageError, match=f"power cut: {setting} is off"):
                reopen(workspace.directory, world)
        finally:
            connection.execute(f"ALTER SYSTEM RESET {setting}")
            reload(connection, setting, "on")
    reopen(workspace.directory, world).close()


def reload(connection: psycopg.Connection, setting: str, wanted: str) -> None:
    """Every backend hears of a setting at its next statement after the signal came."""
    connection.execute("SELECT pg_reload_conf()")
    for _ in range(2_000):
        if connection.execute(f"SHOW {setting}").fetchone() == (wanted,):
            return
    raise AssertionError("the server did not take the setting")


def test_a_lazy_default_of_the_servers_is_overruled(workspace: Workspace) -> None:
    with administrator() as connection:
        connection.execute("ALTER ROLE postgres SET synchronous_commit = off")
        try:
            with postgres.connect(workspace._database.address) as kept:
                assert kept.execute("SHOW synchronous_commit").fetchone() == ("on",)
            kept.close()
        finally:
            connection.execute("ALTER ROLE postgres RESET synchronous_commit")


def test_a_schema_that_holds_something_is_not_taken(tmp_path: Path, world: World) -> None:
    server = addresses.read(new_address())
    with administrator() as connection:
        connection.execute(f"CREATE SCHEMA {server.schema}")
        connection.execute(f"CREATE TABLE {server.schema}.theirs (a int)")
        with pytest.raises(StorageError, match="not empty"):
            new_workspace(tmp_path / "workspace", world, server)
        assert connection.execute(f"SELECT count(*) FROM {server.schema}.theirs").fetchone()
    assert not (tmp_path / "workspace").exists()


def test_no_server_is_told_without_any_secret(tmp_path: Path, world: World) -> None:
    server = addresses.read(f"postgresql://kim@/x?host={tmp_path}", "hemligt")
    with pytest.raises(StorageError, match="does not answer") as refused:
        new_workspace(tmp_path / "workspace", world, server)
    assert "hemligt" not in str(refused.value)
    assert not (tmp_path / "workspace").exists()


def test_a_second_writer_waits_its_time_and_is_told(
    workspace: Workspace, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = (("lock_timeout", "30ms"), ("synchronous_commit", "on"))
    monkeypatch.setattr(postgres, "_SETTLED", patient)
    with reopen(workspace.directory, world) as other:
        with workspace._database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO actor (name) VALUES ('unfinished')")
            with pytest.raises(InUse, match="another program"):
                other.quarantine(b"x", "x", "damaged", "m")
        other.quarantine(b"x", "x", "damaged", "m")
    assert "x" in [file.name for file in workspace.quarantined()]


def test_writers_take_turns_without_losing_a_step(workspace: Workspace) -> None:
    def count() -> None:
        for _ in range(5):
            with workspace._database.writing() as connection:
                packages = connection.exec_driver_sql("SELECT packages FROM campaign").scalar_one()
                connection.exec_driver_sql("UPDATE campaign SET packages = ?", (packages + 1,))

    before = workspace.next_package_version(CAMPAIGN)
    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workspace.next_package_version(CAMPAIGN) == before + 30


def test_a_reader_sees_one_state_and_stops_nobody(workspace: Workspace, world: World) -> None:
    device = Device(workspace, world, name="Kiosk 2").register()
    device.answer(response())
    with workspace._database.reading() as connection:
        query = "SELECT count(*) FROM response"
        before = connection.exec_driver_sql(query).scalar_one()
        workspace.take_in(device.bundle())
        assert connection.exec_driver_sql(query).scalar_one() == before
    assert workspace.counts(CAMPAIGN).complete == before + 1


def test_what_postgres_cannot_hold_costs_no_answer(workspace: Workspace, world: World) -> None:
    device = Device(workspace, world, name="Kiosk 3").register()
    device.answer(response({RATINGS[0]: 3, RATINGS[1]: "a\0b"}, language="s\0v"), response())
    assert workspace.take_in(device.bundle()).new == 2
    assert ("a\ufffdb",) in server_rows(workspace, "SELECT text FROM words")
    assert workspace.verify().faults == ()


def test_an_error_shows_no_value(workspace: Workspace) -> None:
    with pytest.raises(StorageError) as refused, workspace._database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO actor (name, x) VALUES (?, 1)", ("Hemlig Person",))
    assert "Hemlig" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert "Hemlig" not in str(refused.value.__context__)


def test_placeholders_are_told_from_text() -> None:
    assert postgres.reworded("a = ? AND b LIKE '?%' AND c = ?") == (
        "a = %s AND b LIKE '?%%' AND c = %s"
    )


def shape(connection: Connection) -> dict[str, object]:
    """Columns, keys, references and indexes of every table in the connection's schema."""
    look = inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
            look.get_pk_constraint(table)["constrained_columns"],
            set() if table in UNREFERENCED else {
                (tuple(k["constrained_columns"]), k["referred_table"])
                for k in look.get_foreign_keys(table)
            },
            {tuple(u["column_names"]) for u in look.get_unique_constraints(table)},
            {(i["name"], tuple(i["column_names"])) for i in look.get_indexes(table)
             if not i["unique"]},
        )
        for table in look.get_table_names() if table != "schema_version"
    }


def test_models_and_migrations_build_the_same_schema_there_too(workspace: Workspace) -> None:
    database = workspace._database
    with database.writing() as connection:
        migrated = shape(connection)
        assert migrations.version_of(connection) == migrations.VERSION
        connection.exec_driver_sql("CREATE SCHEMA again")
        connection.exec_driver_sql("SET LOCAL search_path TO again")
        metadata.create_all(connection)
        assert migrated == shape(connection)
        connection.exec_driver_sql("DROP SCHEMA again CASCADE")


def test_a_backup_of_a_server_is_a_workspace_in_a_file(
    workspace: Workspace, tmp_path: Path, world: World
) -> None:
    device = Device(workspace, world, name="Kiosk 4").register()
    device.answer(session_event(CAMPAIGN, 1, SessionOpened(title="Onsdag", method="points")))
    workspace.take_in(device.bundle())
    workspace.quarantine(b"bytes", "x", "wrong-signer", "m", "Åsa")
    made = Path(workspace.backup(tmp_path / "backups", "Kim").path)
    assert sorted(p.name for p in made.iterdir()) == [files.DATABASE, files.SLOTS]
    restore(made, tmp_path / "restored")
    with reopen(tmp_path / "restored", world) as back:
        assert list(back.persons(CAMPAIGN)) == list(workspace.persons(CAMPAIGN))
        assert back.session_events(CAMPAIGN) == workspace.session_events(CAMPAIGN)
        assert back.counts(CAMPAIGN) == workspace.counts(CAMPAIGN)
        assert back.quarantined() == workspace.quarantined()
        assert back.sign("test", b"x") == workspace.sign("test", b"x")
        assert back.verify().faults == ()
        with back._database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM fresh").scalar_one() == 0


def test_a_workspace_moves_to_a_server_and_back_with_every_row(
    tmp_path: Path, world: World
) -> None:
    directory = tmp_path / "workspace"
    made, code = new_workspace(directory, world)
    device = Device(made, world).register()
    device.answer(*(response({RATINGS[0]: n % 5 + 1}) for n in range(5)))
    made.take_in(device.bundle())
    persons, fresh = list(made.persons(CAMPAIGN)), ties(made)
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    with pytest.raises(StorageError):  # whoever had the file open writes nothing that is lost
        made.take_in(device.bundle(device.answer(response())))
    made._database.close()
    assert sorted(p.name for p in directory.iterdir()) == [files.SLOTS]
    with reopen(directory, world) as there:
        assert (list(there.persons(CAMPAIGN)), ties(there)) == (persons, fresh)
        device.workspace = there
        assert there.take_in(device.bundle()).new == 1
        assert there.verify().faults == ()
        persons = list(there.persons(CAMPAIGN))
    to_file(directory, recovery_code=code)
    assert sorted(p.name for p in directory.iterdir()) == [files.DATABASE, files.SLOTS]
    with reopen(directory, world) as back:
        assert list(back.persons(CAMPAIGN)) == persons
        assert back.verify().faults == ()
    with pytest.raises(StorageError, match="in a file already"):
        to_file(directory, passphrase=PASSPHRASE)


def ties(workspace: Workspace) -> list[object]:
    with workspace._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT batch, response FROM fresh ORDER BY response")
        return [tuple(row) for row in rows]


def test_the_recovery_code_opens_a_workspace_on_a_server_too(
    tmp_path: Path, world: World, postgres_url: str  # noqa: F811
) -> None:
    made, code = new_workspace(tmp_path / "workspace", world, addresses.read(postgres_url))
    made.close()
    assert recovery.read_code(code)
    with open_workspace(tmp_path / "workspace", recovery_code=code, clock=world.clock) as back:
        assert back.name == made.name


def test_a_user_without_rights_is_told_so_and_not_of_damage(
    workspace: Workspace, world: World
) -> None:
    server = workspace._database.address
    stranger = replace(server, user="stranger")
    with administrator() as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
        try:
            with pytest.raises(WrongKey, match="not let this user in"):
                postgres.connect(stranger)
        finally:
            connection.execute("DROP ROLE stranger")


def test_a_server_that_goes_away_takes_only_what_was_not_committed(
    workspace: Workspace, world: World
) -> None:
    writing = workspace._database.writing
    with pytest.raises(StorageError, match="does not answer"), writing() as connection:
        connection.exec_driver_sql("INSERT INTO actor (name) VALUES ('half')")
        hang_up(workspace)
        connection.exec_driver_sql("INSERT INTO actor (name) VALUES ('whole')")
    hang_up(workspace)  # the next connection finds out by itself
    assert server_rows(workspace, "SELECT name FROM actor WHERE name IN ('half','whole')") == []
    assert workspace.counts(CAMPAIGN).complete > 0


def hang_up(workspace: Workspace) -> None:
    """Break off every connection that the program has."""
    with administrator() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'vardera'"
        )
