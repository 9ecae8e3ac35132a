"""A form opened once to see whether it opens: what a kiosk would refuse is told beforehand."""

from __future__ import annotations

from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.rules import spot_of
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.tables import MissingTable
from survey.forms.problems import Findings, FormProblem
from survey.forms.tables import searches


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
    tables = (one for one in _tables(opened) if one not in found)
    return (*found, *tables, *_searches(opened))


def _searches(opened: RunningForm) -> tuple[FormProblem, ...]:
    """Selects whose choices only ODK Collect looks up; here their lists stand as written."""
    findings = Findings()
    for plan in opened.plan.walk():
        appearance = plan.node.appearance
        if plan.selects and searches(appearance):
            findings.warning(
                "search-not-run", spot_of(plan, "appearance", appearance), name=plan.name
            )
    return findings.problems()


def _tables(opened: RunningForm) -> tuple[FormProblem, ...]:
    findings = Findings()
    for id in opened.around.instances:
        try:
            opened.around.instances[id]
        except MissingTable as missing:
            findings.warning(missing.code, file=missing.uri)
    return findings.problems()
