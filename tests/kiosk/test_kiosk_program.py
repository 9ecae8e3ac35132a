"""The kiosk as a program over its real store: headless, staff errands, starting, not ready."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk import app, screens
from kiosk.opening import (
    NotReady,
    Ready,
    choose_unit,
    get_ready,
    open_store,
    zone_is_known,
)
from kiosk.running import Kiosk
from kiosk.screens import Reason
from kiosk.style import load_fonts
from kiosk.views.notice import NoticeView
from kiosk.window import Looks, Window
from kiosk.wishes import TryAgain
from storage.bodies import decode
from storage.kiosk import KioskStore
from storage.seal import keys
from storage.values import Package
from survey.records import ClockQuality, Response, SessionClosed, SessionEvent
from survey.session import fold
from sync.enrolment import read_device
from tests.builders import AREA, AREAS, CAMPAIGN, FACTORS, RATINGS, small_campaign
from tests.kiosk.conftest import Drive
from tests.kiosk.package_builders import ONE_UNIT, packaged
from tests.kiosk.screen_builders import ISSUED
from tests.storage.kiosk_builders import bodies as opened


def bodies(store: Path) -> list[object]:
    """Everything collected, opened with the campaign's key."""
    kept = KioskStore.create_or_open(
        store, name="x", clock=lambda: ISSUED, random=os.urandom
    )
    try:
        return [decode(body) for body in opened(kept)]
    finally:
        kept.close()


PERSON = {"at": "2025-09-03T10:40:00+02:00", "language": "sv",
          "answers": {"x1a": 4, "x2a": None, "area": "north"}}


def test_a_driven_person_is_kept_as_the_window_would_keep_them(store: Path, drive: Drive) -> None:
    assert drive(PERSON, PERSON) == (0, [{"done": 1}, {"done": 2}])
    first, _ = bodies(store)
    assert isinstance(first, Response) and first.complete
    assert first.answers == {RATINGS[0]: 4, RATINGS[2]: None, AREA: AREAS[0]}
    around = first.circumstances
    assert around.time == datetime(2025, 9, 3, 8, 30, tzinfo=UTC)
    assert (around.language, around.clock) == ("sv", ClockQuality.OK)


def test_a_person_left_in_the_middle_waits_and_may_go_on_or_be_gone(
    store: Path, drive: Drive
) -> None:
    code, replies = drive({**PERSON, "pause_after_answers": 1}, {"resume": True},
                          {**PERSON, "pause_after_answers": 2}, PERSON)
    assert code == 0
    assert replies == [{"waiting": True}, {"done": 1}, {"waiting": True}, {"left": True},
                       {"done": 2}]
    assert [b.complete for b in bodies(store)] == [True, False, True]


def test_declining_and_stopping_can_be_driven_too(store: Path, drive: Drive) -> None:
    code, replies = drive({**PERSON, "agree": False}, {**PERSON, "stop": True})
    assert (code, replies) == (0, [{"declined": True}, {"left": True}])
    (partial,) = bodies(store)
    assert isinstance(partial, Response) and not partial.complete and len(partial.answers) == 3


@pytest.mark.parametrize("answers", [
    {"x1a": 9}, {"x1a": True}, {"x1a": "north"}, {"area": "nowhere"}, {"area": 2}, {"x9": 1},
])
def test_an_answer_that_does_not_fit_is_refused_without_being_repeated(
    store: Path, drive: Drive, answers: dict[str, object]
) -> None:
    code, replies = drive({**PERSON, "answers": answers}, PERSON)
    assert code == 1 and set(replies[0]) == {"error"} and replies[1] == {"done": 1}
    assert str(next(iter(answers.values()))) not in replies[0]["error"].replace("'x1a'", "")
    assert len(bodies(store)) == 1


@pytest.mark.parametrize("line", [
    "no json", {"at": "soon", "answers": {}}, {"at": "2025-09-03T10:00", "answers": {}}, {},
    {**PERSON, "language": "xx"},
])
def test_a_line_that_cannot_be_played_is_told(drive: Drive, line: Any) -> None:
    code, replies = drive(line, PERSON)
    assert code == 1 and "error" in replies[0] and replies[1] == {"done": 1}


def test_a_session_becomes_events_that_fold_to_it(store: Path, drive: Drive) -> None:
    first, second = (str(f) for f in FACTORS)
    told = {"title": "Group", "method": "focus_group", "participants": [
        {"points": {first: 7, second: 3}}, {"points": {first: 0}, "grades": {first: 4}},
    ]}
    code, replies = drive({"at": PERSON["at"], "session": told})
    assert (code, replies) == (0, [{"session": "Group", "participants": 2, "problems": []}])
    events = bodies(store)
    assert all(isinstance(e, SessionEvent) for e in events)
    state = fold(events)
    assert state.closed and state.participants == (1, 2)
    assert state.points == {1: {FACTORS[0]: 7, FACTORS[1]: 3}}, "nothing given counts as no points"
    assert state.grades == {2: {FACTORS[0]: 4}}
    assert isinstance(events[-1].event, SessionClosed)


def test_the_first_start_writes_the_enrolment_file_and_keeps_it(store: Path) -> None:
    (file,) = store.glob("*.vdevice")
    before = file.read_bytes()
    kept = open_store(store, "another name", lambda: ISSUED, os.urandom)
    assert read_device(before) == kept.identity
    kept.close()
    assert file.read_bytes() == before


