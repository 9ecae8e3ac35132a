"""The workspace's tables as they are now. How they came about is in ``migrations``.

Small numbers stand for long ids. Times are whole seconds since 1970 (``at``, ``added`` …)
or, in circumstances, minutes and days as the record says. What a person caused names its
actor. Nothing here leads from an answer to the record's place in its stream but the
campaign's ``row_secret``: answers lie in the order of ids that are hashes under it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy import (
    text as sql_text,
)

metadata = MetaData()

WholeNumber = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits in both databases; SQLite numbers rows by itself only for a plain INTEGER."""


def number_() -> Column[int]:
    return Column("number", WholeNumber, primary_key=True)


def blob(name: str, *, null: bool = False, unique: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, unique=unique)


def integer(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, WholeNumber, nullable=null)


def text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def state() -> Column[int]:
    return Column("state", WholeNumber, nullable=False, server_default=sql_text("0"))


def to(name: str, target: str, *, null: bool = False) -> Column[int]:
    return Column(name, WholeNumber, ForeignKey(target), nullable=null)


organisation = Table(
    "organisation", metadata,
    number_(), blob("workspace"), text("name"), blob("seed"), blob("recovery"), integer("created"),
    blob("place", null=True),
    Column("fresh_hours", WholeNumber, nullable=False, server_default=sql_text("72")),
)
"""One row: the signing seed; ``place`` counts the moves (``whereabouts``), ``fresh_hours`` is how
long it is remembered which bundle brought an answer."""

actor = Table("actor", metadata, number_(), Column("name", Text, nullable=False, unique=True))

campaign = Table(
    "campaign", metadata,
    number_(), blob("id", unique=True), blob("seed"), blob("row_secret"),
    integer("packages"),
    to("actor", "actor.number"), integer("added"), integer("retired", null=True),
)
"""``seed`` is the campaign's present receiving key, ``row_secret`` names the rows of its answers
(both empty once it is retired), ``packages`` is the highest version given out."""

definition = Table(
    "definition", metadata,
    to("campaign", "campaign.number"), integer("version"), blob("raw"), blob("hash"),
    to("actor", "actor.number"), integer("added"),
    PrimaryKeyConstraint("campaign", "version"),
)

package = Table(
    "package", metadata,
    blob("hash"), to("campaign", "campaign.number"), integer("version"), blob("raw"),
    to("actor", "actor.number"), integer("made"),
    PrimaryKeyConstraint("campaign", "version"), UniqueConstraint("hash"),
)

device = Table(
    "device", metadata,
    number_(), blob("public", unique=True), text("name"),
    to("actor", "actor.number"), integer("added"),
    integer("revoked", null=True), to("revoked_by", "actor.number", null=True),
    text("why_revoked", null=True),
)

stream = Table(
    "stream", metadata,
    number_(), blob("id", unique=True), to("device", "device.number"),
    to("campaign", "campaign.number"),
    integer("last_seen"), integer("last_receipt"), integer("acknowledged"),
)
"""``acknowledged`` is the last batch a receipt covers, ``last_receipt`` its number."""

batch = Table(
    "batch", metadata,
    number_(), to("stream", "stream.number"), blob("bundle", unique=True),
    integer("bundle_number"), blob("package_hash"), integer("made"),
    integer("new"), integer("known"), to("actor", "actor.number"), integer("at"),
    Index("batch_stream", "stream", "bundle_number"),
)
"""The intake history: one row for each bundle, however often its file was seen."""

epoch = Table(
    "epoch", metadata,
    number_(), to("campaign", "campaign.number"), blob("id"), to("stream", "stream.number"),
    blob("package_hash"), blob("parent"), blob("parent_head"), integer("opened"),
    blob("hash"), integer("made"), blob("head"), blob("header", null=True),
    UniqueConstraint("campaign", "stream", "id"),  # no stream can take another's place
    Index("epoch_parent", "stream", "parent"),
)
"""The stream in the key stands for the device. ``made`` records exist there, the last with hash
``head``. ``header`` is kept only while records of the epoch are kept sealed."""
Index(
    "epoch_header", epoch.c.stream,
    sqlite_where=epoch.c.header.is_not(None), postgresql_where=epoch.c.header.is_not(None),
)

ledger = Table(
    "ledger", metadata,
    to("campaign", "campaign.number"), to("epoch", "epoch.number"), integer("n"), blob("hash"),
    blob("previous", null=True), to("batch", "batch.number"),
    PrimaryKeyConstraint("campaign", "epoch", "n"),
    sqlite_with_rowid=False,
)
"""Which places have been taken in. ``previous`` is kept while the place before is missing."""

circumstance = Table(
    "circumstance", metadata,
    number_(), to("campaign", "campaign.number"), blob("form"), integer("form_version"),
    blob("unit"), blob("place", null=True), text("mode"), text("language"),
    integer("time"), integer("day"), text("clock"), text("consent"),
)
"""Shared by all responses given alike; the number is a hash, so it tells no order."""

