"""Words and figures that are typed: one line, several lines, whole and decimal numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press, draw_ring
from kiosk.keyboards import DECIMAL, DIGITS, LETTERS, WHOLE
from kiosk.questions.asked import Asked
from kiosk.questions.view import View, leading
from kiosk.style import RING, TARGET, Style, set_text_colour
from kiosk.views.keypad import Field, leaves_traces
from survey.forms.blocks import is_whole

LONGEST = 4000
"""Characters that an answer in words may have."""

_FIELD = 84
_WIDE = 760
_NARROW = 320


class Area(QPlainTextEdit):
    """Several lines. Nothing is selected, copied or undone: the next person finds no trace."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style: Style | None = None
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setStyleSheet("background: transparent; border: 0")
        self.setViewportMargins(RING + 12, RING + 8, RING + 12, RING + 8)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def dress(self, style: Style, name: str) -> None:
        """``name`` is what a screen reader says."""
        self._style = style
        self.setAccessibleName(name)
        self.setFont(style.text(24))
        set_text_colour(self, style.colour("text"))
        way = QTextOption()  # a document goes by its first words, and an empty one from the left
        way.setTextDirection(self.layoutDirection())
        way.setAlignment(leading(self))
        if way.alignment() != self.document().defaultTextOption().alignment():
            self.document().setDefaultTextOption(way)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not leaves_traces(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:  # that would select
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """No dragging, no selection: windows of others can read what is selected."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """No selection."""

    def frame(self, painter: QPainter) -> None:
        """Draw what stands round the words; the view does, below them."""
        if self._style is None:
            return
        card = self.geometry().toRectF().adjusted(RING, RING, -RING, -RING)
        painter.setPen(self._style.colour("outline_strong"))
        painter.setBrush(self._style.colour("surface_raised"))
        painter.drawRoundedRect(card, 12, 12)
        if self.hasFocus():
            draw_ring(painter, card, self._style)


class TextView(View):
    """Typed words. ``multiline`` gives room for several."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self.line = Field(self)
        self.line.setMaxLength(LONGEST)
        self.area = Area(self)
        self.line.textEdited.connect(self._edited)
        self.area.textChanged.connect(lambda: self._edited(self.area.toPlainText()[:LONGEST]))
        self._several, self._percent = False, 100

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        self._several, self._percent = asked.looks_like("multiline"), style.percent
        self.line.setVisible(not self._several)
        self.area.setVisible(self._several)
        text = asked.typed or asked.value
        keys = DIGITS if asked.looks_like("numbers") else LETTERS
        hidden = asked.looks_like("masked", "hidden-answer")
        echo = QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
        self.line.setEchoMode(echo)
        name = _named(asked)
        for field in (self.line, self.area):
            field.setProperty("keys", keys)
        self.line.dress(style, name, style.px(26))
        self.line.setAlignment(leading(self))
        self.area.dress(style, name)
        if self._several:
            if self.area.toPlainText() != text:
                with QSignalBlocker(self.area):
                    self.area.setPlainText(text)
        else:
            self.line.put(text)
        self._arrange()

    def _edited(self, text: str) -> None:
        if self._asked is not None and not self.isHidden():
            self.answered.emit(self._asked.ref, text)

    def height_for(self, width: int) -> int:
        line = self.line.fontMetrics().height()
        rows = 4 if self._percent <= 100 else 3  # large ones leave room for question and keys
        return max(2 * TARGET, rows * line + 2 * RING + 24) if self._several else max(
            _FIELD, line + 2 * RING + 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width = min(self.width(), _WIDE)
        left = (self.width() - width) // 2
        for field in (self.line, self.area):
            field.setGeometry(left, 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._several:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.area.frame(painter)

    def tab_way(self) -> Sequence[QWidget]:
        return [self.area if self._several else self.line]


class NumberView(View):
    """A number that is typed; one that counts things has buttons for one less and one more."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self.line = Field(self)
        self.line.setMaxLength(20)
        self.line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.less, self.more = Press(Kind.PLAIN, "minus"), Press(Kind.PLAIN, "plus")
        for button, by in ((self.less, -1), (self.more, 1)):
            button.setParent(self)
            button.clicked.connect(lambda _=False, by=by: self._step(by))
        self.line.textEdited.connect(self._edited)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        steps = asked.kind.value == "counter"
        for button, name in ((self.less, words("One less")), (self.more, words("One more"))):
            button.setVisible(steps)
            button.dress(style, f"{name}: {asked.label}", brief=True)
        whole = DIGITS if steps else WHOLE
        self.line.setProperty("keys", DECIMAL if asked.type == "decimal" else whole)
        self.line.dress(style, _named(asked), style.px(28))
        self.line.put(asked.typed or shown_number(asked.value, asked.language))
        self._arrange()

    def _edited(self, text: str) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, text)

    def _step(self, by: int) -> None:
        if self._asked is not None:
            value = self._asked.value
            now = int(value) if is_whole(value.removeprefix("-")) else 0
            self.answered.emit(self._asked.ref, str(max(0, now + by)))

    def height_for(self, width: int) -> int:
        return max(TARGET, self.line.fontMetrics().height() + 2 * RING + 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        sides = 0 if self.less.isHidden() else TARGET + 8
        width = min(self.width() - 2 * sides, _NARROW)
        left, high = (self.width() - width) // 2, self.height()
        self.line.setGeometry(left, 0, width, high)
        if sides:
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            first, last = (self.more, self.less) if rtl else (self.less, self.more)
            first.setGeometry(left - sides, (high - TARGET) // 2, sides - 8, TARGET)
            last.setGeometry(left + width + 8, (high - TARGET) // 2, sides - 8, TARGET)

    def tab_way(self) -> Sequence[QWidget]:
        steps = not self.less.isHidden()
        return [self.less, self.line, self.more] if steps else [self.line]


def shown_number(value: str, language: str) -> str:
    """A stored number as people write it: with a decimal comma, save in English."""
    return value if language.startswith("en") else value.replace(".", ",")


def _named(asked: Asked) -> str:
    return f"{asked.label}. {asked.violation}" if asked.violation else asked.label
