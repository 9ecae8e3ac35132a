"""The workspace's tables as they are now. How they came about is in ``migrations``.

Small numbers stand for long ids. Times are whole seconds since 1970 (``at``, ``added`` …)
or, in circumstances, minutes and days as the record says. What a person caused names its
actor. Nothing here leads from an answer to the record's place in its stream but the
campaign's ``row_secret``: answers lie in the order of ids that are hashes under it.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True)


def _blob(name: str, *, null: bool = False, unique: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, unique=unique)


def _int(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _to(name: str, target: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=null)


organisation = Table(
    "organisation", metadata,
    _number(), _blob("workspace"), _text("name"), _blob("seed"), _blob("recovery"), _int("created"),
)
"""One row: the signing seed and the secret that recovery recipients come from."""

actor = Table("actor", metadata, _number(), Column("name", Text, nullable=False, unique=True))

campaign = Table(
    "campaign", metadata,
    _number(), _blob("id", unique=True), _blob("seed"), _blob("row_secret"),
    _int("packages"),
    _to("actor", "actor.number"), _int("added"),
)
"""``seed`` is the campaign's receiving key, ``row_secret`` names the rows of its answers,
``packages`` is the highest version given out."""

definition = Table(
    "definition", metadata,
    _to("campaign", "campaign.number"), _int("version"), _blob("raw"), _blob("hash"),
    _to("actor", "actor.number"), _int("added"),
    PrimaryKeyConstraint("campaign", "version"),
)

package = Table(
    "package", metadata,
    _blob("hash"), _to("campaign", "campaign.number"), _int("version"), _blob("raw"),
    _to("actor", "actor.number"), _int("made"),
    PrimaryKeyConstraint("campaign", "version"), UniqueConstraint("hash"),
)

device = Table(
    "device", metadata,
    _number(), _blob("public", unique=True), _text("name"),
    _to("actor", "actor.number"), _int("added"),
)

stream = Table(
    "stream", metadata,
    _number(), _blob("id", unique=True), _to("device", "device.number"),
    _to("campaign", "campaign.number"),
    _int("last_seen"), _int("last_receipt"), _int("acknowledged"),
)
"""``acknowledged`` is the last batch a receipt covers, ``last_receipt`` its number."""

batch = Table(
    "batch", metadata,
    _number(), _to("stream", "stream.number"), _blob("bundle", unique=True),
    _int("bundle_number"), _blob("package_hash"), _int("made"),
    _int("new"), _int("known"), _to("actor", "actor.number"), _int("at"),
    Index("batch_stream", "stream", "bundle_number"),
)
"""The intake history: one row for each bundle, however often its file was seen."""

epoch = Table(
    "epoch", metadata,
    _number(), _to("campaign", "campaign.number"), _blob("id"), _to("stream", "stream.number"),
    _blob("package_hash"), _blob("parent"), _blob("parent_head"), _int("opened"),
    _blob("hash"), _int("made"), _blob("head"), _blob("header", null=True),
    UniqueConstraint("campaign", "stream", "id"),  # no stream can take another's place
    Index("epoch_parent", "stream", "parent"),
)
"""The stream in the key stands for the device. ``made`` records exist there, the last with hash
``head``. ``header`` is kept only while records of the epoch are kept sealed."""

ledger = Table(
    "ledger", metadata,
    _to("campaign", "campaign.number"), _to("epoch", "epoch.number"), _int("n"), _blob("hash"),
    _blob("previous", null=True), _to("batch", "batch.number"),
    PrimaryKeyConstraint("campaign", "epoch", "n"),
    sqlite_with_rowid=False,
)
"""Which places have been taken in. ``previous`` is kept while the place before is missing."""

circumstance = Table(
    "circumstance", metadata,
    _number(), _to("campaign", "campaign.number"), _blob("form"), _int("form_version"),
    _blob("unit"), _blob("place", null=True), _text("mode"), _text("language"),
    _int("time"), _int("day"), _text("clock"), _text("consent"),
)
"""Shared by all responses given alike; the number is a hash, so it tells no order."""

question = Table("question", metadata, _number(), _blob("id", unique=True))

response = Table(
    "response", metadata,
    _to("campaign", "campaign.number"), _blob("id"), _to("circumstance", "circumstance.number"),
    _int("complete"),
    PrimaryKeyConstraint("campaign", "id"),
    sqlite_with_rowid=False,
)


def _answers(name: str, *columns: Column[int] | Column[str] | Column[bytes]) -> Table:
    return Table(
        name, metadata,
        _int("campaign"), _blob("response"), _to("question", "question.number"), *columns,
        PrimaryKeyConstraint("campaign", "response", "question"),
        ForeignKeyConstraint(["campaign", "response"], ["response.campaign", "response.id"]),
        sqlite_with_rowid=False,
    )


rating = _answers("rating", _int("value"))
choice = _answers("choice", _blob("choice"))
words = _answers("words", _text("text"))
declined = _answers("declined")
"""Asked, and answered with *rather not say*."""

session_event = Table(
    "session_event", metadata,
    _to("campaign", "campaign.number"), _blob("id"), _blob("session"), _int("lamport"),
    _to("device", "device.number"), _blob("body"),
    PrimaryKeyConstraint("campaign", "id"),
    Index("session_event_order", "campaign", "session", "lamport", "device"),
    sqlite_with_rowid=False,
)

kept = Table(
    "kept", metadata,
    _to("campaign", "campaign.number"), _to("epoch", "epoch.number"), _int("n"),
    _text("kind"), _int("version"), _blob("sealed"),
    PrimaryKeyConstraint("campaign", "epoch", "n"),
    sqlite_with_rowid=False,
)
"""Records of a kind this program does not know, sealed as they came."""

quarantine = Table(
    "quarantine", metadata,
    _number(), _blob("hash", unique=True), _blob("raw", null=True), _int("size"),
    _text("name"), _text("code"), _text("message"),
    _to("actor", "actor.number"), _int("at"), _int("released", null=True),
    _to("released_by", "actor.number", null=True),
)
"""``size`` is the file's; ``raw`` its bytes where they are kept."""

backup = Table(
    "backup", metadata,
    _number(), _blob("generation", unique=True), _text("path"), _int("records"), _int("batch"),
    _to("actor", "actor.number"), _int("at"),
)
"""``batch`` is the last batch the backup holds."""

receipt = Table(
    "receipt", metadata,
    _to("stream", "stream.number"), _int("number"), _blob("backup"), _int("issued"),
    _int("sent", null=True),
    PrimaryKeyConstraint("stream", "number"),
)

acknowledged = Table(
    "acknowledged", metadata,
    _int("stream"), _int("number"), _to("epoch", "epoch.number"), _int("first"), _int("count"),
    _blob("digest"),
    PrimaryKeyConstraint("stream", "number", "epoch", "first"),
    ForeignKeyConstraint(["stream", "number"], ["receipt.stream", "receipt.number"]),
    Index("acknowledged_epoch", "epoch"),
)
