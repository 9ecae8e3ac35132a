"""``workspace.keys``: what may be done with keys, sheets, other recipients and retirement."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from storage.seal import recovery
from storage.seal.keys import ReceivingKey, Signer
from storage.values import Clock, Package, RandomBytes
from storage.workspace import (
    accepted,
    campaign_keys,
    campaigns,
    happenings,
    recipients,
    recovery_keys,
    retirement,
)
from storage.workspace.actors import UNNAMED
from storage.workspace.database import Database
from storage.workspace.endings import Endings
from storage.workspace.key_values import KeyStanding, Partner, Sheet

WRITTEN = "certificate-written"
"""The kind of happening that says where a certificate was put."""


class KeyRing:
    """Every method is one transaction, and raises WrongCampaign for a campaign not here."""

    def __init__(
        self, database: Database, signer: Signer, clock: Clock, random: RandomBytes
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._random = random
        self._endings = Endings(database, clock, signer)

    def standing(self, campaign: UUID) -> KeyStanding:
        """Which keys, sheets and organisations open the campaign's answers."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            retired = connection.exec_driver_sql(
                "SELECT retired FROM campaign WHERE number = ?", (number,)
            ).scalar_one()
            held: tuple[bytes, ...] = ()
            if retired is None:
                held = tuple(campaign_keys.receiving_keys(connection, number))
            return KeyStanding(
                present=held[0] if held else None, older=held[1:],
                sheets=recovery_keys.sheets(connection, number),
                partners=recipients.partners(connection, number),
                retired=None if retired is None else datetime.fromtimestamp(retired, UTC),
            )

    def retired(self) -> frozenset[UUID]:
        """The campaigns whose keys were destroyed, however long ago."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM campaign WHERE retired IS NOT NULL")
            return frozenset(UUID(bytes=bytes(id)) for (id,) in rows)

    def rotate(self, campaign: UUID, actor: str = UNNAMED) -> bytes:
        """A new receiving key; its 16-byte id comes back. The next package brings it to kiosks.

        Raises Retired or NoRecoveryKey.
        """
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            id = campaign_keys.rotate(
                connection, number, actor=actor, now=now, random=self._random
            )
            happenings.note(
                connection, "key-rotated", actor=actor, now=now, campaign=number, detail=id.hex()
            )
            return id

    def share(
        self, campaign: UUID, *, public: bytes, name: str, organisation: bytes,
        actor: str = UNNAMED,
    ) -> None:
        """Seal the campaign's answers to another organisation too, from the next package on.

        ``organisation`` is its signing key, which a person has compared. Raises Damaged,
        Conflict, Retired.
        """
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            recipients.share(
                connection, number, public=public, name=name, organisation=organisation,
                actor=actor, now=now,
            )
            happenings.note(
                connection, "shared", actor=actor, now=now, campaign=number, detail=name
            )

    def unshare(self, campaign: UUID, recipient: bytes, actor: str = UNNAMED) -> None:
        """Leave the organisation with this recipient id out of later packages. Or MissingKey."""
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            recipients.unshare(connection, number, recipient, now=now)
            happenings.note(
                connection, "unshared", actor=actor, now=now, campaign=number,
                detail=recipient.hex(),
            )

    def partners(self, campaign: UUID) -> tuple[Partner, ...]:
        """Every other organisation the campaign was ever sealed to, oldest first."""
        with self._database.reading() as connection:
            return recipients.partners(connection, campaigns.number(connection, campaign))

    def receiving_keys(self, campaign: UUID) -> dict[bytes, ReceivingKey]:
        """Every key held for the campaign, by recipient id, the present one first. Or Retired."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            return campaign_keys.receiving_keys(connection, number)

    def accept(self, package: Package, actor: str = UNNAMED) -> None:
        """Take in, from now on, what is collected with another organisation's package.

        The caller has verified its signature and let a person compare the signer. Raises
        MissingKey when it is not sealed to this workspace, Retired, and what
        ``Workspace.add_campaign`` does for the survey in it.
        """
        with self._database.writing() as connection:
            now = self._clock()
            accepted.accept(connection, package, actor=actor, now=now, random=self._random)
            happenings.note(
                connection, "package-accepted", actor=actor, now=now,
                campaign=campaigns.number(connection, package.campaign),
                detail=f"{package.organisation}, {package.version}",
            )

    def sheets(self) -> tuple[Sheet, ...]:
        """Every recovery sheet ever made, oldest first; the last is the present one."""
        with self._database.reading() as connection:
            return recovery_keys.sheets(connection)

    def recovery_keys_left(self) -> int:
        """How many more campaigns and rotations the sheet's keys last for."""
        with self._database.reading() as connection:
            return recovery_keys.free(connection)

    def more_recovery_keys(self, code: str, actor: str = UNNAMED) -> int:
        """Make more keys for the sheet with this code; how many are free comes back.

        WrongKey for a typing error, or when it is not the present sheet's code.
        """
        secret = recovery.recovery_secret(recovery.read_code(code))
        with self._database.writing() as connection:
            recovery_keys.add(connection, secret)
            happenings.note(connection, "recovery-keys", actor=actor, now=self._clock())
            return recovery_keys.free(connection)

    def begin_sheet(self, code: str, actor: str = UNNAMED) -> None:
        """Seal to the sheet with this code from the next packages on.

        Only a step of :func:`storage.workspace.passphrases.new_sheet`, which does the rest.
        """
        secret = recovery.recovery_secret(recovery.read_code(code))
        with self._database.writing() as connection:
            now = self._clock()
            recovery_keys.begin_sheet(connection, secret, actor=actor, now=now)
            happenings.note(connection, "new-sheet", actor=actor, now=now)

    def waiting(self, campaign: UUID) -> tuple[tuple[str, int], ...]:
        """What :meth:`retire` would lose: (code of ``docs/formats/certificate.md``, how many)."""
        with self._database.reading() as connection:
            return retirement.waiting(connection, campaigns.number(connection, campaign))

    def retire(
        self, campaign: UUID, *, erase: bool = False, despite: str = "", actor: str = UNNAMED
    ) -> bytes:
        """Destroy every key that opens the campaign's answers; the signed certificate comes back.

        ``erase`` takes the opened answers too. Conflict while something waits and ``despite``
        gives no reason. While somebody else reads, the keys cannot be taken out of the log, and
        the certificate says so (``remains``): repeat it then, and the final one comes. Repeated
        once more it gives the same.
        """
        with self._database.writing() as connection:
            wish = retirement.Wish(
                actor=actor, now=self._clock(), erase=erase, despite=despite,
                server=self._database.on_server,
            )
            retirement.retire(connection, campaign, self._signer, wish)
            self._endings.retired(connection)
        self._endings.finish()
        self._endings.settle()
        return self.certificate(campaign)

    def certificate_written(self, campaign: UUID, path: str, actor: str = UNNAMED) -> None:
        """Remember where a person has the certificate, now that nothing holds up what it says."""
        with self._database.writing() as connection:
            happenings.note(
                connection, WRITTEN, actor=actor, now=self._clock(),
                campaign=campaigns.number(connection, campaign), detail=path,
            )

    def certificates(self, campaign: UUID) -> tuple[str, ...]:
        """The files the campaign's certificate was written to, oldest first."""
        with self._database.reading() as connection:
            return tuple(
                one.detail for one in happenings.listed(connection)
                if one.kind == WRITTEN and one.campaign == campaign
            )

    def certificate(self, campaign: UUID) -> bytes:
        """The certificate that retiring gave. WrongCampaign when it is not retired."""
        with self._database.reading() as connection:
            return retirement.certificate(connection, campaign)
