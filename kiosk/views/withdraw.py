"""Taking one's answers back: a field for the code and keys to type it with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk import withdrawing
from kiosk.controls import Kind, Press
from kiosk.screens import WithdrawScreen
from kiosk.style import TARGET, Style, set_text_colour
from kiosk.views.bars import TopBar
from kiosk.views.keypad import Field, Keypad
from kiosk.views.wrapped import WrappedLabel, lines_height
from kiosk.wishes import ChangeTextSize, GiveBackCode
from kiosk.withdrawing import Entry, Form
from survey import flow

_SIDE = 24
_EDGE = 8
_FIELD = 72
_WORD_FIELD = 300
_KEYS = {
    Form.GROUPS: ("0123456789", "ABCDEFGHJK", "MNPQRSTVWX", "YZ"),
    Form.WORDS: ("qwertyuiop", "asdfghjklå", "zxcvbnmäö"),
}


class WithdrawView(QWidget):
    """Keeps what is being typed until another screen comes."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entry = Entry()
        self._shown = False
        self.top = TopBar()
        self._prompt, self._whole = WrappedLabel(), WrappedLabel()
        self.field = Field(self)
        self.suggested = tuple(Press(Kind.PLAIN) for _ in range(withdrawing.SUGGESTED))
        self.keypad = Keypad()
        self.turn = Press(Kind.PLAIN)
        self.send = Press(Kind.PRIMARY, "arrow-right", icon_after=True)
        for part in (self.top, self._prompt, self._whole, *self.suggested, self.keypad,
                     self.turn, self.send):
            part.setParent(self)
        self._connect()

    def _connect(self) -> None:
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.top.stopped.connect(lambda: self.wished.emit(flow.Restart()))
        self.field.textEdited.connect(
            lambda typed: self._become(withdrawing.edited(self.entry, typed))
        )
        self.field.returnPressed.connect(self._send)
        self.keypad.struck.connect(lambda s: self._become(withdrawing.struck(self.entry, s)))
        self.keypad.erased.connect(lambda: self._become(withdrawing.erased(self.entry)))
        for button in self.suggested:
            button.clicked.connect(lambda _=False, b=button: self._take(b.text()))
        self.turn.clicked.connect(self._turn)
        self.send.clicked.connect(self._send)

    def present(self, screen: WithdrawScreen, style: Style, words: Words) -> None:
        """Show the field; what was typed already stays in it."""
        self._style, self._words = style, words
        self._fault = what_is_wrong(screen, words)
        self.top.dress(screen.frame, style, words, (0, 0), stop=words("Cancel"))
        self._shown = True
        self._dress()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def pause(self) -> None:
        """Something stands before it for a while: what was typed is there when it goes."""

    def rest(self) -> None:
        """Another screen has come: nothing that was typed stays."""
        if self._shown:
            self._shown = False
            self.entry = Entry()
            self.field.put("")
            self._whole.setText("")
            for button in self.suggested:
                button.setText("")
                button.setAccessibleName("")

    def _become(self, entry: Entry) -> None:
        self.entry, self._fault = entry, ""
        self._dress()

    def _take(self, word: str) -> None:
        self._become(withdrawing.taken(self.entry, word))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        self._become(withdrawing.turned(self.entry))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if self._shown:
            self.wished.emit(GiveBackCode(self.entry.text))

    def _dress(self) -> None:
        words, style, groups = self._words, self._style, self.entry.form is Form.GROUPS
        asks = (
            words("Enter the code you were given: seven groups of four signs") if groups else
            words("Enter the twelve words you were given, one at a time")
        )
        prompt = self._fault or asks
        self._prompt.setText(prompt)
        set_text_colour(self._prompt, style.colour("bad" if self._fault else "text"))
        small = Style(style.theme, min(style.percent, 125))
        self._whole.setFont(small.text(20))
        set_text_colour(self._whole, style.colour("text"))
        said = " ".join(f"{at} {word}" for at, word in enumerate(self.entry.words, 1))
        self._whole.setText(said)
        self.field.dress(style, prompt, min(style.px(32), 38))
        self.field.put(self.entry.typed)
        self.field.setMaxLength(64)
        for button, word in zip(self.suggested, self._suggestions(), strict=True):
            button.setVisible(bool(word))
            if word:
                button.dress(small, word)
        self.keypad.dress(style, _KEYS[self.entry.form], words("Erase the last sign"))
        self._dress_foot(style)
        self._arrange()

    def _dress_foot(self, style: Style) -> None:
        """Two buttons side by side; where large words leave them no room they are smaller."""
        words, groups = self._words, self.entry.form is Form.GROUPS
        other = words("I have words") if groups else words("I have letters")
        for percent in (style.percent, 150, 100):
            smaller = Style(style.theme, min(style.percent, percent))
            self.turn.dress(smaller, other)
            self.send.dress(smaller, words("Remove my answers"))
            wide = self.turn.sizeHint().width() + self.send.sizeHint().width()
            if wide + 2 * _SIDE <= self.width():
                return

    def _suggestions(self) -> tuple[str, ...]:
        found = self.entry.suggestions()
        return (*found, *("" for _ in range(withdrawing.SUGGESTED - len(found))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; what is typed while a button has the focus goes into the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.wished.emit(flow.Restart())
        elif not self.field.type_on(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._shown:
            self._dress_foot(self._style)
        self._arrange()

    def _arrange(self) -> None:
        if not self._shown or self.width() < 400:
            return
        width = self.width() - 2 * _SIDE
        self.top.setGeometry(_SIDE, _EDGE, width, self.top.sizeHint().height())
        self.top.fit()
        foot = max(self.turn.sizeHint().height(), self.send.sizeHint().height())
        below = self.height() - _EDGE - foot
        self._place_foot(below, foot)
        keys = self.keypad.height_wanted
        self.keypad.setGeometry(_SIDE, below - keys - 4, width, keys)
        groups = self.entry.form is Form.GROUPS
        field = _FIELD if groups else TARGET
        top = below - keys - 8 - field
        self._place_field(top, field, width)
        above = self.top.y() + self.top.height()
        self._place_words(above, top - above, min(width, 1160) - 12)

    def _place_foot(self, below: int, foot: int) -> None:
        turn, send = self.turn.sizeHint().width(), self.send.sizeHint().width()
        ends = (_SIDE, self.width() - _SIDE - send)
        if self.isRightToLeft():
            ends = (self.width() - _SIDE - turn, _SIDE)
        self.turn.setGeometry(ends[0], below, turn, foot)
        self.send.setGeometry(ends[1], below, send, foot)

    def _place_field(self, top: int, height: int, width: int) -> None:
        if self.entry.form is Form.GROUPS:
            wide = min(width, 1160)
            self.field.setGeometry((self.width() - wide) // 2, top, wide, height)
            return
        left = max(_SIDE, (self.width() - 1160) // 2)
        self.field.setGeometry(left, top + 10, _WORD_FIELD, height - 20)
        x = left + _WORD_FIELD + 4
        for button in self.suggested:
            size = button.sizeHint().width()
            if button.isHidden() or x + size > self.width() - _SIDE:
                button.hide()
                continue
            button.setGeometry(x, top, size, height)
            x += size + 4

    def _place_words(self, above: int, room: int, width: int) -> None:
        """The prompt, and the words so far below it; in the middle of what is left."""
        left = (self.width() - width) // 2
        self._fit_prompt(width, room)
        prompt = lines_height(self._prompt.font(), self._prompt.text(), width) + 4
        whole = self._whole.text()
        so_far = lines_height(self._whole.font(), whole, width) + 4 if whole else 0
        self._whole.setVisible(bool(whole))
        if prompt + so_far > room and not self._fault:
            prompt = 0  # whoever is typing has read it; a screen reader hears it in the field
        self._prompt.setVisible(prompt > 0)
        top = above + max(0, (room - prompt - so_far) // 2)
        self._prompt.setGeometry(left, top, width, prompt)
        self._whole.setGeometry(left, top + prompt, width, so_far)

    def _fit_prompt(self, width: int, room: int) -> None:
        """As large as the text is, or as the room above the field allows."""
        for percent in range(self._style.percent, 100, -10):
            font = Style(self._style.theme, percent).heading(24)
            if lines_height(font, self._prompt.text(), width) + 4 <= room:
                break
        else:
            font = Style(self._style.theme).heading(24)
        self._prompt.setFont(font)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [self.field, *self.suggested, *self.keypad.tab_way(), self.turn, self.send,
                *self.top.buttons]


def what_is_wrong(screen: WithdrawScreen, words: Words) -> str:
    """What is wrong with the code as typed, and what to do; empty when nothing is."""
    match screen.misread:
        case "":
            return ""
        case "empty":
            return words("Enter the code first.")
        case "length":
            return words("The code has seven groups of four signs, or twelve words. Some are "
                         "missing, or there are too many.")
        case "letter":
            return words("Group {n} has a sign that no code has. Compare it with what you wrote "
                         "down.", n=screen.place)
        case "word":
            return words("Word {n} is none of the words that codes have. Compare it with what "
                         "you wrote down.", n=screen.place)
        case _:
            return words("The code has a typing error. Compare it with what you wrote down.")
