"""What a finished response costs, sealed and durable, beside a bare write+fsync of its bytes.

    ./run bench durable_save [--pairs 400] [--answers 50] [--sync-ms 4] [--json]

One child process does both in turn, in one directory, in pairs of random order: the store's
``finish`` of a response whose draft was kept just before (as in the kiosk, where every tap is
durable), and a write at the end of an open file, then fsync, of the same sealed bytes.
The medians and their ratio count; the 95th percentile is shown. Between people comes an idle
moment, as in the kiosk (``--busy``: none, and the log is moved under somebody's save).

Then the same where a sync costs ``--sync-ms`` more: strace delays every fsync and fdatasync of
the child (``--inject=…:delay_exit``), so the delay is real waiting in the system call. strace
itself stops the child at those calls only (seccomp), equally often on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter_ns
from uuid import UUID

from bench.power.child import package
from storage import bodies
from storage.kiosk import Journal, KioskStore
from survey.records import Circumstances, ClockQuality, Mode, Response

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 30


def realistic(answers: int, draw: random.Random, *, complete: bool) -> bytes:
    """A response of so many grades, as bytes."""
    ids = [UUID(bytes=draw.randbytes(16), version=4) for _ in range(answers + 3)]
    return bodies.encode(
        Response(
            form=ids[0],
            form_version=3,
            answers={id: draw.randint(1, 5) for id in ids[3:]},
            circumstances=Circumstances(
                unit=ids[1], place=ids[2], mode=Mode.KIOSK, language="sv",
                time=datetime(2026, 3, 2, 9, 15, tzinfo=UTC), day=date(2026, 3, 2),
                clock=ClockQuality.OK, consent="2026-1",
            ),
            complete=complete,
        )
    )


class BareFile:
    """A file that grows by one durable save at a time."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def save(self, data: bytes) -> int:
        """Nanoseconds for write and fsync of ``data``."""
        began = perf_counter_ns()
        os.write(self._handle, data)
        os.fsync(self._handle)
        return perf_counter_ns() - began

    def close(self) -> None:
        os.close(self._handle)


def finish(journal: Journal, body: bytes) -> int:
    """Nanoseconds for sealing ``body`` and making it durable."""
    began = perf_counter_ns()
    journal.finish(body)
    return perf_counter_ns() - began


def pairs(
    directory: Path, count: int, answers: int, busy: bool
) -> tuple[list[int], list[int], int]:
    """Nanoseconds of each ``finish`` and of each bare save, and the sealed size in bytes."""
    draw = random.Random(5)
    store = KioskStore.create_or_open(
        directory / "store", name="Bench", clock=lambda: datetime.now(UTC), random=os.urandom
    )
    store.install(package(1))
    journal = store.journal()
    file = BareFile(directory / "bare")
    sealed: list[int] = []
    bare: list[int] = []
    size = 0
    for _ in range(count + WARM_UP):
        body = realistic(answers, draw, complete=True)
        if not busy:
            journal.prepare()
        journal.draft(realistic(answers - 1, draw, complete=False))
        size = journal.sealed_size
        same_size = draw.randbytes(size)
        if draw.random() < 0.5:
            sealed.append(finish(journal, body))
            bare.append(file.save(same_size))
        else:
            bare.append(file.save(same_size))
            sealed.append(finish(journal, body))
    file.close()
    store.close()
    return sealed[WARM_UP:], bare[WARM_UP:], size


def measured(work: Path, options: argparse.Namespace, sync_ms: float) -> dict[str, float]:
    """The medians in microseconds and their ratio, from a child of its own."""
    command = [sys.executable, "-m", "bench.durable_save", "--child", str(work)]
    command += ["--pairs", str(options.pairs), "--answers", str(options.answers)]
    command += ["--busy"] if options.busy else []
    if sync_ms:
        strace = shutil.which("strace")
        if strace is None:
            raise SystemExit("strace is not installed; apt-get install strace")
        delay = f"--inject=fsync,fdatasync:delay_exit={round(sync_ms * 1000)}"
        trace = ["--seccomp-bpf", "-f", "-e", "trace=fsync,fdatasync", "-o", os.devnull]
        command = [strace, *trace, delay, *command]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def child(directory: Path, count: int, answers: int, busy: bool) -> dict[str, float]:
    sealed, bare, size = pairs(directory, count, answers, busy)
    return {
        "finish_us": median(sealed) / 1000,
        "bare_us": median(bare) / 1000,
        "finish_p95_us": quantiles(sealed, n=20)[-1] / 1000,
        "bare_p95_us": quantiles(bare, n=20)[-1] / 1000,
        "ratio": median(sealed) / median(bare),
        "pairs": len(sealed),
        "bytes": size,
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--answers", type=int, default=50)
    parser.add_argument("--sync-ms", type=float, default=4.0)
    parser.add_argument("--busy", action="store_true", help="no idle moment between people")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--in", dest="where", default=None, help="a directory on the disk to try")
    parser.add_argument("--child", default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        work = Path(options.child)
        print(json.dumps(child(work, options.pairs, options.answers, options.busy)))
        return 0
    found = {}
    for name, extra in (("as it is", 0.0), (f"sync + {options.sync_ms:g} ms", options.sync_ms)):
        with tempfile.TemporaryDirectory(dir=options.where) as where:
            found[name] = measured(Path(where), options, extra)
    if options.json:
        print(json.dumps(found))
    else:
        for name, row in found.items():
            print(
                f"{name}: finish {row['finish_us']:.0f} µs, bare write+fsync of "
                f"{row['bytes']:.0f} bytes {row['bare_us']:.0f} µs, "
                f"ratio {row['ratio']:.2f} ({row['pairs']:.0f} pairs; 95 % below "
                f"{row['finish_p95_us']:.0f} and {row['bare_p95_us']:.0f} µs)"
            )
    targets = zip(found.values(), (2.0, 1.1), strict=True)
    return 0 if all(row["ratio"] <= target for row, target in targets) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
