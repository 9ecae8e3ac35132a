"""Keys that the guides promise reach the survey from the system's own window, in full screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk import screens
from kiosk.aloud.beginning import Beginning
from kiosk.aloud.film_view import FilmView
from kiosk.aloud.hearing import Hearing
from kiosk.aloud.signing import Signing
from kiosk.citizen import Pace
from kiosk.first_screens import AttractScreen
from kiosk.frame import Comfort
from kiosk.front import Front
from kiosk.media import Media
from kiosk.style import load_fonts
from kiosk.views.question import QuestionView
from kiosk.window import Looks, Window
from kiosk.wishes import Adjust, GiveBack
from survey import flow
from tests.builders import RATINGS, small_campaign
from tests.kiosk.listener import FakeVoice
from tests.kiosk.screen_builders import FakeKeeper, citizen
from tests.kiosk.test_sign_language import FakeFilms, signed

KEY = Qt.Key
OFFERING = replace(small_campaign(), withdrawal=True)


@dataclass
class Visit:
    """Somebody at a kiosk that fills the screen, whose keys come as the system sends them."""

    window: Window
    voice: FakeVoice
    beginning: QTimer

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.windowHandle(), key)
        QApplication.processEvents()

    def wish(self, *wishes: object) -> None:
        for wish in wishes:
            self.window.wished.emit(wish)
        QApplication.processEvents()

    def tap(self, name: str) -> None:
        found = [b for b in self.window.findChildren(QAbstractButton)
                 if b.isVisible() and name in (b.text(), b.accessibleName())]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton, pos=found[0].rect().center())

    @property
    def screen(self) -> object:
        return self.window.hands.screen

    def texts(self) -> str:
        """Every word anywhere in the window, seen or hidden."""
        parts = [*self.window.findChildren(QLabel), *self.window.findChildren(QAbstractButton)]
        return "\n".join(text for part in parts for text in (part.text(), part.accessibleName()))


@pytest.fixture(params=["a picture first", "no picture"])
def visit(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Visit]:
    """The front is there before the stage where a picture of the first screen is, else after."""
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0, ticks=lambda: 0.0))
    qtbot.addWidget(window)
    front = Front(window)
    if request.param == "no picture":
        assert window.stage is not None
    front.take()
    presenter = citizen(window, FakeKeeper(), campaign=OFFERING, pace=Pace(advance=None))
    window.wished.connect(presenter.receive)
    voice = FakeVoice()
    hearing = Hearing(window, voice)
    presenter.begin()
    qtbot.waitExposed(window)
    window.activateWindow()
    beginning = hearing.findChild(Beginning) or window.findChild(Beginning)
    yield Visit(window, voice, beginning.findChild(QTimer))
    front.let_go()


def at_the_question(visit: Visit) -> None:
    visit.wish(flow.ChooseLanguage("sv"), flow.Agree())
    assert isinstance(visit.screen, screens.QuestionScreen)


def test_escape_asks_whether_to_stop_and_pressed_again_goes_on(visit: Visit) -> None:
    at_the_question(visit)
    visit.wish(flow.Give(RATINGS[0], 4))
    visit.key(KEY.Key_Escape)
    assert isinstance(visit.screen, screens.StopScreen)
    visit.key(KEY.Key_Escape)
    assert isinstance(visit.screen, screens.QuestionScreen)


def test_escape_closes_the_panel_and_leaves_the_page(visit: Visit) -> None:
    at_the_question(visit)
    visit.window.hands.open_panel()
    visit.key(KEY.Key_Escape)
    assert visit.window.hands.panel is None
    assert isinstance(visit.screen, screens.QuestionScreen)


def test_escape_leaves_the_field_for_codes(visit: Visit) -> None:
    visit.wish(GiveBack())
    assert isinstance(visit.screen, screens.WithdrawScreen)
    visit.key(KEY.Key_Escape)
    assert isinstance(visit.screen, AttractScreen | screens.LanguageScreen)


@pytest.mark.parametrize("key", [KEY.Key_F1, KEY.Key_F12, KEY.Key_Select, KEY.Key_Return])
def test_a_key_held_at_the_first_screen_begins_with_switches(visit: Visit, key: Qt.Key) -> None:
    QTest.keyPress(visit.window.windowHandle(), key)
    timer = visit.window.hands.holding.timer
    assert timer.isActive()
    timer.timeout.emit()
    QTest.keyRelease(visit.window.windowHandle(), key)
    assert visit.window.hands.switching is not None and visit.window.hands.switching.on


def test_any_key_at_the_first_screen_says_how_to_begin_by_ear(visit: Visit) -> None:
    visit.key(KEY.Key_Return)
    assert visit.voice.heard == ["Tryck på mellanslag för att lyssna."]


@pytest.mark.parametrize("key", [KEY.Key_F1, KEY.Key_Help])
def test_keys_of_a_listening_person_say_the_screen_again(visit: Visit, key: Qt.Key) -> None:
    at_the_question(visit)
    visit.wish(Adjust(Comfort(aloud=True)))
    before = len(visit.voice.heard)
    visit.key(key)
    assert "Fråga 1 av 6." in visit.voice.heard[before:], visit.voice.heard[before:]


def test_the_keys_for_the_volume_change_it(visit: Visit) -> None:
    at_the_question(visit)
    visit.wish(Adjust(Comfort(aloud=True)))
    for key in (KEY.Key_VolumeUp, KEY.Key_VolumeDown, KEY.Key_VolumeDown):
        visit.key(key)
    assert [loud for loud, _ in visit.voice.volumes[-3:]] == [120, 100, 80]


def test_what_is_held_at_the_first_screen_does_not_outlive_it(visit: Visit) -> None:
    QTest.keyPress(visit.window.windowHandle(), KEY.Key_F5)
    assert visit.window.hands.holding.timer.isActive()
    visit.wish(flow.ChooseLanguage("sv"))
    assert not visit.window.hands.holding.timer.isActive()
    QTest.keyRelease(visit.window.windowHandle(), KEY.Key_F5)
    assert visit.window.hands.switching is None


def test_what_is_held_at_the_first_screen_does_not_begin_behind_the_panel(visit: Visit) -> None:
    QTest.keyPress(visit.window.windowHandle(), KEY.Key_F5)
    visit.window.hands.open_panel()
    assert not visit.window.hands.holding.timer.isActive()


def test_a_finger_that_rested_when_the_screen_changed_turns_nothing_on(visit: Visit) -> None:
    card = next(b for b in visit.window.findChildren(QAbstractButton)
                if b.isVisible() and "English" in (b.text(), b.accessibleName()))
    QTest.mousePress(card, Qt.MouseButton.LeftButton)
    assert visit.beginning.isActive()
    visit.wish(flow.ChooseLanguage("en"))
    assert not visit.beginning.isActive()
    visit.beginning.timeout.emit()  # it was on its way already
    assert not visit.screen.frame.comfort.aloud  # type: ignore[attr-defined]


def test_a_touch_that_the_system_takes_back_rests_no_longer(visit: Visit) -> None:
    QTest.mousePress(visit.window, Qt.MouseButton.LeftButton, pos=QPoint(640, 400))
    assert visit.beginning.isActive()
    visit.window.attention.eventFilter(visit.window, QEvent(QEvent.Type.TouchCancel))
    assert not visit.beginning.isActive()


def test_no_widget_keeps_a_question_that_was_left(visit: Visit) -> None:
    at_the_question(visit)
    visit.wish(flow.Give(RATINGS[0], 4))
    view = visit.window.view(QuestionView)
    asked, cards = view.heading.title.accessibleName(), list(view.answers.options())
    assert asked and any(card.isChecked() for card in cards)
    named = cards[0].accessibleName()
    visit.wish(flow.Restart())
    assert asked not in visit.texts() and named not in visit.texts()
    assert not any(card.isChecked() for card in cards)
    at_the_question(visit)
    assert cards[0].accessibleName() == named, "and the next person is asked as before"
    assert not any(card.isChecked() for card in cards)


def test_escape_closes_a_film_and_does_not_ask_to_stop(qtbot: QtBot, tmp_path: Path) -> None:
    load_fonts()
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0, ticks=lambda: 0.0))
    qtbot.addWidget(window)
    front = Front(window)
    front.take()
    presenter = citizen(window, FakeKeeper(), campaign=signed(), pace=Pace(advance=None))
    window.wished.connect(presenter.receive)
    window.stage.media = Media(signed(), tmp_path / "media")
    signing = Signing(window, FakeFilms())
    presenter.begin()
    qtbot.waitExposed(window)
    person = Visit(window, FakeVoice(), QTimer(signing))
    person.wish(flow.ChooseLanguage("sv"))
    person.tap("Teckenspråk")
    view = window.findChild(FilmView)
    assert view.isVisible()
    person.key(KEY.Key_Escape)
    assert not view.isVisible() and isinstance(person.screen, screens.ConsentScreen)
    front.let_go()
