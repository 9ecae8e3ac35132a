"""The window's parts put together: pages, presenters and what connects them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from admin.ports import Ports
from admin.responses.state import Kept
from admin.results.presenter import ResultsPresenter
from admin.results.view import ResultsView
from admin.shell.coming import ComingView
from admin.shell.look import Look
from admin.shell.places import Place, ShellState
from admin.shell.window import Window
from admin.start.backing_up import BackupPresenter
from admin.start.freshness import Freshness
from admin.start.presenter import StartPresenter
from admin.start.state import Overview
from admin.start.view import StartView
from admin.surveys import SurveyPages
from admin.units import Units
from assets.theme import Theme
from assets.words import Words

LOOK_EVERY_MS = 4_000
"""How long a page may show what another program has changed, while nobody turns a page."""


class Program:
    """One window with its pages. Shows language, text size and place; the rest is the pages'."""

    def __init__(self, ports: Ports, theme: Theme, language: str = "sv") -> None:
        look = Look(theme=theme)
        self._ports, self._look, self._words = ports, look, Words(language)
        self._place, self._overview = Place.START, _nothing()
        self._start_view = StartView(ports.pick)
        self._results_view = ResultsView(look, ports.pick)
        self.units = Units(ports, self._show_frame, self._answers_changed)
        self.surveys = SurveyPages(ports, self._show_frame, self._answers_changed)
        self._coming = {
            place: ComingView(place) for place in (Place.DIALOGUE, Place.ACTIONS)
        }
        pages: dict[Place, QWidget] = {
            Place.START: self._start_view,
            Place.CAMPAIGNS: self.surveys.hub,
            Place.DEVICES: self.units.hub,
            Place.RESULTS: self._results_view,
            **self._coming,
        }
        self.window = Window(look, {place: pages[place] for place in Place})
        background = ports.background
        self.start = StartPresenter(
            self._start_view, ports.doors, background, self._opened, self._seen
        )
        self.backup = BackupPresenter(
            self._start_view, ports.intake, ports.network, background, self._backed_up
        )
        self.results = ResultsPresenter(self._results_view, ports.figures, background)
        self.freshness = Freshness(ports.doors, background, self._changed_elsewhere)
        self._every = QTimer(self.window, interval=LOOK_EVERY_MS)
        self._connect()

    def show(self, folder: str = "") -> None:
        """Show the window, with a workspace's folder filled in when one is given."""
        self._speak(self._words, folder)
        self.window.show()

    def words(self) -> Words:
        """The words of the language that is shown now."""
        return self._words

    def go(self, place: Place) -> None:
        """Show a place; the start page reads its counts anew, all pages what others changed."""
        self._place = place
        self._show_frame()
        if place is Place.START:
            self.start.refresh()
        self.freshness.look()

    def resize_text(self, steps: int) -> None:
        """Larger or smaller text, 100-200 %."""
        self._look = Look(theme=self._look.theme, percent=self._look.larger(steps))
        self._results_view.set_look(self._look)
        self._show_frame()

    def _cancel(self) -> None:
        """Stop what the bar shows."""
        if self.units.responses.working is not None:
            self.units.responses.cancel()
        else:
            self.surveys.tables.cancel()

    def _connect(self) -> None:
        window, start = self.window, self._start_view
        window.place_chosen.connect(lambda place: self.go(Place(place)))
        window.language_chosen.connect(lambda tag: self._speak(Words(tag)))
        window.text_size_stepped.connect(self.resize_text)
        window.cancelled.connect(self._cancel)
        window.closed.connect(self._every.stop)
        window.closed.connect(self._ports.close)
        window.came_to_front.connect(self.freshness.look)
        self._every.timeout.connect(self.freshness.look)
        start.open_wanted.connect(self.start.open)
        start.recover_wanted.connect(self.start.open_with_code)
        start.renew_wanted.connect(self.start.renew)
        start.renew_skipped.connect(self.start.skip_renewing)
        start.create_wanted.connect(self.start.create)
        start.sheet_wanted.connect(lambda file: self.start.save_sheet(Path(file)))
        start.code_kept.connect(self.start.code_kept)
        start.backup_chosen.connect(
            lambda folder: self.backup.back_up(Path(folder), self.units.responses.answers)
        )
        start.place_wanted.connect(lambda place: self.go(Place(place)))
        results = self._results_view
        results.campaign_chosen.connect(self.results.choose_campaign)
        results.grouping_chosen.connect(self.results.choose_grouping)
        results.row_chosen.connect(self.results.choose_row)
        results.report_wanted.connect(lambda f: self.results.save_report(Path(f)))

    def _speak(self, words: Words, folder: str = "") -> None:
        self._words = words
        self.start.show(words, folder)
        self.backup.show(words)
        self.units.show(words)
        self.surveys.show(words)
        self.results.show(words)
        for coming in self._coming.values():
            coming.show_words(words)
        self._show_frame()

    def _seen(self, overview: Overview) -> None:
        self._overview = overview
        self._show_frame()

    def _backed_up(self, kept: Kept | None) -> None:
        if kept is not None and self.units.responses.answers is not None:
            self.units.responses.kept_elsewhere(kept)
        self.start.refresh()

    def _opened(self) -> None:
        self.freshness.workspace_opened()
        self._every.start()
        self.backup.workspace_opened()
        self.units.workspace_opened()
        self.surveys.workspace_opened()
        self.results.workspace_opened()

    def _changed_elsewhere(self) -> None:
        self.units.changed_elsewhere()
        self.surveys.refresh()
        self._answers_changed()

    def _answers_changed(self) -> None:
        self.start.refresh()
        self.results.workspace_opened()

    def _show_frame(self) -> None:
        backup = self._overview.backup
        note = self._words("Backed up {when}", when=backup) if backup else ""
        if self._overview.name and not backup:
            note = self._words("Not backed up yet")
        self.window.show_state(
            ShellState(
                words=self._words,
                current=self._place,
                workspace=self._overview.name,
                note=note,
                percent=self._look.percent,
                working=self.units.responses.working or self.surveys.tables.working,
            )
        )


def _nothing() -> Overview:
    return Overview(name="", folder=Path(), campaigns=(), answers=0, devices=0, backup="")
