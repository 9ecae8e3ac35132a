"""The window's parts put together: pages, presenters and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from admin.background import Background
from admin.devices.hub import Hub, Part
from admin.devices.presenter import Desk, DevicesPresenter
from admin.devices.state import Asking
from admin.devices.view import DevicesView
from admin.listening.presenter import Network, NetworkPresenter
from admin.listening.view import NetworkView
from admin.responses.aside_presenter import Aside, AsidePresenter
from admin.responses.leaving import Eraser, LeavingPresenter
from admin.responses.leaving_view import LeavingView
from admin.responses.presenter import Intake, ResponsesPresenter
from admin.responses.view import ResponsesView
from admin.results.presenter import Figures, ResultsPresenter
from admin.results.view import ResultsView
from admin.shell.coming import ComingView
from admin.shell.look import Look
from admin.shell.places import Place, ShellState
from admin.shell.window import Window
from admin.start.choosing import Pick
from admin.start.presenter import Doors, StartPresenter
from admin.start.state import Overview
from admin.start.view import StartView
from assets.theme import Theme
from assets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that the window needs from outside it; tests hand in their own."""

    doors: Doors
    intake: Intake
    desk: Desk
    aside: Aside
    eraser: Eraser
    network: Network
    figures: Figures
    background: Background
    clock: Callable[[], datetime]
    pick: Pick
    close: Callable[[], None]


