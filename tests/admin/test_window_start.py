"""The start page: open, create, recovery code once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from admin.background import Waiting
from admin.shell.tone import Tone
from admin.start.presenter import StartPresenter
from admin.start.state import Mode, Overview, StartState
from assets.words import Words
from tests.admin.window_builders import CODE, PASSPHRASE, FakeDoors, attempt


@dataclass
class Page:
    """A view that remembers everything it was shown."""

    shown: list[StartState] = field(default_factory=list)

    def show_state(self, state: StartState) -> None:
        self.shown.append(state)

    @property
    def now(self) -> StartState:
        return self.shown[-1]


@dataclass
class Scene:
    page: Page = field(default_factory=Page)
    doors: FakeDoors = field(default_factory=FakeDoors)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))
    opened: list[str] = field(default_factory=list)
    seen: list[Overview] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = StartPresenter(
            self.page,
            self.doors,
            self.background,
            lambda: self.opened.append("opened"),
            self.seen.append,
        )
        self.presenter.show(Words("sv"))


def test_the_right_passphrase_opens_and_shows_what_is_there() -> None:
    scene = Scene()
    scene.presenter.open("/data", PASSPHRASE)
    assert scene.page.now.busy and not scene.opened
    scene.background.flush()
    assert scene.page.now.mode is Mode.OPEN and not scene.page.now.busy
    assert scene.page.now.overview is not None and scene.page.now.overview.answers == 1038
    assert scene.opened == ["opened"]


def test_a_wrong_passphrase_is_said_calmly_and_nothing_opens() -> None:
    scene = Scene()
    scene.presenter.open("/data", "fel lösenfras")
    scene.background.flush()
    state = scene.page.now
    assert state.mode is Mode.CHOOSE and state.tone is Tone.TROUBLE and not state.busy
    assert state.message.startswith("Det öppnar inte arbetsytan.")
    assert not state.about_creating and not scene.opened
    assert "fel lösenfras" not in state.message


def test_pressing_twice_opens_once() -> None:
    scene = Scene()
    scene.presenter.open("/data", PASSPHRASE)
    scene.presenter.open("/data", PASSPHRASE)
    assert scene.background.waiting == 1


@pytest.mark.parametrize(
    ("folder", "name", "first", "second", "said"),
    [
        ("/data", "", PASSPHRASE, PASSPHRASE, "namn"),
        ("", "Väsby", PASSPHRASE, PASSPHRASE, "mapp"),
        ("/data", "Väsby", "kort", "kort", "minst 12 tecken"),
        ("/data", "Väsby", PASSPHRASE, PASSPHRASE + "x", "inte lika"),
    ],
)
def test_creating_says_what_is_missing_before_anything_is_made(
    folder: str, name: str, first: str, second: str, said: str
) -> None:
    scene = Scene()
    scene.presenter.create(folder, name, first, second)
    assert said in scene.page.now.message and scene.page.now.about_creating
    assert scene.background.waiting == 0


def test_the_recovery_code_is_shown_once_and_then_forgotten() -> None:
    scene = Scene()
    scene.presenter.create("/data", "Upplands Väsby", PASSPHRASE, PASSPHRASE)
    scene.background.flush()
    assert scene.page.now.mode is Mode.RECOVERY and scene.page.now.code == CODE
    assert not scene.opened, "the pages wait until the code is on paper"
    scene.presenter.save_sheet(Path("/tmp/blad.pdf"))
    scene.background.flush()
    assert scene.doors.sheets == [(Path("/tmp/blad.pdf"), "Upplands Väsby", CODE)]
    scene.presenter.code_kept()
    assert scene.page.now.mode is Mode.OPEN and scene.page.now.code == ""
    assert scene.opened == ["opened"]


def test_the_recovery_code_asks_for_a_new_passphrase() -> None:
    scene = Scene()
    scene.presenter.open_with_code("/data", CODE)
    scene.background.flush()
    assert scene.page.now.mode is Mode.RENEW and not scene.opened
    scene.presenter.renew("kort", "kort")
    assert "minst 12 tecken" in scene.page.now.message and not scene.doors.renewed
    scene.presenter.renew("fyra nya ord att minnas", "fyra nya ord att minnas")
    scene.background.flush()
    assert scene.doors.renewed == [(CODE, "fyra nya ord att minnas")]
    assert scene.page.now.mode is Mode.OPEN and "Gör en ny säkerhetskopia" in scene.page.now.message
    assert scene.opened == ["opened"]


def test_a_new_passphrase_may_be_put_off() -> None:
    scene = Scene()
    scene.presenter.open_with_code("/data", CODE)
    scene.background.flush()
    scene.presenter.skip_renewing()
    assert scene.page.now.mode is Mode.OPEN and scene.opened == ["opened"]
    assert not scene.doors.renewed


def test_a_wrong_recovery_code_opens_nothing() -> None:
    scene = Scene()
    scene.presenter.open_with_code("/data", "K7QD 2MXA")
    scene.background.flush()
    assert scene.page.now.mode is Mode.CHOOSE and scene.page.now.tone is Tone.TROUBLE
    assert "K7QD" not in scene.page.now.message


def test_another_language_reads_the_overview_again() -> None:
    scene = Scene()
    scene.presenter.open("/data", PASSPHRASE)
    scene.background.flush()
    looked = scene.doors.looked
    scene.presenter.show(Words("en"))
    scene.background.flush()
    assert scene.doors.looked == looked + 1


def test_english_is_complete() -> None:
    scene = Scene()
    scene.presenter.show(Words("en"))
    scene.presenter.open("", "")
    assert scene.page.now.message == "Choose the folder of the workspace first."
