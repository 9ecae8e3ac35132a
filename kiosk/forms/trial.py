"""Trying a form out: its own window and process, and nothing that is answered is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from assets import theme as themes
from assets.theme import Theme
from assets.words import Words, later
from kiosk.fitting import show_fitting
from kiosk.forms.filler import Filler, Surroundings
from kiosk.forms.page import FormPage
from kiosk.forms.screen import FormEnd, FormScreen, StartOver
from kiosk.forms.written import tag_of
from kiosk.languages import right_to_left
from kiosk.style import Style, load_fonts
from kiosk.views.action import Action
from kiosk.views.grace import USUAL_MS, Grace
from kiosk.views.notice import Notice, NoticeView
from kiosk.views.sheet import Block
from kiosk.views.tabbing import step_tab
from survey.flow import Back
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances, no_files
from survey.forms.engine.loading import beside
from survey.forms.engine.running import RunningForm, open_form

NOTICE = later("You are trying the form out. Nothing is saved.")


class FormWindow(QMainWindow):
    """Shows pages and the end; ``wished`` carries what the person did.

    ``ticks`` gives seconds that only grow: for a moment after a page that came by itself a press
    is taken for one meant for the page before, as in the kiosk.
    """

    wished = Signal(object)

    def __init__(
        self, theme: Theme, words: Callable[[str], Words] = Words,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._said = words
        self._spoken: dict[str, Words] = {}
        self.page, self.end = FormPage(), NoticeView()
        self._stack = QStackedWidget()
        for view in (self.page, self.end):
            view.wished.connect(self.wished)
            self._stack.addWidget(view)
        self.setCentralWidget(self._stack)
        self.setWindowTitle("Värdera")
        self.setStyleSheet(f"QMainWindow {{ background: {theme.surface} }}")
        self.setProperty("byKeyboard", False)
        self._grace = Grace(ticks, USUAL_MS)
        self.page.went_on.connect(self._grace.begin)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def words(self, language: str) -> Words:
        """The program's words in a language, loaded once."""
        if language not in self._spoken:
            self._spoken[language] = self._said(language)
        return self._spoken[language]

    def present(self, screen: FormScreen | FormEnd) -> None:
        """Show ``screen``."""
        self._grace.end()
        frame = screen.frame
        style, words = Style(self._theme, frame.percent), self.words(frame.language)
        way = Qt.LayoutDirection.RightToLeft if right_to_left(frame.language) else (
            Qt.LayoutDirection.LeftToRight)
        if self.layoutDirection() is not way:
            self.setLayoutDirection(way)
        if isinstance(screen, FormScreen):
            self._stack.setCurrentWidget(self.page)
            self.page.present(screen, style, words)
            return
        self.page.rest()
        self._stack.setCurrentWidget(self.end)
        self.end.present(_ended(screen, words), screen.frame, style, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note whether the keyboard is used; lead the Tab key."""
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress):
            self.setProperty("byKeyboard", kind is QEvent.Type.KeyPress)
        if self._grace.swallows(watched, event, self._way_back):
            return True
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            ours = isinstance(watched, QWidget) and watched.window() is self
            if ours and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                view = self.page if self._stack.currentWidget() is self.page else self.end
                return step_tab(view.tab_way(), forward=event.key() == Qt.Key.Key_Tab)
        return False

    def _way_back(self) -> Sequence[QWidget]:
        return self.page.way_back() if self._stack.currentWidget() is self.page else ()


def _ended(screen: FormEnd, words: Words) -> Notice:
    """The end of a try: what happened, and the ways on."""
    count = words.many("{n} question was answered.", "{n} questions were answered.",
                       screen.answered)
    return Notice(
        blocks=(
            Block(text=words("That was the whole form"), size=44, role="text", heading=True),
            Block(text=f"{count} {screen.notice}"),
        ),
        picture="tick",
        actions=(
            Action(text=words("Try once more"), wish=StartOver()),
            Action(text=words("Back"), wish=Back()),
        ),
    )


def surroundings(
    form: FormDefinition, folder: Path | None, language: str, stopped: Callable[[], None]
) -> Surroundings:
    """For a form whose files lie in ``folder``, if it has any. ``language`` may be its tag."""
    spoken = next((name for name in form.languages if tag_of(name) == language), language)

    def opened() -> RunningForm:
        return open_form(form, Circumstances(
            clock=lambda: datetime.now(UTC), zone=datetime.now().astimezone().tzinfo or UTC,
            random=Random(),  # noqa: S311 - the order of choices is no secret
            language=spoken, files=no_files if folder is None else beside(folder),
        ))

    def media(name: str) -> str:
        if folder is None:
            return ""
        for place in (folder / Path(name).name, folder / "media" / Path(name).name):
            if place.is_file():
                return str(place)
        return ""

    return Surroundings(open=opened, media=media, stopped=stopped, notice=NOTICE)


def _close(window: QMainWindow, app: QApplication) -> None:
    window.close()
    app.quit()


def run_form(form: FormDefinition, folder: Path | None, language: str = "") -> int:
    """Open the window and run the form in it. Returns when it is closed.

    Raises :class:`~survey.forms.engine.refused.FormRefused` when it cannot be run.
    """
    app = QApplication.instance() or QApplication(["vardera-kiosk"])
    assert isinstance(app, QApplication)
    theme = themes.load()
    load_fonts(("ar", "ti"))
    app.setFont(Style(theme).text(24))
    window = FormWindow(theme)
    filler = Filler(window, surroundings(form, folder, language, lambda: _close(window, app)))
    window.wished.connect(filler.receive)
    show_fitting(window)
    filler.begin()
    return int(app.exec())
