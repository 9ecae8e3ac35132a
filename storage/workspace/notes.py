"""What devices told of themselves and of where they stood: the table ``note``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage import bodies
from storage.errors import Damaged
from storage.workspace import erasures
from storage.workspace.erasures import Because, parts
from storage.workspace.hashes import VOUCHERS
from survey.device_notes import Assigned, Health, Occasion

HANGING = ("review", "fresh")
"""The tables whose rows may be of a note."""

HEALTH, ASSIGNED, OCCASION = "device.health", "arm.assigned", "occasion"

_LATEST = """
SELECT n.body FROM note n WHERE n.device = ? AND n.kind = 'device.health'
AND n.state = 0 AND n.day >= ? ORDER BY n.day DESC
"""
_OF = "SELECT body FROM note WHERE campaign = ? AND kind = ? AND state = 0 ORDER BY day, id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A device's notes of itself of the last days, the newest first; each hour once."""

    device: bytes
    notes: tuple[Health, ...]


def health(connection: Connection, since: date) -> tuple[Told, ...]:
    """Every device's health since that day (UTC), in the order they were registered.

    A device tells the same to each survey it stands in. Raises Damaged.
    """
    first = since.toordinal() - date(1970, 1, 1).toordinal()
    devices = connection.exec_driver_sql("SELECT number, public FROM device ORDER BY number").all()
    return tuple(
        Told(device=bytes(public), notes=_hours(connection, number, first))
        for number, public in devices
    )


def _hours(connection: Connection, device: int, first: int) -> tuple[Health, ...]:
    found: dict[datetime, Health] = {}
    for (body,) in connection.exec_driver_sql(_LATEST, (device, first)).all():
        note = bodies.decode(bytes(body))
        if not isinstance(note, Health):
            raise Damaged("a device's note in the workspace cannot be read")
        known = found.get(note.time)
        if known is None or known.waiting < note.waiting:
            found[note.time] = note
    return tuple(sorted(found.values(), key=lambda note: note.time, reverse=True))


def assigned(connection: Connection, campaign: int) -> Iterator[Assigned]:
    """Every arm that was drawn, by day. Raises Damaged."""
    for (body,) in connection.exec_driver_sql(_OF, (campaign, ASSIGNED)):
        note = bodies.decode(bytes(body))
        if not isinstance(note, Assigned):
            raise Damaged("a drawn arm in the workspace cannot be read")
        yield note


def drawings_aside(connection: Connection, campaign: int) -> int:
    """How many drawn arms are held or excluded, as those of a revoked device are."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM note WHERE campaign = ? AND kind = ? AND state <> 0",
        (campaign, ASSIGNED),
    )
    return int(found.scalar_one())


def occasions(connection: Connection, campaign: int) -> tuple[Occasion, ...]:
    """What staff wrote of visits, by day; of one that was written of twice what counted most.

    Raises Damaged.
    """
    found: dict[UUID, Occasion] = {}
    for (body,) in connection.exec_driver_sql(_OF, (campaign, OCCASION)):
        note = bodies.decode(bytes(body))
        if not isinstance(note, Occasion):
            raise Damaged("an occasion in the workspace cannot be read")
        known = found.get(note.id)
        if known is None or known.answered <= note.answered:
            found[note.id] = note
    return tuple(sorted(found.values(), key=lambda note: (note.day, note.id)))


def before(connection: Connection, campaign: int, day: int) -> list[tuple[bytes, int]]:
    """(row id, day) of notes of earlier days than ``day``, in days since 1970.

    Batches of vouchers have no day: they tell of nobody, and go when the campaign goes.
    """
    rows = connection.exec_driver_sql(
        "SELECT id, day FROM note WHERE campaign = ? AND day < ? AND kind <> ? ORDER BY id",
        (campaign, day, VOUCHERS),
    )
    return [(bytes(id), day) for id, day in rows.all()]


def erase(connection: Connection, campaign: int, day: int, why: Because) -> int:
    """Erase the notes of days before ``day``; how many."""
    old = [id for id, _ in before(connection, campaign, day)]
    for some in parts(old):
        marks = ",".join("?" * len(some))
        for table, id in (*((t, "response") for t in HANGING), ("note", "id")):
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE campaign = ? AND {id} IN ({marks})",  # noqa: S608
                (campaign, *some),
            )
    return erasures.note(connection, campaign, len(old), why)
