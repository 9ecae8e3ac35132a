"""In which of a campaign's languages somebody who reads them has found the consent right.

What is shown in a language that nobody here reads may say anything, and whoever agrees to it has
agreed to that. So a campaign is given to kiosks in no such language. A mark holds for one text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from survey.campaign import Campaign, Consent
from survey.problems import Problem

IsRead = Callable[[str, str], bool]
"""Whether somebody has found this text (second) right in this language (first)."""


def shown_in(campaign: Campaign, language: str) -> tuple[str, str]:
    """The language whose consent is shown to whoever chose ``language``, and the text.

    A kind of a language (``sv-simple``) has the language's own words where it has none; in all
    others the text is empty.
    """
    for tag in (language, language.partition("-")[0]):
        if said := campaign.consent.text.get(tag):
            return tag, said
    return language, ""


def is_read(campaign: Campaign, language: str, known: IsRead) -> bool:
    """Whether the consent was found right, as the campaign itself or ``known`` says."""
    tag, text = shown_in(campaign, language)
    return bool(text) and (tag in campaign.consent.reviewed or known(tag, text))


def still_read(now: Consent, before: Consent) -> Consent:
    """``now`` without the marks that were for other words; one that is new is for these."""
    return replace(now, reviewed=tuple(
        tag for tag in now.reviewed
        if tag not in before.reviewed or now.text.get(tag) == before.text.get(tag)
    ))


def unmarked(campaign: Campaign) -> Campaign:
    """The campaign as somebody else's: what others have read, nobody here has."""
    return replace(campaign, consent=replace(campaign.consent, reviewed=()))


def unread(campaign: Campaign, known: IsRead) -> tuple[Problem, ...]:
    """What keeps the campaign from kiosks, one for each language; empty when nothing does."""
    return tuple(
        _problem(campaign, language) for language in campaign.languages
        if not is_read(campaign, language, known)
    )


def _problem(campaign: Campaign, language: str) -> Problem:
    where = f"consent.text.{language}"
    if not shown_in(campaign, language)[1]:
        return Problem(
            where=where, code="no-consent",
            message=f"There is no consent text in {language}, so nobody can agree to it.",
            hint="Write it, or take the language out of the survey's.",
        )
    return Problem(
        where=where, code="consent-unread",
        message=f"Nobody has said that the consent text in {language} is right.",
        hint="Let somebody who reads the language read it, and mark it.",
    )
