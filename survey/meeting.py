"""How a visit went, beside its answers: time on each question, changes, help. As coarse as asked.

Nothing here tells when anything was, nor in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from operator import attrgetter
from uuid import UUID

from survey.beside import Seen

LONGEST = 3_600
MOST = 100


@dataclass
class _Question:
    seconds: float = 0.0
    changes: int = 0
    answered: bool = False
    helped: bool = False


@dataclass
class Meeting:
    """Notes of one visit. ``ticks`` gives seconds that only grow; with a ``grain`` (seconds) of 0
    nothing is noted at all."""

    ticks: Callable[[], float]
    grain: int
    language_switches: int = 0
    _questions: dict[UUID, _Question] = field(default_factory=dict)
    _shown: tuple[UUID, ...] = ()
    _since: float = 0.0

    def show(self, questions: Collection[UUID]) -> None:
        """These stand on the screen from now on, and what stood there does no longer. The time of
        a page is shared out among what it asks."""
        now = self.ticks()
        for id in self._shown:
            self._of(id).seconds += (now - self._since) / len(self._shown)
        self._shown, self._since = tuple(questions) if self.grain else (), now
        for id in self._shown:
            self._of(id)

    def answer(self, question: UUID) -> None:
        """An answer was given, changed or taken away."""
        if self.grain:
            noted = self._of(question)
            noted.changes += noted.answered
            noted.answered = True

    def help(self, question: UUID) -> None:
        """The help was opened."""
        if self.grain and question in self._shown:
            self._of(question).helped = True

    def switch_language(self) -> None:
        """Another language was chosen on the way."""
        if self.grain and self.language_switches < MOST:
            self.language_switches += 1

    def seen(self) -> tuple[Seen, ...]:
        """The notes so far, by question id, rounded to the grain."""
        self.show(self._shown)
        return tuple(
            Seen(
                question=id, seconds=self._rounded(noted.seconds),
                changes=min(noted.changes, MOST), helped=noted.helped,
            )
            for id in sorted(self._questions, key=attrgetter("int"))
            for noted in (self._questions[id],)
        )

    def _rounded(self, seconds: float) -> int:
        return min(round(seconds / self.grain) * self.grain, LONGEST // self.grain * self.grain)

    def _of(self, question: UUID) -> _Question:
        return self._questions.setdefault(question, _Question())
