"""Faults that somebody should notice, and whether they were: *detected* has a denominator."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from admin.simulation.plan import Fault, Round


@dataclass(slots=True)
class Detections:
    """What should have been seen where. ``missed`` lists what was not, one line each.

    ``planned`` counts faults as drawn; ``done`` those that met something to spoil; ``harmless``
    those of them that no longer mattered when somebody came to look.
    """

    planned: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    _counted: set[tuple[str, str]] = field(default_factory=set)

    def plan(self, round: Round) -> None:
        """Count the faults that shall happen in ``round``."""
        for turn in round.kiosks:
            drawn = {
                turn.ending, turn.weather, turn.road,
                None if turn.clock is None else Fault.CLOCK,
                Fault.IMAGE if turn.image else None,
                Fault.OLD_PACKAGE if turn.old_package else None,
            }
            self.planned.update(str(fault) for fault in drawn if fault is not None)
        for visit in round.admin:
            few = {visit.ending, visit.weather, visit.receipts}
            self.planned.update(str(fault) for fault in few if fault is not None)

    def expect(self, fault: Fault | str, noticed: bool, otherwise: str) -> None:
        """A fault was done; ``otherwise`` says what is missing when it was not ``noticed``."""
        self.done[str(fault)] += 1
        if noticed:
            self.seen[str(fault)] += 1
        else:
            self.missed.append(f"{fault}: {otherwise}")

    def expect_all(self, fault: str, wanted: set[str], told: set[str]) -> None:
        """All of ``wanted`` should have been ``told``, and nothing else; each counts once."""
        for one in sorted(wanted):
            if one not in told:
                self.expect(fault, False, f"{one} was not told")
            elif (fault, one) not in self._counted:
                self.expect(fault, True, "")
                self._counted.add((fault, one))
        self.false_alarms += [f"{fault}: {one}" for one in sorted(told - wanted)]

    def moot(self, fault: Fault | str) -> None:
        """A fault was done, and when somebody looked there was nothing to notice any more."""
        self.done[str(fault)] += 1
        self.harmless[str(fault)] += 1

    @property
    def detected(self) -> int:
        return sum(self.seen.values())

    @property
    def undetected(self) -> int:
        return len(self.missed)

    def table(self) -> dict[str, dict[str, int]]:
        """By fault: how many were planned, done, harmless and detected."""
        names = sorted(self.planned | self.done)
        return {
            name: {
                "planned": self.planned[name], "done": self.done[name],
                "harmless": self.harmless[name], "detected": self.seen[name],
            }
            for name in names
        }
