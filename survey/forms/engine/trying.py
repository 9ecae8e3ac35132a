"""A form opened once to see whether it opens: what a kiosk would refuse is told beforehand."""

from __future__ import annotations

from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import open_form
from survey.forms.problems import FormProblem


def tried(form: FormDefinition, world: Circumstances) -> tuple[FormProblem, ...]:
    """All that is found when the form is opened; with an error among it, nobody can open it.

    Only clock and chance may differ on a kiosk, and what fails by them alone is no error.
    """
    try:
        return open_form(form, world).rules.findings.problems()
    except FormRefused as refused:
        return refused.problems
