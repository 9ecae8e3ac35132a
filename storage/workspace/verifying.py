"""Checking a whole workspace: every hash, signature and reference, and what is wrong in words.

A fault names what it is about by a table, a number or the beginning of an id, and never shows an
answer. ``hashes`` has the checks that recompute; here are those that count and compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, ForeignKeyConstraint, Table

from storage.errors import Damaged, StorageError
from storage.seal import keys
from storage.workspace import balance, file_rows, files, form_versions, hashes
from storage.workspace.database import Database
from storage.workspace.schema import metadata
from storage.workspace.values import Verified

MOST_FAULTS = 20
"""Of one kind; whoever has more restores a backup."""

Check = Callable[[Connection], Iterable[str]]
Progress = Callable[[int, int, str], None]
"""Called with how many checks are done, how many there are, and what is checked now."""

PackageCheck = Callable[[bytes], tuple[bytes, UUID, int, bytes]]
"""Reads a package's exact bytes: its hash, campaign, version and signer. Raises StorageError."""

_SUMS = "SELECT (SELECT count(*) FROM ledger) records, (SELECT count(*) FROM response) responses"
_LOST_BATCHES = """
SELECT b.number, b.new, (SELECT count(*) FROM ledger l WHERE l.batch = b.number) taken
FROM batch b WHERE b.new <> (SELECT count(*) FROM ledger l WHERE l.batch = b.number)
ORDER BY b.number
"""
_STREAMS = """
SELECT s.number, s.id, s.last_receipt, d.public, c.id campaign,
       (SELECT coalesce(max(r.number), 0) FROM receipt r WHERE r.stream = s.number) highest
FROM stream s JOIN device d ON d.number = s.device JOIN campaign c ON c.number = s.campaign
ORDER BY s.number
"""


def workspace(
    database: Database, package: PackageCheck | None, progress: Progress | None,
    backups: Path | None,
) -> Verified:
    """Everything, of an open workspace, with notes of the backups that are not to be found.

    ``package`` reads packages, whose signatures are checked then; ``backups`` is a folder where
    backups may lie that are no longer where they were made. Takes time as the size does.
    """
    with database.reading() as connection:
        faults = thorough(connection, database.damages, package=package, progress=progress)
        return sums(connection, faults, tuple(missing_backups(connection, backups)))


def quick(damages: Check, connection: Connection) -> tuple[str, ...]:
    """Pages, references and sums: what every backup is held against."""
    return tuple(_run(connection, (
        ("pages", damages), ("references", orphans), ("balance", balance.checks),
    ), None))


def thorough(
    connection: Connection, damages: Check, *, package: PackageCheck | None = None,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Everything that can be checked without anything from outside."""
    given = (lambda c: hashes.packages(c, package)) if package else _nothing
    return tuple(_run(connection, (
        ("pages", damages), ("references", orphans), ("secrets", hashes.secrets),
        ("surveys", hashes.definitions), ("forms", form_versions.faults), ("packages", given),
        ("certificates", hashes.certificates), ("balance", balance.checks),
        ("leftovers", balance.leftovers),
        ("bundles", batches), ("streams", streams), ("epochs", hashes.epochs),
        ("receipts", hashes.receipts), ("sealed records", hashes.kept),
        ("photos and sounds", file_rows.faults),
        ("circumstances", hashes.circumstances), ("sessions", hashes.events),
        ("weights", hashes.weights),
        ("devices' notes", hashes.notes),
        ("files set aside", hashes.quarantine), ("shared results", hashes.aggregates),
    ), progress))


def sums(connection: Connection, faults: tuple[str, ...], notes: tuple[str, ...] = ()) -> Verified:
    """``faults`` with how much was checked."""
    found = connection.exec_driver_sql(_SUMS).one()
    return Verified(
        records=found.records, responses=found.responses, faults=faults, notes=notes
    )


def orphans(connection: Connection) -> Iterator[str]:
    """Rows that refer to a row that is gone, over every reference of the schema."""
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            count = connection.exec_driver_sql(_orphans(table, key)).scalar_one()
            if count:
                gone = key.referred_table.name
                yield f"{table.name}: {count} of its rows refer to a row of {gone} that is gone"


def batches(connection: Connection) -> Iterator[str]:
    """Bundles that brought other than the ledger says."""
    for row in connection.exec_driver_sql(_LOST_BATCHES):
        yield f"bundle {row.number} brought {row.new} records, and the ledger has {row.taken} of it"


def streams(connection: Connection) -> Iterator[str]:
    """Streams that are not what their device and survey make them."""
    for row in connection.exec_driver_sql(_STREAMS).all():
        if row.id != keys.stream_id(row.public, UUID(bytes=row.campaign)):
            yield f"stream {row.number} does not fit its device and survey"
        if row.highest > row.last_receipt:
            yield f"stream {row.number} has a receipt with a higher number than its last"


def missing_backups(connection: Connection, folder: Path | None = None) -> Iterator[str]:
    """Noted backups that lie whole neither where they were made nor in ``folder``."""
    for (path,) in connection.exec_driver_sql("SELECT path FROM backup ORDER BY number").all():
        places = [Path(path)] if Path(path).is_absolute() else []
        if folder is not None:
            places.append(folder / Path(path).name)
        if not any(map(_is_backup, places)):
            yield f"the backup {path} is not to be found"


def _is_backup(directory: Path) -> bool:
    try:
        files.read_slots(directory)
    except StorageError:
        return False
    return files.database_path(directory).is_file()


def _run(
    connection: Connection, checks: tuple[tuple[str, Check], ...], progress: Progress | None
) -> Iterator[str]:
    for done, (what, check) in enumerate(checks):
        if progress is not None:
            progress(done, len(checks), what)
        try:
            found = list(islice(check(connection), MOST_FAULTS + 1))
        except Damaged as fault:
            found = [f"{what}: {fault}"]
        yield from found[:MOST_FAULTS]
        if len(found) > MOST_FAULTS:
            yield f"{what}: there is more of this"
    if progress is not None:
        progress(len(checks), len(checks), "")


def _orphans(table: Table, key: ForeignKeyConstraint) -> str:
    pairs = [(element.parent.name, element.column.name) for element in key.elements]
    here = " AND ".join(f"c.{column} IS NOT NULL" for column, _ in pairs)
    same = " AND ".join(f"p.{there} = c.{column}" for column, there in pairs)
    return (
        f"SELECT count(*) FROM {table.name} c WHERE {here} AND NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {key.referred_table.name} p WHERE {same})"
    )


def _nothing(_connection: Connection) -> tuple[str, ...]:
    return ()
