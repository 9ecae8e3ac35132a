"""The first tap is heard before staff's corner and the voice are there, and they miss nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.company import Company
from kiosk.frame import Comfort
from kiosk.running import Kiosk
from kiosk.staff.dimming import Shade
from kiosk.staff.settings import Settings, write_settings
from kiosk.views.tools import ListenAsked
from kiosk.window import Looks, Window
from storage.kiosk.occasions import Where
from survey import flow
from survey.conduct import Conduct, OneTap, Way
from survey.hours import Shut
from tests.kiosk.listener import FakeVoice
from tests.kiosk.package_builders import ONE_UNIT, packaged
from tests.kiosk.staff_builders import staff_at

ONE_TAP = replace(ONE_UNIT, conduct=Conduct(
    way=Way.ONE_TAP, one_tap=OneTap(question=ONE_UNIT.ratings()[0].id)
))


@pytest.fixture
def started(qtbot: QtBot, tmp_path: Path) -> Kiosk:
    """A kiosk that has just been started, at an occasion; nobody is there but who taps."""
    staff = staff_at(tmp_path, ONE_TAP)
    where = Where(campaign=ONE_TAP.id, unit=ONE_TAP.units[0].id)
    staff.store.occasions.begin("Föreningen", "", where, date(2026, 3, 2))
    staff.store.close()
    return kiosk_in(qtbot, tmp_path / "kiosk")


def kiosk_in(qtbot: QtBot, directory: Path) -> Kiosk:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    kiosk = Kiosk(window, directory, "Entré")
    kiosk.get_ready(hurries=True)
    return kiosk


def test_a_tap_before_staff_are_there_counts_at_their_occasion(started: Kiosk) -> None:
    shown = started.screen
    assert isinstance(shown, screens.AttractScreen) and shown.occasion == "Föreningen"
    assert started._company._staff is None and started._store is not None
    before = started._store.waiting()
    started._window.wished.emit(flow.TapFace(4))
    assert isinstance(started.screen, screens.OneTapThanksScreen)
    assert started._store.waiting() > before, "it is kept though nobody else has come"
    started._window.wished.emit(flow.Restart())
    started._company.gather(lambda: None, later=False)
    found = started._store.occasions.now()
    assert found is not None and found.answered == 1
    started.close()


def test_staff_the_voice_and_the_carrier_come_by_themselves(started: Kiosk, qtbot: QtBot) -> None:
    company = started._company
    assert company._ear is None and company._staff is None and started._delivery is None
    qtbot.waitUntil(lambda: started._delivery is not None)
    assert company._ear is not None and company._staff is not None
    assert company._ear.comfort == started.screen.frame.comfort, "it knows what stands there"
    started.close()


def test_a_kiosk_that_is_closed_at_once_waits_for_nobody(started: Kiosk, qtbot: QtBot) -> None:
    company = started._company
    started.close()
    assert not company._soon.isActive()
    assert company._staff is None and started._delivery is None


def test_what_staff_have_set_holds_before_they_are_there(qtbot: QtBot, tmp_path: Path) -> None:
    staff_at(tmp_path, ONE_TAP).store.close()
    write_settings(tmp_path / "kiosk", Settings(locked=True))
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    shown = kiosk.screen
    assert isinstance(shown, screens.AsleepScreen) and shown.why is Shut.LOCKED
    kiosk.close()


def test_staff_are_there_at_once_where_nobody_can_be_asked(qtbot: QtBot, tmp_path: Path) -> None:
    staff_at(tmp_path, None).store.close()
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    assert isinstance(kiosk.screen, screens.NotReadyScreen)
    assert kiosk._company._staff is not None
    kiosk.close()


def test_a_kiosk_that_got_its_survey_later_hears_who_begins_by_ear(
    qtbot: QtBot, tmp_path: Path
) -> None:
    staff_at(tmp_path, None).store.close()
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    assert kiosk._store is not None and kiosk._company._ear is None
    kiosk._store.install(packaged(ONE_TAP))
    kiosk._package_came()
    shown, ear = kiosk.screen, kiosk._company._ear
    assert isinstance(shown, screens.AttractScreen)
    assert ear is not None and ear._screen is shown
    ear._voice = FakeVoice()
    QTest.keyClick(kiosk._window, Qt.Key.Key_Space)
    assert isinstance(kiosk.screen, screens.AttractScreen) and kiosk.screen.frame.comfort.aloud
    assert ear._voice.heard
    kiosk.close()


def test_the_first_screen_has_the_light_that_staff_have_set(qtbot: QtBot, tmp_path: Path) -> None:
    staff_at(tmp_path, ONE_TAP).store.close()
    write_settings(tmp_path / "kiosk", Settings(brightness=40))
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    ground, company = kiosk._window.stage.ground, kiosk._company
    assert company._staff is None
    before = ground.grab().toImage().pixelColor(5, 5).lightness()
    assert before < 120, "a shade lies over it before anybody has come"
    company.gather(lambda: None, later=False)
    assert company._staff is not None
    assert len(ground.findChildren(Shade)) == 1
    assert ground.grab().toImage().pixelColor(5, 5).lightness() == before
    company._staff._adjust(Settings())
    assert ground.grab().toImage().pixelColor(5, 5).lightness() > 2 * before
    kiosk.close()


def test_who_presses_listen_before_the_voice_is_there_hears_the_screen_when_it_comes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    staff_at(tmp_path, ONE_TAP).store.close()
    write_settings(tmp_path / "kiosk", Settings(comfort=Comfort(aloud=True)))
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    assert kiosk._company._ear is None
    kiosk._company._voice = voice = FakeVoice()
    QCoreApplication.sendEvent(kiosk._window, ListenAsked())
    kiosk._company.gather(lambda: None, later=False)
    assert voice.heard[0].startswith("Så fungerar")  # the whole screen, as to who did not press
    kiosk.close()


def test_a_fault_before_staff_are_there_lets_them_in_all_the_same(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise LookupError("what nobody foresaw")

    staff_at(tmp_path, ONE_TAP).store.close()
    with monkeypatch.context() as broken:
        broken.setattr(Company, "welcome", breaks)
        window = Window(Looks(theme=theme.load(), idle_ms=0))
        qtbot.addWidget(window)
        kiosk = Kiosk(window, tmp_path / "kiosk", "Entré")
        with pytest.raises(LookupError) as met:
            kiosk.get_ready(hurries=True)
    kiosk.unforeseen(met.type, met.value, met.tb)
    assert isinstance(kiosk.screen, screens.NotReadyScreen)
    company = kiosk._company
    assert company._staff is None
    qtbot.waitUntil(lambda: company._staff is not None and kiosk._delivery is not None)
    assert company._staff._may_enter()
    kiosk.close()


def test_a_second_fault_where_staff_cannot_come_is_the_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff_at(tmp_path, ONE_TAP).store.close()
    kiosk = kiosk_in(qtbot, tmp_path / "kiosk")
    fault = LookupError("what nobody foresaw")
    kiosk.unforeseen(LookupError, fault, None)
    assert kiosk._company._soon.isActive()
    kiosk._company._soon.stop()
    kiosk.unforeseen(LookupError, fault, None)
    assert not kiosk._company._soon.isActive()
    kiosk.close()
