"""A form's page while somebody is at it: nothing jumps, nothing is lost, all can be reached."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.questions.entry import TextView
from tests.kiosk.form_builders import survey
from tests.kiosk.form_person import Open, Person, sit_down

CHOICES = ("c | a | Apple", "c | b | Banana", "c | d | Cherry")
TOGETHER = "type | name | label | appearance | relevant"


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def page(*rows: str) -> str:
    return survey("begin_group | g | All | field-list | ", *rows, "end_group | | | | ",
                  columns=TOGETHER, choices=CHOICES)


def touch(person: Person, field: QLineEdit | QPlainTextEdit) -> None:
    """A tap on what lies on top there."""
    at = field.mapTo(person.window, field.rect().center())
    top = person.window.childAt(at)
    assert top is not None and (top is field or field.isAncestorOf(top)), "it is out of sight"
    QTest.mouseClick(top, Qt.MouseButton.LeftButton, pos=top.mapFrom(person.window, at))


def fields(person: Person) -> list[QLineEdit]:
    return [w for w in person.way() if isinstance(w, QLineEdit)]


def test_a_question_that_comes_above_leaves_the_focus_and_the_words_where_they_are(
    sit: Open,
) -> None:
    person = sit(page("text | more | More? |  | ${t} != ''", "text | t | Name? |  | "))
    field = fields(person)[0]
    field.setFocus()
    QTest.keyClicks(field, "Kim")
    assert len(fields(person)) == 2
    assert QApplication.focusWidget() is field and field.text() == "Kim"
    assert person.value("t") == "Kim" and person.value("more") == ""


def test_the_page_stays_where_it_was_scrolled_to(sit: Open) -> None:
    rows = [f"select_one c | q{at} | Question {at}? |  | " for at in range(6)]
    person = sit(page(*rows, "text | t | Why? |  | ${q5} = 'b'"))
    bar = person.window.page.pane._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = bar.value()
    QTest.mouseClick(person.window.page.blocks[5].view.tab_way()[1], Qt.MouseButton.LeftButton)
    assert person.value("q5") == "b" and len(person.window.page.blocks) == 7
    assert bar.value() == before > 0


def test_only_the_question_that_was_answered_is_shown_anew(
    sit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(page(*(f"text | t{at} | Name {at}? |  | " for at in range(5))))
    shown = []
    present = TextView.present
    monkeypatch.setattr(TextView, "present", lambda view, asked, style, words: (
        shown.append(asked.ref), present(view, asked, style, words)))
    QTest.keyClicks(fields(person)[2], "a")
    assert shown == ["/data/g/t2"]


def test_a_field_of_several_lines_brings_the_keys_and_is_seen_whole_above_them(sit: Open) -> None:
    person = sit(survey(f"text | t | {'A long question. ' * 40} | multiline",
                        columns="type | name | label | appearance"), (1280, 800))
    area = person.window.findChild(QPlainTextEdit)
    assert area is not None
    person.tap("Done typing")
    person.window.page.pane.reveal(area)
    touch(person, area)
    assert person.window.page.keyboard.isVisible()
    pane, viewport = person.window.page.pane, person.window.page.pane._area.viewport()
    top = area.mapTo(pane, QPoint(0, 0)).y()
    assert top >= 0 and top + area.height() <= viewport.height()


def test_a_field_stays_in_sight_when_the_words_grow_while_somebody_types(sit: Open) -> None:
    person = sit(survey(f"text | t | {'A long question. ' * 8}"), (1024, 600))
    for _ in range(2):
        person.window.page.top.text_size_asked.emit()
    QApplication.processEvents()
    touch(person, fields(person)[0])
    assert person.window.page.keyboard.isVisible()


def test_what_is_erased_by_touch_is_the_last_sign(sit: Open) -> None:
    person = sit(survey("time | t | When?"))
    hour = fields(person)[0]
    QTest.keyClicks(hour, "09")
    hour.setCursorPosition(0)
    touch(person, hour)
    person.tap("Erase the last sign")
    assert hour.text() == "0"


def test_a_sign_struck_on_the_screen_is_given_once(sit: Open) -> None:
    person = sit(survey("text | t | Name?"))
    given: list[str] = []
    person.window.page.blocks[0].answered.connect(lambda ref, text: given.append(text))
    person.tap("K", "i")
    assert given == ["K", "Ki"]


def test_enter_on_what_is_chosen_goes_on_and_takes_nothing_back(sit: Open) -> None:
    person = sit(survey("select_one c | q | Q?", "select_multiple c | m | M?", choices=CHOICES))
    person.tab_to("Apple")
    person.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert person.value("q") == "b"
    person.press(Qt.Key.Key_Return)
    assert person.value("q") == "b" and person.window.page.blocks[0].asked.ref == "/data/m"
    person.tab_to("Cherry")
    person.press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert person.value("m") == "d" and person.window.end.isVisible()


@pytest.mark.parametrize(("row", "typed", "kept"), [
    ("time | q | Q?", ("9", ""), ""),
    ("time | q | Q?", ("", "30"), ""),
    ("time | q | Q?", ("9", "5"), "09:05"),
    ("dateTime | q | Q?", ("3", "9", "2025", "", ""), ""),
    ("date | q | Q?", ("", "9", "2025"), ""),
])
def test_half_a_moment_is_no_answer(
    sit: Open, row: str, typed: tuple[str, ...], kept: str
) -> None:
    person = sit(survey(row))
    for field, text in zip(fields(person), typed, strict=True):
        QTest.keyClicks(field, text)
    assert person.value("q") == kept
    assert [field.text() for field in fields(person)] == list(typed)
    person.tap("Done typing", "Done")
    assert person.window.end.isVisible() is bool(kept)


def test_a_person_goes_back_into_a_repeat_and_knows_how_many_there_are(sit: Open) -> None:
    person = sit(survey("begin_repeat | g | Visit", "text | who | Who?", "end_repeat | | "))
    for name in ("Ann", "Bo <b>x</b>"):
        QTest.keyClicks(QApplication.focusWidget(), name)
        person.tap("Done typing", "Next", *(["Add another"] if name == "Ann" else []))
    told = [label.text() for label in person.window.findChildren(QLabel) if label.isVisible()]
    assert "2 so far" in told
    person.tap("Visit 2: Bo <b>x</b>")
    assert fields(person)[0].text() == "Bo <b>x</b>"
    person.tap("Done typing", "Next", "Remove Visit 1: Ann")
    assert "Remove Visit 1: Ann?" in [
        label.text() for label in person.window.findChildren(QLabel) if label.isVisible()]
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Keep"
    person.tap("Remove")
    assert [a.value for a in person.filler.form.root.answers() if a.name == "who"] == [
        "Bo <b>x</b>"]


def test_a_line_with_more_steps_than_can_be_drawn_still_has_its_ends(sit: Open) -> None:
    person = sit(survey("range | q | Q? | start=0 end=10 step=0.000000001",
                        columns="type | name | label | parameters"))
    person.tap("One step more")
    assert person.value("q") == "0"
    person.tap("One step more")
    assert person.value("q") == "0.001"


@pytest.mark.parametrize(("row", "count"), [
    ("range | q | Q? | x-rating-1-10 | start=0 end=10 step=2", 6),
    ("range | q | Q? | x-rating-stars | start=1 end=5 step=1", 5),
    ("range | q | Q? | x-rating-1-10 | start=1 end=3000000 step=1", 3),
])
def test_a_rating_has_the_steps_its_form_gives(sit: Open, row: str, count: int) -> None:
    person = sit(survey(row, columns="type | name | label | appearance | parameters"))
    assert len(person.window.page.blocks[0].view.tab_way()) == count


def test_figures_of_other_scripts_count(sit: Open) -> None:
    person = sit(survey("integer | a | A?", "decimal | b | B?"))
    fields(person)[0].insert("٤٢")
    assert person.value("a") == "42"
    person.tap("Done typing", "Next")
    fields(person)[0].insert("۱٫۵")
    assert person.value("b") == "1.5"


def test_a_question_shows_its_picture_and_pictures_stand_beside_each_other(
    sit: Open, tmp_path: Path
) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(tmp_path / "p.png"))
    text = "\n".join((
        "| survey |", "| | type | name | label | media::image |",
        "| | select_one c | q | Q? | p.png |", "| choices |",
        "| | list_name | name | label | media::image |", "| | c | a | A | p.png |",
        "| | c | b | B | p.png |", "| | c | d | D | gone.png |", ""))
    person = sit(text, (1280, 800), media=lambda name: str(tmp_path / name))
    block = person.window.page.blocks[0]
    assert block.picture.isVisible() and block.picture.height() >= 200
    tops = {card.y() for card in block.view.tab_way()}
    assert len(tops) == 1, "three pictures fit beside each other"


def test_a_tap_on_what_is_half_in_sight_is_taken_where_it_was_meant(sit: Open) -> None:
    rows = [f"select_one c | q{at} | Question {at}? |  | " for at in range(6)]
    person = sit(page(*rows), (1280, 800))
    pane = person.window.page.pane
    low = pane.mapTo(person.window, QPoint(0, pane.height() - 45)).y()
    under = next(
        card for block in person.window.page.blocks for card in block.view.tab_way()
        if card.mapTo(person.window, QPoint(0, 0)).y() < low
        < card.mapTo(person.window, QPoint(0, card.height())).y()
    )
    at = QPoint(under.mapTo(person.window, under.rect().center()).x(), low)
    handle = person.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=at)
    assert under.isChecked()


def test_a_choice_whose_value_has_blanks_is_shown_as_chosen(sit: Open) -> None:
    person = sit(survey("select_one c | q | Q?", choices=("c | town one | Town 1", "c | b | B")))
    person.tap("Town 1")
    assert person.value("q") == "town one" and person.button("Town 1").isChecked()


def test_a_word_typed_in_a_quick_question_does_not_send_anybody_on(sit: Open) -> None:
    person = sit(survey("text | t | Name? | quick", "select_one c | q | Q? | quick",
                        columns="type | name | label | appearance", choices=CHOICES))
    QTest.keyClicks(QApplication.focusWidget(), "K")
    assert not person.window.page._advance.isActive()
    person.tap("Done typing", "Next", "Apple")
    assert person.window.page._advance.isActive()
    person.tap("Back")
