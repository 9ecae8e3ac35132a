"""What somebody else did meanwhile: only what was asked about is done, and nothing is made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from admin.devices.rows import Device
from admin.devices.state import Asking
from admin.responses.aside_state import Lying, Unread
from admin.shell.tone import Tone
from storage.seal.receipt_codes import write_groups
from storage.workspace.leftovers import Leftovers
from tests.admin.test_window_devices import Scene
from tests.admin.window_aside import FIRST, FakeAside, FakeEraser, lying
from tests.admin.window_builders import Desk
from tests.admin.window_devices import LOST, NEW, TWINS, FakeDesk

QUICKER = "It was so already; nothing was done now."


def test_only_the_records_that_were_asked_about_are_given_up(qapp: Any) -> None:
    desk = Desk()
    aside = desk.opened("en").units.aside
    aside.ask(giving_up=True)
    more = Unread(number=8, kiosk="Biblioteket")
    desk.aside.found = replace(desk.aside.found, unread=(*desk.aside.found.unread, more))
    aside.refresh()
    desk.background.flush()
    aside.agree("the kiosk is scrapped")
    desk.background.flush()
    assert desk.aside.done == [("give-up", (7,), "the kiosk is scrapped")]


@dataclass
class Empty(FakeAside):
    """All that was shown has gone meanwhile."""

    def let_go(self, file: bytes, why: str) -> bool:
        return False

    def give_up(self, records: tuple[int, ...], why: str) -> int:
        return 0


@pytest.mark.parametrize("giving_up", [True, False])
def test_what_had_gone_before_is_not_said_to_be_let_go_now(giving_up: bool, qapp: Any) -> None:
    desk = Desk(aside=Empty())
    aside = desk.opened("en").units.aside
    aside.choose(FIRST)
    aside.ask(giving_up=giving_up)
    aside.agree("not ours")
    desk.background.flush()
    assert (aside._state.message, aside._state.tone) == (QUICKER, Tone.INFO)
    assert not aside._state.asking and not aside._state.giving_up


@dataclass
class BlindAside(FakeAside):
    """Cannot look any more."""

    def look(self) -> Lying:
        raise OSError(5, "the disk does not answer")


def test_a_look_that_fails_does_not_let_the_same_be_done_twice(qapp: Any) -> None:
    desk = Desk()
    aside = desk.opened("en").units.aside
    aside._aside = blind = BlindAside(found=lying())
    aside.refresh()
    aside.try_again()
    desk.background._queue.pop(0)()
    aside.try_again()
    desk.background.flush()
    assert blind.done == [("again", None, "")]


@dataclass
class SureDesk(FakeDesk):
    """Somebody else has decided already; its list cannot be read anew."""

    blind: bool = False

    def devices(self) -> tuple[Device, ...]:
        if self.blind:
            raise OSError(5, "the disk does not answer")
        return super().devices()

    def restore(self, device: bytes, why: str) -> bool:
        return False

    def let_in(self, device: bytes) -> bool:
        return False


@pytest.mark.parametrize(("device", "asking"), [(LOST, Asking.RESTORE), (TWINS, Asking.LET_IN)],
                         ids=("restore", "let-in"))
def test_a_device_that_was_trusted_already_is_not_said_to_be_so_from_now_on(
    device: bytes, asking: Asking
) -> None:
    scene = Scene(desk=SureDesk())
    scene.choose(device)
    scene.presenter.ask(asking)
    scene.presenter.agree("found")
    scene.background.flush()
    assert (scene.now.message, scene.now.tone) == (QUICKER, Tone.INFO)


def test_another_question_waits_until_what_is_under_way_is_done() -> None:
    desk = SureDesk()
    scene = Scene(desk=desk)
    scene.choose(LOST)
    scene.presenter.ask(Asking.REJECT)
    scene.presenter.agree("stolen")
    scene.presenter.ask_to_register(NEW)
    desk.blind = True
    scene.presenter.refresh()
    scene.background._queue.pop(1)()
    assert scene.now.busy and scene.now.register is None
    scene.presenter.agree("stolen")
    scene.background.flush()
    assert [what for what, _, _ in desk.done] == ["reject"]


@dataclass
class BlindEraser(FakeEraser):
    def leftovers(self) -> Leftovers:
        raise OSError(5, "the disk does not answer")


def test_a_code_is_given_effect_once_although_looking_at_leftovers_fails(qapp: Any) -> None:
    desk = Desk(eraser=BlindEraser())
    leaving = desk.program("en").units.leaving
    leaving.workspace_opened()
    code = bytes(range(16))
    leaving.withdraw(write_groups(code))
    desk.background._queue.pop(0)()
    leaving.withdraw(write_groups(code))
    desk.background.flush()
    assert desk.eraser.codes == [code]
