"""Another language, another text size, the way out: what is at hand on every page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.languages import own_name
from kiosk.screens import TEXT_SIZES, Frame
from kiosk.style import Style


class Tools(QWidget):
    """Buttons beside each other; ``slim`` ones look light in a bar."""

    language_chosen = Signal(str)
    text_size_asked = Signal()
    stopped = Signal()

    def __init__(self, *, slim: bool = True) -> None:
        super().__init__()
        self.language = Press(Kind.PLAIN, "globe", slim=slim)
        self.size = Press(Kind.PLAIN, "a-large-small", slim=slim)
        self.stop = Press(Kind.PLAIN, "x", slim=slim)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.buttons:
            row.addWidget(button)
        self.language.clicked.connect(lambda: self.language_chosen.emit(self._next))
        self.size.clicked.connect(self.text_size_asked)
        self.stop.clicked.connect(self.stopped)
        self._next = ""
        self._said = ("", "")
        self._style: Style | None = None

    @property
    def buttons(self) -> tuple[Press, Press, Press]:
        """In reading order."""
        return self.language, self.size, self.stop

    def dress(self, frame: Frame, style: Style, words: Words, stop: str | None = None) -> None:
        """``stop`` says what the way out is called; where it is empty there is none here."""
        way_out = words("Stop") if stop is None else stop
        self.stop.setVisible(bool(way_out))
        larger = frame.percent < TEXT_SIZES[-1]
        self._said = (words("Larger text") if larger else words("Normal text"), way_out)
        self._style = style
        self._dress_language(frame, style)
        self.shorten(brief=False)

    def shorten(self, *, brief: bool) -> None:
        """Where there is little room, size and way out show their icons alone."""
        if self._style is None:
            return
        for button, text in zip((self.size, self.stop), self._said, strict=True):
            button.dress(self._style, text, brief=brief)

    def settle(self) -> None:
        """Give the buttons their places now, and not when events are next looked at."""
        self._row.activate()
        self.updateGeometry()

    def _dress_language(self, frame: Frame, style: Style) -> None:
        """The button names the next language, in that language."""
        tags = frame.languages
        self.language.setVisible(len(tags) > 1)
        if len(tags) > 1:
            at = tags.index(frame.language) if frame.language in tags else -1
            self._next = tags[(at + 1) % len(tags)]
            self.language.dress(style, own_name(self._next, frame.called(self._next)))
