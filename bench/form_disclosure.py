"""Whether a small group can be reckoned from all that results tell of a form.

    python -m bench.form_disclosure [--worlds 2000] [--first 0] [--processes 2]
        [--control none|questions|values] [--indices] [--json]

Each world is a form (conditions, several choices, numbers, ratings of factors, repeats of as many
instances as people like or said, one version or two), the people who answered it, and somebody who
knows the form and all figures: of every question, of the value factors, of groups. Of each group
of one to four people (by an answer, by having been asked, by both) the least and the most there
can be are worked out by linear programming. It *leaks* unless it may be empty and may be five, or
is unknown by five. *control* puts a rule out of force, and must leak: ``questions`` counts each as
if it were the only one, ``values`` tells value factors as a survey of plain questions does. With
``--indices`` what the factors' indices bound is told too.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.survey.disclosure_attacker import leaks, small_groups
from tests.survey.disclosure_told import each_alone, questions, values
from tests.survey.disclosure_worlds import world

CONTROLS = ("none", "questions", "values")


def tried(seed: int, control: str, indices: bool) -> tuple[int, int, int, int, str]:
    """Seed, small groups, questions, those of which anything is told, and the first leak."""
    made = world(seed)
    found = each_alone(made) if control == "questions" else questions(made)
    rows = values(made, whole=control != "values")
    leak = next(leaks(made, found, rows, indices=indices), None)
    told = sum(not one.hidden for one in found)
    return seed, len(list(small_groups(made, found))), len(found), told, str(leak or "")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--worlds", type=int, default=2000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--control", choices=CONTROLS, default="none")
    options.add_argument("--indices", action="store_true")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    seeds = range(args.first, args.first + args.worlds)
    work = partial(tried, control=args.control, indices=args.indices)
    with ProcessPoolExecutor(args.processes) as pool:
        every = list(pool.map(work, seeds, chunksize=10))
    leaking = [(seed, leak) for seed, _, _, _, leak in every if leak]
    told = {
        "worlds": len(every), "groups": sum(one[1] for one in every),
        "questions": sum(one[2] for one in every), "told": sum(one[3] for one in every),
        "leaking": len(leaking), "first": leaking[:10],
    }
    if args.json:
        print(json.dumps(told))
        return
    print(f"{told['worlds']} worlds, {told['groups']} small groups; {told['questions']} questions,"
          f" {told['told']} of them told; worlds that leak: {told['leaking']}")
    for seed, leak in leaking[:10]:
        print(f"  {seed}: {leak}")


if __name__ == "__main__":
    main()
