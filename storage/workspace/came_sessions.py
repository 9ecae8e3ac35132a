"""Group sessions as they have come: their events, each once, folded to their state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.workspace import campaigns, reading
from survey.facilitation import log
from survey.facilitation.order import in_order
from survey.facilitation.rules import SessionRules
from survey.facilitation.state import SessionState
from survey.records import SessionEvent
from survey.session import fold

_HELD = """
SELECT session, count(*) FROM session_event WHERE campaign = ? AND state <> 0 GROUP BY session
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameSession:
    """A session with its state. ``events`` counts each once; ``hash`` is SHA-256 (32 bytes) of the
    log as text, in order, a line end after each. ``held`` events are here and do not count (held
    or excluded). ``days`` are the first and the last, as the devices say; ``unit`` the last's."""

    id: UUID
    state: SessionState
    told: tuple[SessionEvent, ...]
    hash: bytes
    held: int
    days: tuple[date, date]
    unit: UUID

    @property
    def events(self) -> int:
        return len(self.told)


def every(connection: Connection, campaign: UUID) -> tuple[CameSession, ...]:
    """Every session of a campaign with an event that counts, by its first day and id."""
    number = campaigns.number(connection, campaign)
    factors = frozenset(factor.id for factor in campaigns.one(connection, campaign).factors)
    held = {
        UUID(bytes=bytes(session)): int(n)
        for session, n in connection.exec_driver_sql(_HELD, (number,))
    }
    apart: dict[UUID, list[SessionEvent]] = {}
    for event in reading.session_events(connection, campaign):
        apart.setdefault(event.session, []).append(event)
    found = (
        came(id, events, SessionRules(factors=factors), held.get(id, 0))
        for id, events in apart.items()
    )
    return tuple(sorted(found, key=lambda one: (one.days, one.id)))


def came(
    id: UUID, events: Iterable[SessionEvent], rules: SessionRules, held: int = 0
) -> CameSession:
    """One session of its events, which may be there more than once and in any order."""
    told = tuple(once(events))
    days = sorted(event.circumstances.day for event in told)
    return CameSession(
        id=id, state=fold(told, rules), told=told, hash=log_hash(told), held=held,
        days=(days[0], days[-1]), unit=told[-1].circumstances.unit,
    )


def once(events: Iterable[SessionEvent]) -> Iterator[SessionEvent]:
    """In the one order, each once: what a second device sent again says the same, whatever it
    says of when and where it was."""
    for event in in_order(events):
        assert isinstance(event, SessionEvent)
        yield event


def log_hash(told: Iterable[SessionEvent]) -> bytes:
    """SHA-256 of the log as text of events that are in order."""
    found = sha256()
    for event in told:
        found.update(log.written(event).encode() + b"\n")
    return found.digest()
