"""Slips of paper that are entered twice and compared: none counts before both agree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.facilitation.asking import Task, TaskKind
from survey.facilitation.events import Given
from survey.facilitation.replying import CellsReply, NumbersReply, Reply
from survey.facilitation.state import Turn
from survey.forms.model import Texts

MOST = 200
"""Slips that may wait for their second entry: they lie in memory only."""

DIGITS = 4
"""What one box may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box to write a number in, as slips are printed: ``number`` is its line, from 1, ``under``
    a field or a question of a matrix. A step of a matrix counts from 1; ``called`` are the steps'
    names."""

    key: tuple[str, str]
    number: int
    title: str | Texts
    under: Texts | None = None
    steps: tuple[str, ...] = ()
    called: tuple[Texts, ...] = ()


Values = Mapping[tuple[str, str], int]
"""What a slip says; an empty box is absent."""


def boxes_of(task: Task) -> tuple[Box, ...]:
    """The boxes of a slip for this task, in the order of the paper; none where it is not answered
    in numbers."""
    if task.kind in (TaskKind.POINTS, TaskKind.PINS, TaskKind.GRADES):
        return tuple(_spread(task))
    if task.kind is not TaskKind.CELLS:
        return ()
    several = len(task.columns) > 1
    return tuple(
        Box(key=(row.id, column.id), number=at, title=row.name,
            under=column.name if several else None,
            steps=tuple(step.id for step in column.steps),
            called=tuple(step.name for step in column.steps))
        for column in task.columns if column.steps for at, row in enumerate(task.rows, 1)
    )


def _spread(task: Task) -> Iterator[Box]:
    """The items in their order; where fields are apart, field by field."""
    named = {one.id: one.name for one in task.fields} if task.apart else {}
    for name in named or {"": None}:
        items = [item for item in task.items if not named or item.field == name]
        for at, item in enumerate(items, 1):
            yield Box(key=(str(item.id), ""), number=at, title=item.title, under=named.get(name))


def reply_of(task: Task, values: Values) -> Reply | None:
    """What a slip becomes; None where a box says no step that there is, or nothing is asked."""
    boxes = {box.key: box for box in boxes_of(task)}
    if task.turn is None or not boxes or not values.keys() <= boxes.keys():
        return None
    if task.kind is not TaskKind.CELLS:
        ids = {str(item.id): item.id for item in task.items}
        return NumbersReply(
            turn=task.turn, numbers={ids[row]: n for (row, _), n in values.items()}
        )
    emptied = task.mine.cells.keys() & boxes.keys() - values.keys()
    cells = [Given(row=row, column=column) for row, column in sorted(emptied)]
    for key, n in values.items():
        if not 1 <= n <= len(boxes[key].steps):
            return None
        cells.append(Given(row=key[0], column=key[1], value=boxes[key].steps[n - 1]))
    return CellsReply(turn=task.turn, cells=tuple(cells))


@dataclass
class Comparing:
    """Two entries of one slip, and the boxes that they fill otherwise, in the order of the slip.

    A box is settled by a third look: what is written then has to be one of the two, or what was
    written at the look before.
    """

    first: Values = field(repr=False)
    second: Values = field(repr=False)
    order: tuple[tuple[str, str], ...]
    right: dict[tuple[str, str], int | None] = field(default_factory=dict, repr=False)
    looks: list[int | None] = field(default_factory=list, repr=False)

    @property
    def differing(self) -> tuple[tuple[str, str], ...]:
        """The boxes that are not settled yet."""
        return tuple(
            key for key in self.order
            if key not in self.right and self.first.get(key) != self.second.get(key)
        )

    def look(self, n: int | None) -> bool:
        """What stands in the first of them, looked at once more. True when that settles it."""
        key = self.differing[0]
        if n in (self.first.get(key), self.second.get(key)) or n in self.looks:
            self.right[key] = n
            self.looks.clear()
            return True
        self.looks.append(n)
        return False

    def settled(self) -> dict[tuple[str, str], int]:
        """The slip as it reads, once nothing differs."""
        whole = {**{key: self.first.get(key) for key in self.order}, **self.right}
        return {key: n for key, n in whole.items() if n is not None}


@dataclass
class Stack:
    """The slips at hand in one turn: ``first`` entries wait for their second, ``doubts`` for a
    decision: what stands on those breaks a rule, and nothing of them counts.

    In memory only: what lies on paper needs no copy here.
    """

    turn: Turn | None = None
    first: dict[int, Values] = field(default_factory=dict, repr=False)
    doubts: dict[int, Values] = field(default_factory=dict, repr=False)
    kept: set[int] = field(default_factory=set)

    def turn_to(self, turn: Turn | None) -> bool:
        """The slips now are of this turn; True where some of another were let go unfinished."""
        unfinished = turn != self.turn and bool(self.first or self.doubts)
        if turn != self.turn:
            self.turn = turn
            for held in (self.first, self.doubts, self.kept):
                held.clear()
        return unfinished

    def let_go(self, slip: int) -> None:
        """Neither waits nor is in doubt any more."""
        self.first.pop(slip, None)
        self.doubts.pop(slip, None)
