"""Two ways of using a form's window: a finger that taps what is in sight, and keys alone."""

from __future__ import annotations

from time import process_time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from kiosk.controls import Press
from kiosk.forms.trial import FormWindow
from kiosk.questions.slider import Line

MOST_TABS = 400


class Stuck(Exception):
    """Something that a person needs cannot be reached."""


class Hands:
    """What both ways have in common; ``times`` are milliseconds of this process from a tap or key
    to what is painted of it: what others do on the machine does not count."""

    def __init__(self, window: FormWindow) -> None:
        self.window = window
        self.times: list[float] = []

    def _timed(self, begun: float) -> None:
        QApplication.processEvents()
        self.times.append((process_time() - begun) * 1000)

    def press(self, widget: QWidget) -> None:
        """Press a button, or choose a card."""
        raise NotImplementedError

    def type(self, field: QWidget, text: str) -> None:
        """Write ``text`` into a field that holds something else."""
        raise NotImplementedError

    def slide(self, line: Line, position: int) -> None:
        """Choose a position on a line."""
        raise NotImplementedError

    def go_on(self) -> None:
        """To the next page."""
        raise NotImplementedError


class Touch(Hands):
    """Taps where the widget is on top; scrolls with the two buttons beside the page."""

    def _point(self, widget: QWidget, share: float = 0.5) -> QPoint | None:
        """Where the widget can be tapped now."""
        if not widget.isVisible():
            return None
        inside = QPoint(round(widget.width() * share), widget.height() // 2)
        at = widget.mapTo(self.window, inside)
        whole = self.window.rect().contains(at)
        top = self.window.childAt(at) if whole else None
        mine = top is not None and (top is widget or widget.isAncestorOf(top))
        return at if mine else None

    def _reach(self, widget: QWidget, share: float = 0.5) -> QPoint:
        up, down = self.window.page.pane.buttons
        for way in (down, up):
            for _ in range(200):
                at = self._point(widget, share)
                if at is not None:
                    return at
                if not (way.isVisible() and way.isEnabled()):
                    break
                self._tap(way)
        name = widget.accessibleName() or type(widget).__name__
        raise Stuck(f"cannot be touched: {name[:60]} (visible: {widget.isVisible()})")

    def _tap(self, widget: QWidget, at: QPoint | None = None) -> None:
        point = at or self._point(widget)
        if point is None:
            raise Stuck(f"not in sight: {widget.accessibleName()[:60]}")
        begun = process_time()
        QTest.mouseClick(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=point)
        self._timed(begun)

    def press(self, widget: QWidget) -> None:
        at = self._point(widget)
        keyboard = self.window.page.keyboard
        if at is None and keyboard.isVisible():
            self._tap(keyboard.done)
        at = self._reach(widget)
        if not widget.isEnabled():
            raise Stuck(f"asleep: {widget.accessibleName()[:60]}")
        self._tap(widget, at)

    def type(self, field: QWidget, text: str) -> None:
        page = self.window.page
        if page.keyboard.isHidden() or not field.hasFocus():
            self._tap(field, self._reach(field))
        if page.keyboard.isHidden():
            raise Stuck(f"no keys come for {field.accessibleName()[:60]}")
        while held(field):
            self._tap(page.keyboard.eraser)
        for sign in text:
            self._strike(sign)
        if self._point(field) is None:
            raise Stuck(f"typed unseen: {field.accessibleName()[:60]}")

    def _strike(self, sign: str) -> None:
        board = self.window.page.keyboard
        for switch in (None, board.shift, board.turn, board.shift, board.turn):
            if switch is not None:
                if self._point(switch) is None:
                    continue
                self._tap(switch)
            wanted = {"-": "−"}.get(sign, sign) if board._takes != "letters" else sign
            key = board.space if sign == " " else next(
                (k for k in board._keys if k.isVisible() and k.text() == wanted), None)
            if key is not None and key.isVisible():
                return self._tap(key)
        raise Stuck(f"no key for {sign!r}")

    def slide(self, line: Line, position: int) -> None:
        share = position / max(1, line.maximum())
        x = (28 + share * (line.width() - 56)) / max(1, line.width())
        self._tap(line, self._reach(line, x))

    def go_on(self) -> None:
        if self.window.page.keyboard.isVisible():
            self._tap(self.window.page.keyboard.done)
        self._tap(self.window.page.footer.next)


class Keys(Hands):
    """Tab, arrows, blank and Enter; what has the focus must be in sight."""

    def _key(self, key: Qt.Key) -> None:
        begun = process_time()
        QTest.keyClick(self.window.windowHandle(), key)
        self._timed(begun)

    def _to(self, widget: QWidget) -> None:
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left):
            for _ in range(MOST_TABS):
                at = QApplication.focusWidget()
                if at is widget:
                    return self._seen(widget)
                self._key(key)
                now = QApplication.focusWidget()
                if key is Qt.Key.Key_Tab:
                    if now is not None and now.parent() is widget.parent() and (
                        type(now) is type(widget) and now is not widget
                        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                    ):
                        break
                elif now is at:
                    break
        raise Stuck(f"the keys never come to {widget.accessibleName()[:60]}")

    def _seen(self, widget: QWidget) -> None:
        middle = QPoint(widget.width() // 2, min(widget.height() // 2, 40))
        at = widget.mapTo(self.window, middle)
        top = self.window.childAt(at)
        if top is None or not (top is widget or widget.isAncestorOf(top)):
            raise Stuck(f"has the focus out of sight: {widget.accessibleName()[:60]}")

    def press(self, widget: QWidget) -> None:
        self._to(widget)
        self._key(Qt.Key.Key_Space)

    def type(self, field: QWidget, text: str) -> None:
        self._to(field)
        while held(field):
            self._key(Qt.Key.Key_Backspace)
        for sign in text:
            begun = process_time()
            QTest.keyClick(self.window.windowHandle(), sign)
            self._timed(begun)

    def slide(self, line: Line, position: int) -> None:
        self._to(line)
        for _ in range(line.maximum() + 2):
            if line.touched and line.value() == position:
                return
            up = not line.touched or line.value() < position
            self._key(Qt.Key.Key_Right if up else Qt.Key.Key_Left)
        raise Stuck("the line does not come to its value")

    def go_on(self) -> None:
        if isinstance(QApplication.focusWidget(), QPlainTextEdit | Press):
            if self.window.page.keyboard.isVisible():  # it opened before any key was pressed
                self.press(self.window.page.keyboard.done)
            self._to(self.window.page.footer.next)
        self._key(Qt.Key.Key_Return)


def held(field: QWidget) -> str:
    """What stands in a field."""
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""
