"""One tablet that goes round: whose turn it is, their task, and nothing of theirs in between.

Between two people stands a screen that says to whom the tablet goes, and holds numbers of
participants alone. What somebody gave lies in their :class:`~kiosk.meeting.task_visit.Visit` and
in the log; idle, and a step that ends, lead back between people with all of it kept. No Qt.
"""

from __future__ import annotations

from kiosk.meeting.task_comfort import Comforts
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.task_screens import (
    DeskScreen,
    GoneRound,
    HandOver,
    IAm,
    NotNow,
    PassBy,
    Seat,
    SomebodyElse,
    ToModerator,
    Who,
)
from kiosk.meeting.task_visit import Ends, Title, Visit
from kiosk.wishes import AskToStop, LeftAlone
from survey.facilitation.asking import Task, TaskKind, left
from survey.facilitation.state import Turn
from survey.records import Way

GROUP = 0
"""Whoever answers for all in steps where the group answers as one."""


def unfinished(task: Task) -> bool:
    """Whether somebody who has begun has more to give: after a fall nobody knows that they were
    in the middle of it."""
    match task.kind:
        case TaskKind.POINTS | TaskKind.PINS:
            return any(left(task, task.mine.numbers).values())
        case TaskKind.GRADES:
            return len(task.mine.numbers) < len(task.items)
        case TaskKind.CELLS:
            return any(
                (row.id, column.id) not in task.mine.cells
                for row in task.rows for column in task.columns if column.steps
            )
        case _:
            return False


