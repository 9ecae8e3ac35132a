"""Carrying while the kiosk runs: one thread that visits the places in the pauses between people.

It never moves a file while somebody answers, unless it has waited for a pause too long.
"""

from __future__ import annotations

import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.places import Places
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.values import Clock
from sync.courier import Exchanged, exchange
from sync.errors import TransportError
from sync.outgoing import Size
from sync.places import is_mailbox, open_place, scheme
from sync.transport import Transport

if TYPE_CHECKING:
    from sync.mailbox.channel import Means

CARRIER = "carrier"
"""What its thread is called."""

EVERY = 300.0
"""Seconds between two visits when all goes well."""

FIRST = 30.0
"""Seconds between two visits while there is no package yet, and after the first failure."""

MOST = 900.0
"""Seconds between two visits when they go on failing, and how long a visit waits for a pause."""

AFTER_PERSON = 5.0
LOOK = 5.0
"""Seconds between two looks whether a stick has come."""

SIZE = Size(records=128, bytes=512 * 1024)
STICK_FOLDER = "vardera"


class Ending(Exception):
    """The program ends; what was under way stops where it is, and nothing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What staff want to know: how many records wait, when the last visit went well.

    ``trouble`` is a stable code such as ``place-gone``; empty when there is none, or nowhere to
    carry to (then ``last`` is None).
    """

    waiting: int = 0
    last: datetime | None = None
    trouble: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One place. ``here`` tells without waiting whether it is there; None when only asking can."""

    open: Callable[[], Transport]
    here: Callable[[], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """``told`` and ``renewed`` (a package has come) are called in the carrier's thread."""

    told: Callable[[Standing], None]
    renewed: Callable[[], None]
    clock: Clock
    ticks: Callable[[], float] = time.monotonic


