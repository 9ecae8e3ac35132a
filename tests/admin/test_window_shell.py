"""The whole window on made-up doors: keyboard, focus, language, size, names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from admin.pictures.view import PictureView
from admin.program import Program
from admin.shell.focus_ring import FocusRing
from admin.shell.places import Place, name_of
from admin.shell.rail import Rail
from tests.admin.window_builders import CODE, PASSPHRASE, Desk

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(qapp: Any) -> Desk:
    return Desk()


@pytest.fixture
def program(desk: Desk, qtbot: Any) -> Iterator[Program]:
    made = desk.opened()
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.window.isActiveWindow())
    yield made


def shown(program: Program, kind: type[QWidget]) -> list[Any]:
    return [w for w in program.window.findChildren(kind) if w.isVisible()]


def button(program: Program, name: str) -> QAbstractButton:
    found = program.window.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    return found


def test_a_person_opens_with_the_keyboard_alone(desk: Desk, qtbot: Any) -> None:
    program = desk.program()
    qtbot.addWidget(program.window)
    program.show("/home/anna/vardera/vasby")
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.window.isActiveWindow())
    line = program.window.focusWidget()
    assert isinstance(line, QLineEdit) and line.accessibleName() == "Lösenfras"
    QTest.keyClicks(line, PASSPHRASE)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.background.flush()
    assert program.window.windowTitle() == "Start – Upplands Väsby – Värdera"


def test_a_wrong_passphrase_is_said_beside_the_field(desk: Desk, qtbot: Any) -> None:
    program = desk.program()
    qtbot.addWidget(program.window)
    program.show("/home/anna/vardera/vasby")
    line = program.window.focusWidget() or shown(program, QLineEdit)[1]
    QTest.keyClicks(line, "helt fel")
    QTest.mouseClick(button(program, "open-workspace"), Qt.MouseButton.LeftButton)
    desk.background.flush()
    said = [label.text() for label in shown(program, QLabel)]
    assert any(text.startswith("Det öppnar inte arbetsytan.") for text in said)


@pytest.mark.parametrize("place", list(Place))
def test_every_place_is_one_key_away_and_has_a_heading(
    program: Program, place: Place, qtbot: Any
) -> None:
    number = list(Place).index(place)
    key = Qt.Key(Qt.Key.Key_1 + number)
    QTest.keyClick(program.window, key, Qt.KeyboardModifier.AltModifier)
    name = name_of(place, program.words())
    qtbot.waitUntil(lambda: program.window.windowTitle().startswith(name))
    headings = [w for w in shown(program, QLabel) if w.property("part") == "heading"]
    assert len(headings) == 1 and headings[0].text()
    current = [w for w in shown(program, QAbstractButton) if w.property("current") is True]
    assert any("visas nu" in w.accessibleName() for w in current)


def test_arrows_move_between_the_places(program: Program) -> None:
    first = button(program, "place-start")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert button(program, "place-campaigns").hasFocus()
    QTest.keyClick(program.window.findChild(Rail), Qt.Key.Key_Up)
    assert first.hasFocus()


def test_places_that_are_not_built_say_so(program: Program) -> None:
    program.go(Place.DIALOGUE)
    assert any("Det är inte byggt än." in w.text() for w in shown(program, QLabel))


@pytest.mark.parametrize("place", [Place.START, Place.DEVICES, Place.RESULTS])
def test_everything_that_takes_focus_has_a_name(program: Program, place: Place) -> None:
    program.go(place)
    wanted = (QAbstractButton, QComboBox, QLineEdit, PictureView)
    found = [w for kind in wanted for w in shown(program, kind)]
    assert len(found) > 8
    for widget in found:
        named = widget.accessibleName() or (
            widget.text() if isinstance(widget, QAbstractButton) else ""
        )
        assert named.strip(), widget.objectName() or type(widget).__name__


def test_pictures_are_read_out(program: Program) -> None:
    program.go(Place.RESULTS)
    matrix = shown(program, PictureView)[0]
    assert matrix.accessibleName() == "Vikt och index"
    assert "Skolan, index 71 (70–72)" in matrix.accessibleDescription()


def test_tab_reaches_the_whole_results_page(program: Program) -> None:
    program.go(Place.RESULTS)
    button(program, "save-report").setFocus()
    seen: set[str] = set()
    for _ in range(40):
        QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Tab)
        at = program.window.focusWidget()
        seen.add(at.accessibleName() or at.objectName())
    assert {
        "Dela upp efter",
        "Faktor för faktor",
        "Vikt och index",
    } <= seen
    assert "Så fördelar sig svaren" in seen


def test_the_focus_ring_lies_around_what_has_the_keyboard(program: Program) -> None:
    ring = program.window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    for name in ("place-results", "place-start"):
        button(program, name).setFocus()
        around = button(program, name)
        seen = ring.ring()
        top_left = around.mapTo(program.window, around.rect().topLeft())
        assert seen.left() == top_left.x() - 4 and seen.width() == around.width() + 8
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


@pytest.mark.parametrize("place", list(Place))
def test_the_keyboard_is_never_lost_when_the_page_changes(program: Program, place: Place) -> None:
    take_in = next(w for w in shown(program, QAbstractButton) if w.text() == "Ta in svar")
    take_in.setFocus()
    program.go(place)
    focused = program.window.focusWidget()
    assert focused is not None and focused.isVisible()
    assert focused.focusPolicy() & Qt.FocusPolicy.TabFocus
    ring = program.window.findChild(FocusRing)
    assert isinstance(ring, FocusRing) and ring.ring().width() < 500


def test_the_recovery_code_has_a_door_of_its_own_and_leaves_no_trace(
    desk: Desk, qtbot: Any
) -> None:
    program = desk.program()
    qtbot.addWidget(program.window)
    program.show("/home/anna/vardera/vasby")
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.window.isActiveWindow())
    way = button(program, "use-recovery-code")
    assert way.text() == "Öppna med återställningskoden"
    way.setFocus()
    QTest.keyClick(way, Qt.Key.Key_Return)
    line = program.window.focusWidget()
    assert isinstance(line, QLineEdit) and line.accessibleName() == "Återställningskod"
    QTest.keyClicks(line, CODE)
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.background.flush()
    asked = program.window.focusWidget()
    assert isinstance(asked, QLineEdit) and asked.accessibleName() == "Ny lösenfras"
    assert any("Minst 12 tecken." in w.text() for w in shown(program, QLabel))
    QTest.mouseClick(button(program, "skip-renewing"), Qt.MouseButton.LeftButton)
    assert program.window.windowTitle() == "Start – Upplands Väsby – Värdera"
    assert all(CODE not in w.text() for w in program.window.findChildren(QLineEdit))


def test_return_presses_the_button_that_has_the_keyboard(program: Program) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        program.go(Place.START)
        place = button(program, "place-results")
        place.setFocus()
        QTest.keyClick(place, key)
        assert program.window.windowTitle().startswith("Resultat")


def test_the_keyboard_stays_where_the_text_is_as_large_as_it_gets(program: Program) -> None:
    larger = next(w for w in shown(program, QAbstractButton) if w.text() == "A+")
    larger.setFocus()
    for _ in range(6):
        QTest.keyClick(larger, Qt.Key.Key_Space)
    assert program.window.focusWidget() is larger
    assert larger.accessibleDescription() == "Texten är så stor den kan bli"


def test_the_window_fits_a_small_screen(program: Program) -> None:
    least = program.window.minimumSize().expandedTo(program.window.minimumSizeHint())
    assert least.width() <= 1180 and least.height() <= 700
    program.window.resize(1180, 700)
    for place in (Place.START, Place.DEVICES, Place.RESULTS):
        program.go(place)
        areas = [a for a in shown(program, QScrollArea) if a.objectName() == "page"]
        assert areas and all(a.horizontalScrollBar().maximum() == 0 for a in areas)


def test_large_text_cuts_no_name_in_the_table(program: Program, qtbot: Any) -> None:
    program.window.resize(1180, 700)
    program.resize_text(4)
    program.go(Place.RESULTS)
    qtbot.wait(1)
    (table,) = shown(program, QTableView)
    room = table.columnWidth(0) - 16
    measure = QFontMetrics(table.font())
    longest = max(
        measure.horizontalAdvance(word)
        for row in range(table.model().rowCount())
        for word in table.model().index(row, 0).data().split()
    )
    assert room >= longest


def test_the_start_page_counts_anew_whenever_it_is_shown(program: Program, desk: Desk) -> None:
    program.go(Place.RESULTS)
    desk.doors.answers, desk.doors.incomplete = 1040, 1
    program.go(Place.START)
    desk.background.flush()
    said = [w.text() for w in shown(program, QLabel)]
    assert "1\u00a0040" in said and "intagna svar, 1 ofullständigt" in said


def test_the_survey_has_its_name_in_the_new_language_at_once(program: Program, desk: Desk) -> None:
    desk.doors.title = "The future of Väsby"
    QTest.mouseClick(button(program, "language-en"), Qt.MouseButton.LeftButton)
    desk.background.flush()
    assert "The future of Väsby" in [w.text() for w in shown(program, QLabel)]


def test_what_the_figures_are_stands_above_them(program: Program) -> None:
    program.go(Place.RESULTS)
    about, index = (
        next(w for w in shown(program, QLabel) if w.text().startswith(said))
        for said in ("Svaren gäller hur väl man instämmer", "Värdeindex")
    )
    assert (
        about.mapTo(program.window, about.rect().bottomLeft()).y()
        < index.mapTo(program.window, index.rect().topLeft()).y()
    )


def test_the_language_is_switched_while_running(program: Program) -> None:
    program.go(Place.RESULTS)
    QTest.mouseClick(button(program, "language-en"), Qt.MouseButton.LeftButton)
    assert button(program, "save-report").text() == "Save report …"
    assert button(program, "place-campaigns").text().strip() == "Surveys"
    QTest.mouseClick(button(program, "language-sv"), Qt.MouseButton.LeftButton)
    assert button(program, "save-report").text() == "Spara rapport …"


@pytest.mark.parametrize("place", [Place.START, Place.DEVICES, Place.RESULTS])
@pytest.mark.parametrize("percent", [100, 200])
def test_no_words_are_cut_off_at_any_text_size(
    program: Program, desk: Desk, place: Place, percent: int, qtbot: Any
) -> None:
    program.units.responses.take_in(Path("/media/usb"))
    desk.background.flush()
    program.resize_text((percent - 100) // 25)
    program.go(place)
    qtbot.wait(1)
    for label in shown(program, QLabel):
        if not label.text() or not label.wordWrap():
            continue
        needed = label.heightForWidth(label.width())
        assert label.height() >= needed - 1, label.text()[:40]
    for pressed in shown(program, QAbstractButton):
        wide = QFontMetrics(pressed.font()).horizontalAdvance(pressed.text().strip())
        assert pressed.width() >= wide, pressed.text()


def test_text_grows_to_twice_its_size_and_no_further(program: Program) -> None:
    label = next(w for w in shown(program, QLabel) if w.property("part") == "heading")
    before = label.fontInfo().pixelSize()
    for _ in range(9):
        program.resize_text(1)
    assert label.fontInfo().pixelSize() == 2 * before
    for _ in range(9):
        program.resize_text(-1)
    assert label.fontInfo().pixelSize() == before


def test_cancel_in_the_bar_asks_the_work_to_stop(program: Program, desk: Desk) -> None:
    program.units.responses.take_in(Path("/media/usb"))
    cancel = button(program, "cancel-work")
    assert cancel.isVisible()
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not cancel.isVisible()
    desk.background.flush()


def test_the_report_is_saved_where_the_dialog_says(program: Program, desk: Desk) -> None:
    program.go(Place.RESULTS)
    desk.picked = Path("/home/anna/rapport.pdf")
    QTest.mouseClick(button(program, "save-report"), Qt.MouseButton.LeftButton)
    desk.background.flush()
    assert [file for _, file, _ in desk.figures.saved] == [desk.picked]


def test_closing_the_window_closes_the_workspace(program: Program, desk: Desk) -> None:
    program.window.close()
    assert desk.closed == 1


def test_presenters_know_no_qt() -> None:
    code = (
        "import sys\n"
        "import admin.start.presenter, admin.responses.presenter, admin.results.presenter\n"
        "print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
