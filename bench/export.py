"""How long an export takes, beside a bare SELECT of the same answers, and how much memory.

    python -m bench.export [--people 5000] [--questions 12] [--rounds 3] [--asked] [--json]

The form has as many ratings, single choices, several choices and numbers; with ``--asked`` half of
the questions are asked only of those who gave 5 or more in the first. *export* writes the whole
folder, hashes and all. *bare* fetches the columns of the same rows and looks at none. Rounds take
turns; the median is told. Memory is how much the process grew at most over what it had before.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from admin.exports import FORMATS
from admin.exports.exporting import By, Wish, export
from bench.form_results import a_campaign, a_form, a_workspace, bare
from bench.intake_bundles import clock
from storage.workspace import Workspace
from survey.campaign import Campaign
from survey.forms.definition import FormDefinition


def the_form(questions: int, *, asked: bool) -> FormDefinition:
    """The form, where wanted with a condition on every other question."""
    form = a_form(questions)
    if not asked:
        return form
    nodes = tuple(
        replace(node, relevant="${q0} >= 5") if at % 2 else node
        for at, node in enumerate(form.nodes)
    )
    return replace(form, nodes=nodes)


def exported(workspace: Workspace, campaign: Campaign, folder: Path, format: str) -> float:
    """Seconds of one export."""
    began = time.perf_counter()
    export(workspace, campaign.id, folder, Wish(format=format), By(actor="bench", clock=clock))
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    return seconds


def memory() -> float:
    """The most that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=5000)
    options.add_argument("--questions", type=int, default=12)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--asked", action="store_true")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    campaign = a_campaign(the_form(args.questions, asked=args.asked))
    with tempfile.TemporaryDirectory() as folder:
        workspace = a_workspace(Path(folder) / "ws", campaign, args.people)
        before = memory()
        seconds: dict[str, list[float]] = {name: [] for name in ("bare", *FORMATS)}
        grew = 0.0
        for _ in range(args.rounds):
            for format in FORMATS:
                out = Path(folder) / "out"
                seconds[format].append(exported(workspace, campaign, out, format))
            grew = memory() - before
            seconds["bare"].append(bare(workspace)[0])
        workspace.close()
    told = {
        "people": args.people, "questions": args.questions, "asked": args.asked,
        "memory_grew_mb": round(grew, 1),
        "us_a_response": {
            name: round(median(some) / args.people * 1e6, 1) for name, some in seconds.items()
        },
        "times_bare": {
            name: round(median(some) / median(seconds["bare"]), 2)
            for name, some in seconds.items() if name != "bare"
        },
    }
    print(json.dumps(told, indent=None if args.json else 2))


if __name__ == "__main__":
    main()
