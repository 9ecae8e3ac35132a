"""The small pieces that every page is made of, so that any page looks like any other."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from admin.shell.tone import Tone
from assets import theme as themes

_ICONS = {
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.CAUTION: "triangle-alert",
    Tone.TROUBLE: "circle-alert",
}


def picture_of(name: str, colour: str, size: int) -> QPixmap:
    """A line icon as a pixmap, drawn at twice the size so that it stays sharp; drawn once."""
    key = f"icon {name} {colour} {size}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    renderer = QSvgRenderer(QByteArray(themes.icon(name, colour)))
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def text(part: str = "", *, wrap: bool = True) -> QLabel:
    """A label in one of the sheet's parts (``heading``, ``quiet``, ``claim`` …)."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if part:
        label.setProperty("part", part)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


class _Button(QPushButton):
    """A push button that Return presses as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


def button(part: str = "", icon: str = "") -> QPushButton:
    """A push button; ``primary`` is the page's one main action."""
    made = _Button()
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if part:
        made.setProperty("part", part)
    if icon:
        roles = themes.load()
        colour = roles.text_on_action if part == "primary" else roles.action
        made.setProperty("icon-name", icon)
        made.setProperty("icon-colour", colour)
        size_icon(made, 100)
    return made


def size_icon(made: QPushButton, percent: int) -> None:
    """Draw a button's icon as large as its text, with a space before the words."""
    name, colour = made.property("icon-name"), made.property("icon-colour")
    if not name or not colour:
        return
    size = round(20 * percent / 100)
    spaced = QPixmap((size + 6) * 2, size * 2)
    spaced.setDevicePixelRatio(2)
    spaced.fill(Qt.GlobalColor.transparent)
    painter = QPainter(spaced)
    painter.drawPixmap(0, 0, picture_of(name, colour, size))
    painter.end()
    made.setIcon(QIcon(spaced))
    made.setIconSize(QSize(size + 6, size))


def card(part: str = "card", *, margin: int = 24, gap: int = 12) -> tuple[QFrame, QVBoxLayout]:
    """A framed surface with its column layout."""
    frame = QFrame()
    frame.setProperty("part", part)
    column = QVBoxLayout(frame)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(gap)
    return frame, column


def left(*pressed: QWidget) -> QHBoxLayout:
    """Buttons as wide as their words, to the left."""
    row = QHBoxLayout()
    for one in pressed:
        row.addWidget(one)
    row.addStretch(1)
    return row


class Message(QFrame):
    """A calm line within the page: colour, shape and words; hidden when there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 16, 10)
        row.setSpacing(12)
        self._icon = QLabel()
        self._icon.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = text()
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def show_words(self, words: str, tone: Tone) -> None:
        """Say this in a tone; an empty string hides the line."""
        roles = themes.load()
        colours = {
            Tone.INFO: roles.action,
            Tone.GOOD: roles.good,
            Tone.CAUTION: roles.caution,
            Tone.TROUBLE: roles.bad,
        }
        self._words.setText(words)
        self._icon.setPixmap(picture_of(_ICONS[tone], colours[tone], 20))
        self.setAccessibleName(words)
        set_part(self, tone.value)
        self.setVisible(bool(words))


def set_part(widget: QWidget, part: str) -> None:
    """Give a widget another part of the sheet while it is shown."""
    if widget.property("part") != part:
        widget.setProperty("part", part)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        for child in widget.findChildren(QWidget):
            widget.style().unpolish(child)
            widget.style().polish(child)


class _Content(QWidget):
    """What scrolls: as high as its words need at this width, not at the narrowest one."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def page(margin: int = 40) -> tuple[QScrollArea, QVBoxLayout]:
    """A page that scrolls when the words need more room, with its column layout."""
    area = QScrollArea()
    area.setObjectName("page")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content = _Content()
    content.setObjectName("content")
    column = QVBoxLayout(content)
    column.setContentsMargins(margin, 32, margin, 40)
    column.setSpacing(16)
    area.setWidget(content)
    return area, column
