"""Changed bytes into every reader: nothing but our own errors, bounded memory and time.

``./run bench fuzz [--inputs 100000] [--seed 1]`` shares the inputs among all readers.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from itertools import islice

from bench.fuzzing.readers import Reader, bounded_memory, every, mutated

MORE_MEMORY = 192 * 1024 * 1024


def main(argv: list[str] | None = None) -> int:
    """Exit 1 when a reader raised anything else, or needed more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    readers = every()
    each = -(-args.inputs // len(readers))
    print(f"seed {args.seed}: {each} inputs for each of {len(readers)} readers")
    print(f"{'reader':34} {'taken':>7} {'refused':>8} {'other':>6} {'slowest':>10}  by what")
    faults = 0
    with bounded_memory(MORE_MEMORY):
        for reader in readers:
            counted, slowest, others = hammer(reader, each, random.Random(args.seed))
            faults += len(others)
            refused = sum(n for code, n in counted.items() if code != "taken")
            kinds = ", ".join(f"{code} {n}" for code, n in counted.most_common() if code != "taken")
            print(f"{reader.name:34} {counted['taken']:7} {refused:8} {len(others):6} "
                  f"{slowest * 1000:7.1f} ms  {kinds}")
            for other in others[:3]:
                print(f"    {other}")
    print("nothing but our own errors" if not faults else f"{faults} FAULTS")
    return 1 if faults else 0


def hammer(
    reader: Reader, count: int, draw: random.Random
) -> tuple[Counter[str], float, list[str]]:
    """How the inputs ended, the longest one took in seconds, and what should not have been."""
    reader.read(reader.sound)
    counted: Counter[str] = Counter()
    slowest, others = 0.0, []
    for data in islice(mutated(reader.sound, draw), count):
        began = time.perf_counter()
        try:
            reader.read(data)
            counted["taken"] += 1
            if reader.signed and data != reader.sound:
                others.append(f"taken though changed: {data[:60].hex()}…")
        except reader.refuses as refusal:
            counted[getattr(refusal, "code", "refused")] += 1
        except Exception as other:  # this is what is looked for
            others.append(f"{type(other).__name__}: {other!s:.200} on {data[:60].hex()}…")
        slowest = max(slowest, time.perf_counter() - began)
    return counted, slowest, others


if __name__ == "__main__":
    sys.exit(main())
