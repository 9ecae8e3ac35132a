"""Many deliveries of the same bundles at once, cut short again and again: everything once.

    python -m bench.deliveries [--deliveries 64] [--devices 4] [--records 120] [--kills 0.5]
                               [--threads] [--postgres URL] [--seed 1] [--json]

Some devices' records are cut into bundles three ways, so that every record is in several of
them. Each delivery is a process of its own that takes a shuffled, repeating part of the files
into the one workspace, again and again until it has brought all of them; the acknowledgement
of each visit is lost, so every visit sends what was sent before. Some visits are cancelled
between two files, and processes are killed (SIGKILL) at random moments and begin anew.

With ``--threads`` the deliveries are threads of one process that share one open workspace, and
nobody is killed. With ``--postgres`` the workspace's rows lie in that (empty) schema.

At the end: one row for each record, one place in the ledger for each row, no gap, and the
workspace checks clean. Exit 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from bench.intake_bundles import NOW, PACKAGE_HASH, PASSPHRASE, a_response, clock, the_campaign
from storage import bodies
from storage.errors import InUse
from storage.seal import epochs, keys, records
from storage.seal.slots import Cost
from storage.values import DeviceIdentity, SealedRecord
from storage.workspace import Workspace, create, open_workspace
from storage.workspace.addresses import read as read_address
from survey.campaign import Campaign
from survey.reading import write_campaign
from sync import bundle as wire
from sync import intake
from sync.folder import FolderTransport

CUTS = (7, 16, 40)
"""Records in a bundle, in each of the ways that a device's records are cut."""
RATINGS = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """A folder of which a delivery brings some files, in an order of its own."""

    folder: Path
    chosen: tuple[str, ...]

    def list(self, suffix: str) -> tuple[str, ...]:
        return self.chosen

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        return ()

    def get(self, name: str, limit: int = 1 << 26) -> bytes:
        return FolderTransport(self.folder).get(name, limit)

    def put(self, name: str, data: bytes) -> None:
        raise NotImplementedError("a delivery only brings")

    def close(self) -> None:
        return None


def made_files(
    campaign: Campaign, workspace: Workspace, devices: int, each: int
) -> Iterator[bytes]:
    """Every device's records, cut in each of the CUTS."""
    dice = Random(1)
    for number in range(devices):
        signer = keys.Signer(bytes([number]) * 32)
        workspace.register_device(DeviceIdentity(public=signer.public, name=f"Kiosk {number}"))
        stream = keys.stream_id(signer.public, campaign.id)
        epoch, chain = epochs.new_epoch(
            stream=stream, campaign=campaign.id, package_hash=PACKAGE_HASH,
            parent=epochs.NO_EPOCH, parent_head=epochs.NO_HEAD, opened=NOW,
            recipients=workspace.recipients(campaign.id), random=os.urandom,
        )
        made: list[SealedRecord] = []
        for n in range(each):
            made.append(records.seal_record(
                key=records.record_key(chain), stream=stream, epoch=epoch.id, n=n,
                id=os.urandom(16), previous=made[-1].hash if made else epoch.hash,
                body=bodies.encode(a_response(campaign, dice)),
            ))
            chain = records.next_chain(chain)
        serial = 0
        for size in CUTS:
            for at in range(0, each, size):
                serial += 1
                part = wire.EpochPart(epoch=epoch, first=at, count=each, head=made[-1].hash)
                yield wire.write_bundle(
                    wire.Bundle(
                        stream=stream, device=signer.public, campaign=campaign.id,
                        package_hash=PACKAGE_HASH, number=serial, made=NOW, epochs=(part,),
                        records=tuple(made[at : at + size]),
                    ),
                    signer.sign,
                )


