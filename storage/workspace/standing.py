"""How each device stands: what came, what is missing, what looks odd. Facts, not words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Row

from storage.workspace import gaps, revoking
from storage.workspace.values import Fork, Gap

CLOCK_MARGIN = 600
"""Seconds that a device's clock may differ before it is told."""

_DEVICES = """
SELECT d.number, d.public, d.name, d.added, d.revoked, d.why_revoked, a.name who
FROM device d LEFT JOIN actor a ON a.number = d.revoked_by ORDER BY d.number
"""
_STREAMS = """
SELECT s.number, s.id, s.last_seen, s.acknowledged, c.id campaign,
  (SELECT coalesce(sum(e.made), 0) FROM epoch e WHERE e.stream = s.number) made,
  (SELECT count(*) FROM epoch e JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number
   WHERE e.stream = s.number) taken,
  (SELECT coalesce(max(b.bundle_number), 0) FROM batch b WHERE b.stream = s.number) last_bundle,
  (SELECT coalesce(sum(b.new), 0) FROM batch b WHERE b.stream = s.number
   AND b.number > s.acknowledged) unacknowledged,
  (SELECT count(*) FROM receipt r WHERE r.stream = s.number AND r.sent IS NULL) unsent,
  (SELECT count(*) FROM batch b WHERE b.stream = s.number AND b.new = 0 AND b.known > 0) replays,
  (SELECT count(*) FROM unreadable u WHERE u.stream = s.number) unreadable,
  (SELECT count(*) FROM quarantine q WHERE q.stream = s.id AND q.released IS NULL) aside
FROM stream s JOIN campaign c ON c.number = s.campaign WHERE s.device = ? ORDER BY s.number
"""
_BUNDLES = (
    "SELECT bundle_number, made, at FROM batch WHERE stream = ? ORDER BY bundle_number, number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJump:
    """A bundle's time against ours and the one before it, in seconds.

    ``ahead`` of this computer when it came, ``back`` behind the device's own bundle before.
    """

    bundle: int
    made: datetime
    ahead: int
    back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStanding:
    """One device in one campaign.

    ``made`` records exist there as far as is known, ``taken`` of them are here, of which
    ``unacknowledged`` have no receipt yet; ``unsent`` receipts have not been delivered.
    ``replays`` bundles brought nothing new. ``unreadable`` records could not be opened: a resend
    is wanted. ``aside`` files of it lie in quarantine.
    """

    stream: bytes
    campaign: UUID
    made: int
    taken: int
    last_bundle: int
    last_seen: datetime
    unacknowledged: int
    unsent: int
    replays: int
    unreadable: int
    aside: int
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    clock: tuple[ClockJump, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStanding:
    """One device. ``held`` answers and events of it await a decision; revoked: when and why."""

    public: bytes
    name: str
    added: datetime
    revoked: datetime | None
    revoked_by: str
    why_revoked: str
    held: int
    streams: tuple[StreamStanding, ...]


def devices(connection: Connection) -> tuple[DeviceStanding, ...]:
    """Every device and how it stands, in the order they were registered."""
    return tuple(
        DeviceStanding(
            public=bytes(row.public), name=row.name, added=_time(row.added),
            revoked=None if row.revoked is None else _time(row.revoked),
            revoked_by=row.who or "", why_revoked=row.why_revoked or "",
            held=revoking.held(connection, row.number),
            streams=tuple(
                _stream(connection, stream)
                for stream in connection.exec_driver_sql(_STREAMS, (row.number,)).all()
            ),
        )
        for row in connection.exec_driver_sql(_DEVICES).all()
    )


def bundles(connection: Connection, stream: bytes) -> tuple[tuple[int, datetime], ...]:
    """(number, when it was written) of each bundle that came of a stream (16 bytes), rising."""
    rows = connection.exec_driver_sql(
        "SELECT b.bundle_number, b.made FROM batch b JOIN stream s ON s.number = b.stream"
        " WHERE s.id = ? ORDER BY b.bundle_number, b.number",
        (stream,),
    )
    return tuple((number, _time(made)) for number, made in rows)


def _stream(connection: Connection, row: Row[tuple[object, ...]]) -> StreamStanding:
    return StreamStanding(
        stream=bytes(row.id), campaign=UUID(bytes=row.campaign), made=int(row.made),
        taken=row.taken, last_bundle=row.last_bundle, last_seen=_time(row.last_seen),
        unacknowledged=int(row.unacknowledged), unsent=row.unsent, replays=row.replays,
        unreadable=row.unreadable, aside=row.aside, gaps=gaps.gaps(connection, row.number),
        forks=gaps.forks(connection, row.number), clock=_jumps(connection, row.number),
    )


def _jumps(connection: Connection, stream: int) -> tuple[ClockJump, ...]:
    found = []
    before = None
    for number, made, at in connection.exec_driver_sql(_BUNDLES, (stream,)):
        ahead = max(0, made - at)
        back = max(0, before - made) if before is not None else 0
        if ahead > CLOCK_MARGIN or back > CLOCK_MARGIN:
            found.append(ClockJump(bundle=number, made=_time(made), ahead=ahead, back=back))
        before = made
    return tuple(found)


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
