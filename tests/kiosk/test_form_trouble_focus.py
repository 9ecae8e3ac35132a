"""Where the focus goes, and what moves, when something is wrong or has just gone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.kiosk.form_person import sit_down

FORM = """
| survey |
| | type | name | label | required | constraint |
| | integer | age | How old are you? | yes | . < 150 |
| | select_one yn | dog | Do you have a dog? | yes | |
| | begin_repeat | child | Child | | |
| | text | who | What is the child called? | | |
| | end_repeat | | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""


def test_whoever_typed_something_wrong_goes_on_typing_in_its_field(qtbot: QtBot) -> None:
    person = sit_down(qtbot, FORM)
    person.press(Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit) and field.isVisible()
    QTest.keyClicks(field, "41")
    assert person.value("age") == "41"


def test_what_is_required_is_marked_and_nothing_moves_when_it_is_missed(qtbot: QtBot) -> None:
    person = sit_down(qtbot, FORM)
    person.turn_to(1)
    (block,) = person.window.page.blocks
    calm = block.trouble
    assert calm.isVisible() and not calm.tells
    assert calm._words.text() == "Needs an answer"
    yes = person.button("Yes")
    before = yes.mapTo(person.window, yes.rect().center())
    person.tap("Next")
    assert calm.tells and "needs an answer before" in calm._words.text()
    assert yes.mapTo(person.window, yes.rect().center()) == before
    focused = QApplication.focusWidget()
    assert focused is not None and block.view.isAncestorOf(focused)
    assert "needs an answer" in focused.accessibleDescription()
    person.tap("Yes")
    assert focused.accessibleDescription() == ""


def test_what_nobody_must_answer_has_no_mark(qtbot: QtBot) -> None:
    person = sit_down(qtbot, FORM.replace("yes | |", "| |"))
    person.turn_to(1)
    (block,) = person.window.page.blocks
    assert block.trouble.isHidden()


def test_after_one_of_a_repeat_went_the_focus_comes_to_the_next(qtbot: QtBot) -> None:
    person = sit_down(qtbot, """
| survey |
| | type | name | label |
| | begin_repeat | child | Child |
| | select_one yn | dog | Has the child a dog? |
| | end_repeat | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
""")
    page = person.window.page
    person.tap("Yes", "Next", "Add another", "No", "Next", "Remove Child 1", "Remove")
    focused = QApplication.focusWidget()
    assert focused is not None and page.blocks[0].view.isAncestorOf(focused)
    assert focused.isVisible()
