"""How far a survey has come, how its candidates fare and what looks odd, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from storage.workspace.reviews import REASON_LIMIT, State
from survey.beside import Flag
from survey.odd import Odd
from survey.quotas import Reached
from survey.trial_results import ArmResult

MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OddAnswer:
    """A response that looks odd: where and when, no answers. ``by`` and ``why`` are the last
    decision's, empty where nobody took one."""

    id: bytes
    day: date
    unit: str
    mode: str
    complete: bool
    state: State
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """What one look at a survey gives. ``states`` has the reasons that some response has, and how
    many with it are in each state; ``odd`` counts those that count, as results do."""

    quotas: tuple[Reached, ...] = ()
    arms: tuple[ArmResult, ...] = ()
    odd: Odd | None = None
    states: Mapping[Flag, Mapping[State, int]] = field(default_factory=dict)
    threshold: int = 5

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The reasons, in their order."""
        return tuple(self.states)

    def number(self, flag: Flag | None, state: State) -> int:
        """How many with this reason are in this state, listed or not."""
        return self.states[flag].get(state, 0) if flag in self.states else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersState:
    """``listed`` have the reason ``flag``; ``asking`` is the state they are to come to, if any."""

    words: Words
    survey: UUID | None = None
    come: Come = field(default_factory=Come)
    flag: Flag | None = None
    listed: tuple[OddAnswer, ...] = ()
    asking: State | None = None
    busy: bool = False
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO


class View(Protocol):
    """The page."""

    def show_state(self, state: AnswersState) -> None: ...


class Answers(Protocol):
    """Runs in the background."""

    def come(self, survey: UUID, language: str) -> Come: ...

    def odd(self, survey: UUID, flag: Flag, language: str) -> tuple[OddAnswer, ...]:
        """At most MOST_LISTED responses with this reason."""

    def decide(self, survey: UUID, flag: Flag, to: State, why: str) -> int:
        """Bring those with this reason to a state; how many changed."""


class AnswersPresenter(Presenting[AnswersState]):
    """``changed`` is told when other answers count than before."""

    def __init__(
        self, view: View, answers: Answers, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._answers, self._background = view, answers, background
        self._changed = changed
        self._state = AnswersState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words)

    def look(self, survey: UUID | None) -> None:
        """Look at this survey, or again at it."""
        if survey != self._state.survey:
            self._change(survey=survey, come=Come(), flag=None, listed=(), asking=None, message="")
        if survey is None:
            return
        language = self._state.words.language

        def have(come: Come) -> None:
            if self._state.survey == survey:
                self._have(come)

        self._background(
            lambda _report: self._answers.come(survey, language), done=have, failed=self._tell
        )

    def choose(self, flag: Flag) -> None:
        """List those with another reason."""
        if flag != self._state.flag:
            self._change(flag=flag, listed=(), asking=None, fault="", message="")
            self._list()

    def ask(self, to: State) -> None:
        """Ask before those that are listed are left out, or used again."""
        if self._state.flag is not None and not self._state.busy:
            self._change(asking=to, fault="", message="")

    def decline(self) -> None:
        """Nothing is decided."""
        self._change(asking=None, fault="")

    def agree(self, why: str) -> None:
        """Decide, with a reason that is kept."""
        state, why = self._state, why.strip()
        if state.survey is None or state.flag is None or state.asking is None or state.busy:
            return
        if not 0 < len(why) <= REASON_LIMIT:
            self._change(fault=state.words(
                "Write the reason in a few words (at most {n} signs).", n=REASON_LIMIT
            ))
            return
        survey, flag, to = state.survey, state.flag, state.asking
        self._change(busy=True, asking=None, fault="")

        def done(changed: int) -> None:
            words = self._state.words
            said = words("{n} answers are left out now.", n=changed)
            if to is State.COUNTED:
                said = words("{n} answers count again.", n=changed)
            if not changed:
                said = words("It was so already; nothing was done now.")
            tone = Tone.GOOD if changed else Tone.INFO
            there = self._state.survey == survey  # elsewhere nothing was decided
            self._change(busy=False, **({"message": said, "tone": tone} if there else {}))
            self.look(self._state.survey)
            if changed:
                self._changed()

        self._background(
            lambda _report: self._answers.decide(survey, flag, to, why), done=done,
            failed=self._failed,
        )

    def _have(self, come: Come) -> None:
        flag = self._state.flag
        if flag not in come.flags:
            flag = next(iter(come.flags), None)
        self._change(come=come, flag=flag, listed=() if flag is None else self._state.listed)
        self._list()

    def _list(self) -> None:
        survey, flag, language = self._state.survey, self._state.flag, self._state.words.language
        if survey is None or flag is None:
            return

        def have(listed: tuple[OddAnswer, ...]) -> None:
            if (self._state.survey, self._state.flag) == (survey, flag):
                self._change(listed=listed)

        self._background(
            lambda _report: self._answers.odd(survey, flag, language), done=have,
            failed=self._tell,
        )
