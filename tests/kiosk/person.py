"""Somebody at a real kiosk window, who taps, presses keys and says what is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.citizen import Citizen, Pace
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from survey.campaign import Campaign
from tests.kiosk.screen_builders import FakeKeeper, citizen


@dataclass
class Person:
    """Somebody at the window; speaks of what is on the screen."""

    window: Window
    keeper: FakeKeeper
    presenter: Citizen

    def button(self, text: str) -> QAbstractButton:
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if text in (b.text(), b.accessibleName()) and b.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def tap(self, text: str) -> None:
        button = self.button(text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            at = QApplication.focusWidget()
            assert at is not None
            QTest.keyClick(at, key)

    def texts(self) -> list[str]:
        labels = [w.text() for w in self.window.findChildren(QLabel) if w.isVisible() and w.text()]
        return labels + [b.text() for b in self.visible_buttons() if b.text()]

    def visible_buttons(self) -> list[QAbstractButton]:
        return [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]

    def sees(self, text: str) -> bool:
        return any(text in shown for shown in self.texts())


def open_window(
    qtbot: QtBot, pace: Pace, campaign: Campaign | None = None,
    ticks: Callable[[], float] = lambda: 0.0,
) -> Person:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0, ticks=ticks))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    keeper = FakeKeeper()
    presenter = citizen(window, keeper, campaign=campaign, pace=pace)
    window.wished.connect(presenter.receive)
    presenter.begin()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return Person(window, keeper, presenter)


def begin(person: Person, language: str = "Svenska") -> None:
    person.tap(language)
    person.tap("Ja, jag vill svara" if language == "Svenska" else "Yes, I want to answer")
