"""A word written with one switch, and with two: a field is taken, its keys come, row by row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk.frame import Comfort
from kiosk.style import load_fonts
from kiosk.wishes import Adjust
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.form_visitor import FormPerson, sit_at
from tests.kiosk.hand_people import NEVER_MS, Switches, Visit

FORM = """
| survey |
| | type | name | label::Svenska (sv) | label::العربية (ar) |
| | text | why | Varför? | لماذا؟ |
| | note | end | Tack | شكرا |
"""
NAMES = {"sv": "Svenska", "ar": "العربية"}
AT_MOST = {1: (2.0, 6.5), 2: (8.5, 6.5)}
"""Presses and steps of the light for a letter: with one switch the light goes by itself."""

Sit = Callable[[str, int], tuple[FormPerson, Switches]]


@pytest.fixture
def sit(qtbot: QtBot) -> Sit:
    """Somebody with so many switches, at the question, in a language."""

    def made(language: str, switches: int) -> tuple[FormPerson, Switches]:
        load_fonts(("sv", "ar"))
        clock = count()
        survey = asks(FORM, consent={"sv": "Sparas.", "ar": "تحفظ."})
        person = sit_at(qtbot, survey, ticks=lambda: float(next(clock)))
        hand = Switches(Visit(person.window, person.keeper, person.presenter, clock))
        person.window.wished.emit(Adjust(Comfort(switches=switches, step_ms=NEVER_MS)))
        QApplication.processEvents()
        hand.take(NAMES[language])
        hand.take(Words(language)("Yes, I want to answer"))
        return person, hand

    return made


def field(person: FormPerson) -> QLineEdit:
    return next(one for one in person.window.findChildren(QLineEdit) if one.isVisible())


@pytest.mark.parametrize("switches", [1, 2], ids=["one switch", "two switches"])
@pytest.mark.parametrize(("language", "word", "slip"), [
    ("sv", "Bibliotek", "x"), ("ar", "مكتبة", "ض"),
], ids=["Swedish", "Arabic"])
def test_a_word_is_written_mended_and_handed_in(
    sit: Sit, language: str, word: str, slip: str, switches: int
) -> None:
    words = Words(language)
    person, hand = sit(language, switches)
    hand.reach(field(person))
    pressed, went = hand.presses, hand.steps
    hand.write(word)
    assert field(person).text() == word
    presses, steps = AT_MOST[switches]
    assert hand.presses - pressed <= presses * len(word)
    assert hand.steps - went <= steps * len(word)
    hand.write(slip)
    hand.take(words("Erase the last sign"))
    hand.take(words("Done typing"))
    hand.take(words("Next"))
    hand.take(words("Done"))
    assert person.finished() == [{"why": word}]
