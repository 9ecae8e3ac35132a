"""Why results show less than was asked for, each with what to do. No figure under the threshold."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storage.workspace.values import CampaignCounts
    from survey.campaign import Campaign
    from survey.results import ValueResults

_ENGLISH = gettext.NullTranslations()


class Why(NamedTuple):
    """A reason: ``code`` for programs, ``message`` for people."""

    code: str
    message: str


def reasons(
    campaign: Campaign, counts: CampaignCounts, results: ValueResults
) -> tuple[Why, ...]:
    """Every reason why something is not shown, the gravest first; none when all is."""
    answers = _no_answers(campaign, counts)
    if not campaign.ratings():
        none = Why(
            "no-ratings", "This survey has no ratings of value factors, so there is no value "
            "index. What people answered is shown question by question.",
        )
        return (none,) if answers is None else (answers, none)
    found = (answers,) if answers is not None else _hidden(campaign, results)
    if any(weight.n_participants for weight in results.weights):
        return found
    if results.weights_hidden:
        return (*found, Why(
            "few-weights", f"Fewer than {campaign.threshold} participants have given points: "
            "neither weights nor a value index is shown, so that nobody's points can be read.",
        ))
    return (*found, Why(
        "no-weights",
        "There are no weights: no focus group's points have come, so there is no value index.",
    ))


def _no_answers(campaign: Campaign, counts: CampaignCounts) -> Why | None:
    if counts.complete or (counts.partial and campaign.use_partials):
        return None
    if counts.held:
        return Why(
            "all-held", "Every answer here is held until somebody decides: vardera responses list "
            "--state held, vardera devices accept, vardera responses decide.",
        )
    if counts.excluded or counts.withdrawn:
        return Why("all-excluded", "Every answer here was excluded or taken back.")
    if counts.partial:
        return Why(
            "only-unfinished",
            "Only unfinished answers have come, and this survey does not count those.",
        )
    return Why("no-answers", "No answers have been taken in yet: vardera intake --help")


def _hidden(campaign: Campaign, results: ValueResults) -> tuple[Why, ...]:
    least = campaign.threshold
    if any(row.suppressed for row in results.rows if not row.group):
        return (Why(
            "too-few", f"Fewer than {least} people have answered. Nothing is shown before {least} "
            "have, so that nobody can be pointed out.",
        ),)
    groups = [row for row in results.rows if row.group]
    hidden = sum(row.suppressed for row in groups)
    if not hidden:
        return ()
    if hidden == len(groups):
        return (Why(
            "all-groups-hidden", f"No group is shown: in each, or in what could be reckoned from "
            f"the others, there are fewer than {least} people.",
        ),)
    verb = _ENGLISH.ngettext("group is", "groups are", hidden)
    return (Why(
        "groups-hidden", f"{hidden} {verb} not shown: fewer than {least} people, or a smaller "
        "group could be reckoned from it.",
    ),)
