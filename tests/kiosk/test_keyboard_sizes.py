"""Keys a finger hits, for every language, window and text size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import RESPONDENTS, Words
from kiosk.controls import Press
from kiosk.keyboards import LETTERS, Layout, layout, pages
from kiosk.screens import Comfort, Frame
from kiosk.style import TARGET, Style, load_fonts
from kiosk.views.keyboard import Keyboard
from kiosk.views.keypad import Keypad

TABLETS = ((1280, 800), (800, 1280))


class Desk:
    """A window of one size with the keys at its foot, and every sign that was struck."""

    def __init__(self, qtbot: QtBot, language: str, size: tuple[int, int], percent: int) -> None:
        load_fonts(RESPONDENTS)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.board = Keyboard()
        self.board.setParent(self.window)
        comfort = Comfort(percent=percent)
        self.struck: list[str] = []
        self.board.struck.connect(self.struck.append)
        self.board.present(
            LETTERS, language, Style(theme.load(), percent), Words(language))
        self.board.take_tools(Frame(
            language=language, languages=(language, "se"), comfort=comfort))
        high = self.board.height_wanted
        self.board.setGeometry(0, size[1] - high, size[0], high)
        self.window.show()

    @property
    def keys(self) -> list[Press]:
        return [
            key for key in self.board.findChildren(Press) if key.isVisible() and key.width() > 0]


@pytest.mark.parametrize("size", TABLETS)
@pytest.mark.parametrize("language", RESPONDENTS)
def test_every_key_is_a_finger_wide_and_high_in_every_window(
    qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    desk = Desk(qtbot, language, size, 100)
    for _ in range(3):
        for key in desk.keys:
            assert min(key.width(), key.height()) >= TARGET, (key.accessibleName(), key.size())
        desk.board.shift.click()


@pytest.mark.parametrize("language", RESPONDENTS)
def test_no_key_lies_on_another_or_outside_with_large_text_in_a_narrow_window(
    qtbot: QtBot, language: str
) -> None:
    desk = Desk(qtbot, language, (800, 600), 250)
    boxes = [
        (key.rect().translated(key.mapTo(desk.board, key.rect().topLeft())), key.accessibleName())
        for key in desk.keys
    ]
    for at, (box, name) in enumerate(boxes):
        assert desk.board.rect().contains(box), name
        assert box.width() >= TARGET and box.height() >= 72, name
        for other, called in boxes[at + 1:]:
            assert not box.intersects(other), (name, called)


def test_letters_that_do_not_fit_beside_each_other_stand_on_the_next_page(qtbot: QtBot) -> None:
    desk = Desk(qtbot, "ti", (800, 600), 100)
    first = {key.text() for key in desk.keys}
    assert "ፐ" not in first
    QTest.mouseClick(desk.board.shift, Qt.MouseButton.LeftButton)
    late = next(key for key in desk.keys if key.text() == "ፐ")
    QTest.mouseClick(late, Qt.MouseButton.LeftButton)
    assert desk.struck == ["ፐ"]
    assert first <= {key.text() for key in desk.keys} | set("።፣፤፡፥፦"), "the first page is back"


def test_a_window_that_turns_keeps_all_letters_and_the_page() -> None:
    told = layout("ar")
    for columns, most in ((13, 5), (8, 9), (8, 4), (8, 3), (9, 2)):
        held = pages(told, columns, most)
        assert all(len(row) <= columns for page in held for row in page)
        assert all(len(page) <= max(most, 3) for page in held)
        assert sorted("".join(map("".join, held))) == sorted(
            "".join((*told.rows, *told.capitals)))


def test_capitals_keep_the_places_of_their_letters() -> None:
    small, large = pages(layout("sv"), 8, 3)
    assert [row.upper() for row in small] == list(large)
    assert pages(Layout(("abc",), ()), 8, 3) == (("abc",),), "no capitals, no second page"


@pytest.mark.parametrize("wide", [800, 1024, 1280])
def test_keys_of_a_code_are_a_finger_wide_and_all_there(qtbot: QtBot, wide: int) -> None:
    window, keypad = QWidget(), Keypad()
    qtbot.addWidget(window)
    keypad.setParent(window)
    window.resize(wide, 800)
    rows = ("0123456789", "ABCDEFGHJK", "MNPQRSTVWX", "YZ")
    keypad.dress(Style(theme.load(), 250), rows, "Erase")
    keypad.setGeometry(32, 0, wide - 64, keypad.height_wanted)
    window.show()
    keys = [key for key in keypad.findChildren(Press) if key.isVisible()]
    assert "".join(key.text() for key in keys if key.text()) == "".join(rows)
    for at, key in enumerate(keys):
        assert min(key.width(), key.height()) >= TARGET
        assert keypad.rect().contains(key.geometry()), key.accessibleName()
        assert not any(key.geometry().intersects(other.geometry()) for other in keys[at + 1:])
