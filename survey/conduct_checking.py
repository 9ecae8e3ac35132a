"""What must hold between how a campaign's kiosks conduct themselves and the rest of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from survey.arms import NOON
from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Conduct, Hours, OneTap, Quota, Trial, Way
from survey.forms.model import QuestionType
from survey.strict import NO_ID, Notes

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)

GRAINS = (60, 30, 15)
"""Minutes that are told where others are too coarse; 15 tells noon in every zone."""

FACES = (4, 5)
"""As many steps have faces that anybody can tell apart."""


def check_conduct(campaign: Campaign, notes: Notes) -> None:
    """Notes every broken rule; stand-ins the reader left are passed by."""
    conduct = campaign.conduct
    _check_ways(conduct, notes)
    if conduct.one_tap is not None:
        _check_one_tap(campaign, conduct.one_tap, notes)
    _check_hours(conduct.hours, notes)
    if conduct.trial is not None:
        _check_trial(campaign, conduct.trial, notes)
    _check_quotas(campaign, notes)
    _check_reviewed(campaign, notes)


def _check_ways(conduct: Conduct, notes: Notes) -> None:
    arms = conduct.trial.arms if conduct.trial else ()
    tapped = Way.ONE_TAP in (conduct.way, *(arm.way for arm in arms))
    if tapped and conduct.one_tap is None:
        message = "One tap needs a question whose faces stand on the first screen."
        hint = 'Add "one_tap" with the id of a rating.'
        notes.error("conduct.one_tap", "missing", message, hint)
    if not tapped and conduct.one_tap is not None:
        hint = 'Write "way": "one-tap", or leave one_tap out.'
        notes.warning("conduct.one_tap", "unused", "No way leads to these faces.", hint)


def _check_one_tap(campaign: Campaign, one_tap: OneTap, notes: Notes) -> None:
    where = "conduct.one_tap.question"
    if one_tap.question == NO_ID or not campaign.form.questions:
        return
    question = campaign.form.question(one_tap.question)
    if question is None or question.type is not QuestionType.RATING:
        message = "This is not a rating of the form."
        notes.error(where, "unknown-question", message, "Give the id of one of its ratings.")
    elif question.scale is not None and len(question.scale.steps) not in FACES:
        message = "Its scale has neither four nor five steps, for which there are faces."
        notes.error(where, "no-faces", message, "Choose a rating with four or five steps.")


def _check_hours(hours: tuple[Hours, ...], notes: Notes) -> None:
    for at, one in enumerate(hours):
        where = f"conduct.hours[{at}]"
        if one.closes <= one.opens:
            hint = "Let it close later than it opens, by midnight; on the next day it opens anew."
            notes.error(f"{where}.closes", "wrong-order", "It closes before it opens.", hint)
        elif any(_overlap(one, other) for other in hours[:at]):
            message = "These hours overlap earlier ones of the same weekday."
            notes.error(where, "overlap", message, "Make one of both, or part them.")


def _overlap(one: Hours, other: Hours) -> bool:
    return (
        one.weekday == other.weekday and one.opens < other.closes and other.opens < one.closes
    )


def _check_trial(campaign: Campaign, trial: Trial, notes: Notes) -> None:
    where = "conduct.trial"
    if trial.by is AssignedBy.PERSON and len({arm.way for arm in trial.arms}) > 1:
        message = "Where the first screen itself is tried, arms change by half-day."
        notes.error(f"{where}.by", "needs-half-day", message, 'Write "by": "half-day".')
    if trial.by is AssignedBy.HALF_DAY and not _tells_half_days(campaign):
        message = "Times are kept too coarsely to tell whether somebody came before or after noon."
        fits = " or ".join(
            str(grain) for grain in GRAINS
            if _tells_half_days(replace(campaign, grain_minutes=grain))
        )
        hint = f'Choose {fits}, or write "by": "person".'
        notes.error("grain_minutes", "too-coarse", message, hint)
    _each_once(f"{where}.arms", (arm.id for arm in trial.arms), notes)
    _each_once(f"{where}.arms", (arm.name.casefold() for arm in trial.arms), notes)
    for at, arm in enumerate(trial.arms):
        _check_arm(campaign, arm, f"{where}.arms[{at}]", notes)


def _tells_half_days(campaign: Campaign) -> bool:
    """Whether noon and midnight of the zone, in summer and in winter, are times that the grain
    keeps; times are rounded down in UTC."""
    try:
        zone = ZoneInfo(campaign.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return True  # which is told elsewhere
    grain = timedelta(minutes=campaign.grain_minutes)
    year = max(campaign.first_day.year, 1990)
    ends = (datetime(year, month, 1, hour, tzinfo=zone) for month in (1, 7) for hour in (0, NOON))
    return not any((end - _ZERO) % grain for end in ends)


def _check_arm(campaign: Campaign, arm: Arm, where: str, notes: Notes) -> None:
    if not arm.questions:
        return
    if campaign.definition is not None:
        message = "A whole form says by itself what it asks, so arms cannot choose questions."
        hint = "Leave questions out, or let the form ask by conditions."
        notes.error(f"{where}.questions", "misplaced", message, hint)
        return
    _each_once(f"{where}.questions", arm.questions, notes)
    known = {question.id for question in campaign.form.questions} | {NO_ID}
    for at, question in enumerate(arm.questions):
        if known != {NO_ID} and question not in known:
            message = "The form has no such question."
            hint = "Give the id of a question."
            notes.error(f"{where}.questions[{at}]", "unknown-question", message, hint)
    one_tap = campaign.conduct.one_tap
    if arm.way is Way.ONE_TAP and one_tap and one_tap.question not in (*arm.questions, NO_ID):
        message = "The question whose faces stand first is not among those of this arm."
        notes.error(f"{where}.questions", "without-one-tap", message, "Add it.")


def _check_quotas(campaign: Campaign, notes: Notes) -> None:
    quotas = campaign.conduct.quotas
    _each_once("conduct.quotas", ((one.question, one.choice) for one in quotas), notes)
    for at, quota in enumerate(quotas):
        _check_quota(campaign, quota, f"conduct.quotas[{at}]", notes)


def _check_quota(campaign: Campaign, quota: Quota, where: str, notes: Notes) -> None:
    if (quota.question is None) != (quota.choice is None):
        missing = "choice" if quota.choice is None else "question"
        message = "A question and one of its choices go together."
        notes.error(f"{where}.{missing}", "missing", message, "Give both, or neither for all.")
        return
    if quota.question in (None, NO_ID) or not campaign.form.questions:
        return
    question = campaign.form.question(quota.question) if quota.question else None
    if question is None or question.id not in campaign.group_by:
        message = "This is not a question that results are grouped by."
        notes.error(f"{where}.question", "unknown-question", message, "Add it to group_by.")
    elif quota.choice not in (NO_ID, *(choice.id for choice in question.choices)):
        message = "The question has no such choice."
        notes.error(f"{where}.choice", "unknown-choice", message, "Give one of its choices.")


def _check_reviewed(campaign: Campaign, notes: Notes) -> None:
    consent = campaign.consent
    _each_once("consent.reviewed", consent.reviewed, notes)
    for at, tag in enumerate(consent.reviewed):
        where = f"consent.reviewed[{at}]"
        if tag and tag not in campaign.languages:
            message = "The campaign does not have this language."
            notes.error(where, "unknown-language", message, "Add the language or remove this.")
        elif tag and tag not in consent.text:
            message = "The consent has no words in this language that anybody could have read."
            notes.error(where, "no-words", message, "Write the words or remove this.")


def _each_once(
    where: str, values: Iterable[str | UUID | tuple[UUID | None, ...]], notes: Notes
) -> None:
    seen: set[object] = set()
    for at, value in enumerate(values):
        if value in seen and value not in (NO_ID, ""):
            message = "The same one stands earlier in the list."
            notes.error(f"{where}[{at}]", "repeated", message, "Remove it or give it its own.")
        seen.add(value)
