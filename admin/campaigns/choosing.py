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
    """``chosen`` is None while there is no survey."""

    words: Words
    is_open: bool = False
    surveys: tuple[SurveyName, ...] = ()
    chosen: UUID | None = None
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
    """``look`` is told whenever the parts should look again at the survey that is chosen."""

    def __init__(
        self, view: View, surveys: Surveys, background: Background,
        look: Callable[[UUID | None], None],
    ) -> None:
        self._view, self._surveys, self._background = view, surveys, background
        self._look = look
        self._state = ChoosingState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the choice in a language."""
        self._change(words=words, message="")
        self.refresh()

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self._change(is_open=True, surveys=(), chosen=None, message="")
        self.refresh()

    def refresh(self) -> None:
        """Look again: another program may have added one."""
        language = self._state.words.language
        if self._state.is_open:
            self._background(
                lambda _report: self._surveys.surveys(language), done=self._seen, failed=self._tell
            )

    def choose(self, survey: UUID) -> None:
        """Another survey."""
        if survey != self._state.chosen:
            self._change(chosen=survey)
            self._look(survey)

    def _seen(self, surveys: tuple[SurveyName, ...]) -> None:
        known = [one.id for one in surveys]
        chosen = self._state.chosen if self._state.chosen in known else next(iter(known), None)
        self._change(surveys=surveys, chosen=chosen, message="")
        self._look(chosen)

    def _tell(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        self._change(message=said, tone=Tone.TROUBLE)
        if not isinstance(trouble, StorageError | OSError):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)
