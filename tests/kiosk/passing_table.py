"""People round one tablet in a real window, who do what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.controls import Press
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.views.passing import know
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from tests.kiosk.passing_builders import Meeting, Shown, means


@dataclass
class Table:
    """People round one tablet; they see what is on show and do what they see."""

    window: Window
    meeting: Meeting
    desk: PassingRound
    shown: Shown

    def button(self, text: str) -> QAbstractButton:
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if text in (b.text(), b.accessibleName()) and b.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def gives_more(self, title: str) -> bool:
        button = self.button(f"Mer till {title}")
        assert isinstance(button, Press)
        return button.awake

    def touch(self, text: str) -> None:
        button = self.button(text)
        for _ in range(6):
            if button.visibleRegion().boundingRect().height() * 10 >= button.height() * 7:
                break
            self.touch("Ner")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        QApplication.processEvents()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def to(self, text: str) -> None:
        """The Tab key, until what is called so has the focus."""
        for _ in range(60):
            at = QApplication.focusWidget()
            if at is not None and text in (at.accessibleName(), getattr(at, "text", str)()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"the Tab key does not come to {text}")

    def sums(self) -> tuple[int, ...]:
        asked = [self.meeting.task(n) for n in self.meeting.state.people]
        items = [item.id for item in asked[0].items]
        return tuple(sum(one.mine.numbers.get(item, 0) for one in asked) for item in items)


def sit(
    qtbot: QtBot, meeting: Meeting, size: tuple[int, int] = (1024, 768),
    ticks: Callable[[], float] = lambda: 0.0,
) -> Table:
    load_fonts(("ar",))
    window = Window(Looks(theme=theme.load(), grace_ms=0, ticks=ticks))
    qtbot.addWidget(window)
    window.resize(*size)
    know(window.stage)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    shown = Shown()
    desk = PassingRound(means(meeting, shown, window.present))
    window.wished.connect(desk.receive)
    meeting.listeners.append(desk.changed)
    desk.begin()
    return Table(window, meeting, desk, shown)
