"""Withdrawal: somebody gave back a receipt code, and the answers it came with are to go.

What is left is the hash of the code (:data:`withdrawn`), so that the same answers are refused
wherever they come from again, and a count. A code opens nothing else and names nobody; who has
it has the right to use it. Nobody learns here what the answers were.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from storage.seal import receipt_codes
from storage.workspace import actors, erasures, happenings
from storage.workspace.erasures import Because, parts

HASH_BYTES = 32

_FOUND = """
SELECT r.campaign, r.id, r.code FROM response r
WHERE r.code IS NOT NULL AND r.campaign IN (SELECT number FROM campaign) AND r.code IN ({marks})
"""
_NOTE = (
    "INSERT INTO withdrawn (code, campaign, at, actor, found) VALUES (?,NULL,?,?,NULL)"
    " ON CONFLICT (code) DO NOTHING"
)
_CAME = "UPDATE withdrawn SET campaign = ?, found = ? WHERE code = ? AND found IS NULL"


def code_hash(code: bytes) -> bytes:
    """What a coded response carries of its 16-byte code: 32 bytes. ValueError otherwise."""
    if len(code) != receipt_codes.CODE_BYTES:
        raise ValueError("a receipt code is 16 bytes")
    return receipt_codes.code_hash(code)


def among(connection: Connection, codes: Collection[bytes]) -> frozenset[bytes]:
    """Which of these hashes were given back already: their answers are not to be stored."""
    found: set[bytes] = set()
    for some in parts(codes):
        rows = connection.exec_driver_sql(
            f"SELECT code FROM withdrawn WHERE code IN ({_marks(some)})", some  # noqa: S608
        )
        found.update(bytes(code) for (code,) in rows)
    return frozenset(found)


def came_late(
    connection: Connection, campaign: int, codes: Collection[bytes], *, now: datetime
) -> None:
    """Answers came whose codes were given back before; they were not stored, and are counted."""
    connection.exec_driver_sql(_CAME, [(campaign, int(now.timestamp()), code) for code in codes])


def apply(
    connection: Connection, hashes: Collection[bytes], *, actor: str, now: datetime
) -> int:
    """Note codes (by their hashes) as given back and erase their answers; how many went.

    Where the answers are not here the note waits for them. Twice is harmless.
    """
    if not hashes:
        return 0
    who, at = actors.number(connection, actor), int(now.timestamp())
    connection.exec_driver_sql(_NOTE, [(code, at, who) for code in hashes])
    here: dict[int, dict[bytes, bytes]] = {}
    for some in parts(hashes):
        rows = connection.exec_driver_sql(_FOUND.format(marks=_marks(some)), some).all()
        for campaign, id, code in rows:
            here.setdefault(campaign, {})[bytes(id)] = bytes(code)
    erased = 0
    for campaign, found in here.items():
        connection.exec_driver_sql(_CAME, [(campaign, at, code) for code in set(found.values())])
        why = Because(what=erasures.WITHDRAWN, actor=actor, now=now)
        erased += erasures.erase(connection, campaign, sorted(found), why)
        happenings.note(
            connection, "withdrawn", actor=actor, now=now, campaign=campaign,
            detail=f"answers: {len(found)}",
        )
    return erased


def every(connection: Connection, campaign: int | None = None) -> tuple[bytes, ...]:
    """All hashes given back, those found first and then the newest: what a tombstone file holds.

    With a ``campaign``, those found in it and those whose answers have not come.
    """
    rows = connection.exec_driver_sql(
        "SELECT code FROM withdrawn WHERE ? = 1 OR campaign IS NULL OR campaign = ?"
        " ORDER BY found IS NULL, at DESC, code",
        (1 if campaign is None else 0, campaign or 0),
    )
    return tuple(bytes(code) for (code,) in rows)


def here(connection: Connection, codes: Collection[bytes]) -> frozenset[bytes]:
    """Those of these hashes whose answers are here now."""
    found: set[bytes] = set()
    for some in parts(codes):
        rows = connection.exec_driver_sql(_FOUND.format(marks=_marks(some)), some)
        found.update(bytes(row.code) for row in rows)
    return frozenset(found)


def outside(
    connection: Connection, codes: Collection[bytes], campaigns: Collection[int]
) -> frozenset[bytes]:
    """Those of these hashes whose answers are here, in other campaigns than these."""
    found: set[bytes] = set()
    for some in parts(codes):
        rows = connection.exec_driver_sql(_FOUND.format(marks=_marks(some)), some)
        found.update(bytes(row.code) for row in rows if row.campaign not in campaigns)
    return frozenset(found)


def campaign_of(connection: Connection, code: bytes) -> int | None:
    """In which campaign the answers of this hash were found; None while they have not come."""
    found = connection.exec_driver_sql(
        "SELECT campaign FROM withdrawn WHERE code = ? AND found IS NOT NULL", (code,)
    ).scalar_one_or_none()
    return None if found is None else int(found)


def of_campaign(connection: Connection, campaign: int) -> int:
    """How many people's answers in a campaign were withdrawn."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM withdrawn WHERE campaign = ? AND found IS NOT NULL", (campaign,)
    )
    return int(found.scalar_one())


def waiting(connection: Connection) -> int:
    """How many codes were given back whose answers have not come, over all campaigns."""
    found = connection.exec_driver_sql("SELECT count(*) FROM withdrawn WHERE found IS NULL")
    return int(found.scalar_one())


def _marks(some: Collection[bytes]) -> str:
    return ",".join("?" * len(some))
