"""The kiosk's window as a person meets it: touch, keyboard, screen reader, large text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import assets
from assets import theme
from kiosk.citizen import Citizen, Pace
from kiosk.questions.option import Option
from kiosk.questions.rating import FACE, FaceCard
from kiosk.questions.select_one import ChoiceCard
from kiosk.style import load_fonts
from kiosk.views.heading import longest_word
from kiosk.window import Looks, Window
from survey.campaign import Campaign
from survey.reading import read_campaign
from tests.builders import AREA, AREAS, GENDER, GENDERS, RATINGS
from tests.kiosk.screen_builders import FakeKeeper, PartWords, citizen, many_choices

FIFTEEN_MM = 89
"""In pixels on a 10.1-inch tablet with 1280 by 800 (149.4 to the inch)."""


@dataclass
class Person:
    """Somebody at the window; speaks of what is on the screen."""

    window: Window
    keeper: FakeKeeper
    presenter: Citizen

    def button(self, text: str) -> QAbstractButton:
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if b.text() == text and b.isVisible()
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


def open_window(qtbot: QtBot, pace: Pace, campaign: Campaign | None = None) -> Person:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=PartWords, idle_ms=0))
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


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    """At the start, in a kiosk that waits for *next*."""
    yield open_window(qtbot, Pace(advance=None))


def begin(person: Person, language: str = "Svenska") -> None:
    person.tap(language)
    person.tap("Ja, jag vill svara" if language == "Svenska" else "Yes, I want to answer")


def test_a_whole_visit_by_touch(person: Person) -> None:
    begin(person)
    for label in ("Bra", "Mycket bra", "Dåligt", "Varken eller", "Centrum"):
        person.tap(label)
        person.tap("Nästa")
    person.tap("Vill inte svara")
    person.tap("Nästa")
    assert person.sees("Tack, dina svar är sparade")
    (response,) = person.keeper.finished
    assert list(response.answers.values()) == [4, 5, 2, 3, AREAS[1], None]
    person.tap("Klar")
    assert person.sees("Svenska") and person.sees("English")


def test_a_whole_visit_by_keyboard(person: Person) -> None:
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert person.sees("Yes, I want to answer")
    person.button("Yes, I want to answer").setFocus()
    person.press(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_1):
        person.press(key)
        person.button("Next").setFocus()
        person.press(Qt.Key.Key_Return)
    person.press(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    person.button("Next").setFocus()
    person.press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    person.button("Next").setFocus()
    person.press(Qt.Key.Key_Return, Qt.Key.Key_2)
    person.button("Next").setFocus()
    person.press(Qt.Key.Key_Return)
    (response,) = person.keeper.finished
    expected = [4, 5, 1, 3, AREAS[1], GENDERS[1]]
    assert list(response.answers.values()) == expected


def test_tab_reaches_every_button_of_a_question(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Nästa")
    reached = set()
    for _ in range(20):
        person.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            reached.add(focused.text())
    wanted = {"English", "Större text", "Avsluta", "Tillbaka", "Vill inte svara", "Nästa"}
    assert wanted <= reached
    assert reached & {"Mycket dåligt", "Dåligt", "Varken eller", "Bra", "Mycket bra"}


def test_arrows_move_between_faces_without_answering(person: Person) -> None:
    begin(person)
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is person.button("Dåligt")
    assert person.keeper.kept is None


def test_the_focus_ring_is_drawn_in_the_focus_colour(person: Person) -> None:
    begin(person)
    card = person.button("Bra")
    card.setFocus()
    picture = card.grab().toImage()
    ring = picture.pixelColor(card.width() // 2, card.height() - 3).name()
    assert ring == theme.load().focus.lower()
    person.button("Dåligt").setFocus()
    picture = card.grab().toImage()
    assert picture.pixelColor(card.width() // 2, card.height() - 3).name() != ring


def test_back_shows_the_answer_again(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Nästa")
    person.tap("Tillbaka")
    assert person.button("Bra").isChecked()
    assert not person.button("Dåligt").isChecked()


def test_a_language_switch_keeps_the_answer_on_the_screen(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("English")
    assert person.sees("How are you treated today?") and person.sees("Question 1 of 6")
    assert person.button("Well").isChecked()


def test_the_next_question_comes_by_itself_after_an_answer(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=30))
    begin(person)
    person.tap("Bra")
    assert person.sees("Fråga 1 av 6"), "the tap is shown first"
    qtbot.waitUntil(lambda: person.sees("Fråga 2 av 6"), timeout=2000)
    assert person.keeper.kept is not None and person.keeper.kept.answers == {RATINGS[0]: 4}


def test_going_on_by_hand_does_not_skip_a_question(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=60))
    begin(person)
    person.tap("Bra")
    person.tap("Nästa")
    with qtbot.assertNotEmitted(person.window.wished, wait=150):
        assert person.sees("Fråga 2 av 6")


def test_thanks_return_to_the_start_by_themselves(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=None, thanks=300))
    person.tap("Svenska")
    person.tap("Nej tack")
    assert person.sees("Ingenting har sparats")
    qtbot.waitUntil(lambda: person.sees("English"), timeout=3000)


def test_stopping_returns_to_the_start_and_seals_the_answers(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Avsluta")
    assert person.sees("English") and len(person.keeper.partials) == 1


def test_a_screen_readers_press_and_toggle_both_answer(person: Person) -> None:
    begin(person)
    for label, value in (("Bra", 4), ("Dåligt", 2)):
        offered = QAccessible.queryAccessibleInterface(person.button(label)).actionInterface()
        assert offered is not None
        offered.doAction(offered.actionNames()[0])
        assert person.keeper.kept is not None
        assert person.keeper.kept.answers == {RATINGS[0]: value}


def test_everything_to_press_has_a_name_and_a_role(person: Person) -> None:
    def walk() -> None:
        for button in person.visible_buttons():
            seen = QAccessible.queryAccessibleInterface(button)
            assert seen.text(QAccessible.Text.Name).strip(), button
            faces = isinstance(button, Option)
            role = QAccessible.Role.RadioButton if faces else QAccessible.Role.Button
            assert seen.role() == role, button.text()

    walk()
    person.tap("English")
    walk()
    person.tap("Yes, I want to answer")
    walk()
    heading = QApplication.focusWidget()
    seen = QAccessible.queryAccessibleInterface(heading)
    assert seen.text(QAccessible.Text.Name) == "How are you treated today?"
    assert seen.role() == QAccessible.Role.StaticText


@pytest.mark.parametrize("larger", [0, 1, 2], ids=["100", "150", "200"])
def test_everything_to_press_is_fifteen_millimetres(qtbot: QtBot, larger: int) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    for text in ("Större text", "Större text", "Vanlig text")[:larger]:
        person.tap(text)

    def measure() -> None:
        QApplication.processEvents()
        for button in person.visible_buttons():
            assert min(button.width(), button.height()) >= FIFTEEN_MM, button.text()

    measure()
    begin(person)
    measure()
    person.tap("Norra Kärrgården")
    person.tap("Nästa")
    measure()


def no_text_is_cut(window: QWidget) -> None:
    """Every visible text has the room it asks for, and none runs outside the window."""
    QApplication.processEvents()
    for card in window.findChildren(Option):
        if card.isVisible() and isinstance(card, FaceCard):
            face = 0 if card.lying else FACE
            assert card.label_height(card.width()) + face <= card.height(), card.text()
            bold = QFont(card.font())
            bold.setWeight(QFont.Weight.DemiBold)
            assert longest_word(bold, card.text()) <= card.label_room(card.width()), card.text()
        elif card.isVisible() and isinstance(card, ChoiceCard):
            assert card.height_for(card.width()) <= card.height(), card.text()
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert needed <= label.height(), label.text()
            frame = label.contentsMargins().left() + label.contentsMargins().right()
            assert longest_word(label.font(), label.text()) + frame <= label.width(), label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button, Option):
            asked = button.sizeHint() if button.sizeHint().isValid() else button.size()
            assert button.width() >= asked.width(), button.text()
            corner = button.mapTo(window, QPoint(0, 0))
            assert corner.x() >= 0 and corner.x() + button.width() <= window.width()


EXAMPLE, _ = read_campaign(assets.data("demo", "campaign.json"))


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_every_question_of_the_example_fits_at_two_hundred_per_cent(
    qtbot: QtBot, language: str
) -> None:
    person = open_window(qtbot, Pace(advance=None), EXAMPLE)
    person.tap("Större text")
    person.tap("Större text")
    begin(person, language)
    while not person.keeper.finished:
        no_text_is_cut(person.window)
        person.tap("Vill inte svara" if language == "Svenska" else "Rather not say")
        person.tap("Nästa" if language == "Svenska" else "Next")


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_text_at_two_hundred_per_cent_fits(qtbot: QtBot, language: str) -> None:
    person = open_window(qtbot, Pace(advance=None))
    person.tap("Större text")
    person.tap("Större text")
    no_text_is_cut(person.window)
    begin(person, language)
    for key in (Qt.Key.Key_4,) * 4 + (Qt.Key.Key_1,) * 2:
        no_text_is_cut(person.window)
        person.press(key)
        person.tap("Nästa" if language == "Svenska" else "Next")
    no_text_is_cut(person.window)
    assert list(person.keeper.finished[0].answers) == [*RATINGS, AREA, GENDER]


def test_a_long_list_is_paged_with_buttons_and_follows_the_focus(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    begin(person)
    last = person.button("Gamla Vilunda")

    def in_sight() -> bool:
        pane = person.window.question.pane
        top = last.mapTo(pane, QPoint(0, 0)).y()
        return top >= 0 and top + last.height() <= pane.height()

    assert not in_sight()
    for _ in range(6):
        if person.button("Ner").isEnabled():
            person.tap("Ner")
    assert in_sight() and not person.button("Ner").isEnabled()
    person.tap("Upp")
    last.setFocus(Qt.FocusReason.TabFocusReason)
    assert in_sight()


def test_a_visitor_cannot_close_the_window(qtbot: QtBot) -> None:
    window = Window(Looks(theme=theme.load(), words=PartWords, idle_ms=0), may_close=False)
    qtbot.addWidget(window, before_close_func=lambda w: setattr(w, "_may_close", True))
    window.show()
    assert not window.close() and window.isVisible()
