"""Whether a survey can be made of a form, told before anybody tries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

from survey.around import Wish, campaign_around, with_tables
from survey.campaign import Campaign
from survey.forms.canonical import write_form
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Files
from survey.forms.media import Medium
from survey.problems import Problem, Severity
from survey.reading import LARGEST, read_campaign, write_campaign

_ANYBODYS = UUID(int=1)
_MANY = 1000
_QUESTION = re.compile(r"form\.questions\[(\d+)\].*")
_OF_FORM = "definition."
_ROOM = 64 * 1024
"""Bytes for all of a campaign but its form and its media."""


def what_refuses(
    form: FormDefinition, files: Files, media: tuple[Medium, ...] = ()
) -> tuple[Problem, ...]:
    """Why no campaign can be made around the form, whoever makes it; empty when one can.

    ``files`` are the tables beside the form. ``where`` of what is about one question is its name.
    """
    whole = with_tables(form, files)
    day = date(2000, 1, 1)
    wish = Wish(
        id=_ANYBODYS, organisation="-", units=((_ANYBODYS, "-"),), first_day=day, last_day=day,
        consent={"sv": "-"}, about={"sv": "-"},
    )
    campaign = campaign_around(_shortened(whole), wish)
    problems = read_campaign(write_campaign(campaign))[1]
    found = [named(one, campaign) for one in problems if one.severity is Severity.ERROR]
    size = len(write_form(whole)) + sum(len(one.data) for one in media) * 4 // 3 + _ROOM
    if size > LARGEST:
        found.append(Problem(
            where="", code="too-big", message=f"The file is over {LARGEST} bytes.",
            hint="Put fewer or smaller pictures, sounds and lists into the form.",
        ))
    return tuple(found)


def _shortened(form: FormDefinition) -> FormDefinition:
    """The form without the bulk of long lists and tables, of which only the size can be wrong."""
    return replace(
        form,
        lists=tuple(replace(one, choices=one.choices[:_MANY]) for one in form.lists),
        instances=tuple(
            replace(one, xml="") if len(one.xml) > _MANY else one for one in form.instances
        ),
        kept=(),
    )


def named(problem: Problem, campaign: Campaign) -> Problem:
    """The problem of a campaign around a form, ``where`` being the question's name if it can."""
    if problem.where.startswith(_OF_FORM):
        return replace(problem, where=problem.where.removeprefix(_OF_FORM))
    found = _QUESTION.fullmatch(problem.where)
    questions = campaign.form.questions
    if found is None or int(found[1]) >= len(questions):
        return problem
    return replace(problem, where=questions[int(found[1])].name)
