"""What must hold for whatever stands in the window; each check says what is wrong, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from kiosk.languages import right_to_left
from kiosk.questions.choice_card import ChoiceCard
from kiosk.style import TARGET
from kiosk.views.countdown import Countdown
from kiosk.views.pane import Pane
from kiosk.views.tabbing import step_tab
from kiosk.views.tools import Tools
from kiosk.views.wrapped import lines_height
from kiosk.window import Window

_ORIGIN = QPoint(0, 0)
_LOOKED_AT = 5_000
"""So many pixels of a label, evenly over it, tell what colours it has."""

_ROLES = frozenset((
    QAccessible.Role.Button, QAccessible.Role.PushButton, QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox, QAccessible.Role.EditableText, QAccessible.Role.Slider,
    QAccessible.Role.ListItem, QAccessible.Role.PageTab,
))


def faults(window: Window, language: str, least: float) -> Iterator[str]:
    """Everything wrong with what ``window`` shows in ``language``; letters have the contrast
    ``least`` against what they stand on."""
    yield from misplaced(window, language)
    yield from pale(window, least)


def misplaced(window: Window, language: str) -> Iterator[str]:
    """What is wrong with names, sizes, reach, words and sides, whatever the colours."""
    yield from unnamed(window)
    yield from small(window)
    yield from out_of_reach(window)
    yield from cut(window)
    yield from overlapping(window)
    yield from not_mirrored(window, language)


def standing(window: QWidget) -> tuple[object, ...]:
    """Where everything on show stands, and in which letters: two screens that stand alike are
    alike in all but their colours."""
    return tuple(
        (type(widget), widget.mapTo(window, _ORIGIN).toTuple(), widget.width(), widget.height(),
         _words(widget), widget.accessibleName(), widget.isEnabled(), widget.font().key())
        for widget in _seen(window)
    )


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""


def _seen(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def _controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        pressed = isinstance(widget, QAbstractButton | QLineEdit) and widget.isVisible()
        if pressed and not widget.visibleRegion().isEmpty():
            yield widget


def _called(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {text or widget.accessibleName()!r}"


def unnamed(window: QWidget) -> Iterator[str]:
    """Controls without a name or without a role that says what they are."""
    for widget in _controls(window):
        told = QAccessible.queryAccessibleInterface(widget)
        if not told.text(QAccessible.Text.Name).strip():
            yield f"{_called(widget)} has no name"
        if told.role() not in _ROLES:
            yield f"{_called(widget)} has the role {told.role().name}"


def small(window: QWidget) -> Iterator[str]:
    """Buttons that a finger misses. Those that can be scrolled are measured whole."""
    for widget in _controls(window):
        least = min(widget.width(), widget.height())
        if isinstance(widget, QAbstractButton) and least < TARGET - 4:
            yield f"{_called(widget)} is {widget.width()} by {widget.height()}"


def out_of_reach(window: Window) -> Iterator[str]:
    """Controls that the Tab key never comes to, and ways in which it is caught."""
    way = [w for w in window.way() if w.isVisible() and w.isEnabled()]
    way = [w for w in way if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for widget in _controls(window):
        takes = widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget not in way:
            yield f"{_called(widget)} is not on the way of the Tab key"
    for forward in (True, False):
        met = []
        for _ in range(len(way) + 4):  # what moves up and down wakes and sleeps on the way
            step_tab(window.way(), forward=forward)
            met.append(QApplication.focusWidget())
        for widget in way:
            # what only moves up and down is not needed where the focus does that by itself
            moves = isinstance(widget.parentWidget().parentWidget(), Pane)
            if widget not in met and widget.isEnabled() and not moves:
                yield f"the Tab key does not come to {_called(widget)}"


def cut(window: QWidget) -> Iterator[str]:
    """Words that are larger than the place they have."""
    for label in _seen(window):
        if not isinstance(label, QLabel) or not label.text() or isinstance(label, Countdown):
            continue
        if label.visibleRegion().boundingRect().width() < label.width() - 2:
            yield f"{_called(label)} is cut at its side"
        edges = label.contentsMargins()
        room = label.width() - edges.left() - edges.right()
        wide = label.fontMetrics().horizontalAdvance(label.text())
        if label.wordWrap():
            high = lines_height(label.font(), label.text(), room)
            words = max(map(label.fontMetrics().horizontalAdvance, label.text().split()))
            if high > label.height() - edges.top() - edges.bottom() + 6 or words > room + 2:
                yield f"{_called(label)} is cut"
        elif wide > room + 2:
            yield f"{_called(label)} is cut"
    for button in _controls(window):
        if button.visibleRegion().boundingRect().width() < button.width() - 2:
            yield f"{_called(button)} is cut at its side"
        if isinstance(button, ChoiceCard) and button.longest_word() > button.width() - button.frame:
            yield f"{_called(button)} breaks a word"
        says = isinstance(button, QAbstractButton) and button.text()  # an icon alone needs no air
        if says and button.minimumSizeHint().width() > 0:
            beyond = button.minimumSizeHint().width() - button.width()
            if beyond > 2:
                yield f"{_called(button)} lacks {beyond} pixels"


def overlapping(window: QWidget) -> Iterator[str]:
    """Controls of which one lies over another."""
    places = []
    for widget in _controls(window):
        seen = widget.visibleRegion().boundingRect()
        places.append((widget, seen.translated(widget.mapTo(window, _ORIGIN))))
    for (one, here), (other, there) in combinations(places, 2):
        shared = here.intersected(there)
        if min(shared.width(), shared.height()) > 2:
            yield f"{_called(one)} and {_called(other)} lie over each other"


def not_mirrored(window: Window, language: str) -> Iterator[str]:
    """Tools at the wrong side for the way the language is written."""
    rtl = right_to_left(language)
    if window.isRightToLeft() is not rtl:
        yield "the window is written the wrong way"
    for tools in _seen(window):
        if isinstance(tools, Tools):
            middle = tools.mapTo(window, tools.rect().center()).x()
            if (middle < window.width() / 2) is not rtl:
                yield "the tools stand at the wrong side"


@cache
def _luminance(rgb: int) -> float:
    parts = ((rgb >> 16 & 255) / 255, (rgb >> 8 & 255) / 255, (rgb & 255) / 255)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: float, other: float) -> float:
    """Of two luminances, by the formula of WCAG: 1 to 21."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def pale(window: Window, least: float) -> Iterator[str]:
    """Words whose painted letters stand out too little from what is painted behind them."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in _seen(window):
        words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if not words or (isinstance(widget, QAbstractButton) and not widget.isEnabled()):
            continue
        where = widget.visibleRegion().boundingRect()
        box = QRect(widget.mapTo(window, where.topLeft()), where.size())
        if box.height() < 24 or getattr(widget, "awake", True) is False or _at_edge(widget):
            continue
        # a button's outline is no letter
        found = _painted(image, box, 14 if isinstance(widget, QAbstractButton) else 0)
        if found is not None and found < least:
            yield f"{_called(widget)} has the contrast {found:.1f}"


def _at_edge(widget: QWidget) -> bool:
    """Half scrolled away: its last line fades."""
    return widget.visibleRegion().boundingRect().height() < widget.height()


def _painted(image: QImage, box: QRect, edge: int) -> float | None:
    """Between the commonest colour in ``box`` and the colour farthest from it."""
    inner = box.adjusted(edge, edge, -edge, -edge).intersected(image.rect())
    if inner.isEmpty():
        return None
    part = image.copy(inner)
    every = memoryview(part.constBits()).cast("I")
    seen = Counter(every[:: len(every) // _LOOKED_AT | 1])
    if len(seen) < 2:
        return None
    paper = _luminance(seen.most_common(1)[0][0])
    return max(_contrast(paper, _luminance(rgb)) for rgb in seen)
