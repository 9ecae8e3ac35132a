"""Places that bundles are carried through, as whoever loses, copies or spoils files sees them."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from admin.simulation.people import START
from admin.simulation.plan import Means, draw_for
from storage.mailbox.store import MailboxStore
from storage.mailbox.values import Quota
from storage.seal import certificates
from storage.workspace import Workspace
from sync.mailbox import notices
from sync.mailbox.app import MailboxApp
from sync.mailbox.desk import Desk
from sync.mailbox.local import LocalTransport
from sync.mailbox.serving import Patience, Server
from sync.mailbox.sessions import Around, Sessions
from sync.mailbox.statement import REMOTE

PATIENCE = 300.0
"""Real seconds for which a mailbox and its visitors wait for each other: a machine that has too
much to do, or stands still for a while, is none of the faults that were drawn."""

TICK = 0.25
"""Seconds that pass for a mailbox each time it asks: its limits depend on nothing else."""


class Place(Protocol):
    """``address`` is what programs reach it by (:mod:`admin.simulation.visiting`).

    What is ``remote`` does not lose power with those who visit it.
    """

    address: str
    remote: bool

    def names(self, suffix: str) -> builtins.list[str]:
        """The names of whole files with this suffix, sorted."""
        ...

    def read(self, name: str) -> bytes: ...

    def write(self, name: str, data: bytes) -> None:
        """Put bytes there, over what there is."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away; harmless when it is not there."""
        ...

    def present(self, now: datetime) -> None:
        """Tell a place that has a clock what time it is."""
        ...

    def renew(self, workspace: Workspace) -> None:
        """Tell a place that lets in only some which devices are registered now."""
        ...

    def close(self) -> None: ...


class Folder:
    """A stick, or with ``objects`` the directory in which a simulated object store keeps things."""

    def __init__(self, directory: Path, means: Means) -> None:
        directory.mkdir(parents=True)
        self.address = f"{means}:{directory}"
        self.remote = means is not Means.FOLDER
        self._directory = directory

    def names(self, suffix: str) -> builtins.list[str]:
        return sorted(path.name for path in self._directory.glob(f"*{suffix}"))

    def read(self, name: str) -> bytes:
        return (self._directory / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        (self._directory / name).write_bytes(data)

    def remove(self, name: str) -> None:
        (self._directory / name).unlink(missing_ok=True)

    def present(self, now: datetime) -> None:
        """A directory has no clock."""

    def renew(self, workspace: Workspace) -> None:
        """Whoever has the stick may write to it."""

    def close(self) -> None:
        """Nothing is held open."""


class Mailbox:
    """A blind mailbox on this machine: the real server over TLS, the real storage on SQLite."""

    def __init__(self, directory: Path, workspace: Workspace, seed: str) -> None:
        directory.mkdir(parents=True)
        self.remote = True
        self._now = START
        us = workspace.signer_public
        self._store = MailboxStore.open(
            f"sqlite:///{directory / 'mailbox.db'}", clock=self._clock, create=True
        )
        self._store.open_space(us, Quota())
        draw = draw_for(seed, "mailbox", directory.name)
        key = certificates.make(START, draw.randbytes)
        said = notices.server(workspace, key.hash, REMOTE, None, self._clock)
        self._store.post(us, "server", said)
        self._space = LocalTransport(self._store, us)
        around = Around(clock=self._clock, ticks=ticks(), random=draw.randbytes)
        sessions = Sessions(self._store, self._store, key.hash, around)
        desk = Desk(self._store, self._store, around.ticks, sessions.end)
        self._server = Server(
            MailboxApp(desk, sessions), key, host="127.0.0.1", port=0, patience=Patience(
                handshake=PATIENCE, head=PATIENCE, exchange=PATIENCE, idle=PATIENCE,
                rate=1e6, burst=1e6,  # the whole field comes from this machine
            ),
        )
        self._server.__enter__()
        self.address = f"{Means.MAILBOX}:127.0.0.1:{self._server.port}"

    def names(self, suffix: str) -> builtins.list[str]:
        return list(self._space.list(suffix))

    def read(self, name: str) -> bytes:
        return self._space.get(name)

    def write(self, name: str, data: bytes) -> None:
        self._space.remove(name)
        self._space.put(name, data)

    def remove(self, name: str) -> None:
        self._space.remove(name)

    def present(self, now: datetime) -> None:
        self._now = now

    def renew(self, workspace: Workspace) -> None:
        posted = self._store.posted(workspace.signer_public, "registry")
        made = notices.registry(workspace, None if posted is None else posted.raw, self._clock)
        if made is not None:
            self._store.post(workspace.signer_public, "registry", made)

    def close(self) -> None:
        self._server.__exit__(None, None, None)
        self._store.close()

    def _clock(self) -> datetime:
        return self._now


def ticks() -> Callable[[], float]:
    """Seconds that rise by TICK whenever they are asked for, and never by themselves."""
    return count(0.0, TICK).__next__
