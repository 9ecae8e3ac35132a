"""What the pump and what it runs for say to each other."""

from __future__ import annotations

from survey.expressions.errors import ExpressionError
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.tasks import Task


class Hooks:
    """What the pump asks of the running form while it works."""

    def changed(self, answer: Answer) -> None:
        """The value of an answer is another than before. Told where its plan ``acts``."""

    def resize(self, series: Series, number: int) -> bool:
        """A repeat shall have so many instances. False when that is not all done yet."""
        return True

    def failed(self, task: Task, error: ExpressionError) -> None:
        """A calculation could not be worked out; its answer is empty."""

    def late(self, task: Task) -> None:
        """So much was looked at that the rest waits; ``task`` was the last."""

    def fitting(self, answer: Answer, text: str) -> str:
        """An answer to a select without what cannot be chosen now."""
        return text
