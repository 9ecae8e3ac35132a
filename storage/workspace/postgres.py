"""A workspace's database as a schema on a PostgreSQL server, through psycopg.

PostgreSQL keeps what it is given readable: answers lie open to whoever has the server. Secrets are
sealed before they go there (``sealed_columns``), and the keys stay in the workspace's directory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.types.string import BytesBinaryDumper, StrBinaryDumper, StrDumper
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.errors import StorageError, WrongKey
from storage.seal.columns import ColumnSealer
from storage.values import RandomBytes
from storage.workspace import copying, erasures, sealed_columns
from storage.workspace.addresses import Address
from storage.workspace.database import READING, Database
from storage.workspace.schema import metadata
from storage.workspace.sealed_columns import SEALER
from storage.workspace.server_errors import NOT_LET_IN, refusal, translated

WAIT_SECONDS = 60
"""How long a writer waits for the one before it."""
LONGEST_SECONDS = 600
"""How long a writer's statement may take, and how long it may sit on its place."""
LONGEST_LOOK_SECONDS = 3_600
"""How long a reader's statement may take: checking a large workspace, say."""
CONNECT_SECONDS = 10
ANSWERS = (
    "response", *erasures.OF_A_RESPONSE, "session_event", "note", "circumstance", "kept",
    "unreadable",
)
"""The tables that erasing takes answers from, and what leads to them."""
OLDEST = 140_000
"""PostgreSQL 14."""
LIBPQ = 160_000
"""The first that can refuse to show a password."""

_SETTLED = (
    ("synchronous_commit", "on"), ("lock_timeout", f"{WAIT_SECONDS}s"),
    ("statement_timeout", f"{LONGEST_LOOK_SECONDS}s"), ("timezone", "UTC"),
    ("client_min_messages", "warning"), ("bytea_output", "hex"),
)
_DEMANDED = (("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"))
_STATE = (
    "current_setting('server_encoding'), pg_is_in_recovery(),"
    " (SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s)"
)
_HOLD = (
    "SELECT pg_advisory_xact_lock({lock}),"
    f" set_config('idle_in_transaction_session_timeout', '{LONGEST_SECONDS}s', true),"
    f" set_config('statement_timeout', '{LONGEST_SECONDS}s', true)"
)
_LOOK = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

_CHANGED = (
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables"
    " WHERE schemaname = ?"
)
_KEPT = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = current_database()"
    " AND a.pid <> pg_backend_pid()"
    # who writes holds up our own snapshot as well, so that another's looks no older
    " AND (a.backend_xid IS NOT NULL"
    " OR age(a.backend_xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)))"
)


class Postgres(Database):
    """A schema of a database that somebody else may keep. Its writers take turns."""

    kind = "PostgreSQL"
    name = "the database on the server"
    on_server = True

    def __init__(
        self, directory: Path, address: Address, key: bytes, workspace: bytes, random: RandomBytes
    ) -> None:
        sealer = ColumnSealer(key, workspace, random)
        engine = create_engine(
            "postgresql+psycopg://",
            creator=lambda: connect(address),  # no address and no password is in the engine
            poolclass=QueuePool, pool_size=2, max_overflow=6, pool_timeout=WAIT_SECONDS,
            pool_pre_ping=True,
            use_native_hstore=False,
            hide_parameters=True,  # an exception must never show an answer
        )
        lock = _lock(address.schema)

        def begin(connection: Connection) -> None:
            reading = connection.get_execution_options().get(READING)
            connection.exec_driver_sql(_LOOK if reading else _HOLD.format(lock=lock))

        def carry(_: Any, entry: ConnectionPoolEntry) -> None:
            entry.info[SEALER] = sealer

        event.listen(engine, "connect", carry)
        event.listen(engine, "begin", begin)
        event.listen(engine, "before_cursor_execute", _reworded, retval=True)
        super().__init__(directory, engine)
        self.address = address
        self._key = key

    @contextmanager
    def translated(self) -> Iterator[None]:
        with translated():
            yield

    def copy_to(self, path: Path) -> None:
        """A consistent copy in a new SQLCipher file under the same key, while others write."""
        with self.reading() as connection:
            copying.to_file(connection, path, self._key)

    def begin(self, connection: Connection) -> None:
        """Make the schema, or take it when nothing is in it."""
        schema = self.address.schema
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        there = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ?", (schema,),
        )
        if there.scalar_one():
            raise StorageError(f"the schema {schema} is not empty. Choose another with ?schema=")

    def _expunged(self) -> bool:
        """False while an older transaction, as far as the server lets us see, still sees them."""
        return self._outside([f"VACUUM {table}" for table in ANSWERS])

    def _scrubbed(self) -> bool:
        """The tables of secrets are written anew as well."""
        anew = [f"VACUUM FULL {table}" for table in sealed_columns.TABLES]
        return self._outside([*(f"VACUUM {table}" for table in ANSWERS), *anew])

    def _outside(self, statements: list[str]) -> bool:
        """Execute these outside any transaction; False when one was there that keeps old rows."""
        with self.translated(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, psycopg.Connection)
            raw.autocommit = True
            try:
                row = raw.execute(_KEPT).fetchone()
                for statement in statements:
                    raw.execute(statement.encode())
            finally:
                raw.autocommit = False
        return row is not None and not row[0]

    def mark(self) -> tuple[int, ...]:
        """The server's count of changed rows, a second or so late."""
        with self.reading() as connection:
            return (int(connection.exec_driver_sql(_CHANGED, (self.address.schema,)).scalar_one()),)

    def damages(self, connection: Connection) -> Iterator[str]:
        """Reads every row of every table, which is when the server checks its pages' sums."""
        for table in metadata.sorted_tables:
            columns = ",".join(f"{column.name}::text" for column in table.columns)
            try:
                with connection.begin_nested():
                    connection.exec_driver_sql(
                        f"SELECT count(*) FROM {table.name} WHERE length(concat({columns})) < 0"  # noqa: S608
                    )
            except DBAPIError as error:
                yield f"the database is damaged: {table.name}: {refusal(error.orig)}"


