"""Sharing out points, or per cent, over several things: the sum is always to be seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.keyboards import AMOUNT, DIGITS
from kiosk.questions.asked import Asked
from kiosk.questions.entry import shown_number
from kiosk.questions.view import View, leading
from kiosk.style import RING, TARGET, Style, set_text_colour
from kiosk.views.keypad import Field
from kiosk.views.wrapped import WrappedLabel, lines_height, longest_word
from survey.forms.blocks import Shares, is_whole, number, shares, written

_WIDEST = 900
_FIELD = 132
_BAR = 14


def left_told(asked: Asked, words: Words) -> str:
    """How much there is still to give out."""
    now = shares(asked.total, [part.value for part in asked.parts])
    sign = " %" if asked.type == "percentages" else ""
    shown = shown_number(written(abs(now.left)), words.language) + sign
    total = f"{now.total}{sign}"
    if now.left < 0:
        return words("{n} too many: take some away", n=shown)
    if now.left == 0:
        return words("All {total} are given out", total=total)
    return words("{n} of {total} left to give out", n=shown, total=total)


class _Row(QWidget):
    """One thing with its points and a button at either side of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = WrappedLabel(self)
        self._field_width = _FIELD
        self.less, self.more = Press(Kind.PLAIN, "minus"), Press(Kind.PLAIN, "plus")
        self.field = Field(self)
        self.field.setMaxLength(6)
        self.field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for button in (self.less, self.more):
            button.setParent(self)

    def dress(self, style: Style, asked: Asked, words: Words) -> None:
        """Words and looks; the number as it stands."""
        self.words.setText(asked.label)
        self.words.setFont(style.text(24))
        set_text_colour(self.words, style.colour("text"))
        self.less.dress(style, words("Less for {what}", what=asked.label), brief=True)
        self.more.dress(style, words("More for {what}", what=asked.label), brief=True)
        self.field.setProperty("keys", AMOUNT if asked.type == "decimal" else DIGITS)
        self.field.dress(style, asked.label, style.px(26))
        self.field.put(asked.typed or shown_number(asked.value, asked.language))
        self._field_width = max(
            _FIELD, self.field.fontMetrics().horizontalAdvance("100") + 2 * RING + 48)

    def _controls(self) -> int:
        return 2 * TARGET + self._field_width

    def stacked(self, width: int) -> bool:
        """Whether the words stand above the numbers."""
        words = longest_word(self.words.font(), self.words.text())
        return width - self._controls() < max(200, width // 3, words + 16)

    def height_for(self, width: int) -> int:
        """Never below a finger's height."""
        if self.stacked(width):
            return lines_height(self.words.font(), self.words.text(), width) + TARGET + 12
        room = width - self._controls() - 16
        return max(TARGET, lines_height(self.words.font(), self.words.text(), room) + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give words, buttons and number their places."""
        width, controls = self.width(), self._controls()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.words.setAlignment(leading(self))
        top = self.height() - TARGET if self.stacked(width) else (self.height() - TARGET) // 2
        x = 0 if rtl else width - controls
        if self.stacked(width):
            self.words.setGeometry(0, 0, width, top)
        else:
            room = width - controls - 16
            self.words.setGeometry(controls + 16 if rtl else 0, 0, room, self.height())
        first, last = (self.more, self.less) if rtl else (self.less, self.more)
        first.setGeometry(x, top, TARGET, TARGET)
        self.field.setGeometry(x + TARGET, top, self._field_width, TARGET)
        last.setGeometry(x + TARGET + self._field_width, top, TARGET, TARGET)


class PointsView(View):
    """The rest stands above the rows in words and as a bar; buttons give and take a step."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._style: Style | None = None
        self._rows: list[_Row] = []
        self._left = WrappedLabel(self)
        self._shares = Shares(100, 0, False)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked, self._style = asked, style
        self._shares = shares(asked.total, [part.value for part in asked.parts])
        while len(self._rows) < len(asked.parts):
            self._grow()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(asked.parts))
            if at < len(asked.parts):
                part = asked.parts[at]
                row.dress(style, part, words)
                row.less.wake(number(part.value) > 0)
                row.more.wake(self._shares.left > 0)
                row.arrange()
        left = self._shares.left
        self._left.setText(left_told(asked, words))
        self._left.setAccessibleName(self._left.text())
        self._left.setFont(style.heading(24))
        role = "bad_text" if left < 0 else "good_text" if left == 0 else "text"
        set_text_colour(self._left, style.colour(role))
        self._arrange()
        self.update()

    @property
    def told(self) -> str:
        """What stands above the rows."""
        return self._left.text()

    def wrong(self) -> QWidget | None:
        """The first box in which nothing stands, or the first of all."""
        fields = [row.field for row in self._shown]
        return next((field for field in fields if not field.text()), next(iter(fields), None))

    @property
    def step(self) -> int:
        """How much one press gives or takes."""
        said = self._asked.parameters.get("step", "") if self._asked else ""
        if is_whole(said) and int(said) > 0:
            return int(said)
        return 5 if self._shares.total >= 50 else 1

    def _grow(self) -> None:
        row, at = _Row(self), len(self._rows)
        row.less.clicked.connect(lambda: self._by(at, -1))
        row.more.clicked.connect(lambda: self._by(at, 1))
        row.field.textEdited.connect(lambda text: self._give(at, text))
        self._rows.append(row)

    def _by(self, at: int, way: int) -> None:
        if self._asked is None:
            return
        now = number(self._asked.parts[at].value)
        by = min(self.step, self._shares.left) if way > 0 else -min(self.step, now)
        self._give(at, written(now + by))

    def _give(self, at: int, text: str) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.parts[at].ref, text)

    def _above(self, width: int) -> int:
        return lines_height(self._left.font(), self._left.text(), width) + 12 + _BAR + 12

    @property
    def _shown(self) -> list[_Row]:
        return self._rows[: len(self._asked.parts)] if self._asked else []

    def height_for(self, width: int) -> int:
        wide = min(width, _WIDEST)
        return self._above(wide) + sum(row.height_for(wide) for row in self._shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide = min(self.width(), _WIDEST)
        left, top = (self.width() - wide) // 2, self._above(wide)
        self._left.setAlignment(leading(self))
        self._left.setGeometry(left, 0, wide, top - _BAR - 20)
        for row in self._shown:
            height = row.height_for(wide)
            row.setGeometry(left, top, wide, height)
            top += height

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None or self._asked is None:
            return
        wide = min(self.width(), _WIDEST)
        bar = QRectF((self.width() - wide) / 2, self._above(wide) - _BAR - 12, wide, _BAR)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.colour("track"))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        share = min(1.0, max(0.0, self._shares.given / self._shares.total))
        role = "bad" if self._shares.left < 0 else "good" if not self._shares.left else "action"
        painter.setBrush(self._style.colour(role))
        done = QRectF(bar)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            done.setLeft(bar.right() - share * bar.width())
        else:
            done.setWidth(share * bar.width())
        painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)

    def tab_way(self) -> Sequence[QWidget]:
        return [part for row in self._shown for part in (row.less, row.field, row.more)]
