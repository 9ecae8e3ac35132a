"""The table that the kiosk runs by: it is whole, and what it says is what happens."""

from __future__ import annotations

import pytest

from kiosk import screens
from kiosk.way import TABLE, WISHES, WRITES, Deed, Spot, row
from tests.kiosk.way_walker import SURVEYS, Walk, walk

SCREENS = {
    Spot.ATTRACT: screens.AttractScreen,
    Spot.ASLEEP: screens.AsleepScreen,
    Spot.TAPPED: screens.OneTapThanksScreen,
    Spot.LANGUAGE: screens.LanguageScreen,
    Spot.CONSENT: screens.ConsentScreen,
    Spot.QUESTION: screens.QuestionScreen,
    Spot.CODE: screens.CodeScreen,
    Spot.VOUCHER: screens.VoucherScreen,
    Spot.THANKS: screens.ThanksScreen,
    Spot.WITHDRAW: screens.WithdrawScreen,
    Spot.WITHDRAWN: screens.WithdrawnScreen,
    Spot.STILL_THERE: screens.StillThereScreen,
    Spot.STOP_ASKED: screens.StopScreen,
    Spot.NOT_KEPT: screens.NotKeptScreen,
    Spot.STAFF: screens.StaffThereScreen,
}


@pytest.fixture(scope="module")
def walked() -> Walk:
    made = Walk()
    for campaign in SURVEYS.values():
        walk(campaign, made)
    return made


def test_every_wish_has_a_row_in_every_spot() -> None:
    assert set(TABLE) == set(WISHES)
    assert all(set(line) == set(Spot) for line in TABLE.values())


def test_the_walk_meets_every_spot_and_each_shows_its_own_screen(walked: Walk) -> None:
    assert walked.shown == {spot: {kind} for spot, kind in SCREENS.items()}


def test_every_wish_is_wished_in_every_spot(walked: Walk) -> None:
    assert set(walked.steps) == {(spot, kind) for spot in Spot for kind in WISHES}


def test_nobody_is_led_where_the_table_does_not_lead(walked: Walk) -> None:
    astray = {}
    for (spot, kind), met in walked.steps.items():
        said = TABLE[kind][spot]
        may = said.leads | {spot} | ({Spot.NOT_KEPT} if said.deed in WRITES else set())
        if met - may:
            astray[spot, kind.__name__] = met - may
    assert not astray


def test_the_table_leads_nowhere_that_nobody_comes(walked: Walk) -> None:
    of_forms = {(Spot.CONSENT, "Agree"): {Spot.THANKS}}  # one that asks nothing ends at once
    never = {
        (spot, kind.__name__): said.leads - walked.steps.get((spot, kind), set())
        for kind, line in TABLE.items() for spot, said in line.items()
        if said.leads - walked.steps[spot, kind]
    }
    assert never == of_forms


def test_where_an_answer_waits_to_be_kept_only_a_few_wishes_do_anything() -> None:
    doing = {kind.__name__ for kind in WISHES if TABLE[kind][Spot.NOT_KEPT].deed not in (
        Deed.SHOW, Deed.NOTHING, Deed.ADJUST, Deed.SPEAK
    )}
    assert doing == {
        "TryAgain", "Stop", "Restart", "AskToStop", "EndHere", "LeaveNothing", "LeftAlone",
        "ToStaff",
    }


def test_what_is_no_wish_has_no_row() -> None:
    with pytest.raises(KeyError):
        row(Spot.ATTRACT, "open the door")
