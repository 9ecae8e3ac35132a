"""How a workspace's schema came about, version by version.

A released step never changes and never looks at the living tables: it is SQL as text, in SQLite's
words (``wording`` says it in PostgreSQL's). The version stands in ``PRAGMA user_version``, on
PostgreSQL in a table of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from storage.errors import TooNew
from storage.workspace.migrations import (
    m0001_first,
    m0002_trust,
    m0003_forms,
    m0004_beside,
    m0005_sessions,
)
from storage.workspace.migrations.wording import for_postgres

STEPS: tuple[tuple[str, ...], ...] = (
    m0001_first.STATEMENTS, m0002_trust.STATEMENTS, m0003_forms.STATEMENTS,
    m0004_beside.STATEMENTS, m0005_sessions.STATEMENTS,
)
VERSION = len(STEPS)
APPLICATION_ID = 0x56415241  # "VARA"


def check(version: int) -> None:
    """Raise TooNew when a newer program wrote the workspace."""
    if version > VERSION:
        raise TooNew(
            f"the workspace has version {version} and this program reads up to {VERSION}. "
            "Update the program and try again; nothing was changed"
        )


def migrate(connection: Connection, steps: Sequence[Sequence[str]] = STEPS) -> bool:
    """Bring the schema up to ``len(steps)`` inside the caller's transaction; False when it is."""
    present = version_of(connection)
    is_file = connection.dialect.name == "sqlite"
    for step in steps[present:]:
        for statement in step:
            connection.exec_driver_sql(statement if is_file else for_postgres(statement))
    if is_file:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
    elif present == 0:
        connection.exec_driver_sql("CREATE TABLE schema_version (version BIGINT NOT NULL)")
        connection.exec_driver_sql("INSERT INTO schema_version (version) VALUES (?)", (len(steps),))
    else:
        connection.exec_driver_sql("UPDATE schema_version SET version = ?", (len(steps),))
    return present < len(steps)


def version_of(connection: Connection) -> int:
    """The schema's version; 0 when there is none yet."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    there = connection.exec_driver_sql("SELECT to_regclass('schema_version') IS NOT NULL")
    if not there.scalar_one():
        return 0
    return int(connection.exec_driver_sql("SELECT version FROM schema_version").scalar_one())
