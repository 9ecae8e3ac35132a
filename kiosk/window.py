"""The kiosk's window: takes a screen, picks the view that shows it, passes wishes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from assets import theme as themes
from assets.theme import Theme
from assets.words import Words
from kiosk import screens
from kiosk.fitting import show_fitting
from kiosk.forms.screen import FormScreen, Shown
from kiosk.languages import right_to_left
from kiosk.style import Style, load_fonts
from kiosk.views.address import AddressView
from kiosk.views.ask import AskView
from kiosk.views.codes import code_plate, code_question
from kiosk.views.consent import ConsentView
from kiosk.views.grace import USUAL_MS, Grace
from kiosk.views.ground import Ground
from kiosk.views.language import LanguageView
from kiosk.views.notice import NoticeView
from kiosk.views.notices import notice_for
from kiosk.views.pairing import compare, number_plate, pairing_notice
from kiosk.views.plate import PlateView
from kiosk.views.question import QuestionView
from kiosk.views.staff_line import StaffLine
from kiosk.views.tabbing import step_tab
from kiosk.views.withdraw import WithdrawView
from kiosk.wishes import LeftAlone

if TYPE_CHECKING:
    from kiosk.carrying import Standing
    from kiosk.forms.page import FormPage

_FOR_STAFF = (screens.LanguageScreen, screens.NotReadyScreen)
_FOR_A_WHILE = (screens.StillThereScreen, screens.StopScreen, screens.NotKeptScreen)
"""They stand before a page that is to be as it was when they go."""

_AT_IT = (FormScreen, screens.QuestionScreen, screens.CodeScreen, *_FOR_A_WHILE)
"""Somebody is in the middle of answering, and nobody has left."""

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


@dataclass(frozen=True, kw_only=True)
class Looks:
    """``words`` gives the program's words in a language; ``idle_ms`` of 0 never asks.

    ``grace_ms`` is how long after a page that came by itself a press is not taken for its own;
    ``ticks`` gives seconds that only grow.
    """

    theme: Theme
    words: Callable[[str], Words] = field(default=Words)
    idle_ms: int = 90_000
    grace_ms: int = USUAL_MS
    ticks: Callable[[], float] = time.monotonic


class Window(QMainWindow):
    """Has one setter, :meth:`present`, and one signal, ``wished``."""

    wished = Signal(object)

    def __init__(self, looks: Looks, *, may_close: bool = True) -> None:
        super().__init__()
        self._looks = looks
        self._may_close = may_close
        self._spoken: dict[str, Words] = {}
        self.language = LanguageView(self._words)
        self.consent = ConsentView()
        self.question = QuestionView()
        self.notice = NoticeView()
        self.ask = AskView()
        self.plate = PlateView()
        self.withdraw = WithdrawView()
        self.address = AddressView()
        self._ground = Ground(looks.theme)
        self.form: FormPage | None = None
        for view in (
            self.language, self.consent, self.question, self.notice, self.ask, self.plate,
            self.withdraw, self.address,
        ):
            view.wished.connect(self.wished)
            self._ground.addWidget(view)
        self.staff = StaffLine(self._ground)
        self.setCentralWidget(self._ground)
        self.setWindowTitle("Värdera")
        self.setProperty("byKeyboard", False)
        self._grace = Grace(looks.ticks, looks.grace_ms)
        self.question.went_on.connect(self._grace.begin)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(lambda: self.wished.emit(LeftAlone()))
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def present(self, screen: Shown) -> None:
        """Show ``screen``."""
        self._grace.end()
        frame = screen.frame
        style = Style(self._looks.theme, frame.percent)
        words = self._words(frame.language)
        rtl = right_to_left(frame.language)
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        if self.layoutDirection() is not way:
            self.setLayoutDirection(way)
        self._put_away(screen)
        self.staff.dress(style, words)
        self.staff.setVisible(isinstance(screen, _FOR_STAFF))
        self._show(screen, style, words)
        self._wait()

    def _show(self, screen: Shown, style: Style, words: Words) -> None:
        """Pick the view."""
        frame = screen.frame
        match screen:
            case screens.LanguageScreen():
                self._bring(self.language)
                self.language.present(screen, style, words)
            case screens.ConsentScreen():
                self._bring(self.consent)
                self.consent.present(screen, style, words)
            case screens.QuestionScreen():
                self._bring(self.question)
                self.question.present(screen, style, words)
            case FormScreen():
                self._fill(screen, style, words)
            case screens.CodeScreen():
                self._bring(self.ask)
                self.ask.present(code_question(words), frame, style, words)
            case screens.ThanksScreen(code=screens.ReceiptCode()):
                self._bring(self.plate)
                self.plate.present(code_plate(screen, words), frame, style, words)
            case screens.WithdrawScreen():
                self._bring(self.withdraw)
                self.withdraw.present(screen, style, words)
            case screens.PairScreen() | screens.NumberScreen():
                self._pair(screen, style, words)
            case _:
                self._bring(self.notice)
                self.notice.present(notice_for(screen, words), style, words)

    def expect_form(self) -> None:
        """Make ready for a whole form; its pages are not loaded for other surveys."""
        if self.form is None:
            from kiosk.forms.page import FormPage

            self.form = FormPage()
            self.form.wished.connect(self.wished)
            self.form.went_on.connect(self._grace.begin)
            self._ground.addWidget(self.form)

    def _fill(self, screen: FormScreen, style: Style, words: Words) -> None:
        self.expect_form()
        assert self.form is not None
        self._bring(self.form)
        self.form.present(screen, style, words)

    def _pair(
        self, screen: screens.PairScreen | screens.NumberScreen, style: Style, words: Words
    ) -> None:
        frame = screen.frame
        match screen:
            case screens.NumberScreen():
                self._bring(self.plate)
                self.plate.present(number_plate(screen, words), frame, style, words)
            case screens.PairScreen(stage=screens.PairStage.CHOOSE):
                self._bring(self.address)
                self.address.present(screen, style, words)
            case screens.PairScreen(stage=screens.PairStage.COMPARE):
                self._bring(self.ask)
                self.ask.present(compare(screen, words), frame, style, words)
            case screens.PairScreen():
                self._bring(self.notice)
                self.notice.present(pairing_notice(screen, words), style, words)

    def tell(self, standing: Standing) -> None:
        """How carrying stands: a line for staff where nobody is in the middle of anything."""
        self.staff.tell(standing)

    def _put_away(self, screen: Shown) -> None:
        """Let what another screen showed, counted or was told be gone."""
        self.notice.rest()
        self.ask.rest()
        self.plate.rest()
        self.address.rest()
        if not isinstance(screen, screens.QuestionScreen):
            self.question.rest()
        if not isinstance(screen, screens.WithdrawScreen):
            self.withdraw.rest()
        if not isinstance(screen, _AT_IT):
            forget_copied(all_of_it=not self._may_close)
        if self.form is not None and isinstance(screen, _FOR_A_WHILE):
            self.form.pause()
        elif self.form is not None and not isinstance(screen, FormScreen):
            self.form.rest()

    def speak(self, languages: tuple[str, ...]) -> None:
        """Make ready for a campaign's languages: their fonts and words."""
        load_fonts(languages)
        for language in languages:
            self._words(language)

    def _bring(self, view: QWidget) -> None:
        self._ground.setCurrentWidget(view)

    def _words(self, language: str) -> Words:
        if language not in self._spoken:
            self._spoken[language] = self._looks.words(language)
        return self._spoken[language]

    def _wait(self) -> None:
        if self._ground.currentWidget() is self.plate:
            self._idle.stop()  # whoever copies a code touches nothing; the plate counts itself
        elif self._looks.idle_ms:
            self._idle.start(self._looks.idle_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there and whether they use the keyboard; lead the Tab key."""
        kind = event.type()
        if kind in _TOUCHES or kind is QEvent.Type.KeyPress:
            self.setProperty("byKeyboard", kind is QEvent.Type.KeyPress)
            self._wait()
        if self._grace.swallows(watched, event, self._way_back):
            return True
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            ours = isinstance(watched, QWidget) and watched.window() is self
            return ours and self._led(event.key())
        return False

    def _led(self, key: int) -> bool:
        if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return step_tab(self._view().tab_way(), forward=key == Qt.Key.Key_Tab)

    def _way_back(self) -> Sequence[QWidget]:
        view = self._view()
        return view.way_back() if view in (self.question, self.form) else ()

    def _view(self) -> Any:
        """The view on show; every one has a way for the Tab key."""
        return self._ground.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A visitor cannot close the kiosk; staff end the program."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()


def forget_copied(*, all_of_it: bool) -> None:
    """Empty the clipboards of what was copied here, or ``all_of_it`` where nothing else runs."""
    board = QGuiApplication.clipboard()
    if all_of_it or board.ownsClipboard():
        board.clear(QClipboard.Mode.Clipboard)
    if board.supportsSelection() and (all_of_it or board.ownsSelection()):
        board.clear(QClipboard.Mode.Selection)


def application(*, full_screen: bool) -> tuple[QApplication, Window]:
    """The Qt application and its window, with a first screen painted."""
    app = QApplication.instance() or QApplication(["vardera-kiosk"])
    assert isinstance(app, QApplication)
    load_fonts()
    looks = Looks(theme=themes.load())
    app.setFont(Style(looks.theme).text(24))
    window = Window(looks, may_close=not full_screen)
    frame = screens.Frame(language="sv")
    window.present(screens.NotReadyScreen(frame=frame, reason=screens.Reason.STARTING))
    if full_screen:
        window.resize(1280, 800)
        window.showFullScreen()
    else:
        show_fitting(window)
    app.processEvents()
    return app, window
