"""The page of surveys on made-up doors: consent texts and what kiosks are told, by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from admin.campaigns.choosing import SurveyName
from admin.campaigns.conduct_view import ConductView
from admin.exports.exporting import Wish
from admin.program import Program
from admin.shell.places import Place
from admin.surveys import Part
from storage.workspace.reviews import State
from survey.beside import Flag
from survey.conduct import Way
from tests.admin.window_builders import Desk
from tests.admin.window_surveys import ARABIC
from tests.builders import CAMPAIGN


@pytest.fixture(scope="module")
def shared(qapp: Any) -> Iterator[tuple[Desk, Program]]:
    """One window for all: to build it costs more than what most tests do with it."""
    desk = Desk()
    made = desk.opened("en")
    made.go(Place.CAMPAIGNS)
    desk.background.flush()
    yield desk, made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def desk(shared: tuple[Desk, Program]) -> Desk:
    """Its doors as they were at first."""
    desk, program = shared
    desk.background.flush()
    for door in (desk.surveys, desk.consents, desk.conduct, desk.answers, desk.tables):
        vars(door).update(vars(type(door)()))
    desk.picked = None
    fresh(program, desk)
    return desk


def fresh(program: Program, desk: Desk) -> None:
    """The page as whoever opens a workspace meets it, in English, with nothing written."""
    surveys = program.surveys
    surveys.hub.go(Part.TABLES)  # tables that nobody sees cost nothing
    desk.surveys.found, found = (), desk.surveys.found
    surveys.refresh()
    desk.background.flush()
    desk.surveys.found = found
    surveys.workspace_opened()
    desk.background.flush()
    surveys.consent_view.by.line.clear()
    tables = surveys.tables_view
    tables.folder.line.clear()
    tables.format.choose("csv")
    tables.everything.box.setChecked(False)
    surveys.hub.go(Part.CONSENT)


@pytest.fixture
def program(desk: Desk, shared: tuple[Desk, Program]) -> Program:
    return shared[1]


def words_of(widget: QWidget) -> str:
    return widget.accessibleName()


def press(desk: Desk, widget: QAbstractButton) -> None:
    assert widget.isVisible() and widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    desk.background.flush()


def write(desk: Desk, line: QLineEdit, said: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, said) if said else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.background.flush()


def kiosk(program: Program) -> ConductView:
    program.surveys.hub.go(Part.KIOSK)
    return program.surveys.conduct_view


def test_what_deployment_would_refuse_stands_there_before_anybody_tries(program: Program) -> None:
    notice = words_of(program.surveys.consent_view._notice)
    assert "can be given to no kiosk" in notice
    for tag in ("sv", "en", "ar"):
        assert f"Nobody has said that the consent text in {tag} is right." in notice


def test_a_reader_marks_a_language_by_name_and_the_rest_still_stands(
    program: Program, desk: Desk
) -> None:
    view = program.surveys.consent_view
    program.surveys.consent.choose("ar")
    write(desk, view.by.line, "Amal Nasser")
    assert desk.consents.marked == {("ar", ARABIC): "Amal Nasser"}
    notice = words_of(view._notice)
    assert "in en is right" in notice and "in ar is right" not in notice
    shown = [view.languages.index(2, column).data() for column in (0, 1)]
    assert shown[1] == "✓ Read by Amal Nasser, 2026-11-20"
    assert not view.mark.isVisible()


def test_nobody_marks_without_a_name_nor_a_text_that_was_changed_meanwhile(
    program: Program, desk: Desk
) -> None:
    view = program.surveys.consent_view
    press(desk, view.mark)
    assert "Write the name" in view._fault.text() and desk.consents.marked == {}
    campaign = desk.consents.campaign
    other = {**campaign.consent.text, "sv": "Något helt annat."}
    desk.consents.campaign = replace(campaign, consent=replace(campaign.consent, text=other))
    write(desk, view.by.line, "Kim")
    assert desk.consents.marked == {}
    assert words_of(view._message) == "The text was changed meanwhile. Read it once more."
    assert view._here.text() == "Något helt annat."


def test_texts_stand_beside_the_first_language_and_missing_ones_say_so(program: Program) -> None:
    program.surveys.consent.choose("ar")
    texts = program.surveys.consent_view.texts
    assert texts.index(0, 1).data() == "Så fungerar biblioteket"
    assert texts.index(0, 2).data() == "(missing: the kiosk shows “Så fungerar biblioteket”)"
    program.surveys.consent.choose("en")
    assert texts.index(0, 2).data() == "How the library works"


def test_without_a_survey_the_page_says_how_to_make_one(program: Program, desk: Desk) -> None:
    desk.surveys.found = ()
    program.surveys.refresh()
    desk.background.flush()
    assert "vardera campaign new" in words_of(program.surveys.chooser._message)
    assert not program.surveys.consent_view.isVisible()


def test_keeping_what_stands_there_changes_nothing(program: Program, desk: Desk) -> None:
    before = desk.conduct.campaign
    press(desk, kiosk(program).keep)
    assert desk.conduct.campaign == before
    assert words_of(program.surveys.conduct_view._message).startswith("So it is already")


def test_what_is_written_becomes_a_later_version(program: Program, desk: Desk) -> None:
    view, before = kiosk(program), desk.conduct.campaign
    opening = view.sections[2]
    write(desk, opening.days["tuesday"].line, "8:30-17, 18:00-20:00")  # type: ignore[attr-defined]
    assert opening.days["tuesday"]._fault.text().startswith("This is no time")  # type: ignore[attr-defined]
    press(desk, view.keep)
    assert desk.conduct.campaign == before
    assert words_of(view._message).startswith("Nothing was kept yet")
    write(desk, opening.days["tuesday"].line, "8:30-17:00, 18:00-20:00")  # type: ignore[attr-defined]
    press(desk, view.keep)
    made = desk.conduct.campaign
    assert made.version == before.version + 1
    assert [(h.opens, h.closes) for h in made.conduct.hours if h.weekday == 1] == [
        (510, 1020), (1080, 1200),
    ]
    assert replace(made.conduct, hours=before.conduct.hours) == before.conduct
    assert "version 2" in words_of(view._message)


def test_what_the_command_refuses_stands_beside_its_field_in_its_words(
    program: Program, desk: Desk
) -> None:
    view = kiosk(program)
    leaving = view.sections[1]
    write(desk, leaving.seconds.line, "5")  # type: ignore[attr-defined]
    (problem,) = desk.conduct.check(CAMPAIGN, {"conduct": {"idle": {"seconds": 5}}})
    fault = leaving.seconds._fault  # type: ignore[attr-defined]
    assert fault.text() == f"{problem.message} {problem.hint}".strip()
    assert leaving.seconds.line.accessibleDescription() == fault.text()  # type: ignore[attr-defined]
    press(desk, view.over)
    assert leaving.seconds.words == "120" and not fault.text()  # type: ignore[attr-defined]


def test_numbers_wanted_are_added_and_taken_away(program: Program, desk: Desk) -> None:
    view = kiosk(program)
    wanted = view.sections[5]
    press(desk, wanted.rows.add)  # type: ignore[attr-defined]
    row = wanted.rows.rows[2]  # type: ignore[attr-defined]
    assert row.isAncestorOf(program.window.focusWidget())
    row.who.choose(("gender", "woman"))
    view.checked.emit(view._collect())
    desk.background.flush()
    assert row.wanted._fault.text() and not row.who._fault.text()
    press(desk, row.remove)
    assert len(wanted.rows.rows) == 2 and wanted.rows.add.hasFocus()  # type: ignore[attr-defined]
    write(desk, wanted.rows.rows[0].wanted.line, "300")  # type: ignore[attr-defined]
    press(desk, view.keep)
    assert desk.conduct.campaign.conduct.quotas[0].wanted == 300


def test_candidates_end_and_one_tap_stands_first(program: Program, desk: Desk) -> None:
    view = kiosk(program)
    view.candidates.tried.box.click()
    assert not view.candidates.rows.isVisible()
    view.first.way.choose("one-tap")
    press(desk, view.keep)
    conduct = desk.conduct.campaign.conduct
    assert (conduct.trial, conduct.way) == (None, Way.ONE_TAP)


def test_words_of_every_language_are_kept_while_one_is_shown(program: Program, desk: Desk) -> None:
    card = kiosk(program).words_card
    write(desk, card.texts["attract"].line, "Vad tycker du?")
    card.which.choose("en")
    card.which.chosen.emit("en")
    assert card.texts["attract"].words == "How was it here today?"
    write(desk, card.texts["attract"].line, "What do you think?")
    press(desk, program.surveys.conduct_view.keep)
    assert desk.conduct.campaign.conduct.attract == {
        "sv": "Vad tycker du?", "en": "What do you think?",
    }


def test_what_another_program_changed_meanwhile_is_not_written_over(
    program: Program, desk: Desk
) -> None:
    view = kiosk(program)
    write(desk, view.sections[1].seconds.line, "200")  # type: ignore[attr-defined]
    other = replace(desk.conduct.campaign, version=7, contact="Torget 1")
    desk.conduct.campaign = other
    program.surveys.refresh()
    desk.background.flush()
    assert view.sections[1].seconds.words == "200"  # type: ignore[attr-defined]
    assert words_of(view._message).startswith("Another program changed this survey")
    press(desk, view.keep)
    assert desk.conduct.campaign == other
    press(desk, view.over)
    assert view.sections[1].seconds.words == "120"  # type: ignore[attr-defined]


def test_tables_are_written_where_and_as_somebody_wished(program: Program, desk: Desk) -> None:
    program.surveys.hub.go(Part.TABLES)
    view = program.surveys.tables_view
    view.format.choose("xlsx")
    view.format.chosen.emit("xlsx")
    assert not view.separator.isVisible()
    view.labels.choose("en")
    view.everything.box.setChecked(True)
    desk.picked = Path("/no/such/folder")
    press(desk, view.choose)
    press(desk, view.write)
    wish = Wish(format="xlsx", labels="en", everything=True, language="en")
    assert desk.tables.wishes == [(Path("/no/such/folder"), wish)]
    assert "150 of 150" in words_of(view._result) and view._careful.text() == "Be careful."
    assert [view.files.index(0, at).data() for at in range(3)] == [
        "responses.csv", "12,345", "abababababababab …",
    ]


def test_a_folder_that_will_not_do_is_refused_beside_its_field(
    program: Program, desk: Desk
) -> None:
    program.surveys.hub.go(Part.TABLES)
    view = program.surveys.tables_view
    press(desk, view.write)
    assert view.folder._fault.text().startswith("Choose a folder")
    write(desk, view.folder.line, "/full")
    assert "nothing is ever written over" in view.folder._fault.text()


def test_writing_tables_stands_in_the_bar_below_and_can_be_stopped(
    program: Program, desk: Desk
) -> None:
    program.surveys.tables.write("/new", Wish())
    assert program.window.findChild(QAbstractButton, "cancel-work").isVisible()
    QTest.mouseClick(
        program.window.findChild(QAbstractButton, "cancel-work"), Qt.MouseButton.LeftButton
    )
    desk.background.flush()
    view = program.surveys.tables_view
    assert desk.tables.wishes == []
    assert words_of(view._message) == "Stopped. Nothing was written."
    assert not program.window.findChild(QAbstractButton, "cancel-work").isVisible()


def rows_of(model: Any) -> list[list[Any]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_how_far_it_has_come_hides_what_results_hide(program: Program, desk: Desk) -> None:
    view = program.surveys.answers_view
    assert rows_of(view.quotas) == [
        ["Everybody", "200", "212", "✓ Reached"],
        ["Var bor du? Norra", "50", "not shown: few", "not shown: few"],
    ]
    assert rows_of(view.arms)[0] == ["Faces", "130", "120", "4", "6", "–", "71.2 (66–76)"]
    assert rows_of(view.arms)[1][1:] == ["–", "not shown: few", "not shown: few", "–", "–",
                                         "not shown: few"]
    assert rows_of(view.reasons) == [
        ["Many within a minute at one kiosk", "6"],
        ["Faster than anybody reads", "fewer than 5"],
    ]


def test_odd_answers_are_left_out_with_a_reason_and_used_again(
    program: Program, desk: Desk
) -> None:
    program.surveys.hub.go(Part.ANSWERS)
    view = program.surveys.answers_view
    assert view.odd.rowCount() == 6 and not view.back.isVisible()
    press(desk, view.out)
    press(desk, view.ask.yes)
    assert desk.answers.decided == [] and "Write the reason" in view.ask._fault.text()
    write(desk, view.ask._reason.line, "a school class played")
    assert desk.answers.decided == [(Flag.BURST, State.EXCLUDED, "a school class played")]
    assert words_of(view._message) == "6 answers are left out now."
    assert rows_of(view.odd)[0] == [
        "2026-11-03", "Huvudbiblioteket", "Left out", "Kim: a school class played",
    ]
    assert not view.out.isVisible()
    press(desk, view.back)
    write(desk, view.ask._reason.line, "they were many indeed")
    assert desk.answers.states == [State.COUNTED] * 6


def test_what_is_not_listed_is_offered_and_counted_too(program: Program, desk: Desk) -> None:
    desk.answers.states = [State.COUNTED] * 3 + [State.EXCLUDED] * 2
    desk.answers.listed = 3
    program.surveys.hub.go(Part.ANSWERS)
    program.surveys.refresh()
    desk.background.flush()
    view = program.surveys.answers_view
    assert view.out.isVisible() and view.back.isVisible()
    press(desk, view.back)
    assert "whatever they were left out for" in view.ask.accessibleDescription()
    assert "(2)" in view.ask.accessibleDescription()
    press(desk, view.ask.no)
    press(desk, view.out)
    assert "(3)" in view.ask.accessibleDescription()


def test_what_is_written_is_not_lost_by_looking_at_another_survey(
    program: Program, desk: Desk
) -> None:
    other = SurveyName(id=desk.figures.campaigns("sv")[0].id, title="En annan")
    desk.surveys.found += (other,)
    program.surveys.refresh()
    seconds = kiosk(program).sections[1].seconds  # type: ignore[attr-defined]
    write(desk, seconds.line, "200")
    chooser = program.surveys.chooser
    chooser.survey.box.setCurrentIndex(1)
    chooser.chosen.emit(other.id)
    assert chooser.ask.isVisible() and chooser.survey.box.currentIndex() == 0
    assert "En annan" in chooser.ask.accessibleDescription() and chooser.ask.no.hasFocus()
    press(desk, chooser.ask.no)
    assert seconds.words == "200" and not chooser.ask.isVisible()
    chooser.chosen.emit(other.id)
    press(desk, chooser.ask.yes)
    assert seconds.words == "120" and chooser.survey.box.currentIndex() == 1


def test_with_large_words_candidates_stand_in_lines_and_all_tabs_are_seen(
    program: Program, desk: Desk, qtbot: Any
) -> None:
    program.surveys.hub.go(Part.ANSWERS)
    view, hub = program.surveys.answers_view, program.surveys.hub
    tabs = hub.tabs
    program.window.resize(1440, 900)
    assert view._arms.isVisible() and not view._arm_lines.isVisible()
    program.resize_text(10)
    qtbot.waitUntil(lambda: view._arm_lines.isVisible())
    assert not view._arms.isVisible()
    assert "Finished: 120" in view._arm_lines.text().split("\n")
    qtbot.waitUntil(lambda: (
        hub.pick.isVisible() and not tabs.isVisible()
        if sum(tabs.tabSizeHint(at).width() for at in range(tabs.count())) > hub.width() - 24
        else tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    ))
    program.resize_text(-10)


def test_parts_without_anything_to_show_say_what_to_do(program: Program, desk: Desk) -> None:
    desk.answers.empty = True
    program.surveys.refresh()
    desk.background.flush()
    view = program.surveys.answers_view
    for card in (view._wanted, view._tried):
        assert "under At the kiosk" in card._line.text()
    assert view._odd_line.text().startswith("No answer looks odd")


@pytest.mark.parametrize("part", list(Part))
def test_every_control_has_a_name_and_tab_reaches_it(program: Program, part: Part) -> None:
    program.surveys.hub.go(part)
    page = program.surveys.hub._stack.currentWidget()
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    found = [w for kind in kinds for w in page.findChildren(kind) if w.isVisible()]
    assert found
    for widget in found:
        own = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert (widget.accessibleName() or own).strip(), widget
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, words_of(widget)


def test_another_survey_is_chosen_above_all_parts(program: Program, desk: Desk) -> None:
    other = SurveyName(id=CAMPAIGN, title="En"), SurveyName(id=desk.figures.campaigns("sv")[0].id,
                                                              title="En annan", ended=True)
    desk.surveys.found = other
    program.surveys.refresh()
    desk.background.flush()
    box = program.surveys.chooser.survey.box
    assert [box.itemText(at) for at in range(box.count())] == ["En", "En annan (ended)"]
    program.surveys.chooser.chosen.emit(other[1].id)
    desk.background.flush()
    assert program.surveys.consent._state.survey == other[1].id
