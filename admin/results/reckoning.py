"""From an open workspace to value results: persons and points in, figures out."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from storage.values import Clock
from storage.workspace import Workspace
from survey.results import ValueResults
from survey.stats.quantiles import t_quantile
from survey.value import Ask, results
from survey.weighting import weights

CROSSING = ":"
"""Joins two questions in a grouping: ``area:gender``."""


def value_results(
    workspace: Workspace,
    campaign_id: UUID,
    by: tuple[str, ...],
    clock: Clock,
    language: str = "sv",
) -> ValueResults:
    """The campaign's value results for everybody and for each grouping in ``by``.

    A grouping is a question's name, or two joined by ``:`` to be crossed. ``release`` is the
    day in the campaign's zone and how many records the figures rest upon. Raises WrongCampaign,
    and ValueError on an unknown question.
    """
    campaign = workspace.campaign(campaign_id)
    counts = workspace.counts(campaign_id)
    day = clock().astimezone(ZoneInfo(campaign.zone)).date()
    answered = counts.complete + (counts.partial if campaign.use_partials else 0)
    return results(
        campaign,
        workspace.persons(campaign_id),
        weights(
            workspace.session_groups(campaign_id),
            tuple(factor.id for factor in campaign.factors),
            campaign.weight_rule,
        ),
        t_quantile,
        Ask(
            release=f"{day.isoformat()}-{counts.records}",
            by=tuple(tuple(grouping.split(CROSSING)) for grouping in by),
            language=language,
            taken_in=answered,
            refused=dict(counts.quarantined),
        ),
    )
