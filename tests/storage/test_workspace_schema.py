"""The schema: what migrations build is what the program expects, in every released version."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

import storage.workspace.migrations as migrations
from storage.errors import StorageError, TooNew
from storage.workspace import files
from storage.workspace.schema import metadata
from storage.workspace.sqlcipher import SqlCipher
from tests.builders import CAMPAIGN, FACTORS, RATINGS
from tests.storage.workspace_builders import Device, World, reopen, response

SAMPLES = Path(__file__).parent / "samples"


@contextmanager
def empty() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def schema(connection: Connection) -> dict[str, object]:
    """Each table's columns, keys, references and indexes, however the SQL was worded."""
    found: dict[str, object] = {}
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).all()
    for table, sql in rows:
        indexes = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
        found[table] = (
            [c[1:] for c in connection.exec_driver_sql(f"PRAGMA table_info({table})")],
            {
                (k.table, getattr(k, "from"), k.to or "number", k.seq)
                for k in connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})")
            },
            {
                (
                    i.unique, i.origin, i.partial, "" if i.origin != "c" else i.name,
                    tuple(
                        c.name for c in connection.exec_driver_sql(f"PRAGMA index_info({i.name})")
                    ),
                )
                for i in indexes
            },
            "WITHOUTROWID" in re.sub(r"\s+", "", sql).upper(),
        )
    return found


def test_models_and_migrations_build_the_same_schema() -> None:
    with empty() as connection:
        metadata.create_all(connection)
        expected = schema(connection)
    with empty() as connection:
        assert migrations.migrate(connection) is True
        assert schema(connection) == expected
        assert migrations.version_of(connection) == migrations.VERSION
        assert migrations.migrate(connection) is False


def test_no_migration_looks_at_the_living_tables() -> None:
    folder = Path(migrations.__file__).parent
    steps = sorted(folder.glob("m[0-9]*.py"))
    assert [int(path.name[1:5]) for path in steps] == list(range(1, migrations.VERSION + 1))
    for path in steps:
        tree = ast.parse(path.read_text("utf-8"))
        imported = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert [ast.unparse(node) for node in imported] == [
            "from __future__ import annotations"
        ]


def test_a_later_version_is_refused_by_number() -> None:
    with pytest.raises(TooNew):
        migrations.check(migrations.VERSION + 1)
    migrations.check(migrations.VERSION)


def test_a_migration_that_fails_leaves_the_version_it_found(tmp_path: Path) -> None:
    path = tmp_path / "workspace.db"
    files.make_empty_file(path)
    database = SqlCipher(path, bytes(32))
    with database.writing() as connection:
        migrations.migrate(connection)
    broken = (*migrations.STEPS, ("CREATE TABLE later (a)", "CREATE TABLE later (a)"))
    with pytest.raises(StorageError), database.writing() as connection:
        migrations.migrate(connection, broken)
    with database.reading() as connection:
        assert migrations.version_of(connection) == migrations.VERSION
        assert "later" not in schema(connection)
    database.close()


RELEASED = sorted(int(path.name.rpartition("-")[2]) for path in SAMPLES.glob("workspace-*"))


def test_at_most_the_newest_version_is_not_released() -> None:
    assert list(range(1, RELEASED[-1] + 1)) == RELEASED
    assert migrations.VERSION - RELEASED[-1] in (0, 1)


@pytest.mark.parametrize("version", RELEASED)
def test_a_store_of_every_released_version_opens_and_goes_on(
    tmp_path: Path, version: int
) -> None:
    shutil.copytree(SAMPLES / f"workspace-{version}", tmp_path / "workspace")
    world = World(seed=b"long after")
    with reopen(tmp_path / "workspace", world) as workspace:
        assert workspace.name == "Exempelkommunen"
        assert [c.id for c in workspace.campaigns()] == [CAMPAIGN]
        counts = workspace.counts(CAMPAIGN)
        assert (counts.complete, counts.partial, counts.session_events) == (3, 1, 3)
        assert dict(counts.quarantined) == {"damaged": 1}
        assert sorted(p.items[RATINGS[0]] for p in workspace.persons(CAMPAIGN)) == [1, 2, 3]
        assert workspace.sessions.weights(CAMPAIGN)[0].points[FACTORS[0]] == 10
        assert [d.name for d in workspace.devices()] == ["Kiosk 1"]
        assert len(workspace.receipts()) == len(workspace.backups()) == 1
        assert workspace.verify().faults == ()
        device = Device(workspace, world)
        device.answer(response())
        assert workspace.take_in(device.bundle()).new == 1
