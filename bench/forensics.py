"""What does a thief find on the disk? Known answers and keys are looked for; the right figure is 0.

    ./run bench forensics [--people 5000] [--admin-people 1000] [--vouchers 1000] [--json]

A kiosk serves people with texts, choices, codes, sessions, drafts, discards and receipts, and an
administrator's workspace takes a kiosk's bundles in; both are killed with every file open. Their
directories, write-ahead logs and backups are searched for every answer (UTF-8, UTF-16, JSON,
msgpack, hexadecimal, base64 at each of three alignments) and every key, code and passphrase.
Then the kiosk forgets everything and is closed, and its directory is searched again. strace tells
of every file that was made on the way: none may lie outside. As a control one answer is written
in each way, and every one must be found. With ``--vouchers`` so many people take a voucher each,
and that alone is looked at: the vouchers themselves, and whatever leads from one to who got it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.forensic import handed
from bench.forensic.kiosk import Known, receipt
from bench.forensic.needles import Needles, written
from bench.forensic.vouchers import Told
from bench.power.child import START
from storage.kiosk import KioskStore

ROOT = Path(__file__).resolve().parents[1]
_MADE = re.compile(r'(?:openat\([^,]+, |open\(|creat\(|memfd_create\()"([^"]+)"(.*)= (\d+)')


@dataclass
class Search:
    """What was looked for where. ``hits`` and ``outside`` are to be empty."""

    what: str
    bytes: int = 0
    things: int = 0
    ways: int = 0
    hits: list[str] = field(default_factory=list)
    made: int = 0
    outside: list[str] = field(default_factory=list)


class NoStrace(RuntimeError):
    """strace is needed and is not installed."""


def watched(module: str, directory: Path, people: int, log: Path) -> str:
    """Run the module under strace until it kills itself; what it says."""
    strace = shutil.which("strace")
    if strace is None:
        raise NoStrace("strace is not installed; apt-get install strace")
    command = [strace, "-f", "-s", "4096", "-o", str(log), "--seccomp-bpf"]
    command += ["-e", "trace=openat,open,creat,memfd_create"]
    command += [sys.executable, "-B", "-m", module, str(directory), str(people)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=directory.parent, env=environment, capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise RuntimeError(f"{module} failed: {done.stderr[-2000:]}")
    return done.stdout


def files_made(log: Path, directory: Path) -> tuple[int, list[str]]:
    """How many files were made below ``directory``, and the names of those made elsewhere."""
    inside: set[str] = set()
    outside: set[str] = set()
    for line in log.read_text("utf-8", "replace").splitlines():
        found = _MADE.search(line)
        if found is None or ("O_CREAT" not in found[2] and "openat" in line):
            continue
        path = found[1]
        below = path.startswith(f"{directory}/") or path == str(directory)
        (inside if below else outside).add(path)
    return len(inside), sorted(outside)


def needles(known: Known) -> Needles:
    """Everything known, ready to be looked for."""
    made = Needles()
    made.text("an answer", *known.texts)
    made.secret("a key", *known.secrets)
    return made


def search(what: str, directory: Path, known: Known) -> Search:
    """Look for everything known below ``directory``."""
    looked_for = needles(known)
    size, hits = looked_for.found_below(directory)
    return Search(
        what, bytes=size, things=looked_for.things, ways=looked_for.ways, hits=hits
    )


def forgotten(directory: Path) -> None:
    """Open the store that was killed, take receipts for all of it, and close it."""
    store = KioskStore.create_or_open(
        directory, name="Forensics", clock=lambda: START, random=os.urandom
    )
    for batch in list(store.pending(2000)):
        for epoch, _, _ in batch.epochs:
            taken = [r for r in batch.records if r.epoch == epoch.id]
            store.forget(receipt(batch.stream, taken, START))
    store.close()


def control(directory: Path, known: Known) -> tuple[int, int]:
    """A store that keeps one answer readable, in each way in turn: written, and found."""
    ways = list(written(known.texts[0]))
    found = 0
    for at, (_, raw) in enumerate(ways):
        store = directory / f"control-{at}"
        shutil.copytree(directory / "store", store)
        with sqlite3.connect(store / "kiosk.db") as database:
            database.execute("CREATE TABLE answer (text BLOB)")
            database.execute("INSERT INTO answer VALUES (?)", (raw,))
        database.close()
        found += bool(needles(Known(texts=known.texts[:1])).found_below(store)[1])
        shutil.rmtree(store)
    return len(ways), found


def run(people: int, admin_people: int, work: Path) -> tuple[list[Search], tuple[int, int]]:
    """The three searches, and the control: ways written and ways found."""
    said = watched("bench.forensic.kiosk", work / "store", people, work / "kiosk.log")
    known = Known.from_json(said)
    kiosk = search("kiosk, killed", work / "store", known)
    kiosk.made, kiosk.outside = files_made(work / "kiosk.log", work / "store")
    forgotten(work / "store")
    after = search("kiosk, all forgotten", work / "store", known)
    proof = control(work, known)
    said = watched("bench.forensic.admin", work / "admin", admin_people, work / "admin.log")
    known = Known.from_json(said)
    admin = search("workspace, stick and backup", work / "admin", known)
    admin.made, admin.outside = files_made(work / "admin.log", work / "admin")
    return [kiosk, after, admin], proof


def vouchers(people: int, work: Path, *, as_json: bool) -> int:
    """So many people take a voucher. The exit code."""
    said = watched("bench.forensic.vouchers", work / "given", people, work / "given.log")
    found = handed.look(Told.from_json(said), work / "given")
    made, outside = files_made(work / "given.log", work / "given")
    good = found.good and not outside
    if as_json:
        print(json.dumps(asdict(found) | {"made": made, "outside": outside, "good": good}))
        return 0 if good else 1
    missed = [what for what, was_found in found.controls.items() if not was_found]
    print(
        f"{found.people} vouchers given: {found.redeemed} redeemed, {found.refused_again} refused "
        f"the second time\n"
        f"{len(found.hits)} hits in {found.ways} ways, {found.bytes / 1e6:.1f} MB searched, "
        f"{made} files made, {len(outside)} elsewhere\n"
        f"{len(found.links)} columns in the order of giving; {len(found.told_apart)} differences "
        f"between kiosks at which others took one\n"
        f"with every key and bundle: {found.batches} lots tell each voucher to be of one of "
        f"{found.may_be_of_median:.0f} (least {found.may_be_of_least}; of those just carried "
        f"{found.may_just_be_of_least})\n"
        f"controls: {len(found.controls) - len(missed)} of {len(found.controls)} found"
    )
    for line in [*found.hits, *map(str, found.links), *found.told_apart, *outside, *missed][:20]:
        print(f"  {line}")
    return 0 if good else 1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--admin-people", type=int, default=1000)
    parser.add_argument("--vouchers", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        if options.vouchers:
            return vouchers(options.vouchers, Path(work), as_json=options.json)
        searches, (put, found) = run(options.people, options.admin_people, Path(work))
    good = found == put and not any(s.hits or s.outside for s in searches)
    if options.json:
        print(json.dumps({
            "searches": [asdict(s) for s in searches],
            "control": {"written": put, "found": found}, "good": good,
        }))
        return 0 if good else 1
    for one in searches:
        print(
            f"{one.what}: {len(one.hits)} hits for {one.things} answers and keys in {one.ways} "
            f"ways, {one.bytes / 1e6:.1f} MB searched"
            + (f", {one.made} files made, {len(one.outside)} elsewhere" if one.made else "")
        )
        for line in (one.hits + one.outside)[:20]:
            print("  " + line)
    print(f"control: {found} of {put} ways of writing one answer were found")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
