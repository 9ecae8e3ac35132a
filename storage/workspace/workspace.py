"""The encrypted workspace: one organisation's keys, campaigns, devices and answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from storage.seal.keys import ReceivingKey, Signer
from storage.values import Clock, DeviceIdentity, OpenedBundle, RandomBytes, Receipt, Recipient
from storage.workspace import (
    backups,
    campaigns,
    intake,
    quarantine,
    reading,
    receipts,
    sealed_columns,
    verifying,
)
from storage.workspace.actors import UNNAMED
from storage.workspace.arrivals import Arrivals
from storage.workspace.consents import Consents
from storage.workspace.database import Database
from storage.workspace.erasing import Erasing
from storage.workspace.form_answers import FormAnswers
from storage.workspace.forwards import Forwards
from storage.workspace.inbox import Inbox
from storage.workspace.key_ring import KeyRing
from storage.workspace.kiosk_figures import KioskFigures
from storage.workspace.sessions import Sessions
from storage.workspace.tokens import DeviceTokens
from storage.workspace.values import (
    Arrival,
    Backup,
    CampaignCounts,
    GivenPackage,
    QuarantinedFile,
    StreamSeen,
    TakenIn,
    Verified,
)
from storage.workspace.verifying import PackageCheck, Progress
from storage.workspace.vouchers import Vouchers
from survey.campaign import Campaign
from survey.records import SessionEvent
from survey.tally import Person


class Workspace:
    """Made by :func:`~storage.workspace.create` and ``open_workspace``.

    Every method is one transaction, durable when it returns, and may be called from any
    thread. Any of them may raise InUse, NoRoom or Damaged. ``actor`` names the person who
    caused a change.
    """

    def __init__(self, database: Database, key: bytes, clock: Clock, random: RandomBytes) -> None:
        self._database, self._key, self._clock, self._random = database, key, clock, random
        self.tokens = DeviceTokens(database, clock)
        with database.reading() as connection:
            row = connection.exec_driver_sql("SELECT workspace, name, seed FROM organisation").one()
            seed = sealed_columns.open(connection, "organisation", "seed", row.workspace, row.seed)
        self.name, self.directory = str(row.name), database.directory
        self._signer = Signer(seed)
        self.keys = KeyRing(database, self._signer, clock, random)
        self.arrivals, self.sessions = Arrivals(database, clock), Sessions(database, clock)
        self.inbox = Inbox(database, clock, self._signer)
        self.erasing = Erasing(database, clock, self._signer)
        self.forms, self.kiosks = FormAnswers(database), KioskFigures(database)
        self.consents, self.vouchers = Consents(database, clock), Vouchers(database, clock)
        self.forwards = Forwards(database, self.name, clock, random)
        self.erasing.reapply()
        self.inbox.project_kept()

    def close(self) -> None:
        """Let go of the file; the workspace cannot be used afterwards."""
        self._database.empty_log()
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def signer_public(self) -> bytes:
        """The organisation's Ed25519 public key, 32 bytes."""
        return self._signer.public

    def sign(self, domain: str, *parts: bytes) -> bytes:
        """The organisation's signature over ``parts`` under ``domain``, 64 bytes."""
        return self._signer.sign(domain, *parts)

    def add_campaign(self, campaign: Campaign, definition: bytes, actor: str = UNNAMED) -> None:
        """Keep a campaign with its canonical JSON, and make its keys when it is new.

        Damaged when ``definition`` is not that campaign, TooOld and Conflict when a later or
        a different version is here; the same once more changes nothing.
        """
        with self._database.writing() as connection:
            campaigns.add(
                connection, campaign, definition, actor=actor, now=self._clock(),
                random=self._random,
            )

    def campaigns(self) -> tuple[Campaign, ...]:
        """The newest version of each campaign, in the order they were added."""
        with self._database.reading() as connection:
            return campaigns.every(connection)

    def campaign(self, id: UUID) -> Campaign:
        """The newest version of a campaign. Raises WrongCampaign."""
        with self._database.reading() as connection:
            return campaigns.one(connection, id)

    def definition(self, id: UUID) -> bytes:
        """The exact bytes of the newest version. Raises WrongCampaign."""
        with self._database.reading() as connection:
            return campaigns.newest_definition(connection, id)

    def recipients(self, campaign: UUID) -> tuple[Recipient, ...]:
        """Who answers are sealed to: the campaign's key and the recovery sheet's."""
        with self._database.reading() as connection:
            return campaigns.recipients(connection, campaign)

    def receiving_key(self, campaign: UUID) -> ReceivingKey:
        """The campaign's own receiving key. Raises WrongCampaign."""
        with self._database.reading() as connection:
            return campaigns.receiving_key(connection, campaign)

    def next_package_version(self, campaign: UUID) -> int:
        """One more than any package given out so far."""
        with self._database.reading() as connection:
            return campaigns.next_package_version(connection, campaign)

    def record_package(
        self, campaign: UUID, version: int, hash: bytes, raw: bytes, actor: str = UNNAMED
    ) -> None:
        """Remember a signed package before it is given out. TooOld if its version is not new."""
        package = GivenPackage(
            campaign=campaign, version=version, hash=hash, raw=raw, made=self._clock()
        )
        with self._database.writing() as connection:
            campaigns.record_package(connection, package, actor=actor)

    def packages(self, campaign: UUID) -> tuple[GivenPackage, ...]:
        """The packages given out, oldest first."""
        with self._database.reading() as connection:
            return campaigns.packages(connection, campaign)

    def register_device(self, device: DeviceIdentity, actor: str = UNNAMED) -> None:
        """Trust a device from now on; registering it again renames it."""
        with self._database.writing() as connection:
            campaigns.register_device(connection, device, actor=actor, now=self._clock())

    def devices(self) -> tuple[DeviceIdentity, ...]:
        """Every registered device, in the order they were registered."""
        with self._database.reading() as connection:
            return campaigns.devices(connection)

    def device(self, public: bytes) -> DeviceIdentity | None:
        """The registered device with this public key, or None."""
        with self._database.reading() as connection:
            return campaigns.device(connection, public)

    def revoked_devices(self) -> tuple[bytes, ...]:
        """Public keys of lost devices, which every package names from then on."""
        return self.inbox.revoked_devices()

    def take_in(
        self, bundle: OpenedBundle, actor: str = UNNAMED, *, despite_revoked: bool = False
    ) -> TakenIn:
        """Take in what is new of ``bundle``: all of it in one transaction, or nothing.

        Raises WrongCampaign, WrongSigner, RevokedDevice (unless a person accepted it despite
        that), MissingKey, Conflict or Damaged; the caller then puts it in :meth:`quarantine`.
        Many at once go in faster by ``arrivals.take_in_all``.
        """
        with self._database.writing() as connection:
            return intake.take_in(
                connection, bundle, actor=actor, now=self._clock(),
                despite_revoked=despite_revoked,
            )

    def together(self) -> AbstractContextManager[None]:
        """``with workspace.together():`` many calls share one durable commit at the end.

        Each call is still all or nothing by itself, and sees the ones before it. After a power
        cut either all of them happened or none: do nothing inside that cannot be repeated.
        """
        return self._database.together()

    def tidy(self) -> None:
        """Move what is in the log into the database file; after an intake, say."""
        self._database.tidy()

    def quarantine(
        self, raw: bytes, name: str, code: str, message: str, actor: str = UNNAMED,
        stream: bytes | None = None,
    ) -> bytes:
        """Note a refused file and why; keep it within limits. Its SHA-256 comes back."""
        with self._database.writing() as connection:
            return quarantine.put(
                connection, raw, name, code, message, actor=actor, now=self._clock(),
                stream=stream,
            )

    def quarantined(self) -> tuple[QuarantinedFile, ...]:
        """What lies in quarantine, oldest first."""
        with self._database.reading() as connection:
            return quarantine.listed(connection)

    def quarantined_raw(self, hash: bytes) -> bytes | None:
        """The exact bytes of a quarantined file, to try it again; None when not kept."""
        with self._database.reading() as connection:
            return quarantine.raw(connection, hash)

    def release_quarantine(self, hash: bytes, actor: str = UNNAMED) -> bool:
        """Take a file off the list; False when it was not on it. Its bytes go."""
        with self._database.writing() as connection:
            return quarantine.release(connection, hash, actor=actor, now=self._clock())

    def backup(self, directory: Path, actor: str = UNNAMED) -> Backup:
        """Make and check a backup in a new directory below ``directory``."""
        made = backups.back_up(
            self._database, self._key, directory, generation=self._random(16), actor=actor,
            now=self._clock(),
        )
        self.erasing.backed_up(Path(made.path), actor)
        return made

    def mark(self) -> tuple[int, ...]:
        """Another value soon after any program changed something, cheap to ask for."""
        return self._database.mark()

    def backups(self) -> tuple[Backup, ...]:
        """Every backup made, oldest first; ``path`` is where it was made."""
        with self._database.reading() as connection:
            return backups.listed(connection)

    def receipts_due(self) -> list[Receipt]:
        """New receipts for what a backup holds, and those not yet :meth:`receipt_sent`."""
        with self._database.writing() as connection:
            receipts.make_due(connection, self._clock())
            return receipts.due(connection)

    def receipt_sent(self, receipt: Receipt) -> None:
        """The receipt lies where the device will find it."""
        with self._database.writing() as connection:
            receipts.sent(connection, receipt.stream, receipt.number, self._clock())

    def receipts(self) -> list[Receipt]:
        """Every receipt made, to be delivered anew."""
        with self._database.reading() as connection:
            return receipts.every(connection)

    def persons(self, campaign: UUID) -> Iterator[Person]:
        """Everybody who answered, as :mod:`survey.value` wants them.

        In the order of hashed ids; partial responses where the campaign uses them.
        Raises WrongCampaign at the first step.
        """
        with self._database.reading() as connection:
            yield from reading.persons(connection, campaign)

    def session_events(self, campaign: UUID) -> tuple[SessionEvent, ...]:
        """All events of the campaign's group sessions."""
        with self._database.reading() as connection:
            return tuple(reading.session_events(connection, campaign))

    def counts(self, campaign: UUID) -> CampaignCounts:
        """The campaign's totals, and files in quarantine by reason."""
        with self._database.reading() as connection:
            return reading.counts(connection, campaign)

    def history(self) -> tuple[Arrival, ...]:
        """Each bundle that brought something new, oldest first."""
        with self._database.reading() as connection:
            return reading.arrivals(connection)

    def streams(self) -> tuple[StreamSeen, ...]:
        """How far each device has come in each campaign, with gaps and forks."""
        with self._database.reading() as connection:
            return reading.streams(connection)

    def verify(
        self, package: PackageCheck | None = None, progress: Progress | None = None,
        backups: Path | None = None,
    ) -> Verified:
        """Check every page, hash, key and reference; see :func:`verifying.workspace`."""
        return verifying.workspace(self._database, package, progress, backups)
