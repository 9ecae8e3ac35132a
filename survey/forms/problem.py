"""What is wrong with a form as a value: where, what, how grave, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from survey.problems import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """One fault in a form.

    ``code`` is stable and machine-readable. ``sheet``, ``row`` (from 1; 0: unknown) and ``column``
    say where in the file; in XML ``sheet`` is empty, ``row`` the line and ``column`` the attribute
    or element. ``text`` is what stood there and ``offset`` (from 0; −1: the whole) the place in it.
    """

    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    sheet: str = ""
    row: int = 0
    column: str = ""
    text: str = ""
    offset: int = -1


class FormRefused(Exception):
    """A form that cannot be run. ``problems`` hold at least one error."""

    def __init__(self, problems: Iterable[FormProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message for p in self.problems[:3]))
