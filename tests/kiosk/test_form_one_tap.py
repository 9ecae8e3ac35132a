"""One tap before a whole form: the tap is whole by itself, and the form goes on from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk import screens
from kiosk.forms.screen import Answered
from kiosk.wishes import AskToStop, EndHere, LeaveNothing, LeftAlone
from survey import flow
from survey.campaign import Campaign
from survey.conduct import Conduct, Idle, LeftBehind, OneTap, Way
from tests.kiosk.form_kiosk_builders import Sitting, asks


def tapping(left_behind: LeftBehind = LeftBehind.SEND) -> Campaign:
    campaign = asks()
    (rating,) = [q for q in campaign.form.questions if q.scale is not None]
    return replace(campaign, conduct=Conduct(
        way=Way.ONE_TAP, one_tap=OneTap(question=rating.id, follow_up=True),
        idle=Idle(left_behind=left_behind), paradata_seconds=5,
    ))


def at_the_form(campaign: Campaign) -> Sitting:
    sitting = Sitting(campaign)
    sitting.wish(flow.TapFace(4), flow.FollowUp(), flow.Agree())
    return sitting


def test_the_form_goes_on_from_the_tap_and_shows_it() -> None:
    sitting = at_the_form(tapping())
    assert sitting.labels == ["Har du hund?"]
    sitting.wish(Answered("/data/dog", "no"), flow.Next(), flow.Next())
    assert sitting.value("met") == "4"
    kept = sitting.keeper.kept
    assert kept is not None and kept.complete
    assert sitting.said(kept) == {"dog": "no", "met": 4}
    assert len(kept.beside.screens) == 1


@pytest.mark.parametrize("ways", [
    (flow.Restart(),), (AskToStop(), EndHere()), (LeftAlone(), LeftAlone()),
])
def test_whoever_lets_the_form_be_has_answered_in_full(ways: tuple[object, ...]) -> None:
    sitting = at_the_form(tapping())
    sitting.wish(*ways)  # type: ignore[arg-type]
    (kept,) = sitting.keeper.partials
    assert kept.complete and sitting.said(kept) == {"met": 4}


def test_where_what_is_left_is_discarded_the_tap_stays() -> None:
    sitting = at_the_form(tapping(LeftBehind.DISCARD))
    sitting.wish(Answered("/data/dog", "no"), LeftAlone(), LeftAlone())
    (kept,) = sitting.keeper.finished
    assert kept.complete and sitting.said(kept) == {"met": 4}
    assert isinstance(sitting.now, screens.AttractScreen)


def test_whoever_takes_it_all_back_leaves_nothing() -> None:
    sitting = at_the_form(tapping())
    sitting.wish(Answered("/data/dog", "no"), AskToStop(), LeaveNothing(), flow.Restart())
    keeper = sitting.keeper
    assert not (keeper.kept or keeper.finished or keeper.partials)


def test_the_next_person_begins_with_nothing_of_it() -> None:
    sitting = at_the_form(tapping())
    sitting.wish(flow.Restart(), flow.TapFace(1), flow.FollowUp(), flow.Agree())
    sitting.wish(flow.Next(), flow.Next())
    assert sitting.value("met") == "1"
