"""Only whoever holds a workspace's key says where its rows lie, and an old copy does not count."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from psycopg import sql

from storage.errors import Damaged, StorageError, WrongPlace
from storage.seal import place, slots
from storage.seal.slots import Slots
from storage.workspace import Workspace, addresses, files, restore, whereabouts
from storage.workspace.moving import to_file, to_server
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.postgres_server import administrator, new_address
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def directory(tmp_path: Path, world: World) -> Path:
    """A workspace in a file, with three answers."""
    made, _ = new_workspace(tmp_path / "workspace", world)
    answered(made, world, 3)
    made.close()
    return tmp_path / "workspace"


def answered(workspace: Workspace, world: World, count: int) -> None:
    device = Device(workspace, world, name="Kiosk").register()
    device.answer(*(response({RATINGS[0]: 3}) for _ in range(count)))
    workspace.take_in(device.bundle(), "Kim")


def says(directory: Path, change: Callable[[Slots], Slots]) -> None:
    """Write the slots as whoever has no passphrase can."""
    path = directory / files.SLOTS
    path.write_bytes(slots.write_slots(change(files.read_slots(directory))))


def counted(directory: Path, world: World) -> int:
    with reopen(directory, world) as workspace:
        assert workspace.verify().faults == ()
        return workspace.counts(CAMPAIGN).complete


def schema_of(directory: Path) -> str:
    return addresses.read(files.read_slots(directory).address).schema


def copied(schema: str) -> str:
    """A copy of a schema as the server's administrator makes one."""
    other = f"{schema}_copy"
    with administrator() as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(other)))
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname=%s", (schema,))
        for (table,) in found.fetchall():
            here, there = (sql.Identifier(name, table) for name in (schema, other))
            connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                there, here
            ))
            connection.execute(sql.SQL(
                "INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT * FROM {}"
            ).format(there, here))
    return other


def swapped(schema: str, other: str) -> None:
    with administrator() as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(
            sql.Identifier(schema)
        ))
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(
            sql.Identifier(other), sql.Identifier(schema)
        ))


@pytest.mark.parametrize("file_is_there", [True, False])
def test_a_planted_address_calls_no_server(
    directory: Path, world: World, file_is_there: bool
) -> None:
    planted = new_address()
    says(directory, lambda found: replace(
        found, place=place.make(bytes(32), found.workspace, 2, planted)
    ))
    if not file_is_there:
        (directory / files.DATABASE).unlink()
    with (
        patch("storage.workspace.postgres.connect", side_effect=AssertionError),
        pytest.raises(WrongPlace, match="without the passphrase"),
    ):
        reopen(directory, world)


def test_a_servers_old_copy_does_not_open_once_the_rows_are_home(
    directory: Path, world: World
) -> None:
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    schema, old_slots = schema_of(directory), (directory / files.SLOTS).read_bytes()
    copy = copied(schema)
    to_file(directory, passphrase=PASSPHRASE)
    swapped(schema, copy)
    assert counted(directory, world) == 3
    (directory / files.SLOTS).write_bytes(old_slots)  # these name the server, and are genuine
    with (
        patch("storage.workspace.postgres.connect", side_effect=AssertionError),
        pytest.raises(WrongPlace, match="as new as what lies there"),
    ):
        reopen(directory, world)


def test_a_servers_old_copy_does_not_open_after_the_rows_came_back_there(
    directory: Path, world: World
) -> None:
    url = new_address()
    to_server(directory, addresses.read(url), passphrase=PASSPHRASE)
    copy = copied(schema_of(directory))
    to_file(directory, passphrase=PASSPHRASE)
    to_server(directory, addresses.read(url), passphrase=PASSPHRASE)
    assert counted(directory, world) == 3
    swapped(schema_of(directory), copy)
    with pytest.raises(WrongPlace, match="old copy of this workspace"):
        reopen(directory, world)
    with pytest.raises(WrongPlace):
        to_file(directory, passphrase=PASSPHRASE)


