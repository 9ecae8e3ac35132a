"""The watchdog: small programs in the window's place that fall, stand still, or end."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk import watchdog, watchdog_looks
from kiosk.watchdog import Duty, Watchdog, itself
from kiosk.watchdog_falls import FIRST_REST, LONGEST_REST, MOST, WITHIN, Falls, Mode, Start
from kiosk.watchdog_heart import Heart
from kiosk.watchdog_line import AGAIN, ATTRACT, FAULT, LARGE, LONG, LONGEST, QUIET, WAIT
from kiosk.watchdog_looks import WAITS, Look, Silence, look_at
from storage.device_log import NAME
from storage.kiosk.database import BUSY_SECONDS
from storage.waiting import waits
from survey.device_notes import Trouble

BEATS = "import os, signal, sys; beat = lambda: os.write(1, b'.'); beat(); "
ENDS = BEATS + "sys.exit(0)"
SEGV = BEATS + "os.kill(os.getpid(), signal.SIGSEGV)"
TRACED = BEATS + "import faulthandler; faulthandler.enable(open(sys.argv[1], 'w')); signal.pause()"
WORKS = "import os, sys, threading; os.write(1, b'l'); threading.Event().wait(1.2); sys.exit(0)"
LIVES = BEATS + """
import threading, time
def beats():
    while True:
        beat(); threading.Event().wait(0.1)
threading.Thread(target=beats, daemon=True).start()
os.read(0, 1)
sys.exit(0)
"""


def exits(code: int) -> str:
    return BEATS + f"sys.exit({code})"


class Lives:
    """Gives each start its program in turn, and remembers how it was started."""

    def __init__(self, folder: Path, *programs: str) -> None:
        self.folder = folder
        self.starts: list[Start] = []
        self._programs = iter(programs)
        self.told: list[str] = []
        self.on_start: Callable[[], None] = lambda: None

    def run(self, quiet: float = QUIET) -> int:
        duty = Duty(
            command=self._command, directory=self.folder, quiet=quiet, told=self.told.append
        )
        self.watchdog = Watchdog(duty)
        return self.watchdog.run()

    def _command(self, start: Start) -> list[str]:
        self.starts.append(start)
        self.on_start()
        return [sys.executable, "-S", "-c", next(self._programs), str(self.folder / "fallen")]

    def log(self) -> str:
        file = self.folder / NAME
        return file.read_text() if file.exists() else ""


def test_what_a_person_ends_is_not_started_again(tmp_path: Path) -> None:
    lives = Lives(tmp_path, ENDS)
    assert lives.run() == 0
    assert len(lives.starts) == 1 and not lives.log()


def test_wrong_use_is_told_and_not_tried_again(tmp_path: Path) -> None:
    assert Lives(tmp_path, exits(2)).run() == 2


def test_a_crash_is_started_again_at_once_and_noted_with_its_signal(tmp_path: Path) -> None:
    lives = Lives(tmp_path, SEGV, ENDS)
    assert lives.run() == 0
    assert [start.after for start in lives.starts] == [0, 0]
    assert "crashed SIGSEGV" in lives.log() and lives.log().endswith("started")


def test_what_stands_still_is_killed_and_its_place_noted(tmp_path: Path) -> None:
    lives = Lives(tmp_path, TRACED, ENDS)
    assert lives.run(quiet=0.5) == 0
    assert lives.told == ["froze"]
    assert "froze stood still" in lives.log() and "<string>:1 <module>" in lives.log()


def test_long_work_that_was_told_beforehand_is_no_standstill(tmp_path: Path) -> None:
    lives = Lives(tmp_path, WORKS)
    assert lives.run(quiet=0.5) == 0
    assert len(lives.starts) == 1


def test_who_waits_for_the_disk_does_not_stand_still_while_another_thread_says_so(
    tmp_path: Path,
) -> None:
    waits = BEATS + """
