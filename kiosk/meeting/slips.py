"""Entering slips of paper: each twice, what differs looked at once more, and what breaks a rule
kept in doubt until the moderator decides. Nothing of a slip counts before all of it does. No Qt.
"""

from __future__ import annotations

from kiosk.meeting.slip_doubts import doubt_of
from kiosk.meeting.slip_screens import SlipDiffers, SlipSheet, SlipStart
from kiosk.meeting.slip_stack import (
    DIGITS,
    MOST,
    Comparing,
    Stack,
    Values,
    boxes_of,
    reply_of,
)
from kiosk.meeting.task_comfort import Comforts
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.task_screens import At, DeskScreen, NotNow, OneMore
from kiosk.staff.wishes import Deed, Do, Filled
from storage.errors import StorageError
from survey.facilitation.asking import TaskKind
from survey.records import Way

_WAYS = (Way.PAPER, Way.MODERATOR)
_USUAL = 0


class SlipDesk:
    """``stack`` outlives the desk: a moderator who was called away goes on with it. A slip's number
    is its participant's."""

    def __init__(self, means: TaskMeans, stack: Stack) -> None:
        self._means = means
        self._stack = stack
        self._comforts = Comforts(means.frame)
        self._inside = False
        self._entry = 1
        self._slip = 0
        self._doubt = 0
        self._comparing: Comparing | None = None
        self._at: At = SlipStart(entry=1)

    # --- from outside

    def begin(self) -> None:
        """Ask for a slip's number."""
        self._inside = True
        self._follow()
        self._start("changed" if self._changed else "")

    def changed(self) -> None:
        """The meeting has changed; slips of a step that is over are let go."""
        if self._inside and self._follow():
            self._drop()
            self._start("changed" if self._changed else "")

    def close(self) -> None:
        """The slip in hand is entered anew; the stack stays."""
        self._drop()
        self._inside = False

    def receive(self, wish: object) -> None:
        """What the moderator did; what cannot be meant now is passed over."""
        if not self._inside:
            return
        if self._follow():
            self._drop()
            self._start("changed" if self._changed else "")
        elif self._comforts.hears(_USUAL, wish):
            self._show(self._at)
        elif self._comparing is not None:
            self._look(self._comparing, wish)
        elif self._slip:
            self._write(wish)
        elif self._doubt:
            self._decide(wish)
        else:
            self._choose(wish)

    def _follow(self) -> bool:
        """True when another turn has begun."""
        before, state = self._stack.turn, self._means.host.state
        turn = None if state.closed else state.turn
        self._changed = self._stack.turn_to(turn)
        return turn != before

    def _drop(self) -> None:
        self._slip = self._doubt = 0
        self._comparing = None

    # --- which slip

    def _choose(self, wish: object) -> None:
        match wish:
            case Filled(deed=Deed.BEGIN, values=(number,)):
                self._open(number.strip())
            case Do(deed=Deed.AGAIN) if self._stack.first:
                self._entry = 3 - self._entry
                self._start()
            case Do(deed=Deed.CHOOSE, value=slip) if slip.isdecimal():
                if int(slip) in self._stack.doubts:
                    self._show_doubt(int(slip))
            case OneMore():
                self._count_in()
            case NotNow() | Do(deed=Deed.BACK):
                self.close()
                self._means.ended()

    def _start(self, trouble: str = "", counted: int = 0) -> None:
        stack = self._stack
        if self._entry == 2 and not stack.first:
            self._entry = 1
        self._show(SlipStart(
            entry=self._entry, waiting=tuple(sorted(stack.first)), kept=len(stack.kept),
            doubts=tuple(sorted(stack.doubts)), trouble=trouble, counted=counted,
        ))

    def _count_in(self) -> None:
        try:
            self._start(counted=self._means.host.join(Way.PAPER))
        except StorageError:
            self._start("not-kept")

    def _open(self, number: str) -> None:
        slip = int(number) if number.isdecimal() and len(number) <= 2 * DIGITS else 0
        if fault := self._fault(slip):
            self._start(fault)
            return
        self._slip = slip
        self._show_sheet(())

    def _fault(self, slip: int) -> str:
        """Why the slip cannot be entered now; empty when it can."""
        if slip < 1:
            return "number"
        person = self._means.host.state.people.get(slip)
        if person is None or person.left or person.way not in _WAYS:
            return "unknown"
        if not boxes_of(self._means.host.task(slip)):
            return "nothing"
        if self._entry == 2:
            return "" if slip in self._stack.first else "not-first"
        return "full" if len(self._stack.first) >= MOST else ""

    # --- its boxes

    def _show_sheet(self, typed: tuple[str, ...], wrong: int = 0) -> None:
        self._show(SlipSheet(
            slip=self._slip, entry=self._entry, typed=typed, wrong=wrong,
            boxes=boxes_of(self._means.host.task(self._slip)),
            again=self._slip in self._stack.kept,
        ))

    def _write(self, wish: object) -> None:
        match wish:
            case Filled(deed=Deed.FINISH, values=typed):
                self._read(typed)
            case Do(deed=Deed.BACK):
                self._drop()
                self._start()

    def _read(self, typed: tuple[str, ...]) -> None:
        at = self._at
        boxes = boxes_of(self._means.host.task(self._slip))
        if not isinstance(at, SlipSheet) or at.boxes != boxes or len(typed) != len(boxes):
            self._show_sheet(())  # what is asked has changed under their hands
            return
        wrong = next((n for n, text in enumerate(typed, 1) if not _readable(text)), 0)
        if wrong:
            self._show_sheet(typed, wrong)
            return
        slip = self._slip
        read = {box.key: self._number(text) for box, text in zip(boxes, typed, strict=True)}
        values = {key: n for key, n in read.items() if n is not None}
        if self._entry == 1:
            self._stack.let_go(slip)
            self._stack.first[slip] = values
            self._drop()
            self._start("noted")
            return
        self._comparing = Comparing(
            self._stack.first[slip], values, tuple(box.key for box in boxes)
        )
        self._compare("same")

    # --- what differs

    def _compare(self, told: str, *, neither: bool = False) -> None:
        comparing = self._comparing
        assert comparing is not None
        differing = comparing.differing
        if not differing:
            self._keep(comparing.settled(), told)
            return
        boxes = {box.key: box for box in boxes_of(self._means.host.task(self._slip))}
        if any(key not in boxes for key in differing):
            self._stack.let_go(self._slip)  # what it was about is gone: it is entered anew
            self._drop()
            self._start("nothing")
            return
        key = differing[0]
        self._show(SlipDiffers(
            slip=self._slip, box=boxes[key], left=len(differing) - 1, neither=neither,
            first=_written(comparing.first.get(key)), second=_written(comparing.second.get(key)),
        ))

    def _look(self, comparing: Comparing, wish: object) -> None:
        match wish:
            case Filled(deed=Deed.ANSWER, values=(text,)):
                if not _readable(text):
                    self._compare("kept", neither=True)
                    return
                self._compare("kept", neither=not comparing.look(self._number(text)))
            case Do(deed=Deed.CANCEL):
                self._stack.let_go(self._slip)
                self._drop()
                self._start("left-out")
            case Do(deed=Deed.BACK):
                self._drop()
                self._start()

    def _number(self, text: str) -> int | None:
        """What a box says; where points are spread, nought and empty are the same."""
        n = int(text) if text.strip() else None
        spreads = self._means.host.task(self._slip).kind in (TaskKind.POINTS, TaskKind.PINS)
        return None if spreads and not n else n

    def _keep(self, values: Values, told: str) -> None:
        """All of the slip counts, or it is in doubt and nothing does."""
        host, slip = self._means.host, self._slip
        task = host.task(slip)
        reply, mine = reply_of(task, values), task.mine
        empty = not (values or mine.numbers or mine.cells)
        self._drop()
        try:
            if reply is None or not (empty or host.reply(slip, reply) is None):
                self._stack.let_go(slip)
                self._stack.doubts[slip] = dict(values)
                self._start("doubt")
                return
        except StorageError:
            self._start("not-kept")
            return
        self._stack.let_go(slip)
        self._stack.kept.add(slip)
        self._start(told)

    # --- what is in doubt

    def _show_doubt(self, slip: int) -> None:
        self._doubt = slip
        self._show(doubt_of(self._means.host.task(slip), slip, self._stack.doubts[slip]))

    def _decide(self, wish: object) -> None:
        slip = self._doubt
        match wish:
            case Do(deed=Deed.CANCEL):
                self._stack.let_go(slip)
                self._drop()
                self._start("left-out")
            case Do(deed=Deed.AGAIN):
                self._stack.let_go(slip)
                self._drop()
                self._entry = 1
                self._open(str(slip))
            case Do(deed=Deed.BACK):
                self._drop()
                self._start()

    def _show(self, at: At) -> None:
        self._at = at
        self._means.show(DeskScreen(frame=self._comforts.between(_USUAL), at=at))


def _readable(text: str) -> bool:
    """Whether a box is empty or holds a whole number."""
    text = text.strip()
    return not text or (text.isascii() and text.isdecimal() and len(text) <= DIGITS)


def _written(n: int | None) -> str:
    return "" if n is None else str(n)
