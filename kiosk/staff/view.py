"""The one view of the staff's corner: a title, what stands below it, keys, and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from assets.words import Words
from kiosk.keyboards import LETTERS
from kiosk.repeats import Repeats
from kiosk.staff.body import Body
from kiosk.staff.foot import Foot
from kiosk.staff.page import Button, Keys, Page
from kiosk.staff.pages import page_for
from kiosk.staff.screens import Pad, StaffScreen
from kiosk.staff.wishes import Deed, Do, Filled, Leave, StaffWish, Stay
from kiosk.style import Style, set_text_colour
from kiosk.views.keyboard import Keyboard
from kiosk.views.keypad import Field, Keypad
from kiosk.views.pane import Pane
from kiosk.views.wrapped import WrappedLabel, lines_height

_SIDE, _EDGE = 32, 12
LOW = 1_000
"""A window lower than that, in pixels, has room for keys and a field only under a small title."""

_FADE = 12
"""Lower than a line of words: a whole one above the edge keeps its contrast."""

_TICK = 1_000
_PAD = ("123", "456", "789", "0")
_DIGITS = ("123456", "7890")


class StaffView(QWidget):
    """Emits what is wished for. What is typed stands in it alone, and goes with the page."""

    wished = Signal(object)
    pages = staticmethod(page_for)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._page = Page(title="", items=())
        self._screen: StaffScreen | None = None
        self._style: Style | None = None
        self._worn: Style | None = None
        self._last: StaffWish | None = None
        self._stays: QWidget | None = None
        self._left = 0
        self._repeats = Repeats()
        self.title = WrappedLabel(self)
        self.leaving = WrappedLabel(self)
        self.leaving.hide()
        self.body = Body(self._pressed)
        self._pane = Pane(self.body, self.body.height_for, lead=0.0)
        self._pane.setParent(self)
        self._pane.fade = _FADE
        self.keypad, self.keyboard = Keypad(), Keyboard()
        for keys in (self.keypad, self.keyboard):
            keys.setParent(self)
            keys.hide()
            keys.struck.connect(self._strike)
            keys.erased.connect(self._erase)
        self.keyboard.finished.connect(self._next_field)
        self.foot = Foot(self._pressed)
        self.foot.setParent(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._count)
        self._wait = 0
        self._waits = QTimer(self, interval=_TICK)
        self._waits.timeout.connect(self._count_wait)

    def present(self, screen: StaffScreen, style: Style, words: Words) -> None:
        """Show ``screen``; where only the count down has come, what was typed stays."""
        same = self._screen is not None and self._screen.at == screen.at and (
            self._style == style and screen.leaving_ms != self._screen.leaving_ms
        )
        self._screen, self._style, self._words = screen, style, words
        if not same:
            self._show(self.pages(screen.at, words), style, words)
            self._begin_wait(screen.at)
        self._left = screen.leaving_ms
        self._say_leaving()
        if self._left > 0:
            self._timer.start()
        else:
            self._timer.stop()
        self._arrange()
        if not same and self._stays is not None:
            self._pane.reveal(self._stays)

    def rest(self) -> None:
        """Another screen has come: nothing that was typed stays."""
        self._timer.stop()
        self._waits.stop()
        self._left = 0
        for field in self.body.fields:
            field.put("")
        self._screen = None

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        keys = [*self._pane.buttons, *self.body.tab_way()]
        for pad in (self.keypad, self.keyboard):
            if not pad.isHidden():
                keys += pad.tab_way()
        return [*keys, *self.foot.presses]

    def _show(self, page: Page, style: Style, words: Words) -> None:
        again = self._page.title == page.title and not page.fields
        self._page = page
        # else it would go from what is taken away to whatever came meanwhile, and scroll to that
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        small = Style(style.theme, min(style.percent, 200))
        self.title.setText(page.title)
        self.title.setAccessibleName(page.title)
        narrow = Style(style.theme, min(style.percent, 125))
        low = page.fields and self.height() < LOW
        self.title.setFont((narrow if low else small).heading(30))
        set_text_colour(self.title, style.colour("text"))
        self.body.dress(small, page.items)
        if not again or style != self._worn:
            self._pane.dress(style, words)
        self._worn = style
        for field in self.body.fields:
            field.returnPressed.connect(self._next_field)
        for widget in self.body.tab_way():
            self._pane.follow(widget)
        self._dress_keys(style, words)
        self.foot.dress(small, page.foot)
        self._stays = self._take_focus(self.body.press_for(self._last) if again else None)

    def _dress_keys(self, style: Style, words: Words) -> None:
        kinds = {field.keys for field in self._page.fields}
        self.keyboard.setVisible(Keys.LETTERS in kinds)
        self.keypad.setVisible(bool(kinds) and Keys.LETTERS not in kinds)
        if Keys.LETTERS in kinds:
            self.keyboard.present(LETTERS, words.language, style, words)
        elif kinds:
            high = Keys.HIDDEN in kinds and style.percent <= 125
            rows = _PAD if high else _DIGITS
            self.keypad.dress(style, rows, words("Erase the last sign"))

    def _take_focus(self, pressed: QWidget | None) -> QWidget | None:
        """Typing goes into the first field at once; else keys do what the page says. On the same
        page the focus stays where it was ``pressed``. What is to be in sight, if anything is."""
        stays = self.body.fields[0] if self.body.fields else pressed
        if stays is not None:
            stays.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return stays

    def _pressed(self, button: Button) -> None:
        wish = self._last = button.wish
        if button.gathers and isinstance(wish, Do):
            values = tuple(field.text() for field in self.body.fields)
            if any(field.keys is Keys.HIDDEN for field in self._page.fields):
                for field in self.body.fields:
                    field.put("")
            wish = Filled(wish.deed, values)
        self.wished.emit(wish)

    def _strike(self, sign: str) -> None:
        field = self._typing()
        if field is not None and len(field.text()) < field.maxLength():
            field.put(field.text() + sign)

    def _erase(self) -> None:
        field = self._typing()
        if field is not None:
            field.put(field.text()[:-1])

    def _typing(self) -> Field | None:
        fields = self.body.fields
        focused = QApplication.focusWidget()
        return next((field for field in fields if field is focused), fields[0] if fields else None)

    def _next_field(self) -> None:
        """Enter: to the next field, and after the last one on."""
        fields = self.body.fields
        typing = self._typing()
        if typing is not None and typing is not fields[-1]:
            fields[fields.index(typing) + 1].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        main = [button for button in self._page.foot if button.main]
        if main:
            self._pressed(main[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; the page's own keys do what its buttons do."""
        keys: dict[str, StaffWish] = dict(self._page.shortcuts)
        again = self._repeats.is_repeat(event)
        if event.key() == Qt.Key.Key_Escape and self._page.foot:
            self._pressed(self._page.foot[0])
        elif event.text() in keys and not again:
            self.wished.emit(keys[event.text()])
        elif not (self.body.fields and self.body.fields[0].type_on(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key is up; whether a hand's is told by what comes next."""
        self._repeats.is_repeat(event)
        super().keyReleaseEvent(event)

    def stirred(self) -> None:
        """Somebody is there: a count down ends."""
        if self._left > 0:
            self._left = 0
            self._timer.stop()
            self.wished.emit(Stay())

    def _count(self) -> None:
        self._left -= _TICK
        self._say_leaving()
        if self._left <= 0:
            self._timer.stop()
            self.wished.emit(Leave())

    def _begin_wait(self, at: object) -> None:
        """The time until the next PIN may be typed; nobody is missed while it runs."""
        self._wait = at.wait if isinstance(at, Pad) else 0
        if self._wait > 0:
            self._waits.start()
        else:
            self._waits.stop()

    def _count_wait(self) -> None:
        self._wait -= 1
        if self._screen is None or not isinstance(self._screen.at, Pad) or self._style is None:
            self._waits.stop()
        elif self._wait < 1:
            self._waits.stop()
            self.wished.emit(Do(Deed.AGAIN))
        else:
            page = self.pages(replace(self._screen.at, wait=self._wait), self._words)
            small = Style(self._style.theme, min(self._style.percent, 200))
            self.body.dress(small, page.items)
            self._arrange()

    def _say_leaving(self) -> None:
        self.leaving.setVisible(self._left > 0)
        if self._left > 0 and self._style is not None:
            text = self._words.many(
                "Back to the survey in {n} second. Touch anything to stay.",
                "Back to the survey in {n} seconds. Touch anything to stay.", self._left // _TICK,
            )
            self.leaving.setText(text)
            self.leaving.setAccessibleName(text)
            self.leaving.setFont(Style(self._style.theme, min(self._style.percent, 200)).text(24))
            set_text_colour(self.leaving, self._style.colour("text"))

    def changeEvent(self, event: QEvent) -> None:
        """What lay over the page is gone, such as the panel of comfort when staff came in."""
        if event.type() is QEvent.Type.EnabledChange and self.isEnabled() and self.isVisible():
            self._take_focus(self._stays)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Title, what stands below it, keys, buttons; the middle gives way."""
        if self._style is None or self.width() < 300:
            return
        width = self.width() - 2 * _SIDE
        top = _EDGE
        for label in (self.title, self.leaving):
            if not label.isHidden():
                high = lines_height(label.font(), label.text(), width) + 8
                label.setGeometry(_SIDE, top, width, high)
                top += high
        types = not (self.keypad.isHidden() and self.keyboard.isHidden())
        self.foot.most = self.height() * (15 if types else 30) // 100
        foot = self.foot.height_for(width)
        below = self.height() - _EDGE - foot
        self.foot.setGeometry(_SIDE, below, width, foot)
        self.foot.arrange()
        for keys in (self.keypad, self.keyboard):
            if not keys.isHidden():
                below -= keys.height_wanted + 4
                keys.setGeometry(0, below, self.width(), keys.height_wanted)
        self._pane.setGeometry(_SIDE, top + 4, width, max(0, below - top - 12))
        self._pane.arrange()
