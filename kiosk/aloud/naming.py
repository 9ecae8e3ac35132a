"""What a control says when one comes to it: its name, what it is, and how it stands.

Read from what the control tells screen readers, so that both say the same of everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from assets.words import Words
from kiosk.aloud.lines import Line
from kiosk.controls import UNSAID, Press
from kiosk.languages import OWN_NAMES
from kiosk.questions.view import View

_ROLE = QAccessible.Role
_BY_OWN_NAME = {name: tag for tag, name in OWN_NAMES.items()}
_ONE_OF = (_ROLE.RadioButton,)
_TICKED = (_ROLE.CheckBox,)
_SHOWN = QLineEdit.EchoMode.Normal
_VALUED = (_ROLE.Slider, _ROLE.SpinBox, _ROLE.ProgressBar)
"""Whose names have their values in them, as people write them."""


def control(widget: QWidget, group: Sequence[QWidget], words: Words) -> Line | None:
    """What ``widget`` says, None when it has no name. ``group`` are the ways through its screen.

    A language's own name is said in that language, so that its speakers recognise it.
    """
    shown = QAccessible.queryAccessibleInterface(widget)
    if shown is None or is_unsaid(widget):
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
        return words("{name}. Left and right change it", name=name)
    if role in (_ROLE.Button, _ROLE.PushButton):
        return words("{name}. Button", name=name)
    return name


def _place(widget: QWidget, group: Sequence[QWidget]) -> tuple[int, int]:
    """Which of the choices that stand together it is, from 1, and how many they are."""
    beside = [one for one in group if one.parentWidget() is widget.parentWidget()
              and type(one) is type(widget) and one.isVisible()]
    return (beside.index(widget) + 1 if widget in beside else 1), max(1, len(beside))


def is_unsaid(widget: QWidget | None) -> bool:
    """Whether nothing is to be heard while somebody is there."""
    return widget is not None and bool(widget.property(UNSAID))


def question_of(widget: QWidget) -> QWidget | None:
    """The answers that ``widget`` belongs to, where several questions of a form stand together."""
    inside: QWidget | None = widget
    while inside is not None and not isinstance(inside, View):
        inside = inside.parentWidget()
    block = None if inside is None else inside.parentWidget()
    page = None if block is None else block.parentWidget()
    # asked by its name: a form's pages are loaded for forms alone
    together: Sequence[object] = getattr(page, "on_show", ())
    return inside if len(together) > 1 else None


def asked(question: QWidget | None, line: Line, words: Words) -> list[Line]:
    """What is asked there, where ``line`` does not say so itself."""
    name = "" if question is None else " ".join(question.accessibleName().split())
    return [Line(name, words.language)] if name and name not in line.text else []


def beside(widget: QWidget, words: Words) -> list[Line]:
    """What else is to be known of a control: what a button would do, what a word has found."""
    if not isinstance(widget, Press | QLineEdit):
        return []
    said = widget.accessibleDescription()
    return [Line(said, words.language)] if said else []


def written_in(widget: QWidget | None) -> bool:
    """Whether one writes there."""
    return isinstance(widget, QLineEdit | QPlainTextEdit)


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
