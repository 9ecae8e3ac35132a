"""What a running form will not do."""

from __future__ import annotations

from collections.abc import Iterable

from survey.forms.problems import FormProblem


class Refused(ValueError):
    """A step that cannot be taken: no such node, or it may not be changed so."""


class FormRefused(Exception):
    """A form that cannot be run. ``problems`` hold at least one error."""

    def __init__(self, problems: Iterable[FormProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems[:3]))
