"""The way of somebody who listens: one thing after another, and what taking it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.questions.choice_card import CheckCard
from kiosk.questions.option import Option


def stops(way: Sequence[QWidget]) -> list[QWidget]:
    """What can be used of a screen's ``way``, in the order the eye reads it. Choices are all
    stops here, also those that the Tab key passes over."""
    return [one for one in way if one.isVisible() and one.isEnabled()]


def next_stop(way: Sequence[QWidget], at: QWidget | None, *, forward: bool) -> QWidget | None:
    """Where a step leads, round and round; to the first or last from outside the way."""
    if not way:
        return None
    if at not in way:
        return way[0] if forward else way[-1]
    return way[(way.index(at) + (1 if forward else -1)) % len(way)]


def taken_already(option: Option) -> bool:
    """Whether it is the one choice; boxes are taken back by being taken again."""
    return option.isChecked() and not isinstance(option, CheckCard)


def take(at: QWidget) -> None:
    """Do what a press on it does; a field is where one writes and has the focus already."""
    if isinstance(at, QAbstractButton):
        at.click()


def enter(view: QWidget) -> None:
    """Press the Enter key on a page."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, key)
