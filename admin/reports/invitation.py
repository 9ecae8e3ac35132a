"""The invitation to a group meeting: five things that whoever is asked must know, and a QR code.

What it is, what it is for, how the answers are used, how long it takes and how it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from admin.reports.figures import Figures
from admin.reports.keeping import keep
from admin.reports.matter import Content
from admin.reports.method_card import LADDER, long
from admin.reports.printable import printable
from admin.reports.sheet import qr_svg
from admin.reports.typeset import set_pdf
from assets.words import Words, later
from survey.facilitation.method import Method, PhaseKind
from survey.forms.model import said

_GOES = {
    PhaseKind.COLLECT: later("You write down what you think, one thing at a time."),
    PhaseKind.ROTATE: later("You talk at small tables and change table a few times."),
    PhaseKind.GROUP: later("Together we put what belongs together under one heading."),
    PhaseKind.ALLOCATE: later("You give points to what matters most. Nobody sees how you do it."),
    PhaseKind.PINS: later("You vote for what matters most."),
    PhaseKind.GRADE: later("You grade how it works today."),
    PhaseKind.MATRIX: later("You answer some questions by yourself."),
    PhaseKind.WRITE: later("In the group you write down what it leads to."),
    PhaseKind.PRESENT: later("We look at the result and talk about it."),
    PhaseKind.DECIDE: later("The group says what it wants to put forward."),
    PhaseKind.PLAN: later("We agree on who does what, and when."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What only the inviter knows. ``when``, ``where`` and ``used`` are words of theirs;
    ``purpose`` and ``holds`` may be empty: then the method's own purpose stands, and the code
    holds the meeting itself as text.
    """

    title: str
    when: str
    where: str
    used: str
    purpose: str = ""
    contact: str = ""
    organisation: str = ""
    holds: str = ""


def write_invitation(
    asked: Invitation, method: Method, out: Path, *, languages: Sequence[Words], made: datetime
) -> Path:
    """Write an A4 page per language to ``out`` as tagged PDF/UA-1.

    Raises TooMuchForQr, ReportFailed when it cannot be set, OSError when it cannot be kept.
    """
    first = languages[0]
    pages = [_page(asked, method, words) for words in languages]
    matter: Content = {
        "language": first.language,
        "title": asked.title,
        "organisation": asked.organisation or asked.contact or "Värdera",
        "description": first("Invitation to a group meeting"),
        "page": {"left": "", "right": "", "foot": "", "method_on": ""},
        "pages": pages,
        "qr": {"svg": qr_svg(held(asked))},
        "made": Figures(first).day(made.date()),
    }
    return keep(set_pdf("invitation", matter, made), out)


def held(asked: Invitation) -> str:
    """What the code holds: the inviter's address or words, otherwise the meeting as text."""
    if asked.holds.strip():
        return asked.holds.strip()
    return "\n".join(
        one for one in (asked.title, asked.when, asked.where, asked.contact) if one.strip()
    )


def _page(asked: Invitation, method: Method, words: Words) -> Content:
    tell = partial(said, language=words.language)
    is_address = asked.holds.startswith(("https://", "http://"))
    return {
        "language": words.language,
        "welcome": words("Welcome to a meeting"),
        "title": asked.title,
        "when": asked.when,
        "where": asked.where,
        "organisation": asked.organisation,
        "five": [
            {"title": words("What it is"),
             "says": [words("{method}: a meeting in a group of {people} people.",
                            method=tell(method.name), people=_people(method))]},
            {"title": words("What it is for"), "says": [asked.purpose or tell(method.purpose)]},
            {"title": words("How what you say is used"),
             "says": [asked.used, words(LADDER[method.ladder])]},
            {"title": words("How long it takes"),
             "says": [long(method.minutes, words)]},
            {"title": words("How it goes"), "says": [*goes(method, words)], "numbered": True},
        ],
        "names": words("We do not ask for your name. You may leave whenever you want."),
        "scan": words("Scan the code with your phone to know more.") if is_address
        else words("Scan the code to take the invitation with you."),
        "alt": words("QR code that holds: {text}", text=printable(held(asked))),
        "holds": asked.holds,
        "contact": words("Questions: {contact}", contact=asked.contact) if asked.contact else "",
    }


def goes(method: Method, words: Words) -> list[str]:
    """How the meeting goes, a short sentence for each kind of step, in their order."""
    kinds = dict.fromkeys(phase.kind for phase in method.phases if phase.kind in _GOES)
    return [words(_GOES[kind]) for kind in kinds]


def _people(method: Method) -> str:
    least, most = method.people
    return f"{least}–{most}" if most and most != least else f"{least}" + ("" if most else "+")
