"""Codes to take answers back with: asked for, shown once, kept nowhere, given back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.screens import (
    AttractScreen,
    CodeScreen,
    NotKeptScreen,
    QuestionScreen,
    StillThereScreen,
    ThanksScreen,
    WithdrawnScreen,
    WithdrawScreen,
)
from kiosk.wishes import (
    AskToStop,
    ChangeTextSize,
    EndHere,
    GiveBack,
    GiveBackCode,
    LeftAlone,
    StillHere,
    TryAgain,
)
from storage.errors import NoRoom
from storage.seal import receipt_codes
from survey import flow
from tests.builders import RATINGS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen

OFFERING = replace(small_campaign(), withdrawal=True)
CODE = (1).to_bytes(16, "big")
QUESTIONS = len(OFFERING.form.questions)


@pytest.fixture
def view() -> RecordingView:
    return RecordingView()


@pytest.fixture
def keeper() -> FakeKeeper:
    return FakeKeeper()


def at_code(view: RecordingView, keeper: FakeKeeper, *, answers: int = 1):  # type: ignore[no-untyped-def]
    person = citizen(view, keeper, campaign=OFFERING)
    person.begin()
    person.receive(flow.ChooseLanguage("sv"))
    person.receive(flow.Agree())
    for at in range(QUESTIONS):
        if at < answers:
            person.receive(flow.Give(RATINGS[at], 4))
        person.receive(flow.Next())
    return person


def test_a_survey_without_codes_asks_for_none(view: RecordingView, keeper: FakeKeeper) -> None:
    person = citizen(view, keeper)
    person.begin()
    for wish in (flow.ChooseLanguage("sv"), flow.Agree(), flow.Give(RATINGS[0], 4)):
        person.receive(wish)
    for _ in range(QUESTIONS):
        person.receive(flow.Next())
    assert isinstance(view.now, ThanksScreen)
    assert view.now.code is None
    assert not any(isinstance(screen, CodeScreen) for screen in view.screens)
    start = view.screens[0]
    assert isinstance(start, AttractScreen) and not start.may_give_back


def test_whoever_answered_nothing_is_not_asked(view: RecordingView, keeper: FakeKeeper) -> None:
    at_code(view, keeper, answers=0)
    assert isinstance(view.now, ThanksScreen)
    assert not view.now.kept


def test_whoever_wants_a_code_gets_one_and_its_hash_is_sealed(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = at_code(view, keeper)
    assert isinstance(view.now, CodeScreen)
    assert keeper.codes == 0
    person.receive(flow.TakeCode())
    assert isinstance(view.now, ThanksScreen) and view.now.code is not None
    (response,) = keeper.finished
    assert response.complete
    assert response.code == receipt_codes.code_hash(CODE) == view.now.code.hash
    assert receipt_codes.read_code(view.now.code.groups) == CODE
    assert receipt_codes.read_code(" ".join(view.now.code.words)) == CODE
    assert view.now.returns_after_ms == 120_000


def test_whoever_wants_none_gets_none(view: RecordingView, keeper: FakeKeeper) -> None:
    person = at_code(view, keeper)
    person.receive(flow.NoCode())
    assert isinstance(view.now, ThanksScreen) and view.now.code is None
    assert keeper.finished[0].code is None
    assert keeper.codes == 0


def test_the_code_is_shown_on_the_thanks_only(view: RecordingView, keeper: FakeKeeper) -> None:
    person = at_code(view, keeper)
    person.receive(flow.TakeCode())
    person.receive(LeftAlone())
    assert isinstance(view.now, StillThereScreen)
    person.receive(StillHere())
    assert isinstance(view.now, ThanksScreen) and view.now.code is not None
    person.receive(ChangeTextSize())
    assert isinstance(view.now, ThanksScreen) and view.now.code is not None
    person.receive(flow.Restart())
    assert isinstance(view.now, AttractScreen)
    for wish in (flow.ChooseLanguage("sv"), flow.Agree(), flow.Give(RATINGS[0], 2)):
        person.receive(wish)
    for _ in range(QUESTIONS):
        person.receive(flow.Next())
    person.receive(flow.NoCode())
    assert keeper.finished[1].code is None
    assert isinstance(view.now, ThanksScreen) and view.now.code is None


def test_back_from_the_code_question_keeps_the_answers(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = at_code(view, keeper)
    person.receive(flow.Back())
    assert isinstance(view.now, QuestionScreen) and view.now.number == QUESTIONS
    person.receive(flow.Next())
    assert isinstance(view.now, CodeScreen)


@pytest.mark.parametrize("ending", ["stop", "ask", "alone"])
def test_whoever_leaves_at_the_code_question_leaves_a_partial(
    view: RecordingView, keeper: FakeKeeper, ending: str
) -> None:
    person = at_code(view, keeper)
    endings = {
        "stop": (flow.Stop(),), "ask": (AskToStop(), EndHere()), "alone": (LeftAlone(), LeftAlone())
    }
    for wish in endings[ending]:
        person.receive(wish)
    assert keeper.finished == []
    assert [partial.code for partial in keeper.partials] == [None]


def test_a_code_that_could_not_be_kept_with_its_answers_is_shown_only_when_they_are(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = at_code(view, keeper)
    keeper.trouble = NoRoom("full")
    person.receive(flow.TakeCode())
    assert isinstance(view.now, NotKeptScreen)
    keeper.trouble = None
    person.receive(TryAgain())
    assert isinstance(view.now, ThanksScreen) and view.now.code is not None
    assert keeper.codes == 1
    assert keeper.finished[0].code == view.now.code.hash


def test_giving_a_code_back_is_a_record_of_its_own(view: RecordingView, keeper: FakeKeeper) -> None:
    person = citizen(view, keeper, campaign=OFFERING)
    person.begin()
    assert isinstance(view.now, AttractScreen) and view.now.may_give_back
    person.receive(GiveBack())
    assert view.now == WithdrawScreen(frame=view.now.frame)
    person.receive(flow.ChooseLanguage("en"))
    assert isinstance(view.now, WithdrawScreen) and view.now.frame.language == "en"
    person.receive(GiveBackCode(" ".join(receipt_codes.write_words(CODE))))
    assert isinstance(view.now, WithdrawnScreen)
    assert keeper.withdrawn == [CODE]
    person.receive(GiveBackCode(receipt_codes.write_groups(CODE)))
    assert keeper.withdrawn == [CODE]
    person.receive(flow.Restart())
    assert isinstance(view.now, AttractScreen)
    assert view.now.frame.language == "sv"


def test_a_misread_code_says_where_and_may_be_typed_again(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = citizen(view, keeper, campaign=OFFERING)
    person.begin()
    person.receive(GiveBack())
    for typed, misread, place in (
        ("", "empty", 0), ("ABCD", "length", 0), ("0000 U000" + "0000 " * 5, "letter", 2),
        ("xylofonist xylofonist", "word", 1), ("0" * 27 + "Z", "check", 0),
    ):
        person.receive(GiveBackCode(typed))
        assert isinstance(view.now, WithdrawScreen)
        assert (view.now.misread, view.now.place) == (misread, place)
    assert keeper.withdrawn == []
    person.receive(GiveBackCode(receipt_codes.write_groups(CODE)))
    assert isinstance(view.now, WithdrawnScreen)


def test_a_withdrawal_that_finds_no_room_may_be_tried_again(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = citizen(view, keeper, campaign=OFFERING)
    person.begin()
    person.receive(GiveBack())
    keeper.trouble = NoRoom("full")
    person.receive(GiveBackCode(receipt_codes.write_groups(CODE)))
    assert isinstance(view.now, NotKeptScreen)
    keeper.trouble = None
    person.receive(TryAgain())
    assert isinstance(view.now, WithdrawnScreen)
    assert keeper.withdrawn == [CODE]


def test_left_alone_while_typing_a_code_is_asked_and_brings_the_start_back(
    view: RecordingView, keeper: FakeKeeper
) -> None:
    person = citizen(view, keeper, campaign=OFFERING)
    person.begin()
    person.receive(GiveBack())
    person.receive(LeftAlone())
    assert isinstance(view.now, StillThereScreen)
    person.receive(StillHere())
    assert isinstance(view.now, WithdrawScreen)
    person.receive(LeftAlone())
    person.receive(LeftAlone())
    assert isinstance(view.now, AttractScreen)


def test_a_code_is_given_back_at_the_start_only(view: RecordingView, keeper: FakeKeeper) -> None:
    person = at_code(view, keeper)
    person.receive(GiveBack())
    assert isinstance(view.now, CodeScreen)
    person.receive(GiveBackCode(receipt_codes.write_groups(CODE)))
    assert isinstance(view.now, CodeScreen)
    assert keeper.withdrawn == []


def test_a_code_is_in_no_wish_or_screen_that_is_printed() -> None:
    groups = receipt_codes.write_groups(CODE)
    assert groups not in repr(GiveBackCode(groups))
    keeper = FakeKeeper()
    assert groups[:9] not in repr(keeper.new_code())
