"""Surveys put together: the choice above, its parts, their presenters and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from admin.campaigns.answers_presenter import AnswersPresenter
from admin.campaigns.answers_view import AnswersView
from admin.campaigns.chooser import Chooser
from admin.campaigns.choosing import ChoosingPresenter
from admin.campaigns.conduct_presenter import ConductPresenter
from admin.campaigns.conduct_view import ConductView
from admin.campaigns.consent_presenter import ConsentPresenter
from admin.campaigns.consent_view import ConsentView
from admin.campaigns.new_presenter import NewPresenter
from admin.campaigns.new_view import NewView
from admin.campaigns.tables_presenter import TablesPresenter
from admin.campaigns.tables_view import TablesView
from admin.ports import Ports
from admin.sessions.presenter import SessionsPresenter
from admin.sessions.view import SessionsView
from admin.shell.hub import PlaceHub
from admin.shell.places import Place
from assets.words import Words


class Part(StrEnum):
    """The parts, in the order of the tabs."""

    CONSENT = "consent"
    KIOSK = "kiosk"
    ANSWERS = "answers"
    SESSIONS = "sessions"
    TABLES = "tables"
    NEW = "new"


def part_name(part: Part, words: Words) -> str:
    """What the tab is called."""
    return {
        Part.CONSENT: words("Consent"),
        Part.KIOSK: words("At the kiosk"),
        Part.ANSWERS: words("Answers so far"),
        Part.SESSIONS: words("Group meetings"),
        Part.TABLES: words("Export"),
        Part.NEW: words("New survey"),
    }[part]


class SurveyPages:
    """``changed`` is told when a survey or what counts of its answers was changed here, ``framed``
    when the frame should follow."""

    def __init__(
        self, ports: Ports, framed: Callable[[], None], changed: Callable[[], None]
    ) -> None:
        doors, background, self._changed = ports.surveys, ports.background, changed
        self.chooser, self.consent_view = Chooser(), ConsentView()
        self.conduct_view, self.tables_view = ConductView(), TablesView(ports.pick)
        self.answers_view, self.sessions_view = AnswersView(), SessionsView(ports.pick)
        self.new_view = NewView()
        pages: dict[Part, QWidget] = {
            Part.CONSENT: self.consent_view, Part.KIOSK: self.conduct_view,
            Part.ANSWERS: self.answers_view, Part.SESSIONS: self.sessions_view,
            Part.TABLES: self.tables_view, Part.NEW: self.new_view,
        }
        self.hub = PlaceHub[Part](Place.CAMPAIGNS, pages, part_name, self.chooser)
        self.consent = ConsentPresenter(self.consent_view, doors.consents, background)
        self.conduct = ConductPresenter(
            self.conduct_view, doors.conduct, background, self._kept
        )
        self.answers = AnswersPresenter(self.answers_view, doors.answers, background, changed)
        self.sessions = SessionsPresenter(
            self.sessions_view, doors.sessions, background, changed
        )
        self.tables = TablesPresenter(self.tables_view, doors.tables, background, framed)
        self.choosing = ChoosingPresenter(
            self.chooser, doors.surveys, background, self._look, lambda: self.conduct.edited
        )
        self.new = NewPresenter(self.new_view, doors.forms, background, self._added)
        self._connect()

    def show(self, words: Words) -> None:
        """All parts in a language."""
        self.hub.show_words(words)
        self.consent.show(words)
        self.conduct.show(words)
        self.answers.show(words)
        self.sessions.show(words)
        self.tables.show(words)
        self.new.show(words)
        self.choosing.show(words)

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self.choosing.workspace_opened()
        self.new.workspace_opened()

    def refresh(self) -> None:
        """Look again: another program, or another page, may have changed something."""
        self.choosing.refresh()

    def _look(self, survey: UUID | None) -> None:
        self.consent.look(survey)
        self.conduct.look(survey)
        self.answers.look(survey)
        self.sessions.look(survey)
        self.tables.look(survey)

    def _kept(self) -> None:
        self.refresh()
        self._changed()

    def _added(self, survey: UUID) -> None:
        self._kept()
        self.choosing.choose(survey)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.choosing.choose)
        self.chooser.agreed.connect(self.choosing.agree)
        self.chooser.declined.connect(self.choosing.decline)
        self.consent_view.chosen.connect(self.consent.choose)
        self.consent_view.marked.connect(self.consent.mark)
        self.conduct_view.checked.connect(self.conduct.check)
        self.conduct_view.kept.connect(self.conduct.keep)
        self.conduct_view.left.connect(self.conduct.start_over)
        self.tables_view.wanted.connect(self.tables.write)
        self.answers_view.chosen.connect(self.answers.choose)
        self.answers_view.asked.connect(self.answers.ask)
        self.answers_view.agreed.connect(self.answers.agree)
        self.answers_view.declined.connect(self.answers.decline)
        self.new_view.step_chosen.connect(self.new.choose_step)
        self.new_view.form_chosen.connect(self.new.choose)
        self.new_view.wanted.connect(self.new.make)
        self._connect_sessions()

    def _connect_sessions(self) -> None:
        view, presenter = self.sessions_view, self.sessions
        view.chosen.connect(presenter.choose)
        for card in (view.weights, view.session):
            card.asked.connect(presenter.ask)
            card.agreed.connect(presenter.agree)
            card.declined.connect(presenter.decline)
        view.session.taken_in.connect(presenter.take_in)
        view.session.heading_chosen.connect(presenter.choose_heading)
        view.session.mapped.connect(presenter.map)
        view.session.protocol_wanted.connect(lambda file: presenter.save_protocol(Path(file)))
        view.session.slips_wanted.connect(lambda file: presenter.save_slips(Path(file)))
