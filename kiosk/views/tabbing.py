"""The Tab key's way through a screen, in the order the eye reads it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step_tab(way: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next widget of ``way`` that takes it, round and round.

    Begins at an end when the focus is on nothing of ``way``, such as a heading. False when
    nothing takes it. Qt's own order is not used: it cannot be set for what is hidden at the
    time, and the same buttons come and go here from question to question.
    """
    focused = QApplication.focusWidget()
    turned = list(way) if forward else list(reversed(way))
    if focused in turned:
        at = turned.index(focused) + 1
        turned = turned[at:] + turned[:at]
    for widget in turned:
        takes = widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible():
            reason = Qt.FocusReason
            widget.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)
            return True
    return False
