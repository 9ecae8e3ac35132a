"""Review: which answers count, decided by people, each change with its reason and kept for ever.

A response (or a session's event) is *counted* until somebody says otherwise. *Held* ones await a
decision, *excluded* ones are out for a reason. Nothing is lost by either: the rows stay, and
another decision brings them back. Results read what is counted only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Conflict
from storage.workspace import actors

REASON_LIMIT = 500
_DAY_ZERO = date(1970, 1, 1).toordinal()

_HISTORY = """
SELECT v.response, v.state, v.reason, v.at, a.name who FROM review v
JOIN actor a ON a.number = v.actor WHERE v.campaign = ? AND v.response = ? ORDER BY v.number
"""
_NOTE = (
    "INSERT INTO review (campaign, response, state, reason, actor, at) VALUES (?,?,?,?,?,?)"
)
_FLAGGED = (
    "EXISTS (SELECT 1 FROM flag f WHERE f.campaign = r.campaign AND f.response = r.id"
    " AND f.flag = ?)"
)
_CHANGE = "UPDATE {table} AS r SET state = ? WHERE r.state <> ? AND {where} RETURNING campaign, id"


class State(IntEnum):
    """What becomes of an answer in results."""

    COUNTED = 0
    HELD = 1
    EXCLUDED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """To which ``state``, for what ``reason`` (1-500 characters), by whom and when."""

    state: State
    reason: str
    actor: str
    now: datetime

    def __post_init__(self) -> None:
        if not 0 < len(self.reason.strip()) <= REASON_LIMIT:
            raise ValueError(f"a decision needs a reason of 1-{REASON_LIMIT} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Responses of one campaign by their circumstances; every condition given must hold.

    ``ids`` are 16-byte row ids; ``days`` the first and the last day, both counted in;
    ``clock`` one of ok, unset, jumped; ``flag`` a reason for which it looks odd.
    Nothing given means every response.
    """

    ids: Sequence[bytes] | None = None
    unit: UUID | None = None
    place: UUID | None = None
    mode: str | None = None
    language: str | None = None
    days: tuple[date, date] | None = None
    clock: str | None = None
    complete: bool | None = None
    state: State | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One decision on one response, as it was taken."""

    state: State
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A response as a list shows it: where and when, no answers. ``corrected``: some field is.

    ``form_version`` is that of the form it was given to.
    """

    id: bytes
    unit: UUID
    place: UUID | None
    mode: str
    language: str
    day: date
    complete: bool
    state: State
    corrected: bool
    form_version: int


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on rows ``r`` and the values of its question marks."""

    sql: str = "1 = 1"
    values: tuple[object, ...] = field(default=())

    def __and__(self, other: Where) -> Where:
        return Where(f"{self.sql} AND {other.sql}", self.values + other.values)


def change(
    connection: Connection, where: Where, decision: Decision, table: str = "response"
) -> int:
    """Bring every row of ``table`` (response, session_event or note) that fits to a state.

    How many changed comes back; those that are in it already get no new line in their history.
    """
    state = int(decision.state)
    changed = connection.exec_driver_sql(
        _CHANGE.format(table=table, where=where.sql), (state, state, *where.values)
    ).all()
    if changed:
        made = (
            state, decision.reason.strip(), actors.number(connection, decision.actor),
            int(decision.now.timestamp()),
        )
        connection.exec_driver_sql(
            _NOTE, sorted((campaign, bytes(id), *made) for campaign, id in changed)
        )
    return len(changed)


def decide(
    connection: Connection, campaign: int, which: Which, decision: Decision
) -> int:
    """A decision on the responses that ``which`` names; how many changed.

    Conflict when an id is not here: nothing is half done.
    """
    if which.ids is None:
        return change(connection, condition(campaign, which), decision)
    done = 0
    for id in dict.fromkeys(which.ids):
        where = Where("r.campaign = ? AND r.id = ?", (campaign, id))
        tables = [t for t in ("response", "session_event") if _there(connection, t, where)]
        if not tables:
            raise Conflict("one of these answers is not here (it may have been withdrawn)")
        done += change(connection, where, decision, tables[0])
    return done


def condition(campaign: int, which: Which) -> Where:
    """``which`` as a condition on rows ``r`` of response."""
    where = Where("r.campaign = ?", (campaign,))
    if which.ids is not None:
        marks = ",".join("?" * len(which.ids)) or "NULL"
        where &= Where(f"r.id IN ({marks})", tuple(which.ids))
    if which.state is not None:
        where &= Where("r.state = ?", (int(which.state),))
    if which.complete is not None:
        where &= Where("r.complete = ?", (int(which.complete),))
    if which.flag is not None:
        where &= Where(_FLAGGED, (which.flag,))
    shared = _of_circumstance(which)
    if shared.values:
        listed = f"SELECT c.number FROM circumstance c WHERE c.campaign = ? AND {shared.sql}"  # noqa: S608
        where &= Where(f"r.circumstance IN ({listed})", (campaign, *shared.values))
    return where


def history(connection: Connection, campaign: int, response: bytes) -> tuple[Reviewed, ...]:
    """Every decision on one response, oldest first; empty when nobody took any."""
    return tuple(
        Reviewed(
            state=State(row.state), reason=row.reason, actor=row.who,
            at=datetime.fromtimestamp(row.at, UTC),
        )
        for row in connection.exec_driver_sql(_HISTORY, (campaign, response)).all()
    )


def latest(
    connection: Connection, campaign: int, responses: Sequence[bytes]
) -> Mapping[bytes, Reviewed]:
    """The last decision on each response (16-byte row ids); those nobody decided on are absent."""
    found = ((id, history(connection, campaign, id)) for id in responses)
    return {id: decisions[-1] for id, decisions in found if decisions}


def between(connection: Connection, campaign: int, low: bytes, high: bytes) -> tuple[bytes, ...]:
    """At most two ids of responses from ``low`` to ``high``, both with them."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM response WHERE campaign = ? AND id >= ? AND id <= ? ORDER BY id LIMIT 2",
        (campaign, low, high),
    )
    return tuple(bytes(id) for (id,) in rows)


