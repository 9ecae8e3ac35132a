"""Nothing moves away under a finger: neither what is wrong nor keys nor new rows push answers."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens import TEXT_SIZES
from kiosk.wishes import ChangeTextSize
from tests.kiosk.form_builders import survey
from tests.kiosk.form_person import Open, Person, sit_down

COLUMNS = "type | name | label | appearance | constraint | constraint_message"
TWO = "count-selected(.) <= 2 | Choose two at the most."


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def at(person: Person, widget: QWidget) -> QPoint:
    return widget.mapTo(person.window, QPoint(0, 0))


def several(count: int, *more: str) -> str:
    return survey(
        f"select_multiple c | q | What do you do there? | | {TWO}", *more, columns=COLUMNS,
        choices=[f"c | c{n} | Choice {n}" for n in range(count)],
    )


def large(person: Person) -> None:
    for _ in range(TEXT_SIZES.index(200)):
        person.filler.receive(ChangeTextSize())


@pytest.mark.parametrize(("count", "percent", "size"), [
    (5, 100, (1024, 768)), (9, 100, (1024, 768)), (8, 100, (1280, 800)), (3, 200, (1024, 768)),
    (6, 200, (800, 1280)), (9, 200, (800, 1280)),
])
def test_choices_stand_still_when_it_is_told_that_there_are_too_many(
    sit: Open, count: int, percent: int, size: tuple[int, int]
) -> None:
    person = sit(several(count), size=size)
    if percent == 200:
        large(person)
    cards = person.window.page.blocks[0].view.tab_way()
    person.tap("Choice 0", "Choice 1", "Choice 2")
    before = at(person, cards[0]).y()
    person.tap("Done")
    trouble = person.window.page.blocks[0].trouble
    assert trouble.isVisible() and trouble.tells
    assert at(person, cards[0]).y() == before
    person.tap("Choice 1")
    assert not trouble.isVisible()
    assert at(person, cards[0]).y() == before
    person.tap("Choice 1")
    assert trouble.isVisible() and at(person, cards[0]).y() == before


def test_on_a_page_of_several_the_answers_that_are_touched_stand_still(sit: Open) -> None:
    person = sit(several(3).replace(
        "| | select_multiple", "| | begin_group | g | Together | field-list | | |\n"
        "| | integer | n | How many? | | . < 5 | Less than five. |\n| | select_multiple", 1,
    ).replace("| choices |", "| | end_group | | | | | |\n| choices |"), size=(800, 1280))
    person.filler.form.answer("/data/g/n", "7")
    person.filler.begin()
    person.tap("Choice 0", "Choice 1", "Choice 2", "Done")
    first, second = person.window.page.blocks
    assert first.trouble.tells and second.trouble.tells
    card = second.view.tab_way()[0]
    before = at(person, card)
    person.tap("Choice 2")
    assert first.trouble.tells and not second.trouble.tells
    assert at(person, card) == before


def test_the_place_of_what_is_wrong_is_in_sight(sit: Open) -> None:
    person = sit(several(12))
    person.tap("Choice 0", "Choice 1", "Choice 2", "Done")
    assert person.window.page.pane.shows(person.window.page.blocks[0].trouble)


def test_words_beside_their_answers_stay_there_when_keys_come_and_rows_are_added(
    sit: Open,
) -> None:
    person = sit(survey(
        "begin_repeat | r | What does a visit cost? | x-matrix | |",
        "text | what | What | | |", "decimal | cost | Kronor | | |", "end_repeat | | | | |",
        columns=COLUMNS,
    ), size=(1280, 800))
    block = person.window.page.blocks[0]
    beside, left = block.beside, at(person, block.view).x()
    person.window.page.keys.open(block.view.tab_way()[0])
    assert (block.beside, at(person, block.view).x()) == (beside, left)
    person.tap("Done typing", "Add a row", "Add a row", "Add a row")
    assert block.beside is beside


def test_the_cell_of_a_table_that_is_wrong_gets_the_focus_and_says_why(sit: Open) -> None:
    person = sit(survey(
        "begin_group | t | Hours | x-matrix | |", "begin_group | a | Adults | | |",
        "integer | s | Summer | | |", "integer | w | Winter | | . < 100 | Below a hundred. |",
        "end_group | | | | |", "end_group | | | | |", columns=COLUMNS,
    ))
    person.filler.form.answer("/data/t/a/s", "4")
    person.filler.form.answer("/data/t/a/w", "150")
    person.filler.begin()
    person.tap("Done")
    cell = person.window.page.blocks[0].view.tab_way()[1]
    assert cell.hasFocus() and "Below a hundred." in cell.accessibleName()


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800)])
def test_another_language_can_be_chosen_while_the_keys_cover_the_bar(
    sit: Open, size: tuple[int, int]
) -> None:
    named = "type | name | label::English (en) | label::Svenska (sv)"
    person = sit(survey("text | q | Name? | Namn?", columns=named), size=size)
    page = person.window.page
    assert page.keyboard.isVisible() and not page.top.isVisible()
    person.tap("Svenska")
    assert page.keyboard.isVisible() and person.filler.form.speech.language == "Svenska (sv)"
    person.tap("Larger text")
    assert page.keys.field is not None
    assert page.pane.shows(page.keys.field)


def test_a_bar_in_sight_needs_no_tools_among_the_keys(sit: Open) -> None:
    person = sit(survey("text | q | Name?"), size=(800, 1280))
    assert person.window.page.top.isVisible()
    assert not person.window.page.keyboard.tools.isVisible()


def test_by_keys_alone_a_box_below_many_words_is_in_sight(sit: Open) -> None:
    words = "A very long question indeed. " * 40
    person = sit(survey("text | a | First? | | |", f"text | b | {words} | | |", columns=COLUMNS))
    person.window.setProperty("byKeyboard", True)
    person.press(Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert field is not None and person.window.page.pane.shows(field)
