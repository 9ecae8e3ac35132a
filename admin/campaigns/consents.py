"""How a survey's consent texts stand, and marking one as read: for the command and the window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

import assets
from assets.words import LANGUAGES, Words, later
from storage.workspace import Workspace
from storage.workspace.consents import ConsentRead, text_hash
from survey.campaign import Campaign
from survey.consents import IsRead, shown_in, unread
from survey.problems import Problem

CONSENT = later(
    "Your answers are kept without your name. You may leave out questions and stop at any time."
)
CONSENT_WITH_MUST = later(
    "Your answers are kept without your name. Some questions need an answer before you can go on, "
    "but you may stop at any time."
)
NAME_LIMIT = 200
_SHIPPED = (("methods", "service_today.json"), ("demo", "campaign.json"))


class NoText(Exception):
    """The survey has no consent text in the language that is to be marked; says in which it has."""


class Stand(StrEnum):
    """How a language's consent text stands."""

    READ = "read"
    SAID_READ = "said-read"
    OWN = "own"
    NO_TEXT = "no-text"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``by`` and ``at`` say who read it and when, where somebody did here."""

    language: str
    text: str
    stand: Stand
    by: str = ""
    at: datetime | None = None


def standings(workspace: Workspace, campaign: Campaign) -> tuple[Standing, ...]:
    """One for each of the survey's languages, in their order."""
    marks = workspace.consents.read_over(campaign.id)
    return tuple(_standing(campaign, language, marks) for language in campaign.languages)


def problems(workspace: Workspace, campaign: Campaign) -> tuple[Problem, ...]:
    """What keeps the survey from kiosks; empty when nothing does."""
    return unread(campaign, _known(workspace, campaign))


def mark(workspace: Workspace, campaign: Campaign, language: str, by: str) -> None:
    """``by`` (1-200 characters) has read the text and found it right. Raises NoText, ValueError."""
    if not 0 < len(by.strip()) <= NAME_LIMIT:
        raise ValueError(f"a name has at most {NAME_LIMIT} characters")
    tag, text = shown_in(campaign, language)
    if language not in campaign.languages or not text:
        known = ", ".join(tag for tag in campaign.languages if shown_in(campaign, tag)[1])
        raise NoText(f"this survey has no consent text in {language}; it has them in {known}")
    workspace.consents.mark(campaign.id, tag, text, by.strip())


def _standing(campaign: Campaign, language: str, marks: tuple[ConsentRead, ...]) -> Standing:
    tag, text = shown_in(campaign, language)
    for one in marks:
        if text and (one.language, one.hash) == (tag, text_hash(text)):
            return Standing(
                language=language, text=text, stand=Stand.READ, by=one.actor, at=one.at
            )
    if not text:
        stand = Stand.NO_TEXT
    elif tag in campaign.consent.reviewed:
        stand = Stand.SAID_READ
    else:
        stand = Stand.OWN if (tag, text) in _own_words() else Stand.UNREAD
    return Standing(language=language, text=text, stand=stand)


def _known(workspace: Workspace, campaign: Campaign) -> IsRead:
    marked = {(one.language, one.hash) for one in workspace.consents.read_over(campaign.id)}
    return lambda tag, text: (tag, text_hash(text)) in marked or (tag, text) in _own_words()


@cache
def _own_words() -> frozenset[tuple[str, str]]:
    """(language, text) of consents that come with the program, in languages its makers read."""
    found = {
        (tag, Words(tag)(message)) for tag in LANGUAGES for message in (CONSENT, CONSENT_WITH_MUST)
    }
    for place in _SHIPPED:
        said = json.loads(assets.text(*place))["consent"]["text"]
        found |= {(tag, said[tag]) for tag in LANGUAGES if tag in said}
    return frozenset(found)
