"""The keyboard's way through the kiosk: as the eye reads, and without a trace of anybody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from kiosk.citizen import Pace
from kiosk.views.question import QuestionView
from tests.kiosk.person import Person, begin, open_window
from tests.kiosk.screen_builders import many_choices

TOOLS = ["English", "Större text", "Anpassa", "Avsluta"]


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    yield open_window(qtbot, Pace(advance=None))


def focused() -> str:
    at = QApplication.focusWidget()
    return at.accessibleName() if isinstance(at, QAbstractButton) else ""


def way(person: Person, stops: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """Where that many presses of the Tab key lead."""
    names = []
    for _ in range(stops):
        person.press(key)
        names.append(focused())
    return names


def go_to(person: Person, text: str) -> None:
    for _ in range(20):
        if focused() == text:
            return
        person.press(Qt.Key.Key_Tab)
    raise AssertionError(f"the Tab key never comes to {text}")


def test_tab_goes_through_a_question_as_the_eye_does(person: Person) -> None:
    begin(person)
    assert way(person, 7) == ["Mycket dåligt", "Vill inte svara", "Nästa", *TOOLS]
    person.tap("Bra")
    person.tap("Nästa")
    chain = ["Mycket dåligt", "Tillbaka", "Vill inte svara", "Nästa", *TOOLS]
    assert way(person, 9) == [*chain, "Mycket dåligt"], "and round again"
    assert way(person, 8, Qt.Key.Key_Backtab) == [*reversed(chain[1:]), "Mycket dåligt"]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_tab_goes_as_the_eye_does_in_large_text(person: Person, times: int) -> None:
    for _ in range(times):
        person.tap("Större text")
    begin(person)
    person.tap("Nästa")
    larger = "Vanlig text" if times == 3 else "Större text"
    chain = ["Mycket dåligt", "Tillbaka", "Vill inte svara", "Nästa", "English", larger]
    assert [*way(person, 6), *way(person, 2)] == [*chain, "Anpassa", "Avsluta"]


def test_tab_goes_through_choices_and_their_buttons_before_the_way_on(qtbot: QtBot) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    begin(person)
    assert way(person, 3) == ["Norra Kärrgården", "Ner", "Vill inte svara"]


def test_tab_goes_through_start_and_consent_as_the_eye_does(person: Person) -> None:
    assert way(person, 3) == ["Svenska", "English", "Större text"]
    person.tap("Svenska")
    assert way(person, 6) == ["Nej tack", "Ja, jag vill svara", *TOOLS]


def test_the_stop_question_begins_with_going_on(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Avsluta")
    assert way(person, 3) == ["Fortsätt svara", "Sluta här", "Lämna utan att spara"]


def test_tab_does_not_show_what_the_person_before_chose(person: Person) -> None:
    """Two visitors: the first answers by keyboard, by touch and with a bare glance."""
    begin(person)
    way(person, 1)
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert person.button("Bra").isChecked()
    go_to(person, "Nästa")
    person.press(Qt.Key.Key_Return)
    assert way(person, 1) == ["Mycket dåligt"], "nothing of the question before"
    person.tap("Mycket bra")
    go_to(person, "Avsluta")
    person.press(Qt.Key.Key_Return)
    assert person.sees("Vill du sluta?")
    person.tap("Sluta här")
    person.tap("Klar")
    begin(person)
    assert way(person, 1) == ["Mycket dåligt"], "nothing of the person before"
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    person.tap("Nästa")
    assert way(person, 1) == ["Mycket dåligt"], "not even where they had looked"


def test_tab_does_not_show_which_choice_the_person_before_took(person: Person) -> None:
    for _ in range(2):
        begin(person)
        for _ in range(4):
            person.tap("Nästa")
        first, *_ = (option.text() for option in person.window.view(QuestionView).answers.options())
        assert way(person, 1) == [first]
        person.tap("Centrum")
        person.tap("Avsluta")
        person.tap("Sluta här")
        person.tap("Klar")


def test_tab_enters_at_the_persons_own_answer(person: Person) -> None:
    begin(person)
    person.tap("Bra")
    person.tap("Nästa")
    person.tap("Dåligt")
    person.tap("Tillbaka")
    assert way(person, 1) == ["Bra"]
    person.tap("Nästa")
    assert way(person, 1) == ["Dåligt"]
