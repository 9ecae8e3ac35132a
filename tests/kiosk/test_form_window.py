"""Forms as a person meets them: touch, keyboard, keys on the screen, screen reader, large text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.questions.asked import Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.slider import Line
from kiosk.style import RING, TARGET
from tests.kiosk.form_builders import EVERY_KIND, survey
from tests.kiosk.form_person import Open, Person, sit_down

CHOICES = ("c | a | Apple", "c | b | Banana", "c | d | Cherry")


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def asking(row: str, *more: str) -> str:
    return survey(row, *more, columns="type | name | label | appearance | parameters",
                  choices=CHOICES)


def test_every_kind_has_a_view() -> None:
    assert set(FORM_VIEWS) == set(Kind)


def test_words_are_typed_with_the_keys_on_the_screen(sit: Open) -> None:
    person = sit(asking("text | t | Name? | |"))
    person.tap("K", "i", "m", "Erase the last sign", "Space", "123", "1", "Done typing")
    assert person.value("t") == "Ki 1"
    assert person.window.page.keyboard.isHidden() and person.button("Done").isVisible()


def test_the_keys_of_the_screen_come_by_touch_and_stay_away_from_a_keyboard(sit: Open) -> None:
    person = sit(asking("note | n | Hello | |", "text | t | Name? | |"))
    person.press(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert person.window.page.keyboard.isHidden()
    QTest.keyClicks(QApplication.focusWidget(), "Kim")
    assert person.value("t") == "Kim"
    field = QApplication.focusWidget()
    assert field is not None
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert person.window.page.keyboard.isVisible()


def test_letters_follow_the_language_of_the_form(sit: Open) -> None:
    person = sit(EVERY_KIND)
    person.tap("Next")
    assert person.button("Å").isVisible()


def test_nothing_typed_can_be_copied_or_brought_back(sit: Open) -> None:
    person = sit(asking("text | t | Why? | multiline |"))
    area = QApplication.focusWidget()
    assert isinstance(area, QPlainTextEdit)
    QTest.keyClicks(area, "secret")
    assert person.value("t") == "secret"
    QTest.keyClick(area, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(area, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "secret" not in QApplication.clipboard().text()
    assert area.toPlainText() == "secret" and not area.isUndoRedoEnabled()


@pytest.mark.parametrize(("row", "keys", "kept"), [
    ("integer | q | Q? | |", "42", "42"),
    ("decimal | q | Q? | |", "1,5", "1.5"),
    ("date | q | Q? | year |", "1984", "1984-01-01"),
    ("text | q | Q? | numbers |", "007", "007"),
])
def test_figures_are_tapped(sit: Open, row: str, keys: str, kept: str) -> None:
    person = sit(asking(row))
    person.tap(*keys)
    assert person.value("q") == kept


def test_a_date_has_a_box_for_each_part(sit: Open) -> None:
    person = sit(asking("dateTime | q | When? | |"))
    for text in ("3", "9", "2025", "8", "5"):
        QTest.keyClicks(QApplication.focusWidget(), text)
        person.press(Qt.Key.Key_Tab)
    assert person.value("q") == "2025-09-03T08:05"


def test_one_choice_by_touch_can_be_taken_back(sit: Open) -> None:
    person = sit(asking("select_one c | q | Q? | |"))
    person.tap("Banana")
    assert person.value("q") == "b"
    person.tap("Banana")
    assert person.value("q") == "" and not person.button("Banana").isChecked()


def test_choices_by_arrows_and_digits(sit: Open) -> None:
    person = sit(asking("select_one c | q | Q? | |"))
    person.tab_to("Apple")
    person.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert person.value("q") == "d"
    person.press(Qt.Key.Key_2)
    assert person.value("q") == "b"


def test_several_choices_are_kept_in_the_order_of_the_form(sit: Open) -> None:
    person = sit(asking("select_multiple c | q | Q? | |"))
    person.tap("Cherry", "Apple")
    assert person.value("q") == "a d"
    person.tap("Cherry")
    assert person.value("q") == "a"


def test_a_long_list_is_searched_without_accents(sit: Open) -> None:
    person = sit(EVERY_KIND)
    at = 0
    while type(person.window.page.blocks[0].view).__name__ != "SearchView":
        at += 1
        person.turn_to(at)
    field = person.way()[0]
    QTest.keyClicks(field, "ar")
    assert "Ärla" in [b.text() for b in person.buttons()]
    person.tap("Ärla")
    assert person.value("area") == "last"


def test_ranking_needs_no_dragging(sit: Open) -> None:
    person = sit(asking("rank c | q | Q? | |"))
    assert person.value("q") == ""
    person.tap("Move up: Cherry")
    assert person.value("q") == "a d b"
    person.tap("Move up: Cherry")
    assert person.value("q") == "d a b"
    assert not person.button("Move up: Cherry").isEnabled()


def test_the_order_shown_can_be_the_answer(sit: Open) -> None:
    person = sit(asking("rank c | q | Q? | |"))
    person.tap("This is the order")
    assert person.value("q") == "a b d"
    person.tap("Start over")
    assert person.value("q") == ""


def test_ranking_keeps_the_focus_on_what_is_moved(sit: Open) -> None:
    person = sit(asking("rank c | q | Q? | |"))
    person.tab_to("Move down: Apple")
    person.press(Qt.Key.Key_Space)
    at = QApplication.focusWidget()
    assert at is person.button("Move down: Apple")


def line(person: Person) -> Line:
    found = person.window.findChild(Line)
    assert found is not None
    return found


def test_a_range_suggests_nothing_and_is_answered_by_buttons(sit: Open) -> None:
    person = sit(asking("range | q | Q? | | start=0 end=10 step=2"))
    assert person.value("q") == "" and not line(person).touched
    person.tap("One step more")
    assert person.value("q") == "0"
    person.tap("One step more", "One step more")
    assert person.value("q") == "4"


def test_a_range_by_keyboard_and_by_tapping_the_line(sit: Open) -> None:
    person = sit(asking("range | q | Q? | | start=1.5 end=5.5 step=0.5"))
    line(person).setFocus()
    person.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert person.value("q") == "2"
    QTest.mouseClick(line(person), Qt.MouseButton.LeftButton, pos=QPoint(
        line(person).width() - 30, line(person).height() // 2))
    assert person.value("q") == "5.5"


@pytest.mark.parametrize("scale", ["faces", "1-5", "1-10", "stars", "agreement"])
def test_ratings_by_digit_and_by_touch(sit: Open, scale: str) -> None:
    top = 10 if scale == "1-10" else 5
    person = sit(asking(f"range | q | Q? | x-rating-{scale} | start=1 end={top} step=1"))
    person.press(Qt.Key.Key_4)
    assert person.value("q") == "4"
    QTest.mouseClick(person.way()[1], Qt.MouseButton.LeftButton)
    assert person.value("q") == "2"


def test_points_are_given_with_buttons_and_never_more_than_there_are(sit: Open) -> None:
    person = sit(asking("begin_group | g | Share | x-points | total=12", "integer | a | A | |",
                        "integer | b | B | |", "end_group | | | |"))
    for _ in range(11):
        person.tap("More for A")
    person.tap("More for B")
    assert (person.value("a"), person.value("b")) == ("11", "1")
    assert not person.button("More for A").isEnabled()
    person.tap("Less for A")
    assert person.value("a") == "10" and person.button("More for B").isEnabled()


def test_a_table_grows_and_shrinks(sit: Open) -> None:
    person = sit(asking("begin_repeat | g | Costs | x-matrix |", "text | what | What | |",
                        "integer | kr | Kronor | |", "end_repeat | | | |"))
    person.tap("Add a row")
    fields = [w for w in person.way() if isinstance(w, QLineEdit)]
    assert len(fields) == 4
    for field, text in zip(fields, ("ice", "30", "tea", "10"), strict=True):
        field.setFocus()
        QTest.keyClicks(field, text)
    person.tap("Remove Row 1", "Remove")
    assert (person.value("what"), person.value("kr")) == ("tea", "10")


def test_repeats_by_touch(sit: Open) -> None:
    person = sit(asking("begin_repeat | g | Visit | |", "select_one c | q | Q? | |",
                        "end_repeat | | | |"))
    person.tap("Apple", "Next", "Add another", "Banana", "Next", "Remove Visit 1")
    assert person.value("q") == "a", "nothing goes before somebody has said so"
    person.tap("Keep", "Remove Visit 1", "Remove", "Done")
    assert person.value("q") == "b" and person.window.end.isVisible()


def test_what_is_wrong_stands_beside_the_question_and_is_read_out(sit: Open) -> None:
    person = sit(survey("select_one c | q | Q? | yes", columns="type | name | label | required",
                        choices=CHOICES))
    person.tap("Done")
    at = QApplication.focusWidget()
    assert at is not None and "needs an answer" in at.accessibleDescription()
    assert at.isVisible()


@pytest.mark.parametrize("kind", ["select_one c", "select_multiple c"])
def test_a_screen_reader_answers_with_toggle_and_press(sit: Open, kind: str) -> None:
    person = sit(asking(f"{kind} | q | Q? | |"))
    card = QAccessible.queryAccessibleInterface(person.button("Banana"))
    assert card.text(QAccessible.Text.Name) == "Banana"
    card.actionInterface().doAction(card.actionInterface().actionNames()[0])
    assert person.value("q") == "b"


def walked(person: Person) -> Iterator[str]:
    """Every page of the form, one after another."""
    for at in range(person.filler.pages.count):
        person.turn_to(at)
        QApplication.processEvents()
        yield person.window.page.blocks[0].asked.ref  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
@pytest.mark.parametrize("larger", [0, 2])
def test_all_that_can_be_pressed_is_large_enough_named_and_inside(
    sit: Open, size: tuple[int, int], larger: int
) -> None:
    person = sit(EVERY_KIND, size)
    for _ in range(larger):
        person.window.page.top.text_size_asked.emit()
    for ref in walked(person):
        for button in person.buttons():
            said = f"{ref}: {button.accessibleName()} {button.size()}"
            assert button.accessibleName(), said
            assert button.height() >= TARGET - RING and button.width() >= TARGET - RING, said
        for widget in person.way():
            assert widget.accessibleName(), f"{ref}: {widget} has no name"
            x = widget.mapTo(person.window, QPoint(0, 0)).x()
            assert x >= 0 and x + widget.width() <= size[0], f"{ref}: {widget} sticks out"


def test_every_page_can_be_left_and_answered_with_the_tab_key(sit: Open) -> None:
    person = sit(EVERY_KIND)
    for ref in walked(person):
        met = set[QWidget]()
        for _ in range(80):
            person.press(Qt.Key.Key_Tab)
            at = QApplication.focusWidget()
            if at is None or at in met:
                break
            met.add(at)
        takes = [w for w in person.way() if w.isEnabled()
                 and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        rail = set(person.window.page.pane.buttons)  # on and off as the page is scrolled
        assert met >= set(takes) - rail, ref
        assert person.window.page.footer.next in met, ref
