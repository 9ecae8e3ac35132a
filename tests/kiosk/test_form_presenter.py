"""Somebody goes through a form: pages, answers, rules, repeats. No window."""

from __future__ import annotations

import pytest

from kiosk.forms.screen import AddOne, Answered, FormEnd, RemoveOne, StartOver
from kiosk.questions.asked import Kind
from kiosk.wishes import ChangeTextSize
from survey.flow import Back, ChooseLanguage, Next
from tests.kiosk.form_builders import EVERY_KIND, RecordingPage, filler, survey

DOG = survey(
    "select_one yn | dog | Dog? |  |  |",
    "text | name | Its name? | ${dog} = 'yes' |  | yes",
    "integer | age | Your age? |  | . >= 18 | ",
    columns="type | name | label | relevant | constraint | required",
    choices=("yn | yes | Yes", "yn | no | No"),
)


def test_only_relevant_questions_are_asked() -> None:
    person, page = filler(DOG)
    person.receive(Answered("/data/dog", "no"))
    person.receive(Next())
    assert page.labels == ["Your age?"]
    person.receive(Back())
    person.receive(Answered("/data/dog", "yes"))
    person.receive(Next())
    assert page.labels == ["Its name?"]


def test_back_and_a_changed_mind_keep_the_answer() -> None:
    person, page = filler(DOG)
    for wish in (Answered("/data/dog", "yes"), Next(), Answered("/data/name", "Bo"), Back()):
        person.receive(wish)
    person.receive(Answered("/data/dog", "no"))
    person.receive(Answered("/data/dog", "yes"))
    person.receive(Next())
    assert page.item("name").value == "Bo"


def test_an_answer_that_is_needed_is_asked_for_in_words_beside_the_question() -> None:
    person, page = filler(DOG)
    person.receive(Answered("/data/dog", "yes"))
    person.receive(Next())
    assert not page.item("name").violation, "nobody is scolded before they have tried"
    person.receive(Next())
    assert page.labels == ["Its name?"] and page.now.trouble
    assert "needs an answer" in page.item("name").violation
    person.receive(Answered("/data/name", "Bo"))
    assert not page.item("name").violation
    person.receive(Next())
    assert page.labels == ["Your age?"]


def test_a_constraint_is_told_when_one_goes_on_and_not_while_one_types() -> None:
    person, page = filler(DOG)
    person.receive(Answered("/data/dog", "no"))
    person.receive(Next())
    person.receive(Answered("/data/age", "1"))
    assert not page.item("age").violation
    person.receive(Next())
    assert page.item("age").violation
    person.receive(Answered("/data/age", "18"))
    assert not page.item("age").violation
    person.receive(Next())
    assert page.ended


@pytest.mark.parametrize(("typed", "kept"), [
    ("41", "41"), ("−3", "-3"), ("1 000", "1000"), ("3,5", ""), ("abc", ""),
])
def test_a_whole_number_is_kept_as_typed_or_not_at_all(typed: str, kept: str) -> None:
    person, page = filler(survey("integer | age | Age?"))
    person.receive(Answered("/data/age", typed))
    assert page.item("age").value == kept
    person.receive(Next())
    assert page.ended is bool(kept)
    if not kept:
        assert page.item("age").typed == typed and page.item("age").violation


def test_a_decimal_comma_is_understood() -> None:
    person, page = filler(survey("decimal | km | How far?"))
    person.receive(Answered("/data/km", "1,5"))
    assert page.item("km").value == "1.5"


def test_a_day_that_does_not_exist_is_told_and_stays_to_be_mended() -> None:
    person, page = filler(survey("date | day | When?"))
    person.receive(Answered("/data/day", "2025-02-31"))
    person.receive(Next())
    assert page.item("day").typed == "2025-02-31" and page.item("day").violation
    person.receive(Answered("/data/day", "2025-02-28"))
    person.receive(Next())
    assert page.ended


def test_the_language_changes_words_and_keeps_answers() -> None:
    person, page = filler(EVERY_KIND)
    person.receive(Next())
    person.receive(Answered("/data/name", "Kim"))
    assert page.labels == ["Vad ska vi kalla dig?"] and page.now.frame.language == "sv"
    person.receive(ChooseLanguage("en"))
    assert page.labels == ["What shall we call you?"] and page.item("name").value == "Kim"
    assert page.now.frame.languages == ("sv", "en")


def test_a_list_of_fields_is_one_page_and_grows_with_the_answers() -> None:
    person, page = filler(survey(
        "begin_group | g | Home | field-list |",
        "select_one yn | dog | Dog? | |",
        "text | name | Its name? | | ${dog} = 'yes'",
        "end_group | | | |",
        columns="type | name | label | appearance | relevant",
        choices=("yn | yes | Yes", "yn | no | No"),
    ))
    assert page.now.heading == "" and page.labels == ["Dog?"]
    person.receive(Answered("/data/g/dog", "yes"))
    assert page.now.heading == "Home" and page.labels == ["Dog?", "Its name?"]


VISITS = survey(
    "begin_repeat | visit | Visit", "text | who | With whom?", "end_repeat | |", "text | end | End?"
)


def test_a_repeat_is_added_to_and_taken_from() -> None:
    person, page = filler(VISITS)
    person.receive(Answered("/data/visit[1]/who", "Kim"))
    person.receive(Next())
    assert [item.kind for item in page.now.items] == [Kind.REPEAT]
    assert [part.label for part in page.now.items[0].parts] == ["Visit 1: Kim"]
    person.receive(AddOne("/data/visit"))
    assert page.now.items[0].ref == "/data/visit[2]/who"
    person.receive(Answered("/data/visit[2]/who", "Bo"))
    person.receive(Next())
    person.receive(RemoveOne("/data/visit[1]"))
    assert [part.label for part in page.now.items[0].parts] == ["Visit 1: Bo"]
    person.receive(Next())
    assert page.labels == ["End?"]


