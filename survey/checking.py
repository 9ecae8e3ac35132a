"""What must hold between the parts of a campaign, beyond each part being well formed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from survey.campaign import Campaign
from survey.conduct_checking import check_conduct
from survey.forms.model import Question, QuestionType
from survey.media_names import check_media
from survey.strict import NO_ID, Notes

_QUESTION_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_campaign(campaign: Campaign, notes: Notes) -> None:
    """Notes every broken rule; stand-ins the reader left (``NO_ID``, no text) are passed by."""
    _unique("languages", campaign.languages, notes)
    _unique("units", (unit.id for unit in campaign.units), notes)
    _unique("factors", (factor.id for factor in campaign.factors), notes)
    _unique("group_by", campaign.group_by, notes)
    if campaign.last_day < campaign.first_day:
        message = "The last day is before the first."
        notes.error("last_day", "wrong-order", message, "Change one of the days.")
    if 1440 % campaign.grain_minutes:
        message = "The minutes must divide a day evenly."
        notes.error("grain_minutes", "uneven-grain", message, "Use for example 15, 30 or 60.")
    _check_zone(campaign.zone, notes)
    _check_form(campaign, notes)
    _check_groups(campaign, notes)
    check_conduct(campaign, notes)
    check_media(campaign, notes)
    if campaign.photos_and_sound and campaign.definition is None:
        hint = "Leave it out."
        notes.error("photos_and_sound", "misplaced", "Only a whole form can ask for them.", hint)


def _unique(where: str, values: Iterable[object], notes: Notes) -> None:
    seen: set[object] = set()
    for at, value in enumerate(values):
        if value in seen and value not in (NO_ID, ""):
            message = "The same one stands earlier in the list."
            notes.error(f"{where}[{at}]", "repeated", message, "Remove it or give it its own.")
        seen.add(value)


def _check_zone(zone: str, notes: Notes) -> None:
    if not zone:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "Write for example Europe/Stockholm."
        notes.error("zone", "unknown-zone", "This time zone is not known.", hint)


def _check_form(campaign: Campaign, notes: Notes) -> None:
    questions = campaign.form.questions
    _unique("form.questions", (question.id for question in questions), notes)
    _unique("form.questions", (question.name for question in questions), notes)
    factors = {factor.id for factor in campaign.factors}
    for at, question in enumerate(questions):
        where = f"form.questions[{at}]"
        if question.name and not _QUESTION_NAME.fullmatch(question.name):
            hint = "Use letters a-z, digits and _, and start with a letter."
            notes.error(f"{where}.name", "bad-name", "This name cannot be exported.", hint)
        if question.factor not in (None, NO_ID) and question.factor not in factors:
            message = "The campaign has no such factor."
            notes.error(f"{where}.factor", "unknown-factor", message, "Choose one from factors.")
        if question.type is QuestionType.RATING:
            _check_rating(question, where, notes)
        else:
            _check_choices(question, where, notes)
    _check_one_scale(campaign, notes)
    asked = {question.factor for question in questions}
    for at, factor in enumerate(campaign.factors):
        if factor.id != NO_ID and factor.id not in asked:
            message = "No question asks about this factor."
            hint = "Add a rating for it, or leave it as weighted only."
            notes.warning(f"factors[{at}]", "factor-not-asked", message, hint)


def _check_rating(question: Question, where: str, notes: Notes) -> None:
    if question.choices:
        message = "A rating has a scale, not choices."
        notes.error(f"{where}.choices", "misplaced", message, "Remove the choices.")
    scale = question.scale
    if scale is None:
        notes.error(f"{where}.scale", "missing", "A rating needs a scale.", "Add low and high.")
    elif scale.high <= scale.low:
        message = "The highest step must be above the lowest."
        notes.error(f"{where}.scale.high", "wrong-order", message, "Change low or high.")
    elif len(scale.labels) != len(scale.steps):
        message = f"There are {len(scale.labels)} labels for {len(scale.steps)} steps."
        notes.error(f"{where}.scale.labels", "wrong-number", message, "Give each step one label.")


def _check_choices(question: Question, where: str, notes: Notes) -> None:
    if question.scale is not None:
        notes.error(f"{where}.scale", "misplaced", "Choices have no scale.", "Remove the scale.")
    if question.factor is not None:
        message = "Only a rating can belong to a factor."
        notes.error(f"{where}.factor", "misplaced", message, "Remove the factor.")
    if len(question.choices) < 2:
        message = "There must be at least two choices."
        notes.error(f"{where}.choices", "wrong-number", message, "Add choices.")
    _unique(f"{where}.choices", (choice.id for choice in question.choices), notes)
    _unique(f"{where}.choices", (choice.name for choice in question.choices), notes)


def _check_one_scale(campaign: Campaign, notes: Notes) -> None:
    """Factor indices are compared with each other, so their ratings share one scale."""
    first: tuple[int, int] | None = None
    for at, question in enumerate(campaign.form.questions):
        if question.factor is None or question.scale is None:
            continue
        bounds = (question.scale.low, question.scale.high)
        first = first or bounds
        if bounds != first:
            message = "The ratings of factors must all have the same lowest and highest step."
            where = f"form.questions[{at}].scale"
            notes.error(where, "mixed-scales", message, "Use one scale for all of them.")


def _check_groups(campaign: Campaign, notes: Notes) -> None:
    by_id = {question.id: question for question in campaign.form.questions}
    if not by_id:
        return
    for at, wanted in enumerate(campaign.group_by):
        question = by_id.get(wanted)
        if wanted == NO_ID or (question and question.type is QuestionType.SELECT_ONE):
            continue
        message = "This is not a question with choices in the form."
        notes.error(f"group_by[{at}]", "unknown-question", message, "Give such a question's id.")
