"""The way of somebody who listens: one thing after another, and what taking it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.aloud.naming import question_of
from kiosk.questions.choice_card import CheckCard
from kiosk.questions.option import Option
from kiosk.questions.scale import numbered
from kiosk.questions.scale_card import ScaleCard
from kiosk.views.keypad import KeysAsked
from kiosk.views.pane import Pane


def stops(way: Sequence[QWidget]) -> list[QWidget]:
    """What can be used of a screen's ``way``, in the order the eye reads it. Choices are all
    stops here, also those that the Tab key passes over."""
    return [one for one in way if one.isVisible() and one.isEnabled()]


def leading(way: Sequence[QWidget]) -> list[QWidget]:
    """``way`` without what only moves the page up and down: the focus does that by itself."""
    return [one for one in way if not isinstance(one.parentWidget().parentWidget(), Pane)]


def by_number(way: Sequence[QWidget], at: QWidget | None, number: int) -> Option | None:
    """The choice of that number, among those of the question that one stands ``at``: on a scale
    the step with that figure, else by its place."""
    asked = question_of(at) if at is not None else None
    options = [one for one in way if isinstance(one, Option)]
    here = [one for one in options if asked is not None and asked.isAncestorOf(one)] or options
    steps = [one for one in here if isinstance(one, ScaleCard)]
    if steps:
        return numbered(steps, number)
    return here[number - 1] if 0 < number <= len(here) else None


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
    """Do what a press on it does; a field has the focus already, and is written in by the screen's
    keys where there is no other keyboard."""
    if isinstance(at, QAbstractButton):
        at.click()
    else:
        QApplication.sendEvent(at, KeysAsked())


def enter(view: QWidget) -> None:
    """Press the Enter key on a page."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, key)
