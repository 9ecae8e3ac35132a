"""A kiosk's store: who the device is, the package it runs, what it has collected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from uuid import UUID

from storage.errors import Damaged, MissingKey, NoRoom, TooOld, WrongSigner
from storage.kiosk import covering, outbox
from storage.kiosk.applied import Applied
from storage.kiosk.database import Database, found, open_database, value
from storage.kiosk.journal import Journal
from storage.kiosk.noted import Noted
from storage.kiosk.occasions import Occasions
from storage.kiosk.packages import INSERT, read_row, row_of
from storage.kiosk.peers import Peers
from storage.kiosk.pin import Pin
from storage.kiosk.sessions import Sessions
from storage.kiosk.vouchers import Vouchers, given_yesterday
from storage.kiosk.watch import Seconds, Watch, seconds_running
from storage.seal import keys
from storage.values import (
    Clock,
    DeviceIdentity,
    ForgetReport,
    Package,
    PendingBatch,
    RandomBytes,
    Receipt,
)

_DEVICE = "SELECT seed, name, organisation FROM device"
_NEW_DEVICE = "INSERT INTO device (one, seed, name, organisation) VALUES (1, ?, ?, NULL)"
_DRAFTS_END = "UPDATE record SET final = 1 WHERE final = 0"
_PINNED = "SELECT organisation FROM device"
_PIN = "UPDATE device SET organisation = ?"
_SAME = "SELECT hash FROM package WHERE hash = ?"
_VERSION = "SELECT max(version) FROM package WHERE campaign = ?"
_PACKAGE = "SELECT * FROM package ORDER BY ordinal DESC LIMIT 1"
_SHOWN = "SELECT * FROM package WHERE campaign = ? ORDER BY ordinal DESC LIMIT 1"
_PACKAGES = """
SELECT * FROM package WHERE ordinal IN
(SELECT max(ordinal) FROM package GROUP BY campaign) ORDER BY ordinal DESC
"""
_COPIED = "SELECT copied FROM standing"
_MORE_BUNDLES = """
INSERT INTO bundle (stream, number) VALUES (?, ?)
ON CONFLICT (stream) DO UPDATE SET number = number + excluded.number
"""
_BUNDLE = "SELECT number FROM bundle WHERE stream = ?"


class KioskStore:
    """An open store, held by this process alone until :meth:`close`.

    Every method may be called from any thread (each has its own connection), but let them
    end before :meth:`close`; a Journal is used by one thread at a time. Made by
    :meth:`create_or_open`.
    """

    def __init__(self, database: Database, watch: Watch, random: RandomBytes) -> None:
        self._database = database
        self._random = random
        self._journal: Journal | None = None
        self._shown: UUID | None = None
        self.watch = watch
        self.peers = Peers(database)
        self.sessions = Sessions(database, watch, random)
        self.applied = Applied(database)
        self.pin = Pin(database, watch.running or seconds_running, random)
        self.occasions = Occasions(database, random)
        self.noted = Noted(database, watch.clock)
        with database.snapshot() as connection:
            row = connection.execute(_DEVICE).fetchone()
        if row is None or len(row["seed"]) != 32:
            raise Damaged("the store does not say which device it belongs to")
        self.signer = keys.Signer(row["seed"])
        self.identity = DeviceIdentity(public=self.signer.public, name=row["name"])

    @classmethod
    def create_or_open(
        cls, directory: Path, *, name: str, clock: Clock, random: RandomBytes,
        running: Seconds | None = None, synchronous: str = "FULL",
    ) -> KioskStore:
        """Open the store in ``directory``, or make one for a new device called ``name``.

        A draft left by a crash is kept as a partial record. Raises InUse, Damaged, TooNew
        (nothing is changed) or NoRoom. ``running`` is what the clock is held against
        (:func:`~storage.kiosk.watch.seconds_running`); without it nothing is a jump, as where
        time is only told. ``synchronous`` is FULL everywhere but in benches.
        """
        with ExitStack() as on_failure:
            database = open_database(directory, synchronous)
            on_failure.callback(database.close)
            database.with_reserve(lambda: _settle(database, name, random))
            store = cls(database, Watch(database, clock, running), random)
            with suppress(NoRoom):  # what can be read and forgotten must be, on a full disk too
                if running is not None:  # where time is told, nobody has said it yet
                    store.sessions.expire()
                database.with_reserve(database.empty_log)
            database.files.keep_reserve()
            on_failure.pop_all()
        return store

    @property
    def trusted_organisation(self) -> bytes | None:
        """The 32-byte public key pinned with the first package; None before that."""
        with self._database.snapshot() as connection:
            key: bytes | None = value(connection, _PINNED)
        return key

    def install(self, new: Package) -> None:
        """Keep a verified package; the first one pins its organisation.

        Installing the same package again changes nothing. Raises WrongSigner for another
        organisation's, TooOld for a version that does not rise, MissingKey when it ends a
        survey that this device never had. On failure nothing has changed.
        """
        with self._database.transaction() as connection:
            pinned = value(connection, _PINNED)
            if pinned is not None and pinned != new.signer:
                raise WrongSigner(
                    "the package is signed by an organisation this device does not belong to"
                )
            if found(connection, _SAME, new.hash) is not None:
                return
            version = value(connection, _VERSION, new.campaign.bytes)
            if version is None and new.ends:
                raise MissingKey("the package names nobody who may read the answers")
            if version is not None and new.version <= version:
                raise TooOld(
                    f"the package has version {new.version} and version {version} is installed"
                )
            connection.execute(_PIN, (new.signer,))
            connection.execute(INSERT, row_of(new))

    def package(self) -> Package | None:
        """The newest package of the survey on show, else the one installed last; or None."""
        shown = self._shown
        query, given = (_PACKAGE, ()) if shown is None else (_SHOWN, (shown.bytes,))
        with self._database.snapshot() as connection:
            row = connection.execute(query, given).fetchone()
        return None if row is None else read_row(row)

    def packages(self) -> tuple[Package, ...]:
        """The newest package of each survey, the one installed last first."""
        with self._database.snapshot() as connection:
            rows = connection.execute(_PACKAGES).fetchall()
        return tuple(map(read_row, rows))

    def show(self, campaign: UUID | None) -> None:
        """Which survey's package counts until the store is closed; None for the last installed."""
        self._shown = campaign

    def journal(self) -> Journal:
        """The journal of the newest package; the same one until a newer package is installed.

        While a person's draft is open its journal stays. Raises MissingKey when no package
        is installed, or when it says that this device is revoked or the survey has ended.
        """
        current = self._journal
        if current is not None and current.has_draft:
            return current
        newest = self.package()
        if newest is None:
            raise MissingKey("no package is installed: there is nobody to seal answers to")
        if newest.ends:
            raise MissingKey("the survey has ended: there is nobody to seal answers to")
        if self.identity.public in newest.revoked:
            raise MissingKey("the organisation has revoked this device: nothing may be collected")
        if current is None or current.package.hash != newest.hash:
            stream = keys.stream_id(self.identity.public, newest.campaign)
            current = Journal(self._database, newest, stream, self.watch, self._random)
            self._journal = current
        return current

    def prepare(self) -> None:
        """Do while nobody waits what needs no person; cheap when there is nothing to do.

        What :meth:`Journal.prepare` does; the clock is noted; what is over is erased, and what
        the log kept of it because somebody read; the reserve is put back.
        """
        if self._journal is not None:
            self._journal.prepare()
        self.watch.note()
        self.sessions.expire()
        self.erase_due()
        with suppress(NoRoom):
            self._database.empty_left()
        self._database.files.keep_reserve()

    def vouchers(self, campaign: UUID) -> Vouchers:
        """The survey's vouchers that lie ready here."""
        return Vouchers(self._database, campaign, self.watch.clock, self._random)

    def vouchers_given(self) -> int:
        """How many vouchers were given here on the day (UTC) before this one."""
        return given_yesterday(self._database, self.watch.clock)

    @property
    def copied(self) -> bool:
        """Whether a receipt named records that this store never made: its past was put back,
        or another device goes on in its name. What is collected is safe; tell the administrator.
        """
        with self._database.snapshot() as connection:
            return value(connection, _COPIED) is not None

    def waiting(self) -> int:
        """How many records no receipt has acknowledged yet."""
        return outbox.waiting(self._database)

    def pending(self, limit: int = 500) -> Iterator[PendingBatch]:
        """What waits, oldest first, in batches of at most ``limit`` records of one package."""
        return outbox.batches(self._database, limit)

    def streams(self) -> tuple[bytes, ...]:
        """The streams of which anything is still held, be it of an earlier package's survey."""
        return outbox.streams(self._database)

    def next_bundle_number(self, stream: bytes, within: int = 1) -> int:
        """A number for a bundle of ``stream``: from 1, and never the same twice.

        One of the next ``within`` that are free, by chance; those before it are skipped.
        """
        step = 1 if within == 1 else 1 + int.from_bytes(self._random(8), "big") % within
        with self._database.transaction() as connection:
            connection.execute(_MORE_BUNDLES, (stream, step))
            return int(value(connection, _BUNDLE, stream))

    def forget(self, receipt: Receipt) -> ForgetReport:
        """Note what a *verified* receipt covers, if the hashes are the same; erase what is due.

        A covered record is not sent again. It is erased when the days that its package says have
        passed since the receipt was issued, at once when that is none. The same receipt again is
        harmless. Works on a full disk: the reserve is given up for it and put back afterwards.
        """
        report = covering.cover(self._database, receipt, self.identity.public)
        if report.refused and self._journal is not None and self.copied:
            self._journal.begin_anew()
        self._database.files.keep_reserve()
        return report

    def erase_due(self) -> int:
        """Erase covered records whose delay has passed; how many. Cheap when there are none."""
        return covering.erase_due(self._database)

    def close(self) -> None:
        """Close the files. A draft stays, and is kept as a partial at the next opening."""
        self._journal = None
        self._database.close()


def _settle(database: Database, name: str, random: RandomBytes) -> None:
    """Name the device if the store is new; keep as partial what a crash left as a draft."""
    with database.transaction() as connection:
        if connection.execute(_DEVICE).fetchone() is None:
            connection.execute(_NEW_DEVICE, (random(32), name))
        connection.execute(_DRAFTS_END)
