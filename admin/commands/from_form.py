"""``vardera campaign new --from FORM``: a survey around a form, in one command."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import UTC, date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from admin.commands import terminal
from admin.commands.form_check import LOST, cell, no_survey, told_line
from admin.commands.form_compare import in_both, lines
from assets.words import LANGUAGES, Words
from survey.problems import Severity

if TYPE_CHECKING:
    from survey.around import Wish
    from survey.campaign import Campaign
    from survey.forms.compare import Change
    from survey.forms.definition import FormDefinition
    from survey.forms.pooling import Column
    from survey.forms.problems import FormProblem
    from survey.problems import Problem

WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".csv", ".md", ".xml")


class FaultyForm(Exception):
    """The form cannot be used; ``problems`` tell why and where."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A survey around a form, and what must be told of it before it is added.

    ``changes`` are those since the version before, ``over_time`` the columns of both.
    """

    campaign: Campaign
    problems: tuple[FormProblem, ...]
    changes: tuple[Change, ...] = ()
    over_time: tuple[Column, ...] = ()

    @property
    def lost(self) -> tuple[FormProblem, ...]:
        """Problems with which a rule of the form is no more."""
        return tuple(problem for problem in self.problems if problem.code in LOST)

    @property
    def parted(self) -> bool:
        """Whether answers to some question of the two versions may not be counted as one."""
        return any(len(column.pools) > 1 for column in self.over_time)

    @property
    def foreign(self) -> bool:
        """Whether the later version has no question of the one before: it is another form."""
        held = [column.nodes for column in self.over_time if column.nodes[0] is not None]
        return bool(held) and all(nodes[-1] is None for nodes in held)


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
    form.add_argument("--new-meaning", action="store_true",
                      help="add a later version even where a question means something else in it: "
                           "its answers stand beside the earlier ones, not with them")
    form.add_argument("--without-lost-rules", action="store_true",
                      help="add the form even where a condition or calculation in it cannot be "
                           "read: it runs as if those cells were empty")
    form.add_argument("--allow-photos-and-sound", action="store_true",
                      help="let kiosks ask for photos and voices, which are personal data: you "
                           "need a lawful basis, and say so in the consent; else they are skipped")
    form.add_argument("--language", choices=LANGUAGES, default="sv",
                      help="of all that is told of a form; sv unless said (else English)")


def most_bytes(file: Path, otherwise: int) -> int:
    """How large a file may be: a workbook as large as ``form check`` reads it."""
    from survey.forms.read.workbook import LARGEST

    return LARGEST if file.suffix.lower() in WORKBOOKS else otherwise


def is_form(file: Path, data: bytes) -> bool:
    """Whether the file is a form, and no campaign or package."""
    if file.suffix.lower() in WORKBOOKS:
        return True
    # a campaign's own names come first or last; a form's canonical JSON begins with its format
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b'{"format":1,"id":') and b'"units"' not in data


def campaign_of(args: argparse.Namespace, data: bytes, before: Campaign | None,
                organisation: str) -> Made:
    """The survey around the form in ``data``, with warnings. Raises FaultyForm, WrongUsage."""
    from survey.around import NoSuchQuestion, campaign_around, later_version, with_tables
    from survey.forms.engine.loading import beside
    from survey.forms.media import gathered
    from survey.forms.personal import warned
    from survey.forms.problems import Findings
    from survey.forms.read.form import read_form

    reading = read_form(data, args.file.stem)
    if reading.form is None:
        raise FaultyForm(reading.problems)
    files = beside(args.file.parent)
    form = with_tables(reading.form, files)
    findings = Findings()
    media = gathered(form, files, findings)
    problems = (*reading.problems, *faults(form), *findings.problems(), *warned(form))
    if findings.errors:
        raise FaultyForm(problems)
    if before is not None:
        after = later_version(before, form, media)
        return _compared(before, _allowed(args, before, after), problems)
    try:
        campaign = campaign_around(form, _wish(args, organisation, form), media)
    except NoSuchQuestion as name:
        raise terminal.WrongUsage(
            f"--group-by {name}: the form has no such question with choices"
        ) from None
    return Made(campaign=campaign, problems=problems)


def _allowed(args: argparse.Namespace, before: Campaign, after: Campaign) -> Campaign:
    """``after``, which may ask for photos and sounds where that was said, now or before."""
    if not args.allow_photos_and_sound or before.photos_and_sound:
        return after
    version = before.version + 1  # a new one, also where the form is the very same
    return replace(after, photos_and_sound=True, version=version)


def _compared(before: Campaign, after: Campaign, problems: tuple[FormProblem, ...]) -> Made:
    from survey.forms.compare import compare
    from survey.forms.pooling import columns

    if before.definition is None or after.definition is None:
        raise terminal.WrongUsage(
            "this survey asks plain questions, not a whole form; make a survey of its own",
            "  leave --campaign out",
        )
    versions = (before.definition, after.definition)
    return Made(
        campaign=after, problems=problems, changes=compare(*versions), over_time=columns(versions)
    )


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


def why_not(args: argparse.Namespace, made: Made) -> list[str]:
    """Why the survey is not added as it is, in sentences; empty when nothing stops it."""
    words = Words(args.language)
    said = []
    if made.lost and not args.without_lost_rules:
        said.append(words(
            "A condition or calculation in {cells} cannot be read: people would be asked "
            "otherwise than is meant. Mend it, or say --without-lost-rules.",
            cells=", ".join(cell(problem) for problem in made.lost),
        ))
    if made.foreign:
        said.append(words(
            "No question of the version before is in this form, so it is another form. Make a "
            "survey of its own: leave --campaign out."
        ))
    if made.parted and not args.new_meaning:
        said.append(words(
            "Questions mean something else in this version, so their earlier answers cannot be "
            "counted with the new ones. Say --new-meaning to go on with both side by side."
        ))
    return said


def say(args: argparse.Namespace, problems: tuple[FormProblem, ...]) -> None:
    """Each problem on a line, with sheet, row and column."""
    words = Words(args.language)
    terminal.say(*(told_line(problem, words) for problem in problems))


def refusals(
    args: argparse.Namespace, campaign: Campaign, problems: tuple[Problem, ...]
) -> list[str]:
    """What is found in the campaign around a form, a line each: errors by the form's rows."""
    from survey.trial import named

    words, form = Words(args.language), campaign.definition
    errors = [named(one, campaign) for one in problems if one.severity is Severity.ERROR]
    if form is None or not errors:
        return [terminal.problem_line(one) for one in problems]
    others = [one for one in problems if one.severity is not Severity.ERROR]
    return [
        *(told_line(one, words) for one in no_survey(form, errors, Severity.ERROR)),
        *map(terminal.problem_line, others),
    ]


