"""Slips of paper at the real window: figures and Enter are all that it takes, or fingers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.meeting.slip_stack import Stack
from kiosk.meeting.slips import SlipDesk
from kiosk.meeting.views.entering import DeskView
from kiosk.meeting.views.passing import know
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from survey.records import Way
from tests.kiosk.passing_builders import FACTORS, Meeting, Shown, means

SLIPS = {1: (3, 2, 0, 5, 0), 2: (0, 0, 10, 0, 0), 3: (1, 1, 1, 1, 6)}
SUMS = (4, 3, 11, 6, 6)
"""Of each line, by hand."""


@dataclass
class Clerk:
    """Somebody with a stack of slips."""

    window: Window
    meeting: Meeting
    shown: Shown
    desk: SlipDesk

    def type(self, text: str) -> None:
        """Figures by keys, each line ended by Enter; nothing else is touched."""
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClicks(at, text)
        QTest.keyClick(at, Qt.Key.Key_Return)

    def touch(self, name: str) -> None:
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if b.isVisible() and name in (b.text(), b.accessibleName())
        ]
        assert len(found) == 1, name
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def sums(self) -> tuple[int, ...]:
        asked = [self.meeting.task(n) for n in self.meeting.state.people]
        return tuple(
            sum(one.mine.numbers.get(item.id, 0) for one in asked) for item in asked[0].items
        )


def clerk(qtbot: QtBot) -> Clerk:
    load_fonts()
    meeting = Meeting()
    for _ in SLIPS:
        meeting.join(Way.PAPER)
    meeting.begin("headings")
    meeting.name_headings("headings", FACTORS[:5])
    meeting.begin("weigh")
    window = Window(Looks(theme=theme.load(), idle_ms=0, grace_ms=0))
    qtbot.addWidget(window)
    window.resize(1024, 768)
    know(window.stage)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    shown = Shown()
    desk = SlipDesk(means(meeting, shown, window.present), Stack())
    window.wished.connect(desk.receive)
    desk.begin()
    return Clerk(window, meeting, shown, desk)


def test_a_stack_of_slips_is_entered_twice_with_figures_and_enter_alone(qtbot: QtBot) -> None:
    at = clerk(qtbot)
    for time in (1, 2):
        for slip, boxes in SLIPS.items():
            at.type(str(slip))
            for n in boxes:
                at.type(str(n) if n else "")
        if time == 1:
            assert at.sums() == (0,) * 5
            at.touch("Nu andra gången")
    assert at.sums() == SUMS
    assert at.shown.now.at.kept == 3


def test_a_slip_is_entered_by_touch_and_what_differs_is_mended(qtbot: QtBot) -> None:
    at = clerk(qtbot)
    for wrong in ("4", ""):
        at.touch("2")
        at.touch("Fortsätt")
        field = at.window.view(DeskView).body.fields[2]
        field.setFocus()
        at.touch("1")
        at.touch(wrong or "0")
        at.touch("Klar")
        if wrong:
            at.touch("Nu andra gången")
    assert (at.shown.now.at.first, at.shown.now.at.second) == ("14", "10")
    at.touch("1")
    at.touch("0")
    at.touch("Fortsätt")
    assert at.sums() == (0, 0, 10, 0, 0)


def test_nothing_of_a_slip_stays_in_the_fields_of_the_next(qtbot: QtBot) -> None:
    at = clerk(qtbot)
    at.type("1")
    for n in SLIPS[1]:
        at.type(str(n))
    at.type("2")
    assert [field.text() for field in at.window.view(DeskView).body.fields] == [""] * 5
