"""Who is in the room and where the session is: opening, people, phases, tables, the clock."""

from __future__ import annotations

from uuid import UUID

from survey.facilitation.events import (
    ParticipantLeft,
    PhaseBegun,
    PurposeAgreed,
    ResultShown,
    SeatTaken,
    TimerMoved,
)
from survey.facilitation.method import Method, Phase, PhaseKind
from survey.facilitation.order import Told
from survey.facilitation.state import Begun, Person, Timer, Turn
from survey.facilitation.troubles import Troubles
from survey.records import ParticipantJoined, SessionClosed, SessionOpened

LONGEST_SECONDS = 86_400
MOST_ROUNDS = 99
SEATED = (PhaseKind.ROTATE, PhaseKind.WRITE, PhaseKind.PRESENT)

RoomEvent = (
    SessionOpened | SessionClosed | ParticipantJoined | ParticipantLeft | PurposeAgreed
    | PhaseBegun | TimerMoved | SeatTaken | ResultShown
)


class Room:
    """The room while it is being folded."""

    def __init__(self, method: Method | None, troubles: Troubles) -> None:
        self.method = method
        self.opened: SessionOpened | None = None
        self.closed = False
        self.purpose = ""
        self.people: dict[int, Person] = {}
        self.begun: list[Begun] = []
        self.timer: Timer | None = None
        self.seats: dict[Turn, dict[int, int]] = {}
        self.shown: set[Turn] = set()
        self._left: set[Turn] = set()
        self._unjoined: dict[int, Told] = {}
        self._joined_by: dict[int, UUID | None] = {}
        self._troubles = troubles

    def take(self, told: Told, event: RoomEvent) -> None:
        """The next event in the order."""
        match event:
            case SessionOpened():
                self._open(told, event)
            case SessionClosed():
                self.closed = True
            case PurposeAgreed(text=text):
                self.purpose = text
            case ParticipantJoined():
                self._join(told, event)
            case ParticipantLeft(participant=number):
                if self.is_participant(told, number):
                    self.know(told, number)
                    was = self.people[number]
                    self.people[number] = Person(way=was.way, role=was.role, left=True)
            case PhaseBegun():
                self._begin(told, event)
            case TimerMoved(move=move, seconds=seconds):
                if self._seconds_hold(told, seconds):
                    self.timer = Timer(move=move, seconds=seconds)
            case SeatTaken():
                self._sit(told, event)
            case ResultShown(phase=phase, round=round, shown=shown):
                if self.phase_of(told, Turn(phase, round))[0]:
                    (self.shown.add if shown else self.shown.discard)(Turn(phase, round))

    def phase_of(
        self, told: Told, turn: Turn, kinds: tuple[PhaseKind, ...] | None = None
    ) -> tuple[bool, Phase | None]:
        """Whether the method has such a turn, told when it has not, and its phase.

        Where no method is known every turn is taken, without a phase.
        """
        if not 1 <= turn.round <= MOST_ROUNDS:
            return self._no(told, "bad-round", "Rounds are numbered from 1."), None
        if self.method is None:
            return True, None
        phase = self.method.phase(turn.phase)
        if phase is None:
            return self._no(told, "unknown-phase", "The method has no such phase."), None
        if kinds is not None and phase.kind not in kinds:
            return self._no(told, "wrong-phase", "This is not done in that phase."), None
        if turn.round > phase.last_round:
            return self._no(told, "bad-round", "The phase has fewer rounds."), None
        return True, phase

    def may_write(self, told: Told, turn: Turn, phase: Phase | None) -> bool:
        """Whether the turn still takes something: a phase may close when it is left."""
        if phase is not None and phase.closes and turn in self._left:
            return self._no(told, "late", "The phase was left before, and what it gave stands.")
        return True

    def budgets(self, turn: Turn) -> dict[str, int] | None:
        """The budgets as they were told when the turn last began; None before it did."""
        for begun in reversed(self.begun):
            if begun.turn == turn:
                return dict(begun.budgets)
        return None

    def is_participant(self, told: Told, number: int) -> bool:
        """Whether it is a number that participants can have; told when it is not."""
        if type(number) is int and number >= 1:
            return True
        return self._no(told, "bad-participant", "Participants are numbered from 1.")

    def know(self, told: Told, number: int) -> None:
        """Who gives something takes part: the joining may lie in a bundle on its way."""
        if number and number not in self.people:
            self.people[number] = Person()
            self._unjoined[number] = told

    def finish(self) -> None:
        """Tell of those whose joining never came; a device that was away may sort before it."""
        for told in self._unjoined.values():
            self._troubles.doubt(told, "not-joined", "The participant's joining has not arrived.")

    def _open(self, told: Told, opened: SessionOpened) -> None:
        if self.opened is None:
            self.opened = opened
        elif opened != self.opened:
            message = "The session was already opened as another."
            self._troubles.refuse(told, "opened-twice", message)

    def _join(self, told: Told, event: ParticipantJoined) -> None:
        number = event.participant
        if not self.is_participant(told, number):
            return
        if self._joined_by.setdefault(number, told.writer) != told.writer:
            message = "Another device has let somebody in with this number: are they the same?"
            self._troubles.doubt(told, "joined-twice", message)
        self.people[number] = Person(way=event.way, role=event.role)
        self._unjoined.pop(number, None)

    def _begin(self, told: Told, event: PhaseBegun) -> None:
        turn = Turn(event.phase, event.round)
        holds, phase = self.phase_of(told, turn)
        if not holds or not self._seconds_hold(told, event.seconds):
            return
        if any(type(n) is not int or n < 0 for n in event.budgets.values()):
            self._no(told, "bad-budget", "A budget is whole and not negative.")
            return
        if phase is not None and not event.budgets.keys() <= self._budgeted(phase):
            self._no(told, "unknown-field", "A budget is for a field that the phase has not.")
            return
        if self.begun:
            self._left.add(self.begun[-1].turn)
        self._left.discard(turn)
        self.begun.append(
            Begun(turn=turn, budgets=dict(event.budgets), seconds=event.seconds)
        )
        self.timer = None

    def _budgeted(self, phase: Phase) -> set[str]:
        """Which fields have budgets; ``""`` is the whole."""
        fields = self.method.fields(phase) if self.method and phase.apart else ()
        return {field.id for field in fields} or {""}

    def _sit(self, told: Told, event: SeatTaken) -> None:
        turn = Turn(event.phase, event.round)
        holds, _ = self.phase_of(told, turn, SEATED)
        if not holds or not self.is_participant(told, event.participant):
            return
        if not 1 <= event.table <= MOST_ROUNDS:
            self._no(told, "bad-table", "Tables are numbered from 1.")
            return
        self.know(told, event.participant)
        self.seats.setdefault(turn, {})[event.participant] = event.table

    def _seconds_hold(self, told: Told, seconds: int) -> bool:
        if 0 <= seconds <= LONGEST_SECONDS:
            return True
        return self._no(told, "bad-time", "A time is whole seconds of at most a day.")

    def _no(self, told: Told, code: str, message: str) -> bool:
        self._troubles.refuse(told, code, message)
        return False

