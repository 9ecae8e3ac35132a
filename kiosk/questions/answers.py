"""What the question screen asks of every question type's view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.media import no_media
from kiosk.questions.option import Option
from kiosk.questions.plan import Asked, Plan
from kiosk.style import Style
from survey.forms.model import Question
from survey.records import Answer


class AnswerView(QWidget):
    """Shows the possible answers of one question; ``answered`` carries the one picked."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.media: Callable[[str], str] = no_media
        """Gives the file of a survey's picture by its name."""

    def present(self, question: Question, answer: Answer, language: str, style: Style) -> None:
        """Show ``question`` with ``answer`` marked, if it is one of those that can be tapped."""
        raise NotImplementedError

    def clear(self) -> None:
        """Nobody sees it any more: no option tells what was asked or picked."""
        for option in self.findChildren(Option):  # those of a longer list before, too
            option.mark(False)
            option.setText("")
            option.setAccessibleName("")

    def options(self) -> Sequence[Option]:
        """The options on show, in reading order."""
        raise NotImplementedError

    def set_entry(self) -> None:
        """Let the Tab key enter at the answer given, else at the first option.

        Qt lets it enter a group of radio buttons where the focus was last. These buttons are
        used again for the next question and the next person, who would see what the one
        before chose.
        """
        options = self.options()
        entry = next((o for o in options if o.isChecked()), options[0] if options else None)
        for option in options:
            option.take_tabs(option is entry)

    def plan(self, room: QSize, asked: Asked) -> Plan | None:
        """Where question and answers stand in ``room`` so that all answers are in sight.

        None when they stand below each other and may be scrolled.
        """
        return None

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width`` without scrolling."""
        raise NotImplementedError

    def columns(self) -> int:
        """How many options stand in a row at present."""
        raise NotImplementedError

    def pick(self, number: int) -> bool:
        """Pick the option with this number, from 1. False when there is none."""
        options = self.options()
        if not 1 <= number <= len(options):
            return False
        options[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        options[number - 1].click()
        return True

    def step_focus(self, key: int) -> bool:
        """Move the focus by an arrow key. False when no option can take it."""
        options = list(self.options())
        row = self.columns()
        forward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Down: row if row < len(options) else 1,
            Qt.Key.Key_Up: -row if row < len(options) else -1,
        }
        if key not in steps or not options:
            return False
        focused = QApplication.focusWidget()
        if focused not in options:
            at = next((i for i, o in enumerate(options) if o.isChecked()), 0)
        else:
            at = options.index(focused) + steps[Qt.Key(key)]
        if not 0 <= at < len(options):
            return True
        options[at].setFocus(Qt.FocusReason.TabFocusReason)
        return True
