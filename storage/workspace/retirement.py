"""Retiring a campaign: its keys are destroyed, and a signed certificate says what remains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Conflict, WrongCampaign
from storage.seal.keys import Signer
from storage.workspace import (
    actors,
    aside,
    campaign_keys,
    campaigns,
    erasures,
    gaps,
    happenings,
    recipients,
)
from storage.workspace.certificate import (
    LOG,
    SERVER,
    Certificate,
    NamedBackup,
    NamedExport,
    NamedPartner,
    NamedSheet,
    read_certificate,
    write_certificate,
)

_WAITING = {
    "not-backed-up": (
        "SELECT count(*) FROM ledger l WHERE l.campaign = ? AND l.batch >"
        " (SELECT coalesce(max(b.batch), 0) FROM backup b)"
    ),
    "held": "SELECT count(*) FROM response r WHERE r.campaign = ? AND r.state = 1",
    "unknown-kind": "SELECT count(*) FROM kept k WHERE k.campaign = ?",
    "unreadable": (
        "SELECT count(*) FROM unreadable u JOIN stream s ON s.number = u.stream"
        " WHERE s.campaign = ?"
    ),
    "set-aside": (
        "SELECT count(*) FROM quarantine q JOIN stream s ON s.id = q.stream"
        " WHERE s.campaign = ? AND q.released IS NULL"
    ),
}
_NUMBERS = """
SELECT (SELECT count(*) FROM package p WHERE p.campaign = c.number) packages,
       (SELECT count(*) FROM ledger l WHERE l.campaign = c.number) records,
       (SELECT count(*) FROM response r WHERE r.campaign = c.number)
       + (SELECT count(*) FROM session_event e WHERE e.campaign = c.number) answers,
       o.workspace, o.name
FROM campaign c, organisation o WHERE c.number = ?
"""
_SINCE = """
SELECT CASE WHEN EXISTS (SELECT 1 FROM recovery_key k WHERE k.campaign = c.number AND k.number < 0)
       THEN 0 ELSE c.added END FROM campaign c WHERE c.number = ?
"""
"""Backups of schema version 1 held the recovery secret, and with it campaigns yet to come."""
_SHEETS = (
    "SELECT s.name, s.made, s.replaced FROM sheet s WHERE s.number IN"
    " (SELECT k.sheet FROM recovery_key k WHERE k.campaign = ?) ORDER BY s.number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How to retire: also ``erase`` the answers, and why ``despite`` what waits ("" if none).

    ``server``: the rows are on a server, which keeps a log and copies of its own.
    """

    actor: str
    now: datetime
    erase: bool = False
    despite: str = ""
    server: bool = False


def waiting(connection: Connection, campaign: int) -> tuple[tuple[str, int], ...]:
    """What would be lost unread or undecided, as (code, how many); codes are the format's."""
    counts = {
        what: int(connection.exec_driver_sql(sql, (campaign,)).scalar_one())
        for what, sql in _WAITING.items()
    }
    streams = connection.exec_driver_sql(
        "SELECT number FROM stream WHERE campaign = ?", (campaign,)
    )
    # an epoch that never came has at least one record
    counts["missing"] = sum(
        gap.missing or 1 for (stream,) in streams.all() for gap in gaps.gaps(connection, stream)
    )
    return tuple((what, count) for what, count in counts.items() if count)


def retire(connection: Connection, id: UUID, signer: Signer, wish: Wish) -> bytes:
    """Destroy the campaign's keys; the signed certificate comes back, and is kept.

    It says that the log still holds them, which is so until :func:`finish`. A campaign that is
    retired already gives the certificate it got. Raises WrongCampaign, and Conflict while
    something waits (see :func:`waiting`) and ``wish.despite`` says nothing.
    """
    campaign = campaigns.number(connection, id)
    if campaign_keys.is_retired(connection, campaign):
        return certificate(connection, id)
    waits = waiting(connection, campaign)
    if waits and not wish.despite.strip():
        told = ", ".join(f"{what}: {count}" for what, count in waits)
        raise Conflict(
            f"something of this survey is neither backed up nor decided ({told}). See to it, or "
            "say why it may be lost"
        )
    found = _found(connection, campaign, id, wish, waits)
    raw = write_certificate(found, signer)
    at, who = int(wish.now.timestamp()), actors.number(connection, wish.actor)
    connection.exec_driver_sql("DELETE FROM campaign_key WHERE campaign = ?", (campaign,))
    connection.exec_driver_sql(
        "UPDATE campaign SET seed = ?, row_secret = ?, retired = ? WHERE number = ?",
        (b"", b"", at, campaign),
    )
    connection.exec_driver_sql("DELETE FROM fresh WHERE campaign = ?", (campaign,))
    if wish.erase:
        _erase(connection, campaign, wish)
    connection.exec_driver_sql(
        "INSERT INTO retirement (campaign, at, actor, raw) VALUES (?,?,?,?)",
        (campaign, at, who, raw),
    )
    happenings.note(
        connection, "retired", actor=wish.actor, now=wish.now, campaign=campaign,
        detail=wish.despite,
    )
    return raw


