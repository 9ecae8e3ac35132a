"""Retention: answers, and free words before them, are erased so many days after their day.

The day is the one that a response carries (its device's local day). What carries no readable day,
a record of a kind that this program does not know, goes by the day it came. The ledger stays, so
that the same record is not taken in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from storage import bodies
from storage.workspace import actors, aside, corrections, erasures, notes
from storage.workspace.erasures import Because, parts
from survey.records import SessionEvent

DAYS_LIMIT = 36_500
_DAY_ZERO = date(1970, 1, 1)
_DAY = 86_400

_OLD = (
    "SELECT r.id FROM response r JOIN circumstance c ON c.number = r.circumstance"
    " WHERE r.campaign = ? AND c.day < ?"
)
_DAYS = (
    "SELECT count(*), min(c.day), max(c.day) FROM {table} t"
    " JOIN response r ON r.campaign = t.campaign AND r.id = t.{id}"
    " JOIN circumstance c ON c.number = r.circumstance WHERE r.campaign = ? AND c.day < ?"
)
_CORRECTIONS = (
    "SELECT t.number, t.field, t.value, c.day FROM correction t"
    " JOIN response r ON r.campaign = t.campaign AND r.id = t.response"
    " JOIN circumstance c ON c.number = r.circumstance WHERE r.campaign = ? AND c.day < ?"
)
_KEPT = (
    "SELECT k.epoch, k.n, b.at FROM kept k JOIN ledger l ON l.campaign = k.campaign"
    " AND l.epoch = k.epoch AND l.n = k.n JOIN batch b ON b.number = l.batch"
    " WHERE k.campaign = ? AND b.at < ?"
)
_BY_ANSWERS: Final = tuple(
    table for table in erasures.OF_A_RESPONSE
    if table not in ("words", "further", "file", "correction")
)
_FREE: Final = "t.kind IN ('text', 'file')"
"""Which further answers are free words; photos and voices tell no less of a person."""
_OF_AN_EVENT: Final = ("review", "fresh")
STEP = 20_000
"""Responses that go in one transaction."""
_SET = (
    "INSERT INTO retention (campaign, answers_days, words_days, actor, at) VALUES (?,?,?,?,?)"
    " ON CONFLICT (campaign) DO UPDATE SET answers_days = excluded.answers_days,"
    " words_days = excluded.words_days, actor = excluded.actor, at = excluded.at"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Days (1-36 500) after which answers and free words go; None: they stay."""

    answers_days: int | None
    words_days: int | None

    def __post_init__(self) -> None:
        for days in (self.answers_days, self.words_days):
            if days is not None and not 1 <= days <= DAYS_LIMIT:
                raise ValueError(f"a rule is for 1-{DAYS_LIMIT} days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Rows of one table that go: how many, and the first and last day they are of.

    ``response``, ``session_event``, ``note`` and ``kept`` are records; the others hang on them.
    """

    table: str
    rows: int
    first: date
    last: date


def set_rule(
    connection: Connection, campaign: int, rule: Rule, *, actor: str, now: datetime
) -> None:
    """Keep a campaign's rule; nothing is erased by that."""
    connection.exec_driver_sql(
        _SET,
        (
            campaign, rule.answers_days, rule.words_days, actors.number(connection, actor),
            int(now.timestamp()),
        ),
    )


def rule(connection: Connection, campaign: int) -> Rule | None:
    """The campaign's rule, or None when it has none: everything stays."""
    row = connection.exec_driver_sql(
        "SELECT answers_days, words_days FROM retention WHERE campaign = ?", (campaign,)
    ).first()
    return None if row is None else Rule(answers_days=row[0], words_days=row[1])


def due(connection: Connection, campaign: int, rule: Rule, today: date) -> tuple[Going, ...]:
    """Exactly what :func:`step`, repeated, would erase on that day; nothing is changed."""
    found: list[Going] = []
    answers, words = _before(rule.answers_days, today), _before(rule.words_days, today)
    words = max(words, answers)
    if rule.answers_days is not None:
        for table in ("response", *_BY_ANSWERS):
            id = "id" if table == "response" else "response"
            found += _going(connection, table, id, campaign, answers)
        events = dict(_events(connection, campaign, answers))
        found += _spread("session_event", list(events.values()))
        for table in _OF_AN_EVENT:
            found += _spread(table, _hanging(connection, table, campaign, events))
        told = dict(notes.before(connection, campaign, answers))
        found += _spread("note", list(told.values()))
        for table in notes.HANGING:
            found += _spread(table, _hanging(connection, table, campaign, told))
        found += _spread("kept", [day for _, _, day in _kept(connection, campaign, answers)])
    for table in ("words", "file"):
        found += _going(connection, table, "response", campaign, words)
    found += _going(connection, "further", "response", campaign, answers)
    later = f" AND {_FREE} AND c.day >= {answers}"
    found += _going(connection, "further", "response", campaign, words, later)
    corrected = _corrections(connection, campaign, words)
    found += _spread(
        "correction", [day for _, text, day in corrected if text or day < answers]
    )
    return _joined(found)


def _joined(found: list[Going]) -> tuple[Going, ...]:
    """One line for each table."""
    by_table: dict[str, Going] = {}
    for one in found:
        other = by_table.get(one.table, one)
        rows = one.rows if other is one else one.rows + other.rows
        by_table[one.table] = Going(
            table=one.table, rows=rows, first=min(one.first, other.first),
            last=max(one.last, other.last),
        )
    return tuple(by_table.values())


def step(
    connection: Connection, campaign: int, rule: Rule, today: date, why: Because
) -> int:
    """Erase some of what is :func:`due` and write down how much; 0 when nothing is left.

    ``why.what`` does not matter: each kind of row is noted as what it is.
    """
    answers, words = _before(rule.answers_days, today), _before(rule.words_days, today)
    if answers:
        old = connection.exec_driver_sql(_OLD + " LIMIT ?", (campaign, answers, STEP)).all()
        if old:
            gone = [bytes(id) for (id,) in old]
            return erasures.erase(connection, campaign, gone, replace(why, what=erasures.ANSWERS))
        events = _erase_events(connection, campaign, answers, replace(why, what=erasures.EVENTS))
        told = notes.erase(connection, campaign, answers, replace(why, what=erasures.NOTES))
        kept = _erase_kept(connection, campaign, answers, replace(why, what=erasures.KEPT))
        if events + told + kept:
            return events + told + kept
    return _erase_words(connection, campaign, words, replace(why, what=erasures.WORDS))


def _erase_words(connection: Connection, campaign: int, before: int, why: Because) -> int:
    """Free words, and corrections of free words, of earlier days."""
    if not before:
        return 0
    gone = 0
    connection.exec_driver_sql(  # counted with what ``further`` says of them
        f"DELETE FROM file AS t WHERE t.campaign = ? AND t.response IN ({_OLD})",  # noqa: S608
        (campaign, campaign, before),
    )
    for table, free in (("words", "1 = 1"), ("further", _FREE)):
        gone += connection.exec_driver_sql(
            f"DELETE FROM {table} AS t WHERE {free} AND t.campaign = ?"  # noqa: S608
            f" AND t.response IN ({_OLD})",
            (campaign, campaign, before),
        ).rowcount
    texts = [(n,) for n, text, _ in _corrections(connection, campaign, before) if text]
    if texts:
        connection.exec_driver_sql("DELETE FROM correction WHERE number = ?", texts)
    return erasures.note(connection, campaign, gone + len(texts), why)


def _corrections(
    connection: Connection, campaign: int, before: int
) -> list[tuple[int, bool, int]]:
    """(number, whether it is words, day) of corrections of answers of earlier days."""
    rows = connection.exec_driver_sql(_CORRECTIONS, (campaign, before)).all()
    return [
        (row.number, corrections.is_words(row.field, row.value), row.day) for row in rows
    ]


def _erase_events(connection: Connection, campaign: int, before: int, why: Because) -> int:
    old = [id for id, _ in _events(connection, campaign, before)]
    for some in parts(old):
        marks = ",".join("?" * len(some))
        for table, id in (*((t, "response") for t in _OF_AN_EVENT), ("session_event", "id")):
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE campaign = ? AND {id} IN ({marks})",  # noqa: S608
                (campaign, *some),
            )
    return erasures.note(connection, campaign, len(old), why)


