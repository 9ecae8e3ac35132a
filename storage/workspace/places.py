"""Where a bundle's records stand: new or known, and whether the chain of hashes holds.

A record names the hash of the one before it. Bundles may arrive in any order, so a record
whose predecessor has not come waits in the ledger with the hash it names (*dangling*), and
is held against the predecessor when that comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from storage.errors import Conflict, Damaged
from storage.seal.records import PLACES_LIMIT
from storage.values import Epoch, OpenedBundle, SealedRecord

_EPOCH = (
    "INSERT INTO epoch (campaign, id, stream, package_hash, parent, parent_head, opened, hash,"
    " made, head, header) VALUES (?,?,?,?,?,?,?,?,?,?,NULL) RETURNING number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochPlaces:
    """An epoch of a bundle: ``present`` records of it, those not seen before, in order.

    ``dangling`` are the places of new records whose predecessor has not come.
    """

    epoch: Epoch
    number: int
    present: int
    new: tuple[SealedRecord, ...]
    dangling: frozenset[int]


def place_epochs(
    connection: Connection, bundle: OpenedBundle, campaign: int, stream: int
) -> tuple[EpochPlaces, ...]:
    """Hold every record of ``bundle`` against the ledger. Raises Damaged or Conflict."""
    per_epoch: dict[bytes, list[SealedRecord]] = {e.id: [] for e, _, _ in bundle.epochs}
    if len(per_epoch) != len(bundle.epochs):
        raise Damaged("bundle: an epoch is named twice")
    for id, records in groupby(bundle.records, key=lambda record: record.epoch):
        if id not in per_epoch:
            raise Damaged("bundle: a record belongs to an epoch that is not here")
        per_epoch[id].extend(records)
    return tuple(
        _place(connection, _note_epoch(connection, bundle, part, campaign, stream), part,
               campaign, per_epoch[part[0].id])
        for part in bundle.epochs
    )


def _note_epoch(
    connection: Connection, bundle: OpenedBundle, part: tuple[Epoch, int, bytes],
    campaign: int, stream: int,
) -> int:
    """The epoch's number here, after noting how much the device has made in it."""
    epoch, count, head = part
    bound = (bundle.stream, bundle.campaign, bundle.package_hash)
    if (epoch.stream, epoch.campaign, epoch.package_hash) != bound:
        raise Damaged("bundle: an epoch belongs to another stream, survey or package")
    if not 0 <= count <= PLACES_LIMIT:
        raise Damaged("bundle: an epoch's count is out of limits")
    known = connection.exec_driver_sql(
        "SELECT number, hash, made, head FROM epoch"
        " WHERE campaign = ? AND stream = ? AND id = ?",
        (campaign, stream, epoch.id),
    ).first()
    if known is None:
        made = connection.exec_driver_sql(_EPOCH, (
            campaign, epoch.id, stream, epoch.package_hash, epoch.parent, epoch.parent_head,
            int(epoch.opened.timestamp()), epoch.hash, count, head,
        ))
        return int(made.scalar_one())
    if known.hash != epoch.hash or (known.made == count and known.head != head):
        raise Conflict("bundle: an epoch says otherwise than when it came before")
    if count > known.made:
        connection.exec_driver_sql(
            "UPDATE epoch SET made = ?, head = ? WHERE number = ?", (count, head, known.number)
        )
    return int(known.number)


def _place(
    connection: Connection, number: int, part: tuple[Epoch, int, bytes], campaign: int,
    records: Sequence[SealedRecord],
) -> EpochPlaces:
    epoch, count, head = part
    hashes, awaited = _ledger(connection, campaign, number, records, count)
    new, dangling, met = [], set(), []
    for record in records:
        if not 0 <= record.n < count:
            raise Damaged("bundle: a record stands beyond what its epoch holds")
        here = hashes.get(record.n)
        if here is not None:
            if here != record.hash:
                raise Conflict("bundle: a record differs from the one taken in at its place")
            continue
        before = epoch.hash if record.n == 0 else hashes.get(record.n - 1)
        if before is None:
            dangling.add(record.n)
        elif before != record.previous:
            raise Conflict("bundle: a record does not follow the one before it")
        after = awaited.get(record.n + 1)
        if after is not None:
            if after != record.hash:
                raise Conflict("bundle: a record is not the one that the next one names")
            met.append((campaign, number, record.n + 1))
        hashes[record.n] = record.hash
        new.append(record)
    last = hashes.get(count - 1)
    if last is not None and last != head:
        raise Conflict("bundle: an epoch's last record is not the one it names")
    if met:
        connection.exec_driver_sql(
            "UPDATE ledger SET previous = NULL WHERE campaign = ? AND epoch = ? AND n = ?", met
        )
    return EpochPlaces(
        epoch=epoch, number=number, present=len(records), new=tuple(new),
        dangling=frozenset(dangling),
    )


def _ledger(
    connection: Connection, campaign: int, epoch: int, records: Sequence[SealedRecord],
    count: int,
) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Hashes already here by place, around ``records``; and what dangling places name."""
    places = [record.n for record in records] or [0]
    rows = connection.exec_driver_sql(
        "SELECT n, hash, previous FROM ledger WHERE campaign = ? AND epoch = ?"
        " AND (n BETWEEN ? AND ? OR n = ?)",
        (campaign, epoch, min(places) - 1, max(places) + 1, count - 1),
    ).all()
    hashes = {n: hash for n, hash, _ in rows}
    return hashes, {n: previous for n, _, previous in rows if previous is not None}
