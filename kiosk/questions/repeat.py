"""What has been told of a repeat so far: go back into one, take one away, add another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.questions.asked import Asked
from kiosk.questions.view import View
from kiosk.style import TARGET, Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

_WIDEST = 760


class _Row(QWidget):
    """One of them. ``doubted``: asked whether it shall really go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = Press(Kind.PLAIN)
        self.gone = Press(Kind.PLAIN, "x")
        self.sure = Press(Kind.PLAIN)
        self.keep = Press(Kind.PRIMARY)
        self._question = WrappedLabel(self)
        self._style: Style | None = None
        self._label = ""
        self.doubted = False
        for button in (self.name, self.gone, self.sure, self.keep):
            button.setParent(self)

    def dress(self, style: Style, asked: Asked, words: Words, *, fixed: bool) -> None:
        """Put on the words and the present looks."""
        self._style, self._label = style, asked.label
        self.gone.dress(style, words("Remove {what}", what=asked.label), brief=True)
        self.gone.setVisible(not fixed and not self.doubted)
        self.sure.dress(style, words("Remove"))
        self.keep.dress(style, words("Keep"))
        self._question.setText(words("Remove {what}?", what=asked.label))
        for button in (self.keep, self.sure):
            button.setAccessibleDescription(self._question.text())
        self._question.setFont(style.text(24))
        set_text_colour(self._question, style.colour("text"))
        for part in (self._question, self.sure, self.keep):
            part.setVisible(self.doubted)
        self.name.setVisible(not self.doubted)
        self.arrange()

    def height_for(self, width: int) -> int:
        """Never below a finger's height."""
        high = max(TARGET, self.name.sizeHint().height())
        return high + self._question_height(width) if self.doubted else high

    def _question_height(self, width: int) -> int:
        room = max(40, width - 16)
        return lines_height(self._question.font(), self._question.text(), room) + 16

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give words and buttons their places."""
        width, style = self.width(), self._style
        if style is None:
            return
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if self.doubted:
            top = self._question_height(width)
            self._question.setGeometry(8, 0, width - 16, top)
            half = width // 2
            first, last = (self.keep, self.sure) if rtl else (self.sure, self.keep)
            first.setGeometry(0, top, half, TARGET)
            last.setGeometry(width - half, top, half, TARGET)
            return
        side = 0 if self.gone.isHidden() else TARGET
        self.gone.setGeometry(0 if rtl else width - TARGET, 0, TARGET, TARGET)
        self.name.setGeometry(side if rtl else 0, 0, width - side, TARGET)
        room = width - side - 72
        metrics = QFontMetrics(style.text(24, QFont.Weight.DemiBold))
        shown = metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        self.name.dress(style, shown)
        self.name.setAccessibleName(self._label)


class RepeatView(View):
    """Nothing is taken away without a question, and nothing is lost by answering *keep*."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._rows: list[_Row] = []
        self._doubted = ""
        self._removed: int | None = None
        self._told = WrappedLabel(self)
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.more = Press(Kind.PLAIN, "plus")
        self.more.setParent(self)
        self.more.clicked.connect(self._add)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        if self._asked is None or [p.ref for p in self._asked.parts] != [
            p.ref for p in asked.parts
        ]:
            self._doubted = ""
        self._asked, self._style, self._words = asked, style, words
        while len(self._rows) < len(asked.parts):
            self._grow()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(asked.parts))
            if at < len(asked.parts):
                row.doubted = asked.parts[at].ref == self._doubted
                row.dress(style, asked.parts[at], words, fixed=asked.fixed)
        count = len(asked.parts)
        self._told.setText(words.many("{n} so far", "{n} so far", count) if count else "")
        self._told.setFont(style.text(20))
        set_text_colour(self._told, style.colour("text_soft"))
        self.more.setVisible(not asked.fixed)
        self.more.dress(style, words("Add another") if asked.parts else words("Add"))
        self._arrange()
        if self._removed is not None:
            self._to_next(self._removed)

    def _to_next(self, at: int) -> None:
        """The focus was on what has just gone: it comes to the next of them, else to *Add*."""
        self._removed = None
        last = len(self._shown) - 1
        near = self._rows[min(at, last)].name if last >= 0 else self.more
        near.setFocus(Qt.FocusReason.OtherFocusReason)

    def _grow(self) -> None:
        row, at = _Row(self), len(self._rows)
        row.name.clicked.connect(lambda: self._open(at))
        row.gone.clicked.connect(lambda: self._doubt(at))
        row.keep.clicked.connect(lambda: self._doubt(None, back_to=at))
        row.sure.clicked.connect(lambda: self._remove(at))
        self._rows.append(row)

    def _add(self) -> None:
        if self._asked is not None:
            self.added.emit(self._asked.ref)

    def _open(self, at: int) -> None:
        if self._asked is not None:
            self.opened.emit(self._asked.parts[at].ref)

    def _doubt(self, at: int | None, back_to: int = 0) -> None:
        """Ask whether the one at ``at`` shall go; none takes the question back."""
        if self._asked is None:
            return
        self._doubted = "" if at is None else self._asked.parts[at].ref
        self.present(self._asked, self._style, self._words)
        button = self._rows[back_to].gone if at is None else self._rows[at].keep
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit()

    def _remove(self, at: int) -> None:
        if self._asked is not None:
            self._doubted, self._removed = "", at
            self.removed.emit(self._asked.parts[at].ref)

    @property
    def _shown(self) -> list[_Row]:
        return self._rows[: len(self._asked.parts)] if self._asked else []

    def _above(self) -> int:
        return self._told.fontMetrics().height() + 12 if self._told.text() else 0

    def height_for(self, width: int) -> int:
        wide = min(width, _WIDEST)
        rows = sum(row.height_for(wide) for row in self._shown)
        return self._above() + rows + 16 + self.more.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide, top = min(self.width(), _WIDEST), self._above()
        left = (self.width() - wide) // 2
        self._told.setGeometry(0, 0, self.width(), top)
        for row in self._shown:
            height = row.height_for(wide)
            row.setGeometry(left, top, wide, height)
            top += height
        size = self.more.sizeHint()
        self.more.setGeometry((self.width() - size.width()) // 2, top + 16, size.width(),
                              size.height())

    def tab_way(self) -> Sequence[QWidget]:
        parts = [part for row in self._shown for part in (
            row.name, row.gone, row.sure, row.keep)]
        return [*parts, self.more]
