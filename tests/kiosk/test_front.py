"""The window stays in front: what is swallowed, what goes through, and what brings it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QInputEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.front import Front
from kiosk.screens import Frame, NotReadyScreen, Reason
from kiosk.window import Looks, Window

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def front(qtbot: QtBot) -> Iterator[Front]:
    window = Window(Looks(theme=theme.load()), may_close=False)
    qtbot.addWidget(window)
    window.present(NotReadyScreen(frame=Frame(language="sv"), reason=Reason.STARTING))
    front = Front(window)
    front.take()
    qtbot.waitExposed(window)
    yield front
    front.let_go()
    window.let_close(may=True)


def key(code: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code, held, text)


LEAD_OUT = [
    *((getattr(Key, f"Key_F{n}"), Mod.NoModifier) for n in range(13, 36)),
    *((getattr(Key, f"Key_F{n}"), held) for n in range(1, 13)
      for held in (Mod.ShiftModifier, Mod.ControlModifier, Mod.AltModifier, Mod.MetaModifier)),
    *((Key.Key_Escape, held) for held in (
        Mod.ShiftModifier, Mod.ControlModifier, Mod.AltModifier, Mod.MetaModifier)),
    *((letter, Mod.ControlModifier) for letter in (Key.Key_Q, Key.Key_W, Key.Key_C, Key.Key_V,
                                                   Key.Key_X, Key.Key_A, Key.Key_P, Key.Key_O)),
    *((code, Mod.NoModifier) for code in (
        Key.Key_Print, Key.Key_SysReq, Key.Key_Menu, Key.Key_Super_L,
        Key.Key_Super_R, Key.Key_Meta, Key.Key_Hyper_L, Key.Key_Alt, Key.Key_Control,
        Key.Key_Back, Key.Key_HomePage, Key.Key_LaunchMail, Key.Key_PowerOff, Key.Key_Insert,
        Key.Key_Cancel, Key.Key_VolumeMute, Key.Key_ScrollLock, Key.Key_Pause)),
    (Key.Key_F4, Mod.AltModifier), (Key.Key_Tab, Mod.AltModifier), (Key.Key_Space, Mod.AltModifier),
    (Key.Key_Tab, Mod.ControlModifier), (Key.Key_L, Mod.MetaModifier),
    (Key.Key_Insert, Mod.ShiftModifier), (Key.Key_Delete, Mod.ShiftModifier),
    (Key.Key_Delete, Mod.ControlModifier | Mod.AltModifier),
]


@pytest.mark.parametrize(("code", "held"), LEAD_OUT)
def test_a_key_that_could_lead_out_reaches_nothing(
    front: Front, code: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    text = chr(int(code)) if int(code) < 128 and not held else ""
    assert front.swallows(front, key(code, held, text))


@pytest.mark.parametrize(("code", "held", "text"), [
    (Key.Key_A, Mod.NoModifier, "a"), (Key.Key_A, Mod.ShiftModifier, "A"),
    (Key.Key_Space, Mod.NoModifier, " "), (Key.Key_Tab, Mod.NoModifier, "\t"),
    (Key.Key_Backtab, Mod.ShiftModifier, ""), (Key.Key_Return, Mod.NoModifier, "\r"),
    (Key.Key_Enter, Mod.KeypadModifier, "\r"), (Key.Key_Backspace, Mod.NoModifier, "\b"),
    (Key.Key_Left, Mod.NoModifier, ""), (Key.Key_Dead_Acute, Mod.NoModifier, ""),
    (Key.Key_At, Mod.ControlModifier | Mod.AltModifier, "@"), (Key.Key_Aring, Mod.NoModifier, "å"),
    (Key.Key_AltGr, Mod.NoModifier, ""), (Key.Key_Shift, Mod.ShiftModifier, ""),
    (Key.Key_PageDown, Mod.NoModifier, ""), (Key.Key_Delete, Mod.NoModifier, "\x7f"),
    (Key.Key_Escape, Mod.NoModifier, "\x1b"), (Key.Key_F1, Mod.NoModifier, ""),
    (Key.Key_F12, Mod.NoModifier, ""), (Key.Key_Select, Mod.NoModifier, ""),
    (Key.Key_Help, Mod.NoModifier, ""), (Key.Key_VolumeUp, Mod.NoModifier, ""),
    (Key.Key_VolumeDown, Mod.NoModifier, ""),
])
def test_whatever_answers_and_moves_goes_through(
    front: Front, code: Qt.Key, held: Qt.KeyboardModifier, text: str
) -> None:
    assert not front.swallows(front, key(code, held, text))


def press(button: Qt.MouseButton) -> QMouseEvent:
    at = QPointF(50, 50)
    return QMouseEvent(QEvent.Type.MouseButtonPress, at, at, button, button, Mod.NoModifier)


@pytest.mark.parametrize("button", [
    Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton,
    Qt.MouseButton.ForwardButton,
])
def test_only_the_first_button_presses_anything(front: Front, button: Qt.MouseButton) -> None:
    assert front.swallows(front, press(button))
    assert not front.swallows(front, press(Qt.MouseButton.LeftButton))


def test_it_cannot_be_closed_and_says_so(front: Front, qtbot: QtBot) -> None:
    window = front.parent()
    with qtbot.waitSignal(window.closing_refused):
        window.close()
    assert window.isVisible() and window.isFullScreen()


@pytest.mark.parametrize("leave", ["showMinimized", "showNormal", "hide", "showMaximized"])
def test_it_comes_back_from_wherever_it_was_put(
    front: Front, qtbot: QtBot, leave: str
) -> None:
    window = front.parent()
    getattr(window, leave)()
    qtbot.waitUntil(lambda: window.isVisible() and window.isFullScreen())


def test_it_comes_back_when_it_is_moved_or_made_small(front: Front, qtbot: QtBot) -> None:
    window = front.parent()
    window.setGeometry(100, 100, 300, 200)
    qtbot.waitUntil(lambda: window.geometry() == window.screen().geometry())


def test_nothing_can_be_dragged_in_or_out_and_no_menu_opens(front: Front) -> None:
    window = front.parent()
    edit = QLineEdit(window)
    edit.setText("kept")
    edit.show()
    QApplication.processEvents()
    data = QMimeData()
    data.setText("dropped")
    drop = QDragEnterEvent(
        edit.rect().center(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Mod.NoModifier,
    )
    QApplication.sendEvent(edit, drop)
    assert not drop.isAccepted() and not edit.dragEnabled() and not edit.acceptDrops()
    at = edit.rect().center()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, edit.mapToGlobal(at))
    QApplication.sendEvent(edit, menu)
    assert QApplication.activePopupWidget() is None


def test_ctrl_v_puts_nothing_into_a_field(front: Front) -> None:
    edit = QLineEdit(front.parent())
    edit.show()
    QApplication.clipboard().setText("from elsewhere")
    QTest.keyClick(edit, Key.Key_V, Mod.ControlModifier)
    QTest.keyClick(edit, Key.Key_Insert, Mod.ShiftModifier)
    assert edit.text() == ""
    QTest.keyClicks(edit, "egen")
    assert edit.text() == "egen"


def test_staff_can_let_it_go(front: Front) -> None:
    front.let_go()
    window = front.parent()
    window.let_close(may=True)
    event = QCloseEvent()
    QApplication.sendEvent(window, event)
    assert event.isAccepted()


def test_other_events_are_none_of_its_business(front: Front) -> None:
    assert not front.swallows(front, QInputEvent(QEvent.Type.TouchBegin, None))
