"""The kiosk store's tables as SQLAlchemy sees them; a test compares them with the migrations.

``place`` is an epoch's ordinal times 2**32 plus n, so that the newest record lies at the end
of the table and a save touches one page.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

PLACES = 2**32

metadata = MetaData()

device = Table(
    "device", metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("seed", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", LargeBinary),
)

package = Table(
    "package", metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("campaign", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("signer", LargeBinary, nullable=False),
    Column("definition", LargeBinary, nullable=False),
    Column("recipients", LargeBinary, nullable=False),
    Column("revoked", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("keep_days", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("campaign", "version"),
)

epoch = Table(
    "epoch", metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("stream", LargeBinary, nullable=False),
    Column("header", LargeBinary),  # NULL once every record is forgotten
    Column("made", Integer, nullable=False),  # as of the last forgetting
    Column("head", LargeBinary, nullable=False),
)

record = Table(
    "record", metadata,
    Column("place", Integer, primary_key=True),
    Column("final", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

covered = Table(
    "covered", metadata,  # by a receipt; the record itself may lie in ``record`` still
    Column("place", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("until", Integer, nullable=False, server_default=text("0")),
)

bundle = Table(
    "bundle", metadata,
    Column("stream", LargeBinary, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

standing = Table(
    "standing", metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("seen", Integer),
    Column("trusted", Integer),
    Column("copied", Integer),
)

peer = Table(
    "peer", metadata,
    Column("organisation", LargeBinary, primary_key=True),
    Column("token", LargeBinary),
    Column("address", Text),
    Column("server", LargeBinary),
    sqlite_with_rowid=False,
)

applied = Table(
    "applied", metadata,  # receipts that were verified and applied whole
    Column("receipt", Text, primary_key=True),
    sqlite_with_rowid=False,
)

session = Table(
    "session", metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("begun", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

session_event = Table(
    "session_event", metadata,
    Column("session", LargeBinary, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)

pin = Table(
    "pin", metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("verifier", LargeBinary, nullable=False),
    Column("failures", Integer, nullable=False),
)

occasion = Table(
    "occasion", metadata,  # the one that goes on now
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("id", LargeBinary, nullable=False),
    Column("campaign", LargeBinary, nullable=False),
    Column("partner", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("unit", LargeBinary, nullable=False),
    Column("day", Text, nullable=False),
    Column("answered", Integer, nullable=False),
)

noted = Table(
    "noted", metadata,  # for staff to read: what happened within an hour, and how often
    Column("n", Integer, primary_key=True),
    Column("hour", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("number", Integer, nullable=False),
)

voucher = Table(
    "voucher", metadata,  # not given yet; one that is given is no longer here
    Column("campaign", LargeBinary, primary_key=True),
    Column("code", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

given = Table(
    "given", metadata,  # vouchers of a day, counted; the day before the last and no earlier one
    Column("day", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
)
