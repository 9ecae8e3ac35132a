"""A sender's large rows are read few at a time, however many there are."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.workspace import Workspace, copying, hashes, portions
from storage.workspace.schema import metadata
from tests.storage.workspace_builders import Device, World, new_workspace, response

ROWS, SIZE = 48, 1024 * 1024


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Kept sealed in it: 48 records of a kind from the future, a megabyte each."""
    world = World()
    made, _ = new_workspace(tmp_path / "workspace", world)
    device = Device(made, world).register()
    device.answer(response())
    made.take_in(device.bundle(), "Kim")
    with made._database.writing() as connection:
        for n in range(ROWS):
            connection.exec_driver_sql(
                "INSERT INTO kept (campaign, epoch, n, kind, version, sealed)"
                " SELECT campaign, number, ?, 'note', 1, ? FROM epoch", (n + 1, bytes(SIZE)),
            )
    with made:
        yield made


def peak(work: Callable[[], object]) -> int:
    """Most bytes of Python's own that were held at once meanwhile."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_checking_large_sealed_records_holds_a_bounded_part_of_them(workspace: Workspace) -> None:
    def check() -> None:
        with workspace._database.reading() as connection:
            assert len(list(hashes.kept(connection))) == ROWS  # none is in the ledger

    assert SIZE < peak(check) < 5 * portions.BYTES_AT_ONCE // 2


def test_copying_large_sealed_records_holds_a_bounded_part_of_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    def copy() -> None:
        with workspace._database.reading() as connection:
            copying.to_file(connection, tmp_path / "copy.db", bytes(32))

    assert SIZE < peak(copy) < 5 * portions.BYTES_AT_ONCE // 2


def test_as_many_rows_are_read_at_once_as_the_largest_lets(workspace: Workspace) -> None:
    def at_once(connection: Connection, table: str) -> int:
        return portions.rows_at_once(connection, table, 5_000)

    with workspace._database.writing() as connection:
        assert at_once(connection, "kept") == portions.BYTES_AT_ONCE // (SIZE + 4 * len("note"))
        connection.exec_driver_sql("UPDATE kept SET sealed = x'00'")
        assert at_once(connection, "kept") == 5_000
        connection.exec_driver_sql("UPDATE kept SET sealed = ? WHERE n = 7", (bytes(20 << 20),))
        assert at_once(connection, "kept") == 1
        assert at_once(connection, "rating") == 5_000
        assert all(at_once(connection, table) >= 1 for table in metadata.tables)