def test_the_last_of_a_repeat_can_go_as_well() -> None:
    person, page = filler(VISITS)
    person.receive(Next())
    person.receive(RemoveOne("/data/visit[1]"))
    assert page.now.items[0].parts == ()
    person.receive(Next())
    assert page.labels == ["End?"]


POINTS = survey(
    "begin_group | p | Share out | x-points | total=20", "integer | a | A | |",
    "integer | b | B | |", "end_group | | | |",
    columns="type | name | label | appearance | parameters",
)


def test_points_must_sum_before_one_goes_on() -> None:
    person, page = filler(POINTS)
    person.receive(Answered("/data/p/a", "15"))
    person.receive(Next())
    assert page.now.items[0].violation and not page.ended
    person.receive(Answered("/data/p/b", "5"))
    assert not page.now.items[0].violation
    person.receive(Next())
    assert page.ended


def test_points_that_nobody_began_with_can_be_left() -> None:
    person, page = filler(POINTS)
    person.receive(Next())
    assert page.ended


def test_what_nobody_could_answer_stops_no_one() -> None:
    person, page = filler(survey(
        "select_one c | q | Q? | yes | false() | ", "text | t | T? | yes |  | yes",
        columns="type | name | label | required | choice_filter | readonly",
        choices=("c | a | Apple",)))
    assert page.item("q").kind is Kind.SKIPPED and "nothing to choose" in page.item("q").reason
    person.receive(Next())
    assert page.item("t").kind is Kind.SHOWN
    person.receive(Next())
    assert page.ended


def test_what_the_kiosk_has_not_is_skipped_with_the_reason_and_does_not_stop_anybody() -> None:
    # nothing else is asked, so that each has a page all the same
    person, page = filler(survey(
        "image | photo | Photo? | yes", "geopoint | place | Where? | yes",
        columns="type | name | label | required",
    ))
    assert page.item("photo").kind is Kind.SKIPPED and "Pictures" in page.item("photo").reason
    person.receive(Next())
    assert "Places" in page.item("place").reason
    person.receive(Next())
    assert page.ended


def test_quick_goes_on_by_itself() -> None:
    person, page = filler(survey(
        "select_one yn | q | Quick? | quick", "text | t | Text |",
        columns="type | name | label | appearance", choices=("yn | yes | Yes",),
    ))
    person.receive(Answered("/data/q", "yes"))
    assert page.now.advance_after_ms


def test_an_answer_that_later_answers_make_wrong_is_come_back_to() -> None:
    person, page = filler(survey(
        "integer | low | Lowest? | ${high} = '' or . <= ${high}", "integer | high | Highest? |",
        columns="type | name | label | constraint",
    ))
    for wish in (Answered("/data/low", "5"), Next(), Answered("/data/high", "3"), Next()):
        person.receive(wish)
    assert page.labels == ["Lowest?"] and page.now.trouble


def test_an_answer_that_may_not_be_changed_is_shown() -> None:
    _, page = filler(survey(
        "text | t | Set | Fixed | yes", columns="type | name | label | default | readonly"
    ))
    assert page.item("t").kind is Kind.SHOWN and page.item("t").value == "Fixed"


def test_every_kind_is_gone_through_and_back() -> None:
    person, page = filler(EVERY_KIND)
    met: list[Kind] = []
    for _ in range(60):
        if page.ended:
            break
        met += [item.kind for item in page.now.items]
        if page.labels == ["Hur gammal är du?"]:
            person.receive(Answered("/data/age", "41"))
        person.receive(Next())
    # no device here takes files: they have no page, and are tested with one that does
    unmet = {Kind.SHOWN, Kind.PHOTO, Kind.SOUND, Kind.SKIPPED}
    assert page.ended and set(met) >= set(Kind) - unmet
    person.receive(Back())
    for _ in range(60):
        person.receive(Back())
    assert page.now.number == 1 and not page.now.can_go_back


def test_starting_over_leaves_nothing() -> None:
    person, page = filler(survey("text | t | T"))
    person.receive(Answered("/data/t", "secret"))
    person.receive(Next())
    person.receive(StartOver())
    assert page.item("t").value == page.item("t").typed == ""


def test_text_size_goes_round() -> None:
    person, page = filler(survey("text | t | T"))
    sizes = []
    for _ in range(4):
        person.receive(ChangeTextSize())
        sizes.append(page.now.frame.percent)
    assert sizes == [150, 200, 250, 100]


def test_labels_are_said_without_marks() -> None:
    _, page = filler(survey("note | n | **Hello** _you_ at [home](http://x.example) <b>now</b>"))
    assert page.labels == ["Hello you at home now"]


def test_wishes_that_come_too_late_do_no_harm() -> None:
    person, page = filler(VISITS)
    for wish in (Answered("/data/none", "x"), AddOne("/data/none"), RemoveOne("/data/visit[9]")):
        person.receive(wish)
    assert page.labels == ["With whom?"]
    person.receive(Next())
    person.receive(Next())
    person.receive(Next())
    person.receive(Next())
    assert isinstance(page.screens[-1], FormEnd)


def test_a_form_with_nothing_to_ask_is_at_its_end() -> None:
    page = RecordingPage()
    filler(survey("text | t | T | false()", columns="type | name | label | relevant"), page)
    assert page.ended
