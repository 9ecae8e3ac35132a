"""Why results show less than was asked for, each with what to do. No figure under the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from admin.commands.saying import many

if TYPE_CHECKING:
    from storage.workspace.values import CampaignCounts
    from survey.campaign import Campaign
    from survey.results import ValueResults

_NO_RATINGS = "This survey has no ratings of value factors, so there is no value index."


class Why(NamedTuple):
    """A reason: ``code`` for programs, ``message`` for people."""

    code: str
    message: str


def reasons(
    campaign: Campaign, counts: CampaignCounts, results: ValueResults
) -> tuple[Why, ...]:
    """Every reason why something is not shown, the gravest first; none when all is."""
    return (*_empty(campaign, counts, results), *_left_out(campaign, counts))


def _left_out(campaign: Campaign, counts: CampaignCounts) -> tuple[Why, ...]:
    if campaign.use_partials or not counts.partial or not counts.complete:
        return ()
    people = many(counts.partial, "person", "people")
    return (Why(
        "unfinished-left-out", f"{people} stopped before the end: kept, but not in these results."
    ),)


def _empty(
    campaign: Campaign, counts: CampaignCounts, results: ValueResults
) -> tuple[Why, ...]:
    answers = _no_answers(campaign, counts)
    if not campaign.ratings():
        none = Why(
            "no-ratings", f"{_NO_RATINGS} What people answered is shown question by question."
        )
        return (none,) if answers is None else (answers, none)
    seen = _Seen(
        everybody=[row.suppressed for row in results.rows if not row.group],
        groups=[row.suppressed for row in results.rows if row.group],
        without=any(row.value_index is None and not row.suppressed for row in results.rows),
        participants=[
            None if weight.suppressed else weight.n_participants for weight in results.weights
        ],
    )
    found = _hidden(seen, campaign.threshold) if answers is None else (answers,)
    return (*found, *_no_index(seen, campaign.threshold))


def reasons_in_file(results: dict[str, Any], threshold: int) -> tuple[Why, ...]:
    """The same of another organisation's ``results.json``, which nobody's counts come with."""
    rows, weights = results["rows"], results["weights"]
    if not weights:
        return (Why("no-ratings", _NO_RATINGS),)
    seen = _Seen(
        everybody=[row["suppressed"] for row in rows if not row["group"]],
        groups=[row["suppressed"] for row in rows if row["group"]],
        without=any(row["value_index"] is None and not row["suppressed"] for row in rows),
        participants=[weight["n_participants"] for weight in weights],
    )
    return (*_hidden(seen, threshold), *_no_index(seen, threshold))


class _Seen(NamedTuple):
    """What the reasons lie in: whether everybody and each group is hidden, a row ``without`` an
    index is shown, and how many gave each factor points (None: too few to be told)."""

    everybody: list[bool]
    groups: list[bool]
    without: bool
    participants: list[int | None]


def _no_answers(campaign: Campaign, counts: CampaignCounts) -> Why | None:
    if counts.complete or (counts.partial and campaign.use_partials):
        return None
    if counts.held:
        return Why(
            "all-held", "Every answer here is held until somebody decides: vardera responses list "
            "--state held, vardera devices accept, vardera responses decide.",
        )
    if counts.excluded or counts.withdrawn or (counts.gone and not counts.partial):
        return Why("all-excluded", "Every answer here was excluded, taken back or erased.")
    if counts.partial:
        return Why(
            "only-unfinished",
            "Only unfinished answers have come, and this survey does not count those.",
        )
    return Why("no-answers", "No answers have been taken in yet: vardera intake --help")


def _hidden(seen: _Seen, least: int) -> tuple[Why, ...]:
    if any(seen.everybody):
        return (Why(
            "too-few", f"Fewer than {least} people have answered. Nothing is shown before {least} "
            "have, so that nobody can be pointed out.",
        ),)
    hidden = sum(seen.groups)
    if not hidden:
        return ()
    if hidden == len(seen.groups):
        return (Why(
            "all-groups-hidden", f"No group is shown: in each, or in what could be reckoned from "
            f"the others, there are fewer than {least} people.",
        ),)
    return (Why(
        "groups-hidden", f"{many(hidden, 'group is', 'groups are')} not shown: fewer than {least} "
        "people, or a smaller group could be reckoned from it.",
    ),)


def _no_index(seen: _Seen, least: int) -> tuple[Why, ...]:
    if any(seen.participants):
        return (Why(
            "too-few-weighed", "Where there is no value index, too few have answered the "
            "questions that are weighed.",
        ),) if seen.without else ()
    if None in seen.participants:
        return (Why(
            "few-weights", f"Fewer than {least} participants have given points: "
            "neither weights nor a value index is shown, so that nobody's points can be read.",
        ),)
    return (Why(
        "no-weights",
        "There are no weights: no focus group's points have come, so there is no value index.",
    ),)
