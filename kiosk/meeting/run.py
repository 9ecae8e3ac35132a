"""A meeting in the running kiosk: the one place that knows the host, its windows and its doors.

Loaded when staff ask for a meeting, never before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assets.words import RESPONDENTS, Words
from kiosk.circumstances import Station
from kiosk.meeting.copies import Copies, CopyMeans, copies_in, read_copy
from kiosk.meeting.entering import Entering
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Means
from kiosk.meeting.moderating import Moderating
from kiosk.meeting.moderator_means import ModeratorMeans
from kiosk.meeting.moderator_screens import Around, Copying
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.phone_forms import FormMeans, PhoneForms
from kiosk.meeting.projecting import Projecting
from kiosk.meeting.serving import Serving
from kiosk.meeting.slip_stack import Stack
from kiosk.meeting.slips import SlipDesk
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.views import moderator, passing
from kiosk.meeting.views.moderator import ModeratorView
from kiosk.staff.sticks import Find
from kiosk.staff.worker import Worker
from kiosk.unready import usual_frame
from storage.errors import StorageError
from storage.values import Clock, RandomBytes
from survey.facilitation.state import SessionState
from survey.forms.model import said
from sync.errors import TransportError

IDLE_MS = 120_000
"""A participant's own page goes back between people when nobody has touched it for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMeans:
    """``ended`` is called when the kiosk is the people's again."""

    window: Any
    folder: Path
    station: Station
    book: Any
    clock: Clock
    random: RandomBytes
    language: str
    find: Find
    ended: Callable[[], None]


class Desk(Protocol):
    """A participant's way that has the tablet now."""

    def begin(self) -> None: ...
    def receive(self, wish: object) -> None: ...
    def changed(self) -> None: ...
    def close(self) -> None: ...


