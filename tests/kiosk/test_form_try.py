"""A form is tried out in the kiosk's own program, with nothing kept."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk import app
from kiosk.forms.trial import NOTICE, FormWindow
from survey.forms.canonical import write_form
from tests.kiosk.form_builders import EVERY_KIND, form_of

ROOT = Path(__file__).resolve().parents[2]


def test_the_screen_says_that_nothing_is_saved_and_stop_closes_it(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    seen: list[str] = []
    before = set(QApplication.topLevelWidgets())  # what other tests have not let go of yet

    def look() -> None:
        try:
            (window,) = [
                w for w in QApplication.topLevelWidgets()
                if isinstance(w, FormWindow) and w not in before
            ]
            seen.append(window.page._notice.text())
            window.page.top.stopped.emit()
            window.deleteLater()
        finally:
            qapp.quit()

    class Pipe:
        buffer = io.BytesIO(write_form(form_of(EVERY_KIND)))

    monkeypatch.setattr("sys.stdin", Pipe)
    QTimer.singleShot(0, look)
    assert app.main(["--try-form", "-", "--language", "English (en)"]) == 0
    assert seen == [NOTICE]


def test_a_file_that_is_no_form_is_told_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.json").write_text("{}", "utf-8")
    assert app.main(["--try-form", str(tmp_path / "f.json")]) == 1
    assert capsys.readouterr().err


def test_a_running_form_needs_no_reader_of_workbooks_and_no_database() -> None:
    code = "import sys, kiosk.forms.trial; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    tops = {module.split(".")[0] for module in done.stdout.split()}
    assert not tops & {"admin", "openpyxl", "xlrd", "sqlalchemy", "cryptography", "numpy"}
