"""A page looks as it would had nothing been there before: what is remembered is of it alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from uuid import UUID

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.frame import Comfort
from kiosk.style import load_fonts
from kiosk.views.question import QuestionView
from kiosk.window import Looks, Window
from survey.forms.model import Question
from tests.kiosk.every_screen import ALL, CHOICE, RATING, frame_of


def page(question: Question, number: int, language: str, percent: int) -> screens.QuestionScreen:
    return screens.QuestionScreen(
        frame=frame_of(language, Comfort(percent=percent, calm=True), ("sv", "en", "ar")),
        question=question, given=False, answer=None, number=number, of=120, can_go_back=True,
        can_go_next=True,
    )


WORDY = replace(
    RATING, id=UUID(int=0xA1000000_0000_4000_8000_000000000009),
    label={tag: f"{text} " * 4 for tag, text in RATING.label.items()},
)
LONG = replace(
    CHOICE, id=UUID(int=0xA1000000_0000_4000_8000_000000000010),
    label={tag: f"{text} " * 3 for tag, text in CHOICE.label.items()},
    choices=tuple(
        replace(choice, label={tag: f"{text} " * 9 for tag, text in choice.label.items()})
        for choice in CHOICE.choices
    ),
)
PAGES = (
    page(RATING, 9, "sv", 100), page(WORDY, 100, "sv", 200), page(CHOICE, 10, "sv", 100),
    page(LONG, 11, "sv", 100), page(RATING, 2, "ar", 150),
)


def places(window: Window) -> dict[tuple[str, str], QRect]:
    """What is to be seen of the page, by kind and words."""
    QApplication.processEvents()
    view = window.view(QuestionView)
    parts: list[QWidget] = [*view.findChildren(QAbstractButton), *view.findChildren(QLabel)]
    return {
        (type(part).__name__, f"{part.accessibleName()} {part.property('text')}"):
            QRect(part.mapTo(view, QPoint(0, 0)), part.size())
        for part in parts if part.isVisible()
    }


def opened(qtbot: QtBot, size: tuple[int, int]) -> Window:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    return window


def test_a_page_stands_as_if_no_other_had_been_there(qtbot: QtBot) -> None:
    load_fonts(ALL)
    alone = []
    for one in PAGES:
        window = opened(qtbot, (1024, 700))
        window.present(one)
        alone.append(places(window))
    window = opened(qtbot, (1024, 700))
    for before, after in permutations(range(len(PAGES)), 2):
        window.present(PAGES[before])
        window.present(PAGES[after])
        assert places(window) == alone[after], f"{after} after {before}"


def test_a_page_in_a_window_that_turns_stands_as_in_one_of_that_shape(qtbot: QtBot) -> None:
    load_fonts(ALL)
    turned, upright = opened(qtbot, (1024, 700)), opened(qtbot, (700, 890))
    turned.present(PAGES[1])
    QApplication.processEvents()
    turned.resize(700, 890)
    upright.present(PAGES[1])
    assert places(turned) == places(upright)
