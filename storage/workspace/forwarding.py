"""Answers on their way to another organisation: rebuilt from the rows, sealed to it alone.

What was taken in is opened, so it cannot be passed on as it came. The workspace acts as a
device of its own for each (campaign, recipient): it seals new records, and remembers which
answers it has passed on, so that a second sending brings only what is new. Only counted
answers go, as they came (corrections stay here); the hash of a receipt code goes along, so
that a withdrawal reaches the receiver too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from storage import bodies, further
from storage.bodies import PartialWire, ResponseWire
from storage.body_structs import CircumstancesWire
from storage.errors import MissingKey
from storage.seal import keys
from storage.seal.epochs import NO_EPOCH, NO_HEAD, new_epoch
from storage.seal.ratchet import random_id
from storage.seal.records import next_chain, record_key, seal_record
from storage.values import Epoch, RandomBytes, Recipient, SealedRecord
from storage.workspace import actors, came_beside, file_rows, further_rows
from storage.workspace import sealed_columns as sealed
from survey.records import Further

EPOCH_RECORDS = 256
EPOCH_BYTES = 4 * 1024 * 1024
"""Of bodies, before they are sealed: a bundle stays far below what may travel."""

_NEW = """
SELECT r.id, r.complete, r.code, c.* FROM response r
JOIN circumstance c ON c.number = r.circumstance
WHERE r.campaign = ? AND r.state = 0 AND NOT EXISTS (SELECT 1 FROM forwarded f
  WHERE f.campaign = r.campaign AND f.recipient = ? AND f.response = r.id)
ORDER BY r.id LIMIT ?
"""
_NEW_EVENTS = """
SELECT e.id, e.body FROM session_event e
WHERE e.campaign = ? AND e.state = 0 AND NOT EXISTS (SELECT 1 FROM forwarded f
  WHERE f.campaign = e.campaign AND f.recipient = ? AND f.response = e.id)
ORDER BY e.id LIMIT ?
"""
_FORWARDER = (
    "SELECT name, public, seed, last_number, parent, parent_head FROM forwarder"
    " WHERE campaign = ? AND recipient = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarder:
    """The device that the workspace is for one recipient of one campaign."""

    name: str
    signer: keys.Signer
    last_number: int
    parent: bytes
    parent_head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One epoch for the recipient, not yet written as a bundle. ``number`` is the bundle's.

    ``rows`` are the row ids (16 bytes) of the answers in it, in the order of the records.
    """

    stream: bytes
    package_hash: bytes
    number: int
    epoch: Epoch
    records: tuple[SealedRecord, ...]
    rows: tuple[bytes, ...]


def forwarder(
    connection: Connection, campaign: int, recipient: bytes, *, name: str, actor: str,
    now: datetime, random: RandomBytes,
) -> Forwarder:
    """The forwarding device for this recipient, made at the first use."""
    row = connection.exec_driver_sql(_FORWARDER, (campaign, recipient)).first()
    if row is None:
        seed = random(32)
        signer = keys.Signer(seed)
        connection.exec_driver_sql(
            "INSERT INTO forwarder (campaign, recipient, name, public, seed, last_number, parent,"
            " parent_head, actor, added) VALUES (?,?,?,?,?,0,?,?,?,?)",
            (
                campaign, recipient, name, signer.public,
                sealed.seal(connection, "forwarder", "seed", signer.public, seed),
                NO_EPOCH, NO_HEAD, actors.number(connection, actor), int(now.timestamp()),
            ),
        )
        row = connection.exec_driver_sql(_FORWARDER, (campaign, recipient)).one()
    public = bytes(row.public)
    seed = sealed.open(connection, "forwarder", "seed", public, bytes(row.seed))
    return Forwarder(
        name=row.name, signer=keys.Signer(seed), last_number=row.last_number,
        parent=bytes(row.parent), parent_head=bytes(row.parent_head),
    )


def parcel(
    connection: Connection, campaign: int, sender: Forwarder, to: Recipient, *, now: datetime,
    random: RandomBytes,
) -> Parcel | None:
    """The next answers that ``to`` has not had, at most EPOCH_RECORDS; None when it has all."""
    found = _beginning(_bodies(connection, campaign, to.id))
    if not found:
        return None
    id, package_hash = _newest_package(connection, campaign)
    stream = keys.stream_id(sender.signer.public, id)
    epoch, chain = new_epoch(
        stream=stream, campaign=id, package_hash=package_hash, parent=sender.parent,
        parent_head=sender.parent_head, opened=now.replace(minute=0, second=0, microsecond=0),
        recipients=(to,), random=random,
    )
    records: list[SealedRecord] = []
    for n, (_, body) in enumerate(found):
        records.append(seal_record(
            key=record_key(chain), stream=stream, epoch=epoch.id, n=n, id=random_id(random),
            previous=records[-1].hash if records else epoch.hash, body=body,
        ))
        chain = next_chain(chain)
    return Parcel(
        stream=stream, package_hash=package_hash, number=sender.last_number + 1, epoch=epoch,
        records=tuple(records), rows=tuple(row for row, _ in found),
    )


