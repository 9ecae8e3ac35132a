"""The question screen: one question, its answers, and the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from assets.words import Words
from kiosk.media import no_media
from kiosk.questions.answers import AnswerView
from kiosk.questions.plan import Plan
from kiosk.questions.registry import VIEWS
from kiosk.screens import QuestionScreen
from kiosk.style import Style
from kiosk.views.bars import Footer, TopBar
from kiosk.views.heading import Heading
from kiosk.views.pane import Pane
from kiosk.wishes import AskToStop, ChangeTextSize, Wish
from survey import flow
from survey.forms.model import said
from survey.records import Answer

SIDE = 48
"""Margin at the sides of every screen, in pixels."""

SIDE_LARGE = 32
"""The same where large words need the room."""

_EDGE = 16
_AIR = 24


class _Body(QWidget):
    """The answers, with the question above them when both have to scroll."""

    def __init__(self, heading: Heading) -> None:
        super().__init__()
        self._heading = heading
        self.answers: AnswerView | None = None
        self.with_heading = False

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        if self.answers is None:
            return 0
        above = self._heading.height_for(width) + _AIR if self.with_heading else 0
        return above + self.answers.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give both their places."""
        if self.answers is None:
            return
        top = 0
        if self.with_heading:
            height = self._heading.height_for(self.width())
            self._heading.setGeometry(0, 0, self.width(), height)
            top = height + _AIR
        self.answers.setGeometry(0, top, self.width(), self.height() - top)


