"""How the first screen's parts share their room: sentence, faces, languages, what it is not for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from kiosk.controls import Kind, Press
from kiosk.questions.rating import RatingView
from kiosk.style import TARGET, Style
from kiosk.views.breathing import BreathingFaces
from kiosk.views.language_card import LanguageCard
from kiosk.views.sheet import Block, Sheet
from survey.forms.model import Question

_GAP = 12
_AIR = 12
_FACES = 148
_FACES_LEAST = 88
_ASKING_LEAST = 92
_CARD = 480
_NAME = 226
_FADE_MS = 250


class Front(QWidget):
    """All but the top line; ``height_for`` is what its words need, the faces may give way."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Sheet(widest=1120, centred=True)
        self.faces = BreathingFaces()
        self.rating = RatingView()
        self.foot = Sheet(widest=1120, centred=True)
        self.link = Press(Kind.QUIET)
        for part in (self.head, self.faces, self.rating, self.foot, self.link):
            part.setParent(self)
        self.cards: Sequence[LanguageCard] = ()
        self.asks = False
        self._turns: Sequence[tuple[Sequence[Block], Sequence[Block]]] = ()
        self._percent = 100
        self._asked: tuple[Question, str, Style] | None = None
        self._fitted = (0, 0)
        self._lies = False
        self.room = 0
        """How much of this is in sight at once, in pixels."""

    def dress(
        self, style: Style, turns: Sequence[tuple[Sequence[Block], Sequence[Block]]], at: int
    ) -> None:
        """``turns`` are head and foot for each language that has its turn; ``at`` is the first's.
        Room is kept for the longest of them."""
        self._turns, self._percent = turns, style.percent
        head, foot = turns[at]
        self.head.dress(style, head)
        self.foot.dress(style, foot)
        self.faces.setVisible(not self.asks)
        self.rating.setVisible(self.asks)

    def ask(self, question: Question, language: str, style: Style) -> None:
        """Have the faces of ``question`` here."""
        self._asked, self._fitted = (question, language, style), (0, 0)
        self.rating.present(question, None, language, style)

    def turn(self, at: int) -> None:
        """Let the words of another language have their turn."""
        for sheet, blocks in zip((self.head, self.foot), self._turns[at], strict=True):
            sheet.say(blocks)
            _fade_in(sheet)

    def _words_heights(self, width: int) -> tuple[int, int]:
        """The heights of head and foot that are enough for every language."""
        heads = (self.head.height_of(head, width) for head, _ in self._turns)
        room = self._foot_width(width)
        feet = (self.foot.height_of(foot, room) for _, foot in self._turns)
        return max(heads, default=0), max(feet, default=0)

    def _grid(self, width: int) -> tuple[int, QSize]:
        """How many columns of languages, and a card's size."""
        count = len(self.cards)
        if not count:
            return 1, QSize(0, 0)
        wanted = max(card.width_wanted() for card in self.cards)
        columns = max(1, min(count, (width + _GAP) // (wanted + _GAP)))
        if count <= 2:
            columns = min(columns, count)
        rows = -(-count // columns)
        columns = -(-count // rows)
        widest = _CARD if count <= 2 and not self.asks else max(_NAME, wanted)
        card = min(widest, (width - _GAP * (columns - 1)) // columns)
        return columns, QSize(card, max(c.height_for(card) for c in self.cards))

    def _cards_height(self, width: int) -> int:
        columns, card = self._grid(width)
        rows = -(-len(self.cards) // columns)
        return max(0, rows * card.height() + (rows - 1) * _GAP)

    def _rating_height(self, width: int, face: int = _ASKING_LEAST) -> int:
        if not self.asks:
            return 0
        lies = self._fit_rating(width)
        if lies:
            return self.rating.lying_height(width)
        return self.rating.standing_height(width, face)

    def _fit_rating(self, width: int) -> bool:
        """Whether the faces lie under each other. They are what this screen is, and all in sight:
        below each other where the room is high, else side by side with what size that leaves."""
        if self._asked is None or self._fitted == (width, self.room):
            return self._lies
        question, language, style = self._asked
        self._fitted = (width, self.room)
        self.rating.present(question, None, language, style)
        head, _ = self._words_heights(width)
        # what stands below them has to be paged for, and the buttons for that take their height
        self._lies = not self.rating.stands(width) and (
            head + self.rating.lying_height(width) + _AIR + TARGET <= self.room
        )
        self.rating.lie(self._lies)
        for percent in range(style.percent, 99, -10):
            if self._lies or self.rating.stands(width):
                break
            self.rating.present(question, None, language, Style(style.theme, percent))
        self.rating.lie(self._lies)
        return self._lies

    def _beside(self, width: int) -> bool:
        """Whether the link has its place beside what the kiosk is not for."""
        lines = max((len(foot) for _, foot in self._turns), default=0)
        return self._percent == 100 and width > 1000 and lines == 1

    def _below(self, width: int, foot: int) -> int:
        """The height of both."""
        link = self._link_height()
        return max(foot, link) if self._beside(width) else foot + link

    def _fit_link(self, width: int) -> None:
        for how in range(6):
            self.link.squeeze(how)
            if self.link.sizeHint().width() <= width:
                return

    def _link_height(self) -> int:
        return 0 if self.link.isHidden() else self.link.sizeHint().height()

    def height_for(self, width: int) -> int:
        """The height that shows all the words at ``width``."""
        self._fit_link(width)
        head, foot = self._words_heights(width)
        middle = self._rating_height(width) + self._cards_height(width)
        return head + middle + self._below(width, foot) + (3 if self.asks else 2) * _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give every part its place, with the air that is left over between them."""
        width = self.width()
        if width < 100 or not self._turns:
            return
        head, foot = self._words_heights(width)
        free = max(0, self.height() - self.height_for(width))
        faces, grows = 0, _FACES - _ASKING_LEAST
        if not self.asks and free >= _FACES_LEAST + _AIR:
            faces = min(_FACES, free - _AIR)
        taken = min(grows, free) if self.asks else faces
        air = _AIR + max(0, free - taken) // 4
        top = max(0, air - _AIR) // 2
        self.head.setGeometry(0, top, width, head)
        top += head + air
        self.faces.setVisible(faces > 0)
        if faces:
            wide = min(width, faces * 4)
            self.faces.setGeometry((width - wide) // 2, top, wide, faces)
            top += faces + air
        if self.asks:
            # the faces take what they can use of the room that is free
            high = self._rating_height(width, _ASKING_LEAST + min(grows, free))
            wide = min(width, self.rating.lying_width(1)) if self._lies else width
            self.rating.setGeometry((width - wide) // 2, top, wide, high)
            top += high + air
        self._place_cards(top)
        self._place_foot(foot)

    def _foot_width(self, width: int) -> int:
        if self.link.isHidden() or not self._beside(width):
            return width
        return width - self.link.sizeHint().width() - _GAP

    def _place_foot(self, foot: int) -> None:
        width, link = self.width(), self._link_height()
        wide = min(width, self.link.sizeHint().width())
        if not self._beside(width):
            self.foot.setGeometry(0, self.height() - foot - link, width, foot)
            self.link.setGeometry((width - wide) // 2, self.height() - link, wide, link)
            return
        below, room = max(foot, link), self._foot_width(width)
        top = self.height() - below
        rtl = self.isRightToLeft()
        self.foot.setGeometry(width - room if rtl else 0, top + (below - foot) // 2, room, foot)
        self.link.setGeometry(0 if rtl else width - wide, top, wide, link)

    def _place_cards(self, top: int) -> None:
        columns, size = self._grid(self.width())
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for at, card in enumerate(self.cards):
            row, place = divmod(at, columns)
            inside = min(columns, len(self.cards) - row * columns)
            used = inside * size.width() + (inside - 1) * _GAP
            column = inside - 1 - place if rtl else place
            x = (self.width() - used) // 2 + column * (size.width() + _GAP)
            card.setGeometry(x, top + row * (size.height() + _GAP), size.width(), size.height())


def _fade_in(sheet: QWidget) -> None:
    """From nothing to there; the effect goes when it is done, since it costs at every paint."""
    effect = QGraphicsOpacityEffect(sheet)
    sheet.setGraphicsEffect(effect)
    motion = QPropertyAnimation(effect, b"opacity", effect)
    motion.setDuration(_FADE_MS)
    motion.setStartValue(0.0)
    motion.setEndValue(1.0)
    motion.setEasingCurve(QEasingCurve.Type.OutCubic)
    motion.finished.connect(lambda: sheet.setGraphicsEffect(None))
    motion.start()
