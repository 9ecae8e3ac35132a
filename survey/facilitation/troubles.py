"""Problems met while folding: each names its event and never what somebody answered."""

from __future__ import annotations

from survey.facilitation.order import Told, name
from survey.problems import Problem, Severity

MOST_TOLD = 1_000


class Troubles:
    """Collects problems, each (where, code) once; a hostile log does not make an endless list."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Problem] = {}

    def refuse(self, told: Told, code: str, message: str) -> None:
        """The event does not count."""
        self.add(name(told), code, message, "It is not counted.", Severity.ERROR)

    def doubt(self, told: Told, code: str, message: str) -> None:
        """It counts, and something that belongs with it has not come."""
        self.add(name(told), code, message, "Take in what is missing.", Severity.WARNING)

    def add(self, where: str, code: str, message: str, hint: str, severity: Severity) -> None:
        """One problem, unless it is told already."""
        if len(self._found) < MOST_TOLD:
            self._found.setdefault(
                (where, code),
                Problem(where=where, code=code, message=message, hint=hint, severity=severity),
            )

    def told(self) -> tuple[Problem, ...]:
        """All of them, as they were met."""
        return tuple(self._found.values())
