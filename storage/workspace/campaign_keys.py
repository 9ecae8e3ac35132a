"""A campaign's receiving keys: the present one, and those that were before it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Retired
from storage.seal.keys import SEED_BYTES, ReceivingKey
from storage.values import RandomBytes
from storage.workspace import actors, recovery_keys
from storage.workspace import sealed_columns as sealed

ROW_SECRET_BYTES = 32

_RETIRED = (
    "the keys of this survey were destroyed: nothing of it can be opened here, nor collected "
    "any more"
)


def make(
    connection: Connection, id: UUID, *, actor: int, at: int, random: RandomBytes
) -> int:
    """A new campaign's row with fresh keys; its number comes back. ``at`` in seconds."""
    seed, secret = (
        sealed.seal(connection, "campaign", column, id.bytes, random(length))
        for column, length in (("seed", SEED_BYTES), ("row_secret", ROW_SECRET_BYTES))
    )
    made = connection.exec_driver_sql(
        "INSERT INTO campaign (id, seed, row_secret, packages, actor, added)"
        " VALUES (?,?,?,0,?,?) RETURNING number",
        (id.bytes, seed, secret, actor, at),
    )
    return int(made.scalar_one())


def rotate(
    connection: Connection, campaign: int, *, actor: str, now: datetime, random: RandomBytes
) -> bytes:
    """Give the campaign a new receiving key, and the sheet's next; the new key's id comes back.

    Kiosks use it from the next package on. The old one is kept, for what was sealed to it.
    Raises Retired or NoRecoveryKey.
    """
    id, old, _ = _secrets(connection, campaign)
    recovery_keys.take(connection, campaign)
    seed, before = random(SEED_BYTES), ReceivingKey(old).id
    connection.exec_driver_sql(
        "INSERT INTO campaign_key (campaign, id, seed, actor, rotated) VALUES (?,?,?,?,?)",
        (
            campaign, before, sealed.seal(connection, "campaign_key", "seed", before, old),
            actors.number(connection, actor), int(now.timestamp()),
        ),
    )
    connection.exec_driver_sql(
        "UPDATE campaign SET seed = ? WHERE number = ?",
        (sealed.seal(connection, "campaign", "seed", id, seed), campaign),
    )
    return ReceivingKey(seed).id


def receiving_keys(connection: Connection, campaign: int) -> dict[bytes, ReceivingKey]:
    """Every key that opens answers of the campaign with this number, by recipient id (16 bytes).

    The present key comes first, then the older ones, newest first: an epoch is opened by
    whichever of them it is sealed to. Raises Retired when they were destroyed.
    """
    return {key.id: key for key in map(ReceivingKey, receiving_seeds(connection, campaign))}


def receiving_seeds(connection: Connection, campaign: int) -> tuple[bytes, ...]:
    """What :func:`receiving_keys` come from, in the same order, 96 bytes each. Raises Retired."""
    rows = connection.exec_driver_sql(
        "SELECT id, seed FROM campaign_key WHERE campaign = ? ORDER BY number DESC", (campaign,)
    ).all()
    older = (
        sealed.open(connection, "campaign_key", "seed", bytes(id), bytes(seed))
        for id, seed in rows
    )
    return (_secrets(connection, campaign)[1], *older)


def row_secret(connection: Connection, campaign: int) -> bytes:
    """The 32 bytes under which the campaign's rows are named. Raises Retired."""
    return _secrets(connection, campaign)[2]


def is_retired(connection: Connection, campaign: int) -> bool:
    """Whether the campaign's keys were destroyed."""
    retired = connection.exec_driver_sql(
        "SELECT retired FROM campaign WHERE number = ?", (campaign,)
    ).scalar_one()
    return retired is not None


def knows_package(connection: Connection, campaign: int, hash: bytes) -> bool:
    """Whether answers collected with this package belong here: given out here, or accepted."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM package WHERE campaign = ? AND hash = ?"
        " UNION ALL SELECT 1 FROM accepted_package WHERE campaign = ? AND hash = ?",
        (campaign, hash, campaign, hash),
    )
    return found.first() is not None


def _secrets(connection: Connection, campaign: int) -> tuple[bytes, bytes, bytes]:
    """The campaign's id, present seed and row secret."""
    row = connection.exec_driver_sql(
        "SELECT id, seed, row_secret, retired FROM campaign WHERE number = ?", (campaign,)
    ).one()
    if row.retired is not None:
        raise Retired(_RETIRED)
    id, seed, secret = (bytes(value) for value in (row.id, row.seed, row.row_secret))
    return (
        id, sealed.open(connection, "campaign", "seed", id, seed),
        sealed.open(connection, "campaign", "row_secret", id, secret),
    )