def say_made(args: argparse.Namespace, made: Made) -> None:
    """Problems, the factors that the form names, and what the version changes."""
    from survey.forms.model import said as named

    words = Words(args.language)
    say(args, made.problems)
    if made.campaign.factors:
        names = (named(factor.name, args.language) for factor in made.campaign.factors)
        terminal.say(words("The survey's value factors: {names}.", names=", ".join(names)))
    if made.over_time:
        terminal.say(words("Compared with the version before:"))
        terminal.say(*(f"  {line}" for line in lines(made.changes, made.over_time, words)))


def plain(made: Made) -> dict[str, object]:
    """For programs: what the version changes, in both languages."""
    parted = [column for column in made.over_time if len(column.pools) > 1]
    return {
        "changes": [in_both(change) for change in made.changes],
        "side_by_side": [{"id": str(one.id), "names": list(one.names)} for one in parted],
    }


def _wish(args: argparse.Namespace, organisation: str, form: FormDefinition) -> Wish:
    from admin.campaigns.around_form import PERIOD, about_words, consent_words
    from survey.around import Wish

    first = args.first_day or terminal.now().date()
    names = args.unit or [organisation]
    return Wish(
        id=uuid4(), organisation=organisation, language=args.form_language,
        units=tuple((uuid4(), name) for name in names),
        first_day=first, last_day=args.last_day or first + PERIOD,
        consent=consent_words(form), about=about_words(), group_by=tuple(args.group_by),
        withdrawal=args.withdrawal, photos_and_sound=args.allow_photos_and_sound,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
