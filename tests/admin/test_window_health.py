"""What kiosks told of themselves, on the page of kiosks: facts, troubles, what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from admin.devices import health, wording
from admin.devices.details import Details
from admin.devices.source import WorkspaceDevices
from admin.devices.state import DevicesState
from admin.start.held import Held
from assets.words import Words
from storage import bodies
from survey.device_notes import Health, Trouble
from tests.admin.window_devices import LIBRARY, device, stream
from tests.storage.workspace_builders import MORNING, Device, World, new_workspace

SWEDISH, ENGLISH = Words("sv"), Words("en")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
WELL = Health(time=NOON, program="0.5.0", waiting=14, free_mb=9_000, battery=80, degrees=31)


def test_a_kiosk_that_told_nothing_says_nothing() -> None:
    silent = device(LIBRARY, "Entrén", stream(10, 10))
    assert (health.line(silent, ENGLISH), health.troubles(silent, ENGLISH)) == ("", "")
    assert health.history(silent, ENGLISH) == ""


def test_how_it_fares_is_one_line() -> None:
    one = device(LIBRARY, "Entrén", health=(WELL,))
    assert health.line(one, ENGLISH) == (
        "2026-11-18\N{NO-BREAK SPACE}13:00: version 0.5.0, 14 records wait, "
        "9,000 MB free, battery 80 %, 31 °C."
    )
    bare = replace(WELL, battery=None, degrees=None, waiting=1, vouchers=2)
    line = health.line(device(LIBRARY, "Entrén", health=(bare,)), ENGLISH)
    assert "battery" not in line and "1 record waits" in line and "2 vouchers given" in line


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_every_trouble_is_told_in_words(trouble: Trouble, words: Words) -> None:
    one = device(LIBRARY, "Entrén", health=(replace(WELL, troubles=(trouble,)),))
    said = health.troubles(one, words)
    assert said.count("\n") == 0 and said.endswith(".") and len(said) > 40


def test_what_was_wrong_days_ago_is_history() -> None:
    old = replace(WELL, time=NOON - timedelta(days=5), troubles=(Trouble.HOT,), restarts=2)
    one = device(LIBRARY, "Entrén", health=(WELL, old))
    assert health.troubles(one, ENGLISH) == ""
    before = health.history(one, ENGLISH)
    assert "It was hot" in before and "began anew 2 times" in before


@pytest.mark.parametrize(("troubles", "grave"), [
    ((Trouble.DISK_FULL, Trouble.HOT), 2), ((Trouble.SAFE_MODE,), 2),
    ((Trouble.BATTERY_LOW,), 1), ((Trouble.HOT,), 0), ((), 0),
])
def test_the_table_says_what_needs_somebody_now(troubles: tuple[Trouble, ...], grave: int) -> None:
    one = device(LIBRARY, "Entrén", stream(10, 10), health=(replace(WELL, troubles=troubles),))
    (row,) = wording.rows((one,), ENGLISH)
    assert row.grave == grave
    later = replace(one, health=(WELL, *one.health))
    assert wording.rows((later,), ENGLISH)[0].grave == 0


def test_the_details_show_it_and_hide_what_is_not_told(qapp: object) -> None:
    page, view = QWidget(), Details()
    view.setParent(page)
    one = device(LIBRARY, "Entrén", health=(replace(WELL, troubles=(Trouble.HOT,)),))
    state = DevicesState(words=ENGLISH, is_open=True, devices=(one,), chosen=LIBRARY)
    view.show_state(state)
    assert view._told.text().startswith("2026-11-18") and view._told.isVisibleTo(view)
    assert not view._before.isVisibleTo(view)
    view.show_state(replace(state, devices=(device(LIBRARY, "Entrén"),)))
    assert not view._told.isVisibleTo(view) and not view._told_heading.isVisibleTo(view)


def test_the_page_reads_it_without_what_a_wrong_clock_dated_ahead(tmp_path: Path) -> None:
    world = World()
    workspace, _ = new_workspace(tmp_path / "w", world)
    with workspace:
        kiosk = Device(workspace, world).register()
        hours = [replace(WELL, time=MORNING - timedelta(hours=n), waiting=n) for n in range(3)]
        old = replace(WELL, time=MORNING - timedelta(days=90))
        ahead = replace(WELL, time=MORNING + timedelta(days=1_500))
        kiosk.answer(*(bodies.encode(one) for one in (*hours, hours[0], old, ahead)))
        workspace.take_in(kiosk.bundle())
        held = Held(world.clock, lambda: ENGLISH)
        held._workspace = workspace
        desk = WorkspaceDevices(held, lambda: ENGLISH, "Kim", lambda: MORNING.date())
        (found,) = desk.devices()
    assert found.health == tuple(hours)
