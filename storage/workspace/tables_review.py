"""The workspace's tables of what people decide about answers, and of what is no more."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.workspace.tables import (
    blob,
    integer,
    metadata,
    number_,
    text,
    to,
)

fresh = Table(
    "fresh", metadata,
    to("batch", "batch.number"), integer("campaign"), blob("response"),
    PrimaryKeyConstraint("batch", "response"),
    sqlite_with_rowid=False,
)
"""Which answers a batch brought, until a receipt covers it; never in a backup."""

unreadable = Table(
    "unreadable", metadata,
    number_(), to("stream", "stream.number"), blob("epoch"), integer("n"), blob("hash"),
    blob("sealed"), text("reason"), integer("at"),
    UniqueConstraint("stream", "epoch", "n", "hash"),
)
"""Records of sound bundles that could not be opened; in no ledger and no receipt.

The header that opens them is kept once, in ``epoch.header``."""

review = Table(
    "review", metadata,
    number_(), to("campaign", "campaign.number"), blob("response"), integer("state"),
    text("reason"), to("actor", "actor.number"), integer("at"),
    Index("review_response", "campaign", "response"),
)
"""Every change of a response's state, with its reason; the newest one counts."""

correction = Table(
    "correction", metadata,
    number_(), to("campaign", "campaign.number"), blob("response"), blob("field"),
    blob("value"), text("reason"), to("actor", "actor.number"), integer("at"),
    Index("correction_response", "campaign", "response"),
)
"""What staff say the answer should have been; the original row stays as it came."""

withdrawn = Table(
    "withdrawn", metadata,
    Column("code", LargeBinary, primary_key=True, nullable=False),
    to("campaign", "campaign.number", null=True), integer("at"),
    to("actor", "actor.number"), integer("found", null=True),
    sqlite_with_rowid=False,
)
"""Hashes of receipt codes that were given back; ``found`` when their answers were here."""

withdrawal = Table(
    "withdrawal", metadata,
    to("campaign", "campaign.number"), to("epoch", "epoch.number"), integer("n"),
    PrimaryKeyConstraint("campaign", "epoch", "n"),
    sqlite_with_rowid=False,
)
"""The places of the ledger that hold no answer: a withdrawal, or an answer withdrawn before."""

export = Table(
    "export", metadata,
    number_(), to("campaign", "campaign.number"), text("kind"), text("path"),
    integer("records"), to("actor", "actor.number"), integer("at"), integer("destroyed", null=True),
)
"""What left this workspace readable, so that a withdrawal can name it."""

retention = Table(
    "retention", metadata,
    to("campaign", "campaign.number"), integer("answers_days", null=True),
    integer("words_days", null=True), to("actor", "actor.number"), integer("at"),
    PrimaryKeyConstraint("campaign"),
)
"""After how many days from their day answers, and free words, are erased."""

erasure = Table(
    "erasure", metadata,
    number_(), to("campaign", "campaign.number"), text("what"), integer("records"),
    to("actor", "actor.number"), integer("at"),
)
"""What was erased by a rule: how many, never which."""

happening = Table(
    "happening", metadata,
    number_(), integer("at"), to("actor", "actor.number"), text("kind"),
    to("campaign", "campaign.number", null=True), to("device", "device.number", null=True),
    text("detail"),
)
"""The log of what people did with keys, devices, answers and exports."""
