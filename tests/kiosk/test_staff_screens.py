"""Every screen of the staff's corner has room, a name, a finger's size and its theme's colours."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.frame import Comfort, Frame
from kiosk.staff.room import know
from kiosk.staff.screens import Pad, PadSays, StaffScreen
from kiosk.staff.view import StaffView
from kiosk.staff.wishes import Deed, Do
from kiosk.views.wrapped import longest_word
from kiosk.window import Looks, Window
from tests.kiosk.every_staff_screen import every_staff_screen
from tests.kiosk.test_kiosk_room import no_text_is_cut

FINGER = 72
"""Keys of letters give way to this in low windows; everything else is larger."""


def colours(name: str) -> set[int]:
    found = astuple(theme.load(name))
    return {QColor(v).rgb() for v in found if isinstance(v, str) and v.startswith("#")}


def overlapping(parts: list[QWidget], window: QWidget) -> list[str]:
    """Pairs of buttons and fields that lie over each other where they are to be seen."""
    boxes = [(p, QRect(p.mapTo(window, QPoint(0, 0)), p.size())) for p in parts
             if p.visibleRegion().boundingRect().size() == p.size()]
    return [
        f"{one.accessibleName()} / {other.accessibleName()}"
        for n, (one, box) in enumerate(boxes) for other, lies in boxes[n + 1 :]
        if box.intersects(lies)
    ]


def test_the_wait_for_the_next_pin_is_counted_and_then_it_can_be_typed(qtbot: QtBot) -> None:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(1280, 800)
    window.show()
    wished: list[object] = []
    window.wished.connect(wished.append)
    frame = Frame(language="sv")
    window.present(StaffScreen(frame=frame, at=Pad(says=PadSays.WRONG, wait=3, attempt=1)))
    view = window.view(StaffView)

    def said() -> str:
        return " ".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())

    assert "3 sekunder" in said() and view._waits.isActive()
    assert not [f for f in view.findChildren(QLineEdit) if f.isVisible()]
    view._waits.timeout.emit()
    QApplication.processEvents()
    assert "2 sekunder" in said() and "3 sekunder" not in said()
    view._waits.timeout.emit()
    view._waits.timeout.emit()
    assert wished == [Do(Deed.AGAIN)] and not view._waits.isActive()
    window.present(StaffScreen(frame=frame, at=Pad(says=PadSays.ENTER, attempt=2)))
    QApplication.processEvents()
    assert [f for f in view.findChildren(QLineEdit) if f.isVisible()]


def test_a_page_begins_at_its_top_whatever_had_the_focus_before(qtbot: QtBot) -> None:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(1280, 800)
    window.show()
    pages = dict(every_staff_screen("sv", Comfort(percent=200)))
    for before in ("pad-enter", "self-test", "usual"):
        window.present(pages[before])
        QApplication.processEvents()
        view = window.view(StaffView)
        view.foot.presses[-1].setFocus()
        window.present(pages["home"])
        QApplication.processEvents()
        assert view._pane.overflows() and view._pane.where(view.body) == 0, before


@pytest.mark.parametrize(("looks", "percent", "size"), [
    ("default", 200, (800, 1280)), ("high", 250, (1280, 800)),
])
def test_what_stands_below_a_page_grows_with_its_words(
    qtbot: QtBot, looks: str, percent: int, size: tuple[int, int]
) -> None:
    """They are three quarters as large as asked for at least, but where keys take the room."""
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(*size)
    window.show()
    for name, screen in every_staff_screen("sv", Comfort(percent=percent, theme=looks)):
        window.present(screen)
        QApplication.processEvents()
        view = window.view(StaffView)
        wanted = 24 * min(percent, 200) // 100 * 3 // 4
        for press in view.foot.presses:
            assert press.font().pixelSize() >= wanted or view.body.fields, (name, press.text())


@pytest.mark.parametrize(("language", "looks", "percent", "size"), [
    ("sv", "high", 200, (1280, 800)), ("sv", "dark", 100, (1024, 768)),
    ("en", "default", 250, (1024, 768)), ("sv", "default", 250, (800, 1280)),
])
def test_every_screen_of_the_corner_can_be_read_and_pressed(
    qtbot: QtBot, language: str, looks: str, percent: int, size: tuple[int, int]
) -> None:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(*size)
    window.show()
    allowed = colours(looks)
    for name, screen in every_staff_screen(language, Comfort(percent=percent, theme=looks)):
        window.present(screen)
        QApplication.processEvents()
        view = window.view(StaffView)
        presses = [b for b in view.findChildren(QAbstractButton) if b.isVisible()]
        for press in presses:
            assert press.accessibleName(), name
            assert min(press.width(), press.height()) >= FINGER, (name, press.accessibleName())
        way = set(view.tab_way())
        assert set(presses) <= way, name
        for label in view.findChildren(QLabel):
            if label.isVisible() and label.text():
                colour = label.palette().color(QPalette.ColorRole.WindowText).rgb()
                assert colour in allowed, (name, label.text())
                assert longest_word(label.font(), label.text()) <= label.width(), (
                    name, label.text())
        fields = [f for f in view.findChildren(QLineEdit) if f.isVisible()]
        assert not fields or fields[0].hasFocus()
        assert not overlapping([*presses, *fields], window), name
        no_text_is_cut(window)