def test_carrying_writes_bundles_once_and_again_when_asked(
    store: Path, drive: Drive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive(PERSON)
    folder = tmp_path / "carried"
    folder.mkdir()
    counts = []
    for more in ([], [], ["--resend"]):
        code = app.main(["--store", str(store), "--sync", str(folder), "--json", *more])
        assert code == 0
        counts.append(json.loads(capsys.readouterr().out)["bundles"])
    assert counts == [1, 0, 1] and len(list(folder.glob("*.vbundle"))) == 2


def test_a_store_that_is_in_use_and_a_missing_file_are_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = ["--store", str(store), "--install", str(tmp_path / "none.vpackage")]
    assert app.main(missing) == 2
    held = open_store(store, "x", lambda: ISSUED, os.urandom)
    assert app.main(["--store", str(store), "--sync", str(tmp_path)]) != 0
    held.close()
    assert len(capsys.readouterr().err.splitlines()) == 2


def looked_at(directory: Path, package: Package | None) -> Ready | NotReady:
    kept = open_store(directory, "x", lambda: ISSUED, os.urandom)
    try:
        if package is not None:
            kept.install(package)
        return get_ready(kept, directory)
    finally:
        kept.close()


def test_each_reason_for_not_being_ready_is_told_apart(tmp_path: Path) -> None:
    several = small_campaign()
    unreadable = replace(packaged(), definition=b"{}", hash=keys.digest("package", b"other"))
    assert looked_at(tmp_path / "a", None) == NotReady(reason=Reason.NO_PACKAGE)
    assert looked_at(tmp_path / "b", packaged(several)) == NotReady(
        reason=Reason.NO_UNIT, units=tuple(unit.name["sv"] for unit in several.units)
    )
    assert looked_at(tmp_path / "c", unreadable) == NotReady(reason=Reason.UNREADABLE)
    assert isinstance(looked_at(tmp_path / "d", packaged()), Ready)
    over = replace(packaged(), version=2, recipients=(), hash=keys.digest("package", b"over"))
    assert looked_at(tmp_path / "d", over) == NotReady(reason=Reason.ENDED)
    assert not zone_is_known("Nowhere/Atlantis")
    mine = open_store(tmp_path / "e", "x", lambda: ISSUED, os.urandom)
    mine.install(replace(packaged(), revoked=(mine.identity.public,)))
    assert get_ready(mine, tmp_path / "e") == NotReady(reason=Reason.NO_KEY)
    mine.close()


def test_the_unit_is_chosen_by_name_in_any_language_and_remembered(tmp_path: Path) -> None:
    choose_unit(tmp_path, "branch LIBRARY")
    ready = looked_at(tmp_path, packaged(small_campaign()))
    assert isinstance(ready, Ready) and ready.station.unit == small_campaign().units[1].id


def test_the_window_says_what_is_missing_and_begins_when_it_is_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0))
    qtbot.addWidget(window)
    seen: list[screens.Screen] = []
    shown = window.present
    window.present = lambda screen: (seen.append(screen), shown(screen))
    kiosk = Kiosk(window, tmp_path, "Entrance")
    kiosk.get_ready()
    (first,) = seen
    assert isinstance(first, screens.NotReadyScreen) and first.reason is Reason.NO_PACKAGE
    assert first.device == "Entrance" and len(first.fingerprint) == 24
    assert kiosk._store is not None
    kiosk._store.install(packaged())
    window.wished.emit(TryAgain())
    assert isinstance(seen[-1], screens.AttractScreen)
    kiosk.close()


def test_an_unforeseen_fault_ends_answering_and_logs_no_answer(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0))
    qtbot.addWidget(window)
    kiosk = Kiosk(window, tmp_path, "Entrance")
    secret = "what somebody answered"
    try:
        raise ValueError(secret)
    except ValueError as fault:
        with caplog.at_level(logging.DEBUG):
            kiosk.unforeseen(type(fault), fault, fault.__traceback__)
    assert window.view(NoticeView).isVisibleTo(window)
    assert "ValueError" in caplog.text and secret not in caplog.text


def test_the_first_screen_is_painted_before_the_database_is_loaded() -> None:
    code = (
        "import sys\n"
        "from kiosk.window import application\n"
        "app, window = application(full_screen=False)\n"
        "import kiosk.running\n"
        "print(sorted({m.split('.')[0] for m in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(app.__file__).resolve().parents[1],
    )
    assert "PySide6" in done.stdout
    for late in ("sqlite3", "cryptography", "msgspec", "admin", "numpy"):
        assert f"'{late}'" not in done.stdout


def test_what_is_loaded_after_the_window_is_not_read_as_text() -> None:
    code = (
        "import linecache, sys\n"
        "from kiosk.window import application\n"
        "app, window = application(full_screen=False)\n"
        "linecache.clearcache()\n"
        "import kiosk.running, kiosk.opening\n"
        "print('kiosk.opening' in sys.modules, len(linecache.cache))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(app.__file__).resolve().parents[1],
    )
    assert done.stdout.split() == ["True", "0"]


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--help"])
    assert ended.value.code == 0 and "vardera-kiosk --store" in capsys.readouterr().out
    assert ONE_UNIT.id == CAMPAIGN
