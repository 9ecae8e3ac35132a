"""A facilitated session (*gruppmöte*) folded from its events: participants, points and grades.

The fold is pure and does not care in which order, or how many times, events arrive: see
:mod:`survey.facilitation.fold`. This is the door to it, which loads it when a session is folded:
most kiosks never hold one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from survey.facilitation.rules import SessionRules

if TYPE_CHECKING:
    from survey.facilitation.order import Told
    from survey.facilitation.state import Allocation, SessionState, Turn

__all__ = [
    "Allocation", "SessionRules", "SessionState", "Turn", "allocations", "fold", "fold_all",
    "gives_weights",
]


def fold(events: Iterable[Told], rules: SessionRules | None = None) -> SessionState:
    """The state after the events of one session; see :func:`survey.facilitation.fold.fold`."""
    from survey.facilitation import fold as folding

    return folding.fold(events, rules)


def fold_all(
    events: Iterable[Told], rules: SessionRules | None = None
) -> dict[UUID, SessionState]:
    """Many sessions' events at once: one state per session id, sorted by id."""
    from survey.facilitation import fold as folding

    return folding.fold_all(events, rules)


def allocations(state: SessionState) -> tuple[Allocation, ...]:
    """One allocation per participant, by number: a *group* in :mod:`survey.weighting`.

    A participant who gave no points has an empty one, so that they can be counted as excluded.
    """
    return tuple(state.points.get(number, {}) for number in state.participants)


def gives_weights(state: SessionState) -> bool:
    """Whether the session is about value factors: one with phases says so in its method, one
    without phases always was."""
    return bool(state.rules.weights) if state.rules else not state.begun


def __getattr__(name: str) -> object:
    """The types of a state, for whoever asks for them while the program runs."""
    from survey.facilitation import state

    if name in ("Allocation", "SessionState", "Turn"):
        return getattr(state, name)
    raise AttributeError(name)
