"""Which keys answer on a scale: its figures, and nothing that lies beside them on a keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.kiosk.form_person import Person, sit_down

KEY = Qt.Key
NO_FIGURES = (
    KEY.Key_Colon, KEY.Key_Semicolon, KEY.Key_Less, KEY.Key_Minus, KEY.Key_Plus, KEY.Key_Period,
    KEY.Key_Comma, KEY.Key_Slash, KEY.Key_A, KEY.Key_D, KEY.Key_Z, KEY.Key_F5,
)


def at_a_scale(qtbot: QtBot, low: int, high: int) -> Person:
    row = f"|  | range | q | How? | x-rating-1-10 | start={low} end={high} step=1 |\n"
    return sit_down(
        qtbot, "| survey |\n|  | type | name | label | appearance | parameters |\n" + row
    )


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-5, 5), (10, 30)])
def test_no_key_but_a_figure_answers_on_a_scale(qtbot: QtBot, low: int, high: int) -> None:
    person = at_a_scale(qtbot, low, high)
    for key in NO_FIGURES:
        person.press(key)
        assert person.value("q") == "", key.name


@pytest.mark.parametrize(("low", "high", "found"), [(0, 10, "5"), (-5, 5, "5"), (10, 30, "14")])
def test_a_figure_answers_on_a_scale(qtbot: QtBot, low: int, high: int, found: str) -> None:
    person = at_a_scale(qtbot, low, high)
    person.press(KEY.Key_5)
    assert person.value("q") == found
