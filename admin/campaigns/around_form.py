"""A survey around a form: the words that a form does not have, and a survey of one on offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from admin.campaigns.consents import CONSENT, CONSENT_WITH_MUST
from admin.methods import FormOnOffer
from assets.words import LANGUAGES, Words, later
from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.form_method import FormMethod
from survey.forms.definition import FormDefinition
from survey.forms.read.form import read_form
from survey.forms.simple import must_answer

PERIOD = timedelta(days=90)
ABOUT = later("This is what those who answered say.")


class NoForm(Exception):
    """The form of a method that comes with the program cannot be read."""


def consent_words(form: FormDefinition) -> dict[str, str]:
    """What a person agrees to, in every language that there are words for."""
    consent = CONSENT_WITH_MUST if must_answer(form) else CONSENT
    return {tag: Words(tag)(consent) for tag in LANGUAGES}


def about_words() -> dict[str, str]:
    """What a report begins with, in every language that there are words for."""
    return {tag: Words(tag)(ABOUT) for tag in LANGUAGES}


def named(campaign: Campaign, method: FormMethod) -> Campaign:
    """The campaign with the method's own name, in those of its languages that have one."""
    words = {tag: method.name[tag] for tag in campaign.languages if tag in method.name}
    return replace(campaign, title=words or campaign.title)


def survey_of(
    offered: FormOnOffer, organisation: str, today: date, new_id: Callable[[], UUID]
) -> Campaign:
    """A survey of a form on offer, about the whole organisation, for ninety days. Or NoForm."""
    form = read_form(offered.file.read_bytes(), offered.file.stem).form
    if form is None:
        raise NoForm
    wish = Wish(
        id=new_id(), organisation=organisation, units=((new_id(), organisation),),
        first_day=today, last_day=today + PERIOD, consent=consent_words(form),
        about=about_words(), group_by=offered.method.group_by,
    )
    return named(campaign_around(form, wish), offered.method)
