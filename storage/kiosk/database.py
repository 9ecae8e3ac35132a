"""The kiosk store's SQLite file: one connection per thread, every commit durable."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

from storage.errors import Damaged, NoRoom, StorageError, TooNew
from storage.kiosk import migrations
from storage.kiosk.files import StoreFiles
from storage.kiosk.statements import ToldConnection

T = TypeVar("T")

BUSY_SECONDS = 10.0
READER_SECONDS = 0.1
"""How long emptying the log waits for whoever reads: the program's own reads take less, and what
is left is emptied at the next idle look."""

LOG_PAGES = 100
"""The log is moved into the database at this size: far less than the reserve, which must
hold it when the disk is full."""


class Database:
    """An open store file. ``synchronous`` is FULL; OFF only as the control in a bench."""

    def __init__(self, files: StoreFiles, synchronous: str) -> None:
        self.files = files
        self._synchronous = synchronous
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._guard = threading.Lock()
        self._log_left = False

    def _connect(self) -> Connection:
        # check_same_thread is off only so that close() may close what other threads opened
        connection = sqlite3.connect(
            f"{self.files.database.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=ToldConnection,
        )
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={self._synchronous}",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"wal_autocheckpoint={LOG_PAGES}",
            "fullfsync=ON",
            "checkpoint_fullfsync=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def prepare(self) -> None:
        """Bring the schema up to date. Raises Damaged, TooNew or NoRoom."""
        connection = self.connection()
        with translated():
            mode = value(connection, "PRAGMA journal_mode")
            if mode != "wal":
                raise Damaged("the store's disk does not take a write-ahead log")
            verdict = value(connection, "PRAGMA quick_check(1)")
            if verdict != "ok":
                raise Damaged("the store's database is damaged")
            version = value(connection, "PRAGMA user_version")
            whose = value(connection, "PRAGMA application_id")
        if whose not in (0, migrations.APPLICATION_ID):
            raise Damaged("the database belongs to another program")
        if version > migrations.VERSION:
            raise TooNew(f"the store has version {version}. Update the program and try again")
        if version < migrations.VERSION:
            with self.transaction():
                migrations.migrate(connection)
            self.empty_log()

    def with_reserve(self, work: Callable[[], T]) -> T:
        """Do ``work``; when the disk is full, give up the reserve and do it once more.

        Only for what makes room, finds out what is there, or ends what a person has begun; never
        for what is new. Whoever asks puts the reserve back with ``files.keep_reserve``.
        """
        try:
            return work()
        except NoRoom:
            if not self.files.free_reserve():
                raise
            return work()

    def connection(self) -> Connection:
        """This thread's connection. Every statement outside :meth:`transaction` commits.

        Its rows are :class:`sqlite3.Row`. What it raises shows no values, and becomes the store's
        own error inside of :func:`translated`, as both kinds of transaction are.
        """
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with translated():
                connection = self._connect()
            self._local.connection = connection
            with self._guard:
                self._opened.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, holding the only writer's place from the first statement."""
        connection = self.connection()
        with translated():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                _roll_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Several reads that see one state."""
        connection = self.connection()
        with translated():
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    def empty_log(self) -> bool:
        """Move the log into the database and cut it to nothing; False when a reader is in: then
        what was to be gone is in it still, and :meth:`empty_left` does it once more."""
        self._log_left = True
        connection = self.connection()
        with translated():
            _wait(connection, READER_SECONDS)
            try:
                busy = value(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                _wait(connection, BUSY_SECONDS)
        self.files.sync_log()
        self._log_left = bool(busy)
        return not busy

    def empty_left(self) -> bool:
        """Empty a log that could not be emptied when it should be; whether nothing is left so."""
        return not self._log_left or self.empty_log()

    def tidy(self) -> None:
        """Move what can be moved from the log, so that no person waits for it later."""
        with translated():
            self.connection().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close every thread's connection and let go of the directory."""
        with self._guard:
            opened, self._opened = self._opened, []
        self._local = threading.local()
        for connection in opened:
            connection.close()
        self.files.release()


def open_database(directory: Path, synchronous: str) -> Database:
    """The store's database, up to date. Raises InUse, Damaged, TooNew or NoRoom."""
    files = StoreFiles(directory)
    files.take()
    database = Database(files, synchronous)
    try:
        database.with_reserve(database.prepare)
    except StorageError:
        database.close()
        raise
    return database


@contextmanager
def translated() -> Iterator[None]:
    """SQLite's refusals as the store's own errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(error) from None
    except UnicodeDecodeError:  # SQLite says what is malformed in the bytes it found there
        raise Damaged("the store's database is damaged") from None


def refusal(error: sqlite3.Error) -> StorageError:
    """The store's own error for what SQLite said; its text shows no values."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return NoRoom("the disk is full. Free some room and try again")
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged("the store's database is damaged")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StorageError(f"the store refused: {name}")


def found(connection: Connection, statement: str, *given: object) -> Any:
    """The first column of the first row; None where there is no row."""
    row = connection.execute(statement, given).fetchone()
    return None if row is None else row[0]


def value(connection: Connection, statement: str, *given: object) -> Any:
    """The same where there is a row in any whole store. Damaged where there is none."""
    row = connection.execute(statement, given).fetchone()
    if row is None:
        raise Damaged("the store lacks a row that each has")
    return row[0]


def _wait(connection: Connection, seconds: float) -> None:
    """How long ``connection`` waits for others from now on."""
    connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


def _roll_back(connection: Connection) -> None:
    """Undo what is not committed; nothing to do after a commit."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