def keep(
    connection: Connection, campaign: int, recipient: bytes, sent: Parcel, raw: bytes, *,
    actor: str, now: datetime,
) -> None:
    """Remember the bundle ``raw`` made of ``sent``: from now on its answers count as passed on."""
    connection.exec_driver_sql(
        "UPDATE forwarder SET last_number = ?, parent = ?, parent_head = ?"
        " WHERE campaign = ? AND recipient = ?",
        (sent.number, sent.epoch.id, sent.records[-1].hash, campaign, recipient),
    )
    connection.exec_driver_sql(
        "INSERT INTO forwarded (campaign, recipient, response, number) VALUES (?,?,?,?)",
        [(campaign, recipient, row, sent.number) for row in sent.rows],
    )
    connection.exec_driver_sql(
        "INSERT INTO forwarding (campaign, recipient, number, raw, records, actor, at)"
        " VALUES (?,?,?,?,?,?,?)",
        (
            campaign, recipient, sent.number, raw, len(sent.rows),
            actors.number(connection, actor), int(now.timestamp()),
        ),
    )


def bundles(connection: Connection, campaign: int, recipient: bytes) -> list[tuple[int, bytes]]:
    """(number, exact bytes) of every bundle made for the recipient: sent again as they were."""
    rows = connection.exec_driver_sql(
        "SELECT number, raw FROM forwarding WHERE campaign = ? AND recipient = ? ORDER BY number",
        (campaign, recipient),
    )
    return [(number, bytes(raw)) for number, raw in rows]


def _beginning(every: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """As many as fit into one bundle, and one at least."""
    found: list[tuple[bytes, bytes]] = []
    size = 0
    for row, body in every:
        size += len(body)
        if found and size > EPOCH_BYTES:
            break
        found.append((row, body))
    return found


def _bodies(
    connection: Connection, campaign: int, recipient: bytes
) -> Iterator[tuple[bytes, bytes]]:
    wanted = (campaign, recipient, EPOCH_RECORDS)
    rows = connection.exec_driver_sql(_NEW, wanted).all()
    if rows:
        yield from _responses(connection, campaign, rows)
        return
    for row in connection.exec_driver_sql(_NEW_EVENTS, wanted).all():
        yield bytes(row.id), bytes(row.body)


def _responses(
    connection: Connection, campaign: int, rows: Sequence[Any]
) -> Iterator[tuple[bytes, bytes]]:
    ids = [bytes(row.id) for row in rows]
    answers: dict[bytes, dict[bytes, int | bytes | None]] = {id: {} for id in ids}
    texts: dict[bytes, dict[bytes, str]] = {id: {} for id in ids}
    for table, column in (("rating", "value"), ("choice", "choice"), ("declined", "NULL")):
        for response, question, value in _of(connection, campaign, table, column, ids):
            kept = bytes(value) if table == "choice" else value
            answers[bytes(response)][bytes(question)] = kept
    for response, question, text in _of(connection, campaign, "words", "text", ids):
        texts[bytes(response)][bytes(question)] = text
    more = further_rows.of(connection, campaign, ids)
    came = came_beside.of(connection, campaign, ids)
    for row, id in zip(rows, ids, strict=True):
        plain = _wire(row, answers[id], texts[id])
        whole = file_rows.whole(connection, campaign, id, more.get(id, ()))
        others = further.to_wires(_plain(one) for one in whole)
        code = None if row.code is None else bytes(row.code)
        yield id, bodies.write(bodies.extended(plain, others, code, came.get(id)))


def _plain(one: Further) -> Further:
    value = one.value
    return replace(one, value=value.replace("\ufffd", "?")) if isinstance(value, str) else one


def _of(
    connection: Connection, campaign: int, table: str, column: str, ids: Sequence[bytes]
) -> list[tuple[bytes, bytes, Any]]:
    marks = ",".join("?" * len(ids))
    value = column if column == "NULL" else f"t.{column}"
    rows = connection.exec_driver_sql(
        f"SELECT t.response, q.id, {value} FROM {table} t"  # noqa: S608 - names of our own
        f" JOIN question q ON q.number = t.question"
        f" WHERE t.campaign = ? AND t.response IN ({marks})",
        (campaign, *ids),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _wire(
    row: Any, answers: dict[bytes, int | bytes | None], texts: dict[bytes, str]
) -> ResponseWire | PartialWire:
    place = None if row.place is None else bytes(row.place)
    circumstances = CircumstancesWire(
        unit=bytes(row.unit), place=place, mode=row.mode, language=row.language, time=row.time,
        day=row.day, clock=row.clock, consent=row.consent,
    )
    kind = ResponseWire if row.complete else PartialWire
    return kind(
        version=1, form=bytes(row.form), form_version=row.form_version,
        answers=dict(sorted(answers.items())),
        # three bytes where PostgreSQL could not hold one: an answer must not outgrow a record
        texts={question: text.replace("\ufffd", "?") for question, text in sorted(texts.items())},
        circumstances=circumstances,
    )


def _newest_package(connection: Connection, campaign: int) -> tuple[UUID, bytes]:
    row = connection.exec_driver_sql(
        "SELECT c.id, p.hash FROM package p JOIN campaign c ON c.number = p.campaign"
        " WHERE p.campaign = ? ORDER BY p.version DESC LIMIT 1",
        (campaign,),
    ).first()
    if row is None:
        raise MissingKey("no package of this survey was given out: deploy one first")
    return UUID(bytes=bytes(row.id)), bytes(row.hash)

