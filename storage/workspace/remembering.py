"""How long it is remembered which bundle brought an answer: table ``fresh``.

Until a receipt covers the bundle, and some days from when it came. Receipts may be made a minute
after a stolen device's bundle came in, and its owner needs days to miss it: see ADR 0011.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.errors import InUse, NoRoom
from storage.workspace import happenings
from storage.workspace.database import Database

HOURS = 72
"""Of a new workspace."""
MOST_HOURS = 30 * 24

_DUE = """
batch IN (SELECT b.number FROM batch b JOIN stream s ON s.number = b.stream
  WHERE b.number >= (SELECT min(f.batch) FROM fresh f) AND b.number <= s.acknowledged AND b.at < ?)
"""


def hours(connection: Connection) -> int:
    """How long at least, whatever receipts there are; 0 to MOST_HOURS."""
    return int(connection.exec_driver_sql("SELECT fresh_hours FROM organisation").scalar_one())


def since(connection: Connection, now: datetime) -> int:
    """What came in before this second (since 1970) is remembered only until its receipt."""
    return int((now - timedelta(hours=hours(connection))).timestamp())


def keep(connection: Connection, wanted: int, *, actor: str, now: datetime) -> None:
    """Remember ``wanted`` hours from now on. ValueError beyond 0 to MOST_HOURS.

    Fewer forget at once; more do not bring back what is forgotten.
    """
    if not 0 <= wanted <= MOST_HOURS:
        raise ValueError(f"0 to {MOST_HOURS} hours")
    connection.exec_driver_sql("UPDATE organisation SET fresh_hours = ?", (wanted,))
    happenings.note(connection, "fresh-hours", actor=actor, now=now, detail=f"hours: {wanted}")
    forget(connection, now)


def forget(connection: Connection, now: datetime) -> None:
    """From now on nothing leads from older answers, covered by a receipt, to their bundles."""
    connection.exec_driver_sql(
        f"DELETE FROM fresh WHERE {_DUE}", (since(connection, now),)  # noqa: S608
    )


def forget_when_opened(database: Database, now: datetime) -> None:
    """:func:`forget` what came due while the workspace was closed, if it can be written to."""
    with database.reading() as connection:
        due = connection.exec_driver_sql(
            f"SELECT 1 FROM fresh WHERE {_DUE} LIMIT 1", (since(connection, now),)  # noqa: S608
        ).first()
    if due is not None:
        with suppress(NoRoom, InUse), database.writing() as connection:
            forget(connection, now)
