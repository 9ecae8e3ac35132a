"""``vardera campaign deploy``: the next signed package, where kiosks will find it."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from admin.commands import from_form, places, reviewing, terminal
from admin.commands.form_check import add_language
from admin.commands.sharing import Way
from assets.words import Words

if TYPE_CHECKING:
    from survey.campaign import Campaign
    from survey.forms.problems import FormProblem
    from survey.problems import Problem


def add_to_campaign(way: Way) -> None:
    """Add ``deploy`` to ``vardera campaign``."""
    made = way("deploy", deploy, "sign the next package and put it in a place",
               "~/vardera --campaign 52131525 --to /media/stick")
    terminal.add_campaign(made)
    made.add_argument("--to", required=True, metavar="PLACE", help=places.PLACE)
    places.add_credentials(made)
    add_language(made)


def deploy(args: argparse.Namespace) -> int:
    """Sign the next package and put it where kiosks will find it."""
    from sync.enrolment import fingerprint
    from sync.package import file_name, write_package
    from sync.places import shown

    with (
        terminal.open_workspace(args) as workspace,
        closing(places.opened(args, args.to, workspace)) as transport,
    ):
        campaign = terminal.campaign_in(workspace, args.campaign)
        if unread := reviewing.problems(workspace, campaign):
            return _unread(args, campaign, unread)
        try:
            if campaign.definition is not None:
                from_form.faults(campaign.definition)
            package = write_package(workspace, campaign, terminal.now)
        except from_form.FaultyForm as faulty:
            return refused(args, faulty.problems)
        except ValueError as fault:
            raise terminal.WrongUsage(str(fault)) from None
        name, number = file_name(package), fingerprint(package.signer)
        partners = [p for p in workspace.keys.partners(campaign.id) if p.removed is None]
        transport.put(name, package.raw)
    if args.json:
        terminal.say_json({
            "campaign": str(package.campaign), "version": package.version, "file": name,
            "hash": package.hash.hex(), "recipients": [r.role for r in package.recipients],
            "organisation_fingerprint": number,
        })
    else:
        terminal.say(
            *_untranslated(campaign),
            f"Package {package.version} of {package.campaign}: {shown(args.to).rstrip('/')}/{name}",
            "Organisation's number, which a new kiosk must be told or show:",
            f"  {number}",
            *_partners_next([partner.name for partner in partners], name, number),
        )
    return 0


def _untranslated(campaign: Campaign) -> list[str]:
    """What people who choose a language meet in another, one line for each language."""
    from survey.shown_texts import shown_texts

    texts, first = shown_texts(campaign), campaign.languages[0]
    missing = {
        tag: sum(not (one.texts.get(tag) or one.texts.get(tag.partition("-")[0])) for one in texts)
        for tag in campaign.languages
    }
    return [
        f"warning: {n} of {len(texts)} texts are not in {tag}; kiosks show them in "
        f"{first if tag != first else 'another language'}. Translate them, or take the language "
        "out (vardera campaign change)."
        for tag, n in missing.items() if n
    ]


def _unread(
    args: argparse.Namespace, campaign: Campaign, unread: tuple[Problem, ...]
) -> int:
    """No package: nobody has read what people are to agree to."""
    if args.json:
        problems = [terminal.problem_json(problem) for problem in unread]
        terminal.say_json({"campaign": str(campaign.id), "problems": problems})
        return 1
    terminal.say(
        *(terminal.problem_line(problem) for problem in unread),
        *reviewing.hints(args, campaign, unread), "No package was made.",
    )
    return 1


def _partners_next(names: list[str], file: str, number: str) -> list[str]:
    """What every organisation that the survey is shared with does next."""
    if not names:
        return []
    return [
        f"It is sealed to {' and '.join(names)} too, who now say in their own workspace:",
        f"  vardera campaign accept WORKSPACE {file} --trust '{number}'",
    ]


def refused(args: argparse.Namespace, problems: tuple[FormProblem, ...]) -> int:
    """Tell why a form cannot be used; exit 1."""
    if args.json:
        terminal.say_json({"campaign": None, "problems": [problem.plain() for problem in problems]})
        return 1
    from_form.say(args, problems)
    words = Words(args.language)
    terminal.say(
        words("{file} was not added.", file=str(args.file)) if "file" in args
        else words("No package was made.")
    )
    return 1
