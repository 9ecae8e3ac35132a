"""After a power cut or a kill: is every visitor there as promised, and nothing readable?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path

from bench.power.checks import base64_inside, opened
from bench.power.child import RECEIVER
from bench.power.visitors import QUESTIONS, START, View, Visitor, answer
from kiosk.citizen import Citizen, Instruments, Pace
from kiosk.opening import Ready, get_ready
from kiosk.screens import AttractScreen
from storage.errors import StorageError
from storage.kiosk import KioskStore
from survey.device_notes import Assigned
from survey.records import Body, Response


@dataclass
class Promises:
    """What visitors had been told before the power went."""

    package: int = 0
    assigned: int = 0
    tapped: set[int] = field(default_factory=set)
    drafts: dict[int, tuple[int, str]] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    may_be_gone: set[int] = field(default_factory=set)
    leaving: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, said: Sequence[str]) -> Promises:
        made = cls()
        for line in said:
            what, *rest = line.split()
            number = int(rest[0]) if rest else 0
            match what:
                case "installed":
                    made.package = number
                case "assigned":
                    made.assigned += 1
                case "tap":
                    made.tapped.add(number)
                case "draft":
                    made.drafts[number] = int(rest[1]), rest[2]
                case "finish" | "partial":
                    made.ended[number] = what
                case "leaving":
                    made.leaving.add(number)
                case "left":
                    made.left.add(number)
                case "discarding":
                    made.may_be_gone.add(number)
                case "discard":
                    made.gone.add(number)
        return made


def check(
    directory: Path, plan: Sequence[Visitor], said: Sequence[str]
) -> tuple[int, list[str], list[str]]:
    """Open the store in ``directory``: promises checked, what was lost, what was readable."""
    promises = Promises.read(said)
    readable = [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    try:
        found, faults = contents(directory, promises)
    except StorageError as error:
        return 1, [f"the store does not open: {error.code}: {error}"], readable
    readable += [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    faults += compare(found, plan, promises)
    parts = (promises.tapped, promises.drafts, promises.ended, promises.gone)
    return promises.assigned + sum(map(len, parts)), faults, readable


def contents(directory: Path, promises: Promises) -> tuple[list[Body], list[str]]:
    """Every body the recipient can read, and what is wrong with the kiosk around them."""
    store = KioskStore.create_or_open(
        directory, name="Power cuts", clock=lambda: START + timedelta(days=1),
        random=os.urandom, running=None,
    )
    faults: list[str] = []
    try:
        package = store.package()
        if promises.package and (package is None or package.version < promises.package):
            faults.append("the installed package is gone")
        if package is not None:
            faults += _first_screen(store, directory)
        found = list(opened(store, RECEIVER, faults))
    finally:
        store.close()
    return found, faults


def _first_screen(store: KioskStore, directory: Path) -> list[str]:
    """Whoever starts the kiosk after this sees its first screen, and nothing of anybody."""
    ready = get_ready(store, directory)
    if not isinstance(ready, Ready):
        return [f"the kiosk is not ready: {ready.reason}"]
    view = View()
    means = Instruments(clock=lambda: START + timedelta(days=1), random=os.urandom)
    who = Citizen(view, ready.station, ready.diary, means, Pace())
    who.begin()
    fresh = isinstance(view.now, AttractScreen) and not who._stand.state.answers
    return [] if fresh else ["the kiosk does not come back at its first screen"]


def compare(found: Sequence[Body], plan: Sequence[Visitor], promises: Promises) -> list[str]:
    """What is missing, doubled, changed, or back from the dead."""
    faults = []
    responses = [body for body in found if isinstance(body, Response)]
    if sum(isinstance(body, Assigned) for body in found) < promises.assigned:
        faults.append("an arm that was drawn is not kept")
    minutes = [_number(body) for body in responses]
    many = Counter(minutes)
    by_number = dict(zip(minutes, responses, strict=True))
    for person in plan:
        at = person.number
        if many[at] > 1:
            faults.append(f"visitor {at} is there {many[at]} times")
        if at in promises.gone and at in by_number:
            faults.append(f"visitor {at} was forgotten and is back")
        faults += _as_promised(person, by_number.get(at), promises)
    return faults


def _number(body: Response) -> int:
    return int((body.circumstances.time - START).total_seconds() // 60)


def _as_promised(person: Visitor, body: Response | None, promises: Promises) -> list[str]:
    at = person.number
    told, language = promises.drafts.get(at, (0, ""))
    if body is None:
        promised = told or at in promises.tapped
        return [f"visitor {at} is gone"] if promised and at not in promises.may_be_gone else []
    faults = []
    given = {QUESTIONS.index(id): said for id, said in body.answers.items()}
    if any(said != answer(person, question) for question, said in given.items()):
        faults.append(f"visitor {at} has other answers")
    if len(given) < told and at not in promises.leaving:
        faults.append(f"visitor {at} has lost an answer")
    if at in promises.leaving & promises.left and len(given) > 1:
        faults.append(f"visitor {at} has left, and more than the tap is there")
    if at in promises.tapped and (0 not in given or not body.complete):
        faults.append(f"visitor {at} has lost the tap, or it counts for less")
    if len(given) == told and language and body.circumstances.language != language:
        faults.append(f"visitor {at} is in another language")
    ended = promises.ended.get(at)
    if ended and at not in promises.tapped and body.complete != (ended == "finish"):
        faults.append(f"visitor {at} ended otherwise")
    return faults


def leaks(content: bytes) -> list[str]:
    """Which questions can be read in ``content`` as answers have them: as bytes, not as text."""
    return list(_searched(content))


@lru_cache(maxsize=8)  # most of what lies there was there at the last cut
def _searched(content: bytes) -> tuple[str, ...]:
    return tuple(f"{what} can be read" for needle, what in needles() if needle in content)


@cache
def needles() -> tuple[tuple[bytes, str], ...]:
    """A question's bytes stand nowhere but in answers: packages spell them with letters."""
    found = []
    for id in QUESTIONS:
        found += [(id.bytes, "a question's id"), (id.bytes.hex().encode(), "a question's id")]
        found += [(letters, "a question's id") for letters in base64_inside(id.bytes)]
    return tuple(found)


