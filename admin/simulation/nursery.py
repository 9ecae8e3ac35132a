"""A process that has loaded everything and forks a child for each life it is told to live.

Started by :mod:`admin.simulation.running`, by itself or under a recorder of system calls: one
line of JSON in for each life, the child's lines out, and a line that begins with a zero byte when
it is over.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from admin.simulation import full_disk
from admin.simulation.lives import AdminLife, KioskLife, Life, live
from admin.simulation.people import Ending, Person
from admin.simulation.weather import Weather

OVER = "\0over "


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """The process dies ``microseconds`` after it has said so many ``lines``."""

    lines: int
    microseconds: int


def main() -> None:
    """Live what is asked for, one after another, until the input ends."""
    gc.disable()
    gc.freeze()  # a child that touches nothing old has nothing to copy
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            _live(read_life(wanted["life"]), wanted["kill"])
            os._exit(0)
        _, status = os.waitpid(child, 0)
        # a killed child may have left half a line
        _write(f"\n{OVER}{child} {os.waitstatus_to_exitcode(status)}")


def _live(life: Life, kill: dict[str, int] | None) -> None:
    said = 0

    def say(line: str) -> None:
        nonlocal said
        _write(line)
        said += 1
        if kill is not None and said == kill["lines"]:
            # nobody handles the alarm: the process is dead before it can do anything more
            signal.setitimer(signal.ITIMER_REAL, kill["microseconds"] / 1e6)

    def disk_is_full() -> None:
        say('["full"]')
        full_disk.fill()

    live(life, say, disk_is_full)


def _write(line: str) -> None:
    raw = line.encode() + b"\n"
    while raw:
        raw = raw[os.write(1, raw) :]


def read_life(plain: dict[str, Any]) -> Life:
    """The life that ``dataclasses.asdict`` and JSON made plain."""
    fields = dict(plain, now=datetime.fromisoformat(plain["now"]))
    if plain["weather"] is not None:
        fields["weather"] = Weather(**plain["weather"])
    if "workspace" in plain:
        return AdminLife(**(fields | {"let_in": tuple(plain["let_in"])}))
    people = tuple(
        Person(**(person | {"ending": Ending(person["ending"])})) for person in plain["people"]
    )
    return KioskLife(**(fields | {"people": people}))


if __name__ == "__main__":
    main()
