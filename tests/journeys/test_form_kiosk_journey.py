"""A workbook becomes a survey, people tap through it in the real window, and rows are theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import app
from kiosk.forms.page import FormPage
from kiosk.running import Kiosk
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from storage.workspace import Workspace, open_workspace
from storage.workspace.reviews import Which
from sync.enrolment import read_device
from tests.journeys.form_taps import STEPS, take
from tests.kiosk.form_kiosk_builders import PARK, said
from tests.kiosk.form_visitor import FormPerson, sit_at, tap
from vardera import main

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "fyra ord som räcker"
WHOLE = {"dog": "yes", "dogname": "Bo", "quick": "no", "met": 4, "age": 41, "likes": {"sun"},
         "who/1": "Kim"}


@dataclass
class Town:
    """A workspace with the survey, a kiosk that has its package, and a folder between them."""

    path: Path
    qtbot: QtBot
    open: list[Kiosk] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workspace, self.stick = self.path / "ws", self.path / "stick"
        self.store = self.path / "kiosk"
        self.stick.mkdir()
        table, book = self.path / "park.md", self.path / "park.xlsx"
        table.write_text(PARK, "utf-8")
        assert main(["form", "convert", str(table), "--to", "xlsx", "--out", str(book)]) == 0
        new = ["campaign", "new", str(self.workspace), "--from", str(book), "--withdrawal"]
        assert main(["workspace", "create", str(self.workspace), "--name", "Kommunen"]) == 0
        assert main(new) == 0
        assert main(["campaign", "deploy", str(self.workspace), "--to", str(self.stick)]) == 0
        (packed,) = self.stick.glob("*.vpackage")
        assert app.main(["--store", str(self.store), "--install", str(packed), "--json"]) == 0

    def sit_down(self) -> Window:
        """The kiosk starts, and somebody stands before it."""
        load_fonts()
        window = Window(Looks(theme=theme.load(), idle_ms=0))
        self.qtbot.addWidget(window)
        window.resize(1280, 800)
        kiosk = Kiosk(window, self.store, "Disken")
        self.open.append(kiosk)
        kiosk.get_ready()
        window.show()
        self.qtbot.waitExposed(window)
        return window

    def close(self) -> None:
        while self.open:
            self.open.pop().close()

    def carry(self) -> None:
        """To the workspace, twice: what comes again is known."""
        self.close()
        for _ in range(2):
            store = ["--store", str(self.store), "--sync", str(self.stick), "--resend"]
            assert app.main([*store, "--json"]) == 0
            (card,) = self.stick.glob("*.vdevice")
            with self.opened() as here:
                here.register_device(read_device(card.read_bytes()), "Kim")
            assert main(["intake", str(self.workspace), str(self.stick)]) == 0

    def opened(self) -> Workspace:
        return open_workspace(
            self.workspace, passphrase=PASSPHRASE, clock=lambda: datetime.now(UTC)
        )

    def rows(self) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        """What was answered to the end, and what was left."""
        found: tuple[list[dict[str, object]], list[dict[str, object]]] = ([], [])
        with self.opened() as here:
            (campaign,) = here.campaigns()
            for row in here.inbox.listed(campaign.id, Which()):
                shown = here.inbox.response(campaign.id, row.id)
                assert shown is not None
                found[0 if row.complete else 1].append(said(campaign, shown))
            assert here.verify().faults == ()
        return found


@pytest.fixture
def town(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    made = Town(tmp_path, qtbot)
    yield made
    made.close()


def visit(window: Window, steps: Sequence[str]) -> None:
    for step in ("Svenska", "Ja, jag vill svara", *steps):
        take(window, step)


def test_what_is_tapped_in_the_window_comes_home_as_rows(town: Town) -> None:
    window = town.sit_down()
    visit(window, (*STEPS, "Klar", "Nej tack", "Klar"))
    visit(window, (*STEPS[:5], "Avsluta", "Sluta här", "Klar"))
    visit(window, ("Nej", "Avsluta", "Lämna utan att spara", "Klar"))
    visit(window, ("Nästa", "Avsluta"))
    visit(window, (*STEPS, "Klar", "Ja, ge mig en kod"))
    town.carry()
    complete, left = town.rows()
    assert complete == [WHOLE, WHOLE]
    assert left == [{"dog": "yes", "dogname": "Bo"}]


def killed_after(town: Town, taps: int) -> int:
    """Start the kiosk with somebody who taps, and kill it; how many taps were surely made."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.form_taps", str(town.store)], cwd=ROOT,
        stdout=subprocess.PIPE, text=True, env=dict(os.environ),
    ) as program:
        assert program.stdout is not None
        made = 0
        for _ in program.stdout:
            made += 1
            if made == taps:
                program.kill()
                break
        program.communicate(timeout=60)
    assert made == taps
    return made


def snapshots(person: FormPerson) -> list[dict[str, object]]:
    """What is kept after each tap."""
    found = []
    for step in ("Svenska", "Ja, jag vill svara", *STEPS):
        take(person.window, step)
        found.append(person.kept)
    return found[2:]


def test_a_kiosk_killed_at_any_moment_loses_no_tap_and_shows_nobody_anything(town: Town) -> None:
    expected = snapshots(sit_at(town.qtbot))
    made = [killed_after(town, taps) for taps in (1, 14)]
    window = town.sit_down()
    assert any(w.isVisible() and w.text() == "Parken" for w in window.findChildren(QLabel))
    tap(window, "Svenska")
    tap(window, "Ja, jag vill svara")
    assert not any(b.isChecked() for b in window.view(FormPage).blocks[0].view.tab_way())
    for step in (*STEPS, "Klar", "Nej tack"):
        take(window, step)
    town.carry()
    complete, left = town.rows()
    assert complete == [WHOLE]
    assert len(left) == len(made), "each person once"
    for taps in sorted(made, reverse=True):
        could_be = expected[taps - 1 :]  # it may have got further before it was dead
        theirs = next((one for one in left if one in could_be), None)
        assert theirs is not None, f"nobody has the answers of {taps} taps or more"
        left.remove(theirs)
