"""The moderator enters for somebody who has neither the tablet nor a phone. No Qt.

Answers of those who take part by tablet or phone are opened to nobody here.
"""

from __future__ import annotations

from kiosk.meeting.task_comfort import Comforts
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.task_screens import DeskScreen, IAm, NotNow, OneMore, Seat, Who
from kiosk.meeting.task_visit import Ends, Title, Visit
from kiosk.wishes import AskToStop, LeftAlone
from storage.errors import StorageError
from survey.facilitation.asking import TaskKind
from survey.records import Way

GROUP = 0
_WAYS = (Way.MODERATOR, Way.PAPER)


class Entering:
    """A number is chosen, their pages come, and after them the numbers again."""

    def __init__(self, means: TaskMeans) -> None:
        self._means = means
        self._comforts = Comforts(means.frame)
        self._visit: Visit | None = None
        self._inside = self._not_kept = False
        self._shown: object = None

    def begin(self) -> None:
        """The numbers to choose among."""
        self._inside = True
        self._show()

    def receive(self, wish: object) -> None:
        """What the moderator did; what cannot be meant now is passed over."""
        if not self._inside:
            return
        self._not_kept = False
        if self._comforts.hears(GROUP, wish):
            self._show()
        elif self._visit is not None:
            self._at_task(self._visit, wish)
        else:
            self._choose(wish)

    def changed(self) -> None:
        """The meeting has changed."""
        if not self._inside:
            return
        if self._visit is None:
            if self._numbers_screen() != self._shown:
                self._show()
        elif self._visit.renew():
            if self._visit.over:
                self._leave()
            self._show()

    def close(self) -> None:
        """The moderator does something else."""
        self._leave()
        self._inside = False

    def _choose(self, wish: object) -> None:
        match wish:
            case IAm(participant=n) if n in self._numbers():
                visit = Visit(self._means, Title(n, entered=True))
                self._visit = None if visit.over else visit
                self._show()
            case OneMore():
                try:
                    self._means.host.join(Way.MODERATOR)
                except StorageError:
                    self._not_kept = True
                self._show()
            case NotNow():
                self.close()
                self._means.ended()

    def _at_task(self, visit: Visit, wish: object) -> None:
        gone = isinstance(wish, LeftAlone | AskToStop)
        if gone or visit.receive(wish) is not Ends.GOES_ON:
            self._leave()
        self._show()

    def _leave(self) -> None:
        if self._visit is not None:
            self._visit.rest()
            self._visit = None

    def _numbers(self) -> tuple[int, ...]:
        """For whom something can be entered now."""
        host, state = self._means.host, self._means.host.state
        group = host.task(GROUP)
        together = (GROUP,) if group.open and group.kind is TaskKind.CELLS else ()
        return (*together, *(
            n for n in sorted(state.people)
            if state.people[n].way in _WAYS and host.task(n).open
        ))

    def _show(self) -> None:
        frame = self._comforts.frame(GROUP)
        self._shown = self._numbers_screen() if self._visit is None else self._visit.screen(frame)
        self._means.show(self._shown)

    def _numbers_screen(self) -> DeskScreen:
        missing = self._means.host.missing()
        return DeskScreen(frame=self._comforts.between(GROUP), at=Who(
            seats=tuple(Seat(n, n > GROUP and n not in missing) for n in self._numbers()),
            entering=True, not_kept=self._not_kept,
        ))
