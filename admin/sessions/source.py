"""The sessions of the open workspace, for the page."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from admin.reports.session_matter import SessionMatter
from admin.reports.session_protocol import write_protocol
from admin.reports.slips.printing import MOST, Slips, numbers_of, write_slips
from admin.reports.typeset import ReportFailed
from admin.results.state import ReportNotMade
from admin.sessions.state import Come
from admin.start.held import Held
from assets.words import Words
from storage.values import Clock
from storage.workspace.exports import Made
from survey.facilitation.harmonising import Mapped
from survey.forms.model import said


class WorkspaceSessions:
    """Every call may take long."""

    def __init__(self, held: Held, clock: Clock, actor: str) -> None:
        self._held, self._clock, self._actor = held, clock, actor

    def come(self, survey: UUID) -> Come:
        """All of it, as it is now."""
        workspace = self._held.workspace
        return Come(
            gathered=workspace.sessions.gathered(survey), campaign=workspace.campaign(survey)
        )

    def map(self, survey: UUID, session: UUID, heading: UUID, mapped: Mapped | None) -> bool:
        """Decide what a heading stands for."""
        sessions = self._held.workspace.sessions
        return sessions.map(survey, session, heading, mapped, self._actor)

    def choose(self, survey: UUID, session: UUID, counts: bool, why: str) -> bool:
        """Leave a session out, or take it in again."""
        return self._held.workspace.sessions.choose(
            survey, session, counts=counts, reason=why, actor=self._actor
        )

    def lock(self, survey: UUID, seen: bytes) -> int:
        """Lock the weights."""
        return self._held.workspace.sessions.lock(survey, seen, self._actor).version

    def save_protocol(self, survey: UUID, session: UUID, file: Path, words: Words) -> None:
        """The session's protocol as PDF."""
        try:
            write_protocol(self._matter(survey, session, file, words), file, made=self._clock())
        except ReportFailed as trouble:
            raise ReportNotMade(str(trouble)) from trouble

    def save_slips(self, survey: UUID, session: UUID, file: Path, words: Words) -> None:
        """Slips of paper, as PDF, for those who take part on paper: what they may give, none of
        what they gave. Where nobody does yet, slips with a box for the number."""
        state = self._held.workspace.sessions.one(survey, session).state
        if state.rules is None:
            raise ReportNotMade(words("Nothing in this meeting says what slips should ask."))
        numbers = numbers_of(state)
        if len(numbers) > MOST:
            raise ReportNotMade(words(
                "{n} people take part on paper; at most {most} slips are printed at once.",
                n=len(numbers), most=MOST,
            ))
        slips = Slips(
            method=state.rules, title=state.title, numbers=numbers, question=state.question,
            state=state,
        )
        try:
            write_slips(slips, file, words=words, made=self._clock())
        except ReportFailed as trouble:
            raise ReportNotMade(str(trouble)) from trouble

    def _matter(self, survey: UUID, session: UUID, file: Path, words: Words) -> SessionMatter:
        workspace = self._held.workspace
        campaign, one = workspace.campaign(survey), workspace.sessions.one(survey, session)
        made = Made(kind="session-protocol", path=str(file.absolute()), records=one.events)
        # before it is written: a withdrawal must be able to name it
        workspace.erasing.note_export(survey, made, self._actor)
        return SessionMatter(
            state=one.state, words=words, day=one.days[0], organisation=campaign.organisation,
            factors={factor.id: said(factor.name, words.language) for factor in campaign.factors},
        )
