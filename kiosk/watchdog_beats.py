"""What the running kiosk tells of itself while it works; nothing where no watchdog listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.watchdog_heart import Heart


class Beats:
    """``heart`` is listened to; None where the window runs by itself."""

    def __init__(self, heart: Heart | None = None) -> None:
        self._heart = heart

    @property
    def heard(self) -> bool:
        """Whether a watchdog starts the program anew when it falls."""
        return self._heart is not None

    def long_work(self) -> None:
        """The thread is about to work for long; see :class:`kiosk.watchdog_heart.Heart`."""
        if self._heart is not None:
            self._heart.long_work()

    def at_attract(self) -> None:
        """The attract screen stands there."""
        if self._heart is not None:
            self._heart.at_attract()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The thread works with the store as long as this lasts."""
        if self._heart is None:
            yield
            return
        with self._heart.at_work():
            yield
