"""Actions that set off one another: each is looked at before the next, but not for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from survey.forms.engine.answer import Answer

_MOST_INSIDE = 20  # actions one inside the other, each before the next is looked at
_MOST_DUE = 10_000  # actions that follow later; what sets itself off for ever ends there


class Following:
    """Lets ``act`` happen for each answer that changed, also for those that it changes itself."""

    def __init__(self, act: Callable[[Answer], None]) -> None:
        self._act = act
        self._inside = 0
        self._due: deque[Answer] = deque()

    def changed(self, answer: Answer) -> None:
        """An answer changed."""
        if self._inside >= _MOST_INSIDE:
            self._due.append(answer)
            return
        self._inside += 1
        self._act(answer)
        self._inside -= 1
        if self._inside:
            return
        left = _MOST_DUE
        while self._due and left:
            left -= 1
            self._inside = _MOST_INSIDE
            self._act(self._due.popleft())
        self._inside = 0
        self._due.clear()
