"""A form opened once to see whether it opens: what a kiosk would refuse is told beforehand."""

from __future__ import annotations

from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.tables import MissingTable
from survey.forms.problems import Findings, FormProblem


def tried(form: FormDefinition, world: Circumstances) -> tuple[FormProblem, ...]:
    """All that is found when the form is opened; with an error among it, nobody can open it.

    Only clock and chance may differ on a kiosk, and what fails by them alone is no error. Tables
    that no one reads before a person answers are opened too.
    """
    try:
        opened = open_form(form, world)
    except FormRefused as refused:
        return refused.problems
    found = opened.rules.findings.problems()
    return (*found, *(one for one in _tables(opened) if one not in found))


def _tables(opened: RunningForm) -> tuple[FormProblem, ...]:
    findings = Findings()
    for id in opened.around.instances:
        try:
            opened.around.instances[id]
        except MissingTable as missing:
            findings.warning(missing.code, file=missing.uri)
    return findings.problems()
