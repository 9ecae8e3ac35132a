"""The page of group meetings on made-up doors: looked at, mapped, left out and locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QWidget

import assets
from admin.program import Program
from admin.sessions import result, wording
from admin.sessions.fit_table import FitTable
from admin.sessions.state import Line
from admin.sessions.view import SessionsView
from admin.shell.places import Place
from admin.surveys import Part
from assets.words import Words
from survey.campaign import WeightRule
from survey.facilitation.events import PhaseBegun
from survey.records import PointsSet, SessionClosed
from tests.admin.window_builders import Desk
from tests.admin.window_sessions import FakeMeetings
from tests.builders import CAMPAIGN
from tests.storage.focus_groups import focus_group, heading, session
from tests.survey.session_builders import Player, shipped


@pytest.fixture(scope="module")
def shared(qapp: Any) -> Iterator[tuple[Desk, Program]]:
    """One window for all: to build it costs more than what most tests do with it."""
    desk = Desk()
    made = desk.opened("en")
    made.go(Place.CAMPAIGNS)
    desk.background.flush()
    made.surveys.hub.go(Part.SESSIONS)
    yield desk, made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def desk(shared: tuple[Desk, Program]) -> Desk:
    desk, program = shared
    vars(desk.meetings).update(vars(FakeMeetings()))
    desk.picked = None
    program.surveys.sessions.choose(session(9))
    refresh(desk, program)
    return desk


def refresh(desk: Desk, program: Program) -> None:
    program.surveys.sessions.decline()
    program.surveys.refresh()
    desk.background.flush()


@pytest.fixture
def view(desk: Desk, shared: tuple[Desk, Program]) -> SessionsView:
    return shared[1].surveys.sessions_view


def press(desk: Desk, pressed: QAbstractButton) -> None:
    assert pressed.isVisible() and pressed.isEnabled()
    pressed.click()
    desk.background.flush()


def cells(table: FitTable) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines.lines]


def message(view: SessionsView) -> str:
    return view._message.accessibleName()


def said(widget: QWidget) -> str:
    return widget.text()  # type: ignore[attr-defined,no-any-return]


def test_sessions_stand_in_a_list_and_the_first_is_looked_at(view: SessionsView) -> None:
    assert cells(view._table) == [
        ("Seniorerna", "2025-09-03", "Closed", "Yes", "3"),
        ("Fritidsgården", "2025-09-03", "Closed", "Yes", "2"),
    ]
    assert said(view.session._heading) == "Seniorerna"
    assert "Fewer than 5 people" in said(view.weights._line)
    assert cells(view.weights._table) == []


def test_headings_are_mapped_by_a_person_and_as_they_came_again(
    desk: Desk, view: SessionsView
) -> None:
    view._table.selectRow(1)
    table, chooser = view.session._headings, view.session.map
    assert cells(table) == [
        ("Bemötande", "! Nothing yet", "Treatment", "–"), ("Nära hem", "! Nothing yet", "", "–"),
    ]
    table.selectRow(0)
    assert chooser.isVisible() and chooser.factor.box.currentText() == "Treatment"
    press(desk, chooser.keep)
    assert message(view).startswith("Kept") and cells(table)[0][1] == "Treatment"
    table.selectRow(1)
    assert chooser.factor.value is None and not chooser.keep.isEnabled()
    chooser.factor.box.setCurrentIndex(1)
    chooser.factor.box.activated.emit(1)
    chooser.kind.box.setCurrentIndex(1)
    press(desk, chooser.keep)
    assert cells(table)[1][1] == "Availability (a part of it)"
    assert "Last decided by Kim, 2026-11-20." in said(chooser._who)
    assert "5 people in 2 groups" in said(view.weights._line)
    assert [row[0] for row in cells(view.weights._table)] == ["Treatment", "Availability"]
    press(desk, chooser.undo)
    assert cells(table)[1][1] == "! Nothing yet"
    chooser.factor.box.setCurrentIndex(2)
    chooser.factor.box.activated.emit(2)
    assert not chooser.kind.isVisible()
    press(desk, chooser.keep)
    assert cells(table)[1][1] == "New: none of the factors"


def mapped(desk: Desk, view: SessionsView) -> None:
    view._table.selectRow(1)
    view.session._headings.selectRow(0)
    press(desk, view.session.map.keep)


def test_weights_are_locked_after_a_question_and_say_what_came_later(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    mapped(desk, view)
    view.weights.lock.click()
    assert view.weights.ask.isVisible() and view.weights.ask.no.hasFocus()
    assert not desk.meetings.locked
    press(desk, view.weights.ask.yes)
    assert desk.meetings.locked[0].version == 1 and not view.weights.ask.isVisible()
    assert "version 1, locked 2026-11-20 by Kim" in said(view.weights._line)
    assert not view.weights.lock.isVisible()
    desk.meetings.logs.append(focus_group(3, {"Bemötande": None}, [{"Bemötande": 10}] * 6))
    refresh(desk, shared[1])
    assert "1 meeting is new" in view.weights._since.accessibleName()
    assert said(view.weights.lock) == "Lock as version 2 …" and view.weights.lock.isVisible()


def test_weights_are_locked_again_when_the_survey_has_another_rule(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    mapped(desk, view)
    view.weights.lock.click()
    press(desk, view.weights.ask.yes)
    desk.meetings.campaign = replace(
        desk.meetings.campaign, weight_rule=WeightRule.SHARE_OF_SUMS
    )
    refresh(desk, shared[1])
    assert "its rule for weights" in view.weights._since.accessibleName()
    assert said(view.weights.lock) == "Lock as version 2 …" and view.weights.lock.isVisible()


def test_weights_that_changed_while_they_were_looked_at_are_not_locked(
    desk: Desk, view: SessionsView
) -> None:
    mapped(desk, view)
    view.weights.lock.click()
    desk.meetings.logs.append(focus_group(3, {"Bemötande": None}, [{"Bemötande": 10}]))
    press(desk, view.weights.ask.yes)
    assert "changed meanwhile" in message(view) and not desk.meetings.locked
    assert len(cells(view._table)) == 3


def test_a_session_is_left_out_with_a_reason_and_used_again(
    desk: Desk, view: SessionsView
) -> None:
    view.session.out.click()
    press(desk, view.session.ask.yes)
    assert view.session.ask.isVisible() and not desk.meetings.left
    view.session.ask._reason.line.setText("Fel fråga")
    press(desk, view.session.ask.yes)
    assert desk.meetings.left[session(1)].reason == "Fel fråga"
    assert cells(view._table)[0][3] == "Left out"
    assert said(view.session._left).endswith("Kim: Fel fråga")
    press(desk, view.session.back)
    assert not desk.meetings.left and cells(view._table)[0][3] == "Yes"


def test_what_is_wrong_with_a_session_is_told_in_words(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    log = desk.meetings.logs[0]
    desk.meetings.logs[0] = [one for one in log if not isinstance(one.event, SessionClosed)][:-1]
    desk.meetings.logs[0].append(replace(log[-1], n=99, lamport=99))
    refresh(desk, shared[1])
    assert "thing to look at" in cells(view._table)[0][2]
    assert "missing" in view.session._wrong.accessibleName()


def weigh(view: SessionsView) -> tuple[str, FitTable]:
    part = next(one for one in view.session._parts if said(one._heading) == "Weigh")
    return said(part._says), part._table


def test_of_fewer_than_five_the_order_is_shown_and_of_one_nothing(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    told, table = weigh(view)
    assert "In the order of their points: Bemötande, Nära hem." in told and table.isHidden()
    desk.meetings.logs = [focus_group(1, {"Bemötande": None}, [{"Bemötande": 10}])]
    refresh(desk, shared[1])
    told, table = weigh(view)
    assert told.startswith("Fewer than five") and "order" not in told and table.isHidden()
    assert cells(view.session._headings)[0][3] == "–"
    desk.meetings.logs = [focus_group(1, {"Bemötande": None}, [{"Bemötande": 10}] * 5)]
    refresh(desk, shared[1])
    told, table = weigh(view)
    assert "5 people gave points" in told
    assert cells(table) == [("Bemötande", "50", "100.0%", "5 of 5", "10–10")]
    assert cells(view.session._headings)[0][3] == "50"


def test_rounds_stand_side_by_side_only_where_five_gave_points_in_each(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    log = focus_group(
        1, {"Bemötande": None, "Nära hem": None}, [{"Bemötande": 6, "Nära hem": 4}] * 5,
        closed=False,
    )
    again = [PhaseBegun(phase="weigh", round=2, budgets={"": 10})]
    again += [
        PointsSet(participant=at, points={heading(1, 0): 10}, phase="weigh", round=2)
        for at in range(1, 6)
    ]
    for changed, head in ((4, 5), (5, 6)):
        more = [
            replace(log[-1], event=event, n=log[-1].n + at, lamport=log[-1].lamport + at)
            for at, event in enumerate(again[: changed + 1], start=1)
        ]
        desk.meetings.logs = [log + more]
        refresh(desk, shared[1])
        assert {len(row) for row in cells(weigh(view)[1])} == {head}
    assert cells(weigh(view)[1])[0][2:4] == ("100.0%", "60.0%")


def test_papers_are_saved_where_the_person_says(desk: Desk, view: SessionsView) -> None:
    desk.picked = Path("/stick/protocol.pdf")
    press(desk, view.session.protocol)
    assert desk.meetings.saved == [("protocol", session(1), Path("/stick/protocol.pdf"))]
    assert "/stick/protocol.pdf" in message(view)
    desk.picked = Path("/full/protocol.pdf")
    press(desk, view.session.protocol)
    assert "may not be read" in message(view) and view.session.protocol.isEnabled()
    assert not view.session.slips.isVisible()  # a closed session needs none


def test_without_sessions_the_page_says_how_they_come(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    desk.meetings.logs = []
    refresh(desk, shared[1])
    assert "held on a kiosk" in said(view._line)
    assert not view.session.isVisible() and not view.weights.isVisible()


def test_a_table_that_is_too_narrow_stands_as_lines_and_stays_chosen(
    desk: Desk, view: SessionsView
) -> None:
    table = view._table
    table.selectRow(1)
    width = table.width()
    table.resize(200, table.height())
    assert table.lines.narrow and table.currentIndex().row() == 1
    assert table.model().index(0, 0).data().split("\n")[:2] == ["Seniorerna", "Day: 2025-09-03"]
    assert table.horizontalHeader().isHidden()
    table.resize(width, table.height())
    assert not table.lines.narrow and table.currentIndex().row() == 1


def test_lines_are_a_sound_model(qapp: Any) -> None:
    table = FitTable()
    tester = QAbstractItemModelTester(
        table.lines, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    for cells in (("a", "1"), ("b", "2", "3"), ("c",)):
        head = tuple("xyz"[: len(cells)])
        line = Line(cells=cells, key=heading(1, 1))
        table.show_lines(head, (line,), Words("en"), frozenset((1,)))
        table.choose(heading(1, 1))
        assert table.currentIndex().row() == 0
    assert tester.model() is table.lines


def test_where_large_words_leave_no_room_parts_are_chosen_from_a_list(
    desk: Desk, view: SessionsView, shared: tuple[Desk, Program]
) -> None:
    program, hub = shared[1], shared[1].surveys.hub
    assert hub.tabs.isVisible() and not hub.pick.isVisible()
    program.window.resize(1024, 768)
    program.resize_text(10)
    assert hub.pick.isVisible() and not hub.tabs.isVisible()
    assert hub.pick.value is Part.SESSIONS
    hub.pick.box.activated.emit(list(Part).index(Part.TABLES))
    assert program.surveys.tables_view.isVisible()
    program.resize_text(-10)
    program.window.resize(1440, 900)
    hub.go(Part.SESSIONS)
    assert hub.tabs.isVisible() and not hub.pick.isVisible()


@pytest.mark.parametrize("method", shipped())
def test_a_session_of_every_method_is_told_in_both_languages(method: str) -> None:
    meetings = FakeMeetings()
    log = Player(assets.text("methods", f"{method}.toml"), people=6).play()
    meetings.logs, meetings.campaign = [log], replace(meetings.campaign, factors=())
    come = meetings.come(CAMPAIGN)
    (one,) = come.gathered.came
    for language in ("sv", "en"):
        words = Words(language)
        found = result.sections(come, one, words)
        assert found and all(len(line.cells) == len(part.head) for part in found
                             for line in part.lines)
        assert all(part.heading for part in found)
        assert wording.session_lines(come, words)[0].cells[2] == words("Closed")
        assert wording.weight_lines(come, words) == ()
        assert one.state.rules is not None
        assert bool(wording.heading_lines(come, one, words)) is bool(one.state.rules.weights)
