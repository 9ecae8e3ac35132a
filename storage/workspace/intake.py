"""Taking in a bundle: one transaction that checks, opens and projects, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.errors import Damaged, WrongCampaign, WrongSigner
from storage.seal import keys
from storage.seal.epochs import open_epoch
from storage.seal.keys import ReceivingKey
from storage.seal.ratchet import EpochOpener
from storage.values import OpenedBundle, SealedRecord
from storage.workspace import actors, gaps, receipts
from storage.workspace.places import EpochPlaces, place_epochs
from storage.workspace.rows import Rows
from storage.workspace.values import ClockNote, TakenIn

CLOCK_MARGIN = timedelta(minutes=10)

_LEDGER = "INSERT INTO ledger (campaign, epoch, n, hash, previous, batch) VALUES (?,?,?,?,?,?)"
_KEPT = "INSERT INTO kept (campaign, epoch, n, kind, version, sealed) VALUES (?,?,?,?,?,?)"
_BATCH = (
    "INSERT INTO batch (stream, bundle, bundle_number, package_hash, made, new, known, actor, at)"
    " VALUES (?,?,?,?,?,?,?,?,?) RETURNING number"
)
_BEFORE = (
    "SELECT made FROM batch WHERE stream = ? AND bundle_number < ?"
    " ORDER BY bundle_number DESC, number DESC LIMIT 1"
)
_STREAM = (
    "INSERT INTO stream (id, device, campaign, last_seen, last_receipt, acknowledged)"
    " VALUES (?,?,?,0,0,0) RETURNING number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose bundle it is, as this workspace knows them, in its own numbers."""

    stream: int
    device: int
    campaign: int
    key: ReceivingKey
    row_secret: bytes


def take_in(
    connection: Connection, bundle: OpenedBundle, *, actor: str, now: datetime
) -> TakenIn:
    """Take in what is new of ``bundle``, exactly once on (stream, epoch, place).

    A stream is one device in one campaign, so no device can take the places of another.

    Must run inside a transaction that an exception undoes. Raises WrongCampaign,
    WrongSigner (the device is not registered here), MissingKey (not sealed to us), Conflict
    (it contradicts what was taken in before) or Damaged.
    """
    sender = _sender(connection, bundle)
    epochs = place_epochs(connection, bundle, sender.campaign, sender.stream)
    new = [record for places in epochs for record in places.new]
    known = len(bundle.records) - len(new)
    clock = _clock_note(connection, bundle, sender, now)
    if new or not _seen(connection, bundle):  # a file that still lies there tells nothing
        batch = _new_batch(connection, bundle, sender, (len(new), known), actor, now)
        if new:
            _open_all(connection, epochs, sender)
            _write_ledger(connection, epochs, sender.campaign, batch)
        if known:
            receipts.want_again(
                connection, sender.stream, [p.number for p in epochs if len(p.new) < p.present]
            )
    connection.exec_driver_sql(
        "UPDATE stream SET last_seen = max(last_seen, ?) WHERE number = ?",
        (int(now.timestamp()), sender.stream),
    )
    numbers = [places.number for places in epochs]
    return TakenIn(
        new=len(new), known=known, clock=clock,
        gaps=gaps.gaps(connection, sender.stream, numbers),
        forks=gaps.forks(connection, sender.stream, numbers),
    )


def _sender(connection: Connection, bundle: OpenedBundle) -> Sender:
    campaign = connection.exec_driver_sql(
        "SELECT number, seed, row_secret FROM campaign WHERE id = ?", (bundle.campaign.bytes,)
    ).first()
    if campaign is None:
        raise WrongCampaign("bundle: it belongs to a survey that is not in this workspace")
    device = connection.exec_driver_sql(
        "SELECT number FROM device WHERE public = ?", (bundle.device,)
    ).first()
    if device is None:
        raise WrongSigner("bundle: its device is not registered here. Register it and try again")
    if bundle.stream != keys.stream_id(bundle.device, bundle.campaign):
        raise Damaged("bundle: the stream does not fit the device and the survey")
    given = connection.exec_driver_sql(
        "SELECT 1 FROM package WHERE campaign = ? AND hash = ?",
        (campaign.number, bundle.package_hash),
    ).first()
    if given is None:
        raise WrongCampaign("bundle: it was collected with a package not given out from here")
    stream = connection.exec_driver_sql(
        "SELECT number FROM stream WHERE id = ?", (bundle.stream,)
    ).scalar_one_or_none()
    if stream is None:
        stream = connection.exec_driver_sql(
            _STREAM, (bundle.stream, device.number, campaign.number)
        ).scalar_one()
    return Sender(
        stream=stream, device=device.number, campaign=campaign.number,
        key=ReceivingKey(campaign.seed), row_secret=campaign.row_secret,
    )


def _seen(connection: Connection, bundle: OpenedBundle) -> bool:
    found = connection.exec_driver_sql("SELECT 1 FROM batch WHERE bundle = ?", (bundle.hash,))
    return found.first() is not None


def _new_batch(
    connection: Connection, bundle: OpenedBundle, sender: Sender, counts: tuple[int, int],
    actor: str, now: datetime,
) -> int:
    made = connection.exec_driver_sql(
        _BATCH,
        (
            sender.stream, bundle.hash, bundle.number, bundle.package_hash,
            int(bundle.made.timestamp()), *counts, actors.number(connection, actor),
            int(now.timestamp()),
        ),
    )
    return int(made.scalar_one())


def _open_all(connection: Connection, epochs: Iterable[EpochPlaces], sender: Sender) -> None:
    """Open every new record and write its rows; epoch secrets live no longer than this."""
    rows = Rows(connection, sender.campaign, sender.device)
    for places in epochs:
        if not places.new:
            continue
        opener = EpochOpener(places.epoch, open_epoch(places.epoch, sender.key))
        kept = []
        for record in places.new:
            id = keys.row_id(
                sender.row_secret, places.epoch.stream, record.epoch, record.n, record.id
            )
            try:
                unknown = rows.add(id, opener.open(record))
            except Damaged as fault:
                place = f"record {record.n} of epoch {record.epoch.hex()}"
                raise Damaged(f"{place} cannot be taken in, nor its bundle: {fault}") from None
            if unknown is not None:
                kept.append((
                    sender.campaign, places.number, record.n, unknown.kind, unknown.version,
                    record.raw,
                ))
        if kept:
            connection.exec_driver_sql(_KEPT, kept)
            connection.exec_driver_sql(
                "UPDATE epoch SET header = ? WHERE number = ?",
                (places.epoch.header, places.number),
            )
    rows.write()


def _write_ledger(
    connection: Connection, epochs: Iterable[EpochPlaces], campaign: int, batch: int
) -> None:
    def row(places: EpochPlaces, record: SealedRecord) -> tuple[object, ...]:
        previous = record.previous if record.n in places.dangling else None
        return campaign, places.number, record.n, record.hash, previous, batch

    connection.exec_driver_sql(_LEDGER, [row(p, record) for p in epochs for record in p.new])


def _clock_note(
    connection: Connection, bundle: OpenedBundle, sender: Sender, now: datetime
) -> ClockNote:
    """Held against our time, and against the bundle that the device numbered before this one.

    Not against the highest number of all: a copied device key could set that out of reach.
    """
    if bundle.made > now + CLOCK_MARGIN:
        return ClockNote.AHEAD
    before = connection.exec_driver_sql(_BEFORE, (sender.stream, bundle.number)).first()
    margin = CLOCK_MARGIN.total_seconds()
    back = before is not None and bundle.made.timestamp() < before.made - margin
    return ClockNote.BACK if back else ClockNote.OK
