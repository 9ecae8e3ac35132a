"""A form is tried out in the kiosk's own program, with nothing kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.forms.trial import NOTICE
from kiosk.views.grace import USUAL_MS
from survey.forms.canonical import write_form
from tests.kiosk.form_builders import EVERY_KIND, form_of, survey
from tests.kiosk.form_person import sit_down

ROOT = Path(__file__).resolve().parents[2]


# In a program of its own: whatever asks a program to end twice leaves the second asking behind,
# and no loop of events that is begun afterwards would go on for a single turn.
_LOOK_AND_STOP = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from kiosk import app
from kiosk.forms.trial import FormWindow

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, FormWindow):
            sys.stdout.write(window.page._notice.text())
            window.page.top.stopped.emit()

qapp = QApplication([])
QTimer.singleShot(0, look)
sys.exit(app.main(["--try-form", "-", "--language", "English (en)"]))
"""


def test_the_screen_says_that_nothing_is_saved_and_stop_closes_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK_AND_STOP], input=write_form(form_of(EVERY_KIND)),
        capture_output=True, timeout=60, check=False, cwd=ROOT,
    )
    assert (done.returncode, done.stdout.decode()) == (0, NOTICE), done.stderr.decode()


def test_a_file_that_is_no_form_is_told_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.json").write_text("{}", "utf-8")
    assert app.main(["--try-form", str(tmp_path / "f.json")]) == 1
    assert capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["--try-form", str(tmp_path / "none.json")]) == 1
    assert "none.json cannot be read" in capsys.readouterr().err


def test_a_running_form_needs_no_reader_of_workbooks_and_no_database() -> None:
    code = "import sys, kiosk.forms.trial; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    tops = {module.split(".")[0] for module in done.stdout.split()}
    assert not tops & {"admin", "openpyxl", "xlrd", "sqlalchemy", "cryptography", "numpy"}


def test_a_tap_meant_for_the_page_before_does_nothing_to_the_one_that_came_by_itself(
    qtbot: QtBot,
) -> None:
    now = 100.0
    person = sit_down(qtbot, survey(
        "select_one c | first | First? | quick", "select_one c | second | Second? | ",
        "note | third | Third |", columns="type | name | label | appearance",
        choices=("c | a | Apple", "c | b | Banana"),
    ), ticks=lambda: now)
    with qtbot.waitSignal(person.window.page.went_on, timeout=5000):
        person.tap("Apple")
    person.tap("Banana", "Next")
    assert person.value("second") == ""
    assert person.button("Banana").isVisible() and not person.button("Banana").isChecked()
    now += USUAL_MS / 1000
    person.tap("Banana")
    assert person.value("second") == "b"
