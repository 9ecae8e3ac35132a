"""Keys on the screen: rows of large ones, and a field that keeps no trace of what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.controls import Kind, Press, draw_ring
from kiosk.keyboards import Layout, pages
from kiosk.style import RING, TARGET, Style, set_text_colour

_SIDES = 2 * 48
"""At most, what a view leaves free beside the keys."""

FORBIDDEN = (
    QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo, QKeySequence.StandardKey.SelectAll,
)


def leaves_traces(event: QKeyEvent) -> bool:
    """Whether a key would select, copy or bring back what was typed."""
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    moves = Qt.Key.Key_Home <= event.key() <= Qt.Key.Key_PageDown
    return any(event.matches(key) for key in FORBIDDEN) or bool(shift and moves)


class KeysAsked(QEvent):
    """Sent to a field: somebody without a finger's touch wants to write there, on the screen's
    keys."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.kind)


class Field(QLineEdit):
    """One line. Nothing is selected, copied or undone: the next person finds no trace."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style: Style | None = None
        self._wrong = False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setFrame(False)
        self.setTextMargins(20, 0, 20, 0)
        self.setStyleSheet("background: transparent; border: 0")

    def dress(self, style: Style, name: str, size: int, *, wrong: bool = False) -> None:
        """``name`` is what a screen reader says; ``size`` in pixels. What is ``wrong`` among
        others has another edge: the words that tell it stand elsewhere."""
        self._style, self._wrong = style, wrong
        self.setAccessibleName(name)
        font = Style(style.theme).text(size)
        self.setFont(font)
        set_text_colour(self, style.colour("text"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, style.colour("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, style.colour("text_quiet"))
        self.setPalette(palette)
        self.update()

    def put(self, text: str) -> None:
        """Show ``text``; what was there can not be brought back."""
        if text != self.text():
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not leaves_traces(event):
            super().keyPressEvent(event)

    def type_on(self, event: QKeyEvent) -> bool:
        """Take the focus, and a sign or an erasure that was typed elsewhere. False for others.

        A blank is not taken: it presses the button that has the focus.
        """
        typed = event.text()
        erases = event.key() == Qt.Key.Key_Backspace
        if not erases and not (typed.isprintable() and typed.strip()):
            return False
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deselect()
        self.keyPressEvent(event)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:  # that would select
            super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.deselect()  # the Tab key selects all, and windows of others can read that

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """No dragging, no selection."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """No selection."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            card = self.rect().toRectF().adjusted(RING, RING, -RING, -RING)
            bad, edge = self._style.colour("bad"), self._style.colour("outline_strong")
            painter.setPen(QPen(bad, 3) if self._wrong else edge)
            painter.setBrush(self._style.colour("bad_soft" if self._wrong else "surface_raised"))
            painter.drawRoundedRect(card, 12, 12)
            if self.hasFocus():
                draw_ring(painter, card, self._style)
            painter.end()
        super().paintEvent(event)


class Keypad(QWidget):
    """Rows of keys; emits ``struck`` with a sign, ``erased`` for the last one back."""

    struck = Signal(str)
    erased = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[str, ...] = ()
        self._keys: list[Press] = []
        self._eraser = Press(Kind.PLAIN, "delete")
        self._eraser.squeeze(1)
        self._eraser.setParent(self)
        self._eraser.clicked.connect(self.erased)

    def dress(self, style: Style, rows: Sequence[str], erase: str) -> None:
        """``rows`` of one sign a key, read from left to right in every language."""
        key_style = Style(style.theme, min(style.percent, 200))
        self._told = tuple(rows)
        signs = "".join(rows)
        while len(self._keys) < len(signs):
            key = Press(Kind.PLAIN)
            key.squeeze(1)
            key.setParent(self)
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # the field keeps the keyboard's focus: what is typed by hand goes there
            key.clicked.connect(lambda _=False, key=key: self.struck.emit(key.text()))
            self._keys.append(key)
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(signs))
            if at < len(signs):
                key.dress(key_style, signs[at])
        self._eraser.dress(Style(style.theme, min(style.percent, 150)), erase, brief=True)
        self._arrange()

    @property
    def _rows(self) -> tuple[str, ...]:
        """As told where they fit; else further rows, of keys as wide as a finger."""
        above = self.parentWidget()
        wide = self.width() if above is None else above.width() - _SIDES
        return pages(Layout(self._told), max(wide // TARGET, 5), 1)[0] if self._told else ()

    @property
    def height_wanted(self) -> int:
        """The rows' height."""
        return len(self._rows) * TARGET

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._arrange()
        super().changeEvent(event)

    def _arrange(self) -> None:
        rows = self._rows
        if not rows or self.width() < TARGET:
            return
        most = max(len(row) for row in rows)
        each = min(116, self.width() // most)
        keys = iter(self._keys)
        left = (self.width() - each * most) // 2
        for down, row in enumerate(rows):
            last = down == len(rows) - 1
            for across, _ in enumerate(row):
                next(keys).setGeometry(left + across * each, down * TARGET, each, TARGET)
            if last:
                wide = 2 * each if len(row) + 2 <= most else each
                x = left + each * most - wide
                self._eraser.setGeometry(x, down * TARGET, wide, TARGET)

    def tab_way(self) -> Sequence[QWidget]:
        """The keys in reading order."""
        count = sum(len(row) for row in self._rows)
        return [*self._keys[:count], self._eraser]
