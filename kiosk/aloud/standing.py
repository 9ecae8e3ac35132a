"""Where somebody who listens is on a screen, and what is new there to be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QWidget

from assets.words import Words
from kiosk.aloud import naming
from kiosk.aloud.lines import Line


class Standing:
    """Remembers what was told last. ``way`` are the controls of the screen."""

    def __init__(self, way: Callable[[], Sequence[QWidget]]) -> None:
        self._way = way
        self.at: QWidget | None = None
        self._text = ""
        self._question: QWidget | None = None

    def come(self, at: QWidget, line: Line) -> None:
        """What lies there has been told."""
        self.at, self._text = at, line.text

    def news(self, words: Words) -> list[Line]:
        """What is to be told of where the focus is; it counts as told from now on.

        Nothing where that has not changed. While one writes in a field: the word, and what follows
        from it beside. Among several questions the one that was entered is told first.
        """
        at = QApplication.focusWidget()
        line = None if at is None else naming.control(at, self._way(), words)
        if at is None or line is None:
            return []
        stood, text, question = self.at, self._text, self._question
        self.at, self._text, self._question = at, line.text, naming.question_of(at)
        if stood is at and text == line.text:
            return []
        beside = naming.beside(at, words)
        typed = naming.typed(at, words) if stood is at else None
        if typed is not None:
            return [typed, *beside]
        entered = self._question is not None and self._question is not question
        asked = naming.asked(self._question, line, words) if entered else []
        return [*asked, line, *(() if naming.written_in(at) else beside)]

    @property
    def moved(self) -> bool:
        """Whether the focus is elsewhere than where it was told of."""
        return QApplication.focusWidget() is not self.at

    @property
    def writes(self) -> bool:
        """Whether one stands in a field."""
        return naming.written_in(QApplication.focusWidget())
