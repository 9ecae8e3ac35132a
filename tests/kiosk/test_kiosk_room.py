"""Room for every word and every answer, at every text size and on smaller screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import assets
from assets import theme
from assets.words import Words
from kiosk import screens
from kiosk.citizen import Pace
from kiosk.questions.face_card import FACE_LEAST, FaceCard
from kiosk.questions.option import Option
from kiosk.questions.select_one import ChoiceCard
from kiosk.style import load_fonts
from kiosk.views.question import QuestionView
from kiosk.views.wrapped import longest_word
from kiosk.window import Looks, Window
from survey.forms.model import Question, QuestionType
from survey.reading import read_campaign
from tests.builders import AREA, GENDER, RATINGS
from tests.kiosk.person import begin, open_window
from tests.kiosk.screen_builders import many_choices

FIFTEEN_MM = 89
"""In pixels on a 10.1-inch tablet with 1280 by 800 (149.4 to the inch)."""

SIZES = [(1280, 800), (1280, 780), (1024, 768)]

@pytest.mark.parametrize("larger", [0, 1, 2], ids=["100", "150", "200"])
def test_everything_to_press_is_fifteen_millimetres(qtbot: QtBot, larger: int) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    for text in ("Större text", "Större text", "Vanlig text")[:larger]:
        person.tap(text)

    def measure() -> None:
        QApplication.processEvents()
        for button in person.visible_buttons():
            assert min(button.width(), button.height()) >= FIFTEEN_MM, button.text()

    measure()
    begin(person)
    measure()
    person.tap("Norra Kärrgården")
    person.tap("Nästa")
    measure()


def no_text_is_cut(window: QWidget) -> None:
    """Every visible text has the room it asks for, and none runs outside the window."""
    QApplication.processEvents()
    for card in window.findChildren(Option):
        if card.isVisible() and isinstance(card, FaceCard):
            face = 0 if card.lying else FACE_LEAST
            words = card.label_height(card.width(), card.lying)
            assert words + face <= card.height(), card.text()
            room = card.label_room(card.width(), card.lying)
            assert card.longest_word() <= room, card.text()
        elif card.isVisible() and isinstance(card, ChoiceCard):
            assert card.height_for(card.width()) <= card.height(), card.text()
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert needed <= label.height(), label.text()
            frame = label.contentsMargins().left() + label.contentsMargins().right()
            assert longest_word(label.font(), label.text()) + frame <= label.width(), label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button, Option):
            asked = button.sizeHint() if button.sizeHint().isValid() else button.size()
            assert button.width() >= asked.width(), button.text()
            corner = button.mapTo(window, QPoint(0, 0))
            assert corner.x() >= 0 and corner.x() + button.width() <= window.width()


EXAMPLE, _ = read_campaign(assets.data("demo", "campaign.json"))


def show_question(window: Window, question: Question, frame: screens.Frame) -> None:
    window.present(screens.QuestionScreen(
        frame=frame, question=question, given=False, answer=None, number=2, of=52,
        can_go_back=True, can_go_next=True,
    ))
    QApplication.processEvents()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("percent", screens.TEXT_SIZES)
@pytest.mark.parametrize("size", SIZES, ids=["1280x800", "1280x780", "1024x768"])
def test_all_the_faces_are_in_sight_at_once(
    qtbot: QtBot, size: tuple[int, int], percent: int, language: str
) -> None:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0))
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    assert EXAMPLE is not None and (window.width(), window.height()) == size
    comfort = screens.Comfort(percent=percent)
    frame = screens.Frame(language=language, languages=("sv", "en"), comfort=comfort)
    ratings = [q for q in EXAMPLE.form.questions if q.type is QuestionType.RATING]
    assert len(ratings) == 50
    for question in ratings:
        show_question(window, question, frame)
        for option in window.view(QuestionView).answers.options():
            seen = option.visibleRegion().boundingRect()
            assert seen == option.rect(), f"{option.text()} of {question.name}"
            assert min(option.width(), option.height()) >= FIFTEEN_MM
        no_text_is_cut(window)


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_text_at_two_hundred_per_cent_fits(qtbot: QtBot, language: str) -> None:
    person = open_window(qtbot, Pace(advance=None))
    person.tap("Större text")
    person.tap("Större text")
    no_text_is_cut(person.window)
    begin(person, language)
    for key in (Qt.Key.Key_4,) * 4 + (Qt.Key.Key_1,) * 2:
        no_text_is_cut(person.window)
        person.press(key)
        person.tap("Nästa" if language == "Svenska" else "Next")
    no_text_is_cut(person.window)
    assert list(person.keeper.finished[0].answers) == [*RATINGS, AREA, GENDER]
