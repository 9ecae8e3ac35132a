"""The first tap is heard before staff's corner and the voice are there, and they miss nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.running import Kiosk
from kiosk.staff.settings import Settings, write_settings
from kiosk.window import Looks, Window
from storage.kiosk.occasions import Where
from survey import flow
from survey.conduct import Conduct, OneTap, Way
from survey.hours import Shut
from tests.kiosk.package_builders import ONE_UNIT
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
