"""The account of a simulation: what ``vardera simulate`` tells."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from admin.simulation.endings import Endings
from admin.simulation.lives import PASSPHRASE
from admin.simulation.people import CAMPAIGN, START
from admin.simulation.plan import Settings
from admin.simulation.simulating import Progress, Simulation
from storage.workspace import open_workspace

MEMORY = Path("/dev/shm")  # noqa: S108  (private directories below it, with random names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``lost``, ``doubled`` and ``undetected`` are to be 0; ``told`` explains, a line each."""

    seed: int
    kiosks: int
    responses: int
    lost: int
    doubled: int
    detected: int
    undetected: int
    converged: bool
    false_alarms: int
    promises: int
    seconds: float
    faults: dict[str, dict[str, int]] = field(default_factory=dict)
    told: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether everything held."""
        wrong = self.lost + self.doubled + self.undetected + self.false_alarms
        return self.converged and not wrong


def simulate(settings: Settings, endings: Endings, progress: Progress) -> Outcome:
    """Run one simulation in a directory of its own, which is gone afterwards."""
    began = time.monotonic()
    # the power cuts happen to a modelled disk: the real one need not be slow
    parent = MEMORY if MEMORY.is_dir() else None
    scratch = Path(tempfile.mkdtemp(prefix="vardera-simulation-", dir=parent))
    try:
        simulation = Simulation(settings, scratch, endings)
        try:
            rest = simulation.run(progress)
            return _account(simulation, rest, began)
        finally:
            simulation.stage.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _account(simulation: Simulation, rest: bool, began: float) -> Outcome:
    with open_workspace(
        simulation.stage.workspace, passphrase=PASSPHRASE, clock=lambda: START
    ) as workspace:
        lost, extra = simulation.kiosks.promises.hold_against(
            workspace.persons(CAMPAIGN), workspace.session_events(CAMPAIGN)
        )
        gaps = [gap for stream in workspace.streams() for gap in stream.gaps]
        faults = workspace.verify().faults
    note, settings = simulation.detections, simulation.settings
    told = [*lost, *extra, *note.missed, *note.false_alarms, *faults]
    told += [f"still missing: {gap.missing} records of {gap.epoch.hex()}" for gap in gaps]
    if not rest:
        told.append("the kiosks did not come to rest")
    return Outcome(
        seed=settings.seed, kiosks=settings.kiosks, responses=settings.responses,
        lost=len(lost), doubled=len(extra), detected=note.detected, undetected=note.undetected,
        converged=rest and not gaps and not faults, false_alarms=len(note.false_alarms),
        promises=simulation.kiosks.promises.owed, seconds=round(time.monotonic() - began, 2),
        faults=note.table(), told=tuple(told),
    )
