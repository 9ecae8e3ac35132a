"""Checks that compute again what a workspace says of itself: hashes, keys and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from storage import beside_rows, bodies
from storage.beside_structs import NoteWire
from storage.errors import Damaged, StorageError
from storage.seal import coding, keys, records
from storage.seal.epochs import read_epoch
from storage.seal.keys import ReceivingKey, Signer
from storage.workspace import portions, sealed_columns
from storage.workspace.certificate import read_certificate
from survey import weight_files
from survey.reading import read_campaign
from survey.records import SessionEvent

ROWS_AT_ONCE = 500
VOUCHERS = "voucher.batch"
"""The kind of notes of which only that they came is kept."""

_PACKAGES = """
SELECT p.version, p.hash, p.raw, p.signer, c.id campaign FROM
(SELECT campaign, version, hash, raw, NULL signer FROM package
 UNION ALL SELECT campaign, version, hash, raw, organisation FROM accepted_package) p
JOIN campaign c ON c.number = p.campaign ORDER BY p.campaign, p.version
"""
_WRONG_HEADS = """
SELECT e.id FROM epoch e JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number
AND l.n = e.made - 1 WHERE l.hash <> e.head ORDER BY e.number
"""
_BEYOND = """
SELECT e.id, l.n FROM epoch e JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number
WHERE l.n >= e.made OR l.n < 0 ORDER BY e.number, l.n
"""
# What a record named as the one before it is forgotten once that one has come and fits.
_UNFIT = """
SELECT e.id, l.n FROM ledger l JOIN epoch e ON e.number = l.epoch
LEFT JOIN ledger b ON b.campaign = l.campaign AND b.epoch = l.epoch AND b.n = l.n - 1
WHERE l.previous IS NOT NULL
AND ((b.hash IS NOT NULL AND b.hash <> l.previous) OR (l.n = 0 AND l.previous <> e.hash))
ORDER BY l.epoch, l.n
"""
_RANGES = """
SELECT s.number stream, r.number, r.backup, a.epoch, e.campaign, a.first, a.count many, a.digest,
       (SELECT count(*) FROM backup k WHERE k.generation = r.backup) backups
