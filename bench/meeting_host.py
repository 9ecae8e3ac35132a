"""A full room at the host of a meeting: does a tap wait for the log to be folded anew?

    ./run bench meeting_host [--people 100] [--factors 20] [--taps 5] [--json]

Everybody spreads points over all factors in two rounds, tap by tap, and grades them, over a real
store on the disk where the temporary folder lies. What a reply takes beyond a bare record of its
size in the same store is held against a fold of the whole log; so is the state in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from bench.power.meetings import Meeting
from survey.facilitation.asking import Task, TaskKind
from survey.facilitation.events import HeadingNamed
from survey.facilitation.replying import NumbersReply
from survey.records import Way
from survey.session import fold

SHARE = 0.2
"""Most of a whole fold that a reply may take beyond a bare record, in the median."""


def clocked(call: Callable[[], object]) -> float:
    """How many milliseconds it took."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def spread(asked: Task, draw: random.Random) -> NumbersReply:
    """Ten points, or a grade for each."""
    assert asked.turn is not None
    numbers = {item.id: draw.randint(1, 5) for item in asked.items}
    if asked.kind is TaskKind.POINTS:
        numbers = dict.fromkeys(numbers, 0)
        for _ in range(asked.budgets[""]):
            numbers[draw.choice(asked.items).id] += 1
    return NumbersReply(turn=asked.turn, numbers=numbers)


def told(name: str, some: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    figures = {"median": median(some), "p95": quantiles(some, n=20)[18], "worst": max(some)}
    return {f"{name}_{which}": round(value, 3) for which, value in figures.items()}


def run(directory: Path, people: int, factors: int, taps: int) -> dict[str, float]:
    """Hold the meeting; what things took."""
    draw = random.Random(1)
    meeting = Meeting(directory, "FULL", lambda line: None, 1)
    meeting.open()
    host = meeting.host
    for _ in range(people - len(host.state.people)):
        host.join(Way.PHONE)
    host.happened(*(
        HeadingNamed(heading=UUID(bytes=os.urandom(16), version=4), phase="headings", title="R")
        for _ in range(factors - len(host.state.headings))
    ))
    journal = meeting.store.journal()
    replies, begins, tasks, bare = [], [], [], []
    for turn in (("weigh", 1), ("weigh", 2), ("grade", 1)):
        begins.append(clocked(partial(host.begin, *turn)))
        order = [one for one in host.state.participants for _ in range(taps)]
        draw.shuffle(order)
        for at, one in enumerate(order):
            replies.append(clocked(partial(host.reply, one, spread(host.task(one), draw))))
            tasks.append(clocked(partial(host.task, one)))
            if at % 2:
                bare.append(clocked(partial(journal.append, os.urandom(700))))
    events = host._open.events
    folded = clocked(partial(fold, events))
    if fold(events) != host.state or host.state.problems:
        raise SystemExit("the state is not what its log folds to")
    return {
        "events": len(events), "fold_whole": round(folded, 1),
        "begin_worst": round(max(begins), 1), **told("reply", replies), **told("bare", bare),
        **told("task", tasks), "share": round((median(replies) - median(bare)) / folded, 3),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--factors", type=int, default=20)
    parser.add_argument("--taps", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        found = run(Path(work) / "store", options.people, options.factors, options.taps)
    good = found["share"] <= SHARE
    if options.json:
        print(json.dumps(found | {"good": good}))
        return 0 if good else 1
    for name, value in found.items():
        print(f"{name:14} {value}")
    print(f"beyond a bare record, of a whole fold: {found['share']} (at most {SHARE})")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