class Program:
    """One window with its pages. Shows language, text size and place; the rest is the pages'."""

    def __init__(self, ports: Ports, theme: Theme, language: str = "sv") -> None:
        look = Look(theme=theme)
        self._ports, self._look, self._words = ports, look, Words(language)
        self._place, self._overview = Place.START, _nothing()
        self._start_view = StartView(ports.pick)
        self._responses_view = ResponsesView(ports.pick)
        self._devices_view = DevicesView(ports.pick)
        self._leaving_view = LeavingView()
        self.network_view = NetworkView()
        self.hub = Hub({
            Part.TAKING: self._responses_view, Part.DEVICES: self._devices_view,
            Part.NETWORK: self.network_view, Part.LEAVING: self._leaving_view,
        })
        self._results_view = ResultsView(look, ports.pick)
        self._coming = {
            place: ComingView(place) for place in (Place.CAMPAIGNS, Place.DIALOGUE, Place.ACTIONS)
        }
        pages: dict[Place, QWidget] = {
            Place.START: self._start_view,
            Place.DEVICES: self.hub,
            Place.RESULTS: self._results_view,
            **self._coming,
        }
        self.window = Window(look, {place: pages[place] for place in Place})
        background = ports.background
        self.start = StartPresenter(
            self._start_view, ports.doors, background, self._opened, self._seen
        )
        self.responses = ResponsesPresenter(
            _Telling(self._responses_view, self._show_frame),
            ports.intake,
            background,
            ports.clock,
            self._came,
        )
        self.devices = DevicesPresenter(
            self._devices_view, ports.desk, background, self._answers_changed
        )
        self.aside = AsidePresenter(
            self._responses_view.aside, ports.aside, background, self._came
        )
        self.leaving = LeavingPresenter(
            self._leaving_view, ports.eraser, background, self._came
        )
        self.network = NetworkPresenter(
            self.network_view, ports.network, background, self._came
        )
        self.results = ResultsPresenter(self._results_view, ports.figures, background)
        self._connect()

    def show(self, folder: str = "") -> None:
        """Show the window, with a workspace's folder filled in when one is given."""
        self._speak(self._words, folder)
        self.window.show()

    def words(self) -> Words:
        """The words of the language that is shown now."""
        return self._words

    def go(self, place: Place) -> None:
        """Show a place; the start page reads its counts anew."""
        self._place = place
        self._show_frame()
        if place is Place.START:
            self.start.refresh()

    def resize_text(self, steps: int) -> None:
        """Larger or smaller text, 100-200 %."""
        self._look = Look(theme=self._look.theme, percent=self._look.larger(steps))
        self._results_view.set_look(self._look)
        self._show_frame()

    def _connect(self) -> None:
        window, start = self.window, self._start_view
        window.place_chosen.connect(lambda place: self.go(Place(place)))
        window.language_chosen.connect(lambda tag: self._speak(Words(tag)))
        window.text_size_stepped.connect(self.resize_text)
        window.cancelled.connect(self.responses.cancel)
        window.closed.connect(self._ports.close)
        start.open_wanted.connect(self.start.open)
        start.recover_wanted.connect(self.start.open_with_code)
        start.renew_wanted.connect(self.start.renew)
        start.renew_skipped.connect(self.start.skip_renewing)
        start.create_wanted.connect(self.start.create)
        start.sheet_wanted.connect(lambda file: self.start.save_sheet(Path(file)))
        start.code_kept.connect(self.start.code_kept)
        start.place_wanted.connect(lambda place: self.go(Place(place)))
        responses, results = self._responses_view, self._results_view
        responses.folder_chosen.connect(lambda f: self.responses.take_in(Path(f)))
        responses.backup_chosen.connect(lambda f: self.responses.back_up(Path(f)))
        devices = self._devices_view
        devices.chosen.connect(self.devices.choose)
        devices.asked.connect(lambda what: self.devices.ask(Asking(what)))
        devices.agreed.connect(self.devices.agree)
        devices.declined.connect(self.devices.decline)
        devices.file_chosen.connect(lambda f: self.devices.read_file(Path(f)))
        devices.register_wanted.connect(self.devices.ask_to_register)
        aside = self._responses_view.aside
        aside.chosen.connect(self.aside.choose)
        aside.again_wanted.connect(self.aside.try_again)
        aside.save_wanted.connect(lambda f: self.aside.save(Path(f)))
        aside.let_go_wanted.connect(lambda: self.aside.ask(giving_up=False))
        aside.give_up_wanted.connect(lambda: self.aside.ask(giving_up=True))
        aside.agreed.connect(self.aside.agree)
        aside.declined.connect(self.aside.decline)
        self._leaving_view.code_given.connect(self.leaving.withdraw)
        network = self.network_view
        network.switched.connect(self.network.switch)
        network.pair_wanted.connect(self.network.pair)
        network.more_time_wanted.connect(self.network.extend)
        network.close_wanted.connect(self.network.close)
        network.decided.connect(self.network.decide)
        network.look_wanted.connect(self.network.look)
        results.campaign_chosen.connect(self.results.choose_campaign)
        results.grouping_chosen.connect(self.results.choose_grouping)
        results.row_chosen.connect(self.results.choose_row)
        results.report_wanted.connect(lambda f: self.results.save_report(Path(f)))

    def _speak(self, words: Words, folder: str = "") -> None:
        self._words = words
        self.start.show(words, folder)
        self.hub.show_words(words)
        self.responses.show(words)
        self.devices.show(words)
        self.aside.show(words)
        self.leaving.show(words)
        self.network.show(words)
        self.results.show(words)
        for coming in self._coming.values():
            coming.show_words(words)
        self._show_frame()

    def _seen(self, overview: Overview) -> None:
        self._overview = overview
        self._show_frame()

    def _opened(self) -> None:
        self.responses.workspace_opened()
        self.devices.workspace_opened()
        self.aside.workspace_opened()
        self.leaving.workspace_opened()
        self.network.workspace_opened()
        self.results.workspace_opened()

    def _came(self) -> None:
        self.devices.found(self.responses.unknown)
        self.devices.refresh()
        self.aside.refresh()
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
                working=self.responses.working,
            )
        )


class _Telling:
    """Shows a page's state, then lets the frame follow (the bar at the bottom)."""

    def __init__(self, view: ResponsesView, after: Callable[[], None]) -> None:
        self._view, self._after = view, after

    def show_state(self, state: object) -> None:
        self._view.show_state(state)  # type: ignore[arg-type]
        self._after()


def _nothing() -> Overview:
    return Overview(name="", folder=Path(), campaigns=(), answers=0, devices=0, backup="")
