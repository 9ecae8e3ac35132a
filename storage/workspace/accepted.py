"""Packages of a lead organisation that a partner accepts: their bundles are taken in here too."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from storage.errors import MissingKey, TooOld
from storage.values import Package, RandomBytes
from storage.workspace import actors, campaign_keys, campaigns
from survey.campaign import Campaign
from survey.consents import unmarked
from survey.reading import read_campaign, write_campaign

_ACCEPT = (
    "INSERT INTO accepted_package (hash, campaign, organisation, version, raw, actor, at)"
    " VALUES (?,?,?,?,?,?,?) ON CONFLICT (campaign, hash) DO NOTHING"
)


def accept(
    connection: Connection, package: Package, *, actor: str, now: datetime, random: RandomBytes
) -> None:
    """Note the package, and keep its survey where that is newer than the one here. Which consent
    texts the lead organisation has read is not kept: nobody here has.

    Raises WrongCampaign, MissingKey when the package is not sealed to this workspace,
    Retired, Conflict when the same version of the survey says something else here.
    """
    campaign = campaigns.number(connection, package.campaign)
    held = campaign_keys.receiving_keys(connection, campaign)
    if not any(recipient.id in held for recipient in package.recipients):
        raise MissingKey(
            "package: it is not sealed to this workspace. Give the organisation this "
            "workspace's .vrecipient file first"
        )
    survey, _ = read_campaign(package.definition)
    if survey is not None:
        _keep(connection, unmarked(survey), actor=actor, now=now, random=random)
    connection.exec_driver_sql(
        _ACCEPT,
        (
            package.hash, campaign, package.signer, package.version, package.raw,
            actors.number(connection, actor), int(now.timestamp()),
        ),
    )


def _keep(
    connection: Connection, survey: Campaign, *, actor: str, now: datetime, random: RandomBytes
) -> None:
    if unmarked(campaigns.one(connection, survey.id)) == survey:
        return
    with suppress(TooOld):  # a later one is here already
        campaigns.add(
            connection, survey, write_campaign(survey), actor=actor, now=now, random=random
        )
