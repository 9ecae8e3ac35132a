"""The sealed journal: what a person answers, durable at every tap and readable to nobody here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from sqlite3 import Connection, Error

from storage.errors import Damaged, NoRoom
from storage.kiosk import outbox
from storage.kiosk.database import Database, refusal, value
from storage.kiosk.tables import PLACES
from storage.kiosk.watch import JUMP, Watch
from storage.seal import epochs
from storage.seal.ratchet import Ratchet
from storage.seal.records import PLACES_LIMIT
from storage.values import Package, RandomBytes

EPOCH_AGE = timedelta(minutes=15)
EPOCH_RECORDS = 256
TIDY_AFTER = 24  # saves; then prepare() moves the log while nobody waits

# The hot path: one statement, which SQLite commits and syncs by itself.
_REPLACE = "UPDATE record SET sealed = ?, final = ? WHERE place = ? AND final = 0"
_INSERT = "INSERT INTO record (sealed, final, place) VALUES (?, ?, ?)"
_INSERT_EPOCH = "INSERT INTO epoch (ordinal, id, stream, header, made, head) VALUES (?,?,?,?,0,?)"
_NEXT_ORDINAL = "SELECT coalesce(max(ordinal), 0) + 1 FROM epoch"
_REMOVE = "DELETE FROM record WHERE place = ? AND final = 0"
_PROMOTE = "UPDATE record SET final = 1 WHERE place = ? AND final = 0"

Along = Callable[[Connection], None]
"""Statements that belong to a record and are kept with it or not at all."""


class Journal:
    """Seals bodies for one package's recipients; every method returns when it is durable.

    Used by one thread at a time. Each may raise NoRoom (the disk is full: nothing was kept, the
    earlier draft still is) or another StorageError. Made by ``KioskStore.journal``.
    """

    def __init__(
        self, database: Database, package: Package, stream: bytes, watch: Watch,
        random: RandomBytes,
    ) -> None:
        self.package = package
        self._database = database
        self._stream = stream
        self._watch = watch
        self._random = random
        self._ratchet: Ratchet | None = None
        self._begun = watch.now()
        self._anew = False
        self._ordinal = 0  # of the epoch's row; 0 while it has none
        self._draft = b""  # sealed, as it lies in the store; empty without one
        self._next: epochs.Prepared | None = None
        self._saves = 0
        self.prepare()

    @property
    def has_draft(self) -> bool:
        """Whether somebody's answers so far are kept and neither finished nor discarded."""
        return bool(self._draft)

    @property
    def sealed_size(self) -> int:
        """The sealed draft's size in bytes, which shows in the file; 0 without a draft."""
        return len(self._draft)

    def prepare(self) -> None:
        """Do beforehand what needs no person: call it when the kiosk is idle.

        Seals the next epoch's secret to the recipients, drops an epoch that is due, and
        moves the database's log.
        """
        if self._ratchet is not None:
            if not self._draft and self._is_due():
                self._ratchet = None
            else:
                self._ratchet.ready()
        if self._next is None:
            package = self.package
            self._next = epochs.prepare(
                stream=self._stream, campaign=package.campaign, package_hash=package.hash,
                recipients=package.recipients, random=self._random,
            )
        if self._saves >= TIDY_AFTER:
            self._database.tidy()
            self._saves = 0

    def draft(self, body: bytes) -> None:
        """Keep ``body``, already encoded as a *partial*, as the answers so far."""
        ratchet = self._for_next_row()
        sealed = ratchet.draft(body)
        self._with_room(lambda: self._write(ratchet, sealed, final=0))
        self._draft = sealed

    def finish(self, body: bytes) -> None:
        """Keep ``body`` as a record; the draft, if there is one, becomes it."""
        ratchet = self._for_next_row()
        sealed = ratchet.record(body)
        self._to_end(lambda: self._write(ratchet, sealed, final=1))
        self._draft = b""
        ratchet.step(sealed)

    def append(self, body: bytes, along: Along | None = None) -> None:
        """Keep ``body`` as a record beside no draft. ValueError while a draft is open.

        What ``along`` writes is in the same transaction.
        """
        if self._draft:
            raise ValueError("a draft is open: finish, keep or discard it first")
        ratchet = self._for_next_row()
        sealed = ratchet.record(body)
        self._saves += 1
        if along is None and self._ordinal:
            self._execute(_INSERT, (sealed, 1, self._place(ratchet)))
        else:
            self._insert(ratchet, sealed, 1, along)
        ratchet.step(sealed)

    def append_all(self, bodies: Sequence[bytes], along: Along | None = None) -> None:
        """Keep ``bodies`` in this order as records of one epoch, and what ``along`` writes: all in
        one transaction or nothing. ValueError while a draft is open, or above 65 536 bodies."""
        if self._draft:
            raise ValueError("a draft is open: finish, keep or discard it first")
        if len(bodies) > PLACES_LIMIT:
            raise ValueError("no epoch has so many places")
        ratchet = self._for_next_row()
        if ratchet.n + len(bodies) > EPOCH_RECORDS:
            self._anew = True
            ratchet = self._for_next_row()
        self._anew = True  # where nothing is kept, places stay empty that are sealed by now
        self._saves += len(bodies)
        with self._database.transaction() as connection:
            ordinal = self._epoch_row(connection, ratchet)
            for body in bodies:
                sealed = ratchet.record(body)
                connection.execute(_INSERT, (sealed, 1, ordinal * PLACES + ratchet.n))
                ratchet.step(sealed)
            if along is not None:
                along(connection)
        self._ordinal, self._anew = ordinal, False

    def begin_anew(self) -> None:
        """The next record begins an epoch; one that is being answered ends first."""
        self._anew = True

    def seal_partial(self) -> bool:
        """Keep the draft as it is, as a partial record. False when there is none."""
        if not self._draft or self._ratchet is None:
            return False
        place = self._place(self._ratchet)
        self._to_end(lambda: self._execute(_PROMOTE, (place,)))
        sealed, self._draft = self._draft, b""
        self._ratchet.step(sealed)
        return True

    def discard(self) -> None:
        """Remove the draft (the person did not agree, or took it back)."""
        if not self._draft or self._ratchet is None:
            return
        place = self._place(self._ratchet)
        self._to_end(lambda: self._execute(_REMOVE, (place,)))
        self._draft = b""
        self._ratchet.forget_person()

    def _with_room(self, save: Callable[[], None]) -> None:
        """On a full disk ``save`` once more, with the log moved: the next begins it anew."""
        try:
            save()
        except NoRoom:
            with suppress(NoRoom):
                self._database.tidy()
            save()

    def _to_end(self, save: Callable[[], None]) -> None:
        """Whoever began can end: a reader may keep the log from beginning anew while taps fill
        the disk with it, so what is left of the reserve is given up for the last save."""
        self._database.with_reserve(lambda: self._with_room(save))

    def _place(self, ratchet: Ratchet) -> int:
        return self._ordinal * PLACES + ratchet.n

    def _is_due(self) -> bool:
        if self._ratchet is None or self._anew or self._ratchet.n >= EPOCH_RECORDS:
            return True
        age = self._watch.now()[0] - self._begun[0]
        # a clock set back is no reason to stay, and one that jumped begins anew
        return age >= EPOCH_AGE or age < timedelta(0) or abs(self._watch.drift(*self._begun)) > JUMP

    def _for_next_row(self) -> Ratchet:
        # an epoch changes between two people, never under one
        if self._ratchet is not None and (self._draft or not self._is_due()):
            return self._ratchet
        if self._next is None:
            self.prepare()
        prepared = self._next
        assert prepared is not None
        parent, head = outbox.newest(self._database, self._stream)
        self._begun = self._watch.now()
        # the header travels beside the answers: to the hour, so that it dates nobody
        hour = self._begun[0].replace(minute=0, second=0, microsecond=0)
        epoch = epochs.begin(prepared, parent=parent, parent_head=head, opened=hour)
        self._ratchet = Ratchet(epoch, prepared.secret, self._random)
        self._ordinal, self._next, self._anew = 0, None, False
        return self._ratchet

    def _write(self, ratchet: Ratchet, sealed: bytes, final: int) -> None:
        self._saves += 1
        if not self._ordinal:
            self._insert(ratchet, sealed, final)
        elif self._draft:
            self._execute(_REPLACE, (sealed, final, self._place(ratchet)))
        else:
            self._execute(_INSERT, (sealed, final, self._place(ratchet)))

    def _insert(
        self, ratchet: Ratchet, sealed: bytes, final: int, along: Along | None = None
    ) -> None:
        """A record, its epoch's row where that is missing, and what goes along: all or nothing."""
        with self._database.transaction() as connection:
            ordinal = self._epoch_row(connection, ratchet)
            connection.execute(_INSERT, (sealed, final, ordinal * PLACES + ratchet.n))
            if along is not None:
                along(connection)
        self._ordinal = ordinal

    def _epoch_row(self, connection: Connection, ratchet: Ratchet) -> int:
        """The ordinal of the epoch's row, which is written where there is none."""
        if self._ordinal:
            return self._ordinal
        epoch, ordinal = ratchet.epoch, int(value(connection, _NEXT_ORDINAL))
        connection.execute(
            _INSERT_EPOCH, (ordinal, epoch.id, epoch.stream, epoch.header, epoch.hash)
        )
        return ordinal

    def _execute(self, statement: str, values: tuple[object, ...]) -> None:
        # the asking thread's own connection: another's might be inside a transaction
        connection = self._database.connection()
        try:
            changed = connection.execute(statement, values).rowcount
        except Error as error:
            raise refusal(error) from None
        if changed != 1:
            raise Damaged("the draft is gone from the store")
