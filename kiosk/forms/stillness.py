"""What stays where it is when something comes or goes above it: a finger may be there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.forms.block import QuestionBlock
from kiosk.forms.screen import FormScreen
from kiosk.views.pane import Pane


@dataclass(frozen=True, slots=True)
class Still:
    """The answers of a question, and how far below the pane's upper edge they begin."""

    block: QuestionBlock
    below: int


class Stillness:
    """Remembers which question was touched last on a page, and where answers stand."""

    def __init__(self, pane: Pane, blocks: Callable[[], Sequence[QuestionBlock]]) -> None:
        self._pane = pane
        self._blocks = blocks
        self._touched: QuestionBlock | None = None

    def watch(self, block: QuestionBlock) -> None:
        """Whatever is done to its answers counts."""
        for done in (
            block.answered, block.declined, block.captured, block.added, block.removed, block.grown,
        ):
            done.connect(lambda *_: self._touch(block))

    def _touch(self, block: QuestionBlock) -> None:
        self._touched = block

    def forget(self) -> None:
        """Another page has come."""
        self._touched = None

    def now(self, screen: FormScreen | None = None) -> Still | None:
        """The answers somebody is at; the first that are wrong where ``screen`` tells so."""
        if screen is None or not screen.trouble:
            return self.of(self._touched or next(iter(self._blocks()), None))
        wrong = {item.ref for item in screen.items if item.violation}
        return self.of(next(
            (block for block in self._blocks() if block.asked and block.asked.ref in wrong), None))

    def of(self, block: QuestionBlock | None) -> Still | None:
        """Where the answers of ``block`` stand, while it is on the page."""
        if block is None or block not in self._blocks():
            return None
        return Still(block, self._pane.where(block.view))

    def restore(self, still: Still | None) -> None:
        """Have them where they were."""
        if still is not None and still.block in self._blocks():
            self._pane.put(still.block.view, still.below)
