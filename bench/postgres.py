"""How fast bundles are taken in on PostgreSQL, beside bare COPY and ON CONFLICT of the same rows.

    python -m bench.postgres [--responses 100000] [--records 256] [--rounds 3] [--url URL] [--json]

As ``bench.intake``, with the workspace's rows on a server. Timed *end to end*:
``sync.intake.take_in`` of a folder into an empty workspace, then one look at the counts; *two*
with the process beside that opens bundles, *one* without.

Timed *bare*: the response and rating rows that this gives, ready-made and sorted over as many
bundles as intake writes at once, by COPY in binary form into a temporary table and
``INSERT … SELECT … ON CONFLICT DO NOTHING`` into the same tables of another schema of the same
server, with a durable commit for each group. *bare_whole* does all of it in one such step.

A round does each once, in turning order, and gives ratios of its own; told is the median of
the rounds, with the lowest and highest. Without ``--url`` a server is started in a temporary
directory, as the tests do; its schemas are dropped after each turn.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import psycopg

from bench.intake import sorted_over_groups
from bench.intake_bundles import (
    DEVICE,
    PACKAGE_HASH,
    PASSPHRASE,
    Made,
    clock,
    made_bundles,
    the_campaign,
)
from storage.seal.slots import Cost
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from storage.workspace.addresses import read
from storage.workspace.migrations import STEPS
from storage.workspace.migrations.wording import for_postgres
from storage.workspace.postgres import connect
from survey.campaign import Campaign
from survey.reading import write_campaign
from sync import bundle, intake, opening
from sync.folder import FolderTransport

AIM = 0.6
_TABLES = {
    "response": ("campaign", "id", "circumstance", "complete"),
    "rating": ("campaign", "response", "question", "value"),
}
_TYPES = ["int8", "bytea", "int8", "int8"]


class Bare:
    """Ready-made rows into the same tables, without anything around them."""

    def __init__(self, url: str) -> None:
        address = read(url)
        self._raw: psycopg.Connection[Any] = connect(address)
        self._raw.execute(f"CREATE SCHEMA {address.schema}")
        for step in STEPS:
            for statement in step:
                self._raw.execute(for_postgres(statement))
        for table, columns in _TABLES.items():
            self._raw.execute(
                f"CREATE TEMP TABLE staged_{table} ON COMMIT DELETE ROWS"  # noqa: S608
                f" AS SELECT {','.join(columns)} FROM {table}"
            )
        self._raw.commit()

    def insert(self, groups: Iterable[Made]) -> None:
        """Each of them in a durable commit of its own."""
        for rows in groups:
            for table, some in (("response", rows.responses), ("rating", rows.ratings)):
                names = ",".join(_TABLES[table])
                with self._raw.cursor() as cursor, cursor.copy(
                    f"COPY staged_{table} FROM STDIN (FORMAT BINARY)"
                ) as copy:
                    copy.set_types(_TYPES)
                    for row in some:
                        copy.write_row(row)
                self._raw.execute(
                    f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_{table}"  # noqa: S608
                    " ON CONFLICT DO NOTHING"
                )
            self._raw.commit()

    def close(self) -> None:
        self._raw.close()


class Bench:
    """The files of one run, and what is timed on them."""

    def __init__(
        self, directory: Path, addresses: Callable[[], str], count: int, size: int
    ) -> None:
        self._directory = directory
        self._addresses = addresses
        self._campaign = the_campaign(12)
        self._count = count
        with self._workspace("first") as workspace:
            recipients = workspace.recipients(self._campaign.id)
        bundles = list(made_bundles(self._campaign, recipients, count, size))
        self._groups = list(sorted_over_groups(bundles))
        self._folder = directory / "stick"
        self._folder.mkdir()
        for number, made in enumerate(bundles):
            (self._folder / f"{number:06}{bundle.SUFFIX}").write_bytes(made.raw)

    @contextmanager
    def _schema(self) -> Iterator[str]:
        url = self._addresses()
        yield url
        with connect(read(url)) as connection:
            connection.execute(f"DROP SCHEMA {read(url).schema} CASCADE")
        connection.close()

    @contextmanager
    def _workspace(self, name: str) -> Iterator[Workspace]:
        with (
            self._schema() as url, tempfile.TemporaryDirectory(dir=self._directory) as place,
            a_workspace(Path(place) / name, url, self._campaign) as workspace,
        ):
            yield workspace

    def bare(self, *, whole: bool) -> float:
        """Seconds for the rows alone."""
        groups = self._groups if not whole else [Made(
            raw=b"", responses=sorted(row for one in self._groups for row in one.responses),
            ratings=sorted(row for one in self._groups for row in one.ratings),
        )]
        with self._schema() as url, closing(Bare(url)) as bare:
            gc.collect()
            begun = time.perf_counter()
            bare.insert(groups)
            return time.perf_counter() - begun

    def intake(self, *, beside: bool) -> float:
        """Seconds from files to counted rows, with or without a process ``beside``."""
        opening.WORTH_A_PROCESS = 1024 * 1024 if beside else 1 << 62
        with self._workspace("w") as workspace:
            gc.collect()
            begun = time.perf_counter()
            report = intake.take_in(
                workspace, FolderTransport(self._folder), clock=clock, actor="bench"
            )
            complete = workspace.counts(self._campaign.id).complete
            spent = time.perf_counter() - begun
        if (report.new, complete) != (self._count, self._count):
            raise SystemExit("not everything was taken in: the figures mean nothing")
        return spent

    def round(self, turn: int) -> dict[str, float]:
        """Seconds for each, beginning with another one every time."""
        works: list[tuple[str, Callable[[], float]]] = [
            ("bare", partial(self.bare, whole=False)),
            ("two", partial(self.intake, beside=True)),
            ("bare_whole", partial(self.bare, whole=True)),
            ("one", partial(self.intake, beside=False)),
        ]
        at = turn % len(works)
        return {name: work() for name, work in works[at:] + works[:at]}


def a_workspace(directory: Path, url: str, campaign: Campaign) -> Workspace:
    """A workspace on the server; all of them open the same bundles."""
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=PASSPHRASE, clock=clock,
        random=Random(1).randbytes, cost=Cost(memory=64, passes=1, lanes=1), server=read(url),
    )
    workspace.add_campaign(campaign, write_campaign(campaign), actor="bench")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package", actor="bench")
    workspace.register_device(DeviceIdentity(public=DEVICE.public, name="bench"), actor="bench")
    return workspace


def measure(asked: argparse.Namespace, directory: Path) -> dict[str, Any]:
    """All in one run, on the same rows."""
    bench = Bench(directory, _addresses(asked.url), asked.responses, asked.records)
    rounds = [bench.round(turn) for turn in range(asked.rounds)]

    def told(values: list[float], digits: int) -> list[float]:
        return [round(v, digits) for v in (median(values), min(values), max(values))]

    found: dict[str, Any] = {
        "responses": asked.responses, "ratings_each": 12, "records_per_bundle": asked.records,
        "rounds": asked.rounds,
    }
    for name in rounds[0]:
        found[f"{name}_per_s"] = told([asked.responses / one[name] for one in rounds], 0)
    for name in ("two", "one"):
        for against in ("bare", "bare_whole"):
            found[f"{name}_to_{against}"] = told([one[against] / one[name] for one in rounds], 3)
    return found | {"aim": AIM}


def _addresses(url: str | None) -> Callable[[], str]:
    if url is None:
        from tests.storage.postgres_server import new_address

        return new_address
    begun, numbers = int(time.time()), iter(range(1, 1_000_000))
    sign = "&" if "?" in url else "?"
    return lambda: f"{url}{sign}schema=bench_{begun}_{next(numbers)}"


def main() -> int:
    """Exit 1 when the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--records", type=int, default=256, help="records in a bundle")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--url", help="a database where schemas may be made; none may be named")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        found = measure(asked, Path(directory))
    if asked.json:
        print(json.dumps(found))
    else:
        print("median, lowest, highest of the rounds")
        for name, value in found.items():
            print(f"{name:28} {value}")
    return 0 if found["two_to_bare"][0] >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
