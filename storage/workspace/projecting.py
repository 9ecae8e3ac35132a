"""After an upgrade: records of kinds that were unknown are opened and take their place.

They were kept sealed with their epoch's header. Now they become the rows that they would have
been; the ledger knows them already, so nothing is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage import bodies
from storage.bodies import Unknown, WithdrawalWire
from storage.errors import Damaged, MissingKey
from storage.seal import keys
from storage.seal.epochs import open_epoch, read_epoch
from storage.seal.ratchet import EpochOpener
from storage.seal.records import read_record
from storage.workspace import (
    aside,
    campaign_keys,
    happenings,
    remembering,
    revoking,
    withdrawals,
)
from storage.workspace.rows import Rows

_KINDS = "SELECT DISTINCT kind, version FROM kept"
_EPOCHS = """
SELECT DISTINCT k.campaign, k.epoch FROM kept k JOIN campaign c ON c.number = k.campaign
WHERE k.kind = ? AND k.version = ? AND c.retired IS NULL ORDER BY k.campaign, k.epoch
"""
_SENDER = """
SELECT e.header, s.id stream, s.device, s.acknowledged FROM epoch e
JOIN stream s ON s.number = e.stream WHERE e.number = ?
"""
_KEPT = """
SELECT k.n, k.kind, k.version, k.sealed, l.batch FROM kept k
JOIN ledger l ON l.campaign = k.campaign AND l.epoch = k.epoch AND l.n = k.n
WHERE k.campaign = ? AND k.epoch = ? ORDER BY k.n
"""
_FRESH = "INSERT INTO fresh (batch, campaign, response) VALUES (?,?,?) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class _Opened:
    """A record that was kept and can be read now; ``code`` as :func:`_code` says."""

    n: int
    batch: int
    id: bytes
    body: bytes
    code: bytes | None
    withdrawal: bool


def waiting(connection: Connection) -> tuple[tuple[int, int], ...]:
    """The (campaign, epoch) numbers that hold kept records of kinds this program reads."""
    kinds = connection.exec_driver_sql(_KINDS).all()
    found: set[tuple[int, int]] = set()
    for kind, version in kinds:
        if bodies.is_known(kind, version):
            rows = connection.exec_driver_sql(_EPOCHS, (kind, version))
            found.update((campaign, epoch) for campaign, epoch in rows)
    return tuple(sorted(found))


def project(
    connection: Connection, campaign: int, epoch: int, *, actor: str, now: datetime
) -> int:
    """Turn one epoch's kept records into rows where they can be read; how many.

    What cannot be opened or read stays kept. What comes from a revoked device is held.
    """
    # where several write at once, the second waits here and then finds nothing left to do
    connection.exec_driver_sql("UPDATE epoch SET header = header WHERE number = ?", (epoch,))
    sender = connection.exec_driver_sql(_SENDER, (epoch,)).one()
    if sender.header is None:
        return 0
    opened = _open_all(connection, campaign, epoch, bytes(sender.stream), bytes(sender.header))
    if not opened:
        return 0
    codes = [o.code for o in opened if o.code is not None and not o.withdrawal]
    gone = withdrawals.among(connection, codes) if codes else frozenset()
    stored = [o for o in opened if not o.withdrawal and o.code not in gone]
    rows = Rows(connection, campaign, sender.device)
    for one in stored:
        rows.add(one.id, one.body)
    rows.write()
    fresh = [(o.batch, campaign, o.id) for o in stored]
    if fresh:
        connection.exec_driver_sql(_FRESH, fresh)
        remembering.forget(connection, now)
    _move_places(connection, campaign, epoch, opened, [o for o in opened if o not in stored])
    if gone:
        withdrawals.came_late(connection, campaign, gone, now=now)
    given_back = [o.code for o in opened if o.withdrawal and o.code is not None]
    withdrawals.apply(connection, given_back, actor=actor, now=now)
    revoking.hold_again(connection, sender.device, now=now)
    happenings.note(
        connection, "projected", actor=actor, now=now, campaign=campaign,
        detail=f"records: {len(opened)}",
    )
    return len(opened)


def _open_all(
    connection: Connection, campaign: int, epoch: int, stream: bytes, header: bytes
) -> list[_Opened]:
    """Whatever of the epoch can be read now; nothing when no key here opens the epoch."""
    try:
        parsed = read_epoch(header)
        held = campaign_keys.receiving_keys(connection, campaign)
        key = next((held[r] for r, _ in parsed.wraps if r in held), None)
        if key is None:
            return []
        opener = EpochOpener(parsed, open_epoch(parsed, key))
        secret = campaign_keys.row_secret(connection, campaign)
    except (Damaged, MissingKey):
        return []
    found = []
    for row in connection.exec_driver_sql(_KEPT, (campaign, epoch)).all():
        if not bodies.is_known(row.kind, row.version):
            continue
        try:
            record = read_record(bytes(row.sealed))
            body = opener.open(record)
            code, withdrawal = _code(body)
        except Damaged:
            continue
        id = keys.row_id(secret, stream, record.epoch, record.n, record.id)
        found.append(_Opened(row.n, row.batch, id, body, code, withdrawal))
    return found


def _code(body: bytes) -> tuple[bytes | None, bool]:
    """The hash of the code in a body, if it has one, and whether the code is given back by it."""
    wire = bodies.read(body)
    if isinstance(wire, WithdrawalWire):
        return withdrawals.code_hash(wire.code), True
    return (None if isinstance(wire, Unknown) else bodies.code_of(wire)), False


def _move_places(
    connection: Connection, campaign: int, epoch: int, opened: list[_Opened],
    without_rows: list[_Opened],
) -> None:
    if without_rows:
        connection.exec_driver_sql(
            "INSERT INTO withdrawal (campaign, epoch, n) VALUES (?,?,?)",
            [(campaign, epoch, one.n) for one in without_rows],
        )
    connection.exec_driver_sql(
        "DELETE FROM kept WHERE campaign = ? AND epoch = ? AND n = ?",
        [(campaign, epoch, one.n) for one in opened],
    )
    aside.drop_headers(connection)
