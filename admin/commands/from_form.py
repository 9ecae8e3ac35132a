"""``vardera campaign new --from FORM``: a survey around a form, in one command."""

from __future__ import annotations

import argparse
from datetime import UTC, date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from admin.commands import terminal
from admin.commands.form_check import told_line
from assets.words import LANGUAGES, Words, later

if TYPE_CHECKING:
    from survey.around import Wish
    from survey.campaign import Campaign
    from survey.forms.definition import FormDefinition
    from survey.forms.problems import FormProblem

PERIOD = timedelta(days=90)
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".csv", ".md", ".xml")
CONSENT = later(
    "Your answers are kept without your name. You may leave out questions and stop at any time."
)
ABOUT = later("This is what those who answered say.")


class FaultyForm(Exception):
    """The form cannot be used; ``problems`` tell why and where."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__()
        self.problems = problems


def add(parser: argparse.ArgumentParser) -> None:
    """Add what ``campaign new`` takes beside a form."""
    form = parser.add_argument_group("with a form (.xlsx .xls .csv .md .xml .json)")
    form.add_argument("--campaign", metavar="C", help="it is a later version of this survey's form")
    form.add_argument("--unit", action="append", default=[], metavar="NAME",
                      help="a unit that is asked about; again for each (else the organisation)")
    form.add_argument("--group-by", action="append", default=[], metavar="QUESTION",
                      help="name of a question whose choices are groups in results")
    form.add_argument("--first-day", type=_day, metavar="YYYY-MM-DD", help="else today")
    form.add_argument("--last-day", type=_day, metavar="YYYY-MM-DD", help="else after 90 days")
    form.add_argument("--form-language", default="sv", metavar="TAG",
                      help="the language of a form that names none (sv)")


def is_form(file: Path, data: bytes) -> bool:
    """Whether the file is a form, and no campaign or package."""
    if file.suffix.lower() in WORKBOOKS:
        return True
    # a campaign's own names come first or last; a form's canonical JSON begins with its format
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b'{"format":1,"id":') and b'"units"' not in data


def campaign_of(args: argparse.Namespace, data: bytes, before: Campaign | None,
                organisation: str) -> tuple[Campaign, tuple[FormProblem, ...]]:
    """The survey around the form in ``data``, with warnings. Raises FaultyForm, WrongUsage."""
    from survey.around import NoSuchQuestion, campaign_around, later_version, with_tables
    from survey.forms.engine.loading import beside
    from survey.forms.read.form import read_form

    reading = read_form(data, args.file.stem)
    if reading.form is None:
        raise FaultyForm(reading.problems)
    form = with_tables(reading.form, beside(args.file.parent))
    problems = (*reading.problems, *faults(form))
    if before is not None:
        return later_version(before, form), problems
    try:
        return campaign_around(form, _wish(args, organisation)), problems
    except NoSuchQuestion as name:
        raise terminal.WrongUsage(
            f"--group-by {name}: the form has no such question with choices"
        ) from None


def faults(form: FormDefinition) -> tuple[FormProblem, ...]:
    """What is found when the form is opened as a kiosk would. Raises FaultyForm for errors."""
    from survey.forms.engine.circumstances import Circumstances
    from survey.forms.engine.refused import FormRefused
    from survey.forms.engine.running import open_form

    now = terminal.now()
    try:
        opened = open_form(form, Circumstances(
            clock=lambda: now, zone=UTC,
            random=Random(1),  # noqa: S311 - nothing is kept of it
        ))
    except FormRefused as refused:
        raise FaultyForm(refused.problems) from None
    return opened.rules.findings.problems()


def say(problems: tuple[FormProblem, ...]) -> None:
    """Each problem on a line, with sheet, row and column."""
    terminal.say(*(told_line(problem) for problem in problems))


def _wish(args: argparse.Namespace, organisation: str) -> Wish:
    from survey.around import Wish

    first = args.first_day or terminal.now().date()
    names = args.unit or [organisation]
    return Wish(
        id=uuid4(), organisation=organisation, language=args.form_language,
        units=tuple((uuid4(), name) for name in names),
        first_day=first, last_day=args.last_day or first + PERIOD,
        consent={tag: Words(tag)(CONSENT) for tag in LANGUAGES},
        about={tag: Words(tag)(ABOUT) for tag in LANGUAGES}, group_by=tuple(args.group_by),
        withdrawal=args.withdrawal,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
