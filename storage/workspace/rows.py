"""Opened bodies one by one into their tables, for whoever has no whole bundle."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.bodies import Unknown, WithdrawalWire
from storage.errors import Conflict
from storage.unsealed import Rows as RowsByTable
from storage.unsealing import RowMaker
from storage.workspace import writing


class Rows:
    """Collects rows of a campaign and device (by their numbers), then writes them at once."""

    def __init__(self, connection: Connection, campaign: int, device: int) -> None:
        self._connection = connection
        self._maker = RowMaker(campaign, device, known_questions(connection))

    def add(self, id: bytes, body: bytes) -> Unknown | None:
        """Take the opened ``body`` for row ``id``; hand it back when its kind gives no rows.

        Raises Damaged when the body does not follow its format.
        """
        other = self._maker.add(id, body)
        if isinstance(other, WithdrawalWire):
            return Unknown(kind="withdrawal", version=1, raw=body)
        return other

    def write(self) -> None:
        """Write all rows. Conflict when one is here already; then undo the transaction."""
        known = known_questions(self._connection)
        rows = with_numbers(self._connection, self._maker.rows, self._maker.used, known)
        try:
            writing.write(self._connection, rows)
        except writing.Clash as clash:
            raise Conflict(str(clash)) from None


def known_questions(connection: Connection) -> dict[bytes, int]:
    """The number of each question that was ever answered or asked here, by its 16-byte id."""
    found = connection.exec_driver_sql("SELECT id, number FROM question")
    return {bytes(row.id): row.number for row in found}


def with_numbers(
    connection: Connection, rows: RowsByTable, used: dict[bytes, int], known: dict[bytes, int]
) -> RowsByTable:
    """``rows`` with the numbers that their questions have here; new ones join ``known``."""
    other: dict[int, int] = {}
    for id, number in used.items():
        here = known.get(id)
        if here is None:
            here = known[id] = new_question(connection, id)
        if here != number:
            other[number] = here
    return rows.renumbered(other) if other else rows


def new_question(connection: Connection, id: bytes) -> int:
    """The number of a question (16 bytes), made when it has none."""
    made = connection.exec_driver_sql(
        "INSERT INTO question (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = excluded.id"
        " RETURNING number",
        (id,),
    )
    return int(made.scalar_one())
