"""The mailboxes a kiosk is paired with: the rolling secret it shows them, and where they were.

Also where the organisation is pinned by pairing, before any package has come.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.errors import WrongSigner
from storage.kiosk.database import Database
from storage.kiosk.tables import device, peer


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
            row = connection.execute(
                select(peer).where(peer.c.organisation == organisation)
            ).first()
        if row is None:
            return None
        return Peer(
            organisation=row.organisation, token=row.token or b"", address=row.address or "",
            server=row.server or b"",
        )

    def pin(self, organisation: bytes, address: str, server: bytes) -> None:
        """Trust ``organisation`` from now on: two persons have compared the words.

        WrongSigner when the device serves another organisation; nothing has changed then.
        """
        with self._database.transaction() as connection:
            pinned = connection.execute(select(device.c.organisation)).scalar_one()
            if pinned is not None and pinned != organisation:
                raise WrongSigner(
                    "this device already serves another organisation; nothing was changed"
                )
            connection.execute(update(device).values(organisation=organisation))
            row = upsert(peer).values(
                organisation=organisation, token=None, address=address, server=server
            )
            # paired anew: the organisation begins a new secret as well
            connection.execute(row.on_conflict_do_update(
                index_elements=[peer.c.organisation],
                set_={"token": None, "address": address, "server": server},
            ))

    def met_at(self, organisation: bytes, address: str) -> None:
        """Remember where the mailbox answered last."""
        self._keep(organisation, {"address": address})

    def keep_token(self, organisation: bytes, token: bytes) -> None:
        """Keep the next rolling secret in the place of the last."""
        self._keep(organisation, {"token": token})

    def _keep(self, organisation: bytes, values: dict[str, object]) -> None:
        row = upsert(peer).values(organisation=organisation, **values)

        def write() -> None:
            with self._database.transaction() as connection:
                connection.execute(row.on_conflict_do_update(
                    index_elements=[peer.c.organisation], set_=values
                ))

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