def unfinished(connection: Connection) -> tuple[UUID, ...]:
    """Retired campaigns whose keys may lie in the log: see :func:`finish`."""
    rows = connection.exec_driver_sql("SELECT raw FROM retirement ORDER BY campaign").all()
    found = [read_certificate(bytes(raw))[0] for (raw,) in rows]
    return tuple(one.campaign for one in found if LOG in one.remains)


def finish(connection: Connection, id: UUID, signer: Signer, now: datetime) -> None:
    """Let the certificate say that no log holds the keys: the database was just scrubbed."""
    found, _ = read_certificate(certificate(connection, id))
    left = tuple(place for place in found.remains if place != LOG)
    connection.exec_driver_sql(
        "UPDATE retirement SET raw = ? WHERE campaign = ?",
        (
            write_certificate(replace(found, at=now, remains=left), signer),
            campaigns.number(connection, id),
        ),
    )


def certificate(connection: Connection, id: UUID) -> bytes:
    """The certificate of a retired campaign. WrongCampaign when there is none."""
    raw = connection.exec_driver_sql(
        "SELECT raw FROM retirement WHERE campaign = ?", (campaigns.number(connection, id),)
    ).scalar_one_or_none()
    if raw is None:
        raise WrongCampaign("this survey is not retired: its keys are in the workspace")
    return bytes(raw)


def _found(
    connection: Connection, campaign: int, id: UUID, wish: Wish,
    waits: tuple[tuple[str, int], ...],
) -> Certificate:
    row = connection.exec_driver_sql(_NUMBERS, (campaign,)).one()
    survey = campaigns.one(connection, id)
    title = survey.title.get("sv") or next(iter(survey.title.values()), "")
    return Certificate(
        workspace=bytes(row.workspace), campaign=id, at=wish.now, organisation=row.name,
        title=title, actor=wish.actor, despite=wish.despite.strip(),
        keys=tuple(campaign_keys.receiving_keys(connection, campaign)),
        packages=row.packages, records=row.records,
        left=0 if wish.erase else row.answers, erased=row.answers if wish.erase else 0,
        sheets=tuple(
            NamedSheet(name=bytes(name), made=_time(made), replaced=_time_or_none(replaced))
            for name, made, replaced in connection.exec_driver_sql(_SHEETS, (campaign,)).all()
        ),
        backups=_backups(connection, campaign),
        partners=tuple(
            NamedPartner(name=p.name, organisation=p.organisation, removed=p.removed)
            for p in recipients.partners(connection, campaign)
        ),
        exports=_exports(connection, campaign), waiting=waits,
        remains=(LOG, SERVER) if wish.server else (LOG,),
    )


def _backups(connection: Connection, campaign: int) -> tuple[NamedBackup, ...]:
    since = connection.exec_driver_sql(_SINCE, (campaign,)).scalar_one()
    rows = connection.exec_driver_sql(
        "SELECT path, at, generation FROM backup WHERE at >= ? ORDER BY number", (since,)
    )
    return tuple(
        NamedBackup(path=path, at=_time(at), generation=bytes(generation))
        for path, at, generation in rows.all()
    )


def _exports(connection: Connection, campaign: int) -> tuple[NamedExport, ...]:
    rows = connection.exec_driver_sql(
        "SELECT kind, path, at, destroyed FROM export WHERE campaign = ? ORDER BY number",
        (campaign,),
    )
    return tuple(
        NamedExport(kind=kind, path=path, at=_time(at), destroyed=_time_or_none(destroyed))
        for kind, path, at, destroyed in rows.all()
    )


def _erase(connection: Connection, campaign: int, wish: Wish) -> None:
    """Every answer and event, and sealed bytes that the sheet alone could still open."""
    for table in erasures.OF_A_RESPONSE:
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE campaign = ?", (campaign,)  # noqa: S608
        )
    ledger = (
        ("response", erasures.ANSWERS), ("session_event", erasures.EVENTS),
        ("note", erasures.NOTES), ("kept", erasures.KEPT),
    )
    for table, what in ledger:
        gone = connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE campaign = ?", (campaign,)  # noqa: S608
        )
        why = erasures.Because(what=what, actor=wish.actor, now=wish.now)
        erasures.note(connection, campaign, gone.rowcount, why)
    for table in ("circumstance", "voucher"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE campaign = ?", (campaign,)  # noqa: S608
        )
    connection.exec_driver_sql(
        "DELETE FROM unreadable WHERE stream IN (SELECT number FROM stream WHERE campaign = ?)",
        (campaign,),
    )
    aside.drop_headers(connection)


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _time_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else _time(seconds)
