"""Random logs of three devices, shuffled and doubled: how many fold to another state, and how long
a fold takes.

``./run bench session_folds [LOGS]``
"""

from __future__ import annotations

import json
import random
import sys
import time

import assets
from survey.session import fold
from tests.survey.session_builders import Player
from tests.survey.test_session_folding import random_log

SHUFFLES = 3
FIRST = 10_000_000
"""Seeds from here on are met by no test."""


def main(argv: list[str]) -> int:
    logs = int(argv[0]) if argv else 1_000
    told = {"logs": logs, "events": 0, "undone": 0, "problems": 0, "differing": 0}
    for seed in range(FIRST, FIRST + logs):
        chance, log = random.Random(seed), random_log(seed)
        wanted = fold(log)
        told["events"] += len(log)
        told["undone"] += wanted.undone
        told["problems"] += len(wanted.problems)
        for _ in range(SHUFFLES):
            shuffled = [*log, *chance.choices(log, k=len(log) // 2)]
            chance.shuffle(shuffled)
            told["differing"] += fold(shuffled) != wanted
    folds = {}
    for people in (10, 100, 1_000):
        events = Player(assets.text("methods", "focus-group.toml"), people).play()
        begun = time.process_time()
        fold(events)
        folds[f"{people} people, {len(events)} events"] = round(
            (time.process_time() - begun) * 1_000, 1
        )
    sys.stdout.write(json.dumps({**told, "fold_ms": folds}) + "\n")
    return 1 if told["differing"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
