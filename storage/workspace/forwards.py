"""``workspace.forwards``: answers and results that cross to other organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import MissingKey
from storage.values import Clock, DeviceIdentity, RandomBytes, Recipient
from storage.workspace import actors, campaigns, forwarding, happenings, recipients
from storage.workspace.actors import UNNAMED
from storage.workspace.database import Database
from storage.workspace.forwarding import Parcel
from storage.workspace.key_values import Partner

Write = Callable[[Parcel, forwarding.Forwarder], bytes]
"""Makes the bundle's exact bytes of a parcel, signed by the forwarder."""

_KEEP_RESULTS = (
    "INSERT INTO aggregate (hash, campaign, organisation, name, sent, raw, actor, at)"
    " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (hash) DO NOTHING"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedResults:
    """A signed file of suppressed results that was ``sent``, or came from ``name``.

    ``organisation`` is the Ed25519 key (32 bytes) that signed it, ``raw`` the exact file.
    """

    campaign: UUID
    organisation: bytes
    name: str
    sent: bool
    at: datetime
    raw: bytes


class Forwards:
    """Every method is one transaction, and is logged. Raises WrongCampaign for one not here."""

    def __init__(
        self, database: Database, name: str, clock: Clock, random: RandomBytes
    ) -> None:
        self._database = database
        self._name = name
        self._clock = clock
        self._random = random

    def sender(self, campaign: UUID, organisation: bytes, actor: str = UNNAMED) -> (
        tuple[DeviceIdentity, Callable[..., bytes]]
    ):
        """The device that bundles for ``organisation`` come from, and how it signs."""
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            partner = _partner(recipients.partners(connection, number), organisation)
            found = self._forwarder(connection, number, partner, actor)
            return DeviceIdentity(public=found.signer.public, name=found.name), found.signer.sign

    def pack(
        self, campaign: UUID, organisation: bytes, write: Write, actor: str = UNNAMED
    ) -> int:
        """Make and keep one more bundle of what ``organisation`` has not had; how many answers.

        0 when it has had everything. ``organisation`` is its Ed25519 key (32 bytes); it must be
        a recipient of the campaign now: MissingKey otherwise. The bundle and what is noted of
        it become durable together.
        """
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            partner = _partner(recipients.partners(connection, number), organisation)
            sender = self._forwarder(connection, number, partner, actor)
            to = Recipient(id=partner.id, role=recipients.PARTNER_ROLE, public=partner.public)
            made = forwarding.parcel(
                connection, number, sender, to, now=now, random=self._random
            )
            if made is None:
                return 0
            raw = write(made, sender)
            forwarding.keep(
                connection, number, partner.id, made, raw, actor=actor, now=now
            )
            happenings.note(
                connection, "forwarded", actor=actor, now=now, campaign=number,
                detail=f"{len(made.rows)} to {partner.name}",
            )
            return len(made.rows)

    def bundles(self, campaign: UUID, organisation: bytes) -> tuple[tuple[int, bytes], ...]:
        """(number, exact bytes) of every bundle made for ``organisation``, oldest first."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            partner = _partner(recipients.partners(connection, number), organisation)
            return tuple(forwarding.bundles(connection, number, partner.id))

    def note_results(self, shared: SharedResults, actor: str = UNNAMED) -> bool:
        """Keep a results file that was sent or read; False when this very file is here."""
        kind = "results-sent" if shared.sent else "results-read"
        with self._database.writing() as connection:
            made = connection.exec_driver_sql(_KEEP_RESULTS, (
                sha256(shared.raw).digest(), shared.campaign.bytes, shared.organisation,
                shared.name, int(shared.sent), shared.raw,
                actors.number(connection, actor), int(shared.at.timestamp()),
            ))
            if made.rowcount != 1:
                return False
            happenings.note(
                connection, kind, actor=actor, now=self._clock(), detail=shared.name
            )
            return True

    def results(self) -> tuple[SharedResults, ...]:
        """Every results file sent or read, oldest first."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT campaign, organisation, name, sent, at, raw FROM aggregate"
                " ORDER BY number"
            )
            return tuple(
                SharedResults(
                    campaign=UUID(bytes=bytes(row.campaign)), sent=bool(row.sent),
                    organisation=bytes(row.organisation), name=row.name,
                    at=datetime.fromtimestamp(row.at, UTC), raw=bytes(row.raw),
                )
                for row in rows
            )

    def _forwarder(
        self, connection: Connection, campaign: int, partner: Partner, actor: str
    ) -> forwarding.Forwarder:
        return forwarding.forwarder(
            connection, campaign, partner.id, name=_sender_name(self._name), actor=actor,
            now=self._clock(), random=self._random,
        )


def _partner(known: tuple[Partner, ...], organisation: bytes) -> Partner:
    for partner in known:
        if partner.organisation == organisation and partner.removed is None:
            return partner
    raise MissingKey(
        "this survey is not shared with that organisation: share it, deploy a new package, and "
        "let it accept the package first"
    )


def _sender_name(organisation: str) -> str:
    return f"{organisation[:100]} (forwarded)"
