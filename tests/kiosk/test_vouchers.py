"""A voucher for whoever finishes and wants one: offered while there are any, given once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from assets.words import Words
from kiosk.citizen import Citizen
from kiosk.frame import Frame
from kiosk.screens import NotKeptScreen, ThanksScreen, VoucherScreen
from kiosk.views.codes import voucher_plate, voucher_question
from kiosk.wishes import TryAgain
from storage.errors import NoRoom
from survey import flow
from survey.conduct import Voucher
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen, station
from tests.kiosk.way_walker import answer_to, conducted

GIVES = conducted(voucher=Voucher(text={"sv": "En kaffe", "en": "A coffee"}))


@dataclass
class Drawer:
    ready: list[str] = field(default_factory=lambda: ["AAAA BBBB CCCC DDDD"])
    full: bool = False

    def left(self) -> int:
        return len(self.ready)

    def take(self) -> str | None:
        if self.full:
            raise NoRoom("full")
        return self.ready.pop() if self.ready else None


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def seen(drawer: Drawer) -> tuple[Citizen, RecordingView, FakeKeeper]:
    """Somebody who has answered everything and wants no code."""
    view, keeper = RecordingView(), FakeKeeper()
    who = citizen(view, keeper, campaign=GIVES)
    who._station = replace(station(GIVES), vouchers=drawer)
    who.begin()
    who.receive(flow.ChooseLanguage("sv"))
    who.receive(flow.Agree())
    while (question := flow.current(who._state)) is not None:
        who.receive(flow.Give(question.id, answer_to(who._state)))
        who.receive(flow.Next())
    return who, view, keeper


def test_the_answers_are_kept_before_a_voucher_is_offered(
    seen: tuple[Citizen, RecordingView, FakeKeeper],
) -> None:
    who, view, keeper = seen
    who.receive(flow.NoCode())
    assert isinstance(view.now, VoucherScreen) and len(keeper.finished) == 1


def test_whoever_takes_one_sees_it_and_it_is_gone(
    seen: tuple[Citizen, RecordingView, FakeKeeper], drawer: Drawer
) -> None:
    who, view, keeper = seen
    for wish in (flow.NoCode(), flow.TakeVoucher()):
        who.receive(wish)
    assert isinstance(view.now, ThanksScreen) and view.now.voucher == "AAAA BBBB CCCC DDDD"
    assert drawer.ready == [] and len(keeper.finished) == 1


def test_whoever_takes_none_leaves_it_there(
    seen: tuple[Citizen, RecordingView, FakeKeeper], drawer: Drawer
) -> None:
    who, view, _ = seen
    for wish in (flow.NoCode(), flow.NoVoucher()):
        who.receive(wish)
    assert isinstance(view.now, ThanksScreen) and not view.now.voucher
    assert drawer.left() == 1


def test_nobody_is_offered_what_there_is_none_of(
    seen: tuple[Citizen, RecordingView, FakeKeeper], drawer: Drawer
) -> None:
    who, view, keeper = seen
    drawer.ready.clear()
    who.receive(flow.NoCode())
    assert isinstance(view.now, ThanksScreen) and len(keeper.finished) == 1


def test_a_voucher_that_could_not_be_taken_is_taken_at_the_next_try(
    seen: tuple[Citizen, RecordingView, FakeKeeper], drawer: Drawer
) -> None:
    who, view, keeper = seen
    drawer.full = True
    for wish in (flow.NoCode(), flow.TakeVoucher()):
        who.receive(wish)
    assert isinstance(view.now, NotKeptScreen)
    drawer.full = False
    who.receive(TryAgain())
    assert isinstance(view.now, ThanksScreen) and view.now.voucher
    assert len(keeper.finished) == 1


def test_the_next_person_sees_no_voucher_of_the_last(
    seen: tuple[Citizen, RecordingView, FakeKeeper]
) -> None:
    who, view, _ = seen
    for wish in (flow.NoCode(), flow.TakeVoucher(), flow.Restart()):
        who.receive(wish)
    assert "AAAA" not in repr(view.now) and not who._voucher


@pytest.mark.parametrize("text", [{}, {"sv": "  "}])
def test_a_voucher_says_who_gives_it_where_the_survey_has_no_words(
    seen: tuple[Citizen, RecordingView, FakeKeeper], text: dict[str, str]
) -> None:
    who, view, _ = seen
    worded = conducted(voucher=Voucher(text=text))
    who._station = replace(who._station, campaign=worded)
    who.receive(flow.NoCode())
    asked = view.now
    assert isinstance(asked, VoucherScreen)
    said = [block.text for block in voucher_question(asked, Words("sv")).blocks]
    assert worded.organisation in said


def test_the_voucher_that_is_taken_along_says_whose_it_is() -> None:
    screen = ThanksScreen(
        frame=Frame(language="sv"), kept=True, finished=True, organisation="Biblioteket",
        contact="", returns_after_ms=0, voucher="AAAA-BBBB-CCCC-DDDD",
    )
    assert "Biblioteket" in [block.text for block in voucher_plate(screen, Words("sv")).head]
