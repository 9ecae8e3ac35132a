"""The window that everybody in the room sees, on a projector or a second screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from assets import theme as themes
from assets.words import Words
from kiosk.meeting.big_screen import BigScreen
from kiosk.meeting.clock import as_clock
from kiosk.meeting.views.bars import BarsPanel
from kiosk.meeting.views.big_wall import BigWall
from kiosk.meeting.views.matrix import MatrixPicture
from kiosk.style import Style, set_text_colour
from kiosk.views.squares import Squares
from kiosk.views.wrapped import WrappedLabel, lines_height

_SIDE = 56
_LABELS = {
    "title": (30, "text_soft", False), "heading": (62, "text", True), "told": (36, "text", False),
    "question": (30, "text_soft", False), "clock": (60, "text", True),
    "counted": (32, "text", False), "joined": (30, "text_soft", False),
    "notice": (34, "text_soft", False), "few": (32, "text", False),
}
"""Size in pixels of a screen of 1 080, colour, and whether it is a heading."""


MOST_PERCENT = 150
"""Beyond that too little would stand on the screen at once: its words are large as they are."""


class BigScreenWindow(QMainWindow):
    """Has one setter, :meth:`present`. It takes no keys and no touches."""

    def __init__(self, style: Style | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Värdera")
        self.resize(1280, 720)
        self.page = BigPage(style or Style(themes.load()))
        self.setCentralWidget(self.page)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def present(self, screen: BigScreen, words: Words) -> None:
        """Show ``screen``."""
        self.page.present(screen, words)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it harms nothing: the moderator opens it again."""
        event.accept()


class BigPage(QWidget):
    """Everything on it is laid out for a screen of 1 080 lines, and grows and shrinks with it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._screen: BigScreen | None = None
        self._words: Words | None = None
        self.labels: dict[str, QLabel] = {name: WrappedLabel(self) for name in _LABELS}
        self.squares = Squares()
        self.squares.setParent(self)
        self.wall = BigWall(self)
        self.matrix = MatrixPicture(self)
        self.panels: list[BarsPanel] = []

    def present(self, screen: BigScreen, words: Words) -> None:
        """Show ``screen``; what has not changed is left alone."""
        if screen == self._screen and words.language == (
            self._words.language if self._words else ""
        ):
            return
        self._screen, self._words = screen, words
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._style.colour("surface"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    @property
    def _unit(self) -> float:
        large = min(self._style.percent, MOST_PERCENT) / 100
        return min(self.height() / 1080, self.width() / 1600) * large

    def _lay(self) -> None:
        screen = self._screen
        if screen is None or self.height() < 100:
            return
        side = round(_SIDE * self._unit)
        right = self._code(screen, side)
        wide = self.width() - 2 * side
        clock = self._clock(screen)
        beside = round(wide * 0.3) if clock else 0
        top = self._put("title", screen.title if screen.heading != screen.title else "", side,
                        round(28 * self._unit), wide - beside)
        self._put("clock", clock, self.width() - side - beside, round(28 * self._unit), beside,
                  Qt.AlignmentFlag.AlignRight)
        top = self._put("heading", screen.heading, side, top, wide - beside)
        top = self._put("question", screen.question, side, top, right - side)
        top = self._put("told", screen.told, side, top, right - side) + round(16 * self._unit)
        bottom = self._foot(screen, side, right)
        self._middle(screen, side, top, right - side, bottom - top)

    def _clock(self, screen: BigScreen) -> str:
        left = screen.beside.clock
        if left is None or self._words is None:
            return ""
        if left < 0:
            return self._words("The time is over: {time}", time=as_clock(left))
        return as_clock(left)

    def _foot(self, screen: BigScreen, side: int, right: int) -> int:
        """How many have answered, and how phones come in; the top of it."""
        high = round(50 * self._unit)
        top = self.height() - high - round(16 * self._unit)
        self._put("counted", screen.counted, side, top, (right - side) // 2)
        few = "\n".join(f"“{text}”" for text in screen.few)
        if few:
            label = self.labels["few"]
            label.setFont(self._font("few"))
            high = min(lines_height(label.font(), few, right - side), self.height() // 6)
            top -= high
        self._put("few", few, side, top, right - side)
        return top

    def _code(self, screen: BigScreen, side: int) -> int:
        """The code for phones at the right; where what is beside it ends."""
        edge = self.width() - side
        url = screen.beside.url
        self.squares.setVisible(bool(url))
        if not url:
            self._put("joined", "", 0, 0, 10)
            return edge
        assert self._words is not None
        large = not screen.counted and not screen.columns and not screen.bars
        room = round((520 if large else 280) * self._unit)
        self.squares.dress(self._style, url, self._words("Code for phones"))
        square = self.squares.side_for(room)
        text = f"{screen.address}\n{screen.joined}"
        label = self.labels["joined"]
        label.setFont(self._font("joined"))
        high = lines_height(label.font(), text, room)
        top = self.height() - high - square - round(24 * self._unit)
        self.squares.setGeometry(edge - room, top, square, square)
        self._put("joined", text, edge - room, top + square + 4, room)
        return edge - room - side // 2

    def _middle(self, screen: BigScreen, left: int, top: int, wide: int, high: int) -> None:
        figures = bool(screen.bars or screen.spots)
        self.wall.setVisible(bool(screen.columns) and not figures)
        self.matrix.setVisible(screen.spots is not None)
        self._put("notice", screen.notice if not figures else "", left, top, wide)
        assert self._words is not None
        if screen.columns and not figures:
            self.wall.setGeometry(left, top, wide, high)
            self.wall.present(screen.columns, self._style, self._unit, self._words)
        while len(self.panels) < len(screen.bars):
            self.panels.append(BarsPanel(self))
        shown = len(screen.bars) + (screen.spots is not None)
        gap = round(40 * self._unit)
        parts = len(screen.bars) + (1.4 if screen.spots is not None else 0)
        each = round((wide - gap * (shown - 1)) / max(1, parts))
        for at, panel in enumerate(self.panels):
            panel.setVisible(at < len(screen.bars))
            if at < len(screen.bars):
                panel.setGeometry(left + at * (each + gap), top, each, high)
                panel.present(
                    screen.bars[at], self._style, self._unit, still=screen.beside.still
                )
        if screen.spots is not None:
            at = (shown - 1) * (each + gap)
            self.matrix.setGeometry(left + at, top, wide - at, high)
            self.matrix.present(screen.spots, self._style, self._unit, self._words)

    def _put(
        self, name: str, text: str, left: int, top: int, wide: int,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """Set a label at its place; the top of what comes below it."""
        label = self.labels[name]
        label.setText(text)
        label.setAccessibleName(text)
        label.setVisible(bool(text))
        if not text:
            return top
        label.setFont(self._font(name))
        label.setAlignment(align | Qt.AlignmentFlag.AlignTop)
        set_text_colour(label, self._style.colour(_LABELS[name][1]))
        high = lines_height(label.font(), text, wide) + 4
        label.setGeometry(left, top, wide, high)
        return top + high + round(6 * self._unit)

    def _font(self, name: str) -> QFont:
        size, _, heading = _LABELS[name]
        font = self._style.heading(10) if heading else self._style.text(10)
        font.setPixelSize(max(11, round(size * self._unit)))
        return font
