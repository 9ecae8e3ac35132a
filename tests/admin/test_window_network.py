"""The network page: switched on and off, a kiosk paired by its four words, trouble told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from admin.devices.hub import Part
from admin.listening.state import Offered
from admin.shell.places import Place
from admin.shell.tone import Tone
from tests.admin.window_builders import Desk
from tests.admin.window_network import AT_THE_DOOR, FakeNetwork


def test_a_kiosk_is_paired_with_the_keyboard_after_its_words_were_compared(
    qapp: Any, qtbot: Any
) -> None:
    desk = Desk()
    program = desk.opened("en")
    qtbot.addWidget(program.window)
    program.go(Place.DEVICES)
    program.units.hub.go(Part.NETWORK)
    view = program.units.network_view
    QTest.keyClick(view.switch, Qt.Key.Key_Space)
    desk.background.flush()
    QTest.keyClick(view.pair, Qt.Key.Key_Return)
    desk.background.flush()
    assert not view.yes.isVisible()
    desk.network.said = replace(desk.network.said, pairing=AT_THE_DOOR)
    view.server_changed.emit()
    assert view.words.text().split() == list(AT_THE_DOOR.words)
    QTest.keyClick(view.more, Qt.Key.Key_Return)
    desk.background.flush()
    QTest.keyClick(view.yes, Qt.Key.Key_Return)
    desk.background.flush()
    assert desk.network.done == [
        "start", "open", "extend", "yes to lampa björk segel tisdag",
    ]
    assert "is paired" in program.units.network.state.message and not view.words.isVisible()


def test_other_words_pair_nothing(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    desk.network.start()
    desk.network.said = replace(desk.network.said, left=300, pairing=AT_THE_DOOR)
    program.units.network.look()
    program.units.network.decide(False)
    desk.background.flush()
    assert "was not paired" in program.units.network.state.message
    assert program.units.network.state.tone is Tone.CAUTION
    program.units.network_view.show_state(program.units.network.state)


@dataclass
class Taken(FakeNetwork):
    def start(self) -> None:
        raise PermissionError(13, "the port is taken")


def test_a_network_that_cannot_be_had_is_told_and_the_switch_is_off(qapp: Any) -> None:
    desk = Desk(network=Taken())
    program = desk.opened("en")
    program.units.network.switch(True)
    desk.background.flush()
    assert program.units.network.state.tone is Tone.TROUBLE
    assert not program.units.network_view.switch.isChecked()


def test_answers_that_come_over_the_network_are_shown_everywhere(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    desk.network.start()
    before = desk.doors.looked
    desk.network.said = replace(desk.network.said, files=1, new=38, latest="now")
    program.units.network.look()
    desk.background.flush()
    assert desk.doors.looked > before


def test_with_several_surveys_it_says_so_and_one_is_chosen(qapp: Any) -> None:
    desk = Desk()
    desk.network.offered = tuple(Offered(id=UUID(int=n), title=f"S{n}") for n in (1, 2))
    program = desk.opened("en")
    view = program.units.network_view
    assert "Several surveys are given out" in view._several.accessibleName()
    view.survey.activated.emit(2)
    desk.background.flush()
    assert desk.network.done == [f"survey {UUID(int=2)}"]
    assert view._several.accessibleName() == "" and view.survey.currentText() == "S2"
    desk.network.offered = desk.network.offered[:1]
    program.units.network.refresh()
    desk.background.flush()
    assert view.survey.isHidden() and program.units.network.state.only is None
