"""The mailbox's tables, the same on SQLite and PostgreSQL; ``docs/formats/mailbox-store.md``.

Times are whole seconds since 1970 UTC. ``used`` counts what a sender has in a space, with the
whole size of what is still on its way. ``content`` names a file's bytes from its first part on,
so that finishing an upload moves nothing.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1

# SQLite counts ids up only in a column declared INTEGER, which holds 64 bits all the same
_Id = BigInteger().with_variant(Integer, "sqlite")
# names are compared by code point, whatever the database's own language is
_Name = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData()

mailbox = Table(
    "mailbox", metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

space = Table(
    "space", metadata,
    Column("organisation", LargeBinary, primary_key=True),
    Column("opened", BigInteger, nullable=False),
    Column("most_bytes", BigInteger, nullable=False),
    Column("most_files", BigInteger, nullable=False),
    Column("device_bytes", BigInteger, nullable=False),
    Column("device_files", BigInteger, nullable=False),
)


def _organisation() -> Column[bytes]:
    return Column(
        "organisation", LargeBinary, ForeignKey("space.organisation"), primary_key=True
    )


used = Table(
    "used", metadata,
    _organisation(),
    Column("sender", LargeBinary, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("files", BigInteger, nullable=False),
)

file = Table(
    "file", metadata,
    _organisation(),
    Column("name", _Name, primary_key=True),
    Column("content", BigInteger, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("sender", LargeBinary, nullable=False),
    Column("came", BigInteger, nullable=False),
)

upload = Table(
    "upload", metadata,
    Column("content", _Id, primary_key=True),
    Column("organisation", LargeBinary, ForeignKey("space.organisation"), nullable=False),
    Column("sender", LargeBinary, nullable=False),
    Column("name", _Name, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("come", BigInteger, nullable=False),
    Column("begun", BigInteger, nullable=False),
    UniqueConstraint("organisation", "sender", "name"),
    Index("upload_begun", "begun"),
    sqlite_autoincrement=True,  # an id is never used again, even when its upload is gone
)

part = Table(
    "part", metadata,
    Column("content", BigInteger, primary_key=True, autoincrement=False),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

notice = Table(
    "notice", metadata,
    _organisation(),
    Column("kind", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

token = Table(
    "token", metadata,
    _organisation(),
    Column("device", LargeBinary, primary_key=True),
    Column("confirmed", LargeBinary, nullable=False),
    Column("issued", LargeBinary),
    Column("refused", BigInteger),
)
