"""A blind mailbox: spaces with sealed files, notices and tokens, in one database.

Satisfies ``sync.mailbox.keeping.Keeping`` and ``Tokens``; what the methods promise is said
there. Nothing in this room can open what it keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage.errors import Damaged
from storage.mailbox import tables, tokens, uploads
from storage.mailbox.database import Database, open_database
from storage.mailbox.values import Listed, NotThere, Posted, Quota, Space, Token, Upload

PAGE = 500
LENGTH = 4 * 1024 * 1024
"""The most bytes that one reading gives."""

_file, _part, _space = tables.file.c, tables.part.c, tables.space.c


class MailboxStore:
    """An open mailbox. ``clock`` gives the present, UTC. Any thread may ask."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(
        cls, url: str, *, clock: Callable[[], datetime], create: bool = False
    ) -> MailboxStore:
        """The mailbox at ``url``; raises what ``database.open_database`` does."""
        return cls(open_database(url, create=create), clock)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def open_space(self, organisation: bytes, quota: Quota) -> bool:
        """Serve ``organisation`` (32 bytes) within ``quota``; False when only that was changed."""
        if len(organisation) != 32:
            raise ValueError("an organisation's public key is 32 bytes")
        limits = {
            "most_bytes": quota.bytes, "most_files": quota.files,
            "device_bytes": quota.device_bytes, "device_files": quota.device_files,
        }
        with self._database.writing() as connection:
            changed = connection.execute(
                update(tables.space).where(_space.organisation == organisation).values(**limits)
            )
            if changed.rowcount:
                return False
            connection.execute(insert(tables.space).values(
                organisation=organisation, opened=self._now(), **limits
            ))
        return True

    def close_space(self, organisation: bytes) -> bool:
        """Serve ``organisation`` no longer and delete all that lies in its space."""
        with self._database.writing() as connection:
            for of in (tables.file, tables.upload):
                mine = select(of.c.content).where(of.c.organisation == organisation)
                connection.execute(delete(tables.part).where(_part.content.in_(mine)))
            for table in (
                tables.file, tables.upload, tables.used, tables.notice, tables.token, tables.space
            ):
                gone = connection.execute(
                    delete(table).where(table.c.organisation == organisation)
                )
        self._database.wipe()
        return gone.rowcount > 0

    def spaces(self) -> tuple[Space, ...]:
        """Whom the mailbox serves, and how much lies there; by key."""
        used = tables.used.c
        with self._database.reading() as connection:
            rows = connection.execute(
                select(
                    tables.space, func.coalesce(func.sum(used.bytes), 0).label("bytes"),
                    func.coalesce(func.sum(used.files), 0).label("files"),
                ).join_from(tables.space, tables.used, isouter=True)
                .group_by(*tables.space.c).order_by(_space.organisation)
            ).all()
        return tuple(
            Space(
                organisation=row.organisation, opened=_moment(row.opened), bytes=int(row.bytes),
                files=int(row.files), quota=Quota(
                    bytes=row.most_bytes, files=row.most_files,
                    device_bytes=row.device_bytes, device_files=row.device_files,
                ),
            )
            for row in rows
        )

    def tidy(self) -> int:
        """Drop uploads that nobody finishes and wipe what was deleted; how many were dropped."""
        with self._database.writing() as connection:
            dropped = uploads.expired(connection, self._now())
        self._database.wipe(thoroughly=True)
        return dropped

    def knows(self, organisation: bytes) -> bool:
        """See ``Keeping``."""
        with self._database.reading() as connection:
            return connection.execute(
                select(_space.opened).where(_space.organisation == organisation)
            ).one_or_none() is not None

    def listed(
        self, organisation: bytes, suffix: str, *, sender: bytes | None = None,
        after: str = "", limit: int = PAGE,
    ) -> tuple[Listed, ...]:
        """See ``Keeping``."""
        wanted = [
            _file.organisation == organisation, _file.name > after,
            _file.name.endswith(suffix, autoescape=True),
        ]
        if sender is not None:
            wanted.append(_file.sender == sender)
        with self._database.reading() as connection:
            rows = connection.execute(
                select(tables.file).where(*wanted).order_by(_file.name).limit(limit)
            ).all()
        return tuple(_listed(row) for row in rows)

    def find(self, organisation: bytes, name: str) -> Listed | None:
        """See ``Keeping``."""
        with self._database.reading() as connection:
            row = connection.execute(
                select(tables.file)
                .where(_file.organisation == organisation, _file.name == name)
            ).one_or_none()
        return None if row is None else _listed(row)

    def read(self, organisation: bytes, name: str, offset: int, length: int) -> bytes:
        """See ``Keeping``. At most :data:`LENGTH` bytes."""
        end = offset + min(length, LENGTH)
        with self._database.reading() as connection:
            content = connection.execute(
                select(_file.content)
                .where(_file.organisation == organisation, _file.name == name)
            ).scalar_one_or_none()
            if content is None:
                raise NotThere(f"{name} is not here")
            rows = connection.execute(
                select(_part.start, _part.data).where(
                    _part.content == content, _part.start < end,
                    _part.start > offset - uploads.PART,
                ).order_by(_part.start)
            ).all()
        found = b"".join(row.data for row in rows)
        first = rows[0].start if rows else offset
        return found[offset - first : end - first]

    def come(self, upload: Upload) -> int:
        """See ``Keeping``."""
        with self._database.reading() as connection:
            return uploads.come(connection, upload)

    def append(self, upload: Upload, offset: int, data: bytes) -> int:
        """See ``Keeping``."""
        with self._database.writing() as connection:
            done = uploads.append(connection, upload, offset, data, self._now())
        if done.dropped:
            self._database.wipe()
        if done.damaged:
            raise Damaged(f"{upload.name} did not come as it was sent; nothing of it was kept")
        return done.come

    def remove(self, organisation: bytes, name: str) -> bool:
        """See ``Keeping``. Nothing of the file is left in the database's files on SQLite."""
        with self._database.writing() as connection:
            uploads.hold(connection, organisation)
            gone = connection.execute(
                delete(tables.file)
                .where(_file.organisation == organisation, _file.name == name)
                .returning(_file.content, _file.size, _file.sender)
            ).one_or_none()
            if gone is None:
                return False
            connection.execute(delete(tables.part).where(_part.content == gone.content))
            uploads.count(connection, organisation, gone.sender, -gone.size, -1)
        self._database.wipe()
        return True

    def posted(self, organisation: bytes, kind: str) -> Posted | None:
        """See ``Keeping``."""
        notice = tables.notice.c
        with self._database.reading() as connection:
            row = connection.execute(
                select(notice.version, notice.raw)
                .where(notice.organisation == organisation, notice.kind == kind)
            ).one_or_none()
        return None if row is None else Posted(version=row.version, raw=row.raw)

    def post(self, organisation: bytes, kind: str, notice: Posted) -> bool:
        """See ``Keeping``."""
        kept = tables.notice.c
        with self._database.writing() as connection:
            uploads.hold(connection, organisation)
            row = connection.execute(
                select(kept.version, kept.raw)
                .where(kept.organisation == organisation, kept.kind == kind)
            ).one_or_none()
            if row is not None and notice.version <= row.version:
                return bool((row.version, row.raw) == (notice.version, notice.raw))
            connection.execute(
                delete(tables.notice).where(kept.organisation == organisation, kept.kind == kind)
            )
            connection.execute(insert(tables.notice).values(
                organisation=organisation, kind=kind, version=notice.version, raw=notice.raw
            ))
        return True

    def token(self, organisation: bytes, device: bytes) -> Token | None:
        """See ``Tokens``."""
        with self._database.reading() as connection:
            return tokens.kept(connection, organisation, device)

    def keep_token(
        self, organisation: bytes, device: bytes, before: Token | None, after: Token | None
    ) -> bool:
        """See ``Tokens``."""
        with self._database.writing() as connection:
            uploads.hold(connection, organisation)
            return tokens.replaced(connection, organisation, device, before, after)

    def refused(self, organisation: bytes) -> tuple[bytes, ...]:
        """See ``Tokens``."""
        with self._database.reading() as connection:
            return tokens.refused(connection, organisation)

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _listed(row: Row[*tuple[Any, ...]]) -> Listed:
    return Listed(
        name=row.name, size=row.size, sha256=row.sha256, sender=row.sender,
        came=_moment(row.came),
    )
