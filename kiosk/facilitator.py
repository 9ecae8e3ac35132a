"""A session without phases, as the kiosk without a screen holds it: points and grades on the
campaign's factors, each event kept at once. Meetings by a method have
:mod:`kiosk.meeting.host`. No Qt.

An ordinary session cannot be read back from the store: what is shown is folded from the events
that this presenter has written. A *lasting* one can be resumed after a restart, for 24 hours,
by whoever has the moderator's seven words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from kiosk.circumstances import Station, circumstances
from storage.values import Clock, RandomBytes
from survey.records import (
    Body,
    Event,
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from survey.session import SessionRules, fold

if TYPE_CHECKING:
    from survey.session import SessionState


class SessionView(Protocol):
    """Shows the session as it stands; ``give_code`` once, before anything else."""

    def present(self, state: SessionState) -> None: ...
    def give_code(self, words: tuple[str, ...]) -> None: ...


class Lasting(Protocol):
    """A session that can be resumed; see :class:`kiosk.diary.HeldSession`."""

    @property
    def code(self) -> tuple[str, ...]: ...
    def events(self) -> tuple[SessionEvent, ...]: ...
    def write(self, event: SessionEvent) -> None: ...
    def close(self, event: SessionEvent) -> None: ...


class EventKeeper(Protocol):
    """Where events are kept; see :class:`kiosk.diary.Diary`. Raises StorageError."""

    def write(self, body: Body) -> None: ...
    def open_session(self) -> Lasting: ...
    def resume_session(self, code: str) -> Lasting: ...


class Facilitator:
    """One session, from opening to closing. ``random`` gives the session's id."""

    def __init__(
        self, view: SessionView, station: Station, keeper: EventKeeper, clock: Clock,
        random: RandomBytes,
    ) -> None:
        self._view = view
        self._station = station
        self._keeper = keeper
        self._clock = clock
        self._session = UUID(bytes=random(16), version=4)
        self._events: list[SessionEvent] = []
        self._lasting: Lasting | None = None

    @property
    def rules(self) -> SessionRules:
        """Points and grades are for the campaign's factors."""
        return SessionRules(factors=frozenset(f.id for f in self._station.campaign.factors))

    @property
    def state(self) -> SessionState:
        """The session as far as it has come."""
        return fold(self._events, self.rules)

    def open(self, title: str, method: str, *, lasting: bool = False) -> None:
        """Begin the session. A ``lasting`` one takes a second and gives the view its words."""
        if lasting:
            self._lasting = self._keeper.open_session()
            self._view.give_code(self._lasting.code)
        self._happened(SessionOpened(title=title, method=method))

    def resume(self, code: str) -> None:
        """Go on where the session was left. WrongKey when the words open none; takes a second.

        MissingKey when there is none to resume: it was closed, or is older than 24 hours.
        """
        lasting = self._keeper.resume_session(code)
        self._events = list(lasting.events())
        if self._events:
            self._session = self._events[0].session
        self._lasting = lasting
        self._view.present(self.state)

    def join(self) -> int:
        """One more participant; gives the number the participant has in this session."""
        participant = len(self.state.participants) + 1
        self._happened(ParticipantJoined(participant=participant))
        return participant

    def set_points(self, participant: int, points: Mapping[UUID, int]) -> None:
        """All of one participant's points, in place of earlier ones."""
        self._happened(PointsSet(participant=participant, points=dict(points)))

    def set_grades(self, participant: int, grades: Mapping[UUID, int]) -> None:
        """All of one participant's grades, in place of earlier ones."""
        self._happened(GradesSet(participant=participant, grades=dict(grades)))

    def close(self) -> None:
        """End the session; nothing more counts, and nothing of it can be read here again."""
        self._happened(SessionClosed())
        self._lasting = None

    def _happened(self, event: Event) -> None:
        """Keep the event before anybody sees it."""
        said = SessionEvent(
            session=self._session,
            lamport=max((e.lamport for e in self._events), default=0) + 1,
            event=event,
            circumstances=circumstances(
                self._station, self._station.campaign.languages[0], self._clock()
            ),
        )
        if self._lasting is None:
            self._keeper.write(said)
        elif isinstance(event, SessionClosed):
            self._lasting.close(said)
        else:
            self._lasting.write(said)
        self._events.append(said)
        self._view.present(self.state)
