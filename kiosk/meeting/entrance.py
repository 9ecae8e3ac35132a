"""Where the staff's corner and a meeting meet: the desk that leads in, and the meeting itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.circumstances import Station
from kiosk.staff.means import AtDesk, Means
from kiosk.staff.sticks import Find, sticks
from storage.kiosk import KioskStore
from storage.values import Clock, RandomBytes

if TYPE_CHECKING:
    from kiosk.diary import Diary
    from kiosk.meeting.host import SessionHost
    from kiosk.meeting.keeping import Lasting
    from kiosk.meeting.opening import Way
    from kiosk.meeting.run import RunningMeeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """``began`` is called when the window is the meeting's, ``ended`` when it is the people's."""

    window: Any
    store: KioskStore
    folder: Path
    clock: Clock
    random: RandomBytes
    station: Callable[[], Station | None]
    began: Callable[[], None]
    ended: Callable[[], None]
    find: Find = sticks


class Entrance:
    """``on`` while a meeting has the window. Loads nothing of meetings before one is asked for."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._meeting: RunningMeeting | None = None
        self._last: RunningMeeting | None = None

    @property
    def on(self) -> bool:
        """Whether a meeting has the window."""
        return self._meeting is not None

    def receive(self, wish: object) -> None:
        """What whoever is at the tablet asks for."""
        if self._meeting is not None:
            self._meeting.receive(wish)

    def ready(self) -> bool:
        """Whether there is a survey and a place that records could be kept for."""
        return self._around.station() is not None

    def waiting(self) -> int:
        """How many sessions are open here."""
        return self._around.store.sessions.waiting()

    def desk(self, means: Means) -> AtDesk:
        """The desk that leads into a meeting."""
        from kiosk.meeting.opening import MeetingDesk, Rooms

        return MeetingDesk(means, Rooms(
            open=lambda opening: self._way(
                means, lambda book: book.open_session(), lambda host: host.open(opening)
            ),
            resume=lambda words: self._way(
                means, lambda book: book.resume_session(words), lambda host: host.resume("")
            ),
            take_over=lambda read, words: self._way(
                means, lambda book: book.take_over_session(read(), words),
                lambda host: host.take_over(b"", ""),
            ),
            stands=self, find=self._around.find,
        ))

    def close(self) -> None:
        """The program ends; the session can be gone on with."""
        for meeting in (self._meeting, self._last):
            if meeting is not None:
                meeting.end()
        self._meeting = self._last = None

    def _way(
        self, means: Means, open: Callable[[Diary], Lasting],
        begin: Callable[[SessionHost], tuple[str, ...] | None],
    ) -> Way:
        """The store opens the session in another thread: stretching words takes seconds."""
        from kiosk.diary import Diary
        from kiosk.meeting.opening import Way

        around = self._around
        book = Diary(around.store.journal(), around.store.sessions, around.random)

        def then(lasting: Lasting) -> None:
            meeting = self._made(means, lasting)
            self._begin(meeting, begin(meeting.host) or ())

        return Way(slow=lambda: open(book), then=then)

    def _made(self, means: Means, lasting: Lasting) -> RunningMeeting:
        from kiosk.meeting.keeping import Opened
        from kiosk.meeting.run import RunMeans, RunningMeeting

        around, station = self._around, self._around.station()
        assert station is not None
        if self._last is not None:
            self._last.end()
        return RunningMeeting(RunMeans(
            window=around.window, folder=around.folder, station=station, clock=around.clock,
            book=Opened(lasting), random=around.random, language=means.language,
            find=around.find, ended=self._ended,
        ))

    def _begin(self, meeting: RunningMeeting, code: tuple[str, ...]) -> None:
        self._meeting = self._last = meeting
        self._around.began()
        meeting.begin(code)

    def _ended(self) -> None:
        self._meeting = None
        self._around.ended()
