"""A lost device is revoked: what came from it lately awaits a decision.

Whoever holds a stolen device can sign bundles with any date, and receipts may be made as soon as
they come. So what came since its last receipt, or in the last days (``remembering``), is *held*
(not counted, not lost), and later bundles lie in quarantine. A person then accepts or rejects;
either can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import RevokedDevice, WrongSigner
from storage.seal import keys
from storage.workspace import actors, happenings, quarantine, remembering, reviews
from storage.workspace.reviews import Decision, State, Where

_TABLES = ("response", "session_event")
_NOTES = "note"

CODE = RevokedDevice.code
REVOKED = "device-revoked"
RESTORED = "device-restored"
ACCEPTED = "device-accepted"
REJECTED = "device-rejected"

UNDECIDED = """
EXISTS (SELECT 1 FROM device d WHERE d.number = {device} AND d.revoked IS NOT NULL
  AND coalesce((SELECT max(h.number) FROM happening h
                WHERE h.device = d.number AND h.kind = 'device-accepted'), 0)
    < coalesce((SELECT max(h.number) FROM happening h
                WHERE h.device = d.number AND h.kind = 'device-revoked'), 1))
"""
"""No receipt goes to such a device: it is revoked, and what came last was not accepted."""

_LAST_REVOKED = f"""
SELECT h.number, h.detail, a.name who FROM happening h JOIN actor a ON a.number = h.actor
WHERE h.device = ? AND h.kind = 'device-revoked' AND {UNDECIDED.format(device="h.device")}
ORDER BY h.number DESC LIMIT 1
"""  # noqa: S608

_LATELY = """
(r.campaign, r.id) IN (SELECT f.campaign, f.response FROM fresh f
  JOIN batch b ON b.number = f.batch JOIN stream s ON s.number = b.stream
  WHERE s.device = ?)
"""
_NOT_FRESH = """
NOT EXISTS (SELECT 1 FROM fresh f WHERE f.campaign = r.campaign AND f.response = r.id)
"""
_UNTOLD = """
SELECT p.places, p.opened, b.at,
  p.odd + (SELECT count(*) FROM fresh f WHERE f.batch = p.batch) told
FROM (SELECT l.batch, count(*) places, min(e.opened) opened, sum(CASE
    WHEN EXISTS (SELECT 1 FROM withdrawal w
      WHERE w.campaign = l.campaign AND w.epoch = l.epoch AND w.n = l.n)
    OR EXISTS (SELECT 1 FROM kept k
      WHERE k.campaign = l.campaign AND k.epoch = l.epoch AND k.n = l.n)
    THEN 1 ELSE 0 END) odd
  FROM stream s JOIN epoch e ON e.stream = s.number AND e.campaign = s.campaign
  JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number
  JOIN batch c ON c.number = l.batch
  WHERE s.device = ? AND (l.batch > s.acknowledged OR c.at >= ?) GROUP BY l.batch) p
JOIN batch b ON b.number = p.batch
"""
_EARLIER = """
SELECT count(*) FROM stream s JOIN batch b ON b.stream = s.number
JOIN ledger l ON l.campaign = s.campaign AND l.batch = b.number
WHERE s.device = ? AND b.number <= s.acknowledged AND b.at < ? AND b.at >= ?
"""
LOOK_BACK_DAYS = 30
# The review's reason names the revocation: a backup has no other way from a held answer to it.
_REASON = "revocation {number}: {why}"
_REJECTION = "rejection {number}: {why}"
_REJECTED = """
r.state = 2 AND (r.campaign, r.id) IN (SELECT v.campaign, v.response FROM review v
  JOIN happening h ON v.reason LIKE 'rejection ' || CAST(h.number AS TEXT) || ': %'
  WHERE h.device = ? AND h.kind = 'device-rejected' AND v.number = (SELECT max(w.number)
    FROM review w WHERE w.campaign = v.campaign AND w.response = v.response))
