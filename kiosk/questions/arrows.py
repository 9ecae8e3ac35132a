"""Arrow keys within a group of controls that stand in rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step(group: Sequence[QWidget], key: int, columns: int, way: Qt.LayoutDirection) -> bool:
    """Move the focus in ``group``, read row by row in ``columns``.

    False when no control of the group has the focus, or the key is no arrow.
    """
    forward = -1 if way is Qt.LayoutDirection.RightToLeft else 1
    row = columns if columns < len(group) else 1
    steps = {
        Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward,
        Qt.Key.Key_Down: row, Qt.Key.Key_Up: -row,
    }
    focused = QApplication.focusWidget()
    if key not in steps or focused not in group:
        return False
    at = group.index(focused) + steps[Qt.Key(key)]
    if 0 <= at < len(group):
        group[at].setFocus(Qt.FocusReason.TabFocusReason)
    return True


def along(cells: Sequence[QWidget], by: int) -> bool:
    """Move the focus in ``cells`` by so many, over those that nobody can write in. False when none
    of them has it."""
    focused = QApplication.focusWidget()
    if focused not in cells:
        return False
    to = cells.index(focused) + by
    while 0 <= to < len(cells) and cells[to].isHidden():
        to += by
    if 0 <= to < len(cells):
        cells[to].setFocus(Qt.FocusReason.TabFocusReason)
    return True


def number_of(key: int) -> int:
    """The number a digit key stands for; 0 for other keys."""
    return key - Qt.Key.Key_0 if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 else 0
