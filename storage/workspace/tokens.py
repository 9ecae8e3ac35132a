"""By which hashes a workspace's own mailbox tells a device from its copy (table ``token``)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from storage.mailbox.values import Token
from storage.values import Clock
from storage.workspace.database import Database


class DeviceTokens:
    """Satisfies :class:`sync.mailbox.keeping.Tokens` for one workspace.

    Each call is one transaction. Devices that are not registered have no token.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def token(self, organisation: bytes, device: bytes) -> Token | None:
        """What is kept of this device, None before its first session."""
        with self._database.reading() as connection:
            return _token(connection, device)

    def keep_token(
        self, organisation: bytes, device: bytes, before: Token | None, after: Token | None
    ) -> bool:
        """Put ``after`` in the place of ``before``; False when something else is kept now."""
        with self._database.writing() as connection:
            if _token(connection, device) != before:
                return False
            number = connection.exec_driver_sql(
                "SELECT number FROM device WHERE public = ?", (device,)
            ).scalar()
            if number is None:
                return False
            connection.exec_driver_sql("DELETE FROM token WHERE device = ?", (number,))
            if after is not None:
                refused = None if after.refused is None else int(after.refused.timestamp())
                connection.exec_driver_sql(
                    "INSERT INTO token (device, confirmed, issued, at, refused)"
                    " VALUES (?,?,?,?,?)",
                    (number, after.confirmed, after.issued, int(self._clock().timestamp()),
                     refused),
                )
            return True

    def refused(self, organisation: bytes) -> tuple[bytes, ...]:
        """The devices whose key somebody else has come with, sorted."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT d.public FROM token t JOIN device d ON d.number = t.device"
                " WHERE t.refused IS NOT NULL"
            )
            return tuple(sorted(bytes(public) for (public,) in rows))


def let_in(tokens: DeviceTokens, device: bytes) -> bool:
    """A person has decided that the next one with this key is the right one.

    False when there was nothing to decide.
    """
    found = tokens.token(b"", device)
    return found is not None and tokens.keep_token(b"", device, found, None)


def _token(connection: Connection, device: bytes) -> Token | None:
    row = connection.exec_driver_sql(
        "SELECT t.confirmed, t.issued, t.refused FROM token t"
        " JOIN device d ON d.number = t.device WHERE d.public = ?", (device,)
    ).first()
    if row is None:
        return None
    refused = None if row.refused is None else datetime.fromtimestamp(row.refused, UTC)
    return Token(
        confirmed=bytes(row.confirmed), issued=None if row.issued is None else bytes(row.issued),
        refused=refused,
    )
