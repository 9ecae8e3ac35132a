"""A person's way through a survey with a whole form: every step is kept before it is shown."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from kiosk import screens
from kiosk.forms.screen import AddOne, Answered, FormScreen, OpenOne, RemoveOne
from kiosk.wishes import (
    AskToStop,
    ChangeTextSize,
    EndHere,
    GiveBack,
    GiveBackCode,
    LeaveNothing,
    LeftAlone,
    Minute,
    StillHere,
    TryAgain,
)
from storage.errors import Damaged, NoRoom
from survey import flow
from survey.conduct import Hours
from tests.kiosk.form_kiosk_builders import PARK, Sitting, asks
from tests.kiosk.screen_builders import NOW

DOG, NAME, QUICK, MET = "/data/dog", "/data/dogname", "/data/quick", "/data/met"
AGE, LIKES, VISIT = "/data/you/age", "/data/you/likes", "/data/visit"
NEXT, BACK = flow.Next(), flow.Back()


def through(at: Sitting) -> None:
    """All that the form asks, to the page after the last question."""
    at.wish(
        Answered(DOG, "yes"), NEXT, Answered(NAME, "Bo"), NEXT, Answered(QUICK, "no"), NEXT,
        Answered(MET, "4"), NEXT, Answered(AGE, "41"), Answered(LIKES, "rain sun"), NEXT,
        Answered(f"{VISIT}[1]/who", "Kim"), NEXT,
    )


def test_a_whole_form_becomes_one_response_and_says_thank_you() -> None:
    at = Sitting().sit_down()
    through(at)
    at.wish(NEXT)
    (response,) = at.keeper.finished
    assert response.complete and response.code is None
    assert at.said(response) == {
        "dog": "yes", "dogname": "Bo", "quick": "no", "met": 4, "age": 41,
        "likes": {"rain", "sun"}, "who/1": "Kim",
    }
    assert isinstance(at.now, screens.ThanksScreen) and at.now.kept and at.now.finished
    assert at.keeper.kept is None and not at.keeper.partials


def test_every_answer_is_kept_before_it_is_shown() -> None:
    at = Sitting().sit_down()
    seen: list[object] = []
    at.view.present = lambda screen: seen.append(at.said(at.keeper.kept))  # type: ignore[method-assign]
    at.wish(Answered(DOG, "yes"))
    assert seen == [{"dog": "yes"}]


def test_each_key_is_kept() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "yes"), NEXT)
    for typed in ("B", "Bo", "Bos"):
        at.wish(Answered(NAME, typed))
        assert at.said(at.keeper.kept)["dogname"] == typed


def test_the_next_person_begins_with_nothing() -> None:
    at = Sitting().sit_down()
    through(at)
    at.wish(NEXT, flow.Restart())
    at.sit_down("en")
    assert at.labels == ["Do you have a dog?"] and at.value("dog") == ""
    at.wish(NEXT, NEXT, NEXT)
    assert at.value("age") == ""
    at.wish(Answered(AGE, "7"))
    assert at.said(at.keeper.kept) == {"age": 7}


def test_looking_without_answering_leaves_nothing() -> None:
    at = Sitting(asks("\n".join(PARK.splitlines()[:6] + PARK.splitlines()[14:])
                      .replace("${dog} = 'yes'", "false()"))).sit_down()
    at.wish(NEXT, NEXT)
    assert isinstance(at.now, screens.ThanksScreen) and not at.now.kept
    assert not at.keeper.finished and at.keeper.kept is None


def test_back_and_a_language_switch_keep_the_answers() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "yes"), NEXT, Answered(NAME, "Bo"), flow.ChooseLanguage("en"))
    assert at.labels == ["What is the dog called?"] and at.value("dogname") == "Bo"
    at.wish(BACK)
    assert at.value("dog") == "yes" and not at.page.can_go_back
    at.wish(BACK, NEXT, flow.ChooseLanguage("sv"))
    assert at.labels == ["Vad heter hunden?"] and at.value("dogname") == "Bo"
    at.wish(Answered(NAME, "Bob"))
    assert at.keeper.kept is not None and at.keeper.kept.circumstances.language == "sv"


def test_what_was_typed_and_does_not_fit_outlives_language_size_and_the_question_to_stop() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "no"), NEXT, NEXT, NEXT, Answered(AGE, "4x"), flow.ChooseLanguage("en"),
            ChangeTextSize(), AskToStop(), StillHere())
    (age, _) = at.page.items
    assert (age.typed, age.value, age.violation) == ("4x", "", "")
    at.wish(NEXT)
    assert at.page.trouble and at.page.items[0].violation


def test_repeats_grow_and_shrink_and_are_kept_so() -> None:
    at = Sitting().sit_down()
    through(at)
    at.wish(AddOne(VISIT))
    assert at.labels == ["Med vem kom du?"]
    at.wish(Answered(f"{VISIT}[2]/who", "Eli"))
    assert at.said(at.keeper.kept)["who/2"] == "Eli"
    at.wish(NEXT, RemoveOne(f"{VISIT}[1]"))
    said = at.said(at.keeper.kept)
    assert said["who/1"] == "Eli" and "who/2" not in said
    at.wish(OpenOne(f"{VISIT}[1]"))
    assert at.labels == ["Med vem kom du?"] and at.value("who") == "Eli"


def test_a_code_is_offered_taken_and_goes_with_the_answers() -> None:
    at = Sitting(asks(withdrawal=True)).sit_down()
    through(at)
    at.wish(NEXT)
    assert isinstance(at.now, screens.CodeScreen) and not at.keeper.finished
    at.wish(BACK)
    assert at.page.last
    at.wish(NEXT, flow.TakeCode())
    assert isinstance(at.now, screens.ThanksScreen) and at.now.code is not None
    (response,) = at.keeper.finished
    assert response.code == at.now.code.hash and at.said(response)["met"] == 4
    at.wish(flow.Restart())
    assert isinstance(at.now, screens.AttractScreen) and at.now.may_give_back


def test_a_code_is_neither_offered_nor_made_for_nothing_or_for_who_wants_none() -> None:
    at = Sitting(asks(withdrawal=True)).sit_down()
    at.wish(NEXT, NEXT, NEXT, Answered(AGE, "7"), Answered(AGE, ""), LeaveNothing())
    assert isinstance(at.now, screens.ThanksScreen) and at.keeper.codes == 0
    at.wish(flow.Restart())
    at.sit_down()
    through(at)
    at.wish(NEXT, flow.NoCode())
    assert at.keeper.finished[0].code is None and at.keeper.codes == 0


def test_answers_are_given_back_with_the_code_at_the_start() -> None:
    at = Sitting(asks(withdrawal=True)).sit_down()
    through(at)
    at.wish(NEXT, flow.TakeCode())
    assert isinstance(at.now, screens.ThanksScreen) and at.now.code is not None
    groups = at.now.code.groups
    at.wish(flow.Restart(), GiveBack(), GiveBackCode("nothing"))
    assert isinstance(at.now, screens.WithdrawScreen) and at.now.misread
    at.wish(GiveBackCode(groups))
    assert isinstance(at.now, screens.WithdrawnScreen) and len(at.keeper.withdrawn) == 1
    at.wish(flow.Restart())
    assert at.sit_down("en").value("dog") == ""


def test_stopping_is_asked_about_and_leaves_a_partial() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "no"), AskToStop())
    assert isinstance(at.now, screens.StopScreen)
    at.wish(StillHere())
    assert at.value("dog") == "no"
    at.wish(AskToStop(), EndHere())
    assert isinstance(at.now, screens.ThanksScreen) and not at.now.finished and at.now.kept
    assert [at.said(one) for one in at.keeper.partials] == [{"dog": "no"}]


def test_stopping_before_any_answer_goes_to_the_start() -> None:
    at = Sitting().sit_down()
    at.wish(AskToStop())
    assert isinstance(at.now, screens.AttractScreen)
    assert not at.keeper.partials


def test_leaving_without_saving_keeps_nothing() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "no"), AskToStop(), LeaveNothing())
    assert isinstance(at.now, screens.ThanksScreen) and not at.now.kept
    assert at.keeper.kept is None and not at.keeper.partials


def test_whoever_goes_away_is_asked_then_their_answers_are_sealed() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "yes"), NEXT, LeftAlone())
    assert isinstance(at.now, screens.StillThereScreen)
    at.wish(StillHere())
    assert at.labels == ["Vad heter hunden?"]
    at.wish(LeftAlone(), LeftAlone())
    assert isinstance(at.now, screens.AttractScreen)
    assert [at.said(one) for one in at.keeper.partials] == [{"dog": "yes"}]
    assert at.sit_down().value("dog") == ""


@pytest.mark.parametrize(("trouble", "reason"), [
    (NoRoom("full"), screens.Reason.NO_ROOM), (Damaged("x"), screens.Reason.STORE),
])
@pytest.mark.parametrize("wish", [
    Answered(f"{VISIT}[1]/who", "Eli"), AddOne(VISIT), RemoveOne(f"{VISIT}[1]"),
])
def test_what_cannot_be_kept_is_told_and_tried_again(
    trouble: Exception, reason: screens.Reason, wish: object, caplog: pytest.LogCaptureFixture
) -> None:
    at = Sitting().sit_down()
    through(at)
    before = at.said(at.keeper.kept)
    at.keeper.trouble = trouble  # type: ignore[assignment]
    with caplog.at_level(logging.ERROR):
        at.wish(wish)  # type: ignore[arg-type]
    assert isinstance(at.now, screens.NotKeptScreen) and at.now.reason is reason
    assert "Eli" not in caplog.text
    at.wish(Answered(MET, "1"), NEXT, BACK)
    assert isinstance(at.now, screens.NotKeptScreen), "nothing passes it over"
    at.keeper.trouble = None
    at.wish(TryAgain())
    assert isinstance(at.now, FormScreen)
    after = at.said(at.keeper.kept)
    changed = {Answered: {"who/1": "Eli"}, AddOne: {}, RemoveOne: {"who/1": None}}[type(wish)]
    expected = {k: v for k, v in {**before, **changed}.items() if v is not None}
    assert after == expected and after["met"] == 4


def test_whoever_stops_at_an_answer_that_was_not_kept_leaves_the_ones_before() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "yes"), NEXT)
    at.keeper.trouble = NoRoom("full")
    at.wish(Answered(NAME, "Bo"))
    at.keeper.trouble = None
    at.wish(flow.Stop())
    assert isinstance(at.now, screens.AttractScreen)
    assert [at.said(one) for one in at.keeper.partials] == [{"dog": "yes"}]


def test_an_end_that_could_not_be_kept_is_tried_again_with_the_same_code() -> None:
    at = Sitting(asks(withdrawal=True)).sit_down()
    through(at)
    at.keeper.trouble = NoRoom("full")
    at.wish(NEXT, flow.TakeCode())
    assert isinstance(at.now, screens.NotKeptScreen)
    at.keeper.trouble = None
    at.wish(TryAgain())
    assert isinstance(at.now, screens.ThanksScreen) and at.now.code is not None
    assert at.keeper.codes == 1 and at.keeper.finished[0].code == at.now.code.hash


def test_more_than_can_be_kept_is_told_at_the_question_and_can_be_mended() -> None:
    at = Sitting().sit_down()
    at.wish(Answered(DOG, "yes"), NEXT, Answered(NAME, "Bo"))
    at.keeper.most = 3
    at.wish(Answered(NAME, "Bosse"))
    (name,) = at.page.items
    assert name.violation and (name.typed, name.value) == ("Bosse", "Bo")
    assert at.said(at.keeper.kept)["dogname"] == "Bo"
    at.wish(NEXT)
    assert at.page.trouble, "what is seen is not what is kept"
    at.wish(Answered(NAME, "Bos"))
    assert not at.page.items[0].violation
    at.wish(NEXT)
    assert at.labels == ["Kommer du ofta?"]


def test_a_form_that_grows_too_large_at_its_end_is_left_as_it_was(
    caplog: pytest.LogCaptureFixture
) -> None:
    at = Sitting(asks(withdrawal=True)).sit_down()
    through(at)
    at.keeper.most = 1
    with caplog.at_level(logging.ERROR):
        at.wish(NEXT, flow.TakeCode())
    assert isinstance(at.now, screens.ThanksScreen) and at.now.code is None
    assert [at.said(one)["who/1"] for one in at.keeper.partials] == ["Kim"]
    assert "over a limit" in caplog.text and "Bo" not in caplog.text


def test_a_late_tap_on_a_page_that_is_gone_does_nothing() -> None:
    at = Sitting().sit_down()
    at.wish(Answered("/data/nobody", "x"), AddOne("/data/nobody"), RemoveOne(f"{VISIT}[9]"),
            Answered("/data/you", "x"), flow.Give(at.campaign.form.questions[0].id, 4),
            flow.AllAsked(), flow.TakeCode())
    assert at.labels == ["Har du hund?"] and at.keeper.kept is None
    at.wish(AskToStop())
    at.wish(Answered(DOG, "yes"))
    assert isinstance(at.now, screens.AttractScreen) and at.keeper.kept is None


def test_a_question_that_asks_for_it_goes_on_by_itself_unless_the_kiosk_waits() -> None:
    at = Sitting().sit_down()
    at.wish(NEXT, Answered(QUICK, "no"))
    assert at.page.advance_after_ms == 350
    waiting = Sitting(advance=None).sit_down()
    waiting.wish(NEXT, Answered(QUICK, "no"))
    assert waiting.page.advance_after_ms is None


def test_the_start_and_the_consent_say_how_long_the_whole_form_takes() -> None:
    at = Sitting()
    assert isinstance(at.now, screens.AttractScreen)
    assert at.now.questions == 6, "one of seven is for some people only"
    assert at.now.frame.names == ("Svenska (sv)", "English (en)")


@pytest.mark.parametrize(("required", "must"), [("yes", True), ("", False)])
def test_consent_knows_whether_something_must_be_answered(required: str, must: bool) -> None:
    at = Sitting(asks(
        f"| survey |\n| | type | name | label | required |\n| | text | a | A | {required} |\n"
    ))
    at.wish(flow.ChooseLanguage("sv"))
    assert isinstance(at.now, screens.ConsentScreen) and at.now.must_answer is must


def test_a_form_of_values_only_ends_at_once() -> None:
    at = Sitting(asks("""
| survey |
| | type | name | calculation |
| | calculate | one | 1 |
"""))
    at.sit_down()
    assert isinstance(at.now, screens.ThanksScreen) and not at.now.kept
    assert not at.keeper.finished


def test_nothing_of_a_form_stays_when_the_kiosk_closes_as_somebody_leaves() -> None:
    campaign = asks()
    hours = tuple(Hours(weekday=day, opens=0, closes=1440 - 60) for day in range(7))
    at = Sitting(replace(campaign, conduct=replace(campaign.conduct, hours=hours)))
    at.now_is = NOW.replace(hour=12)
    at.wish(Minute())
    at.sit_down()
    at.wish(Answered(DOG, "yes"))
    at.now_is = NOW.replace(hour=21, minute=30)
    at.wish(flow.Restart())
    assert isinstance(at.now, screens.AsleepScreen)
    assert at.who._visit is None
