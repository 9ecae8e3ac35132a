"""What happens when it is said how a survey's kiosks behave, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from admin.background import Background
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from survey.problems import Problem, has_errors

Said = dict[str, Any]
"""Settings as :func:`survey.settings.settings` has them, whole or in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a survey has to choose from: (name, words) of its ratings, and (question's name,
    choice's name, words) of what results are grouped by. ``whole_form``: arms choose no
    questions."""

    ratings: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()
    whole_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version of a survey: its settings, and what it offers to choose from."""

    version: int
    settings: Mapping[str, Any]
    offers: Offers
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What came of saving: ``version`` is the survey's now, None where something is wrong.
    ``newer``: another program changed the survey meanwhile; nothing was saved."""

    problems: tuple[Problem, ...] = ()
    version: int | None = None
    changed: bool = False
    newer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductState:
    """``filled`` rises when the page is to be filled anew from ``standing``. ``edited``: there is
    something written that is not kept."""

    words: Words
    survey: UUID | None = None
    standing: Standing | None = None
    filled: int = 0
    edited: bool = False
    busy: bool = False
    problems: tuple[Problem, ...] = field(default=())
    message: str = ""
    tone: Tone = Tone.INFO


class View(Protocol):
    """The page."""

    def show_state(self, state: ConductState) -> None: ...


class Conducting(Protocol):
    """Runs in the background."""

    def standing(self, survey: UUID, language: str) -> Standing: ...

    def check(self, survey: UUID, said: Said) -> tuple[Problem, ...]:
        """What would be wrong with these settings."""

    def keep(self, survey: UUID, version: int, said: Said) -> Kept:
        """Make a later version of ``version`` with these settings, or say why not."""


class ConductPresenter(Presenting[ConductState]):
    """``changed`` is told when the survey has another version."""

    def __init__(
        self, view: View, conducting: Conducting, background: Background, changed: Any
    ) -> None:
        self._view, self._conducting, self._background = view, conducting, background
        self._changed = changed
        self._state = ConductState(words=Words("sv"))
        self._checked = 0

    @property
    def edited(self) -> bool:
        """Whether something is written that is not kept."""
        return self._state.edited

    def show(self, words: Words) -> None:
        """Show the page in a language; what is written stays."""
        self._change(words=words)

    def look(self, survey: UUID | None) -> None:
        """Look at this survey, or again at it: what is written and not kept stays."""
        if survey != self._state.survey:
            self._change(survey=survey, standing=None, edited=False, problems=(), message="")
        if survey is None:
            return
        language = self._state.words.language

        def have(standing: Standing) -> None:
            if self._state.survey == survey:
                self._have(standing)

        self._background(
            lambda _report: self._conducting.standing(survey, language), done=have,
            failed=self._tell,
        )

    def start_over(self) -> None:
        """Let what is written go."""
        self._change(edited=False, problems=(), message="", standing=None)
        self.look(self._state.survey)

    def check(self, said: Said) -> None:
        """Something was written: see whether it would be taken."""
        survey = self._state.survey
        if survey is None or self._state.busy:
            return
        self._checked += 1
        checked = self._checked

        def have(problems: tuple[Problem, ...]) -> None:
            if checked == self._checked and self._state.survey == survey:
                self._change(problems=problems)

        self._change(edited=True, message="")
        self._background(
            lambda _report: self._conducting.check(survey, said), done=have, failed=self._tell
        )

    def keep(self, said: Said) -> None:
        """Make a later version of the survey, or show what is wrong."""
        state = self._state
        if state.survey is None or state.standing is None or state.busy:
            return
        survey, version = state.survey, state.standing.version
        self._checked += 1
        self._change(busy=True, edited=True, message="")

        def done(kept: Kept) -> None:
            self._change(busy=False)
            if self._state.survey == survey:
                self._kept(kept)

        self._background(
            lambda _report: self._conducting.keep(survey, version, said), done=done,
            failed=self._failed,
        )

    def _have(self, standing: Standing) -> None:
        state = self._state
        if state.standing == standing:
            return
        if state.standing is not None and _same_survey(state.standing, standing):
            self._change(standing=standing)  # only its words are another language's
            return
        if state.edited and state.standing is not None:
            self._newer()
            return
        self._change(standing=standing, filled=state.filled + 1, problems=())

    def _newer(self) -> None:
        said = self._state.words(
            "Another program changed this survey meanwhile. What you wrote cannot be kept on top "
            "of that: start over, and write it again."
        )
        self._change(message=said, tone=Tone.CAUTION)

    def _kept(self, kept: Kept) -> None:
        words = self._state.words
        if kept.newer:
            self._newer()
        elif kept.version is None or has_errors(kept.problems):
            said = words("Nothing was kept yet: see what is said beside the fields.")
            self._change(problems=kept.problems, message=said, tone=Tone.TROUBLE)
        elif not kept.changed:
            said = words("So it is already; nothing was changed.")
            self._change(edited=False, problems=kept.problems, message=said, tone=Tone.INFO)
        else:
            said = words(
                "Kept: the survey has version {n} now. Kiosks follow it once it is given to them "
                "(vardera campaign deploy).", n=kept.version,
            )
            self._change(edited=False, problems=kept.problems, message=said, tone=Tone.GOOD)
            self._changed()


def _same_survey(one: Standing, other: Standing) -> bool:
    return (one.version, one.ended, one.settings) == (other.version, other.ended, other.settings)
