"""``vardera campaign review``: consent texts that somebody has read, without which no language is
given to kiosks."""

from __future__ import annotations

import argparse
import getpass
import json
from functools import cache
from typing import TYPE_CHECKING

import assets
from admin.commands import saying, terminal
from admin.commands.from_form import CONSENT, CONSENT_WITH_MUST
from admin.commands.sharing import Way
from assets.words import LANGUAGES, Words

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.consents import ConsentRead
    from survey.campaign import Campaign
    from survey.consents import IsRead
    from survey.problems import Problem

_SHIPPED = (("methods", "service_today.json"), ("demo", "campaign.json"))


def add_to_campaign(way: Way) -> None:
    """Add ``review`` to ``vardera campaign``."""
    made = way("review", review, "show the consent texts, and mark those that somebody has read",
               "~/vardera --campaign 52131525 --language ar --by 'Amal Nasser'")
    terminal.add_campaign(made)
    made.add_argument(
        "--language", action="append", default=[], metavar="TAG",
        help="somebody who reads this language has read the text and found it right; may be "
             "repeated. Without it the texts are shown, and how they stand",
    )
    made.add_argument("--by", metavar="NAME", help="who read it (else whoever is logged in)")


def review(args: argparse.Namespace) -> int:
    """Show the texts, or mark them. Exit 1 while some language stands unread."""
    from survey.consents import shown_in

    by = (args.by or getpass.getuser()).strip()
    if not 0 < len(by) <= 200:
        raise terminal.WrongUsage("--by takes a name of at most 200 characters")
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        for language in args.language:
            tag, text = shown_in(campaign, language)
            if language not in campaign.languages or not text:
                known = ", ".join(tag for tag in campaign.languages if shown_in(campaign, tag)[1])
                raise terminal.WrongUsage(
                    f"this survey has no consent text in {language}; it has them in {known}"
                )
            workspace.consents.mark(campaign.id, tag, text, by)
        rows, left = _rows(workspace, campaign), problems(workspace, campaign)
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "consent": rows})
        return 1 if left else 0
    for row in rows:
        terminal.say(f"{row['language']}: {row['standing']}", f"  {row['text'] or '(no words)'}")
    if left:
        terminal.say(*hints(args, campaign, left))
    return 1 if left else 0


def problems(workspace: Workspace, campaign: Campaign) -> tuple[Problem, ...]:
    """What keeps the survey from kiosks; empty when nothing does."""
    from survey.consents import unread

    return unread(campaign, _known(workspace, campaign))


def hints(
    args: argparse.Namespace, campaign: Campaign, left: tuple[Problem, ...]
) -> list[str]:
    """The next commands, in full."""
    which = (args.workspace, "--campaign", str(campaign.id)[:8])
    unread = [one.where.rpartition(".")[2] for one in left if one.code == "consent-unread"]
    missing = [one for one in left if one.code == "no-consent"]
    said: list[str] = []
    if unread:
        said += [
            "When somebody who reads the language has read the text and found it right:",
            *(saying.command("campaign", "review", *which, "--language", tag, "--by", "NAME")
              for tag in unread),
        ]
    if missing:
        said += ["To write a text, or take a language out:",
                 saying.command("campaign", "change", *which, "--to-file", "FILE")]
    return said


def _rows(workspace: Workspace, campaign: Campaign) -> list[dict[str, str]]:
    from survey.consents import shown_in

    marks = workspace.consents.read_over(campaign.id)
    return [
        {"language": language, "standing": _standing(campaign, language, marks),
         "text": shown_in(campaign, language)[1]}
        for language in campaign.languages
    ]


def _standing(campaign: Campaign, language: str, marks: tuple[ConsentRead, ...]) -> str:
    from storage.workspace.consents import text_hash
    from survey.consents import shown_in

    tag, text = shown_in(campaign, language)
    if not text:
        return "no text"
    for mark in marks:
        if (mark.language, mark.hash) == (tag, text_hash(text)):
            return f"read by {mark.actor}, {saying.moment(mark.at)}"
    if tag in campaign.consent.reviewed:
        return "read, says the campaign's file"
    return "the program's own words" if (tag, text) in _own_words() else "NOT READ by anybody"


def _known(workspace: Workspace, campaign: Campaign) -> IsRead:
    from storage.workspace.consents import text_hash

    marked = {(mark.language, mark.hash) for mark in workspace.consents.read_over(campaign.id)}
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
