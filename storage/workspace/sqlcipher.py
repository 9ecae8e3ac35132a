"""The encrypted database file: SQLCipher through SQLAlchemy, every commit durable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from storage.errors import Damaged, InUse, NoRoom, StorageError
from storage.workspace import files
from storage.workspace.database import READING, Database

BUSY_SECONDS = 10.0
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 8_000
"""The log may grow to 32 MB: random ids touch the same pages in bundle after bundle."""

_FULL, _CORRUPT, _NOTADB, _BUSY, _LOCKED, _READONLY = 13, 11, 26, 5, 6, 8
_IOERR, _CANTOPEN = 10, 14
_READING_PRAGMAS = (
    "temp_store=MEMORY",  # otherwise large sorts land readable in /var/tmp
    f"cache_size=-{CACHE_KIB}",
)
_TABLES = "SELECT group_concat(name) FROM sqlite_master WHERE type = 'table'"
_WRITING_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    f"wal_autocheckpoint={CHECKPOINT_PAGES}",
)


class SqlCipher(Database):
    """An open workspace file.

    ``still`` reads the file without making a log or an index beside it, for when there is no
    room for them; writing is then refused with NoRoom. Only for a file that has no log.
    """

    kind = "SQLCipher"
    name = files.DATABASE

    def __init__(self, path: Path, key: bytes, *, still: bool = False) -> None:
        self.path = path
        self._still = still
        # The key is only ever in this closure: never in a URL, a log line or an exception.
        # SQLAlchemy's pysqlcipher dialect would set the (empty) key of its URL after ours.
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=lambda: connect(path, key, still=still),
            poolclass=QueuePool,  # the dialects' own choices crash or share under threads
            pool_size=2,
            max_overflow=6,
            hide_parameters=True,  # an exception must never show an answer
        )
        # the driver would begin too late and not at all for DDL, so begin by hand
        event.listen(engine, "begin", _begin)
        super().__init__(path.parent, engine)

    def translated(self) -> AbstractContextManager[None]:
        return translated(self.path)

    def empty_log(self) -> bool:
        """Move the log into the database file and cut it to nothing, durably.

        False when somebody reads or writes: what was erased lies in the log still.
        """
        if self._still:
            return False
        busy = self._pragma("wal_checkpoint(TRUNCATE)")[0][0]
        files.sync_file(self.path)
        return not busy

    def tidy(self) -> None:
        """Move what can be moved from the log without waiting for anybody."""
        if not self._still:
            self._pragma("wal_checkpoint(PASSIVE)")

    def copy_to(self, path: Path) -> None:
        """A consistent, encrypted, compact copy in a new file, while others read and write."""
        files.make_empty_file(path)
        with translated(path), self._raw() as raw:
            raw.execute("VACUUM INTO ?", (str(path),)).close()
        files.sync_file(path)

    def compact(self) -> None:
        """Write the whole file anew, so that nothing deleted lies in it."""
        with translated(self.path), self._raw() as raw:
            raw.execute("VACUUM").close()

    def _scrubbed(self) -> bool:
        if self._still:
            return False
        self.empty_log()
        self.compact()
        return self.empty_log()

    def make_single_file(self) -> None:
        """Leave the log mode, so that the file alone is the whole database."""
        self.empty_log()
        self._engine.dispose()
        self._pragma("journal_mode=DELETE")
        files.sync_file(self.path)

    def mark(self) -> tuple[int, ...]:
        """Sizes and times of the file and its log: asks no key, and holds nobody up."""
        found = (files.stamp(self.path), files.stamp(self.path.with_name(files.LOG)))
        return tuple(number for stamp in found for number in stamp)

    def damages(self, connection: Connection) -> Iterator[str]:
        for (fault,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if fault != "ok":
                yield f"the database is damaged: {fault}"

    def _pragma(self, pragma: str) -> list[Any]:
        with translated(self.path), self._raw() as raw:
            return list(raw.execute(f"PRAGMA {pragma}").fetchall())

    @contextmanager
    def _raw(self) -> Iterator[Any]:
        """The driver's connection, outside any transaction."""
        pooled = self._engine.raw_connection()
        try:
            yield pooled.driver_connection
        finally:
            pooled.close()


