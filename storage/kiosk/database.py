"""The kiosk store's SQLite file: one connection per thread, every commit durable."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.errors import Damaged, NoRoom, StorageError, TooNew
from storage.kiosk import migrations
from storage.kiosk.files import StoreFiles
from storage.kiosk.statements import ToldConnection
from storage.waiting import waits

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
        self._engine: Engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,  # an exception must never show an answer or a key
        )
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._guard = threading.Lock()
        self._log_left = False

    def _connect(self) -> sqlite3.Connection:
        # check_same_thread is off only so that close() may close what other threads opened
        connection = sqlite3.connect(
            f"{self.files.database.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=ToldConnection,
        )
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={self._synchronous}",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"wal_autocheckpoint={LOG_PAGES}",
            "fullfsync=ON",
            "checkpoint_fullfsync=ON",
        ):
            with waits():
                connection.execute(f"PRAGMA {pragma}").close()
        return connection

    def prepare(self) -> None:
        """Bring the schema up to date. Raises Damaged, TooNew or NoRoom."""
        connection = self.connection()
        with translated():
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            if mode != "wal":
                raise Damaged("the store's disk does not take a write-ahead log")
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if verdict != "ok":
                raise Damaged("the store's database is damaged")
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            whose = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
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
        """This thread's connection. Every statement outside :meth:`transaction` commits."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with translated():
                connection = self._engine.connect()
            self._local.connection = connection
            with self._guard:
                self._opened.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, holding the only writer's place from the first statement."""
        connection = self.connection()
        with translated():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            finally:
                _roll_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Several reads that see one state."""
        connection = self.connection()
        with translated():
            connection.exec_driver_sql("BEGIN")
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
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
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
            self.connection().exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()

    def close(self) -> None:
        """Close every thread's connection and let go of the directory."""
        with self._guard:
            opened, self._opened = self._opened, []
        self._local = threading.local()
        for connection in opened:
            connection.close()
        self._engine.dispose()
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
    except (DBAPIError, sqlite3.Error) as error:
        raise refusal(error) from None
    except UnicodeDecodeError:  # SQLite says what is malformed in the bytes it found there
        raise Damaged("the store's database is damaged") from None


def refusal(error: DBAPIError | sqlite3.Error) -> StorageError:
    """The store's own error for what SQLite said; its text shows no values."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return NoRoom("the disk is full. Free some room and try again")
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged("the store's database is damaged")
    name = getattr(original, "sqlite_errorname", type(original).__name__)
    return StorageError(f"the store refused: {name}")


def _wait(connection: Connection, seconds: float) -> None:
    """How long ``connection`` waits for others from now on."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()


def _roll_back(connection: Connection) -> None:
    """Undo what is not committed; nothing to do after a commit."""
    raw = connection.connection.dbapi_connection
    if raw is not None and getattr(raw, "in_transaction", False):
        connection.exec_driver_sql("ROLLBACK")
