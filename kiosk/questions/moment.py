"""Dates and times: one short field for each part, as people write them on paper forms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.keyboards import DIGITS
from kiosk.questions.asked import Asked
from kiosk.questions.view import View
from kiosk.style import RING, TARGET, Style, set_text_colour
from kiosk.views.keypad import Field

DAY, MONTH, YEAR, HOUR, MINUTE = "day", "month", "year", "hour", "minute"
_GAP = 16


def parts_of(asked: Asked) -> tuple[str, ...]:
    """The parts asked for, in the order of their fields."""
    if asked.type == "time":
        return HOUR, MINUTE
    date: tuple[str, ...] = (DAY, MONTH, YEAR)
    if asked.looks_like("month-year"):
        date = (MONTH, YEAR)
    if asked.looks_like("year"):
        date = (YEAR,)
    return (*date, HOUR, MINUTE) if asked.type == "dateTime" else date


def composed(typed: dict[str, str], parts: Sequence[str]) -> str:
    """What stands in the fields as the form writes it; nothing when all of them are empty.

    What is half filled gives a text that is no date, and the form says so.
    """
    if not any(typed.get(part) for part in parts):
        return ""
    date = clock = ""
    if YEAR in parts:
        rest = {DAY: "1", MONTH: "1", **{part: typed.get(part, "") for part in parts}}
        date = f"{rest[YEAR]}-{_two(rest[MONTH])}-{_two(rest[DAY])}"
    if HOUR in parts:
        clock = f"{_two(typed.get(HOUR, ''))}:{_two(typed.get(MINUTE, ''))}"
    return f"{date}T{clock}" if date and clock else date or clock


def _two(text: str) -> str:
    """Two figures; nothing where nothing was typed, so that it is no moment yet."""
    return text.rjust(2, "0") if text else ""


def taken_apart(value: str) -> dict[str, str]:
    """The parts of a stored date or time, or of one half typed."""
    date, _, clock = value.partition("T")
    if ":" in date:
        date, clock = "", date
    found: dict[str, str] = {}
    for part, text in zip((YEAR, MONTH, DAY), date.split("-"), strict=False):
        found[part] = text
    for part, text in zip((HOUR, MINUTE), clock.split(":"), strict=False):
        found[part] = text[:2]
    return found


def words_of(words: Words) -> dict[str, str]:
    """What each part is called."""
    return {
        DAY: words("Day"), MONTH: words("Month"), YEAR: words("Year"),
        HOUR: words("Hour"), MINUTE: words("Minute"),
    }


class MomentView(View):
    """One field for each part; the answer is given when all that was asked for is there."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._parts: tuple[str, ...] = ()
        self.fields = {part: Field(self) for part in (DAY, MONTH, YEAR, HOUR, MINUTE)}
        self._names = {part: QLabel(self) for part in self.fields}
        for part, field in self.fields.items():
            field.setMaxLength(4 if part == YEAR else 2)
            field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            field.setProperty("keys", DIGITS)
            field.textEdited.connect(self._edited)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        fresh = self._asked is None or self._asked.ref != asked.ref
        self._asked, self._parts = asked, parts_of(asked)
        named = words_of(words)
        text = asked.typed or asked.value
        differs = self._text() != text
        apart = taken_apart(text)
        for part, field in self.fields.items():
            shown = part in self._parts
            field.setVisible(shown)
            self._names[part].setVisible(shown)
            self._names[part].setText(named[part])
            self._names[part].setFont(style.text(20))
            set_text_colour(self._names[part], style.colour("text_soft"))
            field.dress(style, f"{named[part]}, {asked.label}", style.px(26))
            if fresh or differs:
                field.put(apart.get(part, ""))
        self._arrange()

    def _text(self) -> str:
        return composed({p: f.text().strip() for p, f in self.fields.items()}, self._parts)

    def _edited(self) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, self._text())

    def _sizes(self) -> list[int]:
        digit = self.fields[DAY].fontMetrics().horizontalAdvance("0")
        pad = 2 * RING + 40 + 8
        return [
            max(TARGET, self._names[part].fontMetrics().horizontalAdvance(
                self._names[part].text()) + 12, digit * (4 if part == YEAR else 2) + pad)
            for part in self._parts
        ]

    def _rows(self, width: int) -> list[list[int]]:
        """Places of the parts that stand in each row."""
        rows: list[list[int]] = [[]]
        used, sizes = 0, self._sizes()
        narrow = sum(sizes) + _GAP * (len(sizes) - 1) > width
        for at, size in enumerate(sizes):
            clock = narrow and self._parts[at] == HOUR  # day and time of day stay whole
            if rows[-1] and (clock or used + size > width):
                rows.append([])
                used = 0
            rows[-1].append(at)
            used += size + _GAP
        return rows

    def _row_height(self) -> int:
        name = self._names[DAY].fontMetrics().height()
        return name + 4 + max(TARGET - 8, self.fields[DAY].fontMetrics().height() + 2 * RING + 20)

    def height_for(self, width: int) -> int:
        return len(self._rows(width)) * (self._row_height() + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self.width() < TARGET or not self._parts:
            return
        sizes, top = self._sizes(), 0
        high, name = self._row_height(), self._names[DAY].fontMetrics().height()
        for row in self._rows(self.width()):
            used = sum(sizes[at] for at in row) + _GAP * (len(row) - 1)
            left = (self.width() - used) // 2
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            for at in reversed(row) if rtl else row:
                part = self._parts[at]
                self._names[part].setGeometry(left + RING, top, sizes[at] - RING, name)
                field_top = top + name + 4
                self.fields[part].setGeometry(left, field_top, sizes[at], high - name - 4)
                left += sizes[at] + _GAP
            top += high + 8

    def tab_way(self) -> Sequence[QWidget]:
        return [self.fields[part] for part in self._parts]