def connect(path: Path, key: bytes, *, still: bool = False) -> Any:
    """A connection to the existing file at ``path``, encrypted, or Damaged; never a new file."""
    mode = "mode=ro&immutable=1" if still else "mode=rw"
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=BUSY_SECONDS,
        isolation_level=None, check_same_thread=False,
    )
    try:
        unlock(connection, key)
        for pragma in _READING_PRAGMAS if still else (*_READING_PRAGMAS, *_WRITING_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except (sqlcipher.Error, StorageError):
        connection.close()
        raise
    return connection


@contextmanager
def alone(path: Path, key: bytes) -> Iterator[Any]:
    """A connection that nobody shares the file with, and the file without a log. Or InUse."""
    with translated(path), closing(connect(path, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise InUse("another program has this workspace open. Close it and try again")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        connection.execute("BEGIN EXCLUSIVE").close()
        connection.execute("COMMIT").close()
        yield connection


def turn_key(path: Path, key: bytes, new: bytes) -> None:
    """Encrypt the file at ``path`` with the raw 32-byte key ``new`` instead of ``key``.

    Only for a copy: what breaks off may leave it useless.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with translated(path), closing(sqlcipher.connect(uri, uri=True, isolation_level=None)) as raw:
        unlock(raw, key)
        raw.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"").fetchall()
    files.sync_file(path)


def unlock(connection: Any, key: bytes) -> None:
    """Give ``connection`` its raw 32-byte key, and make sure that it is SQLCipher's."""
    connection.execute("PRAGMA cipher_log_level=NONE").fetchall()
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"").fetchall()
    if not connection.execute("PRAGMA cipher_version").fetchall():
        raise StorageError("this SQLite cannot encrypt: the program is not installed rightly")


def peek_version(path: Path, key: bytes) -> int | None:
    """The schema's version, read without touching a file; None when the key opens nothing.

    The log is not read: a power cut may have left the file's first page half written and
    the whole page in the log, so None is final only where there is no log.
    """
    found = _peek(path, key, "PRAGMA user_version")
    return None if found is None else int(found)


def peek_place(path: Path, key: bytes) -> bytes | None:
    """``organisation.place`` in a file, read as :func:`peek_version` does; empty without one."""
    version = peek_version(path, key)
    if version is None:
        return None
    if "organisation" not in str(_peek(path, key, _TABLES)) or version < 2:
        return b""
    return bytes(_peek(path, key, "SELECT place FROM organisation") or b"")


def _peek(path: Path, key: bytes, query: str) -> Any:
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with translated(path):
        connection = sqlcipher.connect(uri, uri=True, isolation_level=None)
        try:
            unlock(connection, key)
            row = connection.execute(query).fetchone()
            return None if row is None else row[0]
        except sqlcipher.DatabaseError as error:
            if _code(error) not in (_CORRUPT, _NOTADB):
                raise
            return None
        finally:
            connection.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's refusals as storage's own errors; ``path`` is the file that is written."""
    try:
        yield
    except DBAPIError as error:
        raise refusal(error.orig, path) from None
    except sqlcipher.Error as error:
        raise refusal(error, path) from None
    except PoolTimeout:
        raise InUse("this program is busy with the workspace. Try again in a while") from None


def refusal(error: BaseException | None, path: Path) -> StorageError:
    """The family's own error for what SQLite said; its text shows no values."""
    code = _code(error)
    wanting = code in (_IOERR, _CANTOPEN, _READONLY)  # what a full disk makes of a log
    if code == _FULL or (wanting and files.is_full(path.parent)):
        return NoRoom("the disk is full. Free some room and try again")
    if code in (_CORRUPT, _NOTADB):
        return Damaged("the workspace's database is damaged. Restore a backup")
    if code in (_BUSY, _LOCKED):
        return InUse("another program is writing to this workspace. Try again when it is done")
    if code == _READONLY:
        return StorageError(
            "the workspace can only be read: there was no room, or no right, to write when it was "
            "opened. See to that and open it again"
        )
    return StorageError(f"the workspace refused: {_name(error)}")


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _name(error: BaseException | None) -> str:
    return str(getattr(error, "sqlite_errorname", "") or type(error).__name__)


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