FROM receipt r JOIN stream s ON s.number = r.stream
LEFT JOIN acknowledged a ON a.stream = r.stream AND a.number = r.number
LEFT JOIN epoch e ON e.number = a.epoch ORDER BY r.stream, r.number, a.epoch, a.first
"""
_KEPT = """
SELECT e.id, k.n, k.sealed, l.hash FROM kept k JOIN epoch e ON e.number = k.epoch
LEFT JOIN ledger l ON l.campaign = k.campaign AND l.epoch = k.epoch AND l.n = k.n
ORDER BY k.epoch, k.n
"""
_CIRCUMSTANCES = """
SELECT number, campaign, form, form_version, unit, place, mode, language, time, day, clock, consent
FROM circumstance ORDER BY number
"""


def secrets(connection: Connection) -> Iterator[str]:
    """Private keys that do not open, or do not fit the public halves that stand beside them."""
    for row in _rows(connection, "SELECT workspace, seed FROM organisation"):
        if len(_opened(connection, "organisation", "seed", row.workspace, row.seed)) != 32:
            yield "the organisation's signing key has the wrong length"
    for row in _rows(connection, "SELECT number, id, seed, row_secret, retired FROM campaign"):
        seed = _opened(connection, "campaign", "seed", row.id, row.seed)
        secret = _opened(connection, "campaign", "row_secret", row.id, row.row_secret)
        wanted = (keys.SEED_BYTES, 32) if row.retired is None else (0, 0)
        if (len(seed), len(secret)) != wanted:
            yield f"survey {row.id.hex()[:8]}: its keys are not all here, or not all gone"
    for row in _rows(connection, "SELECT id, seed FROM campaign_key ORDER BY number"):
        seed = _opened(connection, "campaign_key", "seed", row.id, row.seed)
        if seed and (len(seed) != keys.SEED_BYTES or ReceivingKey(seed).id != row.id):
            yield f"an earlier key of a survey does not fit its name {row.id.hex()[:8]}"
    for row in _rows(connection, "SELECT public, seed FROM forwarder"):
        seed = _opened(connection, "forwarder", "seed", row.public, row.seed)
        if seed and (len(seed) != 32 or Signer(seed).public != row.public):
            yield f"a sending key does not fit its public half {row.public.hex()[:8]}"


def definitions(connection: Connection) -> Iterator[str]:
    """Surveys whose bytes are not what was noted, or are another survey."""
    for row in _rows(connection, (
        "SELECT d.version, d.raw, d.hash, c.id FROM definition d"
        " JOIN campaign c ON c.number = d.campaign ORDER BY d.campaign, d.version"
    ), "definition"):
        name = f"version {row.version} of survey {row.id.hex()[:8]}"
        if keys.digest("definition", row.raw) != row.hash:
            yield f"{name} does not fit its hash"
            continue
        read, _ = read_campaign(row.raw)
        if read is None or (read.id.bytes, read.version) != (row.id, row.version):
            yield f"{name} cannot be read as that survey"


def packages(
    connection: Connection, check: Callable[[bytes], tuple[bytes, UUID, int, bytes]]
) -> Iterator[str]:
    """Packages that are not whole, not signed by whom they should, or not what was noted."""
    own = _own(connection)
    for row in _rows(connection, _PACKAGES, "package", "accepted_package"):
        name = f"package {row.version} of survey {row.campaign.hex()[:8]}"
        try:
            hash, campaign, version, signer = check(row.raw)
        except StorageError as fault:
            yield f"{name} does not hold: {fault}"
            continue
        if hash != row.hash:
            yield f"{name} does not fit its hash"
        elif (campaign.bytes, version) != (row.campaign, row.version):
            yield f"{name} is another package"
        elif signer != (row.signer or own):
            yield f"{name} is signed by another organisation"


def certificates(connection: Connection) -> Iterator[str]:
    """Certificates of destroyed keys that were changed, or are not this organisation's."""
    own = _own(connection)
    for row in _rows(connection, (
        "SELECT r.raw, c.id FROM retirement r JOIN campaign c ON c.number = r.campaign"
        " ORDER BY c.id"
    ), "retirement"):
        try:
            found, signer = read_certificate(row.raw)
            sound = (found.campaign.bytes, signer) == (row.id, own)
        except StorageError:
            sound = False
        if not sound:
            yield f"the certificate of survey {row.id.hex()[:8]} was changed"


def epochs(connection: Connection) -> Iterator[str]:
    """Places of the ledger that contradict their epoch, and headers that do."""
    for row in _rows(connection, _WRONG_HEADS):
        yield f"epoch {row.id.hex()[:8]}: its last record is not the one it names"
    for row in _rows(connection, _BEYOND):
        yield f"epoch {row.id.hex()[:8]}: record {row.n} stands beyond what the epoch holds"
    for row in _rows(connection, _UNFIT):
        yield f"epoch {row.id.hex()[:8]}: record {row.n} does not follow the one before it"
    query = "SELECT id, hash, header FROM epoch WHERE header IS NOT NULL ORDER BY number"
    for row in _rows(connection, query, "epoch"):
        try:
            epoch = read_epoch(row.header)
            whole = (epoch.id, epoch.hash) == (row.id, row.hash)
        except StorageError:
            whole = False
        if not whole:
            yield f"epoch {row.id.hex()[:8]}: its header was changed"


def receipts(connection: Connection) -> Iterator[str]:
    """Receipts for what the ledger does not have, and those that name no backup."""
    told: set[tuple[int, int]] = set()
    for row in connection.exec_driver_sql(_RANGES).all():
        name = f"receipt {row.number} of stream {row.stream}"
        if not row.backups and (row.stream, row.number) not in told:
            told.add((row.stream, row.number))
            yield f"{name} names a backup that is not listed"
        if row.epoch is None:
            yield f"{name} covers nothing"
            continue
        found = connection.exec_driver_sql(
            "SELECT hash FROM ledger WHERE campaign = ? AND epoch = ? AND n >= ? AND n < ?"
            " ORDER BY n", (row.campaign, row.epoch, row.first, row.first + row.many),
        ).scalars().all()
        if len(found) != row.many:
            yield f"{name} covers {row.many} records, and {len(found)} of them are in the ledger"
        elif keys.digest("range", *found) != row.digest:
            yield f"{name} was given for other records than are in the ledger"