import threading
for _ in range(12): os.write(1, b'w'); threading.Event().wait(0.1)
"""
    lives = Lives(tmp_path, waits)
    assert lives.run(quiet=0.5) == 0 and len(lives.starts) == 1
    over = BEATS + "import threading; os.write(1, b'w'); threading.Event().wait()"
    lives = Lives(tmp_path, over, ENDS)
    assert lives.run(quiet=0.5) == 0
    assert lives.told == ["froze"]


@pytest.mark.skipif(sys.platform != "linux", reason="only here the system tells of a thread")
@pytest.mark.parametrize("harm", [
    "os.write(1, b'l'); os.kill(os.getpid(), signal.SIGSTOP)",
    "os.write(1, b'w')\nwhile True: os.write(1, b'w')",
], ids=["stopped while it starts", "loops and says that it waits"])
def test_nothing_announced_hides_what_the_system_tells(
    tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "LONGEST", math.inf)
    monkeypatch.setattr(watchdog_looks, "WAITS", math.inf)
    lives = Lives(tmp_path, BEATS + harm, ENDS)
    gives_up = threading.Timer(30, lambda: lives.watchdog.end())
    gives_up.start()
    try:
        assert lives.run(quiet=0.5) == 0
    finally:
        gives_up.cancel()
        gives_up.join()
    assert lives.told == ["froze"]


RAN, SLEPT = Look(state="R", spent=7.0), Look(state="S", spent=7.0)
SILENT = Silence(since=100.0, least=QUIET, before=Look(state="R", spent=6.9))


@pytest.mark.parametrize(("look", "still"), [
    (Look(state="D", spent=6.9), False),
    (RAN, False),
    (RAN._replace(spent=9.0), True),
    (SLEPT, True),
    (Look(state="T", spent=6.9), True),
    (None, True),
], ids=["disk", "no processor for it", "loops", "waits for what never comes", "stopped", "unknown"])
def test_what_excuses_a_silence(look: Look | None, still: bool) -> None:
    assert SILENT.is_standstill(102.1, QUIET, look) is still
    assert not SILENT.is_standstill(101.9, QUIET, look)
    assert SILENT.is_standstill(100 + WAITS + 1, QUIET, look), "nothing does for ever"


def test_whoever_starts_may_be_silent_for_longer_unless_it_is_stopped() -> None:
    starts = SILENT._replace(least=LONGEST)
    assert not starts.is_standstill(100 + LONGEST - 1, QUIET, SLEPT)
    assert starts.is_standstill(102.1, QUIET, SLEPT._replace(state="T"))


def test_a_loop_is_one_though_another_thread_says_that_it_waits() -> None:
    told = SILENT._replace(told=102.0)
    assert not told.is_standstill(102.1, QUIET, SLEPT)
    assert told.is_standstill(102.1, QUIET, RAN._replace(spent=9.0))


def test_the_system_tells_how_this_thread_fares() -> None:
    found = look_at(os.getpid())
    assert (found is None) == (sys.platform != "linux")
    assert found is None or (found.state == "R" and found.spent > 0)
    assert look_at(-1) is None


def test_the_heart_says_what_its_thread_does(qapp: QApplication) -> None:
    reading, writing = os.pipe()
    heart = Heart(writing)
    heart.at_attract()
    heart.close()
    with os.fdopen(reading, "rb") as said:
        assert said.read() == LONG + ATTRACT


def test_a_large_survey_that_is_read_at_the_start_takes_no_patience_away(
    qapp: QApplication,
) -> None:
    reading, writing = os.pipe()
    heart = Heart(writing)
    heart.large_survey()
    heart.at_attract()
    heart.large_survey()
    heart.close()
    with os.fdopen(reading, "rb") as said:
        assert said.read() == LONG + LONG + ATTRACT + LARGE


def test_while_the_window_s_thread_waits_another_says_so(qapp: QApplication) -> None:
    reading, writing = os.pipe()
    heart = Heart(writing)
    heart.tell_waits()
    with waits(), os.fdopen(reading, "rb", buffering=0) as said:
        assert said.read(1) == LONG
        assert said.read(1) == WAIT
        heart.close()
    assert "waits" not in [thread.name for thread in threading.enumerate()]


def test_the_watchdog_is_patient_for_longer_than_the_store_waits() -> None:
    assert BUSY_SECONDS < WAITS


def test_a_fault_that_noted_itself_is_not_noted_twice(tmp_path: Path) -> None:
    lives = Lives(tmp_path, exits(FAULT), ENDS)
    lives.run()
    assert Trouble.CRASHED not in lives.log() and "started" in lives.log()


def test_three_falls_lead_to_safety_and_from_there_back(tmp_path: Path) -> None:
    lives = Lives(tmp_path, *3 * [exits(1)], exits(AGAIN), exits(1), ENDS)
    assert lives.run() == 0
    modes = [start.mode for start in lives.starts]
    assert modes == [Mode.USUAL] * 3 + [Mode.SAFE, Mode.USUAL, Mode.SAFE]
    assert lives.starts[5].rest == 2 * lives.starts[3].rest


def test_what_never_stood_is_given_up_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lives = Lives(tmp_path, *3 * ["import sys; sys.exit(1)"])
    assert lives.run() == 1
    assert "cannot be started here" in capsys.readouterr().err


def test_told_to_end_it_lets_the_window_end_first(tmp_path: Path) -> None:
    lives = Lives(tmp_path, LIVES)
    lives.on_start = lambda: lives.watchdog.end()
    assert lives.run() == 0
    assert lives.told == [] and not lives.log()


def test_the_window_is_this_same_program_told_how_it_was_started() -> None:
    command = itself(["--store", "x"], Start(mode=Mode.SAFE, rest=60))
    assert command[1:] == ["-m", "kiosk.app", "--store", "x", "--watched", "safe:60"]


def test_falls_far_apart_never_add_up() -> None:
    falls = Falls()
    modes = {falls.fell(at * WITHIN).mode for at in range(1, 20)}
    assert modes == {Mode.USUAL}


def test_whatever_falls_how_often_the_machine_is_not_eaten() -> None:
    falls, now, starts = Falls(), 0.0, 0
    while now < 24 * 3600:
        now += 1 + falls.fell(now).after  # it falls a second after each start
        starts += 1
    assert starts < 24 * 3600 / 300 + 20


def test_safety_lasts_longer_each_time_and_is_forgotten_after_a_good_while() -> None:
    falls, now, rests = Falls(), 0.0, []
    for _ in range(4):
        while falls.fell(now).mode is Mode.USUAL:
            now += 1
        rests.append(falls._last.rest)
        now += rests[-1]
        falls.again(now)
    assert rests == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST, LONGEST_REST]
    now += 2 * LONGEST_REST
    for _ in range(MOST):
        start = falls.fell(now)
    assert (start.mode, start.rest) == (Mode.SAFE, FIRST_REST)


def test_even_in_safety_it_falls_to_less_and_less_at_longer_intervals() -> None:
    falls = Falls()
    for _ in range(MOST):
        falls.fell(0)
    after = [falls.fell(0) for _ in range(8)]
    assert {start.mode for start in after} == {Mode.BARE}
    assert [start.after for start in after] == [5, 10, 20, 40, 80, 160, 300, 300]