def test_an_old_file_does_not_open_when_the_address_is_taken_away(
    directory: Path, world: World, tmp_path: Path
) -> None:
    shutil.copy(directory / files.DATABASE, tmp_path / "old.db")
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    with reopen(directory, world) as workspace:
        answered(workspace, world, 2)
    shutil.copy(tmp_path / "old.db", directory / files.DATABASE)
    assert counted(directory, world) == 5  # the slots count, as after a move that broke off
    says(directory, lambda found: replace(found, place=None))
    with pytest.raises(WrongPlace, match="do not belong together"):
        reopen(directory, world)


def test_an_old_file_does_not_open_with_newer_slots(
    directory: Path, world: World, tmp_path: Path
) -> None:
    shutil.copy(directory / files.DATABASE, tmp_path / "old.db")
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    to_file(directory, passphrase=PASSPHRASE)
    shutil.copy(tmp_path / "old.db", directory / files.DATABASE)
    with pytest.raises(WrongPlace, match="do not belong together"):
        reopen(directory, world)
    with pytest.raises(WrongPlace):
        to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)


@pytest.fixture
def power_cut() -> Iterator[Callable[[str], object]]:
    def at(step: str) -> object:
        return patch(step, side_effect=StorageError("the power went"))

    yield at


def test_a_move_home_that_broke_off_is_finished_at_the_next_opening(
    directory: Path, world: World, power_cut: Callable[[str], object]
) -> None:
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    with (
        power_cut("storage.workspace.whereabouts.put_in_place"),  # type: ignore[attr-defined]
        pytest.raises(StorageError, match="power"),
    ):
        to_file(directory, passphrase=PASSPHRASE)
    assert not (directory / files.DATABASE).exists()
    assert counted(directory, world) == 3
    assert not (directory / files.MOVING).exists()


@pytest.mark.parametrize("step", ["_remove_file", "files.write_new"])
def test_a_move_away_that_broke_off_leaves_one_place_that_counts(
    directory: Path, world: World, power_cut: Callable[[str], object], step: str
) -> None:
    server = addresses.read(new_address())
    with (
        power_cut(f"storage.workspace.moving.{step}"),  # type: ignore[attr-defined]
        pytest.raises(StorageError, match="power"),
    ):
        to_server(directory, server, passphrase=PASSPHRASE)
    assert (directory / files.DATABASE).exists()
    assert counted(directory, world) == 3


def test_a_server_gets_another_name_when_the_rows_lie_there(directory: Path, world: World) -> None:
    server = addresses.read(new_address())
    to_server(directory, server, passphrase=PASSPHRASE)
    renamed = replace(server, tls=(("sslmode", "disable"),))
    to_server(directory, renamed, passphrase=PASSPHRASE)
    assert files.read_slots(directory).address == addresses.write(renamed)
    assert counted(directory, world) == 3
    with pytest.raises(StorageError, match="another server already"):
        to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)


def test_another_workspaces_rows_do_not_count(
    directory: Path, world: World, tmp_path: Path
) -> None:
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    other, _ = new_workspace(tmp_path / "other", World(seed=b"other"))
    other.close()
    to_server(tmp_path / "other", addresses.read(new_address()), passphrase=PASSPHRASE)
    swapped(schema_of(directory), schema_of(tmp_path / "other"))
    with pytest.raises(Damaged, match="another"):
        reopen(directory, world)


def test_a_backup_of_moved_rows_is_restored_and_moves_again(
    directory: Path, world: World, tmp_path: Path
) -> None:
    to_server(directory, addresses.read(new_address()), passphrase=PASSPHRASE)
    with reopen(directory, world) as workspace:
        made = Path(workspace.backup(tmp_path / "backups", "Kim").path)
    found = files.read_slots(made)
    assert (found.generation, found.address) == (whereabouts.FIRST + 1, "")
    restore(made, tmp_path / "restored")
    assert counted(tmp_path / "restored", world) == 3
    to_server(tmp_path / "restored", addresses.read(new_address()), passphrase=PASSPHRASE)
    assert counted(tmp_path / "restored", world) == 3
