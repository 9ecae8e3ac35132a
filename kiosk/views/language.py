"""The start: what this is, the faces, and the languages, each in its own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.screens import TEXT_SIZES, Frame, LanguageScreen
from kiosk.style import Style, set_text_colour
from kiosk.views.language_card import FaceRow, LanguageCard
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.views.wording import takes_about
from kiosk.wishes import ChangeTextSize, GiveBack
from survey import flow

_GAP = 16
_SIDE = 48
_EDGE = 16
_FACES = 132
_AIR = 12


class _Front(QWidget):
    """Title, faces, cards and what the kiosk is not for, with the air that is left over."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Sheet(widest=1120, centred=True)
        self.faces = FaceRow()
        self.foot = Sheet(widest=1120, centred=True)
        self.link = Press(Kind.QUIET)
        for part in (self.head, self.faces, self.foot, self.link):
            part.setParent(self)
        self.cards: Sequence[LanguageCard] = ()
        self.widest = 480

    def _grid(self, width: int) -> tuple[int, QSize]:
        """How many columns, and a card's size."""
        count = max(1, len(self.cards))
        columns = min(count, 2 if count in (2, 4) else 3)
        card = min(self.widest, (width - _GAP * (columns - 1)) // columns)
        heights = (c.height_for(card) for c in self.cards)
        return columns, QSize(card, max(heights, default=0))

    def needed(self, width: int) -> int:
        """The height that shows all the words at ``width``; the faces may give way."""
        columns, card = self._grid(width)
        rows = -(-len(self.cards) // columns)
        cards = rows * card.height() + (rows - 1) * _GAP
        foot = self.foot.height_for(width) + self._link_height()
        return self.head.height_for(width) + cards + foot + 2 * _AIR

    def _link_height(self) -> int:
        return 0 if self.link.isHidden() else self.link.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give every part its place."""
        width = self.width()
        if not self.cards or width < 100:
            return
        free = self.height() - self.needed(width)
        faces = min(_FACES, free - 24) if free >= 110 else 0
        air = _AIR + max(0, free - faces) // (4 if faces else 3)
        head = self.head.height_for(width)
        top = (air - _AIR) // 2
        self.head.setGeometry(0, top, width, head)
        top += head + air
        self.faces.setVisible(faces > 0)
        if faces:
            self.faces.setGeometry((width - faces * 4) // 2, top, faces * 4, faces)
            top += faces + air
        self._place_cards(top)
        foot = self.foot.height_for(width)
        link = self._link_height()
        self.foot.setGeometry(0, self.height() - foot - link, width, foot)
        wide = min(width, self.link.sizeHint().width())
        self.link.setGeometry((width - wide) // 2, self.height() - link, wide, link)

    def _place_cards(self, top: int) -> None:
        columns, size = self._grid(self.width())
        left = (self.width() - columns * size.width() - (columns - 1) * _GAP) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for at, card in enumerate(self.cards):
            row, place = divmod(at, columns)
            column = columns - 1 - place if rtl else place
            x = left + column * (size.width() + _GAP)
            y = top + row * (size.height() + _GAP)
            card.setGeometry(x, y, size.width(), size.height())


class LanguageView(QWidget):
    """Emits ``wished`` when a language is chosen."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._words: Callable[[str], Words] = Words
        self._cards: list[LanguageCard] = []
        self._place = QLabel(self)
        self.size_button = Press(Kind.PLAIN, "a-large-small", slim=True)
        self.size_button.setParent(self)
        self.size_button.clicked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self._front = _Front()
        self.give_back = self._front.link
        self.give_back.clicked.connect(lambda: self.wished.emit(GiveBack()))
        self._pane = Pane(self._front, self._height_for)
        self._pane.setParent(self)

    @property
    def cards(self) -> Sequence[LanguageCard]:
        """The languages on offer, in reading order."""
        return self._front.cards

    def present(
        self, screen: LanguageScreen, style: Style, words: Words, spoken: Callable[[str], Words]
    ) -> None:
        """Show the start; ``spoken`` gives the words in each of its languages."""
        self._words = spoken
        frame = screen.frame
        place = " · ".join(dict.fromkeys(p for p in (screen.place, screen.organisation) if p))
        self._place.setText(place)
        self._place.setFont(style.text(20))
        set_text_colour(self._place, style.colour("text_quiet"))
        larger = frame.percent < TEXT_SIZES[-1]
        self.size_button.dress(style, words("Larger text") if larger else words("Normal text"))
        self.give_back.setVisible(screen.may_give_back)
        small = Style(style.theme, min(style.percent, 125))
        self.give_back.dress(small, " · ".join(self._said(frame, self._give_back)))
        also = screen.titles[1] if len(set(screen.titles)) == len(screen.titles) == 2 else ""
        self._front.head.dress(style, (
            Block(text=screen.titles[0], size=52, role="text", heading=True, gap=4),
            Block(text=also, size=24, role="text_quiet", gap=0),
        ))
        self._front.faces.dress(style)
        self._front.widest = 480 if frame.percent == 100 else 584
        self._dress_cards(screen, style)
        self._front.foot.dress(style, tuple(
            Block(text=said, size=18, role="text_quiet", gap=0)
            for said in self._said(frame, self._not_for)
        ))
        self._pane.follow(self.give_back)
        self._arrange()
        self._pane.dress(style, words)
        self._front.arrange()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress_cards(self, screen: LanguageScreen, style: Style) -> None:
        tags = screen.frame.languages
        while len(self._cards) < len(tags):
            card = LanguageCard(self._front)
            card.clicked.connect(
                lambda _=False, card=card: self.wished.emit(flow.ChooseLanguage(card.tag))
            )
            self._cards.append(card)
        for at, card in enumerate(self._cards):
            card.setVisible(at < len(tags))
        self._front.cards = self._cards[: len(tags)]
        for card, tag in zip(self._front.cards, tags, strict=True):
            called = screen.frame.called(tag)
            card.dress(style, tag, called, self._promise(self._words(tag), screen.questions))
            self._pane.follow(card)

    def _promise(self, words: Words, questions: int) -> str:
        return f"{takes_about(words, questions)}\n{words('Nobody sees who you are.')}".lstrip()

    def _said(self, frame: Frame, say: Callable[[Words], str]) -> Sequence[str]:
        """The same in the first two languages; once where the program knows one of them only."""
        return tuple(dict.fromkeys(say(self._words(tag)) for tag in frame.languages[:2]))

    def _give_back(self, words: Words) -> str:
        return words("Take my answers back")

    def _not_for(self, words: Words) -> str:
        return words("Not for complaints or errands: talk to the staff. In an emergency, call 112.")

    def _height_for(self, width: int) -> int:
        """All the room there is, so that the air can be spread; more when the words need it."""
        return max(self._front.needed(width), self._pane.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width = self.width() - 2 * _SIDE
        size = self.size_button.sizeHint()
        first, second = _SIDE, self.width() - _SIDE - size.width()
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            first, second = _SIDE + size.width(), _SIDE
        self._place.setGeometry(first, _EDGE, width - size.width(), size.height())
        self.size_button.setGeometry(second, _EDGE, size.width(), size.height())
        top = _EDGE + size.height()
        self._pane.setGeometry(_SIDE, top, width, self.height() - top - 2 * _EDGE)
        self._pane.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.cards
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

    def rest(self) -> None:
        """Another screen has come; nothing here is anybody's."""

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self.cards, *self._pane.buttons, self.give_back, self.size_button]
