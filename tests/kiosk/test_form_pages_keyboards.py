"""Keys on the screen for every language that respondents are asked in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.controls import Press
from kiosk.forms.keys import Keys
from kiosk.keyboards import LETTERS, forms_of, layout
from kiosk.style import RING, TARGET, Style, load_fonts
from kiosk.views.keyboard import Keyboard

ALPHABETS = {
    "sv": "abcdefghijklmnopqrstuvwxyzåäö", "fi": "abcdefghijklmnopqrstuvwxyzåäö",
    "en": "abcdefghijklmnopqrstuvwxyz", "so": "abcdefghijklmnopqrstuvwxyz'",
    "se": "aábcčdđefghijklmnŋoprsštŧuvzžqwxyåäö",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة؟،؛",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآءئؤ؟،؛",
    "ti": "ሀሁሂሃሄህሆለሐመሠረሰሸቀቐበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐትግርኛ።",
}


class Board:
    """A keyboard above a field, and what has been written."""

    def __init__(self, qtbot: QtBot, language: str, width: int = 1024) -> None:
        load_fonts(("ar", "ti"))
        self.board, self.field = Keyboard(), QLineEdit()
        self.field.setProperty("keys", LETTERS)
        for widget in (self.board, self.field):
            qtbot.addWidget(widget)
        self.keys = Keys(self.board)
        self.keys.dress(language, Style(theme.load()), Words("en"))
        self.board.resize(width, 480)
        self.keys.open(self.field)

    def shown(self) -> list[Press]:
        return [key for key in self.board._keys if key.isVisible()]

    def strike(self, sign: str) -> bool:
        """The lowest key with this sign: a consonant and not the form of the one before."""
        key = next((key for key in reversed(self.shown()) if key.text() == sign), None)
        if key is not None:
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        return key is not None

    def write(self, sign: str) -> bool:
        """By the letters, the letters behind shift, or the signs behind *123*."""
        switches = [None, self.board.shift, self.board.shift, self.board.turn, self.board.turn]
        for switch in switches:
            if switch is not None and switch.isVisible():
                QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
            base = next((
                k.text() for k in reversed(self.shown()) if sign in forms_of(k.text())), "")
            if base and base != sign:
                return self.strike(base) and self.strike(sign)
            if self.strike(sign):
                if self.board._signs:
                    QTest.mouseClick(self.board.turn, Qt.MouseButton.LeftButton)
                return True
        return False


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_a_language_can_be_written(qtbot: QtBot, language: str) -> None:
    board = Board(qtbot, language)
    for sign in ALPHABETS[language]:
        assert board.write(sign), f"no key for {sign}"
    assert board.field.text().lower() == ALPHABETS[language].lower()


@pytest.mark.parametrize("language", ALPHABETS)
def test_keys_are_large_enough_named_and_none_lies_on_another(
    qtbot: QtBot, language: str
) -> None:
    board = Board(qtbot, language)
    every = [w for w in board.board.tab_way() if w.isVisible()]
    for key in every:
        assert key.accessibleName() and key.width() >= TARGET - RING, key.accessibleName()
        assert key.height() >= 72 and board.board.rect().contains(key.geometry())
    for at, key in enumerate(every):
        for other in every[at + 1:]:
            assert not key.geometry().intersects(other.geometry()), (
                key.accessibleName(), other.accessibleName())


def test_a_syllable_takes_the_place_of_the_one_before_until_a_blank_comes(qtbot: QtBot) -> None:
    board = Board(qtbot, "ti")
    for sign in ("ለ", "ሉ", "ሎ"):
        assert board.strike(sign)
    assert board.field.text() == "ሎ"
    QTest.mouseClick(board.board.space, Qt.MouseButton.LeftButton)
    assert not board.strike("ሉ"), "the forms are gone with the blank"
    assert board.strike("።") and board.field.text() == "ሎ ።"


def test_scripts_without_capitals_do_not_begin_with_their_further_letters(qtbot: QtBot) -> None:
    board = Board(qtbot, "ar")
    assert board.strike("ا") and board.board.shift.accessibleName() == "More letters"
    swedish = Board(qtbot, "sv")
    assert swedish.strike("A"), "a sentence begins with a capital"


@pytest.mark.parametrize(("tag", "like"), [
    ("prs", "fa"), ("ckb", "fa"), ("am", "ti"), ("sv-SE", "sv"), ("sv-simple", "sv"), ("xx", "en"),
])
def test_a_language_without_keys_of_its_own_has_those_of_one_like_it(tag: str, like: str) -> None:
    assert layout(tag) == layout(like)
