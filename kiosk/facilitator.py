"""A facilitated session (*gruppmöte*) as it is held: each event is kept at once. No Qt.

The session cannot be read back from the store: what is shown is folded from the events
that this presenter has written since it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
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
from survey.session import SessionRules, SessionState, fold


class SessionView(Protocol):
    """Shows the session as it stands."""

    def present(self, state: SessionState) -> None: ...


class EventKeeper(Protocol):
    """Where events are kept; see :class:`kiosk.diary.Diary`. Raises StorageError."""

    def write(self, body: Body) -> None: ...


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

    @property
    def rules(self) -> SessionRules:
        """Points and grades are for the campaign's factors."""
        return SessionRules(factors=frozenset(f.id for f in self._station.campaign.factors))

    @property
    def state(self) -> SessionState:
        """The session as far as it has come."""
        return fold(self._events, self.rules)

    def open(self, title: str, method: str) -> None:
        """Begin the session."""
        self._happened(SessionOpened(title=title, method=method))

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
        """End the session; nothing more counts."""
        self._happened(SessionClosed())

    def _happened(self, event: Event) -> None:
        """Keep the event before anybody sees it."""
        said = SessionEvent(
            session=self._session,
            lamport=len(self._events) + 1,
            event=event,
            circumstances=circumstances(
                self._station, self._station.campaign.languages[0], self._clock()
            ),
        )
        self._keeper.write(said)
        self._events.append(said)
        self._view.present(self.state)
