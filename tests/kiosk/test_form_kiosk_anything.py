"""Whatever somebody does at a survey with a whole form: what is kept is what the form holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import screens
from kiosk.form_citizen import FormCitizen
from kiosk.forms.screen import AddOne, Answered, AnyWish, FormScreen, OpenOne, RemoveOne
from kiosk.wishes import (
    AskToStop,
    ChangeTextSize,
    EndHere,
    LeaveNothing,
    LeftAlone,
    StillHere,
    TryAgain,
)
from storage.errors import NoRoom
from survey import flow
from survey.forms.answers import Collecting
from survey.forms.engine.running import RunningForm
from tests.kiosk.form_kiosk_builders import Sitting, asks

VISIT = "/data/visit"
ANSWERS = st.builds(
    Answered,
    st.sampled_from((
        "/data/dog", "/data/dogname", "/data/quick", "/data/met", "/data/you/age",
        "/data/you/likes", f"{VISIT}[1]/who", f"{VISIT}[2]/who", f"{VISIT}[3]/who", "/data/none",
    )),
    st.sampled_from(("", "yes", "no", "4", "41", "4x", "sun rain", "Bo", "²", "x" * 21)),
)
REPEATS = st.sampled_from((
    AddOne(VISIT), RemoveOne(f"{VISIT}[1]"), RemoveOne(f"{VISIT}[2]"), OpenOne(f"{VISIT}[1]"),
))
WAYS = st.sampled_from((
    flow.Next(), flow.Next(), flow.Next(), flow.Back(), flow.ChooseLanguage("en"),
    flow.ChooseLanguage("sv"), flow.Agree(), ChangeTextSize(), LeftAlone(), AskToStop(),
    StillHere(), EndHere(), LeaveNothing(), flow.Restart(), flow.TakeCode(), flow.NoCode(),
    TryAgain(), flow.Stop(),
))
FULL = st.sampled_from((True, False))
DOINGS = st.lists(
    st.one_of(ANSWERS, ANSWERS, REPEATS, WAYS, FULL), min_size=5, max_size=40
)
CAMPAIGN = asks(withdrawal=True)


def form_of(who: FormCitizen) -> RunningForm | None:
    """The form the person is at, if there is one."""
    visit = who._visit
    return None if visit is None else visit.filling.form


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(DOINGS)
def test_what_is_kept_is_what_the_form_holds(doings: list[AnyWish | bool]) -> None:
    at = Sitting(CAMPAIGN).sit_down()
    at.keeper.most = 20
    for doing in doings:
        if isinstance(doing, bool):
            at.keeper.trouble = NoRoom("full") if doing else None
            continue
        at.wish(doing)
        held = form_of(at.who)
        if isinstance(at.now, FormScreen) and at.keeper.kept is not None and held is not None:
            expected = Collecting(held.form).of(held)
            assert dict(at.keeper.kept.answers) == dict(expected.answers)
            assert at.keeper.kept.further == expected.further
        if isinstance(at.now, screens.AttractScreen | screens.ThanksScreen):
            assert held is None and at.keeper.kept is None
    people = len(at.keeper.finished) + len(at.keeper.partials)
    assert people <= sum(isinstance(one, flow.Intent | EndHere | LeftAlone) for one in doings)
