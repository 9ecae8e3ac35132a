"""The kiosk's own buttons: large, plainly outlined, with a focus ring that is never removed."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.style import RADIUS, RING, TARGET, Style, icon_pixmap

UNSAID = "unsaid"
"""The property of a control that says nothing: something is listened to, or recorded."""

_TENTHS = (10, 10, 10, 9, 8, 7)
"""Of the size of the words, by how much a button is squeezed."""

_HINTS = 16
"""Measures that a control remembers: its words, brief and whole, at the sizes it takes."""

_TURNED = ("arrow-left", "arrow-right", "log-out")
"""Icons that point along the line: the other way where lines begin at the right."""

_INK = 5
"""The least air between letters and the edge of their button, in pixels."""

_CENTRED = (
    Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
)


class Kind(Enum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


def draw_ring(painter: QPainter, card: QRectF, style: Style, radius: float = RADIUS) -> None:
    """The focus ring: 4 px wide, 2 px outside ``card``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.colour("focus"), 4))
    painter.drawRoundedRect(card.adjusted(-4, -4, 4, 4), radius + 4, radius + 4)
    painter.restore()


def draw_shadow(painter: QPainter, card: QRectF, style: Style) -> None:
    """The one soft shadow there is, for raised things."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    shade = style.colour("shadow")
    for grow, alpha in ((3, 5), (2, 7), (1, 9)):
        shade.setAlpha(alpha)
        painter.setBrush(shade)
        painter.drawRoundedRect(
            card.adjusted(-grow, 2 - grow, grow, 2 + grow), RADIUS + grow, RADIUS + grow
        )
    painter.restore()


class Press(QAbstractButton):
    """A button with a word, and an icon before it (or after it, when ``icon_after``).

    ``slim`` draws it lower than what can be pressed, for bars that should look light.
    """

    def __init__(
        self, kind: Kind, icon: str = "", *, icon_after: bool = False, slim: bool = False
    ) -> None:
        super().__init__()
        self._kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self._inset = 14 if slim else RING
        self._size = 20 if slim else 24
        self._chosen = False
        self._asleep = False
        self._squeeze = 0
        self._style: Style | None = None
        self._pixmaps: dict[tuple[bool, str, int], QPixmap] = {}
        self._hints: dict[tuple[int, str, int, int], QSize] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(self, style: Style, text: str, *, chosen: bool = False, brief: bool = False) -> None:
        """Put on the words and the present looks; ``chosen`` shows that it was the answer.

        ``brief`` leaves the words to the screen reader and shows the icon alone.
        """
        name, text = text, "" if brief else text
        if (style, name, text, chosen) == (
            self._style, self.accessibleName(), self.text(), self._chosen
        ):
            return
        if style != self._style or len(self._hints) > _HINTS:
            self._hints.clear()
        self._style = style
        self._chosen = chosen
        if self._kind is Kind.QUIET:
            self._icon = "check" if chosen else ""
        self.setText(text)
        self.setAccessibleName(name)
        self._choose_font()
        self.updateGeometry()
        self.update()

    def squeeze(self, how: int) -> None:
        """Take less room where there is little: 0 is as usual, 1 gives up air, 2 the icon beside
        words too, and 3 to 5 let the words be nine to seven tenths of their size."""
        if how != self._squeeze:
            self._squeeze = how
            self._choose_font()
            self.updateGeometry()
            self.update()

    def _choose_font(self) -> None:
        if self._style is None:
            return
        quiet = self._kind is Kind.QUIET
        font = self._style.text(self._size, QFont.Weight.Normal if quiet else QFont.Weight.DemiBold)
        font.setPixelSize(round(font.pixelSize() * _TENTHS[self._squeeze] / 10))
        font.setUnderline(quiet and not self._chosen)
        self.setFont(font)

    def wake(self, awake: bool) -> None:
        """Be there to be pressed, or not. One that has the focus keeps it until it is left: else
        the next key would press whatever gets it."""
        self._asleep = not awake
        if awake or not self.hasFocus():
            self.setEnabled(awake)
        self.update()

    @property
    def awake(self) -> bool:
        """Whether anything comes of a press."""
        return not self._asleep

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._asleep:
            self.setEnabled(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._asleep:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressing = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
        if self._asleep and event.key() in pressing:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _icon_side(self) -> int:
        bare = self._squeeze > 1 and self.text() and self._kind is not Kind.QUIET
        return round(self.font().pixelSize() * 1.15) if self._icon and not bare else 0

    def _gap(self, side: int) -> int:
        """Between an icon this large and its word."""
        return side // 4 if self._squeeze else side // 2

    def _air(self) -> int:
        """At the sides of icon and words, with what the ring takes."""
        usual = 36 if self._inset > RING else 48
        return 2 * RING + (usual, 16, 12)[min(self._squeeze, 2)]

    def sizeHint(self) -> QSize:
        # layouts ask for it many times a page, and what it says changes with these alone; not under
        # the words themselves, which may be of a person's code
        key = (hash(self.text()), self._icon, self._squeeze, self.font().pixelSize())
        if key not in self._hints:
            self._hints[key] = self._measured()
        return QSize(self._hints[key])

    def _measured(self) -> QSize:
        metrics = QFontMetrics(self.font())
        side = self._icon_side()
        gap = self._gap(side) if self.text() else 0
        width = metrics.horizontalAdvance(self.text()) + side + gap + self._air()
        height = metrics.height() + (4 if self._squeeze else 2 * RING + 12)
        ink = metrics.tightBoundingRect(self.text()).height() + 2 * RING + 8
        return QSize(max(TARGET, width), max(TARGET, height, ink))

    def widest(self) -> int:
        """The width it has when it shows that it was the answer."""
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        tick = round(self.font().pixelSize() * 1.15)
        return words + tick + self._gap(tick) + self._air()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colours(self, style: Style) -> tuple[QColor | None, QColor | None, str]:
        """Fill, outline and the role of the text."""
        if self._asleep or not self.isEnabled():
            quiet = self._kind is Kind.QUIET
            return (None if quiet else style.colour("surface_sunken")), None, "text_quiet"
        if self._kind is Kind.PRIMARY:
            role = "action_pressed" if self.isDown() else "action"
            return style.colour(role), None, "text_on_action"
        if self._kind is Kind.PLAIN:
            fill = "action_soft" if self.isDown() else "surface_raised"
            return style.colour(fill), style.colour("outline_strong"), "text"
        if self._chosen:
            return style.colour("action_soft"), style.colour("action"), "text"
        return (style.colour("action_soft") if self.isDown() else None), None, "text_soft"

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        air = self.height() - QFontMetrics(self.font()).height()
        inset = min(self._inset, max(RING, air // 3))
        card = QRectF(self.rect()).adjusted(RING, inset, -RING, -inset)
        fill, outline, role = self._colours(style)
        painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(outline, 2) if outline else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self._draw_words(painter, card.toRect(), style, role)
        if self.hasFocus():
            draw_ring(painter, card, style)

    def _draw_words(self, painter: QPainter, card: QRect, style: Style, role: str) -> None:
        side = self._icon_side()
        painter.setFont(self.font())
        painter.setPen(style.colour(role))
        if not side:
            self._write(painter, card)
            return
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        gap = self._gap(side) if words else 0
        left = card.center().x() - (side + gap + words) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        icon_first = self._icon_after == rtl
        icon_x = left if icon_first else left + words + gap
        words_x = left + side + gap if icon_first else left
        colour = str(getattr(style.theme, role))
        turned = rtl and self._icon in _TURNED
        if (turned, colour, side) not in self._pixmaps:
            drawn = icon_pixmap(self._icon, colour, side)
            turn = QTransform.fromScale(-1, 1)
            self._pixmaps[turned, colour, side] = drawn.transformed(turn) if turned else drawn
        picture = self._pixmaps[turned, colour, side]
        painter.drawPixmap(icon_x, card.center().y() - side // 2, picture)
        painter.drawText(QPoint(words_x, self._baseline(card)), self.text())

    def _write(self, painter: QPainter, card: QRect) -> None:
        """Words without an icon, on several lines where one is too long."""
        metrics = QFontMetrics(self.font())
        words = metrics.horizontalAdvance(self.text())
        if words > card.width():
            painter.drawText(card, _CENTRED, self.text())
            return
        left = card.center().x() - words // 2
        painter.drawText(QPoint(left, self._baseline(card)), self.text())

    def _baseline(self, card: QRect) -> int:
        """Where the words stand: in the middle, and all of their ink inside ``card``. The letters
        of some scripts reach further than the font that is asked for tells."""
        metrics = QFontMetrics(self.font())
        base = card.top() + (card.height() - metrics.height()) // 2 + metrics.ascent()
        ink = metrics.tightBoundingRect(self.text())
        below = base + ink.bottom() - (card.bottom() - _INK)
        above = card.top() + _INK - (base + ink.top())
        return base - max(0, below) if below > 0 else base + max(0, above)


def spacer(horizontal: bool = True) -> QWidget:
    """Empty room that grows."""
    room = QWidget()
    grow, keep = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum
    room.setSizePolicy(*((grow, keep) if horizontal else (keep, grow)))
    return room
