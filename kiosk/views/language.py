"""The start: what this is, the faces, and the languages, each in its own words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press, draw_ring, draw_shadow
from kiosk.faces import draw_face
from kiosk.languages import own_name
from kiosk.screens import LanguageScreen
from kiosk.style import RADIUS, RING, Style
from kiosk.views.heading import lines_height
from kiosk.views.sheet import Block, Sheet
from kiosk.views.wording import takes_about
from kiosk.wishes import ChangeTextSize
from survey import flow

_GAP = 16
_PAD = 24


class LanguageCard(QAbstractButton):
    """A language by its own name, and one line in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = ""
        self._line = ""
        self._style: Style | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(self, style: Style, tag: str, line: str) -> None:
        """Put on the words and the present looks."""
        self.tag, self._line, self._style = tag, line, style
        self.setText(own_name(tag))
        self.setAccessibleName(own_name(tag))
        self.setAccessibleDescription(line)
        self.update()

    def _fonts(self, style: Style) -> tuple[QFont, QFont]:
        return style.text(32, QFont.Weight.Bold), style.text(20)

    def height_for(self, width: int) -> int:
        """The height the words need."""
        if self._style is None:
            return 0
        name, line = self._fonts(self._style)
        room = width - 2 * RING - 2 * _PAD
        words = lines_height(line, self._line, room)
        return QFontMetrics(name).height() + words + 2 * RING + 36

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        draw_shadow(painter, card, style)
        painter.setBrush(style.colour("action_pressed" if self.isDown() else "action"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        name, line = self._fonts(style)
        painter.setPen(QPen(style.colour("text_on_action")))
        head = QFontMetrics(name).height()
        inner = card.adjusted(_PAD, 16, -_PAD, -12)
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(name)
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), head), flags, self.text())
        painter.setFont(line)
        painter.drawText(inner.adjusted(0, head, 0, 0), flags, self._line)
        if self.hasFocus():
            draw_ring(painter, card, style)


class FaceRow(QWidget):
    """The five faces as a picture: close together, so that they do not look like buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, style: Style) -> None:
        """Put on the present looks."""
        self._style = style
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(460, 116)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        side = self.height() - 4
        step = (self.width() - side - 4) / 4
        for at in (0, 4, 1, 3, 2):
            large = 0.82 + 0.18 * (1 - abs(at - 2) / 2)
            d = side * large
            x = 2 + at * step + (side - d) / 2
            draw_face(painter, QRectF(x, 2 + (side - d) / 2, d, d), at / 4, self._style.theme)


class LanguageView(QWidget):
    """Emits ``wished`` when a language is chosen."""

    wished = Signal(object)

    def __init__(self, words: Callable[[str], Words]) -> None:
        super().__init__()
        self._words = words
        self.cards: list[LanguageCard] = []
        self._shown = 0
        self._faces = FaceRow()
        self._head = Sheet(widest=1120, centred=True)
        self._foot = Sheet(widest=1000, centred=True)
        self.size = Press(Kind.QUIET, slim=True)
        self.size.clicked.connect(lambda: self.wished.emit(ChangeTextSize()))
        for part in (self._faces, self._head, self._foot, self.size):
            part.setParent(self)

    def present(self, screen: LanguageScreen, style: Style, words: Words) -> None:
        """Show the start."""
        frame = screen.frame
        self._faces.dress(style)
        place = " · ".join(dict.fromkeys(p for p in (screen.place, screen.organisation) if p))
        title = Block(text=screen.titles[0], size=52, role="text", heading=True, gap=4)
        also = screen.titles[1] if len(screen.titles) == 2 else ""
        self._head.dress(style, (
            Block(text=place, size=20, role="text_quiet"),
            title,
            Block(text=also, size=24, role="text_quiet", gap=0),
        ))
        while len(self.cards) < len(frame.languages):
            card = LanguageCard(self)
            card.clicked.connect(
                lambda _=False, card=card: self.wished.emit(flow.ChooseLanguage(card.tag))
            )
            self.cards.append(card)
        self._shown = len(frame.languages)
        for at, card in enumerate(self.cards):
            card.setVisible(at < self._shown)
            if at < self._shown:
                line = self._promise(self._words(frame.languages[at]), screen.questions)
                card.dress(style, frame.languages[at], line)
        self._foot.dress(style, tuple(
            Block(text=self._not_for(self._words(tag)), size=18, role="text_quiet", gap=0)
            for tag in frame.languages[:2]
        ))
        larger = frame.percent < 200
        self.size.dress(style, words("Larger text") if larger else words("Normal text"))
        self._arrange()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _promise(self, words: Words, questions: int) -> str:
        return f"{takes_about(words, questions)} {words('Nobody sees who you are.')}"

    def _not_for(self, words: Words) -> str:
        return words("Not for complaints or errands: talk to the staff. In an emergency, call 112.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.cards[: self._shown]
        number = event.key() - Qt.Key.Key_0
        if 1 <= number <= len(shown):
            shown[number - 1].click()
            return
        keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
        if event.key() in keys and shown:
            step = 1 if event.key() in keys[:2] else -1
            at = next((i for i, card in enumerate(shown) if card.hasFocus()), -1 if step > 0 else 0)
            shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        """Words above, faces, cards in a calm grid, and what it is not for at the bottom."""
        width = self.width() - 96
        if not self._shown or width < 100:
            return
        columns = min(self._shown, 2 if self._shown in (2, 4) else 3)
        card = min(480, (width - _GAP * (columns - 1)) // columns)
        rows = -(-self._shown // columns)
        heights = max(c.height_for(card) for c in self.cards[: self._shown])
        head, foot = self._head.height_for(width), self._foot.height_for(width)
        size = self.size.sizeHint()
        grid = rows * heights + (rows - 1) * _GAP
        free = self.height() - head - grid - foot - size.height() - 8
        faces = min(132, free - 40) if free >= 130 else 0
        air = (free - faces) / (5 if faces else 4)
        top = round(air)
        self._head.setGeometry(48, top, width, head)
        top += head + round(air)
        self._faces.setVisible(faces > 0)
        if faces:
            wide = faces * 4
            self._faces.setGeometry((self.width() - wide) // 2, top, wide, faces)
            top += faces + round(air)
        self._place_cards(top, columns, QSize(card, heights))
        bottom = self.height() - 8 - size.height()
        middle = (self.width() - size.width()) // 2
        self.size.setGeometry(middle, bottom, size.width(), size.height())
        self._foot.setGeometry(48, bottom - foot, width, foot)

    def _place_cards(self, top: int, columns: int, size: QSize) -> None:
        used = columns * size.width() + (columns - 1) * _GAP
        left = (self.width() - used) // 2
        for at, card in enumerate(self.cards[: self._shown]):
            row, column = divmod(at, columns)
            x = left + column * (size.width() + _GAP)
            y = top + row * (size.height() + _GAP)
            card.setGeometry(QRect(x, y, size.width(), size.height()))
