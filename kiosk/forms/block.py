"""One question on a page: its words, what is wrong, and the view that takes the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind as Control
from kiosk.controls import Press
from kiosk.forms.picture import Picture
from kiosk.forms.trouble import Trouble
from kiosk.questions.asked import Asked, Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.view import View
from kiosk.style import RING, Style
from kiosk.views.sheet import Block, Sheet
from kiosk.views.wrapped import longest_word

_AIR = 16
_COLUMN = 340
"""The least width for words beside their answers, in pixels."""

_SHARES = (0.4, 0.34, 0.28)
"""Of the width, what words beside their answers may have; the first that does."""

_BESIDE = (
    Kind.ONE, Kind.MANY, Kind.RATING, Kind.RANK, Kind.ACKNOWLEDGE, Kind.POINTS, Kind.REPEAT,
    Kind.MATRIX,
)
_TYPED = (Kind.POINTS, Kind.MATRIX)


class QuestionBlock(QWidget):
    """Makes the view for each kind when it is first needed and uses it again.

    ``beside`` has the answers at the side of the words, where all is in sight only so: what has
    to be scrolled for is chosen less often. Its signals are those of the view; ``grown`` says that
    the height has changed.
    """

    answered = Signal(str, str)
    declined = Signal(str)
    captured = Signal(str, object)
    began = Signal()
    added = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    grown = Signal()
    kinds: Mapping[Kind, type[View]] = FORM_VIEWS

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet(widest=1000, centred=True)
        self.rather_not = Press(Control.QUIET)
        self.rather_not.hide()
        self.rather_not.clicked.connect(self._decline)
        self.trouble = Trouble()
        self.picture = Picture(self)
        for part in (self.sheet, self.trouble, self.rather_not):
            part.setParent(self)
        self._views: dict[Kind, View] = {}
        self.asked: Asked | None = None
        self.beside, self._share = False, _SHARES[0]
        self._blamed: QWidget | None = None
        self._touched = False
        self._look: object = None
        self._told: object = None
        self._word = 0
        self._heights: dict[tuple[int, bool, float], int] = {}

    @property
    def view(self) -> View:
        """The view on show."""
        assert self.asked is not None
        return self._views[self.asked.kind]

    def present(self, asked: Asked, style: Style, words: Words, *, alone: bool) -> bool:
        """Show the question; ``alone`` on its page it is larger. False when it is shown so."""
        look = (style, words, alone, self.layoutDirection())
        if asked == self.asked and look == self._look and not self._touched:
            return False
        self.asked, self._look, self._touched = asked, look, False
        if self._blamed is not None:
            self._blamed.setAccessibleDescription("")
            self._blamed = None
        self._heights.clear()
        if asked.kind not in self._views:
            self._make(asked.kind)
        self._tell(asked, style, 36 if alone else 28)
        for kind, view in self._views.items():
            view.setVisible(kind is asked.kind)
        self.view.present(asked, style, words)
        self.view.name(asked.label)
        calm = words("Needs an answer") if asked.needs_answer and not asked.declined else ""
        told = filter(None, (asked.hint, asked.violation or calm))
        self.view.setAccessibleDescription(" ".join(told))
        self.trouble.dress(style, asked.violation, calm)
        self.rather_not.setVisible(asked.may_decline and not alone)
        self.rather_not.dress(style, words("Rather not say"), chosen=asked.declined)
        self.picture.show_file(asked.image, asked.label)
        self._arrange()
        return True

    def to_trouble(self) -> None:
        """The first answer gets the focus and says what is wrong too: what is typed arrives."""
        ways = (w for w in self.view.tab_way() if w.isVisibleTo(self) and w.isEnabled())
        first = self.view.wrong() or next(ways, None)
        if first is None or self.asked is None:
            self.trouble.take_focus()
            return
        first.setAccessibleDescription(self.asked.violation)
        self._blamed = first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, asked: Asked, style: Style, size: int) -> None:
        told = (asked.label, asked.hint, asked.guidance, style, size, self.layoutDirection())
        if told == self._told:
            return
        self._told = told
        self._word = longest_word(style.heading(size), asked.label)
        self.sheet.dress(style, [
            Block(text=asked.label, size=size, role="text", heading=True),
            Block(text=asked.hint, size=20, role="text_quiet", gap=0),
            Block(text=asked.guidance, size=20, role="text_quiet", gap=0, icon="info"),
        ])

    def _make(self, kind: Kind) -> None:
        view = self.kinds[kind]()
        view.setParent(self)
        # what was tapped shows at once: it is put right again even where nothing came of it
        for signal in (view.answered, view.captured, view.added, view.removed, view.grown):
            signal.connect(self._touch)
        view.answered.connect(self.answered)
        view.captured.connect(self.captured)
        view.began.connect(self.began)
        view.added.connect(self.added)
        view.removed.connect(self.removed)
        view.opened.connect(self.opened)
        view.grown.connect(self.grown)
        self._views[kind] = view

    def _decline(self) -> None:
        if self.asked is not None:
            self._touch()
            self.declined.emit(self.asked.ref)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in reading order."""
        return [*self.view.tab_way(), self.rather_not]

    def _touch(self) -> None:
        self._touched = True
        self._heights.clear()

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        at = (width, self.beside, self._share)
        if at not in self._heights:
            self._heights[at] = self._height(width)
        return self._heights[at]

    def _height(self, width: int) -> int:
        if self.asked is None:
            return 0
        if self.beside:
            words, answers = self._columns(width)
            told = self._told_height(words) + self.trouble.height_for(words)
            return max(told, self.view.height_for(answers)) + RING
        below = self.view.height_for(width) + self._way_out()
        words = self._told_height(width)
        return words + (_AIR if below else 0) + self.trouble.height_for(width) + below + RING

    def _way_out(self) -> int:
        return 0 if self.rather_not.isHidden() else self.rather_not.sizeHint().height()

    def _told_height(self, width: int) -> int:
        return self.sheet.height_for(width) + self.picture.height_for(width)

    def _place_told(self, box: QRect) -> None:
        high = self.sheet.height_for(box.width())
        self.sheet.setGeometry(box.left(), box.top(), box.width(), high)
        self.picture.setGeometry(box.left(), box.top() + high, box.width(), box.height() - high)

    def settle(self, width: int, room: int, typing: int) -> None:
        """Stand beside the answers when that, and nothing else, brings all of them in sight.

        What is typed in has only ``typing`` pixels while the keys are there, and does not turn
        round when they come.
        """
        self.beside, self._share = False, _SHARES[0]
        if self.asked is not None:
            wide = width or self.width()
            told = self._told_height(wide) + _AIR + self.trouble.height_for(wide) + RING
            if self.view.fit(wide, room - told):
                self._heights.clear()
        if self.asked is not None and width > 2 * _COLUMN and self.asked.kind in _BESIDE:
            rooms = (typing, room) if self.asked.kind in _TYPED else (room,)
            self.beside = any(self._only_beside(width, each) for each in rooms)

    def _only_beside(self, width: int, room: int) -> bool:
        """Words give up width before an answer goes out of sight."""
        self.beside = False
        if self.height_for(width) <= room:
            return False
        self.beside = True
        return any(
            self.height_for(width) <= room and self._word <= self._columns(width)[0]
            for self._share in _SHARES
        )

    def _columns(self, width: int) -> tuple[int, int]:
        words = max(_COLUMN, round(width * self._share))
        return words, width - words - _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _stand_beside(self, width: int) -> None:
        words, answers = self._columns(width)
        told, below = self._told_height(words), self.trouble.height_for(words)
        top = max(0, (self.height() - told - below) // 2)
        high = self.view.height_for(answers)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left, right = (width - words, 0) if rtl else (0, words + _AIR)
        self._place_told(QRect(left, top, words, told))
        self.trouble.setGeometry(left, top + told, words, below)
        self.view.setGeometry(right, 0, answers, high)

    def _arrange(self) -> None:
        width = self.width()
        if self.asked is None or width < 100:
            return
        if self.beside:
            self._stand_beside(width)
            return
        top = self._told_height(width)
        self._place_told(QRect(0, 0, width, top))
        top += _AIR
        high = self.trouble.height_for(width)
        self.trouble.setGeometry(QRect(0, top, width, high))
        top += high
        high = max(0, self.view.height_for(width))
        self.view.setGeometry(0, top, width, high)
        size = self.rather_not.sizeHint()
        self.rather_not.setGeometry(
            (width - size.width()) // 2, top + high, size.width(), size.height())
