"""What widgets and measures keep of words, once whoever said or read them has gone: nothing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.controls import Kind, Press
from kiosk.questions.option import Option
from kiosk.questions.select_one import SelectOneView
from kiosk.style import Style
from kiosk.views import wrapped
from survey.forms.model import QuestionType
from tests.builders import small_campaign

SAID = "what somebody wrote"


def test_no_choice_of_a_longer_list_before_stays(qtbot: QtBot) -> None:
    asked = small_campaign().form.questions
    longer = next(q for q in asked if q.type is QuestionType.SELECT_ONE)
    view = SelectOneView()
    qtbot.addWidget(view)
    style = Style(theme.load())
    view.present(longer, None, "sv", style)
    view.present(replace(longer, choices=longer.choices[:1]), None, "sv", style)
    view.clear()
    assert {option.text() for option in view.findChildren(Option)} == {""}


def test_what_was_measured_is_found_again_without_its_words(qtbot: QtBot) -> None:
    font = QFont("Noto Sans")
    font.setPixelSize(24)
    before = wrapped.lines_height(font, SAID, 80), wrapped.longest_word(font, SAID)
    assert (wrapped.lines_height(font, SAID, 80), wrapped.longest_word(font, SAID)) == before
    assert SAID not in repr(wrapped._measures)


def test_a_button_that_says_something_else_keeps_nothing_of_what_it_said(qtbot: QtBot) -> None:
    button = Press(Kind.PLAIN)
    qtbot.addWidget(button)
    for text in (SAID, "Next"):
        button.dress(Style(theme.load()), text)
        button.sizeHint()
    assert SAID not in repr(vars(button))
