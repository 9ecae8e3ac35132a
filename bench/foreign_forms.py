"""Forms that others made: read, run to the end, written, and held against pyxform.

``python -m bench.foreign_forms FOLDER`` tries every ``.xlsx .xlsm .xls .csv .md .xml`` below it,
each in processes of its own with a limit of time and memory, and prints what differs and a table.
Nothing is fetched and nothing is written outside a folder that is taken away again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.foreign_trial import Limits, trial

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
ENDINGS = (*WORKBOOKS, ".xml", ".xhtml")
_PATIENCE = 10
"""Times longer on the clock than in its own time that a process may take on a busy machine."""

Outcome = dict[str, Any]
"""What came of one file: ``file ours theirs`` and what :mod:`bench.foreign_trial` tells."""

PARTS = (
    ("usable", "can be used"),
    ("opens", "opens in the engine"),
    ("ends", "is filled to the end, nothing wrong left"),
    ("same_record", "saved record opens with the same answers"),
    ("same_json", "is the same after JSON"),
    ("same_workbook", "pyxform's XForm of our workbook is that of the original"),
    ("same_xform", "our XForm is pyxform's"),
    ("same_xform_back", "our XForm read again is the same XForm"),
    ("same_state_back", "our XForm read again starts in the same state"),
)
"""Key of an outcome → what it says; true, a reason why not, or not there."""


def files(folder: Path) -> list[Path]:
    """All that may be forms, in order of their names."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    return sorted(path for path in found if path.is_file())


def tried(path: Path, limits: Limits) -> Outcome:
    """One file through both programs."""
    with tempfile.TemporaryDirectory() as place:
        ours = _apart("ours", path, Path(place), limits)
        outcome = {"file": path.name, **ours}
        if path.suffix.lower() in WORKBOOKS:
            theirs = _apart("theirs", path, Path(place), limits)
            outcome |= {"theirs_ended": theirs.pop("ended")} | theirs
    return outcome | {"verdict": verdict(outcome)}


def _apart(who: str, path: Path, place: Path, limits: Limits) -> Outcome:
    """What :mod:`bench.foreign_trial` tells; ``ended`` is empty when it came to its end."""
    told = place / who
    alone = get_context("fork").Process(
        target=trial, args=(who, path.resolve(), place, told, limits)
    )
    alone.start()
    alone.join(limits.seconds * _PATIENCE)
    if alone.is_alive():
        alone.kill()
        alone.join()
    found: Outcome = {}
    for line in told.read_text("utf-8").splitlines() if told.is_file() else ():
        found |= json.loads(line)
    ended = ""
    if alone.exitcode:
        killed = f"no end after {limits.seconds} s" if alone.exitcode < 0 else "no reason told"
        ended = found.pop("broke", "") or killed
    return found | {"ended": ended}


def verdict(outcome: Outcome) -> str:
    """Who takes it: ``both take``, ``both refuse``, ``only we take``, ``only pyxform takes`` …"""
    if outcome["ended"] and "usable" not in outcome:
        return "we broke down"
    mine = bool(outcome["usable"])
    if "taken" not in outcome:
        return "no second opinion"
    if mine == bool(outcome["taken"]):
        return "both take" if mine else "both refuse"
    return "only we take" if mine else "only pyxform takes"


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """Counts of verdicts and of each part, and times."""
    yield f"{len(outcomes)} files"
    for said, number in Counter(one["verdict"] for one in outcomes).most_common():
        yield f"  {said:24} {number:5}"
    broken = sum(bool(one["ended"]) for one in outcomes)
    yield f"  {'we did not end':24} {broken:5}"
    for key, means in PARTS:
        asked = [one for one in outcomes if key in one and (key == "usable" or one.get("usable"))]
        good = sum(one[key] is True for one in asked)
        share = 100 * good / len(asked) if asked else 0.0
        yield f"{means:58} {good:5} of {len(asked):5}  {share:5.1f} %"
    for key in ("read_ms", "open_ms", "fill_ms", "megabytes"):
        spread = sorted(one[key] for one in outcomes if key in one)
        if spread:
            middle, late = spread[len(spread) // 2], spread[int(len(spread) * 0.95)]
            yield f"{key:12} median {middle:8.1f}   95 % {late:8.1f}   most {spread[-1]:8.1f}"


def differing(one: Outcome) -> Iterator[str]:
    """What somebody should look at in a file's outcome, one line each."""
    name = one["file"]
    if one["ended"]:
        yield f"{name}: did not end: {one['ended']}"
    if one["verdict"] in ("only we take", "only pyxform takes"):
        why = one.get("refusal") or one.get("their_refusal", "")
        yield f"{name}: {one['verdict']}: {why}"
    for key, means in PARTS[1:]:
        if one.get("usable") and isinstance(one.get(key), str):
            yield f"{name}: not so: {means}: {one[key]}"


def main() -> int:
    """Try all; exit 1 when a process of ours did not end or told no reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="files with this in their name")
    parser.add_argument("--seconds", type=int, default=60, help="of its own, for each process")
    parser.add_argument("--megabytes", type=int, default=2000, help="for each process")
    parser.add_argument("--json", type=Path, help="write every outcome, one a line")
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"there is no {args.folder}", file=sys.stderr)
        return 2
    chosen = [path for path in files(args.folder) if args.only in path.name]
    made = []
    for path in chosen:
        made.append(tried(path, Limits(args.seconds, args.megabytes)))
        for line in differing(made[-1]):
            print(line, flush=True)
    for line in table(made):
        print(line)
    if args.json:
        lines = (json.dumps(one, ensure_ascii=False) for one in made)
        args.json.write_text("\n".join(lines) + "\n", "utf-8")
    return 1 if any(one["ended"] for one in made) else 0


if __name__ == "__main__":
    sys.exit(main())
