"""What happens when consent texts are read over, without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.campaigns.consents import NAME_LIMIT, Standing
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from survey.problems import Problem
from survey.shown_texts import ShownText


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A survey's texts: how each language's consent stands, and ``problems``, which keep the
    survey from kiosks."""

    languages: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    problems: tuple[Problem, ...] = ()
    texts: tuple[ShownText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """``survey`` is None while none is chosen; ``language`` is the one that is looked at."""

    words: Words
    survey: UUID | None = None
    reading: Reading = field(default_factory=Reading)
    language: str = ""
    busy: bool = False
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def standing(self) -> Standing | None:
        """How the language that is looked at stands."""
        return next((s for s in self.reading.standings if s.language == self.language), None)


class View(Protocol):
    """The page."""

    def show_state(self, state: ConsentState) -> None: ...


class Reader(Protocol):
    """Runs in the background."""

    def reading(self, survey: UUID) -> Reading: ...

    def mark(self, survey: UUID, language: str, text: str, by: str) -> bool:
        """Mark exactly this text as read; False when the survey says something else by now."""


class ConsentPresenter(Presenting[ConsentState]):
    """Shows one language beside the first, and takes the mark of whoever read it."""

    def __init__(self, view: View, reader: Reader, background: Background) -> None:
        self._view, self._reader, self._background = view, reader, background
        self._state = ConsentState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words, message="", fault="")

    def look(self, survey: UUID | None) -> None:
        """Look at this survey, or again at it."""
        if survey != self._state.survey:
            self._change(survey=survey, reading=Reading(), language="", message="", fault="")
        if survey is not None:
            def have(reading: Reading) -> None:
                if self._state.survey == survey:
                    self._have(reading)

            self._background(
                lambda _report: self._reader.reading(survey), done=have, failed=self._tell
            )

    def choose(self, language: str) -> None:
        """Look at another language."""
        if language != self._state.language:
            self._change(language=language, fault="", message="")

    def mark(self, by: str) -> None:
        """Whoever this is has read the text that is shown and found it right."""
        state, standing = self._state, self._state.standing
        if state.busy or state.survey is None or standing is None or not standing.text:
            return
        if not 0 < len(by.strip()) <= NAME_LIMIT:
            self._change(fault=state.words(
                "Write the name of whoever has read it (at most {n} signs).", n=NAME_LIMIT
            ), message="")
            return
        survey, language, text = state.survey, standing.language, standing.text

        def done(marked: bool) -> None:
            words = self._state.words
            said = words("Marked as read, for exactly this text.") if marked else words(
                "The text was changed meanwhile. Read it once more."
            )
            tone = Tone.GOOD if marked else Tone.CAUTION
            there = self._state.survey == survey  # elsewhere nothing was marked
            self._change(busy=False, **({"message": said, "tone": tone} if there else {}))
            self.look(self._state.survey)

        self._change(busy=True, fault="", message="")
        self._background(
            lambda _report: self._reader.mark(survey, language, text, by), done=done,
            failed=self._failed,
        )

    def _have(self, reading: Reading) -> None:
        language = self._state.language
        if language not in reading.languages:
            unread = (one.where.rpartition(".")[2] for one in reading.problems)
            language = next(unread, "") or next(iter(reading.languages), "")
        self._change(reading=reading, language=language)
