"""What lies aside is decided with a reason; a code takes answers back and is kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from admin.devices.hub import Part
from admin.shell.places import Place
from storage.seal.receipt_codes import write_groups
from tests.admin.window_aside import FIRST
from tests.admin.window_builders import Desk

CODE16 = bytes(range(16))


def test_a_file_is_let_go_only_with_a_reason(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.aside.choose(FIRST)
    program.units.aside.ask(giving_up=False)
    program.units.aside.agree(" ")
    assert desk.aside.done == []
    program.units.aside.agree("not ours")
    desk.background.flush()
    assert desk.aside.done == [("let-go", FIRST, "not ours")]


def test_trying_again_and_giving_up_are_done_and_told(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.aside.try_again()
    desk.background.flush()
    program.units.aside.ask(giving_up=True)
    program.units.aside.agree("the kiosk is scrapped")
    desk.background.flush()
    assert [what for what, _, _ in desk.aside.done] == ["again", "give-up"]
    assert desk.aside.done[1][1] == (7,)


def test_a_sealed_copy_is_saved_where_the_person_says(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.aside.save(Path("copy.vbundle"))
    program.units.aside.choose(FIRST)
    program.units.aside.save(Path("copy.vbundle"))
    desk.background.flush()
    assert desk.aside.done == [("save", FIRST, "copy.vbundle")]


def test_a_misread_code_is_told_beside_the_field_and_erases_nothing(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.leaving.withdraw("ABCD")
    desk.background.flush()
    assert desk.eraser.codes == []
    assert "28 characters" in program.units.leaving.state.fault


def test_a_typed_code_takes_answers_back_and_leaves_the_field(qapp: Any, qtbot: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    qtbot.addWidget(program.window)
    program.go(Place.DEVICES)
    program.units.hub.go(Part.LEAVING)
    line = program.window.findChild(QLineEdit, "receipt-code")
    assert isinstance(line, QLineEdit)
    line.setText(write_groups(CODE16).lower().replace(" ", "-"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.background.flush()
    ask = program.units.leaving_view.ask
    assert desk.eraser.codes == [] and ask.isVisibleTo(program.window)
    ask.yes.click()
    desk.background.flush()
    assert desk.eraser.codes == [CODE16] and line.text() == ""
    assert not ask.isVisibleTo(program.window)
    state = program.units.leaving.state
    assert state.message.startswith("Withdrawn.")
    assert any("Surfplatta 3 may hold" in line for line in state.left)
    assert write_groups(CODE16) not in repr(state)


@pytest.mark.parametrize("changing", [False, True])
def test_a_no_or_another_code_erases_nothing(qapp: Any, changing: bool) -> None:
    desk = Desk()
    program = desk.opened("en")
    view = program.units.leaving_view
    line = view.findChild(QLineEdit, "receipt-code")
    assert isinstance(line, QLineEdit)
    line.setText(write_groups(CODE16))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert program.units.leaving.state.asking
    if changing:
        line.setText("ABCD")
    else:
        view.ask.no.click()
    desk.background.flush()
    assert not program.units.leaving.state.asking and desk.eraser.codes == []


def test_the_same_code_again_says_that_it_was_done_before(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    for _ in range(2):
        program.units.leaving.withdraw(write_groups(CODE16))
        desk.background.flush()
    assert "withdrawn before" in program.units.leaving.state.message
