"""Many simulated seeds: is anything ever lost, doubled or unnoticed? The right figures are none.

    ./run bench simulate [--seeds 1000] [--first 1] [--kiosks 6] [--responses 40]
                         [--processes 2] [--progress FILE] [--faults all|none|LIST]
                         [--control no-sync|no-ledger]

With ``--progress`` each seed's account is added to FILE (a line of JSON), and seeds that stand in
it already are not run again: a long run may be interrupted. Exit 0 when every seed held; with
``--control`` a safeguard is taken away, and exit 0 says that every seed found that out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import Any

from admin.commands.simulate import as_json, faults_named
from admin.simulation.endings import Endings
from admin.simulation.outcome import simulate
from admin.simulation.plan import Settings
from bench.power.controls import CONTROLS, control

SUMS = ("promises", "lost", "doubled", "detected", "undetected", "false_alarms")
_endings: Endings | None = None


def one(options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """The account of one seed; runs in a worker, which keeps its recorder from seed to seed."""
    global _endings
    if options.control:
        return as_json(control(options.control, seed, options.kiosks, options.responses))
    if _endings is None:
        _endings = Endings()
    settings = Settings(
        seed=seed, kiosks=options.kiosks, responses=options.responses,
        faults=faults_named(options.faults),
    )
    return as_json(simulate(settings, _endings, lambda done, of: None))


def finish() -> None:
    """Let go of the worker's processes."""
    if _endings is not None:
        _endings.close()


def accounts(options: argparse.Namespace, seeds: Iterable[int]) -> Iterator[dict[str, Any]]:
    """One account after another, as they come."""
    with ProcessPoolExecutor(options.processes, initializer=_at_exit) as pool:
        for done in as_completed([pool.submit(partial(one, options), seed) for seed in seeds]):
            yield done.result()


def _at_exit() -> None:
    from multiprocessing.util import Finalize

    Finalize(None, finish, exitpriority=10)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--kiosks", type=int, default=6)
    parser.add_argument("--responses", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--faults", default="all")
    parser.add_argument("--control", choices=CONTROLS)
    parser.add_argument("--progress", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    wanted = range(options.first, options.first + options.seeds)
    known = _known(options.progress)
    run = {seed: known[seed] for seed in wanted if seed in known}
    for account in accounts(options, [seed for seed in wanted if seed not in run]):
        run[account["seed"]] = account
        if options.progress is not None:
            with options.progress.open("a", encoding="utf-8") as file:
                file.write(json.dumps(account) + "\n")
        if not good(account):
            print(f"seed {account['seed']}: {account['told'][:3]}", file=sys.stderr, flush=True)
        print(f"\r{len(run)}/{len(wanted)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    held = sum(good(account) for account in run.values())
    print(json.dumps(summary(run)) if options.json else table(run))
    return 0 if held == (0 if options.control else len(run)) else 1


def good(account: dict[str, Any]) -> bool:
    wrong = sum(account[name] for name in ("lost", "doubled", "undetected", "false_alarms"))
    return account["converged"] and not wrong


def summary(run: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The sums over all seeds, and each fault's."""
    sums: dict[str, Any] = {name: sum(a[name] for a in run.values()) for name in SUMS}
    faults: dict[str, Counter[str]] = {}
    for account in run.values():
        for name, counts in account["faults"].items():
            faults.setdefault(name, Counter()).update(counts)
    return sums | {
        "seeds": len(run), "converged": sum(a["converged"] for a in run.values()),
        "bad": sorted(seed for seed, account in run.items() if not good(account)),
        "seconds": round(sum(a["seconds"] for a in run.values()), 1),
        "slowest": max((a["seconds"] for a in run.values()), default=0),
        "faults": {name: dict(counts) for name, counts in sorted(faults.items())},
    }


def table(run: dict[int, dict[str, Any]]) -> str:
    sums = summary(run)
    rows = [f"{'fault':<18}{'planned':>9}{'done':>8}{'harmless':>10}{'detected':>10}"]
    rows += [
        f"{name:<18}{n['planned']:>9}{n['done']:>8}{n['harmless']:>10}{n['detected']:>10}"
        for name, n in sums["faults"].items()
    ]
    rows.append(", ".join(f"{name} {sums[name]}" for name in ("seeds", "converged", *SUMS)))
    rows.append(f"{sums['seconds']} s in all, the slowest seed {sums['slowest']} s")
    if sums["bad"]:
        rows.append(f"seeds that did not hold: {sums['bad']}")
    return "\n".join(rows)


def _known(path: Path | None) -> dict[int, dict[str, Any]]:
    if path is None or not path.exists():
        return {}
    lines = path.read_text("utf-8").splitlines()
    return {account["seed"]: account for account in map(json.loads, lines)}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
