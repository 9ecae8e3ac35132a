"""What one person copied is gone when the next one comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.citizen import Pace
from survey import flow
from tests.builders import RATINGS, small_campaign
from tests.kiosk.person import Person, open_window


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    yield open_window(qtbot, Pace(advance=None), small_campaign())


def test_what_was_copied_outlives_its_page_but_not_its_person(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person.window, "_may_close", False)
    board = QGuiApplication.clipboard()
    person.presenter.receive(flow.ChooseLanguage("sv"))
    person.presenter.receive(flow.Agree())
    board.setText("secret")
    person.presenter.receive(flow.Give(RATINGS[0], 4))
    assert board.text() == "secret"
    for _ in small_campaign().form.questions:
        person.presenter.receive(flow.Next())
    assert board.text() == ""


def test_what_another_program_copied_stays(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = QGuiApplication.clipboard()
    board.setText("of another program")
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: False)
    person.presenter.receive(flow.ChooseLanguage("sv"))
    assert board.text() == "of another program"
    board.clear()
