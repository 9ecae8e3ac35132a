"""Switches at a real window: what they send, what is heard, and what idle time makes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import screens
from kiosk.first_screens import AttractScreen
from kiosk.frame import Comfort
from kiosk.scanning import ROUNDS
from kiosk.wishes import Adjust
from survey.flow import Touched
from tests.kiosk.hand_people import NEVER_MS, Switches, Visit, by_switches, label, visit


@pytest.fixture
def person(qtbot: QtBot) -> Visit:
    found = visit()
    qtbot.addWidget(found.window)
    return found


def use(person: Visit, switches: int) -> Switches:
    """Somebody at the first question, with so many switches."""
    person.window.wished.emit(Adjust(Comfort(switches=switches, step_ms=NEVER_MS)))
    QApplication.processEvents()
    hand = Switches(person)
    hand.take("Svenska")
    hand.take("Ja, jag vill svara")
    return hand


def test_a_short_press_at_the_first_screen_is_an_ordinary_one(person: Visit) -> None:
    wished: list[object] = []
    person.window.wished.connect(wished.append)
    person.key(Qt.Key.Key_Return)
    assert person.window.hands.holding.gone.isActive() and not wished
    person.window.hands.holding.gone.timeout.emit()
    assert wished == [Touched()] and person.window.hands.switching is None


def test_with_one_switch_a_touch_anywhere_is_a_press(person: Visit) -> None:
    hand = use(person, 1)
    QTest.mouseClick(person.window.stage.ground, Qt.MouseButton.LeftButton, pos=QPoint(640, 300))
    QApplication.processEvents()
    assert person.button(label(1)).isChecked() and hand.switching.light.isVisible()


def test_with_two_switches_a_finger_still_answers(person: Visit) -> None:
    use(person, 2)
    face = person.button(label(4))
    QTest.mouseClick(face, Qt.MouseButton.LeftButton, pos=face.rect().center())
    assert face.isChecked()


def test_a_trembling_hand_presses_once(qtbot: QtBot) -> None:
    person = visit()
    qtbot.addWidget(person.window)
    hand = use(person, 2)
    now = [100.0]
    hand.switching.ticks = lambda: now[0]
    for late in (0.0, 0.1, 0.2):
        now[0] = 100.0 + late
        person.key(Qt.Key.Key_Space)
    assert hand.switching.light.box == hand.place(person.button(label(2)))
    now[0] = 101.0
    person.key(Qt.Key.Key_Space)
    assert hand.switching.light.box == hand.place(person.button(label(3)))


def test_a_key_that_is_held_down_presses_once(person: Visit) -> None:
    hand = use(person, 2)
    at = QApplication.focusWidget()
    for _ in range(5):
        QApplication.sendEvent(at, repeated(Qt.Key.Key_Space))
    assert hand.switching.light.box == hand.place(person.button(label(1)))


def repeated(key: Qt.Key) -> QKeyEvent:
    """What a key sends again and again while it is held."""
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)


def test_the_light_that_nobody_follows_rests_and_then_idle_time_runs(person: Visit) -> None:
    hand = use(person, 1)
    stirred = []
    person.window.stir = lambda: stirred.append(1)  # type: ignore[method-assign]
    for _ in range(200):
        if not hand.switching.timer.isActive():
            break
        hand.switching.timer.timeout.emit()
    assert not hand.switching.timer.isActive(), "it rests"
    assert len(stirred) > ROUNDS * 3, "while it goes, somebody may be waiting for it"
    hand.press()
    assert hand.switching.timer.isActive(), "and a press wakes it"
    assert not person.button(label(1)).isChecked()


def test_the_next_person_finds_no_light(person: Visit) -> None:
    by_switches(person, lambda where: None, two=True)
    QTest.keyClick(person.window, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert isinstance(person.window.hands.screen, AttractScreen)
    switching = person.window.hands.switching
    assert switching is not None and not switching.on and not switching.light.isVisible()


def test_the_panel_is_scanned_and_switches_are_turned_off_there(person: Visit) -> None:
    hand = use(person, 1)
    hand.take("Anpassa")
    hand.take("Två kontakter")
    assert not hand.switching.single
    hand.take("Klar")
    hand.take("Anpassa")
    hand.take("Ingen kontakt")
    assert not hand.person.window.hands.switching.on


def test_escape_asks_to_stop_and_again_goes_on(person: Visit) -> None:
    use(person, 2).take(label(4))
    person.key(Qt.Key.Key_Escape)
    assert isinstance(person.window.hands.screen, screens.StopScreen)
    person.key(Qt.Key.Key_Escape)
    assert isinstance(person.window.hands.screen, screens.QuestionScreen)
    assert person.button(label(4)).isChecked()


def test_a_press_before_a_new_page_has_its_light_finds_it_and_takes_nothing(
    person: Visit,
) -> None:
    hand = use(person, 2)
    for _ in range(3):
        hand.move()
    hand.switching.follow(hand.switching._frame, "another page")
    hand.switching.move_on()
    QApplication.processEvents()
    assert hand.switching.light.box == hand.place(person.button(label(1)))
    assert not person.button(label(1)).isChecked()
