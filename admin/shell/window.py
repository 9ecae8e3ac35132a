"""The window: the rail to the left, one page at a time, the quiet bar below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from admin.shell.bar import Bar
from admin.shell.columns import Columns
from admin.shell.focus_ring import FocusRing
from admin.shell.look import Look
from admin.shell.pieces import size_icon
from admin.shell.places import Place, ShellState, name_of
from admin.shell.rail import Rail

_WANTED, _LEAST = (1440, 900), (900, 600)
_TITLE_BAR = 40


class Window(QMainWindow):
    """Holds the pages and shows one; knows nothing of what is on them."""

    place_chosen = Signal(str)
    language_chosen = Signal(str)
    text_size_stepped = Signal(int)
    cancelled = Signal()
    closed = Signal()
    came_to_front = Signal()

    def __init__(self, look: Look, pages: Mapping[Place, QWidget]) -> None:
        super().__init__()
        self._look = look
        self._pages = pages
        self._rail, self._bar, self._stack = Rail(look), Bar(), QStackedWidget()
        for page in pages.values():
            self._stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self._bar)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        self._rail.place_chosen.connect(self.place_chosen)
        self._rail.language_chosen.connect(self.language_chosen)
        self._rail.text_size_stepped.connect(self.text_size_stepped)
        self._bar.cancelled.connect(self.cancelled)
        self._ring = FocusRing(self, look.theme.focus)
        self.setMinimumSize(*_LEAST)
        self._fit_screen()

    def _fit_screen(self) -> None:
        """As large as is comfortable, but with its title bar within the screen."""
        room = self.screen().availableGeometry()
        self.resize(
            max(_LEAST[0], min(_WANTED[0], room.width())),
            max(_LEAST[1], min(_WANTED[1], room.height() - _TITLE_BAR)),
        )

    def show_state(self, state: ShellState) -> None:
        """Show the current place in the current language and size."""
        look = Look(theme=self._look.theme, percent=state.percent)
        if look != self._look or not self.styleSheet():
            self._look = look
            self.setStyleSheet(look.sheet())
            for columns in self.findChildren(Columns):
                columns.set_percent(look.percent)
            for pressed in self.findChildren(QPushButton):
                size_icon(pressed, look.percent)
        name = name_of(state.current, state.words)
        owner = f"{state.workspace} – " if state.workspace else ""
        self.setWindowTitle(f"{name} – {owner}Värdera")
        self._rail.show_state(state, look)
        self._bar.show_state(state.working, state.words)
        page = self._pages[state.current]
        if page is not self._stack.currentWidget():
            self._stack.setCurrentWidget(page)
            self._settle_focus(page)
        self._ring.raise_()

    def _settle_focus(self, page: QWidget) -> None:
        """After a change of page the keyboard is in the rail, or on the page's first control."""
        focused = self.focusWidget()
        if focused is not None and self._rail.isAncestorOf(focused):
            return
        first = page.nextInFocusChain()
        while first is not None and first is not page:
            takes = first.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and first.isVisible() and first.isEnabled() and page.isAncestorOf(first):
                first.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            first = first.nextInFocusChain()
        self._rail.focus_current()

    def changeEvent(self, event: QEvent) -> None:
        """Say that a person turned to this window: another program may have changed something."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.came_to_front.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window is closing, so that work can be stopped and the workspace closed."""
        self.closed.emit()
        super().closeEvent(event)
