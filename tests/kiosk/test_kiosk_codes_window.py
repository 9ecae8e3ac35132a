"""Codes and connecting as people meet them in the window: by touch, by keyboard, by ear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk import screens
from kiosk.carrying import Standing
from kiosk.citizen import Pace
from kiosk.views.plate import PlateView
from kiosk.views.withdraw import WithdrawView
from kiosk.wishes import Adjust, GiveBack, LeftAlone
from storage.seal import receipt_codes
from survey import flow
from tests.builders import RATINGS, small_campaign
from tests.kiosk.person import Person, open_window
from tests.kiosk.test_kiosk_room import FIFTEEN_MM, no_text_is_cut

OFFERING = replace(small_campaign(), withdrawal=True)
CODE = (1).to_bytes(16, "big")
GROUPS = receipt_codes.write_groups(CODE)


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    yield open_window(qtbot, Pace(advance=None), OFFERING)


def to_the_question(person: Person) -> None:
    for wish in (flow.ChooseLanguage("sv"), flow.Agree(), flow.Give(RATINGS[0], 4)):
        person.presenter.receive(wish)
    for _ in OFFERING.form.questions:
        person.presenter.receive(flow.Next())


def everything_can_be_named_and_pressed(person: Person) -> None:
    QApplication.processEvents()
    for button in person.visible_buttons():
        seen = QAccessible.queryAccessibleInterface(button)
        assert seen.text(QAccessible.Text.Name).strip(), button
        assert seen.role() == QAccessible.Role.Button
        assert min(button.width(), button.height()) >= FIFTEEN_MM, button.text()
    for field in person.window.findChildren(QLineEdit):
        if field.isVisible():
            seen = QAccessible.queryAccessibleInterface(field)
            assert seen.role() == QAccessible.Role.EditableText
            assert seen.text(QAccessible.Text.Name).strip()


def traces(person: Person) -> list[str]:
    """Every text anywhere in the window, seen or hidden, and the clipboards'."""
    widgets = [*person.window.findChildren(QLabel), *person.window.findChildren(QAbstractButton)]
    said = [w.text() for w in widgets] + [w.accessibleName() for w in widgets]
    said += [field.text() for field in person.window.findChildren(QLineEdit)]
    clipboard = QGuiApplication.clipboard()
    return [*said, clipboard.text(), clipboard.text(clipboard.Mode.Selection)]


def test_the_two_answers_to_the_code_question_weigh_the_same(person: Person) -> None:
    to_the_question(person)
    yes, no = person.button("Ja, ge mig en kod"), person.button("Nej tack")
    assert yes.size() == no.size() and not yes.hasFocus() and not no.hasFocus()
    everything_can_be_named_and_pressed(person)
    person.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is no
    person.press(Qt.Key.Key_Return)
    assert person.sees("Tack, dina svar är sparade") and person.keeper.codes == 0


def test_the_code_is_shown_and_the_next_person_finds_no_trace_of_it(person: Person) -> None:
    to_the_question(person)
    person.tap("Ja, ge mig en kod")
    everything_can_be_named_and_pressed(person)
    assert all(person.sees(group) for group in GROUPS.split())
    assert all(person.sees(word) for word in receipt_codes.write_words(CODE))
    assert person.window.view(PlateView).squares._rows
    person.tap("Jag behöver mer tid")
    assert person.sees(GROUPS.split()[-1])
    person.window.wished.emit(LeftAlone())
    assert person.sees("Är du kvar?") and not person.sees(GROUPS.split()[-1])
    person.tap("Ja, fortsätt")
    person.tap("Klar")
    assert person.sees("Svenska")
    assert not [said for said in traces(person) if GROUPS.split()[-1] in said]
    assert not person.window.view(PlateView).squares._rows


@pytest.mark.parametrize("percent", screens.TEXT_SIZES)
@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)], ids=["1280", "1024"])
def test_code_screens_have_room_at_every_text_size(
    person: Person, size: tuple[int, int], percent: int
) -> None:
    person.window.resize(*size)
    person.presenter.receive(Adjust(screens.Comfort(percent=percent)))
    to_the_question(person)
    no_text_is_cut(person.window)
    everything_can_be_named_and_pressed(person)
    person.tap("Ja, ge mig en kod")
    no_text_is_cut(person.window)
    everything_can_be_named_and_pressed(person)
    person.tap("Klar")
    person.presenter.receive(Adjust(screens.Comfort(percent=percent)))
    person.presenter.receive(GiveBack())
    everything_can_be_named_and_pressed(person)
    no_text_is_cut(person.window)
    person.window.view(WithdrawView).turn.click()
    no_text_is_cut(person.window)
    everything_can_be_named_and_pressed(person)


