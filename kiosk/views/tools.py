"""Another language, larger text, the rest of comfort, the way out: at hand on every page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.languages import own_name
from kiosk.screens import TEXT_SIZES, Frame
from kiosk.style import Style


class ComfortAsked(QEvent):
    """Sent to the window: somebody would like to adjust how they meet the screen, or to have one
    of all the ``languages``."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self, *, languages: bool = False) -> None:
        super().__init__(self.kind)
        self.languages = languages


class ListenAsked(QEvent):
    """Sent to the window: somebody would like the screen read aloud once more, or no further."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.kind)


class SignAsked(QEvent):
    """Sent to the window: somebody would like to see the screen's words in sign language."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.kind)


TIGHTEST = 6
"""See :meth:`Tools.tighten`."""


class Tools(QWidget):
    """Buttons beside each other; ``slim`` ones look light in a bar."""

    language_chosen = Signal(str)
    text_size_asked = Signal()
    stopped = Signal()

    def __init__(self, *, slim: bool = True) -> None:
        super().__init__()
        self.language = Press(Kind.PLAIN, "globe", slim=slim)
        self.size = Press(Kind.PLAIN, "a-large-small", slim=slim)
        self.adjust = Press(Kind.PLAIN, "person-standing", slim=slim)
        self.listen = Press(Kind.PLAIN, "volume-2", slim=slim)
        self.sign = Press(Kind.PLAIN, "hand", slim=slim)
        self.stop = Press(Kind.PLAIN, "x", slim=slim)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.buttons:
            row.addWidget(button)
        self.listen.hide()
        self.sign.hide()
        self.language.clicked.connect(self._language_asked)
        self.size.clicked.connect(self.text_size_asked)
        self.adjust.clicked.connect(lambda: self._tell_window(ComfortAsked()))
        self.listen.clicked.connect(lambda: self._tell_window(ListenAsked()))
        self.sign.clicked.connect(lambda: self._tell_window(SignAsked()))
        self.stop.clicked.connect(self.stopped)
        self._next = self._called = ""
        self._said: tuple[str, ...] = ("", "", "", "", "")
        self._style: Style | None = None

    @property
    def buttons(self) -> tuple[Press, ...]:
        """In reading order."""
        return self.language, self.size, self.adjust, self.listen, self.sign, self.stop

    def offer_signs(self, there: bool) -> bool:
        """Have the button for sign language, or not; True when that is otherwise than before."""
        before = not self.sign.isHidden()
        self.sign.setVisible(there)
        return before is not there

    def _language_asked(self) -> None:
        if self._next:
            self.language_chosen.emit(self._next)
        else:
            self._tell_window(ComfortAsked(languages=True))

    def _tell_window(self, asked: QEvent) -> None:
        QCoreApplication.sendEvent(self.window(), asked)

    def dress(self, frame: Frame, style: Style, words: Words, stop: str | None = None) -> None:
        """``stop`` says what the way out is called; where it is empty there is none here."""
        way_out = words("Stop") if stop is None else stop
        self.stop.setVisible(bool(way_out))
        self.listen.setVisible(frame.comfort.aloud)
        larger = frame.percent < TEXT_SIZES[-1]
        size = words("Larger text") if larger else words("Normal text")
        self._said = (size, words("Adjust"), words("Listen"), words("Sign language"), way_out)
        self._style = style
        self._dress_language(frame, style)
        self.shorten(brief=False)

    def shorten(self, *, brief: bool) -> None:
        """Where there is little room, all but the language show their icons alone."""
        if self._style is None:
            return
        for button, text in zip(self.buttons[1:], self._said, strict=True):
            button.dress(self._style, text, brief=brief)

    def tighten(self, how: int) -> None:
        """0 is as usual, 1 to 5 squeeze the buttons more and more, and with :data:`TIGHTEST` the
        language has its icon alone, as the others."""
        if self._style is None:
            return
        self.language.dress(self._style, self._called, brief=how == TIGHTEST)
        for button in self.buttons:
            button.squeeze(how % TIGHTEST)

    def wide(self) -> int:
        """The width in pixels of the buttons that are here."""
        return sum(b.sizeHint().width() for b in self.buttons if not b.isHidden())

    def settle(self) -> None:
        """Give the buttons their places now, and not when events are next looked at."""
        self._row.activate()
        self.updateGeometry()

    def _dress_language(self, frame: Frame, style: Style) -> None:
        """The button names the other language, in that language; of more, the present one."""
        tags = frame.languages
        self.language.setVisible(len(tags) > 1)
        self._next = ""
        if len(tags) == 2:
            self._next = tags[1] if frame.language == tags[0] else tags[0]
        tag = self._next or frame.language
        self._called = own_name(tag, frame.called(tag))
        self.language.dress(style, self._called)
