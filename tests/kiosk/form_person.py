"""Somebody at the window of a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.forms.filler import Filler, Surroundings
from kiosk.forms.trial import FormWindow
from kiosk.style import load_fonts
from tests.kiosk.form_builders import form_of, opened


@dataclass
class Person:
    """Somebody at the window."""

    window: FormWindow
    filler: Filler

    def value(self, name: str) -> str:
        """What the form has kept."""
        return next(a.value for a in self.filler.form.root.answers() if a.name == name)

    def buttons(self) -> list[QAbstractButton]:
        return [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]

    def button(self, name: str) -> QAbstractButton:
        found = [b for b in self.buttons() if name in (b.text(), b.accessibleName())]
        assert len(found) == 1, f"{len(found)} buttons are called {name}"
        return found[0]

    def tap(self, *names: str) -> None:
        for name in names:
            QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            at = QApplication.focusWidget()
            QTest.keyClick(at if at is not None else self.window.page, key)

    def tab_to(self, name: str) -> None:
        for _ in range(60):
            self.press(Qt.Key.Key_Tab)
            at = QApplication.focusWidget()
            if at is not None and name in (at.accessibleName(), getattr(at, "text", str)()):
                return
        raise AssertionError(f"the Tab key never comes to {name}")

    def turn_to(self, page: int) -> None:
        """Look at a page, whatever is missing before it."""
        self.filler.pages.turn_to(page)
        self.filler.begin()

    def way(self) -> list[QWidget]:
        return [w for w in self.window.page.tab_way() if w.isVisible()]


Open = Callable[..., Person]


def sit_down(
    qtbot: QtBot, text: str, size: tuple[int, int] = (1024, 768),
    media: Callable[[str], str] = lambda _: "", ticks: Callable[[], float] = lambda: 0.0,
) -> Person:
    """Sits somebody down at a form, with the program's words in English."""
    load_fonts()
    window = FormWindow(theme.load(), lambda _: Words("en"), ticks)
    qtbot.addWidget(window)
    window.resize(*size)
    form = form_of(text)
    filler = Filler(window, Surroundings(
        open=lambda: opened(form), words=window.words, media=media))
    window.wished.connect(filler.receive)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    filler.begin()
    return Person(window, filler)
