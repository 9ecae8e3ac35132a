"""Rather not say: where a form offers it, and that it is neither an answer nor a gap."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.forms.screen import AddOne, Answered, FormScreen, RatherNot, RemoveOne
from kiosk.screens import TEXT_SIZES, ThanksScreen
from kiosk.wishes import ChangeTextSize
from survey import flow
from survey.forms.read.form import read_form
from survey.records import Kind
from tests.kiosk.form_builders import survey
from tests.kiosk.form_kiosk_builders import Sitting, asks
from tests.kiosk.form_person import Open, sit_down

COLUMNS = "type | name | label | appearance | required | relevant"
FORM = survey(
    "select_one c | free | Free? | | |",
    "select_one c | must | Must? | | yes |",
    "select_one c | told | Told? | x-decline | yes |",
    "text | more | More? | | | ${free} = 'a'",
    "begin_group | both | Both | field-list | |",
    "select_one c | one | One? | x-decline | yes |",
    "integer | two | Two? | | |",
    "end_group | | | | |",
    "begin_group | sums | Shares | x-percentages x-decline | |",
    "integer | s1 | Foot | | |", "integer | s2 | Car | | |", "end_group | | | | |",
    "note | thanks | Thanks | | |", "acknowledge | ok | Read? | | |",
    "begin_repeat | visit | Visit | | |", "text | who | Who? | | |", "end_repeat | | | | |",
    columns=COLUMNS, choices=("c | a | Apple", "c | b | Banana"),
)
TABLE = survey(
    "begin_group | t | Table | x-matrix x-decline |", "begin_group | r | Row | |",
    "text | a | A? | | yes", "text | b | B? | | yes", "end_group | | | |", "end_group | | | |",
    columns="type | name | label | appearance | required",
)
NEXT = flow.Next()


@pytest.fixture
def at() -> Sitting:
    return Sitting(asks(FORM)).sit_down("sv")


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def offers(at: Sitting) -> dict[str, tuple[bool, bool]]:
    """Which questions of the page offer it, and of which it is so."""
    return {i.ref.rpartition("/")[2]: (i.may_decline, i.declined) for i in at.page.items}


def test_it_is_offered_where_no_answer_is_needed_and_where_the_form_says_so(at: Sitting) -> None:
    found = offers(at)
    at.wish(NEXT)
    found |= offers(at)
    at.wish(Answered("/data/must", "a"), NEXT)
    found |= offers(at)
    at.wish(RatherNot("/data/told"), NEXT)
    found |= offers(at)
    at.wish(RatherNot("/data/both/one"), NEXT)
    found |= offers(at)
    at.wish(NEXT)
    found |= offers(at)
    at.wish(NEXT)
    found |= offers(at)
    assert found == {
        "free": (True, False), "must": (False, False), "told": (True, False),
        "one": (True, False), "two": (False, False), "sums": (True, False),
        "thanks": (False, False), "ok": (False, False),
    }


def test_it_is_kept_as_such_and_not_as_a_missing_answer(at: Sitting) -> None:
    at.wish(Answered("/data/free", "a"), RatherNot("/data/free"))
    assert offers(at) == {"free": (True, True)}
    assert at.said(at.keeper.kept) == {"free": None}


def test_wished_for_again_it_is_taken_back(at: Sitting) -> None:
    at.wish(RatherNot("/data/free"), RatherNot("/data/free"))
    assert offers(at) == {"free": (True, False)} and at.said(at.keeper.kept) == {}


def test_an_answer_beats_it_and_an_answer_taken_away_leaves_nothing(at: Sitting) -> None:
    at.wish(RatherNot("/data/free"), Answered("/data/free", "b"))
    assert at.said(at.keeper.kept) == {"free": "b"}
    at.wish(Answered("/data/free", ""))
    assert at.said(at.keeper.kept) == {}


def test_where_the_form_offers_it_nobody_is_held_up(at: Sitting) -> None:
    at.wish(NEXT, Answered("/data/must", "a"), NEXT, NEXT)
    assert at.page.trouble and at.page.items[0].violation
    at.wish(RatherNot("/data/told"))
    assert not at.page.items[0].violation
    at.wish(NEXT, RatherNot("/data/both/one"), NEXT, RatherNot("/data/sums"), *[NEXT] * 5)
    assert isinstance(at.now, ThanksScreen)
    (response,) = at.keeper.finished
    assert at.said(response) == {
        "must": "a", "told": None, "one": None, "s1": None, "s2": None,
    }


def test_what_is_not_asked_any_more_is_not_collected(at: Sitting) -> None:
    at.wish(Answered("/data/free", "a"), NEXT, Answered("/data/must", "a"), NEXT,
            RatherNot("/data/told"), NEXT, RatherNot("/data/more"))
    assert at.said(at.keeper.kept)["more"] is None
    at.wish(flow.Back(), flow.Back(), flow.Back(), Answered("/data/free", "b"))
    assert "more" not in at.said(at.keeper.kept)
    at.wish(Answered("/data/free", "a"))
    assert at.said(at.keeper.kept)["more"] is None


def test_in_a_repeat_it_goes_with_its_instance(at: Sitting) -> None:
    at.wish(AddOne("/data/visit"), AddOne("/data/visit"), RatherNot("/data/visit[1]/who"),
            RatherNot("/data/visit[3]/who"), RemoveOne("/data/visit[1]"))
    assert at.keeper.kept is not None
    assert [(one.at, one.kind) for one in at.keeper.kept.further] == [((2,), Kind.NONE)]


@pytest.mark.parametrize("too_long", [False, True])
def test_a_block_that_is_answered_in_part_waits_for_its_other_parts(too_long: bool) -> None:
    at = Sitting(asks(TABLE)).sit_down("sv")
    at.wish(RatherNot("/data/t"), Answered("/data/t/r/a", "x" * 30_000 if too_long else "x"))
    whole = {"a": None, "b": None} if too_long else {"a": "x"}
    assert at.said(at.keeper.kept) == whole and at.page.items[0].declined is too_long
    at.wish(NEXT)
    assert at.page.trouble
    at.wish(Answered("/data/t/r/a", "x"), Answered("/data/t/r/b", "y"), NEXT)
    assert [at.said(one) for one in at.keeper.finished] == [{"a": "x", "b": "y"}]


def test_what_was_typed_and_fits_nothing_goes_too(at: Sitting) -> None:
    at.wish(NEXT, Answered("/data/must", "a"), NEXT, RatherNot("/data/told"), NEXT,
            Answered("/data/both/one", "a"), Answered("/data/both/two", "x"), NEXT)
    assert isinstance(at.now, FormScreen) and at.page.trouble
    at.wish(RatherNot("/data/both/two"), NEXT)
    assert "sums" in offers(at)


def test_it_is_pressed_below_the_page_or_below_its_question(sit: Open) -> None:
    person = sit(FORM)
    person.tap("Rather not say")
    assert person.window.page.footer.skip.isVisible()
    assert person.filler.form.find("/data/free") in person.filler.declined
    person.turn_to(3)
    assert not person.window.page.footer.skip.isVisible()
    person.tap("Rather not say")
    assert person.filler.form.find("/data/both/one") in person.filler.declined
    person.tap("Next")
    assert person.window.page.footer.skip.isVisible()


def test_keys_alone_come_to_it(sit: Open) -> None:
    person = sit(FORM)
    person.turn_to(3)
    person.tab_to("Rather not say")


@pytest.mark.parametrize("size", [(800, 1280), (1024, 768)])
def test_the_way_out_does_not_jump_when_it_is_chosen_and_nothing_is_cut(
    sit: Open, size: tuple[int, int]
) -> None:
    person = sit(FORM, size=size)
    for _ in range(TEXT_SIZES.index(200)):
        person.filler.receive(ChangeTextSize())
    footer = person.window.page.footer
    QApplication.processEvents()
    before = footer.skip.geometry().center().y()
    person.tap("Rather not say")
    QApplication.processEvents()
    assert footer.skip.geometry().center().y() == before
    for button in person.buttons():
        assert button.width() >= button.sizeHint().width(), button.text()
        assert person.window.rect().contains(button.mapTo(person.window, button.rect().center()))


def test_the_word_that_offers_it_is_known_to_the_reader() -> None:
    found = read_form(FORM.encode(), "form")
    assert not [problem for problem in found.problems if "ours" in problem.code]