class Carrier:
    """Visits ``routes()``. All but :meth:`turn` and :meth:`wait` is called by the window's thread.

    :meth:`stop` before the store is closed.
    """

    def __init__(
        self, store: KioskStore, routes: Callable[[], Sequence[Route]], hands: Hands
    ) -> None:
        self._store = store
        self._routes = routes
        self._hands = hands
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=CARRIER, daemon=True)
        self._busy = False
        self._there = False
        self._failures = 0
        self._due = hands.ticks()
        self.standing = Standing()

    def start(self) -> None:
        """Begin; the first visit is made at the first pause."""
        self._thread.start()

    def stop(self) -> None:
        """End after the file in hand, and wait for that."""
        self._stopping.set()
        self._jobs.put(lambda: None)
        if self._thread.ident is not None:
            self._thread.join()

    def busy(self, somebody: bool) -> None:
        """Whether somebody is answering just now: then nothing is begun."""
        self._busy = somebody

    def nudge(self) -> None:
        """Something was collected: count again, and carry it in some seconds."""
        self._jobs.put(self._nudged)

    def ask(self, job: Callable[[], None]) -> None:
        """Do ``job`` in this thread, between two visits, and visit soon after it."""
        self._jobs.put(job)
        self._jobs.put(self._soon)

    def wait(self, seconds: float) -> None:
        """How whoever works in this thread waits. Ending when the program ends meanwhile."""
        if self._stopping.wait(seconds):
            raise Ending

    def turn(self) -> None:
        """Visit every place once and tell how things stand."""
        late = self._hands.ticks() - self._due > MOST
        trouble, visited, packages, sent = "", 0, 0, 0
        for route in self._routes():
            if route.here() is False:
                trouble = trouble or "place-not-here"
                continue
            code, done = self._visit(route, late)
            if done is not None and done.cancelled:
                self._count(trouble)
                return  # due as before: somebody has come, or the program ends
            trouble = trouble or code
            visited += not code
            packages += 0 if done is None else done.packages
            sent += 0 if done is None else done.records
        last = self._hands.clock() if visited else self.standing.last
        self._plan(failed=bool(trouble) and not visited, sent=sent > 0)
        self.standing = replace(self.standing, last=last)
        self._count(trouble)
        if packages:
            self._hands.renewed()

    def _visit(self, route: Route, late: bool) -> tuple[str, Exchanged | None]:
        """The trouble's code, empty when there was none, and what was done."""
        try:
            with closing(route.open()) as place:
                done = exchange(
                    self._store, place, self._hands.clock, size=SIZE,
                    cancelled=lambda: self._stopping.is_set() or (self._busy and not late),
                )
        except (TransportError, StorageError) as fault:
            return fault.code, None
        except ValueError:
            return "no-place", None
        except Ending:
            return "", Exchanged(cancelled=True)
        found = [p for p in done.problems if p.severity.value == "error"]
        return found[0].code if found else "", done

    def _plan(self, *, failed: bool, sent: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        pause = min(MOST, FIRST * 2 ** min(self._failures - 1, 8)) if failed else EVERY
        if sent or self._store.package() is None:
            pause = min(pause, FIRST)  # there is a receipt, or a package, to be expected
        self._due = self._hands.ticks() + pause

    def _count(self, trouble: str) -> None:
        self.standing = replace(
            self.standing, waiting=self._store.waiting(), trouble=trouble,
            copied=self._store.copied,
        )
        self._hands.told(self.standing)

    def _nudged(self) -> None:
        self._count(self.standing.trouble)
        if not self._failures:  # where nobody answers, people are no reason to ask oftener
            self._due = min(self._due, self._hands.ticks() + AFTER_PERSON)

    def _soon(self) -> None:
        self._failures = 0
        self._due = self._hands.ticks()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._jobs.get(timeout=self._pause())()
            except queue.Empty:
                self._look()
            except Ending:
                return
            if self.due() and not self._stopping.is_set():
                self._turn()

    def _turn(self) -> None:
        try:
            self.turn()
        except StorageError as fault:
            self._failures += 1
            self._due = self._hands.ticks() + min(MOST, FIRST * self._failures)
            self.standing = replace(self.standing, trouble=fault.code)
            self._hands.told(self.standing)

    def due(self) -> bool:
        """Whether a visit is to be made now."""
        over = self._hands.ticks() - self._due
        return over >= 0 and (not self._busy or over > MOST)

    def _pause(self) -> float:
        left = self._due - self._hands.ticks()
        return LOOK if left <= 0 else min(LOOK, left)

    def _look(self) -> None:
        """A stick that has come is carried to at once."""
        there = any(route.here() for route in self._routes())
        if there and not self._there:
            self._soon()
        self._there = there


def routes(
    store: KioskStore, places: Places, means: Means
) -> tuple[Route, ...]:
    """The place that was said at the start, and the organisation's mailbox once it is paired."""
    from sync.mailbox import kiosk_side

    found = [_said(store, places)] if places.place else []
    organisation = store.trusted_organisation
    if organisation is not None and store.peers.find(organisation) is not None:
        found.append(Route(
            open=lambda: kiosk_side.mailbox(store, "", means), here=lambda: None
        ))
    return tuple(found)


def _said(store: KioskStore, places: Places) -> Route:
    place = places.place

    def open_it() -> Transport:
        from sync.mailbox import kiosk_side

        caller = kiosk_side.caller(store) if is_mailbox(place) else None
        there = place if scheme(place) else on_stick(Path(place).expanduser())
        return open_place(there, credentials=places.credentials, caller=caller)

    if scheme(place):
        return Route(open=open_it, here=lambda: None)
    return Route(open=open_it, here=lambda: Path(place).expanduser().is_dir())


def on_stick(folder: Path) -> Path:
    """The stick's own folder for us, where it has one; never what a link there points to."""
    own = folder / STICK_FOLDER
    try:
        found = os.lstat(own)
    except OSError:
        return folder
    elsewhere = getattr(found, "st_reparse_tag", 0)  # Windows has links that count as folders
    return own if stat.S_ISDIR(found.st_mode) and not elsewhere else folder


def means(clock: Clock, wait: Callable[[float], None]) -> Means:
    """A client's means in the running kiosk: it gives up early, for it comes again."""
    from sync.mailbox.channel import Means

    return Means(clock=clock, random=os.urandom, wait=wait, timeout=5.0, tries=2)
