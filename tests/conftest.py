"""Every test: offscreen Qt on a tablet-sized screen, a fixed clock and known randomness.

A guess at a passphrase costs next to nothing here, whoever makes the workspace: what is tested
is seldom how dear a guess is. A test that is about the cost of production asks for the fixture
``production_cost``; programs that a test starts pay it anyway.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from storage.seal import calibration
from storage.seal.slots import Cost

_here = Path(__file__).parent
_screen = _here / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_screen}")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts.warning=false")

_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

CHEAP = Cost(memory=64, passes=1, lanes=1)
_calibrated = calibration.calibrated

LONGEST = (
    "journeys/test_simulator.py",
    "journeys/test_demo_against_pandas.py",
    "admin/test_window_shell.py",
    "journeys/test_escapes.py",
    "kiosk/test_power_at_the_way.py",
    "house/test_style.py",
    "journeys/test_screen_reader_journey.py",
    "kiosk/test_kiosk_room.py",
    "kiosk/test_every_screen.py",
    "kiosk/test_form_window.py",
    "kiosk/test_promised_keys.py",
    "kiosk/test_staff_screens.py",
    "kiosk/test_kiosk_codes_window.py",
    "sync/test_every_bit.py",
    "sync/test_deliveries.py",
    "storage/test_kiosk_powercuts.py",
    "storage/test_new_sheet.py",
    "storage/test_kiosk_full_disk.py",
    "storage/test_kiosk_traces.py",
)
"""They begin first, so that no process is left alone with one of them at the end."""


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Every second process reads the files from behind: each finds compiled what the other was at
    first, and in :func:`pytest_collection_modifyitems` they come to the same order."""
    report = yield
    if isinstance(collector, pytest.Directory) and _worker % 2:
        report.result.reverse()
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others by name."""
    items.sort(key=lambda item: _place(item.path))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that is read here goes before the end: to look through it for garbage again and
    again would take a part of the whole time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def _place(path: Path) -> tuple[int, str]:
    name = path.relative_to(_here).as_posix()
    return (LONGEST.index(name) if name in LONGEST else len(LONGEST)), name


@pytest.fixture(autouse=True, scope="session")
def one_application(qapp: object) -> None:
    """Before a report makes a lesser one for itself, in which no window could stand later."""


@pytest.fixture(autouse=True, scope="session")
def cheap_guesses() -> Iterator[None]:
    """No workspace of this process is made with the cost that this computer can bear."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "calibrated", lambda: CHEAP)
        yield


@pytest.fixture
def production_cost(monkeypatch: pytest.MonkeyPatch, cheap_guesses: None) -> None:
    """Workspaces are made as in production: measured on this computer, never below the least."""
    monkeypatch.setattr(calibration, "calibrated", _calibrated)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Windows that are over go at once, and none outlives its file: a new style is put on everyone
    that is still there, and a program's window is held by its own connections for ever."""
    result = yield
    if "PySide6.QtWidgets" in sys.modules:
        core = sys.modules["PySide6.QtCore"]
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        if nextitem is None or nextitem.path != item.path:
            _leave_no_window()
    return result


def _leave_no_window() -> None:
    for window in QApplication.topLevelWidgets():
        if shiboken6.isValid(window) and window.parent() is None:
            shiboken6.delete(window)
