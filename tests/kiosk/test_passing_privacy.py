"""Between two people nothing is left: not to be seen, not to be read by any program."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.forms.screen import Answered
from kiosk.meeting.task_screens import HandOver, IAm, TaskScreen
from kiosk.views.keyboard import Keyboard
from kiosk.window import Window
from survey.facilitation.method import PhaseKind
from survey.flow import Next
from tests.kiosk.passing_builders import FACTORS, Meeting
from tests.kiosk.passing_table import sit


def everything(window: Window) -> list[tuple[str, ...]]:
    """What any program could read out of the window, seen or not; the keys of keyboards, which
    stand for nobody's answer, apart."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = []
    for widget in window.findChildren(QWidget):
        if _within(widget, Keyboard):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        for name in ("text", "toPlainText", "placeholderText", "value"):
            method = getattr(widget, name, None)
            if callable(method):
                texts.append(str(method()))
        if told is not None:
            texts += [told.text(kind) for kind in (
                QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description,
            )]
        found.append((type(widget).__name__, *texts))
    return sorted(found)


def _within(widget: QWidget, kind: type[QWidget]) -> bool:
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, kind):
            return True
        at = at.parentWidget()
    return False


def between_after(
    qtbot: QtBot, meeting: Meeting, answers: Sequence[tuple[str, ...]],
) -> tuple[list[tuple[str, ...]], bytes]:
    """What stands between people once the first has answered each page so."""
    table = sit(qtbot, meeting)
    table.desk.receive(IAm(1))
    for page in answers:
        items = table.shown.now.items
        refs = [part.ref for item in items for part in (item.parts or (item,))]
        for ref, text in zip(refs, page, strict=False):
            table.desk.receive(Answered(ref, text))
        table.window.grab()
        table.desk.receive(Next())
    while isinstance(table.shown.now, TaskScreen):
        table.desk.receive(Next())
    assert isinstance(table.shown.now, HandOver) and table.shown.now.to == 2
    QCoreApplication.processEvents()
    image = table.window.grab().toImage()
    return everything(table.window), bytes(image.constBits())


def at_phase(kind: PhaseKind) -> Meeting:
    meeting = Meeting(method="swot" if kind is PhaseKind.PINS else "focus-group")
    for _ in range(2):
        meeting.join()
    for phase in meeting.rules.phases if meeting.rules else ():
        meeting.begin(phase.id)
        if phase.kind is kind:
            break
        if phase.kind is PhaseKind.GROUP:
            meeting.name_headings(phase.id)
        elif phase.kind is PhaseKind.COLLECT:
            meeting.write_notes(phase.id)
    return meeting


ANSWERS = {
    PhaseKind.COLLECT: ([("Zebran är randig",)], [("Qvarnen",)]),
    PhaseKind.ALLOCATE: ([("7", "1")], [("0", "1", "2")]),
    PhaseKind.GRADE: ([("5",), ("1",)], [("2",)]),
    PhaseKind.EVALUATE: ([("yes",), ("no",)], [("no",)]),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_one_gave_changes_nothing_that_the_next_can_see_or_read(
    qtbot: QtBot, kind: PhaseKind,
) -> None:
    first, other = ANSWERS[kind]
    one, one_image = between_after(qtbot, at_phase(kind), first)
    two, two_image = between_after(qtbot, at_phase(kind), other)
    assert one == two
    assert one_image == two_image
    assert not any(word in text for row in one for text in row for word in ("Zebra", *FACTORS))
