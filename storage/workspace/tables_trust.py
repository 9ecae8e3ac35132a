"""The workspace's tables of keys, recipients and what crosses to other organisations."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint

from storage.workspace.tables import (
    blob,
    integer,
    metadata,
    number_,
    text,
    to,
)

campaign_key = Table(
    "campaign_key", metadata,
    number_(), to("campaign", "campaign.number"), blob("id"), blob("seed"),
    to("actor", "actor.number"), integer("rotated"),
    UniqueConstraint("campaign", "id"),
)
"""Receiving keys of a campaign before its present one: they open what was sealed to them."""

recipient = Table(
    "recipient", metadata,
    to("campaign", "campaign.number"), blob("id"), blob("public"), text("name"),
    blob("organisation"), to("actor", "actor.number"), integer("added"),
    integer("removed", null=True),
    PrimaryKeyConstraint("campaign", "id"),
)
"""Other organisations that answers of a campaign are sealed to as well."""

sheet = Table(
    "sheet", metadata,
    number_(), blob("name"), integer("made"), to("actor", "actor.number"),
    integer("replaced", null=True),
)
"""Recovery sheets, by the four bytes that are printed on each; the last is the present one."""

recovery_key = Table(
    "recovery_key", metadata,
    number_(), to("sheet", "sheet.number"), blob("id", unique=True), blob("public"),
    to("campaign", "campaign.number", null=True),
)
"""Public halves only, made when the recovery code was at hand: a campaign takes the next free.

``number`` is the index that the key comes from; below zero those of schema version 1."""

accepted_package = Table(
    "accepted_package", metadata,
    blob("hash"), to("campaign", "campaign.number"), blob("organisation"), integer("version"),
    blob("raw"), to("actor", "actor.number"), integer("at"),
    PrimaryKeyConstraint("campaign", "hash"),
)
"""Packages of another organisation that are sealed to us too: their bundles are taken in."""

retirement = Table(
    "retirement", metadata,
    to("campaign", "campaign.number"), integer("at"), to("actor", "actor.number"), blob("raw"),
    PrimaryKeyConstraint("campaign"),
)
"""A campaign whose keys were destroyed, and the signed certificate of it."""

token = Table(
    "token", metadata,
    to("device", "device.number"), blob("confirmed"), blob("issued", null=True), integer("at"),
    integer("refused", null=True),
    PrimaryKeyConstraint("device"),
)
"""Hashes of the rolling secret by which a copied device shows on the network."""

forwarder = Table(
    "forwarder", metadata,
    to("campaign", "campaign.number"), blob("recipient"), text("name"), blob("public"),
    blob("seed"), integer("last_number"), blob("parent"), blob("parent_head"),
    to("actor", "actor.number"), integer("added"),
    PrimaryKeyConstraint("campaign", "recipient"),
)
"""The sending device's key that bundles for another organisation are signed with."""

forwarded = Table(
    "forwarded", metadata,
    integer("campaign"), blob("recipient"), blob("response"), integer("number"),
    PrimaryKeyConstraint("campaign", "recipient", "response"),
    ForeignKeyConstraint(
        ["campaign", "recipient"], ["forwarder.campaign", "forwarder.recipient"]
    ),
    sqlite_with_rowid=False,
)

forwarding = Table(
    "forwarding", metadata,
    integer("campaign"), blob("recipient"), integer("number"), blob("raw"), integer("records"),
    to("actor", "actor.number"), integer("at"),
    PrimaryKeyConstraint("campaign", "recipient", "number"),
    ForeignKeyConstraint(
        ["campaign", "recipient"], ["forwarder.campaign", "forwarder.recipient"]
    ),
)
"""The exact bundles that were made for another organisation: sent again as they were."""

aggregate = Table(
    "aggregate", metadata,
    number_(), blob("hash", unique=True), blob("campaign"), blob("organisation"),
    text("name"), integer("sent"), blob("raw"), to("actor", "actor.number"), integer("at"),
)
"""Signed, suppressed results that were sent (``sent`` = 1) or came from elsewhere."""
