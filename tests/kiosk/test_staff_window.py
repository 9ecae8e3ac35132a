"""The staff's corner at the real window: found by the gesture, used by hand and by keys, left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk import screens
from kiosk.running import Kiosk
from kiosk.staff import way_in
from kiosk.staff.gesture import HELD_S
from kiosk.staff.screens import Home, Pad, PadSays, StaffScreen
from kiosk.staff.settings import read_settings
from kiosk.staff.sheets import values
from kiosk.staff.view import StaffView
from kiosk.style import TARGET
from kiosk.window import Looks, Window
from kiosk.wishes import LeftAlone
from storage import bodies as encoded
from storage.kiosk.occasions import Where
from survey import flow
from survey.campaign import Campaign
from survey.hours import Shut
from survey.records import Mode, Response
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.staff_builders import PIN, Ticks, staff_at
from tests.storage.kiosk_builders import bodies

SAFE = 20


@dataclass
class Member:
    """Somebody of the staff at a running kiosk; ``shown`` is what stands at the window."""

    qtbot: QtBot
    directory: Path
    ticks: Ticks
    shown: list[object] = field(default_factory=list)

    def start(self) -> None:
        """The program is started, in a window of its own."""
        self.window = Window(Looks(theme=theme.load(), idle_ms=0))
        self.qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.shown.connect(self.shown.append)
        self.kiosk = Kiosk(self.window, self.directory, "Entré")
        self.kiosk.get_ready()

    def at(self, x: int, y: int, held: float = 0.1) -> None:
        handle = self.window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        self.ticks.now += held
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        self.ticks.now += 0.5

    def knock(self) -> None:
        wide, high = self.window.width() - 1, self.window.height() - 1
        self.at(SAFE, SAFE, HELD_S)
        for x, y in ((wide - SAFE, high - SAFE), (wide - SAFE, SAFE), (SAFE, high - SAFE)):
            self.at(x, y)

    def sees(self, kind: type) -> bool:
        now = self.shown[-1]
        return isinstance(now, StaffScreen) and isinstance(now.at, kind)

    def wait_for(self, kind: type) -> None:
        self.qtbot.waitUntil(lambda: self.sees(kind))

    def button(self, text: str) -> QAbstractButton:
        view = self.window.view(StaffView)
        found = [b for b in view.findChildren(QAbstractButton)
                 if b.isVisible() and text in (b.text(), b.accessibleName())]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def press(self, text: str) -> None:
        self.button(text).click()

    def type(self, text: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def enter(self) -> None:
        self.knock()
        self.type(PIN)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        self.wait_for(Home)


def open_kiosk(
    qtbot: QtBot, directory: Path, monkeypatch: pytest.MonkeyPatch, campaign: Campaign | None,
    pin: str = PIN,
) -> Member:
    staff_at(directory, campaign, pin=pin).store.close()
    ticks = Ticks()
    monkeypatch.setattr(way_in, "when", lambda event: ticks())
    member = Member(qtbot, directory / "kiosk", ticks)
    member.start()
    return member


@pytest.fixture
def member(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Member]:
    found = open_kiosk(qtbot, tmp_path, monkeypatch, ONE_UNIT)
    yield found
    found.kiosk.close()


def test_the_gesture_and_the_pin_lead_in_and_back_leads_out(member: Member) -> None:
    assert isinstance(member.shown[-1], screens.AttractScreen)
    member.enter()
    member.press("Tillbaka till undersökningen")
    assert isinstance(member.shown[-1], screens.AttractScreen)


@pytest.mark.parametrize("aside", [10, 30, 50, 58])
def test_the_finger_that_ends_the_gesture_presses_nothing_of_the_door(
    member: Member, aside: int
) -> None:
    high = member.window.height() - 1
    wide = member.window.width() - 1
    member.at(SAFE, SAFE, HELD_S)
    for x, y in ((wide - SAFE, high - SAFE), (wide - SAFE, SAFE), (aside, high - 30)):
        member.at(x, y)
    assert member.sees(Pad), "it stands there still when the finger is lifted"
    member.press("Tillbaka till undersökningen")
    assert isinstance(member.shown[-1], screens.AttractScreen)


def test_the_chord_leads_to_the_door_too(member: Member) -> None:
    held = Qt.KeyboardModifier
    QTest.keyClick(
        member.window.windowHandle(), Qt.Key.Key_S,
        held.ControlModifier | held.AltModifier | held.ShiftModifier,
    )
    assert member.sees(Pad)


def test_the_pin_can_be_pressed_on_the_screen_and_is_never_shown(member: Member) -> None:
    member.knock()
    for digit in PIN:
        member.press(digit)
    view = member.window.view(StaffView)
    (field,) = [f for f in view.findChildren(QLineEdit) if f.isVisible()]
    assert field.displayText() == "●" * len(PIN) or set(field.displayText()) != set(PIN)
    assert PIN not in field.displayText()
    interface = QAccessible.queryAccessibleInterface(field)
    assert interface.state().passwordEdit
    assert PIN not in interface.text(QAccessible.Text.Value)
    member.press("Fortsätt")
    assert field.text() == ""
    member.wait_for(Home)


def test_nothing_of_the_way_in_is_to_be_seen_or_lies_in_a_corner(member: Member) -> None:
    wide, high = member.window.width(), member.window.height()
    for x, y in ((0, 0), (wide - 1, 0), (0, high - 1), (wide - 1, high - 1)):
        found = member.window.childAt(x, y)
        assert not isinstance(found, QAbstractButton)


def test_in_the_middle_of_answers_the_way_in_is_shut(member: Member) -> None:
    member.kiosk.present(screens.StopScreen(frame=screens.Frame(language="sv")))
    member.knock()
    assert isinstance(member.shown[-1], screens.StopScreen)


def test_nobody_at_the_corner_counts_down_and_goes_back_to_the_people(member: Member) -> None:
    member.enter()
    member.window.wished.emit(LeftAlone())
    view = member.window.view(StaffView)
    assert view.leaving.isVisible()
    for _ in range(20):
        view._count()
    assert isinstance(member.shown[-1], screens.AttractScreen)


def test_any_touch_stops_the_count_down_and_what_was_typed_stays(member: Member) -> None:
    member.enter()
    member.press("Tillfälle")
    member.type("Arabiska")
    member.window.wished.emit(LeftAlone())
    view = member.window.view(StaffView)
    assert view.leaving.isVisible()
    member.at(640, 20)
    assert not view.leaving.isVisible()
    assert view.body.fields[0].text() == "Arabiska"


def test_a_closed_kiosk_says_so_and_stays_closed_after_a_restart(
    member: Member
) -> None:
    member.enter()
    member.press("Stäng kiosken")
    member.press("Stäng kiosken")
    now = member.shown[-1]
    assert isinstance(now, screens.AsleepScreen) and now.why is Shut.LOCKED
    assert read_settings(member.directory).locked
    member.kiosk.close()
    member.start()
    now = member.shown[-1]
    assert isinstance(now, screens.AsleepScreen) and now.why is Shut.LOCKED
    member.enter()
    member.press("Öppna kiosken")
    member.press("Öppna kiosken")
    assert isinstance(member.shown[-1], screens.AttractScreen)


def test_at_a_new_kiosk_the_gesture_asks_for_a_pin_to_be_chosen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = open_kiosk(qtbot, tmp_path, monkeypatch, None, pin="")
    member.knock()
    screen = member.shown[-1]
    assert isinstance(screen, StaffScreen) and isinstance(screen.at, Pad)
    assert screen.at.says is PadSays.NEW
    member.kiosk.close()


def test_every_desk_has_named_controls_of_a_fingers_size_in_a_tab_order(member: Member) -> None:
    member.enter()
    home = [b.text() for b in member.window.view(StaffView).body.findChildren(QAbstractButton)
            if b.isVisible()]
    for name in home:
        if name in (Words("sv")("Pair"), "Hjälp en person", "Stäng kiosken"):
            continue
        member.press(name)
        QApplication.processEvents()
        view = member.window.view(StaffView)
        controls = [w for w in view.findChildren(QAbstractButton) if w.isVisible()]
        for control in controls:
            assert control.accessibleName(), name
            assert min(control.width(), control.height()) >= TARGET - 4, control.text()
        way = [w for w in view.tab_way() if w.isVisible()]
        assert set(controls) <= set(way), name
        texts = [label for label in view.findChildren(QLabel) if label.isVisible()]
        assert any(label.text() for label in texts)
        member.press(next(b.text() for b in view.foot.presses))
        member.wait_for(Home)


def answer_all(member: Member) -> None:
    """A person goes all the way."""
    member.kiosk._wished(flow.ChooseLanguage("sv"))
    member.kiosk._wished(flow.Agree())
    for question in ONE_UNIT.form.questions:
        member.kiosk._wished(flow.Give(question.id, values(question)[0]))
        member.kiosk._wished(flow.Next())
    assert isinstance(member.shown[-1], screens.ThanksScreen)
    member.kiosk._wished(flow.Restart())


def test_one_helped_visit_is_recorded_as_helped_and_the_next_is_not(member: Member) -> None:
    member.enter()
    member.press("Hjälp en person")
    answer_all(member)
    QApplication.processEvents()
    answer_all(member)
    store = member.kiosk._store
    assert store is not None
    found = [encoded.decode(body) for body in bodies(store)]
    modes = [body.circumstances.mode for body in found if isinstance(body, Response)]
    assert modes == [Mode.ASSISTED, Mode.KIOSK]


def test_whoever_answers_at_an_occasion_is_counted(member: Member) -> None:
    store = member.kiosk._store
    assert store is not None
    where = Where(campaign=ONE_UNIT.id, unit=ONE_UNIT.units[0].id)
    store.occasions.begin("Föreningen", "", where, date(2026, 3, 2))
    answer_all(member)
    answer_all(member)
    found = store.occasions.now()
    assert found is not None and found.answered == 2


def test_an_empty_kiosk_has_a_button_for_staff(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = open_kiosk(qtbot, tmp_path, monkeypatch, None, pin="")
    (button,) = [b for b in member.window.findChildren(QAbstractButton)
                 if b.isVisible() and b.text() == "För personalen"]
    button.click()
    assert member.sees(Pad)
    member.kiosk.close()
