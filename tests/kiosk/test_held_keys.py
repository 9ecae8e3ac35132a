"""A key that is held, as X sends it: let go and pressed again at one moment, and marked by Qt only
where the two come to it together."""

from __future__ import annotations

from itertools import count

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.staff.room import know
from kiosk.staff.screens import SheetQuestion, StaffScreen
from kiosk.staff.view import StaffView
from kiosk.switching import Switching
from kiosk.wishes import Adjust
from survey.flow import Touched
from tests.kiosk.every_staff_screen import every_staff_screen
from tests.kiosk.hand_people import Comfort, Visit, visit

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


def send(to: object, key: Qt.Key, at: int, *kinds: QEvent.Type, marked: bool = False) -> None:
    for kind in kinds:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key) if key < 256 else "",
                          marked)
        event.setTimestamp(at)
        QApplication.sendEvent(QApplication.focusWidget() or to, event)


@pytest.fixture
def person(qtbot: QtBot) -> Visit:
    found = visit()
    qtbot.addWidget(found.window)
    return found


@pytest.mark.parametrize("marked", [False, True])
def test_a_key_held_at_the_first_screen_is_held_whatever_x_sends_meanwhile(
    person: Visit, marked: bool
) -> None:
    wished: list[object] = []
    person.window.wished.connect(wished.append)
    holding = person.window.hands.holding
    send(person.window, Qt.Key.Key_F3, 1_000, PRESS)
    for at in range(1_660, 2_900, 40):
        send(person.window, Qt.Key.Key_F3, at, RELEASE, PRESS, marked=marked)
        assert holding.timer.isActive() and not holding.gone.isActive()
    assert not wished
    holding.timer.timeout.emit()
    assert [type(one) for one in wished] == [Adjust]
    assert isinstance(person.window.hands.switching, Switching)


def test_a_key_that_is_let_go_and_another_are_two_short_presses(person: Visit) -> None:
    wished: list[object] = []
    person.window.wished.connect(wished.append)
    send(person.window, Qt.Key.Key_F3, 1_000, PRESS, RELEASE)
    send(person.window, Qt.Key.Key_F4, 1_030, PRESS)
    assert wished == [Touched()] and person.window.hands.switching is None
    assert not person.window.hands.holding.timer.isActive(), "the first screen has gone"


@pytest.mark.parametrize("still_held", [True, False])
def test_the_second_of_two_hasty_keys_is_heard_where_the_first_screen_stands(
    person: Visit, still_held: bool
) -> None:
    wished: list[object] = []
    person.window.wished.disconnect()
    person.window.wished.connect(wished.append)
    holding = person.window.hands.holding
    send(person.window, Qt.Key.Key_F3, 1_000, PRESS, RELEASE)
    send(person.window, Qt.Key.Key_F4, 1_030, PRESS)
    assert wished == [Touched()] and holding.timer.isActive()
    if still_held:
        holding.timer.timeout.emit()
        assert [type(one) for one in wished] == [Touched, Adjust]
    else:
        send(person.window, Qt.Key.Key_F4, 1_090, RELEASE)
        assert holding.gone.isActive()
        holding.gone.timeout.emit()
        assert wished == [Touched(), Touched()] and not holding.timer.isActive()


def test_a_switch_that_is_held_moves_the_light_once(person: Visit) -> None:
    person.window.wished.emit(Adjust(Comfort(switches=2)))
    QApplication.processEvents()
    switching = person.window.hands.switching
    assert switching is not None
    clock = count(100)
    switching.ticks = lambda: float(next(clock))
    before = switching.light.box
    send(person.window, Qt.Key.Key_F7, 5_000, PRESS)
    after = switching.light.box
    for at in range(5_660, 6_000, 40):
        send(person.window, Qt.Key.Key_F7, at, RELEASE, PRESS)
        assert switching.light.box == after != before
    send(person.window, Qt.Key.Key_F7, 6_100, RELEASE)
    send(person.window, Qt.Key.Key_F7, 6_300, PRESS)
    assert switching.light.box != after


def test_a_key_that_staff_hold_answers_one_question_of_a_sheet(qtbot: QtBot) -> None:
    sheet = next(screen for _, screen in every_staff_screen("sv", Comfort())
                 if isinstance(screen, StaffScreen) and isinstance(screen.at, SheetQuestion))
    person = visit()
    qtbot.addWidget(person.window)
    know(person.window.stage)
    person.window.present(sheet)
    view, wished = person.window.view(StaffView), []
    person.window.wished.disconnect()
    view.wished.connect(wished.append)
    view.setFocus()
    send(view, Qt.Key.Key_2, 5_000, PRESS)
    send(view, Qt.Key.Key_2, 5_660, RELEASE, PRESS)
    assert len(wished) == 1
    send(view, Qt.Key.Key_2, 5_700, RELEASE)
    send(view, Qt.Key.Key_2, 5_900, PRESS)
    assert len(wished) == 2
