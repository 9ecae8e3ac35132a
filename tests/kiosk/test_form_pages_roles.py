"""What a screen reader is told of each kind of question, and the order the Tab key goes in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.questions.asked import Kind
from tests.kiosk.form_builders import EVERY_KIND
from tests.kiosk.form_person import Person, sit_down

ROLE = QAccessible.Role
OF_KIND = {
    Kind.TEXT: {ROLE.EditableText}, Kind.NUMBER: {ROLE.EditableText},
    Kind.COUNTER: {ROLE.EditableText, ROLE.Button}, Kind.MOMENT: {ROLE.EditableText},
    Kind.ONE: {ROLE.RadioButton}, Kind.MANY: {ROLE.CheckBox},
    Kind.SEARCH: {ROLE.EditableText, ROLE.CheckBox}, Kind.RANK: {ROLE.Button},
    Kind.RANGE: {ROLE.Slider, ROLE.Button}, Kind.RATING: {ROLE.RadioButton},
    Kind.ACKNOWLEDGE: {ROLE.CheckBox}, Kind.POINTS: {ROLE.EditableText, ROLE.Button},
    Kind.MATRIX: {ROLE.EditableText}, Kind.REPEAT: {ROLE.Button}, Kind.NOTE: set(),
    Kind.SHOWN: set(), Kind.SKIPPED: set(),
}


def turn(person: Person, at: int) -> None:
    person.filler.pages.turn_to(at)
    person.filler._show()
    QApplication.processEvents()


def place(person: Person, widget: QWidget) -> QPoint:
    return widget.mapTo(person.window, QPoint(0, 0))


@pytest.mark.parametrize("larger", [0, 2])
def test_every_control_has_a_name_and_the_role_of_what_it_does(qtbot: QtBot, larger: int) -> None:
    person = sit_down(qtbot, EVERY_KIND)
    for _ in range(larger):
        person.window.page.top.text_size_asked.emit()
    met = set()
    for at in range(person.filler.pages.count):
        turn(person, at)
        for block in person.window.page.blocks:
            asked = block.asked
            assert asked is not None
            group = QAccessible.queryAccessibleInterface(block.view)
            assert group.text(QAccessible.Text.Name) == asked.label
            met.add(asked.kind)
            roles = set()
            for widget in block.view.tab_way():
                if widget.isVisible():
                    told = QAccessible.queryAccessibleInterface(widget)
                    assert told.text(QAccessible.Text.Name).strip(), f"{asked.ref}: {widget}"
                    roles.add(told.role())
            extra = {ROLE.Button} if asked.kind is Kind.MATRIX else set()
            assert roles - extra == OF_KIND[asked.kind], asked.ref
    assert met >= set(OF_KIND) - {Kind.SHOWN, Kind.SKIPPED}


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_tab_key_goes_in_the_order_of_reading(qtbot: QtBot, language: str) -> None:
    person = sit_down(qtbot, EVERY_KIND, (1280, 800))
    if language == "ar":
        person.window.page.top.language_chosen.emit("ar")
    rtl = language == "ar"
    for at in range(person.filler.pages.count):
        turn(person, at)
        way = [
            widget for block in person.window.page.blocks for widget in block.view.tab_way()
            if widget.isVisible()
        ]
        for first, then in pairwise(way):
            one, other = place(person, first), place(person, then)
            same_row = abs(one.y() - other.y()) < 30
            ahead = (other.x() < one.x()) == rtl
            assert ahead if same_row else other.y() > one.y(), (
                first.accessibleName(), then.accessibleName())
