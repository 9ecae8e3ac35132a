"""Files that were not taken in: told with the reason, until a person decides.

Anybody can put a file where bundles are taken from, so what is kept of them has bounds. A damaged
file proves nothing about its sender, and the sender still has the records: of a large one only the
name, size and hash stay. Other files are kept whole, to be tried again when the reason has gone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Damaged, RevokedDevice, TooMuchAside
from storage.seal import keys
from storage.workspace import actors, happenings
from storage.workspace.values import DecidedFile, QuarantinedFile

RAW_LIMIT = 64 * 1024 * 1024
"""The largest file that is kept whole."""
KEPT_LIMIT = 512 * 1024 * 1024
"""What all kept files of registered devices may come to."""
REVOKED_KEPT_LIMIT = 128 * 1024 * 1024
"""The same for revoked devices: a person decides about them."""
STRANGER_LIMIT = 16 * 1024 * 1024
STRANGERS_KEPT_LIMIT = 64 * 1024 * 1024
"""One file, and all, of devices that nobody registered: anybody makes a key and signs with it."""
DAMAGED_LIMIT = 64 * 1024
DAMAGED_KEPT_LIMIT = 16 * 1024 * 1024
"""The same two limits for damaged files, which have no signature that vouches for them."""
ASIDE_KEPT_LIMIT = 64 * 1024 * 1024
"""What files of devices that flood may come to: each intake tries them again."""
NAME_LIMIT = 200
MESSAGE_LIMIT = 1_000

ROWS_LIMIT = 10_000
"""Files that are told one by one; beyond that the oldest without bytes are only counted."""
FOLDED = "folded"
"""The reason in :func:`by_reason` for files of which only the number is known."""

_PUT = (
    "INSERT INTO quarantine (hash, raw, size, name, code, message, actor, at, stream)"
    " VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (hash) DO UPDATE SET raw = excluded.raw,"
    " name = excluded.name, code = excluded.code, message = excluded.message,"
    " stream = excluded.stream, released = NULL, released_by = NULL, decision = NULL"
)
_OLDEST = """
SELECT q.number, q.released FROM quarantine q WHERE q.raw IS NULL AND q.hash <> ?
ORDER BY CASE WHEN q.released IS NOT NULL THEN 0 WHEN q.code = 'damaged' THEN 1 ELSE 2 END,
  q.number LIMIT ?
"""
_KEPT = """
SELECT code, stream, sum(length(raw)) size FROM quarantine WHERE raw IS NOT NULL AND hash <> ?
GROUP BY code, stream
"""
_STRANGERS = "strangers"


def put(
    connection: Connection, raw: bytes, name: str, code: str, message: str, *, actor: str,
    now: datetime, stream: bytes | None = None,
) -> bytes:
    """Note a file, and keep it within limits; its SHA-256 comes back.

    ``stream`` (16 bytes) is whose it is, where the signature of a device that is known here said
    so. The same file again only
    renews the reason; one that a person let go for that reason stays so. Names and messages are
    stored so that they can be shown, whatever a file system allowed in them.
    """
    hash = sha256(raw).digest()
    if _is_decided(connection, hash, code):
        return hash
    why_not = _why_not(connection, hash, len(raw), (code, stream))
    connection.exec_driver_sql(
        _PUT,
        (
            hash, None if why_not else raw, len(raw), _printable(name)[:NAME_LIMIT], code,
            _printable(message)[:MESSAGE_LIMIT] + why_not,
            actors.number(connection, actor), int(now.timestamp()), stream,
        ),
    )
    _fold(connection, hash, actor=actor, now=now)
    return hash


def listed(connection: Connection) -> tuple[QuarantinedFile, ...]:
    """What lies in quarantine, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT hash, name, code, message, at, size, stream,"
        " CASE WHEN raw IS NULL THEN 0 ELSE 1 END kept FROM quarantine"
        " WHERE released IS NULL ORDER BY number"
    )
    return tuple(
        QuarantinedFile(
            hash=row.hash, name=row.name, code=row.code, message=row.message,
            at=datetime.fromtimestamp(row.at, UTC), size=row.size, kept=bool(row.kept),
            stream=None if row.stream is None else bytes(row.stream),
        )
        for row in rows
    )


