"""From an open workspace to value results: persons and points in, figures out."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from admin.results.wording import UNFINISHED
from storage.workspace import Workspace
from storage.workspace.values import CampaignCounts
from survey.campaign import Campaign
from survey.results import ValueResults
from survey.stats.quantiles import t_quantile
from survey.value import Ask, results

CROSSING = ":"
"""Joins two questions in a grouping: ``area:gender``."""


def value_results(
    workspace: Workspace,
    campaign_id: UUID,
    by: tuple[str, ...],
    language: str = "sv",
) -> ValueResults:
    """The campaign's value results for everybody and for each grouping in ``by``.

    A grouping is a question's name, or two joined by ``:`` to be crossed. The weights are the last
    set that was locked, or as the sessions stand. ``release`` is that of :func:`edition`. Raises
    WrongCampaign, and ValueError on an unknown question.
    """
    campaign = workspace.campaign(campaign_id)
    counts = workspace.counts(campaign_id)
    weights, used = workspace.sessions.weights(campaign_id)
    version = used.version if used.locked else 0
    return results(
        campaign,
        workspace.persons(campaign_id),
        weights,
        t_quantile,
        Ask(
            release=edition(workspace, campaign, counts, version),
            by=tuple(tuple(grouping.split(CROSSING)) for grouping in by),
            language=language,
            taken_in=_answered(campaign, counts),
            refused={**counts.quarantined, **_unfinished(campaign, counts)},
            weights_version=version,
        ),
    )


def edition(
    workspace: Workspace, campaign: Campaign, counts: CampaignCounts, weights_version: int = 0
) -> str:
    """The name of the figures: the day of the newest intake and how many records they rest on.

    The same answers have the same name whenever they are looked at; decisions, corrections and
    erasures since are counted after a point. The day is that of the
    campaign's zone, its first day before anything is taken in. The number is left out while
    fewer people than the threshold have answered, since it would tell how few they are. Locked
    weights come last, by their version.
    """
    came = [arrival.at for arrival in workspace.history() if arrival.campaign == campaign.id]
    zone = ZoneInfo(campaign.zone)
    day = max(came).astimezone(zone).date() if came else campaign.first_day
    locked = f"-w{weights_version}" if weights_version else ""
    if _answered(campaign, counts) < campaign.threshold:
        return f"{day.isoformat()}{locked}"
    changed = f".{counts.decisions}" if counts.decisions else ""
    return f"{day.isoformat()}-{counts.records}{changed}{locked}"


def _answered(campaign: Campaign, counts: CampaignCounts) -> int:
    """Responses that results rest upon: partial ones only where the campaign uses them."""
    return counts.complete + (counts.partial if campaign.use_partials else 0)


def _unfinished(campaign: Campaign, counts: CampaignCounts) -> dict[str, int]:
    """Answers of people who stopped, where results do not rest upon them."""
    return {} if campaign.use_partials or not counts.partial else {UNFINISHED: counts.partial}
