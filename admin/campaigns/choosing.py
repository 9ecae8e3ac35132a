"""Which survey the page is about: the choice, and what follows it, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyName:
    """A survey as a list shows it."""

    id: UUID
    title: str
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosingState:
    """``chosen`` is None while there is no survey. ``asking`` is the one that is wanted instead,
    while it is asked whether what is written may go."""

    words: Words
    is_open: bool = False
    surveys: tuple[SurveyName, ...] = ()
    chosen: UUID | None = None
    asking: UUID | None = None
    message: str = ""
    tone: Tone = Tone.INFO


class View(Protocol):
    """The choice above the tabs."""

    def show_state(self, state: ChoosingState) -> None: ...


class Surveys(Protocol):
    """Runs in the background."""

    def surveys(self, language: str) -> tuple[SurveyName, ...]:
        """Every survey, the ended ones last."""


class ChoosingPresenter:
    """``look`` is told whenever the parts should look again at the survey that is chosen;
    ``written`` tells whether something is written about it that another choice would lose."""

    def __init__(
        self, view: View, surveys: Surveys, background: Background,
        look: Callable[[UUID | None], None], written: Callable[[], bool],
    ) -> None:
        self._view, self._surveys, self._background = view, surveys, background
        self._look, self._written = look, written
        self._state = ChoosingState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the choice in a language."""
        self._change(words=words, message="")
        self.refresh()

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self._change(is_open=True, surveys=(), chosen=None, asking=None, message="")
        self.refresh()

    def refresh(self) -> None:
        """Look again: another program may have added one."""
        language = self._state.words.language
        if self._state.is_open:
            self._background(
                lambda _report: self._surveys.surveys(language), done=self._seen, failed=self._tell
            )

    def choose(self, survey: UUID) -> None:
        """Another survey; asks first where something is written that is not kept."""
        if survey == self._state.chosen:
            self._change(asking=None)
        elif self._written():
            self._change(asking=survey)
        else:
            self._change(chosen=survey, asking=None)
            self._look(survey)

    def agree(self) -> None:
        """What is written may go."""
        wanted = self._state.asking
        if wanted is not None:
            self._change(chosen=wanted, asking=None)
            self._look(wanted)

    def decline(self) -> None:
        """The survey that is chosen stays, with what is written."""
        self._change(asking=None)

    def _seen(self, surveys: tuple[SurveyName, ...]) -> None:
        known = [one.id for one in surveys]
        chosen = self._state.chosen if self._state.chosen in known else next(iter(known), None)
        asking = self._state.asking
        if asking not in known or not self._written():
            asking = None
        self._change(surveys=surveys, chosen=chosen, asking=asking, message="")
        self._look(chosen)

    def _tell(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        self._change(message=said, tone=Tone.TROUBLE)
        if not isinstance(trouble, StorageError | OSError):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)
