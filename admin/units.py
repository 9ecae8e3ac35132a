"""Units and kiosks put together: its parts, their presenters and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from admin.devices.hub import Hub, Part
from admin.devices.presenter import DevicesPresenter
from admin.devices.state import Asking
from admin.devices.view import DevicesView
from admin.listening.presenter import NetworkPresenter
from admin.listening.view import NetworkView
from admin.ports import Ports
from admin.responses.aside_presenter import AsidePresenter
from admin.responses.keeping import KeepingPresenter
from admin.responses.leaving import LeavingPresenter
from admin.responses.leaving_view import LeavingView
from admin.responses.presenter import ResponsesPresenter
from admin.responses.state import ResponsesState
from admin.responses.view import ResponsesView
from assets.words import Words


class Units:
    """``framed`` is told when the frame should follow, ``changed`` when answers came or went."""

    def __init__(
        self, ports: Ports, framed: Callable[[], None], changed: Callable[[], None]
    ) -> None:
        background, self._changed = ports.background, changed
        self.responses_view = ResponsesView(ports.pick)
        self.devices_view, self.leaving_view = DevicesView(ports.pick), LeavingView()
        self.network_view = NetworkView(ports.pick)
        self.hub = Hub({
            Part.TAKING: self.responses_view, Part.DEVICES: self.devices_view,
            Part.NETWORK: self.network_view, Part.LEAVING: self.leaving_view,
        })
        self.responses = ResponsesPresenter(
            _Telling(self.responses_view, framed), ports.intake, background, ports.clock,
            self._came,
        )
        self.devices = DevicesPresenter(
            self.devices_view, ports.desk, background, self._decided
        )
        self.aside = AsidePresenter(
            self.responses_view.aside, ports.aside, background, self._came
        )
        self.leaving = LeavingPresenter(self.leaving_view, ports.eraser, background, self._came)
        self.keeping = KeepingPresenter(
            self.leaving_view.keeping, ports.keeper, background, self._came
        )
        self.network = NetworkPresenter(self.network_view, ports.network, background, self._came)
        self._connect_taking()
        self._connect_devices()
        self._connect_network()
        self._connect_keeping()

    def show(self, words: Words) -> None:
        """All parts in a language."""
        self.hub.show_words(words)
        for part in (self.responses, self.devices, self.aside, self.leaving, self.network,
                     self.keeping):
            part.show(words)

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        for part in (self.responses, self.devices, self.aside, self.leaving, self.network,
                     self.keeping):
            part.workspace_opened()

    def changed_elsewhere(self) -> None:
        """Another program changed the workspace: look again, and leave what is being asked."""
        self.devices.refresh()
        self.aside.refresh()
        self.keeping.refresh()

    def _came(self) -> None:
        self.devices.found(self.responses.unknown)
        self.devices.refresh()
        self.aside.refresh()
        self._changed()

    def _decided(self) -> None:
        self.aside.refresh()
        self._changed()

    def _connect_taking(self) -> None:
        responses, aside = self.responses_view, self.responses_view.aside
        responses.folder_chosen.connect(lambda f: self.responses.take_in(Path(f)))
        responses.place_given.connect(self.responses.take_in)
        responses.backup_chosen.connect(lambda f: self.responses.back_up(Path(f)))
        aside.chosen.connect(self.aside.choose)
        aside.again_wanted.connect(self.aside.try_again)
        aside.save_wanted.connect(lambda f: self.aside.save(Path(f)))
        aside.let_go_wanted.connect(lambda: self.aside.ask(giving_up=False))
        aside.give_up_wanted.connect(lambda: self.aside.ask(giving_up=True))
        aside.agreed.connect(self.aside.agree)
        aside.declined.connect(self.aside.decline)
        self.leaving_view.code_given.connect(self.leaving.ask)
        self.leaving_view.agreed.connect(self.leaving.withdraw)
        self.leaving_view.declined.connect(self.leaving.decline)

    def _connect_keeping(self) -> None:
        keeping = self.leaving_view.keeping
        keeping.chosen.connect(self.keeping.choose)
        keeping.kept.connect(self.keeping.keep)
        keeping.erase_wanted.connect(self.keeping.ask)
        keeping.agreed.connect(self.keeping.agree)
        keeping.declined.connect(self.keeping.decline)

    def _connect_devices(self) -> None:
        devices = self.devices_view
        devices.chosen.connect(self.devices.choose)
        devices.asked.connect(lambda what: self.devices.ask(Asking(what)))
        devices.agreed.connect(self.devices.agree)
        devices.declined.connect(self.devices.decline)
        devices.file_chosen.connect(lambda f: self.devices.read_file(Path(f)))
        devices.register_wanted.connect(self.devices.ask_to_register)

    def _connect_network(self) -> None:
        network = self.network_view
        network.switched.connect(self.network.switch)
        network.pair_wanted.connect(self.network.pair)
        network.more_time_wanted.connect(self.network.extend)
        network.close_wanted.connect(self.network.close)
        network.decided.connect(self.network.decide)
        network.survey_chosen.connect(self.network.choose)
        network.look_wanted.connect(self.network.look)
        network.backup_chosen.connect(lambda f: self.network.back_up(Path(f)))


class _Telling:
    """Shows a page's state, then lets the frame follow (the bar at the bottom)."""

    def __init__(self, view: ResponsesView, after: Callable[[], None]) -> None:
        self._view, self._after = view, after

    def show_state(self, state: ResponsesState) -> None:
        self._view.show_state(state)
        self._after()
