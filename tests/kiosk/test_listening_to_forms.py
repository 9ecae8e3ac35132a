"""A whole form by listening only: choices, words that are typed, numbers, several at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk.aloud.asking import told_items
from kiosk.aloud.hearing import Hearing
from kiosk.aloud.lines import Line
from kiosk.aloud.telling import same_screen
from kiosk.forms.screen import FormScreen
from kiosk.questions.asked import Asked, Kind
from kiosk.screens import Frame
from tests.kiosk.form_visitor import FormPerson, sit_at
from tests.kiosk.listener import FakeVoice, Listener

KEY = Qt.Key


def at_the_form(qtbot: QtBot) -> tuple[FormPerson, Listener]:
    person = sit_at(qtbot)
    voice = FakeVoice()
    blind = Listener(person, voice, Hearing(person.window, voice))
    person.presenter.begin()
    blind.press(KEY.Key_Space)
    blind.take("English.")
    return person, blind


def write(blind: Listener, text: str) -> list[str]:
    """What is heard while it is typed."""
    before = len(blind.voice.heard)
    for sign in text:
        QTest.keyClicks(QApplication.focusWidget(), sign)
        QApplication.processEvents()
    return blind.voice.heard[before:]


def test_a_whole_form_is_answered_by_listening_only(qtbot: QtBot) -> None:
    person, blind = at_the_form(qtbot)
    said = blind.take("Yes, I want to answer.")
    assert "Do you have a dog?" in said
    blind.take("Yes.")
    said = blind.press(KEY.Key_Return)
    assert "What is the dog called?" in said
    blind.find("What is the dog called?")
    assert write(blind, "Bo") == ["B.", "Bo."]
    said = blind.take("Next.")
    assert "Do you come often?" in said
    blind.take("No.")
    said = blind.press(KEY.Key_Return)
    assert "How is the park?" in said
    blind.find("Good.")
    said = [*blind.press(KEY.Key_Return), *blind.press(KEY.Key_Return)]
    assert "How old are you?" in said
    blind.find("How old are you?")
    write(blind, "41")
    blind.take("The sun.")
    assert "Chosen: The sun." in blind.voice.heard
    blind.take("Next.")
    blind.find("Who came with you?")
    write(blind, "Kim")
    blind.take("Next.")
    said = blind.take("Done.")
    assert any(line.startswith("Thank you") for line in said)
    assert person.finished() == [{
        "dog": "yes", "dogname": "Bo", "quick": "no", "met": 4, "age": 41, "likes": {"sun"},
        "who/1": "Kim",
    }]


def test_what_is_missing_is_said_when_one_wants_to_go_on(qtbot: QtBot) -> None:
    _, blind = at_the_form(qtbot)
    blind.take("Yes, I want to answer.")
    for _ in range(3):
        said = blind.take("Next.")
    assert "How old are you?" in said
    said = blind.take("Next.")
    assert any("needs an answer" in line for line in said), said


def test_another_page_is_another_screen_and_one_that_grows_is_the_same() -> None:
    frame = Frame(language="en", languages=("en",))
    dog, name, park = (Asked(ref=ref, kind=Kind.TEXT) for ref in ("dog", "name", "park"))
    page = FormScreen(frame=frame, items=(dog,), number=1, of=2)
    assert same_screen(page, replace(page, items=(dog, name), of=3))
    assert not same_screen(page, replace(page, items=(park,), number=2))


def test_words_in_a_table_are_said_as_they_were_written_and_numbers_with_a_comma() -> None:
    cells = (
        Asked(ref="a", kind=Kind.TEXT, type="text", value="a.b@c.se", label="Post", language="sv"),
        Asked(ref="b", kind=Kind.NUMBER, type="decimal", value="1.5", label="Km", language="sv"),
    )
    table = Asked(ref="t", kind=Kind.MATRIX, parts=cells, rows=("En",), columns=("Post", "Km"))
    said = [one.text for one in told_items([table], Words("sv"), 9) if isinstance(one, Line)]
    assert {"Post: a.b@c.se", "Km: 1,5"} <= set(said)
