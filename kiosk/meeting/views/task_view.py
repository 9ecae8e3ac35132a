"""The page of one participant's own: a form's page, with what is left to spread above it."""

from __future__ import annotations

from collections.abc import Mapping

from assets.words import Words
from kiosk.forms.block import QuestionBlock
from kiosk.forms.page import FormPage
from kiosk.forms.screen import FormScreen
from kiosk.meeting.task_screens import TaskScreen
from kiosk.meeting.views.task_left import LeftLine
from kiosk.meeting.views.task_points import TaskPoints
from kiosk.questions.asked import Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.view import View
from kiosk.style import Style


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
        told = self.left.height_for(self.width())
        left = screen.left if isinstance(screen, TaskScreen) else None
        self.left.tell(left, screen.notice, style)
        super().present(screen, style, words)
        if self.left.height_for(self.width()) != told:
            self._arrange()

    def rest(self) -> None:
        super().rest()
        self.left.clear_left()
        self.footer.skip.setVisible(False)
