"""A place watched while it is carried through: how far it has come, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

from sync.envelope import FILE_LIMIT
from sync.transport import Transport

Going = Callable[[int, str], None]
"""Called before each file is fetched or delivered: (files moved so far, name of the next)."""


class Stopped(Exception):
    """Somebody wanted to stop, between two files; what was moved before is whole."""


class Watched:
    """``transport``, telling ``going`` of each file; raises Stopped once ``cancelled()``."""

    def __init__(
        self, transport: Transport, going: Going | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._transport = transport
        self._going = going
        self._cancelled = cancelled
        self._moved = 0

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        self._look()
        return self._transport.list(suffix)

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        self._look()
        return self._transport.bad_names(suffix)

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        self._next(name)
        data = self._transport.get(name, limit)
        self._moved += 1
        return data

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`."""
        self._next(name)
        self._transport.put(name, data)
        self._moved += 1

    def close(self) -> None:
        """See :class:`sync.transport.Transport`."""
        self._transport.close()

    def _look(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Stopped

    def _next(self, name: str) -> None:
        self._look()
        if self._going is not None:
            self._going(self._moved, name)