question = Table("question", metadata, number_(), blob("id", unique=True))

response = Table(
    "response", metadata,
    to("campaign", "campaign.number"), blob("id"), to("circumstance", "circumstance.number"),
    integer("complete"), state(), blob("code", null=True),
    PrimaryKeyConstraint("campaign", "id"),
    sqlite_with_rowid=False,
)
"""``state``: 0 counted, 1 held, 2 excluded. ``code`` is a hash of the receipt code, if one was
wanted."""
Index(
    "response_code", response.c.campaign, response.c.code,
    sqlite_where=response.c.code.is_not(None), postgresql_where=response.c.code.is_not(None),
)


def _answers(name: str, *columns: Column[int] | Column[str] | Column[bytes]) -> Table:
    return Table(
        name, metadata,
        integer("campaign"), blob("response"), to("question", "question.number"), *columns,
        PrimaryKeyConstraint("campaign", "response", "question"),
        ForeignKeyConstraint(["campaign", "response"], ["response.campaign", "response.id"]),
        sqlite_with_rowid=False,
    )


rating = _answers("rating", integer("value"))
choice = _answers("choice", blob("choice"))
words = _answers("words", text("text"))
declined = _answers("declined")
"""Asked, and answered with *rather not say*."""

further = Table(
    "further", metadata,
    integer("campaign"), blob("response"), to("question", "question.number"), blob("at"),
    text("kind"), integer("number", null=True), text("text", null=True),
    blob("choices", null=True),
    PrimaryKeyConstraint("campaign", "response", "question", "at"),
    ForeignKeyConstraint(["campaign", "response"], ["response.campaign", "response.id"]),
    sqlite_with_rowid=False,
)
"""Answers of forms that have no place above. ``at`` holds two bytes, big-endian, for each repeat
that the question stands in: its instance, from 1. ``choices`` is ids of 16 bytes, end to end."""

file = Table(
    "file", metadata,
    integer("campaign"), blob("response"), to("question", "question.number"), blob("at"),
    blob("hash"), blob("data"),
    PrimaryKeyConstraint("campaign", "response", "question", "at"),
    ForeignKeyConstraint(["campaign", "response"], ["response.campaign", "response.id"]),
    sqlite_with_rowid=False,
)
"""The bytes of photos and sounds, and their SHA-256; size and type stand in ``further``. Tables of
answers are read without touching them."""

form_version = Table(
    "form_version", metadata,
    integer("campaign"), blob("form"), integer("version"), blob("hash"), integer("definition"),
    PrimaryKeyConstraint("campaign", "form", "version"),
    ForeignKeyConstraint(["campaign", "definition"], ["definition.campaign", "definition.version"]),
    sqlite_with_rowid=False,
)
"""A whole form that was asked: SHA-256 of its canonical JSON, and the first version of the survey's
``definition`` that holds it. Never changed."""

session_event = Table(
    "session_event", metadata,
    to("campaign", "campaign.number"), blob("id"), blob("session"), integer("lamport"),
    to("device", "device.number"), blob("body"), state(),
    PrimaryKeyConstraint("campaign", "id"),
    Index("session_event_order", "campaign", "session", "lamport", "device"),
    sqlite_with_rowid=False,
)

kept = Table(
    "kept", metadata,
    to("campaign", "campaign.number"), to("epoch", "epoch.number"), integer("n"),
    text("kind"), integer("version"), blob("sealed"),
    PrimaryKeyConstraint("campaign", "epoch", "n"),
    sqlite_with_rowid=False,
)
"""Records of a kind this program does not know, sealed as they came."""

quarantine = Table(
    "quarantine", metadata,
    number_(), blob("hash", unique=True), blob("raw", null=True), integer("size"),
    text("name"), text("code"), text("message"),
    to("actor", "actor.number"), integer("at"), integer("released", null=True),
    to("released_by", "actor.number", null=True),
    blob("stream", null=True), text("decision", null=True),
)
"""``size`` is the file's; ``raw`` its bytes where they are kept; ``decision`` a person's."""

backup = Table(
    "backup", metadata,
    number_(), blob("generation", unique=True), text("path"), integer("records"), integer("batch"),
    to("actor", "actor.number"), integer("at"),
)
"""``batch`` is the last batch the backup holds."""

receipt = Table(
    "receipt", metadata,
    to("stream", "stream.number"), integer("number"), blob("backup"), integer("issued"),
    integer("sent", null=True),
    PrimaryKeyConstraint("stream", "number"),
)

acknowledged = Table(
    "acknowledged", metadata,
    integer("stream"), integer("number"), to("epoch", "epoch.number"), integer("first"),
    integer("count"), blob("digest"),
    PrimaryKeyConstraint("stream", "number", "epoch", "first"),
    ForeignKeyConstraint(["stream", "number"], ["receipt.stream", "receipt.number"]),
    Index("acknowledged_epoch", "epoch"),
)
