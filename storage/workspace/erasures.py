"""Rows of answers that go for good, and the count that keeps the ledger's sum."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from storage.workspace import actors

WITHDRAWN: Final = "withdrawn"
ANSWERS: Final = "answers"
EVENTS: Final = "events"
KEPT: Final = "kept"
NOTES: Final = "notes"
WORDS: Final = "words"
OF_THE_LEDGER: Final = (WITHDRAWN, ANSWERS, EVENTS, KEPT, NOTES)
"""What counts records: each has a place in the ledger, which stays. ``WORDS`` counts texts."""

AT_ONCE = 500
FEW = 8
# In this order: what refers to an answer goes before it.
OF_A_RESPONSE = (
    "rating", "choice", "words", "declined", "further", "file", "beside", "flag", "screen",
    "review", "correction", "fresh", "forwarded",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why rows go: ``what`` (see above), and who saw to it when."""

    what: str
    actor: str
    now: datetime


def parts(ids: Collection[bytes]) -> Iterator[tuple[bytes, ...]]:
    """``ids`` in runs of at most AT_ONCE, for the lists of one statement."""
    left = iter(ids)
    while some := tuple(islice(left, AT_ONCE)):
        yield some


def erase(
    connection: Connection, campaign: int, responses: Sequence[bytes], why: Because
) -> int:
    """Erase responses (16-byte row ids, all of them here) with all that hangs on them.

    Circumstances that nobody else shares go too: they would tell when and where.
    """
    shared: set[int] = set()
    for some in parts(responses):
        marks = ",".join("?" * len(some))
        found = connection.exec_driver_sql(
            f"SELECT DISTINCT circumstance FROM response WHERE campaign = ? AND id IN ({marks})",  # noqa: S608
            (campaign, *some),
        )
        shared.update(number for (number,) in found)
        for table in OF_A_RESPONSE:
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE campaign = ? AND response IN ({marks})",  # noqa: S608
                (campaign, *some),
            )
        connection.exec_driver_sql(
            f"DELETE FROM response WHERE campaign = ? AND id IN ({marks})",  # noqa: S608
            (campaign, *some),
        )
    _let_go_of_circumstances(connection, campaign, shared)
    return note(connection, campaign, len(responses), why)


def _let_go_of_circumstances(connection: Connection, campaign: int, shared: set[int]) -> None:
    if not shared:
        return
    if len(shared) <= FEW:  # those of many people are found at once
        alone = {number for number in shared if not _is_shared(connection, campaign, number)}
    else:
        still = connection.exec_driver_sql(
            "SELECT DISTINCT circumstance FROM response WHERE campaign = ?", (campaign,)
        )
        alone = shared.difference(number for (number,) in still)
    if alone:
        connection.exec_driver_sql(
            "DELETE FROM circumstance WHERE number = ?", [(number,) for number in sorted(alone)]
        )


def _is_shared(connection: Connection, campaign: int, number: int) -> bool:
    found = connection.exec_driver_sql(
        "SELECT 1 FROM response WHERE campaign = ? AND circumstance = ? LIMIT 1",
        (campaign, number),
    )
    return found.first() is not None


def note(connection: Connection, campaign: int, records: int, why: Because) -> int:
    """Write down that ``records`` went, never which."""
    if records:
        connection.exec_driver_sql(
            "INSERT INTO erasure (campaign, what, records, actor, at) VALUES (?,?,?,?,?)",
            (
                campaign, why.what, records, actors.number(connection, why.actor),
                int(why.now.timestamp()),
            ),
        )
    return records


def counted(connection: Connection, campaign: int) -> dict[str, int]:
    """How many went of each kind, in one campaign."""
    rows = connection.exec_driver_sql(
        "SELECT what, sum(records) FROM erasure WHERE campaign = ? GROUP BY what", (campaign,)
    )
    return {what: int(records) for what, records in rows}
