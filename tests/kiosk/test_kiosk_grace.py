"""A tap meant for the question before neither answers nor skips the one that came by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.citizen import Pace
from kiosk.window import Looks
from survey.records import Answer
from tests.builders import RATINGS, small_campaign
from tests.kiosk.person import Person, begin, open_window

_GRACE = Looks.grace_ms / 1000


class _Ticks:
    """A clock that goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> _Ticks:
    return _Ticks()


@pytest.fixture
def person(qtbot: QtBot, ticks: _Ticks) -> Iterator[Person]:
    """Has answered the first question, and the second has come by itself."""
    person = open_window(qtbot, Pace(advance=10), ticks=ticks)
    begin(person)
    person.tap("Bra")
    qtbot.waitUntil(lambda: person.sees("Fråga 2 av 6"), timeout=2000)
    yield person


def _answers(person: Person) -> dict[UUID, Answer]:
    assert person.keeper.kept is not None
    return dict(person.keeper.kept.answers)


@pytest.mark.parametrize("late", ["Nästa", "Vill inte svara", "Mycket bra", "Bra"])
def test_a_tap_for_the_question_before_changes_nothing(person: Person, late: str) -> None:
    person.tap(late)
    assert person.sees("Fråga 2 av 6") and _answers(person) == {RATINGS[0]: 4}
    assert not person.button("Mycket bra").isChecked()


def test_two_quick_taps_on_a_face_give_one_answer(person: Person) -> None:
    face = person.button("Bra")
    QTest.mouseDClick(face, Qt.MouseButton.LeftButton, pos=face.rect().center())
    assert person.sees("Fråga 2 av 6") and _answers(person) == {RATINGS[0]: 4}


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_5, Qt.Key.Key_Space])
def test_a_key_for_the_question_before_changes_nothing(person: Person, key: Qt.Key) -> None:
    person.button("Mycket bra").setFocus()
    person.press(key)
    assert person.sees("Fråga 2 av 6") and _answers(person) == {RATINGS[0]: 4}


def test_after_the_moment_everything_can_be_pressed(person: Person, ticks: _Ticks) -> None:
    ticks.now += _GRACE - 0.01
    person.tap("Nästa")
    assert person.sees("Fråga 2 av 6"), "an early tap is no reason"
    ticks.now += 0.01
    person.tap("Nästa")
    assert person.sees("Fråga 3 av 6"), "and makes the moment no longer"


def test_after_the_moment_a_key_answers(person: Person, ticks: _Ticks) -> None:
    ticks.now += _GRACE
    person.press(Qt.Key.Key_5)
    assert _answers(person) == {RATINGS[0]: 4, RATINGS[1]: 5}


def test_whoever_presses_next_may_answer_at_once(person: Person, ticks: _Ticks) -> None:
    ticks.now += _GRACE
    person.tap("Nästa")
    person.tap("Nästa")
    assert person.sees("Fråga 4 av 6")


def test_back_and_the_arrow_keys_work_at_once(person: Person) -> None:
    person.press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is person.button("Mycket dåligt")
    person.tap("Tillbaka")
    assert person.sees("Fråga 1 av 6") and person.button("Bra").isChecked()
    person.tap("Dåligt")
    assert _answers(person) == {RATINGS[0]: 2}, "the person asked for that page"


def test_a_finger_that_is_down_on_next_goes_on_once(qtbot: QtBot, ticks: _Ticks) -> None:
    person = open_window(qtbot, Pace(advance=10), ticks=ticks)
    begin(person)
    person.tap("Bra")
    onward = person.button("Nästa")
    middle = onward.rect().center()
    QTest.mousePress(onward, Qt.MouseButton.LeftButton, pos=middle)
    with qtbot.assertNotEmitted(person.window.wished, wait=60):
        assert person.sees("Fråga 1 av 6")
    QTest.mouseRelease(onward, Qt.MouseButton.LeftButton, pos=middle)
    assert person.sees("Fråga 2 av 6")


def test_a_finger_that_slides_away_leaves_the_way_on(qtbot: QtBot, ticks: _Ticks) -> None:
    person = open_window(qtbot, Pace(advance=10), ticks=ticks)
    begin(person)
    person.tap("Bra")
    onward = person.button("Nästa")
    QTest.mousePress(onward, Qt.MouseButton.LeftButton, pos=onward.rect().center())
    QTest.mouseRelease(onward, Qt.MouseButton.LeftButton, pos=QPoint(-200, 0))
    qtbot.waitUntil(lambda: person.sees("Fråga 2 av 6"), timeout=2000)


def test_the_question_about_a_code_is_not_answered_by_a_late_tap(
    qtbot: QtBot, ticks: _Ticks
) -> None:
    campaign = replace(small_campaign(), withdrawal=True)
    person = open_window(qtbot, Pace(advance=10), campaign, ticks)
    begin(person)
    for _ in range(5):
        person.tap("Nästa")
    person.tap("Kvinna")
    qtbot.waitUntil(lambda: not person.sees("Fråga 6 av 6"), timeout=2000)
    before = person.texts()
    for button in person.visible_buttons():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
    assert person.texts() == before and not person.keeper.finished
