"""A survey with a whole form in the real window: touch, keys, languages, nobody's traces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk.citizen import Pace
from kiosk.window import Looks
from kiosk.wishes import LeftAlone
from storage.errors import NoRoom
from storage.seal.receipt_codes import write_groups
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.form_visitor import FormPerson, sit_at

WORDS = """
| survey |
| | type | name | label::Svenska (sv) | label::العربية (ar) |
| | text | why | Varför? | لماذا؟ |
| | text | more | Något mer? | شيء آخر؟ |
"""

WHY = """
| survey |
| | type | name | label::Svenska (sv) | appearance |
| | text | why | Varför? | LOOKS |
"""


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[FormPerson]:
    """At the first page of the form, in Swedish."""
    person = sit_at(qtbot)
    person.tap("Svenska", "Ja, jag vill svara")
    yield person


def to_the_last_page(person: FormPerson) -> None:
    person.tap("Ja", "Nästa")
    person.type("Bo")
    person.tap("Klar", "Nästa", "Nej", "Nästa", "Bra", "Nästa")
    person.touch_field()
    person.type("41")
    person.tap("Klar", "Solen", "Nästa")
    person.type("Kim")
    person.tap("Klar", "Nästa")


def test_a_whole_visit_by_touch(person: FormPerson) -> None:
    to_the_last_page(person)
    assert person.sees("Besök") and person.kept["who/1"] == "Kim"
    person.tap("Klar")
    assert person.sees("Tack, dina svar är sparade")
    assert person.finished() == [{
        "dog": "yes", "dogname": "Bo", "quick": "no", "met": 4, "age": 41, "likes": {"sun"},
        "who/1": "Kim",
    }]
    person.tap("Klar")
    assert person.sees("Svenska") and person.sees("English")


def test_a_whole_visit_by_keyboard(qtbot: QtBot) -> None:
    person = sit_at(qtbot)
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    tab_to(person, "Yes, I want to answer")
    person.press(Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "Bo")
    person.press(Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_4,
                 Qt.Key.Key_Return)
    tab_to(person, "How old are you?")
    QTest.keyClicks(QApplication.focusWidget(), "41")
    person.press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "Kim")
    person.press(Qt.Key.Key_Return)
    tab_to(person, "Done")
    person.press(Qt.Key.Key_Return)
    assert person.sees("Thank you, your answers are saved")
    assert person.finished() == [{
        "dog": "yes", "dogname": "Bo", "quick": "no", "met": 4, "age": 41, "who/1": "Kim",
    }]


def tab_to(person: FormPerson, name: str) -> None:
    for _ in range(40):
        person.press(Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        if at is not None and name in (at.accessibleName(), getattr(at, "text", str)()):
            return
    raise AssertionError(f"the Tab key never comes to {name}")


def test_the_language_can_be_changed_on_any_page_and_nothing_is_lost(person: FormPerson) -> None:
    person.tap("Ja", "English")
    assert person.sees("Do you have a dog?") and person.button("Yes").isChecked()
    person.tap("Next")
    person.type("Bo")
    person.tap("Done typing", "Svenska")
    assert person.sees("Vad heter hunden?") and not person.sees("What is the dog")
    field = next(f for f in person.window.findChildren(QLineEdit) if f.isVisible())
    assert field.text() == "Bo"
    person.tap("Tillbaka")
    assert person.button("Ja").isChecked()
    assert person.kept == {"dog": "yes", "dogname": "Bo"}


def test_larger_text_keeps_page_and_answer(person: FormPerson) -> None:
    person.tap("Nej", "Större text", "Större text", "Större text")
    assert person.sees("Har du hund?") and person.button("Nej").isChecked()
    assert person.button("Vanlig text")


def test_something_missing_is_told_and_then_one_may_go_on(person: FormPerson) -> None:
    person.tap("Nästa", "Nästa", "Nästa", "Nästa")
    assert person.sees("Den här frågan behöver ett svar") and person.sees("Hur gammal är du?")


def test_more_of_a_repeat_is_one_tap_away_and_goes_after_a_question(person: FormPerson) -> None:
    to_the_last_page(person)
    person.tap("English", "Add another")
    person.type("Eli")
    assert person.kept["who/2"] == "Eli"
    person.tap("Done typing", "Next", "Remove Visit 1: Kim")
    assert person.kept["who/1"] == "Kim", "asked first"
    person.tap("Remove")
    assert person.kept["who/1"] == "Eli" and "who/2" not in person.kept
    person.tap("Visit 1: Eli")
    assert person.sees("Who came with you?")


def test_nothing_of_a_person_is_left_in_the_window(person: FormPerson) -> None:
    to_the_last_page(person)
    person.tap("Avsluta", "Sluta här", "Klar")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert person.sees("English")
    held = list(person.held())
    assert not [text for text in held if text in ("Bo", "Kim", "41") or "hund" in text]
    assert person.partials()[0]["dogname"] == "Bo"
    person.tap("English", "Yes, I want to answer")
    assert not person.button("Yes").isChecked() and not person.button("No").isChecked()
    person.tap("Next", "Next", "Next")
    assert all(not f.text() for f in person.window.findChildren(QLineEdit))


def test_whoever_goes_away_is_asked_and_leaves_a_partial(person: FormPerson) -> None:
    person.tap("Ja", "Nästa")
    person.type("Bo")
    person.window.wished.emit(LeftAlone())
    assert person.sees("Är du kvar?") and not person.sees("Vad heter hunden?")
    person.tap("Ja, fortsätt")
    field = next(f for f in person.window.findChildren(QLineEdit) if f.isVisible())
    assert person.sees("Vad heter hunden?") and field.text() == "Bo"
    person.window.wished.emit(LeftAlone())
    person.window.wished.emit(LeftAlone())
    assert person.sees("English")
    assert person.partials() == [{"dog": "yes", "dogname": "Bo"}]


def test_the_idle_clock_runs_on_a_form(qtbot: QtBot) -> None:
    person = sit_at(qtbot)
    person.tap("Svenska", "Ja, jag vill svara", "Nej")
    person.tap("Nej")
    person.window.idle_after(40)
    qtbot.waitUntil(lambda: person.sees("Är du kvar?"), timeout=3000)


def test_an_answer_that_cannot_be_saved_is_told_and_saved_after_all(person: FormPerson) -> None:
    person.keeper.trouble = NoRoom("full")
    person.tap("Ja")
    assert person.sees("Ditt senaste svar kunde inte sparas")
    person.keeper.trouble = None
    person.tap("Försök igen")
    assert person.button("Ja").isChecked() and person.kept == {"dog": "yes"}


def test_a_code_is_offered_and_shown_once(qtbot: QtBot) -> None:
    person = sit_at(qtbot, asks(withdrawal=True))
    person.tap("Svenska", "Ja, jag vill svara")
    to_the_last_page(person)
    person.tap("Klar", "Ja, ge mig en kod")
    (response,) = person.keeper.finished
    assert response.code is not None
    shown = write_groups((1).to_bytes(16, "big")).split()
    assert all(person.sees(group) for group in shown) and person.finished()[0]["met"] == 4
    person.tap("Klar")
    assert not any(group in held for held in person.held() for group in shown)


def test_a_form_in_arabic_runs_from_right_to_left(qtbot: QtBot) -> None:
    person = sit_at(qtbot, asks(WORDS))
    words = Words("ar")
    person.tap("العربية")
    person.tap(words("Yes, I want to answer"))
    assert person.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert person.sees("لماذا؟")
    person.tap(words("Done typing"), "Svenska")
    assert person.sees("Varför?")
    assert person.window.layoutDirection() is Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize("looks", ["", "multiline"])
def test_nothing_typed_can_be_selected_where_other_windows_would_read_it(
    qtbot: QtBot, looks: str
) -> None:
    person = sit_at(qtbot, asks(WHY.replace("LOOKS", looks)))
    person.tap("Börja", "Ja, jag vill svara")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    QTest.keyClicks(field, "hemligt ord")
    touched = field.viewport() if isinstance(field, QPlainTextEdit) else field
    left, middle = touched.rect().topLeft() + QPoint(20, 20), touched.rect().center()
    button, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    QTest.mouseDClick(touched, button, pos=left)
    QTest.mouseClick(touched, button, pos=left)
    QTest.mouseClick(touched, button, shift, middle)
    QTest.mousePress(touched, button, pos=left)
    QTest.mouseMove(touched, middle)
    QTest.mouseRelease(touched, button, pos=middle)
    QTest.keyClick(field, Qt.Key.Key_Home, shift)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    several = isinstance(field, QPlainTextEdit)
    assert not (field.textCursor().hasSelection() if several else field.hasSelectedText())
    assert person.kept["why"] == "hemligt ord"


class _Ticks:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hasty(qtbot: QtBot) -> Iterator[tuple[FormPerson, _Ticks]]:
    """Has answered a question that goes on by itself, and the faces have come."""
    ticks = _Ticks()
    person = sit_at(qtbot, ticks=ticks)
    person.tap("Svenska", "Ja, jag vill svara", "Nästa", "Nej")
    qtbot.waitUntil(lambda: person.sees("Hur är parken?"), timeout=3000)
    yield person, ticks


@pytest.mark.parametrize("late", ["Nästa", "Bra"])
def test_a_tap_for_the_page_before_changes_nothing(
    hasty: tuple[FormPerson, _Ticks], late: str
) -> None:
    person, ticks = hasty
    person.tap(late)
    assert person.sees("Hur är parken?") and person.kept == {"quick": "no"}
    ticks.now += Looks.grace_ms / 1000
    person.tap(late)
    assert person.kept == ({"quick": "no", "met": 4} if late == "Bra" else {"quick": "no"})
    assert person.sees("Hur är parken?") is (late == "Bra")


def test_back_works_at_once_on_a_page_that_came_by_itself(
    hasty: tuple[FormPerson, _Ticks]
) -> None:
    person, _ = hasty
    person.tap("Tillbaka")
    assert person.sees("Kommer du ofta?") and person.button("Nej").isChecked()


def test_a_finger_that_is_down_on_next_goes_on_once(qtbot: QtBot) -> None:
    person = sit_at(qtbot, pace=Pace())
    person.tap("Svenska", "Ja, jag vill svara", "Nästa", "Nej")
    onward = person.button("Nästa")
    middle = onward.rect().center()
    QTest.mousePress(onward, Qt.MouseButton.LeftButton, pos=middle)
    with qtbot.assertNotEmitted(person.window.wished, wait=500):
        assert person.sees("Kommer du ofta?")
    QTest.mouseRelease(onward, Qt.MouseButton.LeftButton, pos=middle)
    assert person.sees("Hur är parken?")
