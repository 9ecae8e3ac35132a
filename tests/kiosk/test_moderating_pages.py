"""The moderator's pages: every place in every step of every method has words, and stands in its
window so that all of it can be read, reached and pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.frame import Comfort, Frame
from kiosk.meeting.copies import Standing
from kiosk.meeting.moderator_pages import page_for
from kiosk.meeting.moderator_screens import (
    Copying,
    ModeratorAt,
    ModeratorScreen,
    Phones,
    Place,
    Says,
)
from kiosk.meeting.views import moderator as view
from kiosk.meeting.views.moderator import ModeratorView
from kiosk.window import Looks, Window
from survey.facilitation.method import PhaseKind
from survey.facilitation.replying import NumbersReply
from survey.facilitation.state import Turn
from tests.kiosk.meeting_builders import WORDS
from tests.kiosk.moderating_builders import Moderator, W, buttons_on
from tests.kiosk.screen_checks import faults, misplaced
from tests.survey.session_builders import shipped

NEW_NOTE = W("A new note: {field}", field="")
LONG = "Att bli bemött med respekt, bli lyssnad på och få hjälp även när det är många som väntar"


def stood(moderator: Moderator) -> Iterator[ModeratorAt]:
    """Where the meeting stands in each of its steps, with something in it."""
    rules = moderator.host.state.rules
    assert rules is not None
    yield moderator.at
    for phase in rules.phases:
        for round in range(1, phase.last_round + 1):
            moderator.begin(phase.id, round)
            filled(moderator, phase.kind)
            moderator.desk.second()
            yield moderator.at


def filled(moderator: Moderator, kind: PhaseKind) -> None:
    """What a group may have written in a step of that kind."""
    labels = [one.text for one in buttons_on(moderator.page)]
    wall = W("Notes and headings")
    if wall in labels and kind in (PhaseKind.COLLECT, PhaseKind.GROUP):
        moderator.press(wall)
        new = [one.text for one in buttons_on(moderator.page) if one.text.startswith(NEW_NOTE)]
        for text in new[:2]:
            moderator.write(text, LONG)
        if kind is PhaseKind.GROUP:
            moderator.write(W("A new heading"), LONG[:60])
        moderator.press(W("Back"))
    for n in (1, 2):
        task = moderator.host.task(n)
        if task.turn is not None and task.budgets and task.items:
            reply = NumbersReply(turn=task.turn, numbers={task.items[0].id: 1})
            assert moderator.host.reply(n, reply) is None


@pytest.mark.parametrize("id", shipped())
def test_every_place_has_a_page_in_every_step(id: str) -> None:
    moderator = Moderator(id, people=6)
    seen = 0
    for at in [*stood(moderator)]:
        for place in Place:
            for says in (Says.NOTHING, Says.REFUSED):
                for language in ("sv", "en"):
                    page = page_for(
                        replace(at, place=place, says=says, language=language, code=WORDS),
                        Words(language),
                    )
                    assert page.title and page.foot, (place, at.state.turn)
                    seen += 1
    assert seen > 400


def shown(qtbot: QtBot, size: tuple[int, int]) -> Window:
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    view.know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(*size)
    window.show()
    return window


def full(moderator: Moderator) -> ModeratorAt:
    """A focus group at its result, with everything that a page can have."""
    assert [*stood(moderator)]
    for turn in (Turn("weigh", 1), Turn("weigh", 2), Turn("grade", 1)):
        moderator.begin(turn.phase, turn.round)
        moderator.press(W("The result"))
        moderator.press(W("Show it to all"))
        moderator.press(W("Back"))
    moderator.press(W("Decisions"))
    moderator.write(W("A new decision"), LONG)
    moderator.press(W("Back"), W("What was said"))
    moderator.write(W("Write a view that few hold"), LONG)
    state = moderator.host.state
    return replace(
        moderator.at, state=state, code=WORDS, chosen=frozenset([*state.notes][:2]),
        around=replace(
            moderator.outside.beside,
            phones=Phones(url="http://192.0.2.7:8350/#1x", count=12),
            copying=Copying(folders=("/media/ett-minne",), standing=Standing()),
        ),
    )


def about(at: ModeratorAt, place: Place) -> ModeratorAt:
    """A page with what it is about."""
    state = at.state
    held = {
        Place.NOTE: state.notes, Place.HEADING: state.headings, Place.FACTOR: state.headings,
        Place.DECISION: state.decisions, Place.LINE: state.plan,
    }.get(place, {})
    return replace(at, place=place, about=next(iter(held), None))


@pytest.mark.parametrize(("percent", "size", "looks"), [
    (100, (1280, 800), "default"), (200, (1024, 768), "high"),
])
def test_every_place_can_be_read_reached_and_pressed(
    qtbot: QtBot, percent: int, size: tuple[int, int], looks: str
) -> None:
    window = shown(qtbot, size)
    frame = Frame(language="sv", comfort=Comfort(percent=percent, theme=looks))
    at, least = full(Moderator(people=12)), 7.0 if looks == "high" else 4.5
    for place in Place:
        window.present(ModeratorScreen(frame=frame, at=about(at, place)))
        window.view(ModeratorView).tell_time(-65)
        QApplication.processEvents()
        assert list(faults(window, "sv", least)) == [], place


@pytest.mark.parametrize("id", shipped())
def test_every_step_of_every_method_stands_in_its_window_at_large_letters(
    qtbot: QtBot, id: str
) -> None:
    window = shown(qtbot, (1024, 768))
    frame = Frame(language="sv", comfort=Comfort(percent=200))
    for at in [*stood(Moderator(id, people=9))]:
        window.present(ModeratorScreen(frame=frame, at=at))
        QApplication.processEvents()
        assert list(misplaced(window, "sv")) == [], at.state.turn


def test_what_stands_there_already_is_not_made_anew_under_a_finger(qtbot: QtBot) -> None:
    window, moderator = shown(qtbot, (1280, 800)), Moderator()
    moderator.begin("purpose")
    window.present(moderator.shown[-1])
    before = [id(one) for one in window.view(ModeratorView).tab_way()]
    moderator.hours.pass_(1)
    moderator.desk.second()
    window.present(moderator.shown[-1])
    assert [id(one) for one in window.view(ModeratorView).tab_way()] == before


def test_the_clock_changes_and_what_is_typed_stays(qtbot: QtBot) -> None:
    window, moderator = shown(qtbot, (1280, 800)), Moderator()
    moderator.begin("purpose")
    moderator.press(W("Write the purpose"))
    window.present(moderator.shown[-1])
    page = window.view(ModeratorView)
    page.tell_time(75)
    (field,) = page.body.fields
    field.put("Att förstå")
    page.tell_time(74)
    assert page.leaving.text() == "1:14 kvar" and field.text() == "Att förstå"
    page.tell_time(None)
    assert page.leaving.isHidden() and page.body.fields[0].text() == "Att förstå"


def test_the_seven_words_go_from_the_screen_with_their_page(qtbot: QtBot) -> None:
    window, moderator = shown(qtbot, (1280, 800)), Moderator()
    moderator.desk.begin(WORDS)
    window.present(moderator.shown[-1])
    moderator.press(W("I have written them down"))
    window.present(moderator.shown[-1])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    told = " ".join(one.accessibleName() for one in window.findChildren(QWidget))
    assert not [word for word in WORDS if word in told]
