"""The left rail: the name, six places, and below them language, text size and the workspace."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from admin.shell.look import Look
from admin.shell.pieces import button, picture_of, text
from admin.shell.places import ICONS, Place, ShellState, name_of
from assets.words import LANGUAGES

_LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


class Rail(QScrollArea):
    """Shows where one is and lets one go elsewhere: by mouse, Tab, arrows or Alt+1 to Alt+6."""

    place_chosen = Signal(str)
    language_chosen = Signal(str)
    text_size_stepped = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("rail")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 24, 12, 20)
        self._column.setSpacing(4)
        brand = text("brand", wrap=False)
        brand.setText("Värdera")
        brand.setContentsMargins(12, 0, 0, 0)
        self._column.addWidget(brand)
        self._column.addSpacing(16)
        self._places = {place: self._place(place) for place in Place}
        self._column.addStretch(1)
        self._languages = self._language_row()
        self._smaller, self._larger = self._size_row()
        self._column.addSpacing(12)
        self._workspace, self._note = text("label"), text("quiet")
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 8, 0)
        for label in (self._workspace, self._note):
            below.addWidget(label)
        self._column.addLayout(below)
        self.setWidget(inner)

    def show_state(self, state: ShellState, look: Look) -> None:
        """Show names in the state's language and mark the current place."""
        self._look = look
        self.setFixedWidth(look.px(216))
        for place, chosen in self._places.items():
            self._show_place(place, chosen, state)
        for tag, chosen in self._languages.items():
            _mark(chosen, tag == state.words.language)
        words = state.words
        least, most = look.larger(-1) == look.percent, look.larger(1) == look.percent
        _show_step(
            self._smaller, words("Smaller text"), words("The text is as small as it gets"), least
        )
        _show_step(
            self._larger, words("Larger text"), words("The text is as large as it gets"), most
        )
        self._workspace.setText(state.workspace)
        self._note.setText(state.note)

    def focus_current(self) -> None:
        """Put the keyboard on the current place: its page has nothing to press."""
        for chosen in self._places.values():
            if chosen.property("current"):
                chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go between the places."""
        chosen = list(self._places.values())
        focused = [n for n, b in enumerate(chosen) if b.hasFocus()]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or not focused:
            super().keyPressEvent(event)
            return
        chosen[(focused[0] + step) % len(chosen)].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_place(self, place: Place, chosen: QPushButton, state: ShellState) -> None:
        current = place is state.current
        name = name_of(place, state.words)
        theme = self._look.theme
        colour = theme.text_on_action if current else theme.text_soft
        chosen.setText(f"  {name}".replace("&", "&&"))
        # setText clears the shortcut
        chosen.setShortcut(QKeySequence(f"Alt+{list(Place).index(place) + 1}"))
        chosen.setIcon(QIcon(picture_of(ICONS[place], colour, self._look.px(20))))
        chosen.setIconSize(QSize(self._look.px(20), self._look.px(20)))
        said = state.words("{place}, shown now", place=name) if current else name
        chosen.setAccessibleName(said)
        _mark(chosen, current)

    def _place(self, place: Place) -> QPushButton:
        made = button("place")
        made.setObjectName(f"place-{place.value}")
        made.clicked.connect(lambda: self.place_chosen.emit(place.value))
        self._column.addWidget(made)
        return made

    def _language_row(self) -> dict[str, QPushButton]:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(0)
        found = {}
        for tag in LANGUAGES:
            made = button("plain")
            made.setText(_LANGUAGE_NAMES[tag])
            made.setObjectName(f"language-{tag}")
            made.clicked.connect(lambda _=False, t=tag: self.language_chosen.emit(t))
            row.addWidget(made)
            found[tag] = made
        row.addStretch(1)
        self._column.addLayout(row)
        return found

    def _size_row(self) -> tuple[QPushButton, QPushButton]:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(0)
        pair = []
        for sign, step, key in (("A−", -1, "Ctrl+-"), ("A+", 1, "Ctrl++")):
            made = button("plain")
            made.setText(sign)
            made.setShortcut(QKeySequence(key))
            made.clicked.connect(lambda _=False, s=step: self.text_size_stepped.emit(s))
            row.addWidget(made)
            pair.append(made)
        row.addStretch(1)
        self._column.addLayout(row)
        return pair[0], pair[1]


def _show_step(made: QPushButton, name: str, end: str, spent: bool) -> None:
    """Name a button for the text size. At the end it looks spent and says so, but it stays

    enabled: a disabled button would throw the keyboard away to another control.
    """
    made.setAccessibleName(name)
    made.setAccessibleDescription(end if spent else "")
    made.setToolTip(end if spent else name)
    if made.property("spent") != spent:
        made.setProperty("spent", spent)
        made.style().unpolish(made)
        made.style().polish(made)


def _mark(chosen: QPushButton, current: bool) -> None:
    """Show which of several is the current one."""
    if chosen.property("current") != current:
        chosen.setProperty("current", current)
        chosen.style().unpolish(chosen)
        chosen.style().polish(chosen)
