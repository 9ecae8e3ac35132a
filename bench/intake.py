"""How fast bundles are taken in, beside bare SQLCipher inserts of the same rows.

    python -m bench.intake [--responses 100000] [--records 256] [--rounds 5] [--json]

Bundles are made first (sealed and signed by one device, as a kiosk does it), written to a
folder and not timed. Timed *end to end*: ``sync.intake.take_in`` of a folder into an empty
workspace: list, read, check the signature, open, decode, hold every record against the ledger,
insert, commit durably; then a last checkpoint and one look at the counts, for what is not
counted has not arrived. *one* does it in a single process, *two* with the process beside.

Timed *bare*: the response and rating rows that this gives, ready-made tuples, by
``executemany`` into the same tables of a new SQLCipher file with the same settings, sorted
within each bundle, in a single commit. *bare_sorted* gives it the order in which intake
writes, sorted over all bundles of a commit, and is the harder measure.

A round does each once, in turning order, and gives ratios of its own; told is the median of
the rounds, with the lowest and highest. ``--pinned`` keeps everything on two cores.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.intake_bundles import DEVICE, PACKAGE_HASH, PASSPHRASE, Made, clock, made_bundles
from bench.intake_bundles import the_campaign as a_campaign
from storage.seal.slots import Cost
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from storage.workspace.migrations import STEPS
from storage.workspace.sqlcipher import connect
from survey.campaign import Campaign
from survey.reading import write_campaign
from sync import bundle, intake, opening
from sync.folder import FolderTransport

AIM = 0.6
AIM_PER_S = 15_000

_RESPONSE = "INSERT INTO response (campaign, id, circumstance, complete) VALUES (?,?,?,?)"
_RATING = "INSERT INTO rating (campaign, response, question, value) VALUES (?,?,?,?)"


class Bare:
    """Ready-made rows into the same tables, without anything around them."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._raw = connect(path, os.urandom(32))
        for step in STEPS:
            for statement in step:
                self._raw.execute(statement)

    def insert(self, groups: Iterable[Made]) -> None:
        """All of them in one durable commit."""
        self._raw.execute("BEGIN IMMEDIATE")
        for rows in groups:
            self._raw.executemany(_RESPONSE, rows.responses)
            self._raw.executemany(_RATING, rows.ratings)
        self._raw.execute("COMMIT")
        self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        self._raw.close()


def sorted_over_groups(bundles: list[Made]) -> Iterator[Made]:
    """The rows of as many bundles as intake writes at once, in the order it writes them."""
    some: list[Made] = []
    for made in bundles:
        some.append(made)
        whole = sum(len(one.raw) for one in some) >= intake.TOGETHER_BYTES
        if whole or len(some) == intake.TOGETHER or made is bundles[-1]:
            yield Made(
                raw=b"", responses=sorted(row for one in some for row in one.responses),
                ratings=sorted(row for one in some for row in one.ratings),
            )
            some = []


def a_workspace(directory: Path, campaign: Campaign, seeds: Random) -> Workspace:
    """A workspace with the campaign; one made with the same seeds opens the same bundles."""
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=PASSPHRASE, clock=clock,
        random=seeds.randbytes, cost=Cost(memory=64, passes=1, lanes=1),
    )
    workspace.add_campaign(campaign, write_campaign(campaign), actor="bench")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package", actor="bench")
    workspace.register_device(DeviceIdentity(public=DEVICE.public, name="bench"), actor="bench")
    return workspace


class Bench:
    """The files of one run, and what is timed on them."""

    def __init__(self, directory: Path, count: int, size: int, items: int) -> None:
        self._directory = directory
        self._campaign = a_campaign(items)
        self._count = count
        with a_workspace(directory / "first", self._campaign, Random(1)) as workspace:
            recipients = workspace.recipients(self._campaign.id)
        self._bundles = list(made_bundles(self._campaign, recipients, count, size))
        self._folder = directory / "stick"
        self._folder.mkdir()
        for number, made in enumerate(self._bundles):
            (self._folder / f"{number:06}{bundle.SUFFIX}").write_bytes(made.raw)

    def bare(self, *, in_order: bool) -> float:
        """Seconds for the rows alone."""
        groups = list(sorted_over_groups(self._bundles)) if in_order else self._bundles
        with (
            tempfile.TemporaryDirectory(dir=self._directory) as place,
            closing(Bare(Path(place) / "bare.db")) as bare,
        ):
            gc.collect()
            begun = time.perf_counter()
            bare.insert(groups)
            return time.perf_counter() - begun

    def intake(self, *, beside: bool) -> float:
        """Seconds from files to counted rows, with or without a process ``beside``."""
        opening.WORTH_A_PROCESS = 1024 * 1024 if beside else 1 << 62
        with (
            tempfile.TemporaryDirectory(dir=self._directory) as place,
            a_workspace(Path(place) / "w", self._campaign, Random(1)) as workspace,
        ):
            gc.collect()
            begun = time.perf_counter()
            report = intake.take_in(
                workspace, FolderTransport(self._folder), clock=clock, actor="bench"
            )
            workspace.tidy()
            complete = workspace.counts(self._campaign.id).complete
            spent = time.perf_counter() - begun
        if (report.new, complete) != (self._count, self._count):
            raise SystemExit("not everything was taken in: the figures mean nothing")
        return spent

    def round(self, turn: int) -> dict[str, float]:
        """Seconds for each, beginning with another one every time."""
        works: list[tuple[str, Callable[[], float]]] = [
            ("bare", partial(self.bare, in_order=False)),
            ("two", partial(self.intake, beside=True)),
            ("bare_sorted", partial(self.bare, in_order=True)),
            ("one", partial(self.intake, beside=False)),
        ]
        at = turn % len(works)
        return {name: work() for name, work in works[at:] + works[:at]}


def measure(asked: argparse.Namespace, directory: Path) -> dict[str, Any]:
    """All in one run, on the same rows."""
    bench = Bench(directory, asked.responses, asked.records, asked.ratings)
    rounds = [bench.round(turn) for turn in range(asked.rounds)]

    def told(values: list[float], digits: int) -> list[float]:
        return [round(v, digits) for v in (median(values), min(values), max(values))]

    found: dict[str, Any] = {
        "responses": asked.responses, "ratings_each": asked.ratings,
        "records_per_bundle": asked.records, "rounds": asked.rounds,
    }
    for name in rounds[0]:
        found[f"{name}_per_s"] = told([asked.responses / one[name] for one in rounds], 0)
    for name in ("two", "one"):
        for against in ("bare", "bare_sorted"):
            ratios = [one[against] / one[name] for one in rounds]
            found[f"{name}_to_{against}"] = told(ratios, 3)
    return found | {"aim": AIM, "aim_per_s": AIM_PER_S}


def main() -> int:
    """Exit 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--records", type=int, default=256, help="records in a bundle")
    parser.add_argument("--ratings", type=int, default=12, help="ratings in a response")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pinned", action="store_true", help="use two cores and no more")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.pinned:
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    with tempfile.TemporaryDirectory() as directory:
        found = measure(asked, Path(directory))
    if asked.json:
        print(json.dumps(found))
    else:
        print("median, lowest, highest of the rounds")
        for name, value in found.items():
            print(f"{name:28} {value}")
    reached = found["two_to_bare"][0] >= AIM and found["two_per_s"][0] >= AIM_PER_S
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
