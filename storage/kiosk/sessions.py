"""Open sessions: what a facilitated session needs to go on after a restart, and not an hour longer.

Each event is sealed to the organisation like any record, and once more under a key that only
this session has. That key lies in memory and, wrapped for the moderator's words, in the store.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import Connection, delete, func, insert, select

from storage.errors import Conflict, MissingKey, StorageError, WrongKey
from storage.kiosk.database import Database
from storage.kiosk.journal import Along
from storage.kiosk.tables import session, session_event
from storage.kiosk.watch import Watch
from storage.seal import moderator
from storage.seal.epochs import minutes
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import RandomBytes

LIFE = timedelta(hours=24)
SESSIONS_LIMIT = 4
"""Open at the same time; at resuming each is tried in turn, and one try is slow."""


class Appends(Protocol):
    """The part of a journal that sessions use."""

    def append(self, body: bytes, along: Along | None = None) -> None: ...


class OpenSession:
    """A session that is open: every :meth:`keep` is durable, here and for the organisation.

    ``code`` is the moderator's seven words, empty when it was resumed. Used by one thread at a
    time. After :meth:`close`, or 24 hours after its beginning, nothing of it is left here.
    """

    def __init__(self, database: Database, id: bytes, key: bytes, code: tuple[str, ...]) -> None:
        self.code = code
        self._database = database
        self._id = id
        self._key = key

    def bodies(self) -> tuple[bytes, ...]:
        """What was kept so far, in order. Raises Damaged, MissingKey when it was erased."""
        self._check()
        query = select(session_event.c.n, session_event.c.sealed).order_by(session_event.c.n)
        with self._database.snapshot() as connection:
            rows = connection.execute(query.where(session_event.c.session == self._id)).all()
        return tuple(moderator.open_event(self._key, self._id, r.n, r.sealed) for r in rows)

    def keep(self, journal: Appends, body: bytes, random: RandomBytes) -> None:
        """Keep ``body`` as the next event and as a record, both or neither.

        ValueError while a person's draft is open in ``journal``; MissingKey after the end.
        """
        self._check()
        journal.append(body, partial(self._keep, body=body, random=random))

    def close(self, journal: Appends, body: bytes) -> None:
        """Keep the last ``body`` as a record and erase what is here, key and all."""
        self._check()
        journal.append(body, partial(erase, id=self._id))
        self._key = b""
        self._database.with_reserve(self._database.empty_log)

    def _keep(self, connection: Connection, *, body: bytes, random: RandomBytes) -> None:
        last = select(func.max(session_event.c.n)).where(session_event.c.session == self._id)
        found = connection.execute(last).scalar_one()
        n = 0 if found is None else found + 1
        sealed = moderator.seal_event(self._key, self._id, n, body, random)
        row = {"session": self._id, "n": n, "sealed": sealed}
        connection.execute(insert(session_event), [row])

    def _check(self) -> None:
        if not self._key:
            raise MissingKey("the session is closed")
        with self._database.snapshot() as connection:
            here = connection.execute(select(session.c.id).where(session.c.id == self._id)).first()
        if here is None:
            self._key = b""
            raise MissingKey("the session was open for 24 hours and is closed")


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
        row = {"id": id, "begun": minutes(self._watch.least()), "wrapped": wrapped}
        with self._database.transaction() as connection:
            if connection.execute(select(func.count(session.c.id))).scalar_one() >= SESSIONS_LIMIT:
                raise Conflict("too many sessions are open on this device. Close one first")
            connection.execute(insert(session), [row])
        return OpenSession(self._database, id, key, code)

    def waiting(self) -> int:
        """How many can be resumed."""
        with self._database.snapshot() as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM session").scalar_one()
        return int(found)

    def resume(self, text: str) -> OpenSession:
        """The session that the moderator's words open. WrongKey; MissingKey when none is open."""
        self.expire()
        code = moderator.read_code(text)
        with self._database.snapshot() as connection:
            rows = connection.execute(select(session).order_by(session.c.begun.desc())).all()
        if not rows:
            raise MissingKey("no session is open on this device")
        refused: StorageError | None = None
        for row in rows:
            try:
                key = moderator.unwrap(row.id, row.wrapped, code)
            except StorageError as error:
                refused = refused if isinstance(refused, WrongKey) else error
            else:
                return OpenSession(self._database, row.id, key, ())
        assert refused is not None
        raise refused

    def expire(self) -> int:
        """Erase those that began 24 hours ago or more; how many. Cheap when there are none."""
        if not self.waiting():
            return 0
        now = minutes(self._watch.least())
        oldest = now - int(LIFE.total_seconds()) // 60
        with self._database.snapshot() as connection:
            query = select(session.c.id).where(session.c.begun <= oldest)
            over = list(connection.execute(query).scalars())
        if over:
            self._database.with_reserve(partial(self._erase, over))
            self._database.with_reserve(self._database.empty_log)
        return len(over)

    def _erase(self, ids: list[bytes]) -> None:
        with self._database.transaction() as connection:
            for id in ids:
                erase(connection, id=id)


def erase(connection: Connection, *, id: bytes) -> None:
    """Remove a session's key and events, inside a transaction."""
    connection.execute(delete(session_event).where(session_event.c.session == id))
    connection.execute(delete(session).where(session.c.id == id))
