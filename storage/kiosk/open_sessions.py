"""An open session in the store: its events, copies of it for other devices, and what belongs to
this device alone: the range of numbers it gives, and forms that people fill in on their phones.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from sqlite3 import Connection
from typing import Any, Protocol

from storage.errors import MissingKey, NoRoom, WrongKey
from storage.kiosk.database import Database
from storage.kiosk.journal import Along
from storage.seal import moderator, moderator_copy
from storage.seal.moderator import SITTINGS
from storage.values import RandomBytes

_HERE = "SELECT begun, wrapped FROM session WHERE id = ?"
_EVENTS = "SELECT n, sealed FROM session_event WHERE session = ? AND n < ? ORDER BY n"
_SITTINGS = "SELECT n, sealed FROM session_event WHERE session = ? AND n > ? ORDER BY n"
_LAST = "SELECT max(n) FROM session_event WHERE session = ? AND n < ?"
_ONE = "SELECT sealed FROM session_event WHERE session = ? AND n = ?"
_KEEP = "INSERT INTO session_event (session, n, sealed) VALUES (?, ?, ?)"
_REPLACE = "INSERT OR REPLACE INTO session_event (session, n, sealed) VALUES (?, ?, ?)"
_GONE = "DELETE FROM session_event WHERE session = ? AND n = ?"
_OPEN = "INSERT INTO session (id, begun, wrapped) VALUES (?, ?, ?)"
_ERASE_EVENTS = "DELETE FROM session_event WHERE session = ?"
_ERASE = "DELETE FROM session WHERE id = ?"


class Appends(Protocol):
    """The part of a journal that sessions use."""

    def append(self, body: bytes, along: Along | None = None) -> None: ...
    def append_all(self, bodies: Sequence[bytes], along: Along | None = None) -> None: ...


class OpenSession:
    """A session that is open: every :meth:`keep` is durable, here and for the organisation.

    ``code`` is the moderator's seven words, empty when it was resumed. Used by one thread at a
    time, but for :meth:`copy`. After :meth:`close`, or 24 hours after its beginning, nothing of
    it is left here, and every call raises MissingKey.
    """

    def __init__(self, database: Database, id: bytes, key: bytes, code: tuple[str, ...]) -> None:
        self.code = code
        self._database = database
        self._id = id
        self._key = key

    @property
    def secret(self) -> bytes:
        """32 bytes that belong to the session, the same after a restart."""
        self._check()
        return moderator.secret_of(self._key, self._id)

    @property
    def share(self) -> int:
        """Which range of participants' numbers this device has; 0 where it opened the session."""
        self._check()
        rows = self._rows(_ONE, SITTINGS)
        return int.from_bytes(self._opened(SITTINGS, rows[0][0]), "big") if rows else 0

    def bodies(self) -> tuple[bytes, ...]:
        """What was kept so far, in order. Raises Damaged, MissingKey when it was erased."""
        self._check()
        return tuple(self._opened(n, sealed) for n, sealed in self._rows(_EVENTS, SITTINGS))

    def keep(self, journal: Appends, body: bytes, random: RandomBytes) -> None:
        """Keep ``body`` as the next event and as a record, both or neither.

        ValueError while a person's draft is open in ``journal``; MissingKey after the end.
        """
        self._check()
        journal.append(body, partial(self._keep, body=body, random=random))

    def keep_all(self, journal: Appends, bodies: Sequence[bytes], random: RandomBytes) -> None:
        """:meth:`keep` for many: all of them or none."""
        self._check()
        journal.append_all(bodies, partial(self._keep_all, bodies=bodies, random=random))

    def close(self, journal: Appends, body: bytes) -> None:
        """Keep the last ``body`` as a record and erase what is here, key and all."""
        self._check()
        journal.append(body, partial(erase, id=self._id))
        self._key = b""
        self._database.with_reserve(self._database.empty_log)

    def copy(self, campaign: bytes, random: RandomBytes) -> bytes:
        """Everything so far for a second device, sealed; on any thread. ValueError: too large."""
        key = self._key
        with self._database.snapshot() as connection:
            here = _rows(connection, _HERE, self._id)
            events = _rows(connection, _EVENTS, self._id, SITTINGS)
        if not key or not here:
            raise MissingKey("the session is closed")
        return moderator_copy.seal_copy(key, moderator_copy.Copy(
            id=self._id, campaign=campaign, begun=here[0][0], wrapped=here[0][1],
            events=tuple(sealed for _, sealed in events),
        ), random)

    def read_copy(self, raw: bytes) -> tuple[bytes, ...]:
        """The bodies in another device's copy of this session. WrongKey for another session's."""
        self._check()
        sealed = moderator_copy.read_copy(raw)
        if sealed.copy.id != self._id:
            raise WrongKey("this is a copy of another session")
        return moderator_copy.open_copy(self._key, sealed)

    def sittings(self) -> dict[int, bytes]:
        """What people who fill in a form by phone have answered so far, by sitting from 1."""
        self._check()
        rows = self._rows(_SITTINGS, SITTINGS)
        return {n - SITTINGS: self._opened(n, sealed) for n, sealed in rows}

    def keep_sitting(self, sitting: int, body: bytes, random: RandomBytes) -> None:
        """Keep a person's answers so far, in place of the earlier ones."""
        self._check()
        n = SITTINGS + sitting
        sealed = moderator.seal_event(self._key, self._id, n, body, random)
        with self._database.transaction() as connection:
            connection.execute(_REPLACE, (self._id, n, sealed))

    def end_sitting(self, journal: Appends, sitting: int, body: bytes) -> None:
        """Keep the person's last ``body`` as a record; nothing of them stays here."""
        self._check()
        journal.append(body, partial(self._forget, sitting=sitting))
        self._empty_log()

    def forget_sitting(self, sitting: int) -> None:
        """Remove what was kept of the person; harmless when there is nothing."""
        self._check()
        with self._database.transaction() as connection:
            self._forget(connection, sitting=sitting)
        self._empty_log()

    def _empty_log(self) -> None:
        """The session's key opens what lies there still. What a full disk leaves goes later."""
        with suppress(NoRoom):
            self._database.with_reserve(self._database.empty_log)

    def _forget(self, connection: Connection, *, sitting: int) -> None:
        connection.execute(_GONE, (self._id, SITTINGS + sitting))

    def _keep_all(
        self, connection: Connection, *, bodies: Sequence[bytes], random: RandomBytes
    ) -> None:
        for body in bodies:
            self._keep(connection, body=body, random=random)

    def _keep(self, connection: Connection, *, body: bytes, random: RandomBytes) -> None:
        last = _rows(connection, _LAST, self._id, SITTINGS)[0][0]
        n = 0 if last is None else last + 1
        sealed = moderator.seal_event(self._key, self._id, n, body, random)
        connection.execute(_KEEP, (self._id, n, sealed))

    def _opened(self, n: int, sealed: bytes) -> bytes:
        return moderator.open_event(self._key, self._id, n, sealed)

    def _rows(self, statement: str, *given: object) -> list[Any]:
        with self._database.snapshot() as connection:
            return _rows(connection, statement, self._id, *given)

    def _check(self) -> None:
        if not self._key:
            raise MissingKey("the session is closed")
        with self._database.snapshot() as connection:
            here = _rows(connection, _HERE, self._id)
        if not here:
            self._key = b""
            raise MissingKey("the session was open for 24 hours and is closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Another device's session, opened with the words: ``bodies`` are its events."""

    copy: moderator_copy.Copy
    key: bytes = field(repr=False)
    bodies: tuple[bytes, ...] = field(repr=False)


def take_up(connection: Connection, *, copy: moderator_copy.Copy, share: bytes) -> None:
    """Write a session as it lies in its copy, inside a transaction; ``share`` is this device's
    range of numbers, sealed."""
    connection.execute(_OPEN, (copy.id, copy.begun, copy.wrapped))
    for n, sealed in enumerate(copy.events):
        connection.execute(_KEEP, (copy.id, n, sealed))
    connection.execute(_KEEP, (copy.id, SITTINGS, share))


def erase(connection: Connection, *, id: bytes) -> None:
    """Remove a session's key and events, inside a transaction."""
    connection.execute(_ERASE_EVENTS, (id,))
    connection.execute(_ERASE, (id,))


def _rows(connection: Connection, statement: str, *given: object) -> list[Any]:
    return connection.execute(statement, given).fetchall()
