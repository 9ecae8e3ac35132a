"""The kiosk's window as a person meets it: touch, keyboard, screen reader, large text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.citizen import Pace
from kiosk.controls import Press
from kiosk.questions.option import Option
from kiosk.views.question import QuestionView
from kiosk.window import Looks, Window
from tests.builders import AREAS, GENDERS, RATINGS
from tests.kiosk.person import Person, begin, open_window
from tests.kiosk.screen_builders import many_choices


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    """At the start, in a kiosk that waits for *next*."""
    yield open_window(qtbot, Pace(advance=None))


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


def test_stopping_is_asked_about_and_can_be_taken_back(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Avsluta")
    assert person.sees("Vill du sluta?") and person.sees("sparas det du har svarat hittills")
    assert not person.keeper.partials
    person.tap("Fortsätt svara")
    assert person.sees("Fråga 1 av 6") and person.button("Bra").isChecked()


def test_stopping_seals_the_answers_and_says_so(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Avsluta")
    person.tap("Sluta här")
    assert person.sees("Tack, dina svar hittills är sparade")
    assert len(person.keeper.partials) == 1
    person.tap("Klar")
    assert person.sees("English") and len(person.keeper.partials) == 1


def test_leaving_without_saving_keeps_nothing_and_says_so(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Avsluta")
    person.tap("Lämna utan att spara")
    assert person.sees("Ingenting har sparats")
    assert person.keeper.kept is None
    assert not person.keeper.partials and not person.keeper.finished


def test_stopping_without_an_answer_returns_to_the_start_at_once(person: Person) -> None:
    begin(person)
    person.tap("Avsluta")
    assert person.sees("English") and person.sees("Svenska")


def test_the_bar_shows_what_is_done_and_not_what_is_at_hand(person: Person) -> None:
    begin(person)
    shares = []
    for _ in range(6):
        shares.append(person.window.view(QuestionView).top.share)
        person.tap("Nästa")
    assert shares == [at / 6 for at in range(6)]


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


def awake(button: QAbstractButton) -> bool:
    assert isinstance(button, Press)
    return button.awake


def test_a_long_list_is_paged_with_buttons_and_follows_the_focus(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    begin(person)
    last = person.button("Gamla Vilunda")

    def in_sight() -> bool:
        pane = person.window.view(QuestionView).pane
        top = last.mapTo(pane, QPoint(0, 0)).y()
        return top >= 0 and top + last.height() <= pane.height()

    assert not in_sight()
    for _ in range(6):
        if person.button("Ner").isEnabled():
            person.tap("Ner")
    assert in_sight() and not awake(person.button("Ner"))
    person.tap("Upp")
    last.setFocus(Qt.FocusReason.TabFocusReason)
    assert in_sight()


def test_a_visitor_cannot_close_the_window(qtbot: QtBot) -> None:
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0), may_close=False)
    qtbot.addWidget(window, before_close_func=lambda w: setattr(w, "_may_close", True))
    window.show()
    assert not window.close() and window.isVisible()
