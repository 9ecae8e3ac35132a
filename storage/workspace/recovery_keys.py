"""Public keys for the recovery sheet, made ahead while its code is at hand.

The workspace holds only public halves: what a sheet opens, the open workspace does not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import NoRecoveryKey, WrongKey
from storage.seal import recovery
from storage.seal.keys import ReceivingKey, recovery_seed, recovery_seed_for
from storage.workspace import actors
from storage.workspace.database import Database
from storage.workspace.key_values import Sheet

POOL = 64
"""Keys made at a time: one for each campaign, and one more at each change of its key."""

_KEY = "INSERT INTO recovery_key (number, sheet, id, public, campaign) VALUES (?,?,?,?,?)"
_USED_UP = (
    "the keys made ahead for the recovery sheet are used up. Fetch the sheet and make more: "
    "vardera workspace new-recovery-keys"
)


def begin_sheet(
    connection: Connection, secret: bytes, *, actor: str, now: datetime, count: int = POOL
) -> None:
    """From now on the sheet with this 32-byte ``secret`` is the one that opens what is sealed.

    Free keys of earlier sheets go; ``count`` are made for this one, and every campaign whose
    keys are here takes one.
    """
    at = int(now.timestamp())
    connection.exec_driver_sql("UPDATE sheet SET replaced = ? WHERE replaced IS NULL", (at,))
    connection.exec_driver_sql("DELETE FROM recovery_key WHERE campaign IS NULL")
    connection.exec_driver_sql(
        "INSERT INTO sheet (name, made, actor) VALUES (?,?,?)",
        (recovery.sheet_name(secret), at, actors.number(connection, actor)),
    )
    add(connection, secret, count=count)
    living = connection.exec_driver_sql(
        "SELECT number FROM campaign WHERE retired IS NULL ORDER BY number"
    )
    for (campaign,) in living.all():
        take(connection, campaign)


def add(connection: Connection, secret: bytes, *, count: int = POOL) -> None:
    """Make ``count`` more keys of the present sheet. WrongKey when ``secret`` is another's."""
    sheet = connection.exec_driver_sql(
        "SELECT number, name FROM sheet WHERE replaced IS NULL"
    ).one()
    if bytes(sheet.name) != recovery.sheet_name(secret):
        raise WrongKey("the recovery code is that of an earlier sheet. Look for the present one")
    first = connection.exec_driver_sql(
        "SELECT coalesce(max(number), 0) + 1 FROM recovery_key WHERE number > 0"
    ).scalar_one()
    made = ((n, ReceivingKey(recovery_seed(secret, n))) for n in range(first, first + count))
    connection.exec_driver_sql(
        _KEY, [(n, sheet.number, key.id, key.public, None) for n, key in made]
    )


def take(connection: Connection, campaign: int) -> None:
    """Give the campaign with this number the next free key. Raises NoRecoveryKey."""
    taken = connection.exec_driver_sql(
        "UPDATE recovery_key SET campaign = ? WHERE number ="
        " (SELECT min(number) FROM recovery_key WHERE campaign IS NULL) RETURNING number",
        (campaign,),
    )
    if taken.first() is None:
        raise NoRecoveryKey(_USED_UP)


def free(connection: Connection) -> int:
    """How many keys are left to take."""
    left = connection.exec_driver_sql("SELECT count(*) FROM recovery_key WHERE campaign IS NULL")
    return int(left.scalar_one())


def present(connection: Connection, campaign: int) -> bytes:
    """The public key (1 216 bytes) of the sheet that the campaign is sealed to now."""
    found = connection.exec_driver_sql(
        "SELECT public FROM recovery_key WHERE campaign = ? ORDER BY number DESC LIMIT 1",
        (campaign,),
    ).scalar_one_or_none()
    if found is None:
        raise NoRecoveryKey(_USED_UP)
    return bytes(found)


def sheets(connection: Connection, campaign: int | None = None) -> tuple[Sheet, ...]:
    """Every sheet made, oldest first; or those alone that ever opened this ``campaign``."""
    where = (
        "" if campaign is None else
        " WHERE s.number IN (SELECT k.sheet FROM recovery_key k WHERE k.campaign = ?)"
    )
    rows = connection.exec_driver_sql(
        f"SELECT s.name, s.made, s.replaced FROM sheet s{where} ORDER BY s.number",  # noqa: S608
        () if campaign is None else (campaign,),
    )
    return tuple(
        Sheet(
            name=recovery.write_sheet_name(bytes(name)), made=datetime.fromtimestamp(made, UTC),
            replaced=None if replaced is None else datetime.fromtimestamp(replaced, UTC),
        )
        for name, made, replaced in rows
    )


def take_the_secret_out(database: Database) -> None:
    """Take the recovery secret out of a workspace of schema version 1, once.

    What its campaigns were sealed to stays theirs, numbered below zero.
    """
    with database.reading() as connection:
        if not connection.exec_driver_sql("SELECT recovery FROM organisation").scalar_one():
            return
    with database.writing() as connection:
        _leave_the_secret(connection)
    database.scrub()


def _leave_the_secret(connection: Connection) -> None:
    row = connection.exec_driver_sql("SELECT recovery, created FROM organisation").one()
    secret = bytes(row.recovery)
    sheet = connection.exec_driver_sql(
        "INSERT INTO sheet (name, made, actor) VALUES (?,?,?) RETURNING number",
        (recovery.sheet_name(secret), row.created, actors.number(connection, actors.UNNAMED)),
    ).scalar_one()
    campaigns = connection.exec_driver_sql("SELECT number, id FROM campaign ORDER BY number")
    for number, id in campaigns.all():
        key = ReceivingKey(recovery_seed_for(secret, UUID(bytes=bytes(id))))
        connection.exec_driver_sql(_KEY, (-number, sheet, key.id, key.public, number))
    add(connection, secret)
    connection.exec_driver_sql("UPDATE organisation SET recovery = ?", (b"",))
