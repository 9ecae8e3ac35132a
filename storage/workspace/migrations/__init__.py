"""How a workspace's schema came about, version by version.

A released step never changes and never looks at the living tables: it is SQL as text. The
version stands in ``PRAGMA user_version``.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from storage.errors import TooNew
from storage.workspace.migrations import m0001_first, m0002_trust

STEPS: tuple[tuple[str, ...], ...] = (m0001_first.STATEMENTS, m0002_trust.STATEMENTS)
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
    for step in steps[present:]:
        for statement in step:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
    return present < len(steps)


def version_of(connection: Connection) -> int:
    """The schema's version; 0 when there is none yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
