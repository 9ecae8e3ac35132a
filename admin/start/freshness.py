"""What another program changed in the workspace is seen in the window too, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from admin.background import Background
from storage.errors import StorageError


class Marked(Protocol):
    """The open workspace; asked in the background."""

    def mark(self) -> tuple[int, ...]:
        """Another value soon after any program changed the workspace; cheap."""


class Freshness:
    """``changed`` is told when what the pages show may have become untrue."""

    def __init__(
        self, marked: Marked, background: Background, changed: Callable[[], None]
    ) -> None:
        self._marked, self._background, self._changed = marked, background, changed
        self._is_open = self._looking = False
        self._mark: tuple[int, ...] | None = None
        self._opened = 0

    def workspace_opened(self) -> None:
        """There is a workspace, or another one: what it holds now is what the pages show."""
        self._opened += 1
        self._is_open, self._looking, self._mark = True, False, None
        self.look()

    def look(self) -> None:
        """Ask once; a look that is under way is not doubled."""
        if not self._is_open or self._looking:
            return
        self._looking, opened = True, self._opened

        def have(mark: tuple[int, ...]) -> None:
            if opened != self._opened:
                return
            before, self._mark, self._looking = self._mark, mark, False
            if before not in (None, mark):
                self._changed()

        def failed(trouble: Exception) -> None:
            if opened == self._opened:
                self._looking = False
            if not isinstance(trouble, StorageError | OSError):
                raise trouble  # the others say themselves what they could not read

        self._background(lambda _report: self._marked.mark(), done=have, failed=failed)
