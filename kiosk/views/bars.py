"""What stands above and below every step: progress, language, text size, stop; back and next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press, spacer
from kiosk.screens import Frame
from kiosk.style import Style, set_text_colour
from kiosk.views.tools import TIGHTEST, Tools
from kiosk.views.wording import with_help

_SMALLER = (200, 150, 125, 100)
"""Per cent that the words of progress come down to where they would be cut."""


class ProgressLine(QWidget):
    """A quiet bar; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self._style: Style | None = None
        self.setFixedHeight(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def dress(self, style: Style, share: float) -> None:
        """``share`` of the way gone, 0 to 1."""
        share = min(max(share, 0.0), 1.0)
        if (style, share) != (self._style, self.share):
            self._style, self.share = style, share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        painter.setBrush(self._style.colour("track"))
        painter.drawRoundedRect(track, 5, 5)
        if not self.share:
            return
        done = max(10.0, track.width() * self.share)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.setBrush(self._style.colour("action"))
        left = track.right() - done if rtl else track.left()
        painter.drawRoundedRect(QRectF(left, track.top(), done, track.height()), 5, 5)


def _where(words: Words, n: int, of: int, *, pages: bool) -> str:
    if pages:  # one of them may ask many questions
        return words("Page {n} of {of}", n=n, of=of)
    return words("Question {n} of {of}", n=n, of=of)


class TopBar(QWidget):
    """Progress at the leading edge; language, text size and stop at the other."""

    language_chosen = Signal(str)
    text_size_asked = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._where = QLabel()
        self._told = self._briefly = ""
        self._short = False
        self._style: Style | None = None
        self._worn: tuple[object, ...] = ()
        self._fitted: tuple[object, ...] = ()
        self._line = ProgressLine()
        progress = QVBoxLayout()
        progress.setSpacing(8)
        progress.addStretch(1)
        progress.addWidget(self._where)
        progress.addWidget(self._line)
        progress.addStretch(1)
        self.tools = Tools()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(progress, 3)
        row.addWidget(spacer(), 2)
        row.addWidget(self.tools)
        self.tools.language_chosen.connect(self.language_chosen)
        self.tools.text_size_asked.connect(self.text_size_asked)
        self.tools.stopped.connect(self.stopped)

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """The tools, in reading order."""
        return self.tools.buttons

    @property
    def share(self) -> float:
        """How much of the bar is filled, 0 to 1."""
        return self._line.share

    def dress(
        self, frame: Frame, style: Style, words: Words, progress: tuple[int, int],
        stop: str | None = None, *, pages: bool = False,
    ) -> None:
        """``progress`` is (number, of) of questions or ``pages``; (0, 0) shows none. ``stop`` says
        what the way out is called; where it is empty there is none here. A visit that staff help
        with says so beside the progress."""
        number, of = progress
        helped = with_help(frame, words)
        where = _where(words, number, of, pages=pages) if of else ""
        self._told = " · ".join(filter(None, (where, helped)))
        self._briefly = " · ".join(filter(None, (f"{number} / {of}" if of else "", helped)))
        self._where.setVisible(bool(self._told))
        self._line.setVisible(of > 0)
        self._where.setAccessibleName(self._told)
        self._line.dress(style, (number - 1) / of if of else 0.0)
        worn = (frame, style, words, stop)
        if worn != self._worn:  # from question to question it stays as it is
            self._worn, self._fitted, self._style = worn, (), style
            self._where.setFont(style.text(20))
            set_text_colour(self._where, style.colour("text_quiet"))
            self.tools.dress(frame, style, words, stop)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()

    def _crowded(self) -> bool:
        where = 0 if self._where.isHidden() else self._where.sizeHint().width()
        return where + self.tools.wide() > self.width()

    def fit(self) -> None:
        """Drop words that the width has no room for: those of the tools, then of the progress."""
        if self._style is None:
            return
        wide = QFontMetrics(self._style.text(20)).horizontalAdvance(self._told)
        there = tuple(button.isHidden() for button in (self._where, *self.tools.buttons))
        fitted = (self.width(), wide, there)
        if fitted != self._fitted:
            self._fitted = fitted
            self._fit(self._style)
        self._where.setText(self._briefly if self._short else self._told)

    def _fit(self, style: Style) -> None:
        self._where.setFont(style.text(20))
        self.tools.shorten(brief=False)
        self.tools.tighten(0)
        self._where.setText(self._told)
        self._short = False
        if self._crowded():
            self.tools.shorten(brief=True)
        if self._crowded():
            self._short = True
            self._where.setText(self._briefly)
        for how in range(1, TIGHTEST + 1):
            if not self._crowded():
                break
            self.tools.tighten(how)
        for percent in _SMALLER:
            if not self._crowded():
                break
            self._where.setFont(Style(style.theme, min(style.percent, percent)).text(20))
        self.tools.settle()
        self._row.activate()
        self.tools.settle()


class Footer(QWidget):
    """Back at the leading edge, next at the other, and a quiet way out between them. Where large
    words leave no room they stand closer; and where that is not enough it stands above them, or,
    when it ``stacks`` not, the words are a little smaller."""

    went_back = Signal()
    skipped = Signal()
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stacks = True
        self.back = Press(Kind.PLAIN, "arrow-left")
        self.skip = Press(Kind.QUIET)
        self.next = Press(Kind.PRIMARY, "arrow-right", icon_after=True)
        rows = QVBoxLayout(self)
        self._above, self._row = QHBoxLayout(), QHBoxLayout()
        for each in (rows, self._above, self._row):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(0)
        rows.addLayout(self._above)
        rows.addLayout(self._row)
        row = self._row
        keeps_its_place = self.back.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps_its_place)
        row.addWidget(self.back)
        row.addWidget(spacer(), 1)
        row.addWidget(self.skip)
        row.addWidget(spacer(), 1)
        row.addWidget(self.next)
        self.presses = (self.back, self.skip, self.next)
        self.buttons: tuple[QWidget, ...] = self.presses
        self.back.clicked.connect(self.went_back)
        self.skip.clicked.connect(self.skipped)
        self.next.clicked.connect(self.went_on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()

    def _stacked(self, width: int) -> bool:
        """Finds out how close the buttons have to stand at ``width``, too."""
        for how in range(3 if self.stacks else 6):
            for button in self.presses:
                button.squeeze(how)
            sides = self.back.sizeHint().width() + self.next.sizeHint().width()
            # with its tick: it stays where it is tapped
            beside = 0 if self.skip.isHidden() else self.skip.widest()
            if sides + beside <= width:
                return False
        for how in range(6):  # alone in its row it may still be long for it
            self.skip.squeeze(how)
            if self.skip.widest() <= width:
                break
        for how in range(6):
            self.back.squeeze(how)
            self.next.squeeze(how)
            if self.back.sizeHint().width() + self.next.sizeHint().width() <= width:
                break
        return not self.skip.isHidden()

    def height_for(self, width: int) -> int:
        """In one row, or in two."""
        stacked = self._stacked(width)
        row = max(self.back.sizeHint().height(), self.next.sizeHint().height())
        return row + (self.skip.sizeHint().height() if stacked else 0)

    def fit(self) -> None:
        """Give back and next one width, where there is room for that."""
        stacked = self._stacked(self.width())
        if stacked and self._row.indexOf(self.skip) >= 0:
            self._row.removeWidget(self.skip)
            self._above.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignHCenter)
        elif not stacked and self._row.indexOf(self.skip) < 0:
            self._above.removeWidget(self.skip)
            self._row.insertWidget(2, self.skip)
        back, next = self.back.sizeHint().width(), self.next.sizeHint().width()
        widest = max(back, next)
        # with its tick: nothing is fitted anew when it is tapped
        beside = 0 if stacked or self.skip.isHidden() else self.skip.widest()
        spare = self.width() - back - next - beside
        if 2 * widest + beside <= self.width():
            back = next = widest
        elif spare > 0:
            back, next = back + min(12, spare // 2), next + min(12, spare // 2)
        self.back.setFixedWidth(back)
        self.next.setFixedWidth(next)
