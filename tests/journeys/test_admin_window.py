"""The administrator's day in the real window: real threads, real store, real files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from admin.app import build
from admin.program import Program
from assets import theme
from storage.seal.slots import DEFAULT_COST, read_slots
from storage.workspace import open_workspace
from sync.courier import exchange
from sync.folder import FolderTransport
from sync.intake import take_in
from tests.journeys.admin_workspace import PASSPHRASE, clock, damage_one, place_with_answers

ROOT = Path(__file__).resolve().parents[2]


class Hand:
    """A person at the window: presses what is seen, reads what is said."""

    def __init__(self, program: Program, qtbot: Any) -> None:
        self.program, self.qtbot, self.window = program, qtbot, program.window

    def press(self, name: str) -> None:
        found = self.window.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton) and found.isVisible(), name
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def press_words(self, words: str) -> None:
        found = [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
        one = next(b for b in found if b.text().strip() == words)
        QTest.mouseClick(one, Qt.MouseButton.LeftButton)

    def write(self, field: str, words: str, nth: int = 0) -> None:
        found = [w for w in self.window.findChildren(QLineEdit)
                 if w.accessibleName() == field and w.isVisible()]
        found[nth].clear()
        QTest.keyClicks(found[nth], words)

    def reads(self, words: str) -> bool:
        return any(
            words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible()
        )

    def waits_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.reads(words), timeout=20_000)


class Picks:
    """Answers the dialogs one after the other."""

    def __init__(self, *answers: Path) -> None:
        self.answers = list(answers)

    def __call__(self, _parent: QWidget, _title: str, _what: str) -> Path | None:
        return self.answers.pop(0)


@pytest.fixture
def picks() -> Picks:
    return Picks()


@pytest.fixture
def hand(qapp: QApplication, qtbot: Any, picks: Picks) -> Iterator[Hand]:
    program = build(qapp, "sv", picks)
    qtbot.addWidget(program.window)
    program.show()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.window.isActiveWindow())
    yield Hand(program, qtbot)
    program.window.close()


@pytest.mark.usefixtures("production_cost")
def test_a_workspace_is_created_and_its_code_put_on_paper(
    hand: Hand, picks: Picks, tmp_path: Path
) -> None:
    sheet = tmp_path / "blad.pdf"
    picks.answers = [sheet]
    hand.write("Organisation", "Exempelkommunen")
    hand.write("Tom mapp", str(tmp_path / "ny"))
    hand.write("Lösenfras", PASSPHRASE, nth=1)
    hand.write("Lösenfrasen en gång till", PASSPHRASE)
    hand.press("create-workspace")
    hand.waits_for("Återställningskod för Exempelkommunen")
    hand.press_words("Spara återställningsbladet …")
    hand.waits_for("Bladet är sparat.")
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_mode & 0o077 == 0, "only its owner may read the sheet"
    hand.press_words("Jag har koden på papper, fortsätt")
    hand.waits_for("Här finns ingen undersökning än.")
    cost = read_slots((tmp_path / "ny" / "workspace.slots").read_bytes()).slots[0].cost
    assert cost.memory * cost.passes >= DEFAULT_COST.memory * DEFAULT_COST.passes


def test_from_carried_files_to_a_saved_report(hand: Hand, picks: Picks, tmp_path: Path) -> None:
    place = place_with_answers(tmp_path)
    whole = damage_one(place.carried)
    damaged = sorted(place.carried.glob("*.vbundle"))[0]
    report = tmp_path / "rapport.pdf"
    picks.answers = [place.carried, place.carried, place.backups, report]

    hand.write("Mapp", str(place.workspace))
    hand.write("Lösenfras", "helt fel fras")
    hand.press("open-workspace")
    hand.waits_for("Det öppnar inte arbetsytan.")
    hand.write("Lösenfras", PASSPHRASE)
    hand.press("open-workspace")
    hand.waits_for("intagna svar")

    hand.press("place-devices")
    hand.waits_for("Välj mappen där kioskerna har lagt sina filer.")
    hand.press("take-in")
    hand.waits_for("1 fil lades åt sidan.")
    damaged.write_bytes(whole)
    hand.press("take-in")
    hand.waits_for("fanns redan")
    assert not hand.reads("lades åt sidan.")
    hand.press("back-up")
    hand.waits_for("Säkerhetskopian ligger i")

    hand.press("place-results")
    hand.waits_for("24 personer")
    assert hand.reads("i 3 fokusgrupper")
    hand.press("save-report")
    hand.waits_for("Rapporten är sparad:")
    assert report.read_bytes().startswith(b"%PDF")

    for kiosk in place.kiosks:
        exchange(kiosk, FolderTransport(place.carried), clock)
        assert kiosk.waiting() == 0, "the receipt lets the kiosk forget what is backed up"
        kiosk.close()


@pytest.mark.window
def test_the_window_stands_on_a_real_screen(tmp_path: Path) -> None:
    place = place_with_answers(tmp_path)
    secret, picture = tmp_path / "secret", tmp_path / "window.png"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    with open_workspace(place.workspace, passphrase=PASSPHRASE, clock=clock) as workspace:
        take_in(workspace, FolderTransport(place.carried), clock=clock, actor="test")
    for kiosk in place.kiosks:
        kiosk.close()
    elsewhere = {k: v for k, v in os.environ.items() if not k.startswith("QT_")}
    done = subprocess.run(
        [
            "xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, "-m",
            "tests.journeys.admin_on_screen", str(place.workspace), str(secret), str(picture),
        ],
        cwd=ROOT, env={**elsewhere, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1440, 860), "its title bar is on the screen too"
    seen = {image.pixel(x, y) for x in range(0, 1440, 8) for y in range(0, 860, 8)}
    assert QColor(theme.load().action).rgb() in seen, "the rail shows where one is"
    assert len(seen) > 20