class PassingRound:
    """Who has not answered comes next, in the order of their numbers from the last one on; who
    was passed by is not asked again before somebody asks for them."""

    def __init__(self, means: TaskMeans) -> None:
        self._means = means
        self._comforts = Comforts(means.frame)
        self._turn: Turn | None = None
        self._visits: dict[int, Visit] = {}
        self._done: set[int] = set()
        self._passed: set[int] = set()
        self._at: int | None = None
        self._next = GROUP
        self._chooses = self._over = self._inside = self._quietly = False
        self._shown: object = None

    # --- from outside

    def begin(self) -> None:
        """The tablet leaves the moderator's hands."""
        self._inside = True
        self._chooses = self._over = False
        self._passed.clear()
        self._follow()
        self._turn_to(self._after(0))

    def changed(self) -> None:
        """The meeting has changed: a step may have begun or ended, somebody come or gone."""
        if not self._inside:
            return
        self._quietly = True  # what stands there already is not brought anew under a finger
        if self._follow():
            self._turn_to(self._after(0))
        else:
            self._renew()
        self._quietly = False

    def receive(self, wish: object) -> None:
        """What whoever holds the tablet did; what cannot be meant now is passed over."""
        if not self._inside:
            return
        if self._follow():
            self._turn_to(self._after(0))
        elif self._comforts.hears(self._holder, wish):
            self._show()
        elif self._at is not None:
            self._at_task(self._at, wish)
        else:
            self._between(wish)

    def close(self) -> None:
        """The tablet goes round no more; whole slips are kept."""
        self._leave()
        self._inside = False

    # --- where we are

    @property
    def _holder(self) -> int:
        return self._next if self._at is None else self._at

    def _follow(self) -> bool:
        """True when another step has begun, which lets go of all that was in hand."""
        state = self._means.host.state
        turn = None if state.closed else state.turn
        if turn == self._turn:
            return False
        self._over = self._at is not None
        self._turn, self._at, self._chooses = turn, None, False
        for held in (self._visits, self._done, self._passed):
            held.clear()
        return True

    def _people(self) -> tuple[int, ...]:
        """Who passes the tablet: all who are here and joined by it."""
        people = self._means.host.state.people
        return tuple(
            n for n in sorted(people) if not people[n].left and people[n].way is Way.TABLET
        )

    def _here(self) -> tuple[int, ...]:
        """Who may ask for it: all who are here."""
        people = self._means.host.state.people
        return tuple(n for n in sorted(people) if not people[n].left)

    def _waiting(self) -> tuple[int, ...]:
        """Who has not said that they are done, and has not given all that there is to give."""
        missing = self._means.host.missing()
        return tuple(
            n for n in self._people() if n not in self._done
            and (n in missing or unfinished(self._means.host.task(n)))
        )

    def _asks(self) -> bool:
        """Whether anything is asked of participants in this step."""
        host = self._means.host
        return any(host.task(n).open for n in self._here()[:1])

    def _by_group(self) -> bool:
        task = self._means.host.task(GROUP)
        return not self._asks() and task.kind is TaskKind.CELLS and task.open

    def _after(self, last: int) -> int:
        """Who comes next after ``last``; 0 where nobody does."""
        if not self._asks():
            return GROUP
        waiting = [n for n in self._waiting() if n not in self._passed]
        return next((n for n in waiting if n > last), waiting[0] if waiting else GROUP)

    # --- wishes

    def _between(self, wish: object) -> None:
        match wish:
            case IAm(participant=n) if n in self._here() or (n == GROUP and self._by_group()):
                self._sit_down(n)
            case PassBy(participant=n) if n == self._next and n:
                self._passed.add(n)
                self._turn_to(self._after(n))
            case SomebodyElse():
                self._chooses = True
                self._show()
            case NotNow():
                self._turn_to(self._next)
            case ToModerator():
                self.close()
                self._means.ended()

    def _sit_down(self, n: int) -> None:
        self._chooses = self._over = False
        visit = self._visits.get(n)
        if visit is None or not visit.renewed():
            visit = Visit(self._means, Title(n))
        if visit.over:
            self._turn_to(self._after(n))
            return
        self._visits[n], self._at = visit, n
        self._show()

    def _at_task(self, n: int, wish: object) -> None:
        visit = self._visits[n]
        if isinstance(wish, LeftAlone | AskToStop):
            self._leave()
            self._turn_to(n)
            return
        ends = visit.receive(wish)
        if ends is Ends.GOES_ON:
            self._show()
            return
        self._leave()
        if ends is Ends.DONE:
            self._done.add(n)
            self._passed.discard(n)
        self._over = ends is Ends.OVER
        self._turn_to(self._after(n))

    def _leave(self) -> None:
        """Nobody's page stands on the screen from now on."""
        if self._at is not None:
            self._visits[self._at].rest()
            self._at = None

    def _renew(self) -> None:
        if self._at is not None:
            visit = self._visits[self._at]
            if not visit.renew():
                return
            if visit.over:
                last = self._at
                self._leave()
                self._over = True
                self._turn_to(self._after(last))
                return
        elif self._next and self._next not in self._here():
            self._turn_to(self._after(self._next))
            return
        self._show()

    def _turn_to(self, n: int) -> None:
        self._next, self._chooses = n, False
        self._show()

    # --- what is shown

    def _show(self) -> None:
        frame = self._comforts.frame(self._holder)
        screen = self._visits[self._at].screen(frame) if self._at is not None else (
            self._who() if self._chooses else self._between_people()
        )
        if not (self._quietly and screen == self._shown):
            self._shown = screen
            self._means.show(screen)

    def _who(self) -> DeskScreen:
        done = {n for n in self._here() if n not in self._means.host.missing()} | self._done
        seats = tuple(Seat(n, n in done) for n in self._here())
        return DeskScreen(frame=self._comforts.between(self._holder), at=Who(seats=seats))

    def _between_people(self) -> HandOver | GoneRound:
        frame = self._comforts.between(self._holder)
        waiting, people = self._waiting(), self._people()
        if self._next or self._by_group():
            return HandOver(
                frame=frame, to=self._next, answered=len(people) - len(waiting), of=len(people),
                over=self._over,
            )
        return GoneRound(
            frame=frame, waiting=waiting, nothing=not self._asks(),
            closed=self._means.host.state.closed, over=self._over,
        )
