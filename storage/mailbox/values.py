"""Frozen values and errors that a mailbox's storage shares with those who use it.

StorageError
├── NotThere       no finished file of that name
└── WrongOffset    the part does not begin where what has come ends (``come`` says where)
Conflict (the name is taken), NoRoom (quota or disk) and Damaged are those of
:mod:`storage.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.errors import StorageError


class NotThere(StorageError):
    code = "not-there"
    exit_code = 1


class WrongOffset(StorageError):
    """``come`` is how many bytes of the upload are durable."""

    code = "wrong-offset"
    exit_code = 1

    def __init__(self, come: int) -> None:
        super().__init__(f"{come} bytes of this file have come")
        self.come = come


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A finished file: ``sender`` is the 32-byte public key it came under, ``sha256`` 32 bytes."""

    name: str
    size: int
    sha256: bytes
    sender: bytes
    came: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on its way: unfinished ones are told apart by organisation, sender and name."""

    organisation: bytes
    sender: bytes
    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A notice signed by the organisation: its exact bytes, and the version they name."""

    version: int
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Hashes (32 bytes) of a device's rolling secret.

    ``confirmed`` is the one that the device is known to hold, ``issued`` the one sent to it
    since; ``refused`` when somebody came with neither.
    """

    confirmed: bytes
    issued: bytes | None
    refused: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The most that a space, and one device in it, may hold: bytes and files.

    What is still on its way counts with its whole size. The organisation's own files count
    for the space alone.
    """

    bytes: int = 2 * 1024**3
    files: int = 100_000
    device_bytes: int = 512 * 1024**2
    device_files: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """One organisation (public key, 32 bytes) that a mailbox serves, and what lies there."""

    organisation: bytes
    opened: datetime
    quota: Quota
    bytes: int
    files: int
