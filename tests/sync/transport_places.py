"""Places of every kind under one face, for the contract that all of them keep."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from sync.folder import FolderTransport
from sync.mailbox.address import Address
from sync.objects import ObjectTransport
from sync.transport import Transport
from tests.sync.mailbox_builders import Machines
from tests.sync.s3_server import BUCKET, S3Server


class Place(Protocol):
    """A place that several may open at once."""

    def open(self) -> Transport: ...

    def nowhere(self) -> Transport:
        """A transport to a place of this kind that is not there."""
        ...

    def take_away(self, name: str) -> None: ...


class Folder:
    """A directory, or with ``through`` the same directory through another door."""

    def __init__(
        self, folder: Path, through: Callable[[Path], Transport] = FolderTransport
    ) -> None:
        self._folder = folder
        self._through = through

    def open(self) -> Transport:
        return self._through(self._folder)

    def nowhere(self) -> Transport:
        return self._through(self._folder / "nowhere")

    def take_away(self, name: str) -> None:
        (self._folder / name).unlink()


class Bucket:
    """A prefix of its own in a store that speaks S3."""

    def __init__(self, server: S3Server, prefix: str) -> None:
        self._server = server
        self._prefix = prefix

    def open(self) -> Transport:
        return self._at(f"{BUCKET}/{self._prefix}")

    def nowhere(self) -> Transport:
        return self._at(f"no-such-bucket/{self._prefix}")

    def take_away(self, name: str) -> None:
        self._server.files.rm_file(f"{BUCKET}/{self._prefix}/{name}")

    def _at(self, path: str) -> Transport:
        return ObjectTransport(self._server.files, path, f"s3://{path}", whole=True)


class Mailbox:
    """An organisation's space in a mailbox on this machine, as the organisation sees it.

    The server is ``machines``' own and stays until ``leave`` is closed.
    """

    def __init__(self, machines: Machines, leave: ExitStack) -> None:
        self._machines = machines
        self._address = leave.enter_context(machines.serving())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._nobody = Address("127.0.0.1", free.getsockname()[1])

    def open(self) -> Transport:
        return self._machines.transport(self._address)

    def nowhere(self) -> Transport:
        return self._machines.transport(self._nobody)

    def take_away(self, name: str) -> None:
        self._machines.keeping.remove(self._machines.us.public, name)


def through_fsspec(folder: Path) -> Transport:
    """A server's folder: fsspec's own local one stands for all that can rename."""
    import fsspec

    files = fsspec.filesystem("file", use_listings_cache=False, skip_instance_cache=True)
    return ObjectTransport(files, str(folder), str(folder), whole=False)
