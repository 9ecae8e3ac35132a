"""Questions of a form whose answers are personal data by what they are: photos and voices."""

from __future__ import annotations

from survey.forms.definition import FormDefinition, Node
from survey.forms.problems import Findings, FormProblem, Spot

HANDED_IN = ("image", "audio")
"""Types of question that are answered with a file on a kiosk."""


def asking(form: FormDefinition) -> tuple[Node, ...]:
    """The questions that ask for a photo or a sound, in the form's order."""
    return tuple(node for node in form.walk() if node.type in HANDED_IN)


def warned(form: FormDefinition) -> tuple[FormProblem, ...]:
    """A warning for each of them, with its row."""
    findings = Findings()
    for node in asking(form):
        spot = Spot(sheet="survey" if node.row else "", row=node.row, column="type", text=node.type)
        findings.warning("photo-or-sound", spot, name=node.name)
    return findings.problems()
