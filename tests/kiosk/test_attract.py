"""The first screen: words take turns without moving anything, faces answer, anything wakes it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.citizen import Citizen, Pace
from kiosk.frame import Comfort
from kiosk.keeping import Instruments
from kiosk.style import Style, load_fonts
from kiosk.views.attract import AttractView
from kiosk.views.notice import NoticeView
from kiosk.window import Looks, Window
from kiosk.wishes import LeftAlone, StillHere
from survey import flow
from survey.conduct import Way
from tests.kiosk.every_screen import ALL, RATING, attract_in
from tests.kiosk.screen_builders import NOW, FakeKeeper, station

STILL_THERE = screens.StillThereScreen(
    frame=attract_in(("sv", "en"), Comfort()).frame, returns_after_ms=20_000
)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    load_fonts(ALL)
    made = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def _texts(window: Window) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_each_language_has_its_turn_and_nothing_else_moves(window: Window) -> None:
    window.present(attract_in(ALL, Comfort()))
    view = window.view(AttractView)
    places = [card.geometry() for card in view.cards]
    focused = QApplication.focusWidget()
    for sentence in ("How was it here today?", "Millaista täällä oli tänään?"):
        view.turns.step()
        assert sentence in _texts(window)
    assert [card.geometry() for card in view.cards] == places
    assert QApplication.focusWidget() is focused
    assert isinstance(focused, QLabel) and focused.accessibleName() == "Hur var det här i dag?"


@pytest.mark.parametrize("comfort", [Comfort(calm=True), Comfort(percent=150)])
def test_nothing_takes_turns_for_whoever_wants_calm_or_reads_large(
    window: Window, comfort: Comfort
) -> None:
    window.present(attract_in(ALL, Comfort()))
    view = window.view(AttractView)
    assert view.turns.turning and view.front.faces.breathing
    window.present(attract_in(ALL, comfort))
    assert not view.turns.turning
    assert not (comfort.calm and view.front.faces.breathing)


def test_nothing_turns_once_another_screen_has_come(window: Window) -> None:
    window.present(attract_in(ALL, Comfort()))
    window.present(STILL_THERE)
    view = window.view(AttractView)
    assert not view.turns.turning and not view.front.faces.breathing


def test_a_tap_on_a_face_is_the_answer(window: Window, qtbot: QtBot) -> None:
    window.present(attract_in(("sv", "en"), Comfort(), Way.ONE_TAP, RATING))
    face = window.view(AttractView).front.rating.options()[3]
    with qtbot.waitSignal(window.wished) as wish:
        QTest.mouseClick(face, Qt.MouseButton.LeftButton, pos=face.rect().center())
    assert wish.args == [flow.TapFace(4)]


def test_all_faces_of_one_tap_are_in_sight_at_any_text_size(window: Window) -> None:
    for percent in screens.TEXT_SIZES:
        window.present(attract_in(ALL, Comfort(percent=percent), Way.ONE_TAP, RATING))
        QApplication.processEvents()
        for face in window.view(AttractView).front.rating.options():
            assert face.visibleRegion().boundingRect().size() == face.size(), percent


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return])
def test_any_key_tells_that_somebody_has_come(
    window: Window, qtbot: QtBot, key: Qt.Key
) -> None:
    window.present(attract_in(ALL, Comfort()))
    focused = QApplication.focusWidget()
    with qtbot.waitSignal(window.wished) as wish:
        QTest.keyClick(focused, key)
    assert wish.args == [flow.Touched()]


def test_a_key_stops_the_countdown_and_goes_on(window: Window, qtbot: QtBot) -> None:
    window.present(STILL_THERE)
    notice = window.view(NoticeView)
    assert notice.countdown.counting and "20" in notice.countdown.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not notice.countdown.counting
    window.present(STILL_THERE)
    with qtbot.waitSignal(window.wished) as wish:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_X)
    assert wish.args == [StillHere()]


def test_nothing_leaves_while_it_is_read_aloud(window: Window, qtbot: QtBot) -> None:
    window.hold(True)
    window.present(replace(STILL_THERE, returns_after_ms=200))
    notice = window.view(NoticeView)
    assert notice.countdown.counting and not notice.countdown.moving
    with qtbot.waitSignal(window.wished, timeout=3000) as wish:
        window.hold(False)
    assert wish.args == [LeftAlone()]


def test_the_occasion_that_goes_on_stands_with_the_place(window: Window) -> None:
    screen = replace(attract_in(("sv", "en"), Comfort()), occasion="Somaliska föreningen")
    window.present(screen)
    assert "Somaliska föreningen · Stadsbiblioteket · Sundsvalls kommun" in _texts(window)


def test_the_space_bar_is_told_of_in_the_languages_that_can_be_heard(window: Window) -> None:
    window.stage.heard = lambda tag: tag == "sv"
    window.present(attract_in(ALL, Comfort()))
    assert any("Tryck på mellanslag för att lyssna." in text for text in _texts(window))
    window.view(AttractView).turns.step()
    assert not any("Tryck på mellanslag" in text or "space bar" in text for text in _texts(window))


def test_the_first_screen_asks_each_time_which_occasion_goes_on(window: Window) -> None:
    names = iter(["Föreningen", "", "Skolan"])
    here = replace(station(), occasion=lambda: next(names))
    means = Instruments(clock=lambda: NOW, random=bytes, ticks=lambda: 0.0)
    person = Citizen(window, here, FakeKeeper(), means, Pace())
    shown: list[str] = []
    window.shown.connect(lambda screen: shown.append(screen.occasion))
    for _ in range(3):
        person.begin()
    assert shown == ["Föreningen", "", "Skolan"]


def test_thanks_show_no_face_that_somebody_could_take_for_their_answer(qtbot: QtBot) -> None:
    view, colours = NoticeView(), theme.load()
    qtbot.addWidget(view)
    view._picture.dress(Style(colours), "tick")
    seen = view._picture.grab().toImage()
    places = product(range(seen.width()), range(seen.height()))
    found = {seen.pixelColor(x, y).name() for x, y in places}
    assert colours.action.lower() in found
    assert not found & {face.lower() for face in colours.faces}
