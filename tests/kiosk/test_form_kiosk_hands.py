"""Whatever changes a form for the pages: what is kept, and what is only tried, change it alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.filling import begin
from kiosk.forms.hand import Hand, Loose
from survey.forms.engine.refused import Refused
from tests.kiosk.form_builders import opened
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.screen_builders import NOW, FakeKeeper, station


def _kept() -> Hand:
    return begin(station(asks()), FakeKeeper(), lambda: NOW, lambda count: bytes(count), "sv")


def _tried() -> Hand:
    definition = asks().definition
    assert definition is not None
    return Loose(opened(definition))


MAKERS = pytest.mark.parametrize("make", [_kept, _tried], ids=["kept", "tried"])


@MAKERS
def test_an_answer_is_there_and_goes_again(make: Callable[[], Hand]) -> None:
    hand = make()
    hand.answer("/data/dogname", "Bo")
    assert hand.form.find("/data/dogname").value == "Bo"
    hand.answer("/data/dogname", "")
    assert hand.form.find("/data/dogname").value == ""


@MAKERS
def test_a_repeat_grows_and_the_later_ones_move_up(make: Callable[[], Hand]) -> None:
    hand = make()
    hand.add_repeat("/data/visit")
    hand.answer("/data/visit[2]/who", "Eli")
    hand.remove_repeat("/data/visit[1]")
    assert hand.form.find("/data/visit[1]/who").value == "Eli"
    assert len(hand.form.series("/data/visit").instances) == 1


@MAKERS
@pytest.mark.parametrize("step", [
    lambda hand: hand.answer("/data/nobody", "x"), lambda hand: hand.answer("/data/you", "x"),
    lambda hand: hand.add_repeat("/data/you"), lambda hand: hand.remove_repeat("/data/you"),
    lambda hand: hand.remove_repeat("/data/visit[2]"),
], ids=["nowhere", "group", "grow-group", "no-repeat", "no-instance"])
def test_a_step_that_cannot_be_taken_is_refused(
    make: Callable[[], Hand], step: Callable[[Hand], None]
) -> None:
    with pytest.raises(Refused):
        step(make())