"""
_HELD = """
r.state = 1 AND (r.campaign, r.id) IN (SELECT v.campaign, v.response FROM review v
  JOIN happening h ON v.reason LIKE 'revocation ' || CAST(h.number AS TEXT) || ': %'
  WHERE h.device = ? AND h.kind = 'device-revoked')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """What revoking did: ``held`` answers and session events; ``already``: it was revoked.

    Up to ``cannot_tell`` more came as late, and nothing here says any more which
    they are (a backup was restored, or they were rejected before): they count still, unless they
    were erased or held in another way. They were given from ``first`` to ``last`` (UTC days).
    ``earlier`` came in the LOOK_BACK_DAYS before the last ``hours``, with a receipt: they count,
    and nothing says which they are.
    """

    held: int
    already: bool
    cannot_tell: int = 0
    first: date | None = None
    last: date | None = None
    earlier: int = 0
    hours: int = remembering.HOURS


def revoke(
    connection: Connection, public: bytes, why: str, *, actor: str, now: datetime
) -> Revoked:
    """Trust a device no more, and hold what came lately. WrongSigner when unknown here.

    Once more holds again what came lately, also what was accepted. ValueError without a reason
    of 1-300 characters.
    """
    number, revoked = _device(connection, public)
    if not 0 < len(why.strip()) <= 300:
        raise ValueError("revoking needs a reason of 1-300 characters")
    if revoked is None:
        connection.exec_driver_sql(
            "UPDATE device SET revoked = ?, revoked_by = ?, why_revoked = ? WHERE number = ?",
            (int(now.timestamp()), actors.number(connection, actor), why.strip(), number),
        )
    happenings.note(connection, REVOKED, actor=actor, now=now, device=number, detail=why.strip())
    remembering.forget(connection, now)
    held = hold_again(connection, number, now=now)
    since = remembering.since(connection, now)
    untold = _untold(connection, number, since)
    if untold.cannot_tell:  # an event says whose it is
        theirs = Where("r.state = 0") & Where("r.device = ?", (number,))
        held += _hold(connection, number, theirs, ("session_event",), now)
        _hold(connection, number, theirs, (_NOTES,), now)
    return replace(
        untold, held=held, already=revoked is not None, hours=remembering.hours(connection),
        earlier=int(connection.exec_driver_sql(
            _EARLIER, (number, since, since - LOOK_BACK_DAYS * 86_400)
        ).scalar_one()),
    )


def hold_again(connection: Connection, device: int, *, now: datetime) -> int:
    """Hold what is counted though it came lately from a revoked device that awaits a decision.

    ``device`` is its row's number; how many answers and events became held (its notes do too).
    """
    counted = Where("r.state = 0") & Where(_LATELY, (device,))
    _hold(connection, device, counted, (_NOTES,), now)
    return _hold(connection, device, counted, _TABLES, now)


def _hold(
    connection: Connection, device: int, counted: Where, tables: tuple[str, ...], now: datetime
) -> int:
    last = connection.exec_driver_sql(_LAST_REVOKED, (device,)).first()
    if last is None:
        return 0
    decision = Decision(
        state=State.HELD, reason=_REASON.format(number=last.number, why=last.detail),
        actor=last.who, now=now,
    )
    return sum(reviews.change(connection, counted, decision, table) for table in tables)


def _untold(connection: Connection, device: int, since: int) -> Revoked:
    """What came lately and is in no table that says which rows it became."""
    found = connection.exec_driver_sql(_UNTOLD, (device, since)).all()
    batches = [row for row in found if row.places > row.told]
    left = sum(row.places - row.told for row in batches)
    if left:
        left -= sum(
            int(connection.exec_driver_sql(
                f"SELECT count(*) FROM {table} r WHERE {which.sql}", which.values  # noqa: S608
            ).scalar_one())
            for table in (*_TABLES, _NOTES)
            for which in (Where(_REJECTED, (device,)), Where(_HELD, (device,)) & Where(_NOT_FRESH))
        )
    if left <= 0:
        return Revoked(held=0, already=False)
    return Revoked(
        held=0, already=False, cannot_tell=left,
        first=datetime.fromtimestamp(min(row.opened for row in batches), UTC).date(),
        last=datetime.fromtimestamp(max(row.at for row in batches), UTC).date(),
    )


