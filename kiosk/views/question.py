"""The question screen: one question, its answers, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.questions.answers import AnswerView
from kiosk.questions.registry import VIEWS
from kiosk.screens import QuestionScreen
from kiosk.style import Style
from kiosk.views.bars import Footer, TopBar
from kiosk.views.heading import Heading
from kiosk.views.pane import Pane
from kiosk.wishes import ChangeTextSize
from survey import flow
from survey.forms.model import QuestionType, said

SIDE = 48
"""Margin at the sides of every screen, in pixels."""

_EDGE = 16


class QuestionView(QWidget):
    """Emits ``wished`` with the person's intents; goes on by itself after an answer."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._screen: QuestionScreen | None = None
        self._lying = False
        self.top = TopBar()
        self.heading = Heading()
        self.footer = Footer()
        self._heading_pane = Pane(self.heading, self.heading.height_for, lead=0.5)
        self._views: dict[QuestionType, AnswerView] = {}
        self._panes: dict[QuestionType, Pane] = {}
        for part in (self.top, self._heading_pane):
            part.setParent(self)
        for type, make in VIEWS.items():
            self._add(type, make())
        self.footer.setParent(self)
        self._advance = QTimer(self, singleShot=True)
        self._advance.timeout.connect(lambda: self.wished.emit(flow.Next()))
        self._connect()

    def _add(self, type: QuestionType, view: AnswerView) -> None:
        view.answered.connect(self._answered)
        self._views[type] = view
        pane = Pane(view, view.height_for, lead=0.3)
        pane.setParent(self)
        pane.hide()
        self._panes[type] = pane

    def _connect(self) -> None:
        self.top.language_chosen.connect(lambda tag: self._wish(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.top.stopped.connect(lambda: self._wish(flow.Stop()))
        self.footer.went_back.connect(lambda: self._wish(flow.Back()))
        self.footer.went_on.connect(lambda: self._wish(flow.Next()))
        self.footer.skipped.connect(lambda: self._answered(None))

    @property
    def answers(self) -> AnswerView:
        """The view of the question on show."""
        assert self._screen is not None
        return self._views[self._screen.question.type]

    def present(self, screen: QuestionScreen, style: Style, words: Words) -> None:
        """Show the question."""
        self._advance.stop()
        before, self._screen = self._screen, screen
        language = screen.frame.language
        self.top.dress(screen.frame, style, words, (screen.number, screen.of))
        self.answers.present(screen.question, screen.answer, language, style)
        for option in self.answers.options():
            self._pane.follow(option)
        self._dress_footer(screen, style, words)
        self._dress_heading(screen, style)
        new = before is None or before.question.id != screen.question.id
        for type, pane in self._panes.items():
            pane.setVisible(type is screen.question.type)
        self._arrange()
        if new or before is None or before.frame != screen.frame:
            self._heading_pane.dress(style, words)
            self._pane.dress(style, words)
        if new:
            self.heading.take_focus()
            self._reveal_answer()
        if screen.advance_after_ms is not None:
            self._advance.start(screen.advance_after_ms)

    @property
    def _pane(self) -> Pane:
        assert self._screen is not None
        return self._panes[self._screen.question.type]

    def _dress_footer(self, screen: QuestionScreen, style: Style, words: Words) -> None:
        footer = self.footer
        footer.back.setVisible(screen.can_go_back)
        footer.next.setEnabled(screen.can_go_next)
        refused = screen.given and screen.answer is None
        footer.back.dress(style, words("Back"))
        footer.next.dress(style, words("Next"))
        footer.skip.dress(style, words("Rather not say"), chosen=refused)

    def _dress_heading(self, screen: QuestionScreen, style: Style) -> None:
        question, language = screen.question, screen.frame.language
        self._lying = not self.answers.fits_below(self.width() - 2 * SIDE)
        self.answers.lay(self._lying)
        left = Qt.AlignmentFlag.AlignLeft if self._lying else None
        self.heading.dress(
            style, said(question.label, language), said(question.help, language), left
        )

    def _reveal_answer(self) -> None:
        for option in self.answers.options():
            if option.isChecked():
                self._pane.reveal(option)

    def _arrange(self) -> None:
        """Question above, answers below; side by side when the words are too large for that."""
        if self._screen is None:
            return
        side = SIDE if not self._lying else 24
        width = self.width() - 2 * side
        top, foot = self.top.sizeHint().height(), self.footer.sizeHint().height()
        self.top.setGeometry(side, _EDGE, width, top)
        self.footer.setGeometry(side, self.height() - _EDGE - foot, width, foot)
        start, end = _EDGE + top, self.height() - _EDGE - foot
        if self._lying:
            self._beside(side, width, start, end)
        else:
            self._below(side, width, start, end)

    def _below(self, side: int, width: int, start: int, end: int) -> None:
        wanted = self.heading.height_for(width)
        room = end - start
        free = max(0, room - wanted - self.answers.height_for(width))
        lead = min(56, round(free * 0.35))
        height = min(wanted, room // 2)
        self._heading_pane.setGeometry(side, start + lead, width, height)
        below = start + lead + height + min(24, free // 4)
        self._pane.setGeometry(side, below, width, end - below)
        self._heading_pane.arrange()
        self._pane.arrange()

    def _beside(self, side: int, width: int, start: int, end: int) -> None:
        gap = 24
        left = round((width - gap) * 0.52)
        right = width - gap - left
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        first, second = side, side + left + gap
        if rtl:
            first, second = side + right + gap, side
        self._heading_pane.setGeometry(first, start, left, end - start)
        self._pane.setGeometry(second, start, right, end - start)
        self._heading_pane.arrange()
        self._pane.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _wish(self, intent: flow.Intent) -> None:
        self._advance.stop()
        self.wished.emit(intent)

    def _answered(self, answer: object) -> None:
        if self._screen is not None:
            self._wish(flow.Give(self._screen.question.id, answer))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and self._takes_digits():
            if self.answers.pick(key - Qt.Key.Key_0):
                return
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.footer.next.isEnabled():
                self.footer.next.click()
            return
        elif self.answers.move(key):
            return
        super().keyPressEvent(event)

    def _takes_digits(self) -> bool:
        """Digits answer ratings, and choices that are few enough to be counted at a glance."""
        return len(self.answers.options()) <= 9
