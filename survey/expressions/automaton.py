"""An automaton that follows all ways through a pattern at once.

Its states are numbers. A state takes one sign, or leads on without one: to several states, or only
at the start, at the end, or at the edge of a word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from survey.expressions.errors import ExpressionError

Takes = Callable[[str], bool]
"""Whether a sign (one character) is one of those meant."""

MOST_STATES = 20_000


class At(Enum):
    """Where a state lets through without taking a sign."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"
    EDGE = "edge"
    NO_EDGE = "no edge"


@dataclass(frozen=True, slots=True)
class Around:
    """What a place in the text is like."""

    start: bool
    end: bool
    edge: bool


class Automaton:
    """States are added from the end of the pattern to its beginning; state 0 is the end."""

    def __init__(self) -> None:
        self._takes: list[Takes | None] = [None]
        self._leads: list[tuple[int, ...]] = [()]
        self._at = [At.ANYWHERE]
        self.first = 0

    def _add(self, takes: Takes | None, leads: tuple[int, ...], at: At) -> int:
        if len(self._leads) >= MOST_STATES:
            raise ExpressionError("this pattern is too large")
        self._takes.append(takes)
        self._leads.append(leads)
        self._at.append(at)
        return len(self._leads) - 1

    def sign(self, takes: Takes, following: int) -> int:
        """A state that takes one sign and goes on."""
        return self._add(takes, (following,), At.ANYWHERE)

    def fork(self, *following: int) -> int:
        """A state that goes on in several ways."""
        return self._add(None, following, At.ANYWHERE)

    def only(self, at: At, following: int) -> int:
        """A state that goes on at one kind of place only."""
        return self._add(None, (following,), at)

    def lead(self, state: int, *following: int) -> None:
        """Let a state made earlier go on elsewhere: how a loop is closed."""
        self._leads[state] = following

    def reached(self, states: frozenset[int], around: Around) -> tuple[set[int], int]:
        """All states that can be reached without taking a sign, and how many were looked at."""
        found = set(states)
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if self._takes[state] is not None or not _open(self._at[state], around):
                continue
            for following in self._leads[state]:
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return found, len(found)

    def taken(self, states: set[int], sign: str) -> frozenset[int]:
        """Where a sign leads from the states."""
        made: set[int] = set()
        for state in states:
            takes = self._takes[state]
            if takes is not None and takes(sign):
                made.update(self._leads[state])
        return frozenset(made)


def _open(at: At, around: Around) -> bool:
    match at:
        case At.START:
            return around.start
        case At.END:
            return around.end
        case At.EDGE:
            return around.edge
        case At.NO_EDGE:
            return not around.edge
    return True
