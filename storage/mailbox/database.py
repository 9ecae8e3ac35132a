"""The mailbox's database: SQLite in one file, or PostgreSQL. Every commit is durable."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from storage.durable import sync_directory
from storage.errors import Damaged, NoRoom, StorageError, TooNew
from storage.mailbox import tables

APPLICATION_ID = 0x56614D62  # "VaMb"
BUSY_SECONDS = 15.0
CONNECTIONS = 16
_FULL = {"53100", "53200"}  # PostgreSQL: disk full, out of memory
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON",
    "temp_store=MEMORY", "wal_autocheckpoint=1000", "fullfsync=ON", "checkpoint_fullfsync=ON",
)


class Database:
    """An open mailbox database; any thread may ask."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.on_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Reads that see one state."""
        with translated(), self._engine.connect() as connection:
            if self.on_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing, durable at the end."""
        with translated(), self._engine.connect() as connection, connection.begin():
            if self.on_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def wipe(self, *, thoroughly: bool = False) -> bool:
        """Let nothing of what was deleted linger; False when that could not be done just now.

        On SQLite deleted pages are zeros already, and the log is cut to nothing. PostgreSQL
        gives the room of dead rows free, to be written over; only when ``thoroughly``, for it
        goes through the whole table.
        """
        if not self.on_sqlite and not thoroughly:
            return False
        try:
            with translated(), self._engine.connect() as connection:
                alone = connection.execution_options(isolation_level="AUTOCOMMIT")
                if not self.on_sqlite:
                    alone.exec_driver_sql("VACUUM part")
                    return True
                driver: Any = alone.connection.driver_connection
                # any other way of saying it frees one page and stops
                driver.executescript("PRAGMA incremental_vacuum;")
                busy = alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        except StorageError:
            return False  # what was asked for is done and durable; the next one wipes
        return not busy

    def prepare(self, *, create: bool) -> None:
        """Make the tables where ``create`` and there are none. Raises Damaged or TooNew."""
        with translated(), self._engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
        ours = set(tables.metadata.tables)
        if not names & ours and create:
            with self.writing() as connection:
                tables.metadata.create_all(connection)
                connection.execute(tables.mailbox.insert().values(one=1, version=tables.VERSION))
                if self.on_sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            return
        if not ours <= names:
            raise Damaged("there is no mailbox in this database. Make one: vardera collect init")
        with self.reading() as connection:
            version = connection.execute(select(tables.mailbox.c.version)).scalar_one()
        if version > tables.VERSION:
            raise TooNew(f"the mailbox has version {version}. Update the program and try again")

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def open_database(url: str, *, create: bool = False) -> Database:
    """The database at ``sqlite:///path`` or ``postgresql://…``.

    Raises ValueError for another kind of address, Damaged when no mailbox is there (and not
    ``create``), TooNew, NoRoom, StorageError when the server does not answer.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("the store is sqlite:///path or postgresql://…") from None
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database:
        engine = _sqlite(Path(parsed.database), create)
    elif kind == "postgresql":
        engine = _postgresql(parsed, create)
    else:
        raise ValueError("the store is sqlite:///path or postgresql://…")
    database = Database(engine)
    try:
        database.prepare(create=create)
    except StorageError:
        database.close()
        raise
    return database


def _sqlite(path: Path, create: bool) -> Engine:
    try:
        if create and not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            sync_directory(path.absolute().parent)
        with path.open("rb") as opened:
            head = opened.read(16)
    except OSError as fault:
        raise Damaged(f"the mailbox {path} cannot be opened ({fault.strerror})") from None
    if head and head != b"SQLite format 3\0":
        raise Damaged(f"{path} is not a mailbox, or its beginning is damaged")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS,
            isolation_level=None, check_same_thread=False,
        )
        if not head:
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL").close()
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    return create_engine(
        "sqlite://", creator=connect, hide_parameters=True, poolclass=QueuePool,
        pool_size=CONNECTIONS, max_overflow=CONNECTIONS,
    )


def _postgresql(url: URL, create: bool) -> Engine:
    """Tables lie in the schema that the address names (``?schema=…``), else in the usual one."""
    schema = url.query.get("schema", "")
    if not isinstance(schema, str) or not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}|", schema):
        raise ValueError("a schema is named in small letters, digits and underlines")
    more = {"options": f"-csearch_path={schema}"} if schema else {}
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg").difference_update_query(["schema"]),
            hide_parameters=True, pool_size=CONNECTIONS, max_overflow=CONNECTIONS,
            pool_pre_ping=True, connect_args=more,
        )
    except (NoSuchModuleError, ImportError):
        raise StorageError(
            "PostgreSQL needs a part that is not installed: pip install 'vardera[postgres]'"
        ) from None
    if create and schema:
        with translated(), engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    return engine


@contextmanager
def translated() -> Iterator[None]:
    """What the database refuses, as the room's own errors; no value is in their text."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise refusal(error) from None


def refusal(error: DBAPIError | sqlite3.Error) -> StorageError:
    """The room's own error for what the database said."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", 0) & 0xFF
    state = getattr(original, "sqlstate", None)
    if code == sqlite3.SQLITE_FULL or state in _FULL:
        return NoRoom("the mailbox's disk is full")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged("the mailbox's database is damaged")
    if isinstance(error, OperationalError) and state is None and not code:
        return StorageError("the mailbox's database does not answer")
    name = getattr(original, "sqlite_errorname", None) or state or type(original).__name__
    return StorageError(f"the mailbox's database refused: {name}")
