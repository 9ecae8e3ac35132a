"""The panel of comfort: over any page, changing nothing of it, closed by hand alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.frame import THEMES, Comfort, Frame
from kiosk.screens import QuestionScreen
from kiosk.style import TARGET, load_fonts
from kiosk.views.question import QuestionView
from kiosk.window import Looks, Window
from kiosk.wishes import LeftAlone
from tests.kiosk.every_screen import ALL, RATING
from tests.kiosk.hand_people import Visit, label, tab_to, tap, visit

FINGER = 89


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Visit]:
    """At the first question, answered and not gone on from."""
    found = visit()
    qtbot.addWidget(found.window)
    tap(found, found.button("Svenska"))
    tap(found, found.button("Ja, jag vill svara"))
    tap(found, found.button(label(4)))
    yield found


def test_what_is_chosen_there_shows_at_once_and_the_page_keeps_its_answer(person: Visit) -> None:
    tap(person, person.button("Anpassa"))
    for name in ("Hög kontrast", "200\N{NO-BREAK SPACE}%", "Mindre rörelse"):
        if name == "Mindre rörelse":
            person.window.hands.panel.pane.reveal(person.button(name))
        tap(person, person.button(name))
        assert person.button(name).isChecked()
    assert person.window.hands.screen.frame.comfort == Comfort(
        percent=200, theme="high", calm=True)
    ground = person.window.grab().toImage().pixelColor(2, 2).name()
    assert ground == theme.load("high").surface
    tap(person, person.button("Klar"))
    assert person.button(label(4)).isChecked() and person.window.hands.panel is None


def test_nothing_below_it_is_pressed_or_met_by_the_tab_key(person: Visit) -> None:
    tap(person, person.button("Anpassa"))
    panel = person.window.hands.panel
    assert panel is not None and not person.named(label(5))
    way = {id(widget) for widget in person.window.way()}
    for _ in range(20):
        person.key(Qt.Key.Key_Tab)
        assert id(QApplication.focusWidget()) in way


def test_escape_closes_it_and_the_focus_is_where_it_was(person: Visit) -> None:
    tab_to(person, "Anpassa")
    person.key(Qt.Key.Key_Return)
    assert person.window.hands.panel is not None
    person.key(Qt.Key.Key_Escape)
    assert person.window.hands.panel is None
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Anpassa"


def test_all_of_it_is_done_by_keys(person: Visit) -> None:
    tab_to(person, "Anpassa")
    person.key(Qt.Key.Key_Space)
    tab_to(person, "Ljust")
    person.key(Qt.Key.Key_Right)
    person.key(Qt.Key.Key_Return)
    tab_to(person, "Mindre rörelse")
    person.key(Qt.Key.Key_Return)
    comfort = person.window.hands.screen.frame.comfort
    assert (comfort.theme, comfort.calm) == ("dark", True)
    tab_to(person, "Klar")
    person.key(Qt.Key.Key_Return)
    assert person.window.hands.panel is None


def test_whoever_leaves_it_open_leaves_nothing_behind(person: Visit) -> None:
    tap(person, person.button("Anpassa"))
    person.window.wished.emit(LeftAlone())
    assert person.window.hands.panel is None
    person.window.wished.emit(LeftAlone())
    QApplication.processEvents()
    assert person.window.hands.screen.frame.comfort == Comfort()


@pytest.mark.parametrize(("percent", "size"), [
    (100, (1280, 800)), (250, (1024, 768)), (200, (800, 1280)),
])
def test_every_choice_is_a_finger_large_and_comes_in_sight(
    qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    load_fonts(("ar",))
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    frame = Frame(language="ar", languages=ALL, comfort=Comfort(percent=percent, switches=1))
    window.present(QuestionScreen(
        frame=frame, question=RATING, given=False, answer=None, number=1, of=5,
        can_go_back=False, can_go_next=True,
    ))
    for languages in (False, True):
        window.hands.open_panel(languages=languages)
        panel = window.hands.panel
        assert panel is not None
        cards = [card for group in panel.groups for card in group.cards if card.isVisible()]
        assert len(cards) == (len(ALL) if languages else 4 + len(THEMES) + 2 + 3 + 5)
        for card in cards:
            panel.pane.reveal(card)
            QApplication.processEvents()
            assert min(card.width(), card.height()) >= FINGER
            assert card.height_for(card.width()) <= card.height()
            assert card.visibleRegion().boundingRect() == card.rect(), card.accessibleName()
            bold = QFont(card.font())
            bold.setWeight(QFont.Weight.DemiBold)
            widest = max(map(QFontMetrics(bold).horizontalAdvance, card.text().split(" ")))
            assert widest + card.frame <= card.width(), card.accessibleName()
        window.hands.close_panel()


def test_a_language_of_many_is_taken_from_all_of_them(qtbot: QtBot) -> None:
    load_fonts(("ar",))
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    wished: list[object] = []
    window.wished.connect(wished.append)
    window.present(QuestionScreen(
        frame=Frame(language="sv", languages=ALL), question=RATING, given=True, answer=3,
        number=1, of=5, can_go_back=False, can_go_next=True,
    ))
    tools = window.view(QuestionView).top.tools
    assert tools.language.accessibleName() == "Svenska"
    QTest.mouseClick(tools.language, Qt.MouseButton.LeftButton)
    panel = window.hands.panel
    assert panel is not None
    arabic = next(card for card in panel.languages.cards if card.text() == "العربية")
    QTest.mouseClick(arabic, Qt.MouseButton.LeftButton, pos=QPoint(TARGET, 20))
    assert [getattr(wish, "tag", None) for wish in wished] == ["ar"]
    assert window.hands.panel is None
