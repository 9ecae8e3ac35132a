"""What one program does between its start and its end: a kiosk's day, an administrator's intake.

A life is a frozen value, so that it can be lived here, in a process that is killed, or under a
recorder of system calls. Whatever it promises or reports it says as one line, and only after the
method that promised it has returned.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from admin.simulation.people import Ending, Person, record, response
from admin.simulation.visiting import for_admin, for_kiosk, let_in
from admin.simulation.weather import Troubled, Weather
from storage import bodies
from storage.errors import NoRoom, StorageError
from storage.kiosk import Journal, KioskStore
from storage.values import RandomBytes
from storage.workspace import Workspace, open_workspace
from sync.courier import Exchanged, exchange
from sync.errors import TransportError
from sync.intake import IntakeReport, send_receipts, take_in
from sync.outgoing import Size
from sync.transport import Transport

Say = Callable[[str], None]
"""Takes one line; durable as far as the listener is concerned when it returns."""

TICK = timedelta(seconds=0.5)
"""How far a clock goes each time it is read."""
PASSPHRASE = "a simulated organisation's passphrase"  # noqa: S105  (guards nothing but a simulation)
ACTOR = "simulation"


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskLife:
    """A kiosk is started on ``store``, serves ``people``, and visits ``place`` if it has one.

    ``now`` is what its own clock shows at the start. ``most`` records go into one bundle.
    ``weather`` is the fault that the place meets on the way, ``room`` the number of saves until
    the disk is full (None: never).
    """

    store: str
    name: str
    seed: str
    now: datetime
    people: tuple[Person, ...] = ()
    place: str | None = None
    weather: Weather | None = None
    resend: bool = False
    synchronous: str = "FULL"
    room: int | None = None
    most: int = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminLife:
    """An administrator opens ``workspace`` and takes in what lies in ``place``.

    With ``backups`` (a directory) a backup is made there before receipts are sent. ``let_in``
    are devices (public keys in hexadecimal digits) that a mailbox shall let in again.
    """

    workspace: str
    seed: str
    now: datetime
    place: str
    backups: str | None = None
    weather: Weather | None = None
    let_in: tuple[str, ...] = ()


Life = KioskLife | AdminLife


def live(life: Life, say: Say, disk_is_full: Callable[[], None]) -> None:
    """Live it to its end. ``disk_is_full`` makes every later write to a database fail."""

    def tell(what: str, *rest: object) -> None:
        say(json.dumps([what, *rest]))

    try:
        if isinstance(life, KioskLife):
            _Kiosk(life, tell, disk_is_full).live()
        else:
            _administer(life, tell)
    except (StorageError, TransportError) as fault:
        tell("failed", fault.code, str(fault))
    else:
        tell("ended")


class _Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += TICK
        return self.now


class _Kiosk:
    def __init__(
        self, life: KioskLife, tell: Callable[..., None], disk_is_full: Callable[[], None]
    ) -> None:
        self._life = life
        self._tell = tell
        self._clock = _Clock(life.now)
        self._fill = disk_is_full
        self._room = life.room

    def live(self) -> None:
        life = self._life
        draw = random.Random(life.seed)  # noqa: S311  (one seed decides everything)
        store = KioskStore.create_or_open(
            Path(life.store), name=life.name, clock=self._clock, random=draw.randbytes,
            synchronous=life.synchronous,
        )
        try:
            held = [stream.hex() for stream in store.streams()]
            self._tell("device", store.identity.public.hex(), held)
            if life.people:
                self._serve(store)
            if life.place is not None:
                self._visit(store, life.place, draw.randbytes)
            self._tell("waiting", store.waiting())
        finally:
            store.close()

    def _serve(self, store: KioskStore) -> None:
        for person in self._life.people:
            try:
                journal = store.journal()
                if person.at_once:
                    self._count_room()
                    journal.append(bodies.encode(record(person, self._clock())))
                else:
                    self._taps(journal, person)
                    self._end(journal, person)
                self._tell("end", person.number)
            except NoRoom:
                self._tell("no-room", person.number)
                return
            journal.prepare()

    def _taps(self, journal: Journal, person: Person) -> None:
        for tap in range(1, person.taps + 1):
            self._count_room()
            body = response(person, tap, complete=False, at=self._clock())
            journal.draft(bodies.encode(body))
            self._tell("draft", person.number, tap)

    def _end(self, journal: Journal, person: Person) -> None:
        self._count_room()
        self._tell("ending", person.number)
        if person.ending is Ending.FINISH:
            body = response(person, person.taps, complete=True, at=self._clock())
            journal.finish(bodies.encode(body))
        elif person.ending is Ending.PARTIAL:
            journal.seal_partial()
        else:
            journal.discard()

    def _count_room(self) -> None:
        if self._room is None:
            return
        if self._room == 0:
            self._fill()
        self._room -= 1

    def _visit(self, store: KioskStore, place: str, random: RandomBytes) -> None:
        reached = for_kiosk(place, store, self._clock, random)
        with _at(reached, self._life.weather, self._tell) as transport:
            try:
                done = exchange(
                    store, transport, self._clock, resend=self._life.resend,
                    size=Size(records=self._life.most),
                )
            except NoRoom as fault:
                self._tell("no-room", None, fault.code)
                return
        # after what the weather was: who is killed between the two told of it for nothing else
        self._tell("exchanged", _exchanged(done))


@contextmanager
def _at(
    transport: Transport, weather: Weather | None, tell: Callable[..., None]
) -> Iterator[Transport]:
    """The place for as long as it is used; says afterwards whether its weather struck."""
    troubled = None if weather is None else Troubled(transport, weather)
    try:
        yield transport if troubled is None else troubled
    finally:
        transport.close()
    if troubled is not None and troubled.struck:
        tell("struck", troubled.kind)


def _exchanged(done: Exchanged) -> dict[str, object]:
    told = asdict(done)
    told["problems"] = [(p.where, p.code) for p in done.problems]
    told["messages"] = {p.code: p.message for p in done.problems}
    return told


def _administer(life: AdminLife, tell: Callable[..., None]) -> None:
    clock = _Clock(life.now)
    draw = random.Random(life.seed)  # noqa: S311  (one seed decides everything)
    with open_workspace(
        Path(life.workspace), passphrase=PASSPHRASE, clock=clock, random=draw.randbytes
    ) as workspace, _at(
        for_admin(life.place, workspace, clock, draw.randbytes), life.weather, tell
    ) as transport:
        for device in life.let_in:
            let_in(transport, bytes.fromhex(device))
        report = take_in(workspace, transport, clock=clock, actor=ACTOR)
        tell("took", _taken(report), clock.now.isoformat())
        tell("streams", _streams(workspace))
        if life.backups is not None:
            tell("backed up", workspace.backup(Path(life.backups), ACTOR).path)
            sent = send_receipts(workspace, transport)
            tell("sent", sent.names, [(p.where, p.code) for p in sent.problems])


def _taken(report: IntakeReport) -> dict[str, object]:
    return {
        "bundles": report.bundles, "repeated": report.repeated, "new": report.new,
        "known": report.known,
        "quarantined": [(file.name, file.code) for file in report.quarantined],
        "resolved": report.resolved,
        "gaps": [(gap.stream.hex(), gap.epoch.hex()) for gap in report.gaps],
        "forks": [(fork.stream.hex(), fork.parent.hex()) for fork in report.forks],
        "problems": [(p.where, p.code) for p in report.problems],
    }


def _streams(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """By stream: how many gaps there are, and the highest bundle number."""
    return {s.stream.hex(): (len(s.gaps), s.last_bundle) for s in workspace.streams()}
