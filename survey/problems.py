"""A person's mistake as a value: where, what, how grave and what to do."""

from __future__ import annotations

from enum import StrEnum

from survey.late import dataclass


class Severity(StrEnum):
    """How grave a problem is: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in something a person made.

    ``where`` is a path a person can follow (``factors[3].name.sv``); ``code`` is
    stable and machine-readable; ``message`` says what is wrong and ``hint`` what to do.
    """

    where: str
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """True when any problem stops the work."""
    return any(p.severity is Severity.ERROR for p in problems)
