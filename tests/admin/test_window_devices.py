"""The page of kiosks: what is said of each, revoking, deciding, registering."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from admin.background import Waiting
from admin.devices import wording
from admin.devices.asked import question
from admin.devices.presenter import DevicesPresenter
from admin.devices.state import Asking, DevicesState
from admin.shell.tone import Tone
from assets.words import Words
from tests.admin.window_builders import attempt
from tests.admin.window_devices import HALL, LIBRARY, LOST, NEW, FakeDesk, devices

EN = Words("en")


@dataclass
class Scene:
    desk: FakeDesk = field(default_factory=FakeDesk)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))
    shown: list[DevicesState] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = DevicesPresenter(
            self, self.desk, self.background, lambda: self.changed.append("x")
        )
        self.presenter.show(EN)
        self.presenter.workspace_opened()
        self.background.flush()

    def show_state(self, state: DevicesState) -> None:
        self.shown.append(state)

    @property
    def now(self) -> DevicesState:
        return self.shown[-1]

    def choose(self, public: bytes) -> None:
        self.presenter.choose(public)
        self.background.flush()


def test_what_is_missing_odd_or_late_is_said_with_what_to_do() -> None:
    said = wording.troubles(devices()[1], EN)
    assert "3 records are missing from Kommunhuset" in said and "send again" in said
    assert "restored or copied" in said and "2 hours ahead" in said
    assert wording.troubles(devices()[0], EN) == ""


def test_choosing_a_device_shows_what_came_of_it() -> None:
    scene = Scene()
    scene.choose(HALL)
    assert scene.now.device is not None and scene.now.device.standing.name == "Kommunhuset"
    assert "file 4, 38 new" in wording.arrivals(scene.now.arrived, EN)


def test_revoking_says_what_happens_and_wants_a_reason() -> None:
    scene = Scene()
    scene.choose(LIBRARY)
    scene.presenter.ask(Asking.REVOKE)
    asked = question(scene.now)
    assert asked is not None and "after its last receipt are held" in asked.what
    scene.presenter.agree("   ")
    assert scene.now.fault and not scene.desk.done
    scene.presenter.agree("stolen on Tuesday")
    scene.background.flush()
    assert scene.desk.done == [("revoke", LIBRARY, "stolen on Tuesday")]
    assert "14 answers are held" in scene.now.message and scene.now.tone is Tone.GOOD
    assert question(scene.now) is None and scene.changed == ["x"]


def test_two_presses_on_yes_do_it_once() -> None:
    scene = Scene()
    scene.choose(LIBRARY)
    scene.presenter.ask(Asking.REVOKE)
    scene.presenter.agree("stolen")
    scene.presenter.agree("stolen")
    scene.background.flush()
    assert len(scene.desk.done) == 1


def test_declining_changes_nothing() -> None:
    scene = Scene()
    scene.choose(LOST)
    scene.presenter.ask(Asking.REJECT)
    scene.presenter.decline()
    scene.presenter.agree("too late")
    scene.background.flush()
    assert scene.desk.done == [] and question(scene.now) is None


def test_held_answers_are_accepted_with_a_reason() -> None:
    scene = Scene()
    scene.choose(LOST)
    scene.presenter.ask(Asking.ACCEPT)
    scene.presenter.agree("found behind the desk")
    scene.background.flush()
    assert scene.desk.done == [("accept", LOST, "found behind the desk")]
    assert "12 held answers count" in scene.now.message


def test_choosing_another_device_closes_an_open_question() -> None:
    scene = Scene()
    scene.choose(LIBRARY)
    scene.presenter.ask(Asking.REVOKE)
    scene.choose(HALL)
    assert scene.now.asking is Asking.NOTHING


def test_a_device_file_is_registered_after_its_number_was_compared() -> None:
    scene = Scene()
    scene.presenter.read_file(Path("kiosk.vdevice"))
    scene.background.flush()
    asked = question(scene.now)
    assert asked is not None and NEW.number in asked.what and scene.desk.done == []
    scene.presenter.agree("")
    scene.background.flush()
    assert scene.desk.done == [("register", NEW.public, "Kiosk 9")]


def test_another_workspace_shows_nothing_of_the_first() -> None:
    scene = Scene()
    scene.choose(LOST)
    scene.presenter.found((NEW,))
    scene.presenter.workspace_opened()
    assert scene.now.chosen is None and scene.now.waiting == () and scene.now.devices == ()
