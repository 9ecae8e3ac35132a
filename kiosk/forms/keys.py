"""The keys on the screen of a form's page: which field they write into, when they come and go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assets.words import Words
from kiosk.style import Style
from kiosk.views.keyboard import Keyboard
from kiosk.views.keypad import KeysAsked

Typed = QLineEdit | QPlainTextEdit
"""What the keys can write into."""


_SHORT = 20
"""A field of so few signs is never edited in its middle."""


class Keys(QObject):
    """Brings the keyboard by a touch on a field, or where a field is taken by a switch; ``turned``
    when it has come, gone or moved on.

    While the keys are there, they follow the focus from field to field.
    """

    turned = Signal()
    finished = Signal()

    def __init__(self, board: Keyboard) -> None:
        super().__init__(board)
        self._board = board
        self._language = ""
        self._look: tuple[Style, Words] | None = None
        self.field: Typed | None = None
        board.hide()
        board.struck.connect(self._strike)
        board.erased.connect(self._erase)
        board.finished.connect(self.finished)

    @property
    def shown(self) -> bool:
        """Whether the keys are on the screen."""
        return not self._board.isHidden()

    def dress(self, language: str, style: Style, words: Words) -> None:
        """Looks, and the language whose letters are shown."""
        changed = (language, (style, words)) != (self._language, self._look)
        self._language, self._look = language, (style, words)
        if changed and self.field is not None:
            self._dress()

    def watch(self, widget: QWidget) -> None:
        """Bring the keys when ``widget`` is touched; nothing for one that is not typed in."""
        parts = [widget, widget.viewport()] if isinstance(widget, QPlainTextEdit) else [widget]
        for part in parts if isinstance(widget, Typed) else ():
            part.removeEventFilter(self)
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        moved = kind is QEvent.Type.FocusIn and self.shown
        if moved or kind in (QEvent.Type.MouseButtonRelease, KeysAsked.kind):
            field = watched if isinstance(watched, Typed) else watched.parent()
            if isinstance(field, Typed):
                self.open(field)
        return False

    def open(self, field: Typed) -> None:
        """Write into ``field`` from now on."""
        here = self.field is field and self.shown
        if not here or (isinstance(field, QLineEdit) and field.maxLength() <= _SHORT):
            _to_the_end(field)
        if here:
            return
        self.field = field
        self._board.show()
        self._dress()
        self.turned.emit()
        if not _text(field):
            self._board.begin_sentence()

    def _dress(self) -> None:
        if self.field is not None and self._look is not None:
            takes = str(self.field.property("keys") or "")
            self._board.present(takes, self._language, *self._look)

    def close(self) -> bool:
        """Take the keys away. False when there are none."""
        if not self.shown:
            return False
        self._board.hide()
        self.field = None
        self.turned.emit()
        return True

    def _strike(self, sign: str) -> None:
        if isinstance(self.field, QLineEdit):
            self.field.insert(sign)
        elif self.field is not None:
            self.field.insertPlainText(sign)

    def _erase(self) -> None:
        if isinstance(self.field, QLineEdit):
            self.field.backspace()
        elif self.field is not None:
            self.field.textCursor().deletePreviousChar()


def _to_the_end(field: Typed) -> None:
    """A finger is too broad to tell signs apart: what is erased first is the last one."""
    if isinstance(field, QLineEdit):
        field.end(False)
    else:
        field.moveCursor(QTextCursor.MoveOperation.End)


def _text(field: Typed) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()
