"""One question on a page: its words, what is wrong, and the view that takes the answer."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.forms.picture import Picture
from kiosk.questions.asked import Asked, Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.view import View, leading
from kiosk.style import RADIUS, RING, Style, icon_pixmap, set_text_colour
from kiosk.views.heading import lines_height
from kiosk.views.sheet import Block, Sheet

_AIR = 16
_WIDEST = 900
_COLUMN = 340
"""The least width for words beside their answers, in pixels."""

_BESIDE = (
    Kind.ONE, Kind.MANY, Kind.RATING, Kind.RANK, Kind.ACKNOWLEDGE, Kind.POINTS, Kind.REPEAT,
    Kind.MATRIX,
)


_UNASKED = (Kind.NOTE, Kind.SHOWN, Kind.SKIPPED)


def _needs(asked: Asked) -> bool:
    if asked.kind in _UNASKED:
        return False
    return asked.required or any(map(_needs, asked.parts))


class Trouble(QWidget):
    """What is wrong, with a sign before it; takes the focus so that it is read out.

    Before anything is wrong it says that an answer is needed, in the very place where it would
    say what is wrong: so nothing moves under a finger.
    """

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self.tells = False
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)

    def dress(self, style: Style, text: str, calm: str = "") -> None:
        """Put on the words for what is wrong, else the ``calm`` ones; none hide it."""
        self._style, self.tells = style, bool(text)
        self.setVisible(bool(text or calm))
        self._words.setText(text or calm)
        self._words.setAccessibleName(text or calm)
        self._words.setFont(style.text(22))
        self._words.setAlignment(
            leading(self) if text else Qt.AlignmentFlag.AlignCenter  # under centred words
        )
        set_text_colour(self._words, style.colour("bad_text" if text else "text_quiet"))
        self.update()

    def take_focus(self) -> None:
        """Let a screen reader say it."""
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self) -> int:
        return round(self._words.font().pixelSize() * 1.3)

    def height_for(self, width: int) -> int:
        """Nothing while all is well."""
        if self.isHidden():
            return 0
        room = min(width, _WIDEST) - self._side() - 44
        return lines_height(self._words.font(), self._words.text(), room) + 24 + _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:
        box, side = self._box(), self._side()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = box.left() + (12 if rtl else side + 28)
        self._words.setGeometry(round(left), 0, round(box.width()) - side - 40, round(box.height()))

    def _box(self) -> QRectF:
        wide = min(self.width(), _WIDEST)
        return QRectF((self.width() - wide) / 2, 0, wide, self.height() - _AIR)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None or not self.tells:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(style.colour("bad"))
        painter.setBrush(style.colour("bad_soft"))
        box, side = self._box(), self._side()
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = box.right() - 14 - side if rtl else box.left() + 14
        icon = icon_pixmap("circle-alert", style.theme.bad_text, side)
        painter.drawPixmap(round(x), round(box.center().y() - side / 2), icon)


class QuestionBlock(QWidget):
    """Makes the view for each kind when it is first needed and uses it again.

    ``beside`` has the answers at the side of the words, where all is in sight only so: what has
    to be scrolled for is chosen less often. Its signals are those of the view; ``grown`` says that
    the height has changed.
    """

    answered = Signal(str, str)
    captured = Signal(str, object)
    began = Signal()
    added = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet(widest=1000, centred=True)
        self.trouble = Trouble()
        self.picture = Picture(self)
        for part in (self.sheet, self.trouble):
            part.setParent(self)
        self._views: dict[Kind, View] = {}
        self.asked: Asked | None = None
        self.beside = False
        self._blamed: QWidget | None = None
        self._touched = False
        self._look: object = None
        self._told: object = None
        self._heights: dict[tuple[int, bool], int] = {}

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
        calm = words("Needs an answer") if _needs(asked) else ""
        told = filter(None, (asked.hint, asked.violation or calm))
        self.view.setAccessibleDescription(" ".join(told))
        self.trouble.dress(style, asked.violation, calm)
        self.picture.show_file(asked.image, asked.label)
        self._arrange()
        return True

    def to_trouble(self) -> None:
        """The first answer gets the focus and says what is wrong too: what is typed arrives."""
        ways = (w for w in self.view.tab_way() if w.isVisibleTo(self) and w.isEnabled())
        first = next(ways, None)
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
        self.sheet.dress(style, [
            Block(text=asked.label, size=size, role="text", heading=True),
            Block(text=asked.hint, size=20, role="text_quiet", gap=0),
            Block(text=asked.guidance, size=20, role="text_quiet", gap=0, icon="info"),
        ])

    def _make(self, kind: Kind) -> None:
        view = FORM_VIEWS[kind]()
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

    def _touch(self) -> None:
        self._touched = True
        self._heights.clear()

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        at = (width, self.beside)
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
        below = self.view.height_for(width)
        words = self._told_height(width)
        return words + (_AIR if below else 0) + self.trouble.height_for(width) + below + RING

    def _told_height(self, width: int) -> int:
        return self.sheet.height_for(width) + self.picture.height_for(width)

    def _place_told(self, box: QRect) -> None:
        high = self.sheet.height_for(box.width())
        self.sheet.setGeometry(box.left(), box.top(), box.width(), high)
        self.picture.setGeometry(box.left(), box.top() + high, box.width(), box.height() - high)

    def settle(self, width: int, room: int) -> None:
        """Stand beside the answers when that, and nothing else, brings all of them in sight."""
        self.beside = False
        if self.asked is not None:
            wide = width or self.width()
            told = self._told_height(wide) + _AIR + self.trouble.height_for(wide) + RING
            if self.view.fit(wide, room - told):
                self._heights.clear()
        if self.asked is not None and width > 2 * _COLUMN and self.asked.kind in _BESIDE:
            self.beside = self.height_for(width) > room
            self.beside = self.beside and self.height_for(width) <= room

    def _columns(self, width: int) -> tuple[int, int]:
        words = max(_COLUMN, round(width * 0.4))
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
        self.view.setGeometry(0, top + high, width, max(0, self.view.height_for(width)))
