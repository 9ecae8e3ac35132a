"""Files on their way: parts durable one by one, visible when whole and checked."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from storage.errors import Conflict, Damaged, NoRoom
from storage.mailbox import tables
from storage.mailbox.values import NotThere, Quota, Upload, WrongOffset

PART = 256 * 1024
"""The most bytes that one row holds."""

UNFINISHED = 8
"""A sender's uploads under way at once; beginning one more drops its oldest."""

LASTING = 7 * 24 * 3600
"""Seconds after which an upload that was begun and not finished is dropped."""

_file, _upload, _part, _used = tables.file.c, tables.upload.c, tables.part.c, tables.used.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an append came to: ``come`` bytes are here, or the whole was ``damaged``."""

    come: int
    damaged: bool = False
    dropped: bool = False


def hold(connection: Connection, organisation: bytes) -> Quota:
    """Keep other writers out of this space until the transaction ends. Raises NotThere."""
    table = tables.space
    row = connection.execute(
        select(table).where(table.c.organisation == organisation).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotThere("no space of this organisation is kept here")
    return Quota(
        bytes=row.most_bytes, files=row.most_files,
        device_bytes=row.device_bytes, device_files=row.device_files,
    )


def come(connection: Connection, wanted: Upload) -> int:
    """See ``sync.mailbox.keeping.Keeping.come``."""
    done = finished(connection, wanted)
    if done:
        return wanted.size
    going = _going(connection, wanted)
    return going.come if going is not None and _same(going, wanted) else 0


def finished(connection: Connection, wanted: Upload) -> bool:
    """Whether this very content lies there. Conflict when another does."""
    row = connection.execute(
        select(_file.size, _file.sha256)
        .where(_file.organisation == wanted.organisation, _file.name == wanted.name)
    ).one_or_none()
    if row is None:
        return False
    if (row.size, row.sha256) != (wanted.size, wanted.sha256):
        raise Conflict(f"{wanted.name} is taken by another content")
    return True


def append(
    connection: Connection, wanted: Upload, offset: int, data: bytes, now: int
) -> Outcome:
    """See ``sync.mailbox.keeping.Keeping.append``; ``now`` in seconds since 1970."""
    quota = hold(connection, wanted.organisation)
    if finished(connection, wanted):
        if offset == wanted.size and not data:
            return Outcome(come=wanted.size)
        raise WrongOffset(wanted.size)
    going = _going(connection, wanted)
    so_far = going.come if going is not None and _same(going, wanted) else 0
    if offset != so_far:
        raise WrongOffset(so_far)
    if so_far + len(data) > wanted.size:
        raise Damaged(f"{wanted.name} is longer than it says")
    dropped = False
    if going is None or not _same(going, wanted):
        dropped = _make_way(connection, wanted, now)
        content = _begin(connection, wanted, quota, now)
    else:
        content = going.content
    reached = _write(connection, content, offset, data)
    if reached < wanted.size:
        return Outcome(come=reached, dropped=dropped)
    if _digest(connection, content) != wanted.sha256:
        drop(connection, content)
        return Outcome(come=0, damaged=True, dropped=True)
    _finish(connection, content, wanted, now)
    return Outcome(come=reached, dropped=dropped)


def drop(connection: Connection, content: int) -> None:
    """Take away what has come of an upload, and what it counted for."""
    row = connection.execute(select(tables.upload).where(_upload.content == content)).one()
    connection.execute(delete(tables.part).where(_part.content == content))
    connection.execute(delete(tables.upload).where(_upload.content == content))
    count(connection, row.organisation, row.sender, -row.size, -1)


def expired(connection: Connection, now: int) -> int:
    """Drop the uploads of every space that were begun too long ago; how many."""
    old = connection.execute(
        select(_upload.content).where(_upload.begun < now - LASTING).order_by(_upload.organisation)
    ).scalars().all()
    for content in old:
        drop(connection, content)
    return len(old)


def count(
    connection: Connection, organisation: bytes, sender: bytes, size: int, files: int
) -> None:
    """Add to (or take from) what a sender has in a space."""
    mine = and_(_used.organisation == organisation, _used.sender == sender)
    changed = connection.execute(
        update(tables.used).where(mine)
        .values(bytes=_used.bytes + size, files=_used.files + files)
    )
    if changed.rowcount == 0:
        connection.execute(insert(tables.used).values(
            organisation=organisation, sender=sender, bytes=size, files=files
        ))
    connection.execute(delete(tables.used).where(mine, _used.files == 0))


def _going(connection: Connection, wanted: Upload) -> Row[int, int, bytes, int] | None:
    return connection.execute(
        select(_upload.content, _upload.size, _upload.sha256, _upload.come).where(
            _upload.organisation == wanted.organisation, _upload.sender == wanted.sender,
            _upload.name == wanted.name,
        )
    ).one_or_none()


def _same(going: Row[int, int, bytes, int], wanted: Upload) -> bool:
    return bool((going.size, going.sha256) == (wanted.size, wanted.sha256))


def _make_way(connection: Connection, wanted: Upload, now: int) -> bool:
    """Drop what this upload takes the place of, and what was never finished."""
    mine = (_upload.organisation == wanted.organisation, _upload.sender == wanted.sender)
    rows = connection.execute(
        select(_upload.content, _upload.name, _upload.begun).where(*mine)
        .order_by(_upload.content.desc())
    ).all()
    kept = 0
    for row in rows:
        if row.name == wanted.name or row.begun < now - LASTING or kept >= UNFINISHED - 1:
            drop(connection, row.content)
        else:
            kept += 1
    return kept < len(rows)


def _begin(connection: Connection, wanted: Upload, quota: Quota, now: int) -> int:
    _within(connection, wanted, quota)
    made = connection.execute(insert(tables.upload).values(
        organisation=wanted.organisation, sender=wanted.sender, name=wanted.name,
        size=wanted.size, sha256=wanted.sha256, come=0, begun=now,
    ).returning(_upload.content)).scalar_one()
    count(connection, wanted.organisation, wanted.sender, wanted.size, 1)
    return int(made)


def _within(connection: Connection, wanted: Upload, quota: Quota) -> None:
    """NoRoom when the file, with all that was promised room before, is over a quota."""
    sums = (func.coalesce(func.sum(_used.bytes), 0), func.coalesce(func.sum(_used.files), 0))
    space = _used.organisation == wanted.organisation
    size, files = connection.execute(select(*sums).where(space)).one()
    if size + wanted.size > quota.bytes or files + 1 > quota.files:
        raise NoRoom("the space of this organisation in the mailbox is full")
    if wanted.sender == wanted.organisation:
        return
    size, files = connection.execute(
        select(*sums).where(space, _used.sender == wanted.sender)
    ).one()
    if size + wanted.size > quota.device_bytes or files + 1 > quota.device_files:
        raise NoRoom("this device's share of the mailbox is used up")


def _write(connection: Connection, content: int, offset: int, data: bytes) -> int:
    rows = [
        {"content": content, "start": offset + at, "data": data[at : at + PART]}
        for at in range(0, len(data), PART)
    ]
    if rows:
        connection.execute(insert(tables.part), rows)
    reached = offset + len(data)
    connection.execute(
        update(tables.upload).where(_upload.content == content).values(come=reached)
    )
    return reached


def _digest(connection: Connection, content: int) -> bytes:
    whole = sha256()
    parts = connection.execute(
        select(_part.data).where(_part.content == content).order_by(_part.start),
        execution_options={"yield_per": 16},
    )
    for data in parts.scalars():
        whole.update(data)
    return whole.digest()


def _finish(connection: Connection, content: int, wanted: Upload, now: int) -> None:
    connection.execute(delete(tables.upload).where(_upload.content == content))
    connection.execute(insert(tables.file).values(
        organisation=wanted.organisation, name=wanted.name, content=content, size=wanted.size,
        sha256=wanted.sha256, sender=wanted.sender, came=now,
    ))
