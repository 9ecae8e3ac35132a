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
_STREAM = (
    "INSERT INTO stream (id, device, campaign, last_bundle, last_made, last_seen, last_receipt,"
    " acknowledged) VALUES (?,?,?,0,0,0,0,0) RETURNING number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose bundle it is, as this workspace knows them, in its own numbers."""

    stream: int
    device: int
    campaign: int
    key: ReceivingKey
    last_bundle: int
    last_made: int


def take_in(
    connection: Connection, bundle: OpenedBundle, *, actor: str, now: datetime
) -> TakenIn:
    """Take in what is new of ``bundle``, exactly once on (campaign, epoch, place).

    Must run inside a transaction that an exception undoes. Raises WrongCampaign,
    WrongSigner (the device is not registered here), MissingKey (not sealed to us), Conflict
    (it contradicts what was taken in before) or Damaged.
    """
    sender = _sender(connection, bundle)
    epochs = place_epochs(connection, bundle, sender.campaign, sender.stream)
    new = [record for places in epochs for record in places.new]
    known = len(bundle.records) - len(new)
    if new:
        batch = _new_batch(connection, bundle, sender, (len(new), known), actor, now)
        _open_all(connection, epochs, sender)
        _write_ledger(connection, epochs, sender.campaign, batch)
    if known and bundle.number > sender.last_bundle:  # not a file that merely still lies there
        receipts.want_again(
            connection, sender.stream, [p.number for p in epochs if len(p.new) < p.present]
        )
    clock = _clock_note(bundle, sender, now)
    _note_stream(connection, bundle, sender, now)
    numbers = [places.number for places in epochs]
    return TakenIn(
        new=len(new), known=known, clock=clock,
        gaps=gaps.gaps(connection, sender.stream, numbers),
        forks=gaps.forks(connection, sender.stream, numbers),
    )


def _sender(connection: Connection, bundle: OpenedBundle) -> Sender:
    campaign = connection.exec_driver_sql(
        "SELECT number, seed FROM campaign WHERE id = ?", (bundle.campaign.bytes,)
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
        "SELECT number, last_bundle, last_made FROM stream WHERE id = ?", (bundle.stream,)
    ).first()
    if stream is None:
        made = connection.exec_driver_sql(
            _STREAM, (bundle.stream, device.number, campaign.number)
        )
        number, last_bundle, last_made = int(made.scalar_one()), 0, 0
    else:
        number, last_bundle, last_made = stream
    return Sender(
        stream=number, device=device.number, campaign=campaign.number,
        key=ReceivingKey(campaign.seed), last_bundle=last_bundle, last_made=last_made,
    )


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
            unknown = rows.add(record.id, opener.open(record))
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


def _clock_note(bundle: OpenedBundle, sender: Sender, now: datetime) -> ClockNote:
    if bundle.made > now + CLOCK_MARGIN:
        return ClockNote.AHEAD
    later = bundle.number > sender.last_bundle
    behind = bundle.made.timestamp() < sender.last_made - CLOCK_MARGIN.total_seconds()
    return ClockNote.BACK if later and behind else ClockNote.OK


def _note_stream(
    connection: Connection, bundle: OpenedBundle, sender: Sender, now: datetime
) -> None:
    newer = bundle.number > sender.last_bundle
    connection.exec_driver_sql(
        "UPDATE stream SET last_bundle = ?, last_made = ?, last_seen = max(last_seen, ?)"
        " WHERE number = ?",
        (
            bundle.number if newer else sender.last_bundle,
            int(bundle.made.timestamp()) if newer else sender.last_made,
            int(now.timestamp()), sender.stream,
        ),
    )
