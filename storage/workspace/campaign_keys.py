"""A campaign's receiving keys: the present one, and those that were before it."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.errors import Retired
from storage.seal.keys import ReceivingKey

_RETIRED = (
    "the keys of this survey were destroyed: nothing of it can be opened here, nor collected "
    "any more"
)


def receiving_keys(connection: Connection, campaign: int) -> dict[bytes, ReceivingKey]:
    """Every key that opens answers of the campaign with this number, by recipient id (16 bytes).

    The present key comes first, then the older ones, newest first: an epoch is opened by
    whichever of them it is sealed to. Raises Retired when they were destroyed.
    """
    seeds = [_secrets(connection, campaign)[0]]
    rows = connection.exec_driver_sql(
        "SELECT seed FROM campaign_key WHERE campaign = ? ORDER BY number DESC", (campaign,)
    )
    seeds += [bytes(seed) for (seed,) in rows]
    return {key.id: key for key in map(ReceivingKey, seeds)}


def row_secret(connection: Connection, campaign: int) -> bytes:
    """The 32 bytes under which the campaign's rows are named. Raises Retired."""
    return _secrets(connection, campaign)[1]


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


def _secrets(connection: Connection, campaign: int) -> tuple[bytes, bytes]:
    row = connection.exec_driver_sql(
        "SELECT seed, row_secret, retired FROM campaign WHERE number = ?", (campaign,)
    ).one()
    if row.retired is not None:
        raise Retired(_RETIRED)
    return bytes(row.seed), bytes(row.row_secret)
