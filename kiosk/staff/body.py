"""What stands on a page of the corner, under each other: words, facts, fields, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from kiosk.controls import Kind, Press
from kiosk.staff.page import Button, Buttons, Fact, Facts, Field, Item, Keys, Progress, Said, Sign
from kiosk.staff.wishes import Deed, Do, StaffWish
from kiosk.style import RING, TARGET, Style, icon_pixmap, set_text_colour
from kiosk.views import keypad
from kiosk.views.wrapped import WrappedLabel, lines_height, longest_word

_GAP = 8
_FIELD = 84
_BETWEEN = 20
_COLOURS = {
    Sign.NONE: "text", Sign.GOOD: "good", Sign.CAUTION: "caution", Sign.BAD: "bad",
    Sign.INFO: "action",
}


class Body(QWidget):
    """Holds the items of one page; :meth:`dress` makes them anew."""

    def __init__(self, pressed: Callable[[Button], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._style: Style | None = None
        self._items: Sequence[Item] = ()
        self._parts: list[list[QWidget]] = []
        self._stacked = False
        self._choices: list[Press] = []
        self.fields: list[keypad.Field] = []

    def dress(self, style: Style, items: Sequence[Item]) -> None:
        """Show ``items``."""
        self._style, self._items = style, items
        for part in [widget for parts in self._parts for widget in parts]:
            part.hide()
            part.deleteLater()
        self.fields, self._choices = [], []
        self._parts = [self._make(item, style) for item in items]
        for part in [widget for parts in self._parts for widget in parts]:
            part.show()
        self._lay(self.width(), place=True)

    def tab_way(self) -> list[QWidget]:
        """What the Tab key goes through."""
        takes = (Press, QLineEdit)
        return [part for parts in self._parts for part in parts if isinstance(part, takes)]

    def press_for(self, wish: StaffWish | None) -> QWidget | None:
        """The button that wishes for it, if one is here."""
        for item, parts in zip(self._items, self._parts, strict=True):
            if isinstance(item, Buttons):
                for button, part in zip(item.buttons, parts, strict=True):
                    if button.wish == wish:
                        return part
        return None

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        return self._lay(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay(self.width(), place=True)

    def _make(self, item: Item, style: Style) -> list[QWidget]:
        match item:
            case Said(text=text, sign=sign, large=large):
                size = 26 if large else 22
                return [*self._sign(sign, style), self._text(text, style, size, "text")]
            case Progress(text=text):
                return [*self._sign(Sign.INFO, style), self._text(text, style, 24, "text")]
            case Fact(name=name, value=value, sign=sign):
                first = self._text(name, style, 20, "text_quiet")
                second = self._text(value, style, 22, "text")
                second.setAccessibleName(f"{name}: {value}")
                return [*self._sign(sign, style), first, second]
            case Facts(facts=facts):
                return [part for fact in facts for part in self._make(fact, style)]
            case Buttons(buttons=buttons):
                return [self._button(button, style) for button in buttons]
            case Field():
                return self._field(item, style)

    def _text(self, text: str, style: Style, size: int, role: str) -> WrappedLabel:
        label = WrappedLabel(self)
        label.setText(text)
        label.setFont(style.text(size))
        label.setAccessibleName(text)
        set_text_colour(label, style.colour(role))
        return label

    def _sign(self, sign: Sign, style: Style) -> list[QWidget]:
        if sign is Sign.NONE:
            return []
        mark = QLabel(self)
        mark.setPixmap(icon_pixmap(
            sign.value, str(getattr(style.theme, _COLOURS[sign])), style.px(26)
        ))
        return [mark]

    def _button(self, button: Button, style: Style) -> Press:
        press = Press(Kind.PRIMARY if button.main else Kind.PLAIN,
                      "check" if button.chosen else button.icon)
        press.setParent(self)
        press.dress(style, button.text, chosen=button.chosen)
        press.setCheckable(False)
        if button.chosen:
            press.setAccessibleDescription("✓")
        press.wake(not button.asleep)
        press.clicked.connect(lambda _=False: self._pressed(button))
        if isinstance(button.wish, Do) and button.wish.deed is Deed.CHOOSE:
            self._choices.append(press)
        return press

    def _field(self, item: Field, style: Style) -> list[QWidget]:
        label = self._text(item.name, style, 20, "text")
        field = keypad.Field(self)
        field.setMaxLength(item.most)
        field.dress(style, item.name, style.px(28))
        if item.keys is Keys.HIDDEN:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.put(item.value)
        self.fields.append(field)
        return [label, field]

    def _lay(self, width: int, *, place: bool) -> int:
        if self._style is None or width < TARGET:
            return 0
        self._stacked = self._has_no_room_beside(width)
        top = 0
        for item, parts in zip(self._items, self._parts, strict=True):
            top += self._lay_item(item, parts, QRect(0, top, width, 0), place=place) + _GAP
        return top

    def _lay_item(self, item: Item, parts: list[QWidget], box: QRect, *, place: bool) -> int:
        if isinstance(item, Buttons):
            return self._lay_buttons(parts, box, place=place)
        if isinstance(item, Facts):
            return self._lay_facts(parts, box, place=place)
        if isinstance(item, Field):
            label, field = parts
            high = self._high(label, box.width() - RING)
            if place:
                label.setGeometry(self._turn(RING, box.top(), box.width() - RING, high))
                field.setGeometry(self._turn(0, box.top() + high, min(box.width(), 640), _FIELD))
            return high + _FIELD
        assert self._style is not None
        side = self._style.px(26) + 12 if len(parts) > (2 if isinstance(item, Fact) else 1) else 0
        if side and place:
            mark = parts[0]
            mark.setGeometry(self._turn(RING, box.top() + 4, side - 12, self._style.px(26)))
        words = parts[1:] if side else parts
        return self._lay_words(words, box, RING + side, place=place)

    def _lay_facts(self, parts: list[QWidget], box: QRect, *, place: bool) -> int:
        """Names and what they are, read across: two in a row where there is room for both."""
        columns, wide = self._column(box.width())
        down = row = 0
        for at in range(0, len(parts), 2):
            across = at // 2 % columns
            here = QRect(across * (wide + _BETWEEN), box.top() + down, wide, 0)
            row = max(row, self._lay_words(parts[at : at + 2], here, RING, place=place))
            if across == columns - 1 or at + 2 >= len(parts):
                down, row = down + row + _GAP // 2, 0
        return down

    def _lay_words(self, words: list[QWidget], box: QRect, left: int, *, place: bool) -> int:
        """One paragraph, or a name and what it is: side by side where there is room."""
        room = box.width() - left
        over = self._stacked or len(words) == 1
        name = room if over else _name_column(room)
        first = self._high(words[0], name)
        if place:
            words[0].setGeometry(self._turn(box.left() + left, box.top(), name, first))
        if len(words) == 1:
            return first
        if over:
            second = QRect(box.left(), box.top() + first, box.width(), 0)
            return first + self._lay_words(words[1:], second, left, place=place)
        beside = room - name - _BETWEEN
        high = self._high(words[1], beside)
        if place:
            x = box.left() + left + name + _BETWEEN
            words[1].setGeometry(self._turn(x, box.top(), beside, high))
        return max(first, high)

    def _has_no_room_beside(self, width: int) -> bool:
        """Whether any word of a name, or of what it is, is too long for its column."""
        assert self._style is not None
        for item, parts in zip(self._items, self._parts, strict=True):
            room = width - RING
            if isinstance(item, Facts):
                room = self._column(width)[1] - RING
            elif isinstance(item, Fact):
                room -= self._style.px(26) + 12 if len(parts) > 2 else 0
                parts = parts[-2:]
            else:
                continue
            name = _name_column(room)
            if any(_longest(part) > name for part in parts[::2]) or any(
                _longest(part) > room - name - _BETWEEN for part in parts[1::2]
            ):
                return True
        return False

    def _column(self, width: int) -> tuple[int, int]:
        """How many columns of facts there are, and how wide one is."""
        assert self._style is not None
        columns = 2 if width >= self._style.px(1_000) else 1
        return columns, (width - _BETWEEN * (columns - 1)) // columns

    def _high(self, label: QWidget, width: int) -> int:
        assert isinstance(label, QLabel)
        return lines_height(label.font(), label.text(), width) + 6

    def _lay_buttons(self, parts: list[QWidget], box: QRect, *, place: bool) -> int:
        """In columns of one width, as many as there is room for."""
        if not parts:
            return 0
        self._shrink(parts, box.width())
        wide = min(box.width(), max(map(self._wide, parts)))
        columns = max(1, min(len(parts), (box.width() + _GAP) // (wide + _GAP)))
        rows = -(-len(parts) // columns)
        high = max(part.sizeHint().height() for part in parts)
        each = min(max(wide, 260), (box.width() - _GAP * (columns - 1)) // columns)
        if place:
            for at, part in enumerate(parts):
                down, across = divmod(at, columns)
                part.setGeometry(self._turn(
                    across * (each + _GAP), box.top() + down * (high + 4), each, high
                ))
        return rows * (high + 4)

    def _shrink(self, parts: list[QWidget], room: int) -> None:
        """Smaller words where the longest would be wider than the room."""
        style = self._style
        assert style is not None
        for percent in (style.percent, 150, 125, 100):
            smaller = Style(style.theme, min(style.percent, percent))
            for part in parts:
                if isinstance(part, Press):
                    part.dress(smaller, part.text(), chosen=bool(part.accessibleDescription()))
            if max(map(self._wide, parts)) <= room:
                return

    def _wide(self, part: QWidget) -> int:
        """With its tick where it can be chosen: nothing moves under the finger that chooses."""
        ticked = isinstance(part, Press) and part in self._choices
        return part.widest() if ticked else part.sizeHint().width()

    def _turn(self, left: int, top: int, width: int, height: int) -> QRect:
        """A place as it is in the language's way of writing."""
        if self.isRightToLeft():
            left = self.width() - left - width
        return QRect(left, top, width, height)


def _name_column(room: int) -> int:
    """The width that a name has beside what it is."""
    return min(room, max(room * 2 // 5, 180))


def _longest(label: QWidget) -> int:
    assert isinstance(label, QLabel)
    return longest_word(label.font(), label.text())