def connect(address: Address) -> psycopg.Connection[Any]:
    """A connection whose commits are durable, or a StorageError that says why not."""
    if psycopg.pq.version() < LIBPQ:
        raise StorageError(
            "the PostgreSQL library here is too old to keep a password from a false server: "
            "pip install 'psycopg[binary]'"
        )
    with translated():
        connection = psycopg.connect(
            **address.settings(),  # type: ignore[arg-type]
            connect_timeout=CONNECT_SECONDS, application_name="vardera", autocommit=True,
        )
    with ExitStack() as on_failure:
        on_failure.callback(connection.close)
        with translated():
            settle(connection, address.schema)
        connection.autocommit = False
        connection.adapters.register_loader("numeric", _Whole)
        for kind, dumper in ((str, _Sayable), (str, _SayableBinary), (bytes, BytesBinaryDumper)):
            # bytes: otherwise COPY would take the slow way that DB-API's Binary has
            connection.adapters.register_dumper(kind, dumper)
        on_failure.pop_all()
    return connection


def settle(connection: psycopg.Connection[Any], schema: str) -> None:
    """Set what we rely on, and refuse a server where an acknowledged answer may be lost."""
    if connection.info.server_version < OLDEST:
        raise StorageError("this PostgreSQL is too old: use version 14 or later")
    asked = [("search_path", schema), *_SETTLED]
    calls = ", ".join("set_config(%s, %s, false)" for _ in asked)
    connection.execute(f"SELECT {calls}", [part for pair in asked for part in pair])
    names = [name for name, _ in _DEMANDED]
    calls = ", ".join("current_setting(%s)" for _ in names)
    row = connection.execute(f"SELECT {calls}, {_STATE}", [*names, schema]).fetchone()
    assert row is not None
    for (name, wanted), found in zip(_DEMANDED, row, strict=False):
        if found != wanted:
            raise StorageError(
                f"this PostgreSQL loses answers at a power cut: {name} is {found} and must be "
                f"{wanted}. Nothing is kept there until that is mended"
            )
    encoding, copies, let_in = row[-3:]
    if encoding != "UTF8":
        raise StorageError("this PostgreSQL database is not in UTF-8: create one that is")
    if copies:
        raise StorageError("this PostgreSQL server only copies another. Connect to that one")
    if let_in is False:  # None: there is no such schema yet
        raise WrongKey(NOT_LET_IN)


class _Whole(Loader):
    """Sums of whole numbers come back as ``numeric``; everywhere else they are whole."""

    def load(self, data: Buffer) -> int | Decimal:
        text = bytes(data).decode("ascii")
        return int(text) if text.lstrip("-").isdigit() else Decimal(text)


class _Sayable(StrDumper):
    """PostgreSQL's texts cannot hold the character NUL, which only a forger sends."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


class _SayableBinary(StrBinaryDumper):
    """As :class:`_Sayable`, for COPY."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


def _reworded(
    _connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any,
    _many: bool,
) -> tuple[str, Any]:
    # what SQLAlchemy compiled itself is in PostgreSQL's words already
    return (statement if context and context.compiled else reworded(statement)), parameters


@lru_cache(maxsize=1_024)
def reworded(statement: str) -> str:
    """SQLite's placeholders as psycopg's; text between quotes stays as it is."""
    doubled = statement.replace("%", "%%")
    return re.sub(r"'[^']*'|\?", lambda m: "%s" if m[0] == "?" else m[0], doubled)


def _lock(schema: str) -> int:
    """The number of the place that a workspace's only writer holds."""
    digest = sha256(b"vardera/writer/1\0" + schema.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
