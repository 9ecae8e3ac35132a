"""Rules that a tap has no time for are held against the answers before the form is done."""

from __future__ import annotations

import pytest

from assets.words import Words
from kiosk import screens
from kiosk.filling import Filling
from kiosk.forms.hand import Loose
from kiosk.forms.pages import Pages
from kiosk.forms.screen import Answered
from kiosk.screens import Frame
from survey import flow
from tests.kiosk.form_builders import form_of, opened, survey
from tests.kiosk.form_kiosk_builders import Sitting, asks
from tests.kiosk.screen_builders import NOW, FakeKeeper, station

ENGINE = "survey.forms.engine.running"
ONLY = "count(/data/*/*[. = current()]) = 1"
TWICE = survey(
    "begin group | g | Namn | field-list |",
    f"text | one | Ett? | | {ONLY}", f"text | two | Två? | | {ONLY}",
    f"text | three | Tre? | | {ONLY}", "end group | | | |", "text | more | Mer? | |",
    columns="type | name | label | appearance | constraint",
)
ALIKE = (Answered("/data/g/one", "a"), Answered("/data/g/two", "b"), Answered("/data/g/three", "b"))


def test_rules_nobody_had_time_for_are_checked_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = Sitting(asks(TWICE)).sit_down()
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 1)
    at.wish(*ALIKE, flow.Next())
    assert at.labels == ["Mer?"]
    at.wish(flow.Next())
    assert at.labels == ["Ett?", "Två?", "Tre?"] and at.page.trouble
    assert not at.keeper.finished
    at.wish(Answered("/data/g/three", "c"), flow.Next(), flow.Next())
    (response,) = at.keeper.finished
    assert response.complete and at.said(response)["three"] == "c"


def test_a_form_whose_rules_could_not_all_be_checked_is_no_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = Sitting(asks(TWICE)).sit_down()
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 1)
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 1)
    at.wish(*ALIKE, flow.Next(), flow.Next())
    assert isinstance(at.now, screens.ThanksScreen)
    assert [at.said(one)["three"] for one in at.keeper.partials] == ["b"]
    assert not at.keeper.finished


def test_each_page_is_checked_with_all_the_room_of_a_tap() -> None:
    hand = Loose(opened(form_of(TWICE)))
    pages = Pages(hand, Words("sv"))
    for one in ALIKE:
        pages.answer(one.ref, one.text)
    hand.form.around.spent = hand.form.around.most + 1
    assert not pages.next()
    shown = pages.screen(Frame(language="sv", languages=("sv",)))
    assert shown is not None and shown.trouble and shown.number == 1


def test_all_answers_are_judged_with_all_the_room_of_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = opened(form_of(TWICE))
    filling = Filling(form, station(asks(TWICE)), FakeKeeper(), lambda: NOW, "sv")
    for one in ALIKE:
        filling.answer(one.ref, one.text)
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 1)
    assert [answer.name for answer in filling.faults()] == ["two", "three"]
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 1)
    assert not list(filling.faults()) and form.behind