def states(connection: Connection, campaign: int, which: Which) -> Mapping[State, int]:
    """How many of the responses that ``which`` names are in each state; absent ones have none."""
    where = condition(campaign, which)
    rows = connection.exec_driver_sql(
        f"SELECT r.state, count(*) FROM response r WHERE {where.sql} GROUP BY r.state",  # noqa: S608
        where.values,
    )
    return {State(state): int(n) for state, n in rows.all()}


def listed(
    connection: Connection, campaign: int, which: Which, first: int = 0, most: int = 100
) -> tuple[Listed, ...]:
    """At most ``most`` responses from place ``first`` on, in the order of their hashed ids."""
    where = condition(campaign, which)
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.complete, r.state, c.unit, c.place, c.mode, c.language, c.day,"  # noqa: S608
        " c.form_version, (SELECT count(*) FROM correction k WHERE k.campaign = r.campaign"
        " AND k.response = r.id) fields"
        " FROM response r JOIN circumstance c ON c.number = r.circumstance"
        f" WHERE {where.sql} ORDER BY r.id LIMIT ? OFFSET ?",
        (*where.values, most, first),
    )
    return tuple(
        Listed(
            id=bytes(row.id), unit=UUID(bytes=row.unit),
            place=None if row.place is None else UUID(bytes=row.place), mode=row.mode,
            language=row.language, day=date.fromordinal(row.day + _DAY_ZERO),
            complete=bool(row.complete), state=State(row.state), corrected=row.fields > 0,
            form_version=row.form_version,
        )
        for row in rows.all()
    )


def _of_circumstance(which: Which) -> Where:
    where = Where()
    for column, value in (
        ("unit", which.unit), ("place", which.place), ("mode", which.mode),
        ("language", which.language), ("clock", which.clock),
    ):
        if value is not None:
            given = value.bytes if isinstance(value, UUID) else value
            where &= Where(f"c.{column} = ?", (given,))
    if which.days is not None:
        first, last = (day.toordinal() - _DAY_ZERO for day in which.days)
        where &= Where("c.day BETWEEN ? AND ?", (first, last))
    return where


def _there(connection: Connection, table: str, where: Where) -> bool:
    found = connection.exec_driver_sql(
        f"SELECT 1 FROM {table} r WHERE {where.sql}", where.values  # noqa: S608
    )
    return found.first() is not None