def _erase_kept(connection: Connection, campaign: int, before: int, why: Because) -> int:
    old = [(campaign, epoch, n) for epoch, n, _ in _kept(connection, campaign, before)]
    if old:
        connection.exec_driver_sql(
            "DELETE FROM kept WHERE campaign = ? AND epoch = ? AND n = ?", old
        )
        aside.drop_headers(connection)
    return erasures.note(connection, campaign, len(old), why)


def _going(
    connection: Connection, table: str, id: str, campaign: int, before: int, also: str = ""
) -> list[Going]:
    count, first, last = connection.exec_driver_sql(
        _DAYS.format(table=table, id=id) + also, (campaign, before)
    ).one()
    if not count:
        return []
    return [Going(table=table, rows=count, first=_day(first), last=_day(last))]


def _events(connection: Connection, campaign: int, before: int) -> list[tuple[bytes, int]]:
    """(row id, day) of the session events of earlier days; their day lies in the body."""
    found = []
    rows = connection.exec_driver_sql(
        "SELECT id, body FROM session_event WHERE campaign = ? ORDER BY id", (campaign,)
    )
    for id, body in rows.all():
        event = bodies.decode(bytes(body))
        if isinstance(event, SessionEvent):
            day = (event.circumstances.day - _DAY_ZERO).days
            if day < before:
                found.append((bytes(id), day))
    return found


def _hanging(
    connection: Connection, table: str, campaign: int, events: Mapping[bytes, int]
) -> list[int]:
    """The day of each row of ``table`` that hangs on one of ``events``."""
    days: list[int] = []
    for some in parts(events):
        marks = ",".join("?" * len(some))
        rows = connection.exec_driver_sql(
            f"SELECT response FROM {table} WHERE campaign = ? AND response IN ({marks})",  # noqa: S608
            (campaign, *some),
        )
        days += [events[bytes(id)] for (id,) in rows]
    return days


def _kept(connection: Connection, campaign: int, before: int) -> list[tuple[int, int, int]]:
    """(epoch, n, day) of records of unknown kinds that came on earlier days."""
    rows = connection.exec_driver_sql(_KEPT, (campaign, before * _DAY))
    return [(epoch, n, at // _DAY) for epoch, n, at in rows.all()]


def _spread(table: str, days: list[int]) -> list[Going]:
    if not days:
        return []
    return [Going(table=table, rows=len(days), first=_day(min(days)), last=_day(max(days)))]


def _before(days: int | None, today: date) -> int:
    """The first day that stays, in days since 1970."""
    return 0 if days is None else (today - timedelta(days=days) - _DAY_ZERO).days


def _day(number: int) -> date:
    return _DAY_ZERO + timedelta(days=number)


