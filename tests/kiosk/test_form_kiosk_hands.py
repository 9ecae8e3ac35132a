"""Whatever changes a form for the pages: what is kept, and what is only tried, change it alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.filling import begin
from kiosk.forms.hand import Hand, Loose, TooMuch
from survey.forms.engine.refused import Refused
from survey.records import Response
from tests.kiosk.form_builders import opened
from tests.kiosk.form_kiosk_builders import PARK, asks, said
from tests.kiosk.screen_builders import NOW, FakeKeeper, station

SHARES = """
| survey |
|  | type | name | label::Svenska (sv) | appearance |
|  | begin_group | all | Hur reser du? | x-percentages |
|  | integer | foot | Går | |
|  | integer | bike | Cyklar | |
|  | integer | car | Bil | |
|  | end_group | | | |
|  | text | why | Varför? | |
"""


def _kept(text: str = PARK, keeper: FakeKeeper | None = None) -> Hand:
    return begin(
        station(asks(text)), keeper or FakeKeeper(), lambda: NOW, lambda count: bytes(count), "sv"
    )


def _tried(text: str = PARK) -> Hand:
    definition = asks(text).definition
    assert definition is not None
    return Loose(opened(definition))


def _shares(hand: Hand) -> list[str]:
    return [hand.form.find(f"/data/all/{name}").value for name in ("foot", "bike", "car")]


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


@MAKERS
def test_what_is_left_of_a_full_sum_is_nothing_whoever_answers(make: Callable[[str], Hand]) -> None:
    hand = make(SHARES)
    hand.answer("/data/all/foot", "60")
    assert _shares(hand) == ["60", "", ""]
    hand.answer("/data/all/bike", "40")
    assert _shares(hand) == ["60", "40", "0"]
    hand.answer("/data/all/bike", "4")
    assert _shares(hand) == ["60", "4", ""]


@MAKERS
def test_who_would_rather_not_say_is_given_no_nought(make: Callable[[str], Hand]) -> None:
    hand = make(SHARES)
    hand.decline("/data/all/car")
    hand.answer("/data/all/foot", "60")
    hand.answer("/data/all/bike", "40")
    assert _shares(hand) == ["60", "40", ""]
    assert hand.form.find("/data/all/car") in hand.declined


@MAKERS
def test_the_nought_goes_when_a_share_is_declined(make: Callable[[str], Hand]) -> None:
    hand = make(SHARES)
    hand.answer("/data/all/foot", "60")
    hand.answer("/data/all/bike", "40")
    hand.decline("/data/all/bike")
    assert _shares(hand) == ["60", "", ""]


class Narrow(FakeKeeper):
    """Keeps ``room`` answers of one person, and no more."""

    room = 3

    def _weigh(self, response: Response) -> None:
        if len(response.answers) + len(response.further) > self.room:
            raise ValueError("a body is over a limit")


def test_a_nought_is_kept_in_the_same_step_or_nothing_of_it_is() -> None:
    keeper = Narrow()
    hand = _kept(SHARES, keeper)
    hand.answer("/data/all/foot", "60")
    keeper.room = 2
    with pytest.raises(TooMuch):
        hand.answer("/data/all/bike", "40")
    assert _shares(hand) == ["60", "", ""]
    keeper.room, writes = 3, keeper.writes
    hand.answer("/data/all/bike", "40")
    assert keeper.kept is not None and said(asks(SHARES), keeper.kept) == {
        "foot": 60, "bike": 40, "car": 0,
    }
    assert keeper.writes == writes + 1
    hand.answer("/data/all/bike", "4")
    assert _shares(hand) == ["60", "4", ""], "it is known again that nobody typed it"