class RunningMeeting(QObject):
    """Made with a host whose session is not open yet; :meth:`begin` when it is."""

    _copied = Signal()

    def __init__(self, means: RunMeans) -> None:
        super().__init__()
        self._means = means
        self.host = SessionHost(Means(
            station=means.station, book=means.book, clock=means.clock, random=means.random,
            ticks=time.monotonic, later=self._later,
        ))
        self._worker = Worker()
        self._desk: Desk | None = None
        self._round: PassingRound | None = None
        self._slips = Stack()
        for known in (moderator, passing):
            known.know(means.window.stage)
        forms = PhoneForms(FormMeans(
            station=means.station, keeper=self.host.sitting, clock=means.clock,
            random=means.random,
        ))
        self._phones = Serving(self.host, forms, means.random, RESPONDENTS)
        self._big = Projecting(
            means.window, means.language, self._frame(idle_ms=0).comfort
        )
        self._copies = Copies(self.host, CopyMeans(
            run=self._worker.do, told=self._copied.emit, ticks=time.monotonic,
            later=self._later, clock=means.clock, random=means.random,
        ))
        self.moderating = Moderating(ModeratorMeans(
            host=self.host, doors=self, show=means.window.present, ids=self._id,
            ticks=time.monotonic, frame=self._frame(idle_ms=0),
        ), self._tell_time)
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._second)
        self._copied.connect(self._second, Qt.ConnectionType.QueuedConnection)

    def begin(self, code: tuple[str, ...] = ()) -> None:
        """The session is open: show it. ``code`` are its words, where it is new."""
        for changed in (self.moderating.changed, self._changed, self._copies.changed):
            self.host.on_changed(changed)
        self.moderating.begin(code)
        self._seconds.start()

    def receive(self, wish: object) -> None:
        """What whoever is at the tablet asks for."""
        if self._desk is not None:
            self._desk.receive(wish)
        else:
            self.moderating.receive(wish)

    def end(self) -> None:
        """Windows and phones go; the session stays as it is. Harmless when done before."""
        self._seconds.stop()
        self.moderating.rest()
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        self._phones.stop()
        self._big.close()
        self._copies.to(None)
        self._worker.stop()

    # --- doors of the moderator's window

    def around(self) -> Around:
        """What stands beside the session now."""
        campaign = self._means.station.campaign
        return Around(
            phones=self._phones.now, big=self._big.shown, elsewhere=self._big.elsewhere,
            still=self._big.still,
            copying=Copying(
                folders=tuple(map(str, self._means.find())), standing=self._copies.standing
            ),
            factors=tuple(
                (factor.id, said(factor.name, self._means.language))
                for factor in campaign.factors
            ),
        )

    def pass_tablet(self) -> None:
        """Let the tablet go round."""
        self._round = self._round or PassingRound(self._task_means())
        self._give(self._round)

    def enter(self) -> None:
        """The moderator enters for somebody."""
        self._give(Entering(self._task_means()))

    def slips(self) -> None:
        """Paper slips are entered."""
        self._give(SlipDesk(self._task_means(), self._slips))

    def big(self, shown: bool) -> None:
        """Open or close the big screen."""
        self._big.show(shown)
        self._project(self.host.state)

    def still(self, still: bool) -> None:
        """Let bars stand still, or move."""
        self._big.still = still
        self._project(self.host.state)

    def serve(self, address: str) -> None:
        """Let phones in at this address, or none any more."""
        if address:
            self._phones.begin(address)
        else:
            self._phones.stop()
        self._project(self.host.state)

    def offer_form(self, offered: bool) -> None:
        """Let each phone answer the survey's own form, or no more."""
        self._phones.offer_form(offered)

    def new_code(self) -> None:
        """A new code for phones."""
        self._phones.new_code()
        self._project(self.host.state)

    def copy_to(self, folder: str) -> None:
        """Copy the meeting there from now on; empty: no more."""
        self._copies.to(Path(folder) if folder else None)

    def merge(self, folder: str) -> int:
        """Take in what another device wrote; -1 where nothing of this meeting can be read."""
        found = -1
        try:
            for file in copies_in(Path(folder)):
                try:
                    found = max(0, found) + self.host.merge(read_copy(Path(folder), file))
                except (StorageError, TransportError):
                    continue  # another meeting's, or damaged: the others may be whole
        except TransportError:
            return -1
        return found

    def close(self) -> None:
        """The session is closed: phones hear of it, then all goes."""
        self._phones.end_soon()
        self.leave()

    def leave(self) -> None:
        """To the people again."""
        if not self.host.state.closed:
            self.end()
        else:
            self._seconds.stop()
            self.moderating.rest()
            self._big.close()
            self._copies.to(None)
            self._worker.stop()
        self._means.ended()

    # --- inside

    def _give(self, desk: Desk) -> None:
        self.moderating.rest()
        self._desk = desk
        desk.begin()

    def _taken_back(self) -> None:
        """The tablet is with the moderator again."""
        self._desk = None
        self.moderating.begin()

    def _task_means(self) -> TaskMeans:
        frame = replace(self._frame(idle_ms=IDLE_MS), languages=RESPONDENTS)
        return TaskMeans(
            host=self.host, show=self._means.window.present, words=Words, ids=self._id,
            frame=frame, ended=self._taken_back,
        )

    def _frame(self, *, idle_ms: int) -> Any:
        return replace(
            usual_frame(self._means.folder, self._means.language), idle_ms=idle_ms
        )

    def _changed(self, state: SessionState) -> None:
        if self._desk is not None:
            self._desk.changed()
        self._project(state)

    def _second(self) -> None:
        self.moderating.second()
        self._project(self.host.state)

    def _project(self, state: SessionState) -> None:
        self._big.project(state, self._phones.now, self.moderating.left)

    def _tell_time(self, left: int | None) -> None:
        self._means.window.stage.view(ModeratorView).tell_time(left)

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        QTimer.singleShot(int(seconds * 1_000), self, call)

    def _id(self) -> UUID:
        return UUID(bytes=self._means.random(16), version=4)
