"""The workspace's tables of what people decide about group sessions, and of locked weights."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from storage.workspace.tables import blob, integer, metadata, number_, text, to

heading_map = Table(
    "heading_map", metadata,
    number_(), to("campaign", "campaign.number"), blob("session"), blob("heading"), text("kind"),
    blob("factor", null=True), to("actor", "actor.number"), integer("at"),
    Index("heading_map_session", "campaign", "session", "heading"),
)
"""Every decision about what a group's heading stands for; the newest of a heading counts. ``kind``
is same, narrower, wider or new, or empty: as it came."""

session_choice = Table(
    "session_choice", metadata,
    number_(), to("campaign", "campaign.number"), blob("session"), integer("counts"),
    text("reason"), to("actor", "actor.number"), integer("at"),
    Index("session_choice_session", "campaign", "session"),
)
"""Whether a session counts in the weights; the newest row does, and without one it counts."""

weight_set = Table(
    "weight_set", metadata,
    to("campaign", "campaign.number"), integer("version"), blob("raw"), blob("hash"),
    to("actor", "actor.number"), integer("at"),
    PrimaryKeyConstraint("campaign", "version"),
    sqlite_with_rowid=False,
)
"""Locked sets of weights: their file, and its SHA-256. Never changed."""
