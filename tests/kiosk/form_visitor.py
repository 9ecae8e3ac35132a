"""Somebody at a real kiosk window that asks a whole form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.citizen import Pace
from kiosk.form_citizen import FormCitizen, Means
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from survey.campaign import Campaign
from tests.kiosk.form_kiosk_builders import asks, said
from tests.kiosk.person import Person
from tests.kiosk.screen_builders import NOW, FakeKeeper, station


def button(window: QWidget, text: str) -> QAbstractButton:
    """The one visible button with these words, or this name for a screen reader."""
    found = [
        b for b in window.findChildren(QAbstractButton)
        if b.isVisible() and text in (b.text(), b.accessibleName())
    ]
    assert len(found) == 1, f"{len(found)} buttons say {text}"
    return found[0]


def tap(window: QWidget, text: str) -> None:
    """A finger on its middle."""
    found = button(window, text)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=found.rect().center())


def strike(window: QWidget, sign: str) -> None:
    """A key of the screen, capital or small as it is there."""
    keys = [
        b for b in window.findChildren(QAbstractButton)
        if b.isVisible() and b.text().lower() == sign.lower()
    ]
    assert len(keys) == 1, f"{len(keys)} keys for {sign}"
    QTest.mouseClick(keys[0], Qt.MouseButton.LeftButton)


def touch_field(window: QWidget) -> None:
    """A finger on the first field that is to be seen."""
    field = next(f for f in window.findChildren(QLineEdit) if f.isVisible())
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)


@dataclass
class FormPerson(Person):
    """Also types on the keys of the screen, and tells what is kept, by names of questions."""

    campaign: Campaign

    def button(self, text: str) -> QAbstractButton:
        return button(self.window, text)

    def tap(self, *texts: str) -> None:
        for text in texts:
            tap(self.window, text)

    def type(self, text: str) -> None:
        for sign in text:
            strike(self.window, sign)

    def touch_field(self) -> None:
        """The first field that is to be seen."""
        touch_field(self.window)

    @property
    def kept(self) -> dict[str, object]:
        """The draft; empty without one."""
        return said(self.campaign, self.keeper.kept) if self.keeper.kept else {}

    def finished(self) -> list[dict[str, object]]:
        return [said(self.campaign, one) for one in self.keeper.finished]

    def partials(self) -> list[dict[str, object]]:
        return [said(self.campaign, one) for one in self.keeper.partials]

    def held(self) -> Iterator[str]:
        """All words that any widget of the window holds, shown or not."""
        for widget in self.window.findChildren(QWidget):
            yield widget.accessibleName()
            yield widget.accessibleDescription()
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                yield widget.text()
            elif isinstance(widget, QPlainTextEdit):
                yield widget.toPlainText()


def sit_at(
    qtbot: QtBot, campaign: Campaign | None = None, pace: Pace | None = None,
    ticks: Callable[[], float] = lambda: 0.0, size: tuple[int, int] = (1280, 800),
    able: Collection[str] = (),
) -> FormPerson:
    """A window at the start of the survey."""
    load_fonts()
    campaign = campaign or asks()
    window = Window(Looks(theme=theme.load(), idle_ms=0, ticks=ticks))
    qtbot.addWidget(window)
    window.resize(*size)
    keeper = FakeKeeper()
    means = Means(clock=lambda: NOW, random=lambda count: bytes(count), able=lambda: able)
    presenter = FormCitizen(window, station(campaign), keeper, means, pace or Pace())
    window.wished.connect(presenter.receive)
    presenter.begin()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return FormPerson(window, keeper, presenter, campaign)
