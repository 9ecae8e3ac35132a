"""What a control says when one comes to it: its name, what it is, and how it stands.

Read from what the control tells screen readers, so that both say the same of everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assets.words import Words
from kiosk.aloud.lines import Line
from kiosk.languages import OWN_NAMES

_ROLE = QAccessible.Role
_BY_OWN_NAME = {name: tag for tag, name in OWN_NAMES.items()}
_ONE_OF = (_ROLE.RadioButton,)
_TICKED = (_ROLE.CheckBox,)
_SHOWN = QLineEdit.EchoMode.Normal
_VALUED = (_ROLE.Slider, _ROLE.SpinBox, _ROLE.ProgressBar)


def control(widget: QWidget, group: Sequence[QWidget], words: Words) -> Line | None:
    """What ``widget`` says, None when it has no name. ``group`` are the ways through its screen.

    A language's own name is said in that language, so that its speakers recognise it.
    """
    shown = QAccessible.queryAccessibleInterface(widget)
    if shown is None:
        return None
    name = " ".join(shown.text(QAccessible.Text.Name).split())
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return Line(_field(widget, name, words), words.language)
    if not name:
        return None
    if name in _BY_OWN_NAME:
        return Line(name, _BY_OWN_NAME[name])
    return Line(_told(widget, shown, name, group, words), words.language)


def _told(
    widget: QWidget, shown: QAccessibleInterface, name: str, group: Sequence[QWidget],
    words: Words,
) -> str:
    role, state = shown.role(), shown.state()
    if role in _ONE_OF:
        n, of = _place(widget, group)
        if bool(state.checked):
            return words("{name}. Chosen. {n} of {of}", name=name, n=n, of=of)
        return words("{name}. {n} of {of}", name=name, n=n, of=of)
    if role in _TICKED:
        if bool(state.checked):
            return words("{name}. Ticked", name=name)
        return words("{name}. Not ticked", name=name)
    if role in _VALUED:
        value = shown.valueInterface()
        number = "" if value is None else f"{value.currentValue():g}"
        return f"{name}. {shown.text(QAccessible.Text.Value) or number}"
    if role in (_ROLE.Button, _ROLE.PushButton):
        return words("{name}. Button", name=name)
    return name


def _place(widget: QWidget, group: Sequence[QWidget]) -> tuple[int, int]:
    """Which of the choices that stand together it is, from 1, and how many they are."""
    beside = [one for one in group if one.parentWidget() is widget.parentWidget()
              and type(one) is type(widget) and one.isVisible()]
    return (beside.index(widget) + 1 if widget in beside else 1), max(1, len(beside))


def typed(widget: QWidget, words: Words) -> Line | None:
    """The word that is being typed; None where nothing is written, or nobody should hear it."""
    text = written(widget).split()
    hidden = isinstance(widget, QLineEdit) and widget.echoMode() is not _SHOWN
    return Line(text[-1], words.language) if text and not hidden else None


def _field(widget: QLineEdit | QPlainTextEdit, name: str, words: Words) -> str:
    text = written(widget)
    if isinstance(widget, QLineEdit) and widget.echoMode() is not _SHOWN:
        text = ""
    return (
        words("{name}. You have written: {text}", name=name, text=text) if text
        else words("{name}. Write here", name=name)
    )


def written(widget: QWidget) -> str:
    """What stands in a field; empty for other controls."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""
