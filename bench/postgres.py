"""How fast bundles are taken in on PostgreSQL, beside bare COPY and ON CONFLICT of the same rows.

    python -m bench.postgres [--responses 100000] [--bundle 500] [--url URL] [--json]

Bundles are made first, as in ``bench.intake``, and are not timed. Timed *end to end*, for every
group of 40 bundles: read the signed file, check the signature, hold every record against the
ledger, open, decode, write, commit durably. Timed *bare*, in turn with it so that both meet the
same load: the response and rating rows that this gives, ready-made and sorted, by COPY into a
temporary table and ``INSERT … SELECT … ON CONFLICT DO NOTHING`` into the same tables of another
schema of the same server, with a durable commit for every group. ``straight`` is COPY into the
tables themselves, which is what intake does after it has looked at the ledger.

Without ``--url`` a server is started in a temporary directory, as the tests do.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from bench import intake_bundles as file_bench
from bench.intake_bundles import DEVICE, NOW, PACKAGE_HASH, TOGETHER, Made
from storage.seal.slots import Cost
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from storage.workspace.addresses import read
from storage.workspace.migrations import STEPS
from storage.workspace.migrations.wording import for_postgres
from storage.workspace.postgres import connect
from survey.campaign import Campaign
from survey.reading import write_campaign

AIM = 0.6
_TABLES = {
    "response": (("campaign", "id", "circumstance", "complete"), ["int8", "bytea", "int8", "int8"]),
    "rating": (
        ("campaign", "response", "question", "value"), ["int8", "bytea", "int8", "int8"],
    ),
}


class Bare:
    """Ready-made rows into the same tables, without anything around them."""

    def __init__(self, url: str, *, staged: bool) -> None:
        self._staged = staged
        address = read(url)
        self._raw: psycopg.Connection[Any] = connect(address)
        self._raw.execute(f"CREATE SCHEMA {address.schema}")
        for step in STEPS:
            for statement in step:
                self._raw.execute(for_postgres(statement))
        for table in _TABLES:
            self._raw.execute(f"CREATE TEMP TABLE staged_{table} (LIKE {table} INCLUDING DEFAULTS)")
        self._raw.commit()

    def insert(self, bundles: list[Made]) -> None:
        rows = {
            "response": sorted(row for bundle in bundles for row in bundle.responses),
            "rating": sorted(row for bundle in bundles for row in bundle.ratings),
        }
        for table, (columns, types) in _TABLES.items():
            names = ",".join(columns)
            into = f"staged_{table}" if self._staged else table
            with self._raw.cursor() as cursor, cursor.copy(
                f"COPY {into} ({names}) FROM STDIN (FORMAT BINARY)"
            ) as copy:
                copy.set_types(types)
                for row in rows[table]:
                    copy.write_row(row)
            if self._staged:
                self._raw.execute(
                    f"INSERT INTO {table} ({names}) SELECT {names} FROM {into}"  # noqa: S608
                    " ON CONFLICT DO NOTHING"
                )
                self._raw.execute(f"TRUNCATE {into}")
        self._raw.commit()

    def close(self) -> None:
        self._raw.close()


def a_workspace(directory: Path, url: str, campaign: Campaign) -> Workspace:
    """A workspace on the server with the campaign, one package and one device."""
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=file_bench.PASSPHRASE, clock=lambda: NOW,
        random=Random(1).randbytes, cost=Cost(memory=64, passes=1, lanes=1), server=read(url),
    )
    workspace.add_campaign(campaign, write_campaign(campaign), actor="bench")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package", actor="bench")
    workspace.register_device(DeviceIdentity(public=DEVICE.public, name="bench"), actor="bench")
    return workspace


def take_in(workspace: Workspace, bundles: list[Made]) -> None:
    """Read, check, open and take in, with one durable commit."""
    workspace.arrivals.take_in_all(
        [file_bench.opened(bundle.raw) for bundle in bundles], actor="bench"
    )


def measure(addresses: Callable[[], str], count: int, size: int, items: int) -> dict[str, Any]:
    """All in one run, on the same rows."""
    campaign = file_bench.the_campaign(items)
    spent = dict.fromkeys(("bare", "straight", "intake"), 0.0)
    with (
        tempfile.TemporaryDirectory() as directory,
        a_workspace(Path(directory) / "w", addresses(), campaign) as workspace,
        closing(Bare(addresses(), staged=True)) as bare,
        closing(Bare(addresses(), staged=False)) as straight,
    ):
        recipients = workspace.recipients(campaign.id)
        bundles = list(file_bench.made_bundles(campaign, recipients, count, size))
        gc.collect()
        for at in range(0, len(bundles), TOGETHER):
            some = bundles[at : at + TOGETHER]
            for name, work in (
                ("bare", lambda some=some: bare.insert(some)),
                ("straight", lambda some=some: straight.insert(some)),
                ("intake", lambda some=some: take_in(workspace, some)),
            ):
                begun = time.perf_counter()
                work()
                spent[name] += time.perf_counter() - begun
        if workspace.counts(campaign.id).complete != count:
            raise SystemExit("not everything was taken in: the figures mean nothing")
        begun = time.perf_counter()
        if sum(len(p.items) == items for p in workspace.persons(campaign.id)) != count:
            raise SystemExit("not everybody can be read: the figures mean nothing")
        spent["persons"] = time.perf_counter() - begun
    return {
        "responses": count, "ratings_each": items, "records_per_bundle": size,
        **{f"{name}_per_s": round(count / taken) for name, taken in spent.items()},
        "ratio": round(spent["bare"] / spent["intake"], 3),
        "ratio_straight": round(spent["straight"] / spent["intake"], 3), "aim": AIM,
    }


def main() -> int:
    """Exit 1 when the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--bundle", type=int, default=500, help="records in a bundle")
    parser.add_argument("--ratings", type=int, default=12, help="ratings in a response")
    parser.add_argument("--url", help="a database where schemas may be made; none may be named")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.url:
        numbered = iter(range(1, 1_000_000))
        sign = "&" if "?" in asked.url else "?"

        def addresses() -> str:
            return f"{asked.url}{sign}schema=bench_{int(time.time())}_{next(numbered)}"
    else:
        from tests.storage.postgres_server import new_address as addresses
    found = measure(addresses, asked.responses, asked.bundle, asked.ratings)
    if asked.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:28} {value}")
    return 0 if found["ratio"] >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
