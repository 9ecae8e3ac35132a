"""A form on a phone: consent first, one question at a time, each answer kept before the next."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kiosk.meeting.phone_forms import FormMeans, PhoneForms, PhoneSitting
from storage.bodies import decode, encode
from storage.errors import NoRoom
from survey.campaign import Campaign
from survey.records import Mode, Response
from sync.room.port import AskedAs
from tests.builders import small_campaign
from tests.kiosk.form_kiosk_builders import asks, said
from tests.kiosk.screen_builders import NOW, FakeKeeper, station


def sit(
    campaign: Campaign | None = None, language: str = "sv"
) -> tuple[PhoneSitting, FakeKeeper, Campaign]:
    asked, keeper = campaign or asks(), FakeKeeper()
    forms = PhoneForms(FormMeans(
        station=station(campaign=asked), keeper=lambda: keeper, clock=lambda: NOW,
        random=random.Random(3).randbytes,
    ))
    assert forms.title == "" and forms.open("sv") is None
    forms.offered = True
    assert forms.title
    sitting = forms.open(language)
    assert sitting is not None
    return sitting, keeper, asked


def as_response(response: Response) -> Response:
    """What is read from what was written."""
    found = decode(encode(response))
    assert isinstance(found, Response)
    return found


def fill(sitting: PhoneSitting, answers: dict[str, str]) -> list[str]:
    """Answers by label until the end; the labels as they were met."""
    met = []
    for _ in range(40):
        step = sitting.step()
        met.append(step.label)
        if step.last:
            if step.kind is not AskedAs.NOTE:
                sitting.answer(answers.get(step.label, ""))
            return met
        sitting.answer(answers.get(step.label, ""))
    raise AssertionError(met)


def test_the_consent_comes_first_and_nothing_is_kept_before_it_is_agreed_to() -> None:
    sitting, keeper, _ = sit()
    step = sitting.step()
    assert (step.kind, step.help) == (AskedAs.NOTE, "Dina svar sparas utan namn.")
    assert sitting.finish() == step and keeper.writes == 0
    assert sitting.answer("").label == "Har du hund?"


def test_a_whole_form_is_answered_a_question_at_a_time_and_handed_in() -> None:
    sitting, keeper, campaign = sit()
    met = fill(sitting, {
        "Har du hund?": "yes", "Vad heter hunden?": "Bob", "Kommer du ofta?": "no",
        "Hur är parken?": "4", "Hur gammal är du?": "34", "Vad gillar du?": "sun rain",
    })
    assert met[1:7] == [
        "Har du hund?", "Vad heter hunden?", "Kommer du ofta?", "Hur är parken?",
        "Hur gammal är du?", "Vad gillar du?",
    ]
    assert sitting.finish().kind is AskedAs.DONE and sitting.step().kind is AskedAs.DONE
    (response,) = keeper.finished
    assert response.complete and response.circumstances.mode is Mode.PHONE
    found = said(campaign, response)
    assert (found["dog"], found["dogname"], found["met"], found["age"]) == ("yes", "Bob", 4, 34)
    assert found["likes"] == {"sun", "rain"}
    assert encode(as_response(response)) == encode(response)


def test_what_does_not_follow_is_not_asked() -> None:
    sitting, _, _ = sit()
    sitting.answer("")
    assert sitting.answer("no").label == "Kommer du ofta?"


def test_every_answer_is_kept_before_the_next_question_is_told() -> None:
    sitting, keeper, campaign = sit()
    sitting.answer("")
    sitting.answer("yes")
    assert keeper.kept is not None and said(campaign, keeper.kept)["dog"] == "yes"
    assert not keeper.kept.complete and keeper.kept.circumstances.mode is Mode.PHONE


def test_going_back_keeps_the_answer_and_shows_it() -> None:
    sitting, _, _ = sit()
    sitting.answer("")
    sitting.answer("yes")
    step = sitting.back()
    assert (step.label, step.value, step.can_go_back) == ("Har du hund?", "yes", False)
    assert sitting.answer("yes").label == "Vad heter hunden?"


def test_what_is_wrong_is_told_at_its_question_and_nothing_is_handed_in() -> None:
    sitting, keeper, _ = sit()
    for _ in range(4):  # consent, no dog, how often, how it is
        sitting.answer("")
    for wrong in ("", "200"):
        assert sitting.step().label == "Hur gammal är du?"
        assert sitting.answer(wrong).label == "Vad gillar du?"
        step = sitting.answer("")
        assert step.label == "Hur gammal är du?" and step.trouble and step.required
        step = sitting.finish()
        assert step.label == "Hur gammal är du?" and step.trouble and keeper.finished == []
    fill(sitting, {"Hur gammal är du?": "34"})
    assert sitting.finish().kind is AskedAs.DONE and len(keeper.finished) == 1


def test_an_answer_that_the_store_refused_is_kept_with_the_next_try() -> None:
    sitting, keeper, campaign = sit()
    sitting.answer("")
    keeper.trouble = NoRoom("full")
    with pytest.raises(NoRoom):
        sitting.answer("yes")
    with pytest.raises(NoRoom):
        sitting.answer("yes")
    keeper.trouble = None
    assert sitting.answer("yes").label == "Vad heter hunden?"
    assert keeper.kept is not None and said(campaign, keeper.kept)["dog"] == "yes"


def test_handing_in_twice_is_handing_in_once() -> None:
    sitting, keeper, _ = sit()
    fill(sitting, {"Hur gammal är du?": "34"})
    sitting.finish()
    sitting.finish()
    sitting.answer("x")
    sitting.back()
    assert len(keeper.finished) == 1


def test_a_survey_of_plain_questions_is_asked_by_phone_too() -> None:
    campaign = small_campaign()
    sitting, keeper, _ = sit(campaign, language="en")
    assert sitting.step().label == "How the library works"
    step: Any = sitting.answer("")
    count = 0
    while not step.last or step.kind is not AskedAs.NOTE:
        count += 1
        assert step.kind in (AskedAs.RATING, AskedAs.ONE) and len(step.choices) > 1
        step = sitting.answer(step.choices[-1].name)
    assert count == len(campaign.form.questions)
    assert sitting.finish().kind is AskedAs.DONE
    (response,) = keeper.finished
    assert set(response.answers) == {question.id for question in campaign.form.questions}
    assert {type(answer).__name__ for answer in response.answers.values()} == {"int", "UUID"}
    assert encode(as_response(response)) == encode(response)


def test_a_language_that_the_survey_has_not_gives_its_first() -> None:
    sitting, _, _ = sit(language="fi")
    assert sitting.answer("").label == "Har du hund?"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_sent_from_a_phone_the_form_stays_whole(seed: int) -> None:
    chance = random.Random(seed)
    sitting, keeper, _ = sit()
    for _ in range(60):
        value = chance.choice(("", "yes", "no", "sun", "34", "x" * 500, "9" * 40, "é", "-1", "\0"))
        chance.choice((sitting.answer, sitting.answer, lambda v: sitting.back(),
                       lambda v: sitting.finish()))(value)
        sitting.step()
    for response in (*keeper.finished, *([keeper.kept] if keeper.kept else [])):
        assert encode(as_response(response)) == encode(response)
