"""Where a bundle's records stand: new or known, and whether the chain of hashes holds.

A record names the hash of the one before it. Bundles may arrive in any order, so a record
whose predecessor has not come waits in the ledger with the hash it names (*dangling*), and
is held against the predecessor when that comes.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import Connection

from storage.errors import Conflict
from storage.unsealed import Outline, Part
from storage.workspace import staging

_EPOCH = (
    "INSERT INTO epoch (campaign, id, stream, package_hash, parent, parent_head, opened, hash,"
    " made, head, header) VALUES (?,?,?,?,?,?,?,?,?,?,NULL) RETURNING number"
)
_LEDGER = ("campaign", "epoch", "n", "hash", "previous", "batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochPlaces:
    """A part of a bundle under its epoch's number here; ``new`` are the places not seen before.

    ``dangling`` are those of them whose predecessor has not come, ``met`` the places that were
    dangling until one of them came.
    """

    part: Part
    number: int
    new: Set[int]
    dangling: Set[int]
    met: Set[int]


def place_epochs(
    connection: Connection, outline: Outline, campaign: int, stream: int
) -> tuple[EpochPlaces, ...]:
    """Hold every record of the bundle against the ledger, and note its epochs. Or Conflict."""
    return tuple(
        _place(connection, _note_epoch(connection, outline, part, campaign, stream), part, campaign)
        for part in outline.parts
    )


def write_ledger(
    connection: Connection, epochs: tuple[EpochPlaces, ...], campaign: int, batch: int,
    leave_out: Set[tuple[int, int]],
) -> None:
    """Note the new places as taken in, but those to ``leave_out``: (part, n) not readable."""
    rows: list[tuple[object, ...]] = []
    met: list[tuple[int, int, int]] = []
    for at, places in enumerate(epochs):
        out = {n for part, n in leave_out if part == at}
        for n, hash, previous in places.part.places:
            if n in places.new and n not in out:
                # what a record names is kept as long as that one is not here
                waits = n in places.dangling or n - 1 in out
                rows.append(
                    (campaign, places.number, n, hash, previous if waits else None, batch)
                )
        met += [(campaign, places.number, n) for n in places.met if n - 1 not in out]
    if met:
        connection.exec_driver_sql(
            "UPDATE ledger SET previous = NULL WHERE campaign = ? AND epoch = ? AND n = ?", met
        )
    staging.insert(connection, "ledger", _LEDGER, rows)


def _note_epoch(
    connection: Connection, outline: Outline, part: Part, campaign: int, stream: int
) -> int:
    """The epoch's number here, after noting how much the device has made in it."""
    known = connection.exec_driver_sql(
        "SELECT number, hash, made, head FROM epoch"
        " WHERE campaign = ? AND stream = ? AND id = ?",
        (campaign, stream, part.id),
    ).first()
    if known is None:
        made = connection.exec_driver_sql(_EPOCH, (
            campaign, part.id, stream, outline.package_hash, part.parent, part.parent_head,
            part.opened, part.hash, part.count, part.head,
        ))
        return int(made.scalar_one())
    if known.hash != part.hash or (known.made == part.count and known.head != part.head):
        raise Conflict("bundle: an epoch says otherwise than when it came before")
    if part.count > known.made:
        connection.exec_driver_sql(
            "UPDATE epoch SET made = ?, head = ? WHERE number = ?",
            (part.count, part.head, known.number),
        )
    return int(known.number)


def _place(connection: Connection, number: int, part: Part, campaign: int) -> EpochPlaces:
    hashes, awaited = _ledger(connection, campaign, number, part)
    new, dangling, met = set(), set(), set()
    for n, hash, previous in part.places:
        here = hashes.get(n)
        if here is not None:
            if here != hash:
                raise Conflict("bundle: a record differs from the one taken in at its place")
            continue
        before = part.hash if n == 0 else hashes.get(n - 1)
        if before is None:
            dangling.add(n)
        elif before != previous:
            raise Conflict("bundle: a record does not follow the one before it")
        after = awaited.get(n + 1)
        if after is not None:
            if after != hash:
                raise Conflict("bundle: a record is not the one that the next one names")
            met.add(n + 1)
        hashes[n] = hash
        new.add(n)
    last = hashes.get(part.count - 1)
    if last is not None and last != part.head:
        raise Conflict("bundle: an epoch's last record is not the one it names")
    return EpochPlaces(part=part, number=number, new=new, dangling=dangling, met=met)


def _ledger(
    connection: Connection, campaign: int, epoch: int, part: Part
) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Hashes already here by place, around the part's; and what dangling places name."""
    places = [n for n, _, _ in part.places] or [0]
    rows = connection.exec_driver_sql(
        "SELECT n, hash, previous FROM ledger WHERE campaign = ? AND epoch = ?"
        " AND (n BETWEEN ? AND ? OR n = ?)",
        (campaign, epoch, min(places) - 1, max(places) + 1, part.count - 1),
    ).all()
    hashes = {n: bytes(hash) for n, hash, _ in rows}
    return hashes, {n: bytes(previous) for n, _, previous in rows if previous is not None}
