"""The moderator's window: where they are in it, and what they do to the session. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.agenda import following
from kiosk.meeting.clock import TurnClock
from kiosk.meeting.moderator_acts import MOST, NOT_HERE, OUTSIDE, WALL, acted, turn_of
from kiosk.meeting.moderator_means import ModeratorMeans
from kiosk.meeting.moderator_screens import (
    Act,
    Deed,
    ModeratorAt,
    ModeratorScreen,
    Place,
    Says,
)
from kiosk.meeting.moderator_writing import WRITES, back_from, written
from kiosk.meeting.task_comfort import Comforts
from kiosk.staff.wishes import Filled
from storage.errors import StorageError
from survey.facilitation.events import AnyEvent, Move, PhaseBegun
from survey.facilitation.state import Turn
from survey.problems import Problem
from survey.records import Way

MODERATOR = 0


_KEEPS_CHOSEN = (Place.WALL, Place.NEW_HEADING, Place.NOTE_FIELD)


class Moderating:
    """``on_clock`` hears the time left each second, or None."""

    def __init__(
        self, means: ModeratorMeans, on_clock: Callable[[int | None], None] = lambda left: None
    ) -> None:
        self._means = means
        self._host = means.host
        self._on_clock = on_clock
        self._clock = TurnClock(means.ticks)
        self._comforts = Comforts(means.frame)
        self._place = Place.NOW
        self._at = ModeratorAt(place=Place.NOW, state=means.host.state, language="sv")
        self._inside = self._met = False

    def begin(self, code: tuple[str, ...] = ()) -> None:
        """Show the session; ``code`` are the seven words of one that was just opened."""
        self._inside = True
        self._clock.follow(self._host.state)
        if not code and not self._met:
            with suppress(StorageError):  # nobody knows how long the device was gone
                self._stop_clock()
        self._met = True
        self._go(Place.WORDS if code else self._resting(), code=code)

    def rest(self) -> None:
        """The tablet is with somebody else."""
        self._inside = False

    def changed(self, state: object = None) -> None:
        """The session has changed: shown with the next second, however many replies come."""
        self._clock.follow(self._host.state)

    def second(self) -> None:
        """A second has passed: the clock, and what has changed. What is being typed is left."""
        self._on_clock(self.left)
        if self._inside and self._place not in WRITES:
            self._show()

    @property
    def left(self) -> int | None:
        """Seconds left of the step; None without a clock."""
        return None if self._host.state.closed else self._clock.left

    def receive(self, wish: object) -> None:
        """What the moderator did; what cannot be meant now is passed over."""
        if not self._inside:
            return
        try:
            self._take(wish)
        except StorageError:
            self._tell(Says.NOT_KEPT)

    def _take(self, wish: object) -> None:
        if self._comforts.hears(MODERATOR, wish):
            self._show()
            return
        match wish:
            case Act(deed=Deed.GO, value=place):
                self._go(Place(place))
            case Act(deed=Deed.NEW, value=value):
                place, _, lies_in = value.partition("/")
                self._go(Place(place), lies_in=lies_in)
            case Act(deed=deed, value=value) if deed in OUTSIDE:
                self._outside(deed, value)
            case Act(deed=deed, value=value) if deed in WALL:
                self._at_wall(deed, value)
            case Act(deed=deed, value=value):
                self._lead(deed, value)
            case Filled(values=values):
                self._fill(values)

    def _lead(self, deed: Deed, value: str) -> None:
        """The agenda, the clock, what is shown, who is here."""
        match deed:
            case Deed.NEXT:
                step = following(self._host.state, self._language)
                if step is not None and self._place is not Place.SURE and self._waits():
                    self._go(Place.SURE)
                else:
                    self._begin(step.turn if step else None)
            case Deed.BEGIN:
                self._begin(turn_of(value))
            case Deed.SHOW | Deed.HIDE:
                turn = turn_of(value) if value else self._host.state.turn
                if turn is not None:
                    self._do(*deeds.show(turn, deed is Deed.SHOW))
            case Deed.UNDO:
                gone = self._host.undo()
                if isinstance(gone, PhaseBegun):
                    self._stop_clock()
                self._clock.follow(self._host.state)
                if gone is None:
                    self._show()
                else:
                    self._tell(Says.UNDONE, fault=type(gone).__name__)
            case Deed.CLOCK:
                self._move_clock(Move(value))
            case Deed.LEAVES:
                self._after(self._host.leave(int(value)))
            case Deed.COUNT_IN:
                self._host.join(Way(value))
                self._show()
            case Deed.SEAT:
                self._do(*deeds.seats(self._host.state, int(value)))

    def _at_wall(self, deed: Deed, value: str) -> None:
        """Notes, headings, decisions, lines of the plan."""
        done = acted(self._at, deed, value, self._means.ids)
        if done is None:
            self._tell(Says.NOBODY_CHOSEN)
        elif done.events:
            self._do(*done.events, place=done.place, about=done.about, chosen=done.chosen)
        elif done.place is not None:
            self._go(done.place, about=done.about)
        else:
            self._choose(done.chosen)
            self._show()

    def _choose(self, chosen: frozenset[UUID] | None) -> None:
        if chosen is not None:
            self._at = replace(self._at, chosen=chosen)

    def _outside(self, deed: Deed, value: str) -> None:
        doors, around = self._means.doors, self._at.around
        match deed:
            case Deed.ROUND | Deed.ENTER | Deed.SLIPS:
                self._inside = False
                {Deed.ROUND: doors.pass_tablet, Deed.ENTER: doors.enter,
                 Deed.SLIPS: doors.slips}[deed]()
                return
            case Deed.BIG:
                doors.big(not around.big)
            case Deed.STILL:
                doors.still(not around.still)
            case Deed.SERVE:
                doors.serve(value)
            case Deed.NEW_CODE:
                doors.new_code()
            case Deed.FORM:
                doors.offer_form(not around.phones.form)
            case Deed.COPY:
                doors.copy_to(value)
            case Deed.MERGE:
                found = doors.merge(value)
                self._tell(Says.NO_COPY if found < 0 else Says.MERGED, number=max(0, found))
                return
            case Deed.CLOSE:
                self._host.close()
                self._go(Place.CLOSED)
                return
            case Deed.LEAVE:
                self._inside = False
                (doors.close if self._host.state.closed else doors.leave)()
                return
        self._show()

    def _fill(self, values: tuple[str, ...]) -> None:
        """What was typed on a page with fields."""
        if self._place is Place.PEOPLE:
            self._count_in("".join(values))
            return
        typed = tuple(value.strip() for value in values)
        if not any(typed):
            self._tell(Says.EMPTY)
            return
        events = written(self._at, self._host.state, typed, self._means.ids)
        self._do(*events, place=back_from(self._place), chosen=frozenset())

    def _begin(self, turn: Turn | None) -> None:
        if turn is None:
            self._go(Place.CLOSE)
            return
        problem = self._host.begin(turn.phase, turn.round)
        phase = deeds.phase_now(self._host.state)
        self._place = Place.NOW
        if problem is None and phase is not None and phase.minutes:
            self._host.happened(self._clock.moved(Move.BEGUN, phase.minutes * 60))
        self._after(problem, place=Place.NOW)

    def _waits(self) -> bool:
        """Whether anybody who has not answered still could; who stands by an earlier round has."""
        phase, turn = deeds.phase_now(self._host.state), self._host.state.turn
        if phase is not None and phase.carry and turn is not None and turn.round > 1:
            return False
        return any(self._host.task(n).open for n in self._host.missing())

    def _stop_clock(self) -> None:
        if self._clock.running and not self._host.state.closed:
            self._host.happened(self._clock.moved(Move.STOPPED, 0))

    def _move_clock(self, move: Move) -> None:
        phase = deeds.phase_now(self._host.state)
        seconds = phase.minutes * 60 if move is Move.BEGUN and phase is not None else None
        self._after(self._host.happened(self._clock.moved(move, seconds)))

    def _count_in(self, typed: str) -> None:
        number = typed.strip()
        if not number.isdecimal() or not 1 <= int(number) <= MOST:
            self._tell(Says.NO_NUMBER)
            return
        self._host.join_all([(Way.TABLET, "")] * int(number))
        self._go(Place.PEOPLE)

    def _do(
        self, *events: AnyEvent, place: Place | None = None, about: UUID | None = None,
        chosen: frozenset[UUID] | None = None,
    ) -> None:
        problem = self._host.happened(*events) if events else NOT_HERE
        if problem is None:
            self._choose(chosen)
        self._after(problem, place=place, about=about)

    def _after(
        self, problem: Problem | None, place: Place | None = None, about: UUID | None = None
    ) -> None:
        """Go on to ``place`` where all went well; else say what did not."""
        self._clock.follow(self._host.state)
        if problem is not None:
            self._tell(Says.REFUSED, fault=problem.code)
        elif place is not None:
            self._go(place, about=about)
        else:
            self._tell(Says.NOTHING)

    @property
    def _language(self) -> str:
        return self._comforts.frame(MODERATOR).language

    def _resting(self) -> Place:
        return Place.CLOSED if self._host.state.closed else Place.NOW

    def _go(
        self, place: Place, *, about: UUID | None = None, code: tuple[str, ...] = (),
        lies_in: str = "",
    ) -> None:
        keeps = place in (Place.FACTOR, Place.NOTE_FIELD)
        self._place = place
        self._at = replace(
            self._at, says=Says.NOTHING, fault="", number=0, code=code, lies_in=lies_in,
            about=self._at.about if keeps or (
                place is Place.HEADING and about is None
            ) else about,
            chosen=self._at.chosen if place in _KEEPS_CHOSEN else frozenset(),
        )
        self._show()

    def _tell(self, says: Says, *, fault: str = "", number: int = 0) -> None:
        self._at = replace(self._at, says=says, fault=fault, number=number)
        self._show()

    def _show(self) -> None:
        host = self._host
        self._at = replace(
            self._at, place=self._place, state=host.state, language=self._language,
            missing=host.missing(), can_undo=host.can_undo, around=self._means.doors.around(),
        )
        self._on_clock(self.left)
        frame = self._comforts.between(MODERATOR)
        self._means.show(ModeratorScreen(frame=frame, at=self._at))
