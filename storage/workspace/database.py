"""An open database of a workspace, whichever kind it is: transactions, and what kinds differ in.

:class:`~storage.workspace.sqlcipher.SqlCipher` is a file of its own,
:class:`~storage.workspace.postgres.Postgres` a schema on a server.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from storage.errors import InUse, NoRoom
from storage.workspace import migrations
from storage.workspace.leftovers import Leftovers, Remains

READING = "workspace_reading"
"""The execution option by which a kind's ``begin`` hook tells readers from writers."""


class Database(ABC):
    """Any thread may use it; each transaction has a connection. ``directory`` has the slots."""

    kind: str
    """What people are told it is."""
    name: str
    """What it is called in a refusal."""
    on_server = False
    """Whether somebody else keeps the rows, with a log, backups and copies that we do not reach."""

    def __init__(self, directory: Path, engine: Engine) -> None:
        self.directory = directory
        self._engine = engine
        self._local = threading.local()
        self.remains = Remains()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing, holding the only writer's place from the first statement."""
        shared = self._shared()
        if shared is not None:
            with self.translated(), shared.begin_nested():
                yield shared
        else:
            with self.translated(), self._engine.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Several reads that see one state and hold up no writer."""
        shared = self._shared()
        if shared is not None:
            with self.translated():
                yield shared
        else:
            with self.translated(), self._engine.connect() as connection:
                yield connection.execution_options(**{READING: True})

    @contextmanager
    def together(self) -> Iterator[None]:
        """One commit at the end for all this thread writes inside; each still all or nothing."""
        with self.writing() as connection:
            if self._shared() is not None:
                yield
                return
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    def _shared(self) -> Connection | None:
        shared: Connection | None = getattr(self._local, "connection", None)
        return shared

    def migrate(self) -> None:
        """Bring the schema up to date. Raises TooNew, or Damaged."""
        with self.reading() as connection:
            version = migrations.version_of(connection)
            migrations.check(version)
        if version < migrations.VERSION:
            with self.writing() as connection:
                migrations.migrate(connection)
            self.empty_log()

    def begin(self, connection: Connection) -> None:
        """Make ready for the first step of migration. StorageError when something is there."""
        return None

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """The driver's refusals as storage's own errors."""

    @abstractmethod
    def copy_to(self, path: Path) -> None:
        """A consistent copy in a new SQLCipher file under the same key, while others write."""

    @abstractmethod
    def mark(self) -> tuple[int, ...]:
        """Another value soon after anybody changed anything; now and then one without a change."""

    @abstractmethod
    def damages(self, connection: Connection) -> Iterator[str]:
        """What the database itself finds wrong with its pages, in words."""

    def empty_log(self) -> bool:
        """Move a log into its database and cut it to nothing, durably, where there is one.

        False when others held it up: what was erased lies there still.
        """
        return True

    def expunge(self) -> bool:
        """After answers were erased: leave them in no page and no log.

        False, and told as left over, when others held it up or the disk is full.
        """
        return self._cleared(self._expunged)

    def scrub(self) -> bool:
        """:meth:`expunge`, and after keys were erased write anew what held them.

        As that, false when what was erased lies there still.
        """
        return self._cleared(self._scrubbed)

    def _cleared(self, clear: Callable[[], bool]) -> bool:
        try:
            self.remains.log = not clear()
        except (InUse, NoRoom):  # it is erased, and that must be told to others all the same
            self.remains.log = True
        return not self.remains.log

    def leftovers(self) -> Leftovers:
        """What a person must see to now."""
        return Leftovers(
            log=self.remains.log, server=self.on_server, beside=self.remains.beside()
        )

    def _expunged(self) -> bool:
        return self.empty_log()

    @abstractmethod
    def _scrubbed(self) -> bool: ...

    def tidy(self) -> None:
        """Move what can be moved from a log without waiting for anybody."""
        return None

    def close(self) -> None:
        self._engine.dispose()
