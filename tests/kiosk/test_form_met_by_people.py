"""What people stumbled over: empty boxes of a full sum, dead pages, keys that led astray."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.forms.screen import Answered
from survey.flow import Next
from tests.kiosk.form_builders import filler, survey
from tests.kiosk.form_person import Open, sit_down

COLUMNS = "type | name | label | appearance | constraint"
SHARES = survey(
    "begin_group | all | Shares | x-percentages |", "integer | foot | On foot | |",
    "integer | bike | By bicycle | |", "integer | car | By car | |", "end_group | | | |",
    columns=COLUMNS,
)


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def given(person: object, *names: str) -> list[str]:
    return [person.form.find(f"/data/all/{name}").value for name in names]  # type: ignore[attr-defined]


def test_what_is_left_empty_of_a_full_sum_is_nothing() -> None:
    person, _ = filler(SHARES)
    person.receive(Answered("/data/all/foot", "60"))
    assert given(person, "bike", "car") == ["", ""]
    person.receive(Answered("/data/all/bike", "40"))
    assert given(person, "foot", "bike", "car") == ["60", "40", "0"]


def test_it_is_empty_again_when_the_sum_is_not_full_any_more() -> None:
    person, _ = filler(SHARES)
    for name, value in (("foot", "60"), ("bike", "40"), ("bike", "4")):
        person.receive(Answered(f"/data/all/{name}", value))
    assert given(person, "foot", "bike", "car") == ["60", "4", ""]


def test_a_nought_that_a_person_wrote_stays() -> None:
    person, _ = filler(SHARES)
    for name, value in (("car", "0"), ("foot", "100"), ("foot", "10")):
        person.receive(Answered(f"/data/all/{name}", value))
    assert given(person, "foot", "bike", "car") == ["10", "", "0"]


def test_a_form_that_takes_no_nought_gets_none() -> None:
    person, _ = filler(SHARES.replace("By car | | |", "By car | | . > 0 |"))
    for name, value in (("foot", "60"), ("bike", "40")):
        person.receive(Answered(f"/data/all/{name}", value))
    assert given(person, "car") == [""]


def test_what_cannot_be_asked_here_has_no_page_and_is_told_on_the_next() -> None:
    person, page = filler(survey(
        "text | a | First?", "geopoint | here | Where?", "geotrace | path | Which way?",
        "text | b | Second?", "image | photo | A picture?",
    ))
    assert (page.labels, page.now.number, page.now.of, page.now.left_out) == (["First?"], 1, 2, ())
    person.receive(Next())
    assert page.labels == ["Second?"] and page.now.last
    places, pictures = page.now.left_out
    assert places.startswith("Where?; Which way?: Places") and "A picture?" in pictures
    person.receive(Next())
    assert page.ended


def test_what_cannot_be_asked_before_or_after_an_empty_page_is_told_all_the_same() -> None:
    person, page = filler(survey(
        "text | a | First?", "geopoint | here | Where?", "note | n | ${a}", "text | b | Second?",
        "geotrace | path | Which way?", "note | m | ${a}", "image | photo | A picture?",
    ))
    def told() -> list[str]:
        return [one.partition(":")[0] for one in page.now.left_out]

    person.receive(Next())
    assert page.labels == ["Second?"] and page.now.last
    assert told() == ["Where?; Which way?", "A picture?"]
    person.receive(Answered("/data/a", "something"))
    assert told() == [], "the empty pages have words now, and tell it themselves"
    person.receive(Next())
    assert page.labels == ["something"] and told() == ["Which way?", "A picture?"]


def test_a_button_that_falls_asleep_keeps_the_focus_and_does_nothing(sit: Open) -> None:
    person = sit(SHARES)
    person.tab_to("More for On foot")
    more = QApplication.focusWidget()
    person.press(*[Qt.Key.Key_Space] * 20)
    assert person.value("foot") == "100" and QApplication.focusWidget() is more
    person.press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert person.value("foot") == "100" and QApplication.focusWidget() is more
    person.press(Qt.Key.Key_Tab)
    assert more is not None and not more.isEnabled()


def test_the_first_box_gets_the_focus_when_a_sum_is_wrong(sit: Open) -> None:
    person = sit(SHARES)
    person.filler.receive(Answered("/data/all/foot", "60"))
    person.tap("Done")
    at = QApplication.focusWidget()
    assert at is not None and at.accessibleName() == "By bicycle"


def test_empty_lines_are_no_answer(sit: Open) -> None:
    person = sit(survey("text | t | Why? | multiline |", columns=COLUMNS))
    area = QApplication.focusWidget()
    assert isinstance(area, QPlainTextEdit)
    QTest.keyClick(area, Qt.Key.Key_Return)
    QTest.keyClick(area, Qt.Key.Key_Return)
    assert person.value("t") == "" and area.toPlainText() == "\n\n"
    QTest.keyClicks(area, "Hi")
    assert person.value("t").strip() == "Hi"


def test_per_cent_are_said_to_be_per_cent(sit: Open) -> None:
    person = sit(SHARES)
    person.filler.receive(Answered("/data/all/foot", "60"))
    assert person.window.page.blocks[0].view.told == "40 % of 100 % left to give out"  # type: ignore[attr-defined]