class QuestionView(QWidget):
    """Emits ``wished`` with the person's intents; goes on by itself after an answer.

    ``went_on`` says that it just did: what is pressed now may be meant for the question before.
    """

    wished = Signal(object)
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._screen: QuestionScreen | None = None
        self._barred: tuple[object, ...] = ()
        self._room = QRect()
        self.top = TopBar()
        self.heading = Heading()
        self.footer = Footer()
        self._body = _Body(self.heading)
        self.asked = Pane(self.heading, self.heading.height_for, brief=True)
        self.pane = Pane(self._body, self._body.height_for, lead=0.3)
        for part in (self.top, self.asked, self.pane, self.footer):
            part.setParent(self)
        self._views = {type: make() for type, make in VIEWS.items()}
        for view in self._views.values():
            view.setParent(self._body)
            view.hide()
            view.answered.connect(self._answered)
        self._advance = QTimer(self, singleShot=True)
        self._advance.timeout.connect(self._go_on)
        self._connect()

    def _connect(self) -> None:
        self.top.language_chosen.connect(lambda tag: self._wish(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.top.stopped.connect(lambda: self._wish(AskToStop()))
        self.footer.went_back.connect(lambda: self._wish(flow.Back()))
        self.footer.went_on.connect(lambda: self._wish(flow.Next()))
        self.footer.skipped.connect(lambda: self._answered(None))

    @property
    def answers(self) -> AnswerView:
        """The view of the question on show."""
        assert self._screen is not None
        return self._views[self._screen.question.type]

    def present(
        self, screen: QuestionScreen, style: Style, words: Words,
        media: Callable[[str], str] = no_media,
    ) -> None:
        """Show the question; ``media`` gives the files of the survey's pictures."""
        self._advance.stop()
        before, self._screen = self._screen, screen
        self._style, self._words = style, words
        question, language = screen.question, screen.frame.language
        new = before is None or before.question.id != question.id
        again = new or before is None or before.frame != screen.frame
        if again or before is None or (before.number, before.of) != (screen.number, screen.of):
            self.top.dress(screen.frame, style, words, (screen.number, screen.of))
        self._body.answers = self.answers
        self.answers.media = media
        self.answers.present(question, screen.answer, language, style)
        self._dress_footer(screen, style, words)
        if again:
            self.heading.dress(style, said(question.label, language), said(question.help, language))
            for view in self._views.values():
                view.setVisible(view is self.answers)
            for option in self.answers.options():
                self.pane.follow(option)
            self.asked.dress(style, words, places=False)
            self.pane.dress(style, words, places=False)
            self._arrange()
        if new:
            self.heading.take_focus()
            self._reveal_answer()
        if screen.advance_after_ms is not None:
            self._advance.start(screen.advance_after_ms)

    def rest(self) -> None:
        """Another screen has come: nothing goes on by itself, and no widget holds an answer."""
        self._advance.stop()
        if self._screen is not None:
            self._dress_footer(replace(self._screen, given=False), self._style, self._words)
            self._screen = None
            self.heading.dress(self._style, "")
            for view in self._views.values():
                view.clear()

    def _dress_footer(self, screen: QuestionScreen, style: Style, words: Words) -> None:
        footer = self.footer
        footer.back.setVisible(screen.can_go_back)
        footer.next.setEnabled(screen.can_go_next)
        refused = screen.given and screen.answer is None
        footer.back.dress(style, words("Back"))
        footer.next.dress(style, words("Next"))
        footer.skip.dress(style, words("Rather not say"), chosen=refused)

    def _reveal_answer(self) -> None:
        for option in self.answers.options():
            if option.isChecked():
                self.pane.reveal(option)

    def _arrange(self) -> None:
        """Give bars, question and answers their places."""
        if self._screen is None:
            return
        barred = (
            self.size(), self._screen.frame, self._style, self._words, self.layoutDirection(),
        )
        if barred != self._barred:
            self._barred = barred
            self._room = self._arrange_bars(large=self._screen.frame.percent > 100)
        room = self._room
        plan = self.answers.plan(room.size(), self.heading)
        if plan is None:
            self._flow(room)
        else:
            self._follow(plan, room)
        self.pane.arrange()
        self._body.arrange()

    def _arrange_bars(self, *, large: bool) -> QRect:
        """The room between them."""
        side, edge = (SIDE_LARGE, _EDGE // 2) if large else (SIDE, _EDGE)
        width = self.width() - 2 * side
        self.footer.stacks = self.height() > self.width()
        top, foot = self.top.sizeHint().height(), self.footer.height_for(width)
        self.top.setGeometry(side, edge, width, top)
        self.footer.setGeometry(side, self.height() - edge - foot, width, foot)
        self.top.fit()
        self.footer.fit()
        start, end = edge + top, self.height() - edge - foot - edge // 2
        return QRect(side, start, width, end - start)

    def _follow(self, plan: Plan, room: QRect) -> None:
        """All the answers in sight, and the question where the plan says."""
        self._move_heading(False)
        self.heading.settle(plan.question.height(), in_column=plan.beside)
        mirrored = plan.beside and self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for pane, box in ((self.asked, plan.question), (self.pane, plan.answers)):
            x = room.width() - box.right() - 1 if mirrored else box.left()
            pane.setGeometry(room.left() + x, room.top() + box.top(), box.width(), box.height())
        self.asked.arrange()

    def _flow(self, room: QRect) -> None:
        """The question stays above its answers; when the words are too large, all scrolls."""
        self.heading.settle()
        wanted = self.heading.height_for(room.width())
        free = room.height() - wanted - self.answers.height_for(room.width())
        self._move_heading(free < 0 and wanted > room.height() * 0.3)
        below = room.top()
        if not self._body.with_heading:
            lead = max(0, min(56, round(free * 0.35)))
            self.asked.setGeometry(room.left(), below + lead, room.width(), wanted)
            self.asked.arrange()
            below += lead + wanted + max(0, min(_AIR, free // 4))
        self.pane.setGeometry(room.left(), below, room.width(), room.bottom() + 1 - below)

    def _move_heading(self, inside: bool) -> None:
        self.asked.setVisible(not inside)
        if inside == self._body.with_heading:
            return
        self._body.with_heading = inside
        if inside:
            self.heading.setParent(self._body)
            self.heading.show()
        else:
            self.asked.hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _go_on(self) -> None:
        """Go on by itself; a finger that is down somewhere decides first."""
        if any(isinstance(b, QAbstractButton) and b.isDown() for b in self.tab_way()):
            self._advance.start()
            return
        self.wished.emit(flow.Next())
        self.went_on.emit()

    def _wish(self, intent: Wish) -> None:
        self._advance.stop()
        self.wished.emit(intent)

    def _answered(self, answer: Answer) -> None:
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
        elif self.answers.step_focus(key):
            return
        super().keyPressEvent(event)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [
            *self.asked.buttons, *self.answers.options(), *self.pane.buttons,
            *self.footer.buttons, *self.top.buttons,
        ]

    def way_back(self) -> Sequence[QWidget]:
        """What neither answers nor leads on."""
        return [self.footer.back, *self.asked.buttons, *self.pane.buttons, *self.top.buttons]

    def _takes_digits(self) -> bool:
        """Digits answer ratings, and choices that are few enough to be counted at a glance."""
        return len(self.answers.options()) <= 9
