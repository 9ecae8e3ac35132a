"""The first screen: one sentence, faces that breathe or ask, and every language in its script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.first_screens import AttractScreen
from kiosk.style import Style, set_text_colour
from kiosk.views.attract_front import Front
from kiosk.views.breathing import Turns
from kiosk.views.language_card import LanguageCard
from kiosk.views.notice import MOVING
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block
from kiosk.views.tools import Tools
from kiosk.views.wording import takes_about, with_help
from kiosk.wishes import ChangeTextSize, GiveBack
from survey import flow
from survey.conduct import Way
from survey.forms.model import said

_SIDE = 48
_EDGE = 16
_FEW = 2
"""So many languages stand beside each other with a promise each; more are a grid of names."""


class AttractView(QWidget):
    """Invites from four metres. Emits ``wished`` with a language, a face, or that somebody came."""

    wished = Signal(object)
    invites = True
    """Words take turns, and a touch anywhere means that somebody has come."""

    def __init__(self) -> None:
        super().__init__()
        self._screen: AttractScreen | None = None
        self.heard: Callable[[str], bool] = lambda tag: False
        self._cards: list[LanguageCard] = []
        self._place = QLabel(self)
        self._place.setWordWrap(True)
        self.tools = Tools()
        self.tools.setParent(self)
        self.tools.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.front = Front()
        self.front.rating.answered.connect(lambda answer: self.wished.emit(flow.TapFace(answer)))
        self.front.link.clicked.connect(lambda: self.wished.emit(GiveBack()))
        self.turns = Turns(self)
        self.turns.turned.connect(self.front.turn)
        self._pane = Pane(self.front, self._height_for, brief=True)
        self._pane.setParent(self)

    @property
    def cards(self) -> Sequence[LanguageCard]:
        """The languages on offer, in reading order."""
        return self.front.cards

    def present(
        self, screen: AttractScreen, style: Style, words: Words, spoken: Callable[[str], Words]
    ) -> None:
        """Show the first screen; ``spoken`` gives the words in each of its languages."""
        self._screen = screen
        frame, front = screen.frame, self.front
        front.asks = screen.way is Way.ONE_TAP and screen.question is not None
        self._dress_top(screen, style, words)
        self._dress_cards(screen, style, spoken)
        if front.asks and screen.question is not None:
            front.ask(screen.question, frame.language, style)
            for option in front.rating.options():
                self._pane.follow(option)
        tags = frame.languages or (frame.language,)
        first = tags.index(frame.language) if frame.language in tags else 0
        told = [self._told(screen, at, tag, spoken) for at, tag in enumerate(tags)]
        # whoever has made the text larger is here already, and reads
        still = frame.comfort.calm or frame.percent > 100 or first > 0 or not self.invites
        turning = len(tags) > _FEW and not still
        front.dress(style, told if turning else [told[first]], first if turning else 0)
        front.faces.dress(style, calm=frame.comfort.calm)
        front.link.setVisible(screen.may_give_back)
        small = Style(style.theme, min(style.percent, 125))
        both = tags if len(tags) <= _FEW else (frame.language,)
        back = dict.fromkeys(_give_back(spoken(tag)) for tag in both)
        front.link.dress(small, " · ".join(back))
        self._pane.follow(front.link)
        self.turns.begin(len(tags), first=first, calm=not turning)
        self._arrange()
        self._pane.dress(style, words)
        front.arrange()
        front.head.take_focus()

    def _dress_top(self, screen: AttractScreen, style: Style, words: Words) -> None:
        self._place.setText(_place(screen, words))
        self._place.setFont(style.text(20))
        self._place.setVisible(style.percent == 100)
        set_text_colour(self._place, style.colour("text_quiet"))
        self.tools.dress(replace(screen.frame, languages=()), style, words, stop="")

    def _dress_cards(
        self, screen: AttractScreen, style: Style, spoken: Callable[[str], Words]
    ) -> None:
        tags = screen.frame.languages or (screen.frame.language,)
        if self.front.asks and len(tags) == 1:
            tags = ()
        while len(self._cards) < len(tags):
            card = LanguageCard(self.front)
            card.clicked.connect(lambda _=False, card=card: self._chose(card.tag))
            self._cards.append(card)
        for at, card in enumerate(self._cards):
            card.setVisible(at < len(tags))
        self.front.cards = self._cards[: len(tags)]
        quiet = self.front.asks or len(tags) > _FEW
        for card, tag in zip(self.front.cards, tags, strict=True):
            line = "" if quiet else _promise(screen, spoken(tag))
            if len(tags) == 1:
                card.dress_as(style, tag, _begin(spoken(tag)), line, quiet=False)
            else:
                card.dress(style, tag, screen.frame.called(tag), line, quiet=quiet)
            self._pane.follow(card)

    def _told(
        self, screen: AttractScreen, at: int, tag: str, spoken: Callable[[str], Words]
    ) -> tuple[Sequence[Block], Sequence[Block]]:
        """Head and foot in one language; with two languages, the other's sentence as well."""
        words, tags = spoken(tag), screen.frame.languages
        sentence = screen.sentences[at] if at < len(screen.sentences) else ""
        # large words leave no room for all: what can be touched comes before what can be read
        below = ""
        if len(tags) > _FEW and screen.frame.percent == 100:
            below = _promise(screen, words).replace("\n", " ")
        if self.front.asks and screen.question is not None:
            sentence = said(screen.question.label, tag)
            told = words("Press the face that fits. Nobody sees who you are.")
            below = told if screen.frame.percent == 100 else ""
        elif len(tags) == _FEW and len(set(screen.sentences)) == _FEW:
            below = screen.sentences[1 - at]
        head = (
            Block(text=sentence, size=44 if self.front.asks else 52, role="text",
                  heading=True, gap=4),
            Block(text=below, size=24, role="text_quiet", gap=0),
        )
        return tuple(b for b in head if b.text), self._not_for(screen, at, words, spoken)

    def _not_for(
        self, screen: AttractScreen, at: int, words: Words, spoken: Callable[[str], Words]
    ) -> Sequence[Block]:
        own = screen.not_for[at] if at < len(screen.not_for) else ""
        lines = [_place(screen, words)] if screen.frame.percent > 100 else []
        if lines and self.front.asks:
            lines.insert(0, words("Press the face that fits. Nobody sees who you are."))
        if lines and len(screen.frame.languages) > _FEW and not self.front.asks:
            lines.insert(0, _promise(screen, words).replace("\n", " "))
        lines.append(own or usual_not_for(words))
        if self.heard(words.language):
            lines[-1] += "\n" + words("Press the space bar to listen.")
        if len(screen.frame.languages) == _FEW:
            other = 1 - at
            theirs = screen.not_for[other] if other < len(screen.not_for) else ""
            lines.append(theirs or usual_not_for(spoken(screen.frame.languages[other])))
        return tuple(
            Block(text=line, size=18, role="text_quiet", gap=0) for line in dict.fromkeys(lines)
        )

    def _chose(self, tag: str) -> None:
        alone = self._screen is not None and len(self._screen.frame.languages) < _FEW
        self.wished.emit(flow.Touched() if alone else flow.ChooseLanguage(tag))

    def _height_for(self, width: int) -> int:
        """All the room there is, so that the air can be spread; more when the words need it."""
        return max(self.front.height_for(width), self._pane.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width = self.width() - 2 * _SIDE
        if width < 100:
            return
        self.tools.shorten(brief=False)
        if self.tools.wide() > width * (0.6 if self._place.isVisibleTo(self) else 1):
            self.tools.shorten(brief=True)
        self.tools.settle()
        size = QSize(self.tools.wide(), self.tools.sizeHint().height())
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        room = width - size.width() - 16
        self._place.setGeometry(
            self.width() - _SIDE - room if rtl else _SIDE, _EDGE, room, size.height()
        )
        x = _SIDE if rtl else self.width() - _SIDE - size.width()
        self.tools.setGeometry(x, _EDGE, size.width(), size.height())
        self.tools.settle()
        top = _EDGE + size.height()
        self.front.room = self.height() - top - 2 * _EDGE
        self._pane.setGeometry(_SIDE, top, width, self.front.room)
        self._pane.arrange()

    def rest(self) -> None:
        """Another screen has come; nothing turns where nobody sees it."""
        self.turns.rest()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.invites and not self._pane.overflows():  # else somebody drags to see more
            self.wished.emit(flow.Touched())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, way = event.key(), [*self.front.rating.options(), *self.cards]
        shown = [part for part in way if part.isVisible()]
        number = key - Qt.Key.Key_0
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if 1 <= number <= min(9, len(shown)):
            shown[number - 1].click()
        elif key in step and shown:
            at = next((i for i, part in enumerate(shown) if part.hasFocus()), None)
            to = (0 if step[key] > 0 else -1) if at is None else (at + step[key]) % len(shown)
            shown[to].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.invites and key not in MOVING and key != Qt.Key.Key_Escape:
            self.wished.emit(flow.Touched())

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [
            *self.front.rating.options(), *self.cards, *self._pane.buttons, self.front.link,
            *self.tools.buttons,
        ]


def usual_not_for(words: Words) -> str:
    """What a kiosk is not for, where the campaign does not say it itself."""
    return words("Not for complaints or errands: talk to the staff. In an emergency, call 112.")


def _give_back(words: Words) -> str:
    return words("Take my answers back")


def _begin(words: Words) -> str:
    return words("Begin")


def _place(screen: AttractScreen, words: Words) -> str:
    helped = with_help(screen.frame, words)
    return " · ".join(dict.fromkeys(
        p for p in (helped, screen.occasion, screen.place, screen.organisation) if p
    ))


def _promise(screen: AttractScreen, words: Words) -> str:
    takes = takes_about(words, screen.questions)
    return f"{takes}\n{words('Nobody sees who you are.')}".lstrip()
