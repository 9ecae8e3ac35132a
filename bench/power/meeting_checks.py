"""After a power cut or a kill: is all of the meetings there as promised, and nothing readable?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench.power.checks import leaks, opened
from bench.power.child import RECEIVER
from bench.power.meetings import digest
from bench.power.visitors import START
from storage import bodies
from storage.errors import MissingKey, StorageError
from storage.kiosk import KioskStore
from storage.kiosk.open_sessions import OpenSession
from survey.records import Response, SessionEvent
from survey.session import fold

Place = tuple[str, int]


@dataclass
class Promises:
    """What had been told before the power went: events with what they say, forms, the words."""

    events: dict[Place, str] = field(default_factory=dict)
    in_session: list[Place] = field(default_factory=list)
    code: str = ""
    closing: bool = False
    lives: int = 0
    begun: int = 0
    done: int = 0

    @classmethod
    def read(cls, said: Sequence[str]) -> Promises:
        made = cls()
        for line in said:
            what, *rest = line.split()
            match what, *rest:
                case "session", *code:
                    made.code, made.in_session, made.closing = " ".join(code), [], False
                case "event", writer, n, says:
                    made.events[writer, int(n)] = says
                    made.in_session.append((writer, int(n)))
                case ("closing",):
                    made.closing = True
                case ("closed",):
                    made.code, made.closing = "", False
                case ("life",):
                    made.lives += 1
                case "form", "begun":
                    made.begun += 1
                case "form", "done":
                    made.done += 1
        return made


def check(
    directory: Path, plan: Sequence[int], said: Sequence[str]
) -> tuple[int, list[str], list[str]]:
    """Open the store in ``directory``: promises checked, what was lost, what was readable."""
    promises = Promises.read(said)
    readable = [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    try:
        faults = _look(directory, promises)
    except StorageError as error:
        return 1, [f"the store does not open: {error.code}: {error}"], readable
    readable += [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    return len(promises.events) + promises.begun + promises.done, faults, readable


def _look(directory: Path, promises: Promises) -> list[str]:
    faults: list[str] = []
    store = KioskStore.create_or_open(
        directory, name="Power cuts", clock=lambda: START + timedelta(hours=2), random=os.urandom
    )
    try:
        found = list(opened(store, RECEIVER, faults))
        events = [body for body in found if isinstance(body, SessionEvent)]
        faults += _events(events, promises)
        session = _resumed(store, promises)
        if session is not None:
            faults += _session(session, events, promises)
        faults += _forms([body for body in found if isinstance(body, Response)], session, promises)
    finally:
        store.close()
    return faults


def _resumed(store: KioskStore, promises: Promises) -> OpenSession | None:
    """The session by its words; None without any, or where it was closed and nobody was told."""
    if not promises.code:
        return None
    try:
        return store.sessions.resume(promises.code)
    except MissingKey:
        if promises.closing:
            return None
        raise


def _events(events: Sequence[SessionEvent], promises: Promises) -> list[str]:
    """What the organisation will read: every promise once, with what it said."""
    there = Counter(_place(told) for told in events)
    says = {_place(told): digest(told) for told in events}
    faults = [f"an event is there {n} times" for n in there.values() if n != 1]
    for place, said in promises.events.items():
        if place not in there:
            faults.append("a promised event is gone")
        elif said not in ("-", says[place]):
            faults.append("a promised event says something else")
    return faults


def _session(
    session: OpenSession, events: Sequence[SessionEvent], promises: Promises
) -> list[str]:
    """What the moderator's words open: the same, and a state without a fault."""
    kept = [bodies.decode(body) for body in session.bodies()]
    here = [told for told in kept if isinstance(told, SessionEvent)]
    places = {_place(told) for told in here}
    faults = []
    if not places.issuperset(promises.in_session):
        faults.append("the open session has lost an event")
    state = fold(here)
    if state != fold([told for told in events if told.session == state.session]):
        faults.append("the organisation reads another state than the moderator")
    # points on a heading whose naming was undone stand, and are told
    odd = [problem.code for problem in state.problems if problem.code != "unknown-item"]
    return faults + [f"the state has a problem: {code}" for code in odd[:1]]


def _forms(
    responses: Sequence[Response], session: OpenSession | None, promises: Promises
) -> list[str]:
    """Forms by phone: each there once, handed in, in part, or waiting in the session; and at most
    one in each life that was kept and not told of yet."""
    faults = []
    waiting = len(session.sittings()) if session is not None else 0
    handed = sum(body.complete for body in responses)
    if not promises.done <= handed <= promises.done + promises.lives:
        faults.append(f"{handed} forms are handed in, {promises.done} were promised")
    there = len(responses) + waiting
    if not promises.begun <= there <= promises.begun + promises.lives:
        faults.append(f"{there} forms are there, {promises.begun} were begun")
    return faults


def _place(told: SessionEvent) -> Place:
    return (told.writer.hex if told.writer else "", told.n)
