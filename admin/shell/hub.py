"""A place with a few parts, chosen by tabs below the heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from admin.shell.pick_one import PickOne
from admin.shell.pieces import left, text
from admin.shell.places import Place, name_of
from assets.words import Words

Part = TypeVar("Part", bound=StrEnum)


class PlaceHub(QWidget, Generic[Part]):
    """Shows one part at a time. ``above`` stands between the heading and the tabs."""

    def __init__(
        self, place: Place, pages: Mapping[Part, QWidget], name: Callable[[Part, Words], str],
        above: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._place, self._name = place, name
        self._parts, self._narrow = tuple(pages), False
        self.pick = PickOne()
        self.pick.hide()
        self._heading, self.tabs, self._stack = text("heading"), QTabBar(), QStackedWidget()
        self.tabs.setObjectName("parts")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part, page in pages.items():
            self.tabs.addTab(part.value)
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 32, 0, 0)
        column.setSpacing(8)
        head = self._head = QVBoxLayout()
        head.setContentsMargins(40, 0, 40, 0)
        head.setSpacing(12)
        head.addWidget(self._heading)
        if above is not None:
            head.addWidget(above)
        head.addLayout(left(self.tabs))
        head.addWidget(self.pick)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda at: self.pick.choose(self._parts[at]))
        self.pick.chosen.connect(self.go)

    def show_words(self, words: Words) -> None:
        """The heading and the tabs in a language."""
        self._heading.setText(name_of(self._place, words))
        for number, part in enumerate(self._parts):
            self.tabs.setTabText(number, self._name(part, words))
        self.tabs.setAccessibleName(name_of(self._place, words))
        self.pick.name(words("Part"))
        names = tuple((part, self._name(part, words)) for part in self._parts)
        self.pick.show_choices(names, self._parts[self.tabs.currentIndex()])
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit(self.width())

    def _fit(self, width: int) -> None:
        """All tabs are seen: where large words need the room, the margins and gaps give it, and
        where that is not enough the parts are chosen from a list that folds out."""
        narrow = width < 30 * self.fontMetrics().horizontalAdvance("m")
        side = 12 if narrow else 40
        self._head.setContentsMargins(side, 0, side, 0)
        if narrow != self._narrow:
            self._narrow = narrow
            self.tabs.setStyleSheet("QTabBar::tab { padding: 8px 9px; }" if narrow else "")
        room = width - 2 * side
        needs = sum(self.tabs.tabSizeHint(at).width() for at in range(self.tabs.count()))
        self.pick.setVisible(needs > room)
        self.tabs.setVisible(needs <= room)

    def go(self, part: Part) -> None:
        """Show a part."""
        self.tabs.setCurrentIndex(self._parts.index(part))
