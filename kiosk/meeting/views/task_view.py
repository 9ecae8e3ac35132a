"""The page of one participant's own: a form's page, with what is left to spread above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assets.words import Words
from kiosk.forms.block import QuestionBlock
from kiosk.forms.page import FormPage
from kiosk.forms.screen import FormScreen
from kiosk.forms.stillness import Still
from kiosk.meeting.task_screens import TaskScreen
from kiosk.meeting.views.task_left import LeftLine
from kiosk.meeting.views.task_points import TaskPoints
from kiosk.questions.asked import Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.view import View
from kiosk.style import Style

_LEAST, _MOST, _BETWEEN = 220, 480, 16


class TaskBlock(QuestionBlock):
    """One thing that is asked in a meeting."""

    kinds: Mapping[Kind, type[View]] = {**FORM_VIEWS, Kind.POINTS: TaskPoints}


class TaskPage(FormPage):
    """Forgets all of a person's when it rests."""

    asks = TaskBlock

    def __init__(self) -> None:
        super().__init__()
        self._notice.deleteLater()
        self.left = LeftLine()
        self.left.setParent(self)
        self._notice = self.left

    def present(self, screen: FormScreen, style: Style, words: Words) -> None:
        left = screen.left if isinstance(screen, TaskScreen) else None
        told = self.left.height_for(self.width())
        self.left.tell(left, screen.notice, style)
        super().present(replace(screen, notice=""), style, words)  # else all is placed anew
        if self.left.height_for(self.width()) != told or self._beside_tools() != self.left.aside:
            self._arrange()

    def _arrange(self, *, settle: bool = False, still: Still | None = None) -> None:
        """What is left stands beside the tools where it has room there: more is in sight below."""
        super()._arrange(settle=settle, still=still)
        room = self._beside_tools()
        if room != self.left.aside:
            self.left.aside = room
            super()._arrange(settle=True, still=still)
        if room:
            bar = self.top.geometry()
            rtl = self.isRightToLeft()
            at = bar.right() + 1 - room if rtl else bar.left()
            self.left.setGeometry(at, bar.top() + 4, room, bar.height() - 8)
            self.left.raise_()

    def _beside_tools(self) -> int:
        """The width beside the tools that is enough for what is left; 0 where it is not."""
        if self.left.isHidden() or not self.keyboard.isHidden() or self.top.isHidden():
            return 0
        room = self.top.width() - self.top.tools.width() - _BETWEEN
        room = min(room, _MOST)
        enough = room >= _LEAST and self.left.fits(room, self.top.height() - 8)
        return room if enough else 0

    def rest(self) -> None:
        super().rest()
        self.left.clear_left()
        self.footer.skip.setVisible(False)
