"""The picture of the first screen: kept while nobody is there, shown at the next start, pressed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.first_look import FILE, FirstLook, recalled
from kiosk.frame import Comfort
from kiosk.style import load_fonts
from kiosk.views.attract import AttractView
from kiosk.window import Looks, Window
from survey import flow
from tests.kiosk.every_screen import attract_in


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    load_fonts()
    made = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


ATTRACT = attract_in(("sv", "en"), Comfort())


def test_the_first_screen_is_kept_as_it_looks_and_shown_at_the_next_start(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    look = FirstLook(window, tmp_path)
    window.present(ATTRACT)
    look.keep()
    again = Window(Looks(theme=theme.load()))
    qtbot.addWidget(again)
    picture = recalled(tmp_path, again)
    assert picture is not None
    assert picture.pixmap().toImage() == window.grab().toImage().convertToFormat(
        picture.pixmap().toImage().format()
    )


@pytest.mark.parametrize("screen", [
    replace(ATTRACT, frame=replace(ATTRACT.frame, comfort=Comfort(percent=150))),
    replace(ATTRACT, frame=replace(ATTRACT.frame, language="en")),
    screens.CodeScreen(frame=ATTRACT.frame),
], ids=["larger", "in English", "another"])
def test_nothing_of_a_person_is_kept(window: Window, tmp_path: Path, screen: object) -> None:
    look = FirstLook(window, tmp_path)
    window.present(screen)
    look.keep()
    assert not (tmp_path / FILE).exists()


def test_a_kiosk_that_is_not_ready_does_not_begin_with_an_old_picture(
    window: Window, tmp_path: Path
) -> None:
    look = FirstLook(window, tmp_path)
    window.present(ATTRACT)
    look.keep()
    window.present(screens.NotReadyScreen(frame=ATTRACT.frame, reason=screens.Reason.ENDED))
    assert not (tmp_path / FILE).exists()
    window.present(ATTRACT)
    look.keep()
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_picture_is_not_shown(
    window: Window, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / FILE).write_bytes(data)
    assert recalled(tmp_path, window) is None


def test_a_picture_of_another_screen_is_not_shown(window: Window, tmp_path: Path) -> None:
    window.resize(640, 400)
    window.grab().save(str(tmp_path / FILE))
    assert recalled(tmp_path, window) is None


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of a window without a screen
def test_a_press_on_the_picture_presses_what_comes_in_its_place(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    look = FirstLook(window, tmp_path)
    window.present(ATTRACT)
    look.keep()
    card = window.view(AttractView).cards[1]
    at = card.mapTo(window, card.rect().center())
    started = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(started)
    picture = recalled(tmp_path, started)
    assert picture is not None
    started.setCentralWidget(picture)
    started.resize(1280, 800)
    started.show()
    _press(picture, at)
    with qtbot.waitSignal(started.wished, timeout=3000) as wish:
        started.present(ATTRACT)
    assert wish.args == [flow.ChooseLanguage("en")]


def _press(widget: object, at: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    there = QPointF(at)
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseButtonPress, there, there, left, left, none)
    )