def deliver(workspace: Workspace, folder: Path, seed: int) -> None:
    """Bring everything, in visits that overlap; some break off between two files."""
    dice = Random(seed)
    names = [path.name for path in sorted(folder.iterdir())]
    for last in (False, False, True):
        chosen = names if last else dice.choices(names, k=len(names) // 2)
        stop = len(chosen) if last or dice.random() < 0.5 else dice.randrange(len(chosen))
        asked = count()
        intake.take_in(
            workspace, Visit(folder, tuple(dice.sample(chosen, len(chosen)))), clock=clock,
            actor=f"delivery {seed}", cancelled=lambda stop=stop, asked=asked: next(asked) >= stop,
        )


def opened(directory: Path) -> Workspace:
    """The workspace; waited for as long as it takes while others write."""
    while True:
        try:
            return open_workspace(directory, passphrase=PASSPHRASE, clock=clock)
        except InUse:
            continue


class Processes:
    """Deliveries that are processes; the seed says which are killed, the clock when."""

    def __init__(self, directory: Path, folder: Path, dice: Random) -> None:
        self._directory = directory
        self._folder = folder
        self._dice = dice
        self.killed = 0

    def run(self, deliveries: int, kills: float) -> None:
        """Until each delivery has come to its end."""
        running: dict[int, int] = {}
        try:
            running |= {self._begin(seed): seed for seed in range(deliveries)}
            self._watch(running, kills)
        finally:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def _watch(self, running: dict[int, int], kills: float) -> None:
        doomed = [pid for pid in running if self._dice.random() < kills]
        self._dice.shuffle(doomed)
        longest = 0.03  # the first at once: a quick machine would be done before it
        while running:
            if doomed:
                time.sleep(self._dice.uniform(0.0, longest))
                longest = 0.4
                pid = doomed.pop()
                if pid in running:
                    os.kill(pid, signal.SIGKILL)
            pid, status = os.waitpid(-1, os.WNOHANG if doomed else 0)
            while pid:
                seed = running.pop(pid)
                if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
                    self.killed += 1
                    again = self._begin(seed)
                    running[again] = seed
                    if self._dice.random() < kills / 2:
                        doomed.append(again)
                elif status != 0:
                    raise SystemExit(f"delivery {seed} failed")
                pid, status = os.waitpid(-1, os.WNOHANG) if running else (0, 0)

    def _begin(self, seed: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            with opened(self._directory) as workspace:
                deliver(workspace, self._folder, seed)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)


def by_threads(directory: Path, folder: Path, deliveries: int) -> None:
    """The deliveries as threads that share one open workspace."""
    faults: list[BaseException] = []
    with opened(directory) as workspace:

        def work(seed: int) -> None:
            try:
                deliver(workspace, folder, seed)
            except BaseException as fault:
                faults.append(fault)
                raise

        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(deliveries)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if faults:
        raise SystemExit(f"{len(faults)} deliveries failed")


def found(workspace: Workspace, campaign: Campaign) -> dict[str, Any]:
    """What the workspace holds in the end."""
    with workspace._database.reading() as connection:
        tables = {
            table: int(connection.exec_driver_sql(
                f"SELECT count(*) FROM {table}"  # noqa: S608
            ).scalar_one())
            for table in ("ledger", "response", "rating", "fresh", "batch")
        }
    return tables | {
        "complete": workspace.counts(campaign.id).complete,
        "gaps": sum(len(seen.gaps) for seen in workspace.streams()),
        "forks": sum(len(seen.forks) for seen in workspace.streams()),
        "faults": list(workspace.verify().faults),
        "quarantined": len(workspace.quarantined()),
    }


def measure(asked: argparse.Namespace, place: Path) -> dict[str, Any]:
    """Make everything, let it be delivered, look."""
    campaign = the_campaign(RATINGS)
    directory, folder = place / "workspace", place / "stick"
    folder.mkdir()
    server = None if asked.postgres is None else read_address(asked.postgres)
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=PASSPHRASE, clock=clock, server=server,
        cost=Cost(memory=64, passes=1, lanes=1),
    )
    with workspace:
        workspace.add_campaign(campaign, write_campaign(campaign))
        workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package")
        files = list(made_files(campaign, workspace, asked.devices, asked.records))
    for number, raw in enumerate(files):
        (folder / f"{number:06}{wire.SUFFIX}").write_bytes(raw)
    begun = time.perf_counter()
    work = Processes(directory, folder, Random(asked.seed))
    if asked.threads:
        by_threads(directory, folder, asked.deliveries)
    else:
        work.run(asked.deliveries, asked.kills)
    seconds = time.perf_counter() - begun
    with opened(directory) as workspace:
        told = found(workspace, campaign)
    return {
        "seed": asked.seed, "deliveries": asked.deliveries, "files": len(files),
        "killed": work.killed, "seconds": round(seconds, 1),
        "expected": asked.devices * asked.records, **told,
    }


def is_exact(told: dict[str, Any]) -> bool:
    """Whether every record is there once, with all that hangs on it, and nothing else."""
    n = told["expected"]
    once = all(told[name] == n for name in ("ledger", "response", "fresh", "complete"))
    nothing = not any(told[name] for name in ("gaps", "forks", "faults", "quarantined"))
    return once and nothing and told["rating"] == RATINGS * n


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 1 when anything is lost, doubled or wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=64)
    parser.add_argument("--devices", type=int, default=4)
    parser.add_argument("--records", type=int, default=120, help="records of each device")
    parser.add_argument("--kills", type=float, default=0.5, help="share of processes killed")
    parser.add_argument("--threads", action="store_true")
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        told = measure(asked, Path(place))
    told["exactly_once"] = is_exact(told)
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:16} {value}")
    return 0 if told["exactly_once"] else 1


if __name__ == "__main__":
    sys.exit(main())
