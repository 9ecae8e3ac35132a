"""The workspace's tables of what came beside answers, of devices' notes, and of texts read over."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table

from storage.workspace.tables import blob, integer, metadata, state, text, to


def _of_a_response() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["campaign", "response"], ["response.campaign", "response.id"])


beside = Table(
    "beside", metadata,
    integer("campaign"), blob("response"), blob("arm", null=True), integer("language_switches"),
    PrimaryKeyConstraint("campaign", "response"), _of_a_response(),
    sqlite_with_rowid=False,
)
"""Of responses that came with something beside their answers; the arm's 16 bytes."""

flag = Table(
    "flag", metadata,
    integer("campaign"), blob("response"), text("flag"),
    PrimaryKeyConstraint("campaign", "response", "flag"), _of_a_response(),
    sqlite_with_rowid=False,
)
"""Why a response looks odd."""

screen = Table(
    "screen", metadata,
    integer("campaign"), blob("response"), to("question", "question.number"), integer("seconds"),
    integer("changes"), integer("helped"),
    PrimaryKeyConstraint("campaign", "response", "question"), _of_a_response(),
    sqlite_with_rowid=False,
)
"""How a question's screen was met."""

note = Table(
    "note", metadata,
    to("campaign", "campaign.number"), blob("id"), text("kind"), to("device", "device.number"),
    integer("day"), blob("body"), state(),
    PrimaryKeyConstraint("campaign", "id"),
    Index("note_kind", "campaign", "kind", "day"),
    Index("note_device", "device", "kind", "day"),
    sqlite_with_rowid=False,
)
"""What devices told of themselves and of where they stood, as it came; ``day`` is that of the
body, in days since 1970; ``state`` is a response's, held with those of a revoked device."""

consent_review = Table(
    "consent_review", metadata,
    to("campaign", "campaign.number"), text("language"), blob("hash"),
    to("actor", "actor.number"), integer("at"),
    PrimaryKeyConstraint("campaign", "language", "hash"),
    sqlite_with_rowid=False,
)
"""Somebody found the consent right in that language; ``hash`` is SHA-256 of exactly that text."""

voucher = Table(
    "voucher", metadata,
    to("campaign", "campaign.number"), blob("hash"), integer("redeemed", null=True),
    to("actor", "actor.number", null=True),
    PrimaryKeyConstraint("campaign", "hash"),
    sqlite_with_rowid=False,
)
"""Vouchers that a kiosk made, by the 32-byte hash alone; ``redeemed`` on a day since 1970, by whom.
Nothing here says which kiosk made one, or when."""