def restore(connection: Connection, public: bytes, why: str, *, actor: str, now: datetime) -> bool:
    """Trust a revoked device again; False when it was not revoked. What is held stays held."""
    number, revoked = _device(connection, public)
    if revoked is None:
        return False
    connection.exec_driver_sql(
        "UPDATE device SET revoked = NULL, revoked_by = NULL, why_revoked = NULL"
        " WHERE number = ?",
        (number,),
    )
    happenings.note(connection, RESTORED, actor=actor, now=now, device=number, detail=why.strip())
    return True


def decide(
    connection: Connection, public: bytes, *, accept: bool, reason: str, actor: str, now: datetime
) -> int:
    """Count or exclude all that is held of a device, its notes too; how many answers and events.

    Accepting also brings back what an earlier rejection excluded. ValueError without a reason.
    Its files in quarantine are the caller's: they must be opened, or let go.
    """
    number, _ = _device(connection, public)
    event = happenings.note(
        connection, ACCEPTED if accept else REJECTED, actor=actor, now=now, device=number,
        detail=reason.strip(),
    )
    said = reason if accept or not reason.strip() else _REJECTION.format(number=event, why=reason)
    decision = Decision(
        state=State.COUNTED if accept else State.EXCLUDED, reason=said, actor=actor, now=now
    )
    which = [Where(_HELD, (number,)), *([Where(_REJECTED, (number,))] if accept else [])]
    changed = {
        table: sum(reviews.change(connection, where, decision, table) for where in which)
        for table in (*_TABLES, _NOTES)
    }
    if accept:  # files that were rejected before may come again
        quarantine.forget_decisions(connection, streams(connection, public), CODE)
    else:  # no receipt will come that would take these away
        connection.exec_driver_sql(
            "DELETE FROM fresh WHERE batch IN (SELECT b.number FROM batch b"
            " JOIN stream s ON s.number = b.stream WHERE s.device = ?)",
            (number,),
        )
    return sum(changed[table] for table in _TABLES)


def held(connection: Connection, device: int) -> int:
    """How many answers and events of a device (its row's number) are held; notes are not told."""
    ever = connection.exec_driver_sql(
        "SELECT 1 FROM happening WHERE device = ? AND kind = ?", (device, REVOKED)
    )
    if ever.first() is None:
        return 0
    where = Where(_HELD, (device,))
    return sum(
        int(connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} r WHERE {where.sql}", where.values  # noqa: S608
        ).scalar_one())
        for table in _TABLES
    )


def streams(connection: Connection, public: bytes) -> frozenset[bytes]:
    """The streams (16 bytes each) of a device, in whichever campaign of this workspace.

    Also those nothing has come of: a revoked device's first bundle may lie in quarantine.
    """
    _device(connection, public)
    rows = connection.exec_driver_sql("SELECT id FROM campaign").all()
    return frozenset(keys.stream_id(public, UUID(bytes=bytes(id))) for (id,) in rows)


def revoked_devices(connection: Connection) -> tuple[bytes, ...]:
    """Public keys (32 bytes) of the devices that may collect no more, rising."""
    rows = connection.exec_driver_sql("SELECT public FROM device WHERE revoked IS NOT NULL")
    return tuple(sorted(bytes(public) for (public,) in rows))


def _device(connection: Connection, public: bytes) -> tuple[int, int | None]:
    row = connection.exec_driver_sql(
        "SELECT number, revoked FROM device WHERE public = ?", (public,)
    ).first()
    if row is None:
        raise WrongSigner("this device is not registered here")
    return row.number, row.revoked
