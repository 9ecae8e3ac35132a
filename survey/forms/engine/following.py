"""Actions that set off one another: each is looked at before the next, but not for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.expressions.context import Circumstances
from survey.expressions.tree import Element
from survey.forms.engine.answer import Answer
from survey.forms.engine.events import Effects, Outcome, outcomes

_MOST_INSIDE = 20  # actions one inside the other, each before the next is looked at
_MOST_DUE = 10_000  # happenings that wait; more are made by what sets itself off without end


@dataclass(slots=True)
class _Due:
    """What happened at ``answer``, as far as it is not done: ``steps`` go on where they stopped.

    ``depth`` counts what it happened inside of; ``since``: after how many answers of the person.
    """

    answer: Answer
    steps: Iterator[Outcome]
    depth: int
    since: int


class Following:
    """Lets actions act where something happens, also for the answers that they change themselves.

    What there is no room for waits, and all that happens later waits behind it. ``put`` gives an
    answer its value.
    """

    def __init__(
        self, effects: Effects, around: Circumstances, put: Callable[[Answer, str], object]
    ) -> None:
        self._effects = effects
        self._around = around
        self._put = put
        self._acting: _Due | None = None
        self._stopped: list[_Due] = []
        self._due: deque[_Due] = deque()
        self._answers = 0
        self._given: dict[Answer, int] = {}
        self._lost: Answer | None = None

    @property
    def behind(self) -> bool:
        """Does any action wait, or was one left out: ever more of them did, or it was endless?"""
        return bool(self._due) or self._lost is not None

    @property
    def stopped_at(self) -> Answer | None:
        """Where the first of those happened; None when there is none."""
        return self._due[0].answer if self._due else self._lost

    def given(self, answer: Answer) -> None:
        """A person answers: what waits from before does not undo that."""
        if self._due:
            self._answers += 1
            self._given[answer] = self._answers

    def happened(self, events: tuple[str, ...], answer: Answer) -> None:
        """One of these events happened at an answer."""
        found = self._effects.at(events, answer.plan)
        if not found:
            return
        outer = self._acting
        depth, since = (0, self._answers) if outer is None else (outer.depth, outer.since)
        due = _Due(
            answer, outcomes(found, answer, self._around), min(depth + 1, _MOST_INSIDE), since
        )
        if depth >= _MOST_INSIDE or (outer is None and self._due):
            self._wait(due)
            return
        self._act(due)
        if outer is None:
            self.resume()

    def resume(self) -> None:
        """Go on with what waits, as far as there is room."""
        around = self._around
        self._due.extendleft(reversed(self._stopped))
        self._stopped.clear()
        while self._due and around.spent <= around.most:
            self._act(self._due.popleft())
            self._due.extendleft(reversed(self._stopped))
            self._stopped.clear()
        if not self._due:
            self._given.clear()

    def _wait(self, due: _Due) -> None:
        if len(self._due) < _MOST_DUE:
            self._due.append(due)
        else:
            self._lost = due.answer

    def _act(self, due: _Due) -> None:
        outer, self._acting = self._acting, due
        if not self._done(due):
            self._stopped.append(due)
        self._acting = outer

    def _done(self, due: _Due) -> bool:
        """Whether it came to its end, while there was room."""
        around = self._around
        if around.spent > around.most:
            return False
        for made in due.steps:
            if made is not None:
                self._set(due, *made)
            if around.spent > around.most:
                return False
        return True

    def _set(self, due: _Due, target: Element, text: str | None) -> None:
        if text is None:
            self._lost = due.answer
        elif not isinstance(target, Answer):
            target.value = text
        elif self._given.get(target, 0) <= due.since:
            self._put(target, text)
