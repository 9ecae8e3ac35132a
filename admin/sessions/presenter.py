"""What happens on the page of group sessions, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.results.state import ReportNotMade
from admin.sessions.state import Asking, Come, SessionsState
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from storage.errors import StorageError
from storage.workspace.sessions import REASON_LIMIT, fingerprint
from survey.facilitation.harmonising import Mapped


class View(Protocol):
    """The page."""

    def show_state(self, state: SessionsState) -> None: ...


class Meetings(Protocol):
    """Runs in the background."""

    def come(self, survey: UUID) -> Come: ...

    def map(self, survey: UUID, session: UUID, heading: UUID, mapped: Mapped | None) -> bool:
        """Decide what a heading stands for; False when it is so already."""

    def choose(self, survey: UUID, session: UUID, counts: bool, why: str) -> bool:
        """Leave a session out of the weights, or take it in again."""

    def lock(self, survey: UUID, seen: bytes) -> int:
        """Lock the weights that somebody looked at; their version."""

    def save_protocol(self, survey: UUID, session: UUID, file: Path, words: Words) -> None: ...

    def save_slips(self, survey: UUID, session: UUID, file: Path, words: Words) -> None: ...


class SessionsPresenter(Presenting[SessionsState]):
    """``changed`` is told when results may be others than before."""

    known_troubles = (StorageError, OSError, ReportNotMade)

    def __init__(
        self, view: View, meetings: Meetings, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._meetings, self._background = view, meetings, background
        self._changed = changed
        self._state = SessionsState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words, message="", fault="")

    def look(self, survey: UUID | None) -> None:
        """Look at this survey, or again at it."""
        if survey != self._state.survey:
            self._change(survey=survey, come=None, session=None, heading=None, asking=None,
                         message="", fault="")
        if survey is None:
            return

        def have(come: Come) -> None:
            if self._state.survey == survey:
                self._have(come)

        self._background(
            lambda _report: self._meetings.come(survey), done=have, failed=self._tell
        )

    def choose(self, session: UUID) -> None:
        """Look at another session."""
        if session != self._state.session:
            self._change(session=session, heading=None, asking=None, fault="", message="")

    def choose_heading(self, heading: UUID) -> None:
        """Look at another heading."""
        if heading != self._state.heading:
            self._change(heading=heading)

    def map(self, mapped: Mapped | None) -> None:
        """The heading that is looked at stands for this, or for what it came as."""
        state = self._state
        survey, session, heading = state.survey, state.session, state.heading
        if state.busy or survey is None or session is None or heading is None:
            return
        self._do(
            lambda: self._meetings.map(survey, session, heading, mapped),
            lambda words: words("Kept. Nothing was written into the meeting itself."),
        )

    def take_in(self) -> None:
        """Let the session that is looked at count again."""
        state = self._state
        survey, session = state.survey, state.session
        if not state.busy and survey is not None and session is not None:
            self._do(lambda: self._meetings.choose(survey, session, True, ""),
                     lambda words: words("The meeting counts in the weights again."))

    def ask(self, what: Asking) -> None:
        """Ask before it is done."""
        if not self._state.busy:
            self._change(asking=what, fault="", message="")

    def decline(self) -> None:
        """Nothing is done."""
        self._change(asking=None, fault="")

    def agree(self, why: str) -> None:
        """Do what was asked, with a reason where one is kept."""
        state, why = self._state, why.strip()
        survey, session, come = state.survey, state.session, state.come
        if state.busy or survey is None or come is None or state.asking is None:
            return
        if state.asking is Asking.LOCK:
            seen = fingerprint(come.gathered.draft)
            self._do(lambda: bool(self._meetings.lock(survey, seen)),
                     lambda words: words("The weights are locked. Results use them from now on."))
        elif not 0 < len(why) <= REASON_LIMIT:
            self._change(fault=state.words(
                "Write the reason in a few words (at most {n} signs).", n=REASON_LIMIT
            ))
        elif session is not None:
            self._do(lambda: self._meetings.choose(survey, session, False, why),
                     lambda words: words("The meeting is left out of the weights."))

    def save_protocol(self, file: Path) -> None:
        """Write the protocol of the session that is looked at."""
        self._save(self._meetings.save_protocol, file)

    def save_slips(self, file: Path) -> None:
        """Write slips of paper for the session that is looked at."""
        self._save(self._meetings.save_slips, file)

    def _save(self, write: Callable[[UUID, UUID, Path, Words], None], file: Path) -> None:
        state = self._state
        survey, session, words = state.survey, state.session, state.words
        if state.busy or survey is None or session is None:
            return
        self._change(busy=True, message=words("Writing the paper …"), tone=Tone.INFO)

        def done(_: object) -> None:
            said = self._state.words("The paper is saved: {file}", file=str(file))
            self._change(busy=False, message=said, tone=Tone.GOOD)

        self._background(
            lambda _report: write(survey, session, file, words), done=done, failed=self._failed
        )

    def _do(self, work: Callable[[], bool], said: Callable[[Words], str]) -> None:
        survey = self._state.survey
        self._change(busy=True, asking=None, fault="", message="")

        def done(changed: bool) -> None:
            words = self._state.words
            told = said(words) if changed else words(
                "It was so already; nothing was done now."
            )
            there = self._state.survey == survey
            tone = Tone.GOOD if changed else Tone.INFO
            self._change(busy=False, **({"message": told, "tone": tone} if there else {}))
            self.look(self._state.survey)
            if changed:
                self._changed()

        def failed(trouble: Exception) -> None:
            self._failed(trouble)
            if isinstance(trouble, StorageError):  # what was looked at may be another by now
                self.look(self._state.survey)

        self._background(lambda _report: work(), done=done, failed=failed)

    def _have(self, come: Come) -> None:
        ids = [one.id for one in come.gathered.came]
        session = self._state.session if self._state.session in ids else next(iter(ids), None)
        same = session == self._state.session
        self._change(come=come, session=session, heading=self._state.heading if same else None)
