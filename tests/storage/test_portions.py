"""A sender's large rows are read few at a time, however many there are."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.further import place
from storage.workspace import Workspace, copying, hashes, portions
from storage.workspace.schema import metadata
from tests.builders import CAMPAIGN, RATINGS
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


def test_responses_of_many_answers_are_read_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, texts = World(), 300
    made, _ = new_workspace(tmp_path / "many", world)
    device = Device(made, world).register()
    device.answer(*(response({RATINGS[0]: 4}) for _ in range(20)))
    made.take_in(device.bundle(), "Kim")
    with made._database.writing() as connection:
        for n in range(texts):
            connection.exec_driver_sql(
                "INSERT INTO further (campaign, response, question, at, kind, text)"
                " SELECT campaign, response, question, ?, 'text', ? FROM rating",
                (place((n + 1,)), f"{n:04}" * 300),
            )
    monkeypatch.setattr(portions, "BYTES_AT_ONCE", 4 * 1024 * 1024)

    def read() -> None:
        with made.forms.whole(CAMPAIGN) as whole:
            found = [(one.id, len(one.answers)) for one in whole.responses({})]
        assert [n for _, n in found] == [texts + 1] * 20
        assert [id for id, _ in found] == sorted({id for id, _ in found})

    with made:
        assert portions.BYTES_AT_ONCE / 8 < peak(read) < portions.BYTES_AT_ONCE


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
