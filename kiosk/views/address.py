"""Which computer to connect to: those that were found, or an address typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.screens import PairScreen
from kiosk.style import Style, set_text_colour
from kiosk.views.keypad import Field, Keypad
from kiosk.views.wrapped import WrappedLabel, lines_height
from kiosk.wishes import LeavePairing, Pair, PairWith, ShowNumber

_SIDE = 24
_EDGE = 20
_FIELD = 84
_MOST = 3
_KEYS = ("12345", "67890", ".:")
_SQUEEZES = 6
_SIZES = (150, 125, 100)


class AddressView(QWidget):
    """Emits the address that was chosen."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._title = WrappedLabel(self)
        self._said = WrappedLabel(self)
        self.found = tuple(Press(Kind.PLAIN) for _ in range(_MOST))
        self.field = Field(self)
        self.field.setMaxLength(64)
        self.keypad = Keypad()
        self.cancel, self.number = Press(Kind.PLAIN, "arrow-left"), Press(Kind.PLAIN)
        self.again, self.send = Press(Kind.PLAIN), Press(Kind.PRIMARY)
        self._foot = (self.cancel, self.number, self.again, self.send)
        for part in (*self.found, self.keypad, *self._foot):
            part.setParent(self)
        for button in self.found:
            button.clicked.connect(lambda _=False, b=button: self._chosen(b.text()))
        self.keypad.struck.connect(lambda sign: self.field.put(self.field.text() + sign))
        self.keypad.erased.connect(lambda: self.field.put(self.field.text()[:-1]))
        self.field.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(lambda: self.wished.emit(LeavePairing()))
        self.number.clicked.connect(lambda: self.wished.emit(ShowNumber()))
        self.again.clicked.connect(lambda: self.wished.emit(Pair()))
        self._style: Style | None = None

    def present(self, screen: PairScreen, style: Style, words: Words) -> None:
        """Show what was found, and a field."""
        self._style = Style(style.theme, min(style.percent, 150))
        small = self._style
        self._title.setText(words("Which computer shall this kiosk be paired with?"))
        set_text_colour(self._title, style.colour("text"))
        said = _trouble(screen, words)
        self._said.setText(said)
        set_text_colour(self._said, style.colour("bad" if screen.trouble == "address" else "text"))
        for at, button in enumerate(self.found):
            button.setVisible(at < len(screen.found))
            if at < len(screen.found):
                button.setText(screen.found[at])
        self.field.dress(style, words("The computer's address"), small.px(28))
        self.field.setPlaceholderText("192.168.1.20")
        self.keypad.dress(style, _KEYS, words("Erase the last sign"))
        foot = (words("Cancel"), words("Without a network"), words("Look again"), words("Pair"))
        for button, text in zip(self._foot, foot, strict=True):
            button.dress(Style(style.theme, min(style.percent, 100)), text)
        self._arrange()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """Another screen has come: neither what was typed nor what was found stays."""
        self.field.put("")
        for button in self.found:
            button.setText("")
            button.setAccessibleName("")

    def _chosen(self, address: str) -> None:
        self.wished.emit(PairWith(address))

    def _send(self) -> None:
        self.wished.emit(PairWith(self.field.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; what is typed while a button has the focus goes into the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.wished.emit(LeavePairing())
        elif not self.field.type_on(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self._style is None or self.width() < 400:
            return
        width = self.width() - 2 * _SIDE
        foot = self.send.sizeHint().height()
        below = self.height() - _EDGE - foot - 26  # the line for staff has its place below
        keys = self.keypad.height_wanted
        self._place_above(below - keys - 8 - _FIELD, width)
        self.keypad.setGeometry(_SIDE, below - keys - 4, width, keys)
        wide = min(width, 580)
        self.field.setGeometry(
            (self.width() - wide) // 2, below - keys - 8 - _FIELD, wide, _FIELD
        )
        self._place_foot(below, foot)

    def _place_above(self, lowest: int, width: int) -> None:
        """What stands above the field, in the largest letters that leave it its place."""
        assert self._style is not None
        for percent in _SIZES:
            smaller = Style(self._style.theme, min(self._style.percent, percent))
            self._title.setFont(smaller.heading(30))
            self._said.setFont(smaller.text(20))
            for button in self.found:
                button.dress(smaller, button.text())
            high = [
                lines_height(label.font(), label.text(), width) + 8
                for label in (self._title, self._said)
            ]
            found = max((b.sizeHint().height() for b in self.found if not b.isHidden()), default=0)
            if _EDGE + sum(high) + found + 8 <= lowest:
                break
        self._title.setGeometry(_SIDE, _EDGE, width, high[0])
        self._said.setGeometry(_SIDE, _EDGE + high[0], width, high[1])
        self._place_found(_EDGE + sum(high), width)

    def _place_found(self, top: int, width: int) -> None:
        x = _SIDE
        for button in self.found:
            size = button.sizeHint()
            if not button.isHidden() and x + size.width() <= _SIDE + width:
                button.setGeometry(x, top + 4, size.width(), size.height())
                x += size.width() + 8

    def _place_foot(self, below: int, foot: int) -> None:
        for squeeze in range(_SQUEEZES):
            for button in self._foot:
                button.squeeze(squeeze)
            if sum(button.sizeHint().width() + 8 for button in self._foot) <= (
                self.width() - 2 * _SIDE
            ):
                break
        x = _SIDE
        for button in self._foot[:-1]:
            button.setGeometry(x, below, button.sizeHint().width(), foot)
            x += button.width() + 8
        send = self.send.sizeHint().width()
        self.send.setGeometry(self.width() - _SIDE - send, below, send, foot)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self.found, self.field, *self.keypad.tab_way(), *self._foot]


def _trouble(screen: PairScreen, words: Words) -> str:
    if screen.trouble == "none-found":
        return words("No computer answers by itself. Open “Pair a kiosk” in the "
                     "administrator's program, then look again, or type its address.")
    if screen.trouble == "address":
        return words("That is no address. It is shown in the administrator's program.")
    return words("Choose one, or type the address that the administrator's program shows.")
