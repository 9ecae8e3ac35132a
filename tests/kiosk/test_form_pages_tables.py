"""Tables of a form whose rows are not alike, or hold more than numbers."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.forms.screen import AddOne, Answered
from kiosk.questions.asked import Kind
from tests.kiosk.form_builders import filler, survey
from tests.kiosk.form_person import Open, Person, sit_down

COLUMNS = "type | name | label | appearance | relevant | read_only | default"


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def table(*rows: str, head: str = "begin_group | g | Hours | x-matrix | | | ") -> str:
    end = head.split(" |", 1)[0].replace("begin", "end")
    return survey(head, *rows, f"{end} | | | | | | ", columns=COLUMNS,
                  choices=("c | a | Apple", "c | b | Banana"))


UNEVEN = table(
    "begin_group | r1 | One | | | | ", "integer | a | A | | | | ", "integer | b | B | | | | ",
    "end_group | | | | | | ",
    "begin_group | r2 | Two | | | | ", "integer | b | B | | | | ", "end_group | | | | | | ",
)


def told(person: Person) -> list[str]:
    return [one.text() for one in person.window.findChildren(QLabel) if one.isVisible()]


def fields(person: Person) -> dict[str, QLineEdit]:
    return {w.accessibleName(): w for w in person.way() if isinstance(w, QLineEdit)}


def test_rows_of_unequal_length_keep_each_cell_in_its_own_column(sit: Open) -> None:
    person = sit(UNEVEN)
    assert list(fields(person)) == ["One, A", "One, B", "Two, B"]
    QTest.keyClicks(fields(person)["Two, B"], "7")
    assert [a.value for a in person.filler.form.root.answers() if a.name == "b"] == ["", "7"]


def test_a_cell_that_is_not_asked_now_is_not_there(sit: Open) -> None:
    person = sit(table(
        "begin_group | r1 | One | | | | ", "integer | a | A | | | | ",
        "integer | b | B | | ${a} > 3 | | ", "end_group | | | | | | "))
    assert list(fields(person)) == ["One, A"]
    QTest.keyClicks(fields(person)["One, A"], "4")
    assert list(fields(person)) == ["One, A", "One, B"]


def test_a_cell_nobody_may_change_shows_its_number(sit: Open) -> None:
    person = sit(table(
        "begin_group | r1 | One | | | | ", "integer | a | A | | | | ",
        "integer | b | B | | | yes | 12", "end_group | | | | | | "))
    assert list(fields(person)) == ["One, A"]
    assert "12" in told(person)


@pytest.mark.parametrize("repeat", [False, True])
def test_a_table_with_choices_is_asked_question_by_question_on_one_page(repeat: bool) -> None:
    if repeat:
        head = "begin_repeat | g | Hours | x-matrix | | | "
        text = table("select_one c | q | Fruit | | | | ", "integer | n | Count | | | | ", head=head)
    else:
        text = table("begin_group | r1 | One | | | | ", "select_one c | q | Fruit | | | | ",
                     "integer | n | Count | | | | ", "end_group | | | | | | ")
    person, page = filler(text)
    if repeat and len(page.now.items) == 1:
        person.receive(AddOne("/data/g"))
    labels = [(item.kind, item.label) for item in page.now.items]
    row = "Row 1" if repeat else "One"
    assert labels[:2] == [(Kind.ONE, f"{row}: Fruit"), (Kind.NUMBER, f"{row}: Count")]
    person.receive(Answered(page.now.items[0].ref, "bogus"))
    assert page.now.items[0].value == ""
    person.receive(Answered(page.now.items[0].ref, "b"))
    assert page.now.items[0].value == "b"
    assert (page.now.items[-1].kind is Kind.REPEAT) is repeat


def test_points_that_hold_a_choice_are_asked_one_by_one() -> None:
    _, page = filler(table("integer | a | A | | | | ", "select_one c | q | Fruit | | | | ",
                           head="begin_group | g | Share | x-points | | | "))
    assert [item.kind for item in page.now.items] == [Kind.NUMBER, Kind.ONE]


def test_sums_of_large_numbers_have_all_their_figures(sit: Open) -> None:
    person = sit(table("begin_group | r1 | One | | | | ", "integer | a | A | | | | ",
                       "integer | b | B | | | | ", "end_group | | | | | | "))
    for field, text in zip(fields(person).values(), ("1250000", "1"), strict=True):
        QTest.keyClicks(field, text)
    assert "1250001 (100 %)" in told(person) and not any("e+" in text for text in told(person))


@pytest.mark.parametrize(("said", "rows", "columns"), [
    ("", True, True), ("sums=rows", True, False), ("sums=columns", False, True),
    ("shares=rows", True, False),
])
def test_sums_stand_where_the_form_wants_them(
    sit: Open, said: str, rows: bool, columns: bool
) -> None:
    person = sit(survey(
        f"begin_group | g | Hours | x-matrix | {said}", "begin_group | r1 | One | | ",
        "integer | a | A | | ", "integer | b | B | | ", "end_group | | | | ",
        "end_group | | | | ", columns="type | name | label | appearance | parameters"))
    for field, text in zip(fields(person).values(), ("30", "10"), strict=True):
        QTest.keyClicks(field, text)
    share = said in ("", "shares=rows")
    assert ("40 (100 %)" if share else "40") in told(person) or not rows
    assert ("30" in told(person)) is columns


def test_a_row_with_something_in_it_goes_after_a_question(sit: Open) -> None:
    person = sit(table("text | what | What | | | | ", "integer | n | N | | | | ",
                       head="begin_repeat | g | Costs | x-matrix | | | "))
    if not fields(person):
        person.tap("Add a row")
    person.tap("Add a row", "Remove Row 2")
    assert len(fields(person)) == 2, "an empty row goes at once"
    QTest.keyClicks(fields(person)["Row 1, What"], "ice")
    person.tap("Remove Row 1")
    assert "Remove Row 1?" in told(person) and person.button("Keep").hasFocus()
    person.tap("Keep")
    assert fields(person)["Row 1, What"].text() == "ice"
    person.tap("Remove Row 1", "Remove")
    assert not fields(person) or fields(person)["Row 1, What"].text() == ""


def test_up_and_down_pass_over_cells_that_are_not_there(sit: Open) -> None:
    person = sit(table(
        "begin_group | r1 | One | | | | ", "integer | a | A | | | | ", "integer | b | B | | | | ",
        "end_group | | | | | | ",
        "begin_group | r2 | Two | | | | ", "integer | b | B | | | | ", "end_group | | | | | | ",
        "begin_group | r3 | Three | | | | ", "integer | a | A | | | | ", "end_group | | | | | | ",
    ))
    fields(person)["One, A"].setFocus()
    person.press(Qt.Key.Key_Down)
    assert fields(person)["Three, A"].hasFocus()
