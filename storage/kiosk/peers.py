"""The mailboxes a kiosk is paired with: the rolling secret it shows them, and where they were.

Also where the organisation is pinned by pairing, before any package has come.
"""

from __future__ import annotations

from dataclasses import field

from storage.errors import WrongSigner
from storage.kiosk.database import Database, value
from survey.late import dataclass

_FIND = "SELECT organisation, token, address, server FROM peer WHERE organisation = ?"
_PINNED = "SELECT organisation FROM device"
_PIN = "UPDATE device SET organisation = ?"
_PAIR = """
INSERT INTO peer (organisation, token, address, server) VALUES (?, NULL, ?, ?)
ON CONFLICT (organisation)
DO UPDATE SET token = NULL, address = excluded.address, server = excluded.server
"""
_MET_AT = """
INSERT INTO peer (organisation, address) VALUES (?, ?)
ON CONFLICT (organisation) DO UPDATE SET address = excluded.address
"""
_NEXT = """
INSERT INTO peer (organisation, token) VALUES (?, ?)
ON CONFLICT (organisation) DO UPDATE SET token = excluded.token
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """An organisation's mailbox: 32-byte key, the last secret, address as ``host:port``.

    ``server`` is the hash of the certificate seen when pairing, for the staff to read only.
    """

    organisation: bytes
    token: bytes = field(repr=False)
    address: str
    server: bytes


class Peers:
    """Every call is one transaction, durable when it returns. NoRoom, Damaged may be raised."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, organisation: bytes) -> Peer | None:
        """What is kept of this organisation's mailbox; None before the first meeting."""
        with self._database.snapshot() as connection:
            row = connection.execute(_FIND, (organisation,)).fetchone()
        if row is None:
            return None
        return Peer(
            organisation=row["organisation"], token=row["token"] or b"",
            address=row["address"] or "", server=row["server"] or b"",
        )

    def pin(self, organisation: bytes, address: str, server: bytes) -> None:
        """Trust ``organisation`` from now on: two persons have compared the words.

        WrongSigner when the device serves another organisation; nothing has changed then.
        """
        with self._database.transaction() as connection:
            pinned = value(connection, _PINNED)
            if pinned is not None and pinned != organisation:
                raise WrongSigner(
                    "this device already serves another organisation; nothing was changed"
                )
            connection.execute(_PIN, (organisation,))
            # paired anew: the organisation begins a new secret as well
            connection.execute(_PAIR, (organisation, address, server))

    def met_at(self, organisation: bytes, address: str) -> None:
        """Remember where the mailbox answered last."""
        self._keep(_MET_AT, organisation, address)

    def keep_token(self, organisation: bytes, token: bytes) -> None:
        """Keep the next rolling secret in the place of the last."""
        self._keep(_NEXT, organisation, token)

    def _keep(self, statement: str, organisation: bytes, what: str | bytes) -> None:
        def write() -> None:
            with self._database.transaction() as connection:
                connection.execute(statement, (organisation, what))

        # on a full disk as well: without it no receipt could come that makes room
        self._database.with_reserve(write)


@dataclass(frozen=True, slots=True)
class PeerTokens:
    """One organisation's rolling secret, as a mailbox's client wants it."""

    peers: Peers
    organisation: bytes

    def token(self) -> bytes:
        """The secret last kept; nothing before the first session."""
        found = self.peers.find(self.organisation)
        return b"" if found is None else found.token

    def keep_token(self, token: bytes) -> None:
        """Keep the next one."""
        self.peers.keep_token(self.organisation, token)
