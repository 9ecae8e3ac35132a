"""What the running kiosk tells of itself while it works; nothing where no watchdog listens."""

from __future__ import annotations

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

    def large_survey(self) -> None:
        """The thread is about to do something with a large survey; see the same class."""
        if self._heart is not None:
            self._heart.large_survey()

    def at_attract(self) -> None:
        """The attract screen stands there."""
        if self._heart is not None:
            self._heart.at_attract()
