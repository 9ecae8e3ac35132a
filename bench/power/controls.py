"""Two builds that must fail in the simulator, or it tests nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

from admin.simulation import simulating
from admin.simulation.endings import Endings
from admin.simulation.outcome import Outcome, simulate
from admin.simulation.plan import Fault, Settings
from storage.seal import keys
from storage.workspace import intake, places, staging

CONTROLS = ("no-sync", "no-ledger")
PEACE_ROUNDS = 2
"""Without a ledger nothing ever comes to rest, and all is doubled long before."""


def control(name: str, seed: int, kiosks: int, responses: int) -> Outcome:
    """A run without a safeguard: kiosks that do not wait for the disk, or no ledger at intake."""
    if name == "no-sync":
        settings = Settings(
            seed=seed, kiosks=kiosks, responses=responses,
            faults=frozenset({Fault.POWER_CUT}), synchronous="OFF",
        )
        build: Any = nullcontext()
    else:
        settings = Settings(
            seed=seed, kiosks=kiosks, responses=responses,
            faults=frozenset({Fault.DOUBLED, Fault.LOST_RECEIPT}),
        )
        build = without_ledger()
    with build, Endings() as endings:
        return simulate(settings, endings, lambda done, of: None)


@contextmanager
def without_ledger() -> Iterator[None]:
    """An intake that never asks whether a file or a record is here already."""
    insert = staging.insert

    def insert_over(
        connection: Any, table: str, columns: Any, rows: Any, ignore: bool = False
    ) -> Any:
        return insert(connection, table, columns, rows, ignore=ignore or table == "ledger")

    with (
        mock.patch.object(simulating, "PEACE_ROUNDS", PEACE_ROUNDS),
        mock.patch.object(places, "_ledger", lambda *_: ({}, {})),
        mock.patch.object(intake, "seen", lambda *_: frozenset()),
        mock.patch.object(keys, "row_id", lambda *_: os.urandom(16)),
        mock.patch.object(keys, "row_ids", lambda *_: lambda *_: os.urandom(16)),
        mock.patch.object(staging, "insert", insert_over),
    ):
        yield
