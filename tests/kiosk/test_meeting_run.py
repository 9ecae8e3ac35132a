"""A meeting in the kiosk's window, from the staff's corner and back to the people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.frame import Comfort
from kiosk.meeting.entrance import Around, Entrance
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorScreen, Phones, Place
from kiosk.meeting.opening_pages import Choose, Step
from kiosk.meeting.projecting import Projecting
from kiosk.meeting.task_screens import HandOver, ToModerator
from kiosk.staff.means import AtDesk, Crew, Means
from kiosk.staff.screens import At
from kiosk.staff.wishes import Deed as Staffs
from kiosk.staff.wishes import Filled
from kiosk.window import Looks, Window
from storage.kiosk.sessions import Sessions
from survey.facilitation.fold import fold
from tests.kiosk.screen_builders import NOW, station
from tests.storage.kiosk_builders import Hands, collecting_store
from tests.storage.test_kiosk_sessions import CHEAP


class House:
    """A kiosk with a store of its own and somebody of the staff in it."""

    def __init__(self, window: Window, directory: Path) -> None:
        self.window = window
        hands = Hands()
        self.store = collecting_store(directory, hands)
        self.store.sessions = Sessions(
            self.store._database, self.store.watch, hands.random, CHEAP
        )
        self.screens: list[Any] = []
        self.at_desk: list[At] = []
        self.told: list[str] = []
        window.shown.connect(self.screens.append)
        self.entrance = Entrance(Around(
            window=window, store=self.store, folder=directory, clock=lambda: NOW,
            random=hands.random, station=station, began=lambda: self.told.append("began"),
            ended=lambda: self.told.append("ended"), find=lambda: (),
        ))
        self._means = Means(
            store=self.store, directory=directory, clock=lambda: NOW, show=self.at_desk.append,
            crew=Crew(away=lambda job: job(), here=lambda job: job()), campaign=lambda: None,
        )

    def desk(self) -> AtDesk:
        desk = self.entrance.desk(self._means)
        desk.begin()
        return desk

    def open(self) -> tuple[str, ...]:
        """A new focus group; its seven words."""
        desk = self.desk()
        desk.receive(Choose(Step.ABOUT, "focus-group"))
        desk.receive(Filled(Staffs.BEGIN, ("Prov", "Vad är värt något?")))
        return tuple(self.now.at.code)

    @property
    def now(self) -> Any:
        return self.screens[-1]

    def act(self, deed: Deed, value: str = "") -> None:
        self.entrance.receive(Act(deed, value))


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    with at_home(qtbot, tmp_path) as house:
        yield house


@contextmanager
def at_home(qtbot: QtBot, directory: Path) -> Iterator[House]:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    house = House(window, directory)
    yield house
    house.entrance.close()


def test_a_new_meeting_takes_the_window_and_shows_its_words(house: House) -> None:
    words = house.open()
    assert len(words) == 7 and house.told == ["began"] and house.entrance.on
    assert isinstance(house.now, ModeratorScreen) and house.now.at.place is Place.WORDS


def test_a_meeting_that_was_left_open_goes_on_with_its_words(house: House) -> None:
    words = house.open()
    house.act(Deed.GO, Place.NOW.value)
    house.act(Deed.NEXT)
    house.act(Deed.LEAVE)
    assert house.told == ["began", "ended"] and not house.entrance.on
    desk = house.desk()
    desk.receive(Choose(Step.RESUME))
    desk.receive(Filled(Staffs.BEGIN, ("sju ord som inte leder någon vart",)))
    assert not house.entrance.on
    desk.receive(Filled(Staffs.BEGIN, (" ".join(words),)))
    assert house.entrance.on and house.now.at.state.turn.phase == "purpose"
    assert house.now.at.code == ()


def test_what_falls_in_the_middle_is_found_again(qtbot: QtBot, tmp_path: Path) -> None:
    with at_home(qtbot, tmp_path) as house:
        words = house.open()
        house.act(Deed.COUNT_IN, "paper")
        house.entrance.close()  # as where the program ends
        desk = house.desk()
        desk.receive(Choose(Step.RESUME))
        desk.receive(Filled(Staffs.BEGIN, (" ".join(words),)))
        assert len(house.now.at.state.people) == 1


def test_a_closed_meeting_leaves_nothing_to_go_on_with(house: House) -> None:
    house.open()
    house.act(Deed.CLOSE)
    assert house.now.at.place is Place.CLOSED
    house.act(Deed.LEAVE)
    assert house.told == ["began", "ended"] and house.entrance.waiting() == 0


def test_the_tablet_goes_round_and_comes_back(house: House) -> None:
    house.open()
    for _ in range(2):
        house.act(Deed.COUNT_IN, "tablet")
    house.act(Deed.BEGIN, "factors:1")
    house.act(Deed.ROUND)
    assert isinstance(house.now, HandOver) and house.now.to == 1
    house.act(Deed.CLOSE)  # nobody who holds the tablet closes the meeting
    assert isinstance(house.now, HandOver)
    house.entrance.receive(ToModerator())
    assert isinstance(house.now, ModeratorScreen) and not house.now.at.state.closed


def test_the_program_ends_in_the_middle_without_a_thread_or_a_window_left(house: House) -> None:
    house.open()
    house.act(Deed.BIG)
    house.act(Deed.SERVE, "127.0.0.1")
    assert house.now.at.around.phones.url.startswith("http://127.0.0.1:")
    house.entrance.close()
    house.entrance.close()
    assert not [
        one for one in QApplication.topLevelWidgets()
        if one.isVisible() and one is not house.window
    ]


def test_without_a_second_screen_the_big_one_lies_here_until_a_touch(
    qtbot: QtBot, house: House
) -> None:
    big = Projecting(house.window, "sv", Comfort())
    assert not big.elsewhere
    big.show(True)
    big.project(fold(()), Phones(), None)
    (window,) = (one for one in QApplication.topLevelWidgets()
                 if one.isVisible() and one is not house.window)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert window.geometry() == house.window.screen().geometry()
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not big.shown)


class Beside:
    """A window on a screen of its own, so that there is another."""

    def screen(self) -> object:
        return self


def test_on_a_second_screen_the_big_one_stays_whatever_is_touched(qtbot: QtBot) -> None:
    big = Projecting(Beside(), "sv", Comfort())
    assert big.elsewhere
    big.show(True)
    (window,) = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert big.shown
    big.show(False)
    assert not big.shown
