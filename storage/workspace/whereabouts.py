"""Whether the rows found are those that a workspace's slots name, and not an old copy of them.

The slots and the rows say the same number, which rises at each move: see ``storage.seal.place``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from storage.durable import sync_directory
from storage.errors import WrongPlace
from storage.seal import place
from storage.seal.slots import Slots
from storage.workspace import files, sealed_columns
from storage.workspace.sqlcipher import peek_place

FIRST = 1
"""The number of a new workspace; 0 is one from before there were numbers."""
_SINCE = 2
_LENGTH = 8


def written(generation: int) -> bytes:
    """The number as it stands beside the rows."""
    return generation.to_bytes(_LENGTH, "big")


def moved(found: Slots, key: bytes, address: str = "") -> Slots:
    """The slots after a move to ``address``, or into a file."""
    made = place.make(key, found.workspace, found.generation + 1, address)
    return replace(found, place=made)


def in_file(found: Slots, key: bytes) -> Slots:
    """The slots for a copy of the rows in a file, as backups are; unchanged in format 1."""
    if found.place is None:
        return found
    return replace(found, place=place.make(key, found.workspace, found.generation))


def note(connection: Connection, generation: int) -> None:
    """Write the number beside the rows."""
    (id,) = connection.exec_driver_sql("SELECT workspace FROM organisation").one()
    sealed = sealed_columns.seal(
        connection, "organisation", "place", bytes(id), written(generation)
    )
    connection.exec_driver_sql("UPDATE organisation SET place = ?", (sealed,))


def check(connection: Connection, found: Slots, version: int) -> None:
    """Raise WrongPlace unless the rows are the ones that ``found`` name; Damaged if changed.

    ``version`` is the schema's.
    """
    value = b""
    if version >= _SINCE:
        id, sealed = connection.exec_driver_sql("SELECT workspace, place FROM organisation").one()
        value = sealed_columns.open(
            connection, "organisation", "place", bytes(id), bytes(sealed or b"")
        )
    if number(value) == found.generation:
        return
    if found.address:
        raise WrongPlace(
            "the database on the server is not the one these keys name: an old copy of this "
            "workspace, from before its rows were moved, was put in its place. Nothing was "
            "changed. Ask whoever runs the server, or restore a backup"
        )
    raise WrongPlace(
        f"{files.DATABASE} and {files.SLOTS} do not belong together: one of them is an old copy, "
        "from before or after the rows were moved. Nothing was changed. Restore a whole backup"
    )


def number(value: bytes) -> int:
    """What :func:`written` wrote; 0 for nothing."""
    return int.from_bytes(value, "big")


def check_beside(directory: Path, found: Slots, key: bytes) -> None:
    """Where the slots name a server: WrongPlace when a file lies here that is as new, or newer.

    A move to a server that broke off leaves an older file: it does not count.
    """
    beside = peeked(files.database_path(directory), key)
    if beside is not None and beside >= found.generation:
        raise WrongPlace(
            f"{files.SLOTS} names a server, and {files.DATABASE} beside it is as new as what lies "
            "there, or newer: one of the two files is an old copy. Nothing was changed and no "
            f"server was called. If {files.DATABASE} is to count, put the {files.SLOTS} that "
            f"belongs to it here; if the server, take {files.DATABASE} away"
        )


def finish_move(directory: Path, found: Slots, key: bytes) -> None:
    """Put a file in place that a power cut left under its other name, if the slots name it."""
    made = moving_path(directory)
    if found.address or not made.exists() or peeked(made, key) != found.generation:
        return
    try:
        put_in_place(directory)
    except OSError as error:
        raise files.trouble(error) from None


def put_in_place(directory: Path) -> None:
    """The file that came from a server gets its name; what an earlier move left goes."""
    path = files.database_path(directory)
    for name in _beside(path):
        (directory / name).unlink(missing_ok=True)
    moving_path(directory).replace(path)
    sync_directory(directory)


def moving_path(directory: Path) -> Path:
    """Where rows from a server are gathered until all are there."""
    return directory / files.MOVING


def peeked(path: Path, key: bytes) -> int | None:
    """The number in a file; None where there is none that this key opens."""
    if not path.exists():
        return None
    found = peek_place(path, key)
    return None if found is None else number(found)


def _beside(path: Path) -> Sequence[str]:
    return (files.LOG, f"{path.name}-shm")
