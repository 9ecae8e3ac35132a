"""What is typed in the boxes of a form: keys that fit, nothing selected, room for day and time."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.questions.moment import HOUR, MINUTE, YEAR
from kiosk.screens import TEXT_SIZES
from kiosk.wishes import ChangeTextSize
from survey.flow import ChooseLanguage
from tests.kiosk.form_builders import survey
from tests.kiosk.form_person import Open, sit_down


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def shared_out(kind: str) -> str:
    return survey(
        "begin_group | all | Shares | x-percentages", f"{kind} | one | One |",
        f"{kind} | two | Two |", "end_group | | |", columns="type | name | label | appearance",
    )


def test_shares_with_decimals_are_typed_with_a_comma_and_without_a_minus(sit: Open) -> None:
    person = sit(shared_out("decimal"))
    person.window.page.keys.open(person.window.page.blocks[0].view.tab_way()[1])
    person.tap("3", "3", ",", "5")
    assert person.value("one") == "33.5"
    assert "−" not in [button.text() for button in person.buttons()]


def test_whole_shares_have_figures_only(sit: Open) -> None:
    person = sit(shared_out("integer"))
    person.window.page.keys.open(person.window.page.blocks[0].view.tab_way()[1])
    assert "," not in [button.text() for button in person.buttons()]


def test_the_tab_key_selects_nothing_that_was_typed(sit: Open) -> None:
    person = sit(shared_out("integer"))
    field = person.window.page.blocks[0].view.tab_way()[1]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "40")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is field and not field.hasSelectedText()


def test_day_and_time_of_day_stay_whole_where_they_do_not_fit_beside_each_other(
    sit: Open,
) -> None:
    person = sit(survey("dateTime | q | When?"), size=(800, 1280))
    for _ in range(TEXT_SIZES.index(200)):
        person.filler.receive(ChangeTextSize())
    fields = person.window.page.blocks[0].view.fields  # type: ignore[attr-defined]
    assert fields[HOUR].y() == fields[MINUTE].y() > fields[YEAR].y()


def test_an_empty_area_is_begun_from_the_right_in_arabic(sit: Open) -> None:
    person = sit(survey(
        "text | q | Why? | لماذا؟ | multiline",
        columns="type | name | label::English (en) | label::Arabic (ar) | appearance",
    ))
    area = QApplication.focusWidget()
    assert isinstance(area, QPlainTextEdit)
    left = area.cursorRect().x()
    person.filler.receive(ChooseLanguage("ar"))
    assert area.cursorRect().x() > left + area.width() // 2


def test_the_key_between_whole_and_parts_is_a_point_in_english(sit: Open) -> None:
    person = sit(survey("decimal | q | How far?", columns="type | name | label::English (en)"))
    person.tap("1", ".", "5")
    assert person.value("q") == "1.5"
