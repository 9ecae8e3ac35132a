"""Open sessions: what a facilitated session needs to go on after a restart, and not an hour longer.

Each event is sealed to the organisation like any record, and once more under a key that only
this session has. That key lies in memory and, wrapped for the moderator's words, in the store.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from storage.errors import Conflict, MissingKey, StorageError, WrongCampaign, WrongKey
from storage.kiosk.database import Database, value
from storage.kiosk.open_sessions import Appends, OpenSession, Taken, erase, take_up
from storage.kiosk.watch import Watch
from storage.seal import moderator, moderator_copy
from storage.seal.epochs import minutes
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import RandomBytes

__all__ = ["LIFE", "SESSIONS_LIMIT", "OpenSession", "Sessions"]

LIFE = timedelta(hours=24)
SESSIONS_LIMIT = 4
"""Open at the same time; at resuming each is tried in turn, and one try is slow."""

_OPEN = "INSERT INTO session (id, begun, wrapped) VALUES (?, ?, ?)"
_HOW_MANY = "SELECT count(*) FROM session"
_THERE = "SELECT count(*) FROM session WHERE id = ?"
_NEWEST_FIRST = "SELECT id, wrapped FROM session ORDER BY begun DESC"
_OVER = "SELECT id FROM session WHERE begun <= ?"


class Sessions:
    """Opens and resumes them. Both take the better part of a second and 256 MiB: Argon2id."""

    def __init__(
        self, database: Database, watch: Watch, random: RandomBytes, cost: Cost = DEFAULT_COST
    ) -> None:
        self._database = database
        self._watch = watch
        self._random = random
        self._cost = cost

    def open(self) -> OpenSession:
        """A new session with its own key. Conflict when too many are open already."""
        self.expire()
        id, key = self._random(16), self._random(moderator.KEY_BYTES)
        code = moderator.new_code(self._random)
        wrapped = moderator.wrap(id, key, code, cost=self._cost, random=self._random)
        begun = minutes(self._watch.least())
        with self._database.transaction() as connection:
            if value(connection, _HOW_MANY) >= SESSIONS_LIMIT:
                raise Conflict("too many sessions are open on this device. Close one first")
            connection.execute(_OPEN, (id, begun, wrapped))
        return OpenSession(self._database, id, key, code)

    def waiting(self) -> int:
        """How many can be resumed."""
        with self._database.snapshot() as connection:
            return int(value(connection, _HOW_MANY))

    def resume(self, text: str) -> OpenSession:
        """The session that the moderator's words open. WrongKey; MissingKey when none is open."""
        self.expire()
        code = moderator.read_code(text)
        with self._database.snapshot() as connection:
            rows = connection.execute(_NEWEST_FIRST).fetchall()
        if not rows:
            raise MissingKey("no session is open on this device")
        refused: StorageError | None = None
        for id, wrapped in rows:
            try:
                key = moderator.unwrap(id, wrapped, code)
            except StorageError as error:
                refused = refused if isinstance(refused, WrongKey) else error
            else:
                return OpenSession(self._database, id, key, ())
        assert refused is not None
        raise refused

    def open_copy(self, raw: bytes, text: str, campaign: bytes) -> Taken:
        """Another device's session from its copy; nothing is kept yet.

        WrongKey for other words, Damaged, TooNew; WrongCampaign when it is of another survey than
        ``campaign``; MissingKey when it is over by now; Conflict when it is open here.
        """
        self.expire()
        sealed = moderator_copy.read_copy(raw)
        copy = sealed.copy
        key = moderator.unwrap(copy.id, copy.wrapped, moderator.read_code(text))
        bodies = moderator_copy.open_copy(key, sealed)
        if copy.campaign != campaign:
            raise WrongCampaign("the copy is of a session in another survey")
        if copy.begun <= self._oldest():
            raise MissingKey("the session was open for 24 hours and is closed")
        with self._database.snapshot() as connection:
            if value(connection, _THERE, copy.id):
                raise Conflict("the session is open on this device: resume it with its words")
        return Taken(copy=copy, key=key, bodies=bodies)

    def take_up(self, taken: Taken, journal: Appends, share: int) -> OpenSession:
        """Go on with it here, as range ``share`` of participants' numbers. Its events are sealed
        for the organisation too, so that nothing depends on the other device: all or nothing."""
        copy = taken.copy
        range = moderator.seal_event(
            taken.key, copy.id, moderator.SITTINGS, share.to_bytes(2, "big"), self._random
        )
        if self.waiting() >= SESSIONS_LIMIT:
            raise Conflict("too many sessions are open on this device. Close one first")
        journal.append_all(taken.bodies, partial(take_up, copy=copy, share=range))
        return OpenSession(self._database, copy.id, taken.key, ())

    def expire(self) -> int:
        """Erase those that began 24 hours ago or more; how many. Cheap when there are none."""
        if not self.waiting():
            return 0
        oldest = self._oldest()
        with self._database.snapshot() as connection:
            over = [id for (id,) in connection.execute(_OVER, (oldest,)).fetchall()]
        if over:
            self._database.with_reserve(partial(self._erase, over))
            self._database.with_reserve(self._database.empty_log)
        return len(over)

    def _oldest(self) -> int:
        return minutes(self._watch.least()) - int(LIFE.total_seconds()) // 60

    def _erase(self, ids: list[bytes]) -> None:
        with self._database.transaction() as connection:
            for id in ids:
                erase(connection, id=id)
