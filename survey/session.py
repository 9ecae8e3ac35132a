"""A facilitated session (*gruppmöte*) folded from its events: participants, points and grades.

The fold is pure and does not care in which order, or how many times, events arrive: see
:mod:`survey.facilitation.fold`. This is the door to it.
"""

from __future__ import annotations

from survey.facilitation.fold import SessionRules, allocations, fold, fold_all, gives_weights
from survey.facilitation.state import Allocation, SessionState, Turn

__all__ = [
    "Allocation", "SessionRules", "SessionState", "Turn", "allocations", "fold", "fold_all",
    "gives_weights",
]