def test_answers_are_taken_back_by_touch(person: Person) -> None:
    person.tap("Ta tillbaka mina svar · Take my answers back")
    for sign in GROUPS.replace(" ", ""):
        person.tap(sign)
    assert person.window.view(WithdrawView).field.text() == GROUPS
    person.tap("Ta bort mina svar")
    assert person.keeper.withdrawn == [CODE] and person.sees("Svaren som hör till din kod tas bort")
    person.tap("Klar")
    assert not [said for said in traces(person) if GROUPS.split()[-1] in said]


def test_answers_are_taken_back_by_keyboard_in_words(person: Person) -> None:
    person.tap("Ta tillbaka mina svar · Take my answers back")
    person.tap("Jag har ord")
    field = person.window.view(WithdrawView).field
    for word in receipt_codes.write_words(CODE):
        QTest.keyClicks(field, word[:4].translate(str.maketrans("åäö", "aao")) + " ")
    person.press(Qt.Key.Key_Return)
    assert person.keeper.withdrawn == [CODE]


def test_words_that_were_suggested_leave_no_name_behind(person: Person) -> None:
    person.tap("Ta tillbaka mina svar · Take my answers back")
    person.tap("Jag har ord")
    view = person.window.view(WithdrawView)
    QTest.keyClicks(view.field, receipt_codes.write_words(CODE)[0][:2])
    suggested = [one.accessibleName() for one in view.suggested if one.isVisible()]
    assert suggested
    person.tap("Avbryt")
    assert not set(suggested) & set(traces(person))


def test_addresses_that_were_found_leave_no_name_behind(person: Person) -> None:
    frame, stage = screens.Frame(language="sv"), screens.PairStage
    found = ("192.0.2.1:8347",)
    person.window.present(screens.PairScreen(frame=frame, stage=stage.CHOOSE, found=found))
    assert found[0] in traces(person)
    person.presenter.receive(flow.Restart())
    assert found[0] not in traces(person)


def test_a_slip_is_told_in_words_and_what_was_typed_stays(person: Person) -> None:
    person.tap("Ta tillbaka mina svar · Take my answers back")
    QTest.keyClicks(person.window.view(WithdrawView).field, "ABCD")
    person.press(Qt.Key.Key_Return)
    assert person.sees("sju grupper") and person.window.view(WithdrawView).field.text() == "ABCD"
    person.tap("English")
    assert person.window.view(WithdrawView).field.text() == "ABCD"
    person.tap("Cancel")
    assert person.sees("Svenska") and person.window.view(WithdrawView).field.text() == ""


def test_nothing_typed_can_be_copied_or_brought_back(person: Person) -> None:
    person.tap("Ta tillbaka mina svar · Take my answers back")
    field = person.window.view(WithdrawView).field
    QTest.keyClicks(field, "ABCD")
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, key, control)
    assert field.text() == "ABCD" and not field.hasSelectedText()
    person.tap("Avbryt")
    person.tap("Ta tillbaka mina svar · Take my answers back")
    QTest.keyClick(field, Qt.Key.Key_Z, control)
    assert field.text() == "" and not [said for said in traces(person) if "ABCD" in said]


def test_staff_read_how_carrying_stands_on_pages_of_their_own_only(person: Person) -> None:
    at = datetime(2025, 9, 3, 12, 5, tzinfo=UTC)
    person.window.tell(Standing(waiting=12, last=at, trouble="place-gone"))
    line = person.window.staff
    assert line.text() == ""
    person.window.tell(Standing(waiting=12, last=at, trouble="stopped"))
    assert line.isVisible() and line.text() == "För personalen: titta till kiosken."
    no_text_is_cut(person.window)
    person.window.present(screens.NotReadyScreen(
        frame=screens.Frame(language="sv"), reason=screens.Reason.ENDED
    ))
    assert line.isVisible()
    assert line.text().startswith("12 poster väntar på att hämtas · senast överförda")
    assert line.text().endswith("Överföringen har stannat: starta om programmet")
    no_text_is_cut(person.window)
    person.presenter.begin()
    person.presenter.receive(flow.ChooseLanguage("sv"))
    assert not line.isVisible()


def test_connecting_has_names_and_room(person: Person) -> None:
    frame, stage = screens.Frame(language="sv"), screens.PairStage
    for screen in (
        screens.PairScreen(frame=frame, stage=stage.CHOOSE, trouble="none-found"),
        screens.PairScreen(frame=frame, stage=stage.CHOOSE, found=("192.0.2.1:8347",) * 2),
        screens.PairScreen(frame=frame, stage=stage.COMPARE, words=("kropp", "blåsippa") * 2,
                           organisation="Exempelkommun", number="A01F 33D2 9C4E 7B11 0D5A"),
        screens.PairScreen(frame=frame, stage=stage.FAILED, trouble="place-gone"),
        screens.NumberScreen(frame=frame, device="Entré", number="A01F 33D2 9C4E 7B11 0D5A",
                             card="VARDERA1D:ABCDEFG"),
    ):
        person.window.present(screen)
        everything_can_be_named_and_pressed(person)
        no_text_is_cut(person.window)