def raw(connection: Connection, hash: bytes) -> bytes | None:
    """The exact bytes of a file in quarantine, to try it again; None when they are not kept."""
    found = connection.exec_driver_sql(
        "SELECT raw FROM quarantine WHERE hash = ? AND released IS NULL", (hash,)
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def release(
    connection: Connection, hash: bytes, *, actor: str, now: datetime, decision: str | None = None
) -> bool:
    """Take a file out of the list (it was taken in, or a person let it go); its bytes go.

    ``decision`` is a person's, with the reason. False when it was not in the list: once more is
    harmless.
    """
    changed = connection.exec_driver_sql(
        "UPDATE quarantine SET released = ?, released_by = ?, raw = NULL, decision = ?"
        " WHERE hash = ? AND released IS NULL",
        (
            int(now.timestamp()), actors.number(connection, actor),
            None if decision is None else decision[:MESSAGE_LIMIT], hash,
        ),
    )
    return changed.rowcount == 1


def decided(connection: Connection) -> tuple[DecidedFile, ...]:
    """The files that a person decided about, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT q.hash, q.name, q.code, q.decision, q.released, a.name who FROM quarantine q"
        " JOIN actor a ON a.number = q.released_by WHERE q.decision IS NOT NULL"
        " AND q.released IS NOT NULL ORDER BY q.released, q.number"
    )
    return tuple(
        DecidedFile(
            hash=bytes(row.hash), name=row.name, code=row.code, decision=row.decision,
            actor=row.who, at=datetime.fromtimestamp(row.released, UTC),
        )
        for row in rows.all()
    )


def forget_decisions(connection: Connection, streams: Collection[bytes], code: str) -> None:
    """Files of these streams that were let go for ``code`` may lie aside again."""
    connection.exec_driver_sql(
        "UPDATE quarantine SET decision = NULL WHERE stream = ? AND code = ?",
        [(stream, code) for stream in streams],
    )


def by_reason(connection: Connection) -> dict[str, int]:
    """How many files lie in quarantine, by reason."""
    rows = connection.exec_driver_sql(
        "SELECT code, count(*) files FROM quarantine WHERE released IS NULL"
        " GROUP BY code ORDER BY code"
    )
    found = {row.code: row.files for row in rows}
    folded = connection.exec_driver_sql(
        "SELECT detail FROM happening WHERE kind = 'quarantine-folded'"
    )
    number = sum(int(detail) for (detail,) in folded)
    return found | ({FOLDED: number} if number else {})


def _fold(connection: Connection, newest: bytes, *, actor: str, now: datetime) -> None:
    """Beyond ROWS_LIMIT, leave out a tenth: settled ones first, then without bytes the oldest.

    Damaged ones go before others, so that nobody's junk crowds out what a device signed.

    Those that still lie aside are counted in the log; whoever meets their file again tells it
    again.
    """
    rows = connection.exec_driver_sql("SELECT count(*) FROM quarantine").scalar_one()
    if rows <= ROWS_LIMIT:
        return
    some = connection.exec_driver_sql(_OLDEST, (newest, rows - ROWS_LIMIT * 9 // 10)).all()
    if not some:
        return
    connection.exec_driver_sql(
        "DELETE FROM quarantine WHERE number = ?", [(row.number,) for row in some]
    )
    waiting = sum(row.released is None for row in some)
    if waiting:
        happenings.note(
            connection, "quarantine-folded", actor=actor, now=now, detail=str(waiting)
        )


def _is_decided(connection: Connection, hash: bytes, code: str) -> bool:
    found = connection.exec_driver_sql(
        "SELECT 1 FROM quarantine WHERE hash = ? AND code = ? AND decision IS NOT NULL",
        (hash, code),
    )
    return found.first() is not None


def _why_not(
    connection: Connection, hash: bytes, size: int, whose: tuple[str, bytes | None]
) -> str:
    """Why a file of this size is not kept whole, as words after its message; or nothing."""
    # of junk, which may come in masses, nobody need be known
    known = frozenset() if whose[0] == Damaged.code else _known_streams(connection)
    room = _room(known, *whose)
    largest, most = {
        Damaged.code: (DAMAGED_LIMIT, DAMAGED_KEPT_LIMIT),
        TooMuchAside.code: (RAW_LIMIT, ASIDE_KEPT_LIMIT),
        RevokedDevice.code: (RAW_LIMIT, REVOKED_KEPT_LIMIT),
        _STRANGERS: (STRANGER_LIMIT, STRANGERS_KEPT_LIMIT),
    }.get(room, (RAW_LIMIT, KEPT_LIMIT))
    if size > largest:
        return f" (A file of {size} bytes is not kept here: the sender still has what it holds.)"
    kept = sum(
        int(row.size) for row in connection.exec_driver_sql(_KEPT, (hash,))
        if _room(known, row.code, row.stream) == room
    )
    if kept + size > most:
        return " (Not kept here: quarantine is full. Leave the file there, and take in again.)"
    return ""


def _room(known: frozenset[bytes], code: str, stream: bytes | None) -> str:
    """Whose files share the room that one with this reason and stream is kept in."""
    if code == Damaged.code:
        return code
    if stream is None or bytes(stream) not in known:
        return _STRANGERS
    return code if code in (TooMuchAside.code, RevokedDevice.code) else ""


def _known_streams(connection: Connection) -> frozenset[bytes]:
    """The streams of every registered device, in whichever campaign of this workspace."""
    devices = connection.exec_driver_sql("SELECT public FROM device").all()
    campaigns = connection.exec_driver_sql("SELECT id FROM campaign").all()
    return frozenset(
        keys.stream_id(bytes(public), UUID(bytes=bytes(id)))
        for (public,) in devices for (id,) in campaigns
    )


def _printable(text: str) -> str:
    """``text`` with escapes for what cannot be stored or shown: lone surrogates, controls."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