def kept(connection: Connection) -> Iterator[str]:
    """Records that are kept sealed and are not those that came."""
    for row in _rows(connection, _KEPT, "kept"):
        if row.hash is None or records.record_hash(row.sealed) != row.hash:
            yield f"epoch {row.id.hex()[:8]}: the sealed record {row.n} was changed"
    query = "SELECT number, sealed, hash FROM unreadable ORDER BY number"
    for row in _rows(connection, query, "unreadable"):
        if records.record_hash(row.sealed) != row.hash:
            yield f"the unreadable record {row.number} was changed"


def circumstances(connection: Connection) -> Iterator[str]:
    """Units, times and places that are not those that their number was made of."""
    for number, *fields in _rows(connection, _CIRCUMSTANCES):
        if any("\ufffd" in field for field in fields if isinstance(field, str)):
            continue  # PostgreSQL keeps this for what a forger sent and it cannot hold
        hashed = keys.digest("circumstance", coding.pack(tuple(fields)))
        if number != int.from_bytes(hashed[:8], "big") >> 1:
            yield f"circumstance {number} was changed"


def events(connection: Connection) -> Iterator[str]:
    """Events of group sessions that cannot be read, or stand in the wrong place."""
    query = "SELECT session, lamport, body FROM session_event"
    for row in _rows(connection, query, "session_event"):
        try:
            body = bodies.decode(row.body)
        except Damaged:
            body = None
        if not isinstance(body, SessionEvent) or (
            (body.session.bytes, body.lamport) != (row.session, row.lamport)
        ):
            yield f"an event of session {row.session.hex()[:8]} was changed"


def notes(connection: Connection) -> Iterator[str]:
    """What devices told that cannot be read, or is of another kind or day than its row says."""
    for row in _rows(connection, "SELECT id, kind, day, body FROM note", "note"):
        if row.kind == VOUCHERS and not row.body:
            continue
        try:
            bodies.decode(row.body)
            wire = bodies.read(row.body)
        except Damaged:
            wire = None
        if not isinstance(wire, NoteWire) or (
            (wire.__struct_config__.tag, beside_rows.day_of(wire)) != (row.kind, row.day)
        ):
            yield f"a device's note {row.id.hex()[:8]} was changed"


def aggregates(connection: Connection) -> Iterator[str]:
    """Results that were sent or came, and are not those any more."""
    query = "SELECT number, hash, raw FROM aggregate ORDER BY number"
    for row in _rows(connection, query, "aggregate"):
        if sha256(row.raw).digest() != row.hash:
            yield f"the shared results number {row.number} were changed"


def weights(connection: Connection) -> Iterator[str]:
    """Locked sets of weights that are not those that were locked."""
    query = "SELECT campaign, version, raw, hash FROM weight_set ORDER BY campaign, version"
    for row in _rows(connection, query, "weight_set"):
        made, _ = weight_files.read(bytes(row.raw))
        if made is None or sha256(row.raw).digest() != row.hash or made.version != row.version:
            yield f"version {row.version} of the weights of survey {row.campaign} was changed"


def quarantine(connection: Connection) -> Iterator[str]:
    """Files set aside whose bytes are not those that came."""
    query = "SELECT number, hash, raw, size FROM quarantine WHERE raw IS NOT NULL ORDER BY number"
    for row in _rows(connection, query, "quarantine"):
        if sha256(row.raw).digest() != row.hash or len(row.raw) != row.size:
            yield f"the file set aside as number {row.number} was changed"


def _rows(connection: Connection, query: str, *tables: str) -> Iterator[Any]:
    """The rows of ``query``; ``tables`` are those whose large columns it reads."""
    many = min(
        (portions.rows_at_once(connection, table, ROWS_AT_ONCE) for table in tables),
        default=ROWS_AT_ONCE,
    )
    found = connection.exec_driver_sql(query, execution_options={"yield_per": many})
    return iter(found.yield_per(many))  # the option alone is for databases with cursors of theirs


def _own(connection: Connection) -> bytes:
    row = connection.exec_driver_sql("SELECT workspace, seed FROM organisation").one()
    seed = _opened(connection, "organisation", "seed", row.workspace, row.seed)
    return Signer(seed).public if len(seed) == 32 else b""


def _opened(connection: Connection, table: str, column: str, row: bytes, value: bytes) -> bytes:
    return sealed_columns.open(connection, table, column, row, value)
