"""Who else is at the kiosk: the staff with their corner, and the voice that reads aloud.

The first tap needs neither, so where a program has just started both come after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from kiosk.forms.screen import AnyWish, Shown
from kiosk.media import Media
from kiosk.staff.settings import read_settings
from kiosk.staff.stationed import occasion, stationed
from kiosk.window import Window
from storage.values import Clock
from survey.forms.media import FILMS, ending

if TYPE_CHECKING:
    from kiosk.aloud.hearing import Hearing
    from kiosk.aloud.signing import Signing
    from kiosk.aloud.voices import LocalVoice
    from kiosk.carrying import Standing
    from kiosk.circumstances import Station
    from kiosk.opening import Ready
    from kiosk.staff.room import Running, StaffRoom
    from storage.kiosk import KioskStore

SOON_MS = 300
"""How long a first screen stands, or what follows it at once, before the others come."""


class Company:
    """Made with the window; there is nobody in it before the store is open."""

    def __init__(self, window: Window, directory: Path, host: Running, clock: Clock) -> None:
        self._window = window
        self._directory = directory
        self._host = host
        self._clock = clock
        self._staff: StaffRoom | None = None
        self._voice: LocalVoice | None = None
        self._ear: Hearing | None = None
        self._signing: Signing | None = None
        self._store: KioskStore | None = None
        self._station: Station | None = None
        self._fell = False
        self._passed: list[Shown] = []  # what staff will be told when they come
        self._coming: Iterator[None] = iter(())
        self._soon = QTimer(window, singleShot=True)
        self._soon.timeout.connect(self._come_on)

    def opened(self, store: KioskStore) -> None:
        """The store is open: staff can be let in. Harmless when it was before."""
        self._store = store

    def gather(self, then: Callable[[], None], *, later: bool) -> None:
        """Let those come who are not there, and after them do ``then``: at once, or a little
        ``later`` and in parts, between which a tap is heard."""
        self._coming = self._each(then)
        if later:
            self._soon.start(SOON_MS)
        else:
            self._soon.stop()
            for _ in self._coming:
                continue

    def _come_on(self) -> None:
        for _ in self._coming:
            self._soon.start(0)
            return

    def _each(self, then: Callable[[], None]) -> Iterator[None]:
        if self._ear is None and self._voice is not None:
            from kiosk.aloud import telling  # noqa: F401 half of what the next loads

            yield
            self._hear(self._voice)
            yield
        if self._staff is None and self._store is not None:
            from kiosk.staff import screens  # noqa: F401 the same

            yield
            from kiosk.staff.room import StaffRoom

            yield
            self._staff = StaffRoom(
                self._window, self._store, self._directory, self._host, self._clock
            )
            if self._station is not None:
                self._staff.station(self._station)
            for screen in self._passed:
                self._staff.covers(screen)
            yield
        self._passed.clear()
        QTimer.singleShot(0, self._window, then)

    def _hear(self, voice: LocalVoice) -> None:
        """From now on every screen is followed by ear, and the one that stands there."""
        from kiosk.aloud.hearing import Hearing

        self._ear = Hearing(self._window, voice)
        for screen in self._passed[-1:]:
            self._ear.follow(screen)

    def after_fault(self, then: Callable[[], None]) -> None:
        """A fault that came before the staff did is not to keep them out; a second one may."""
        if self._staff is None and not self._fell:
            self._fell = True
            self.gather(then, later=True)

    def welcome(self, ready: Ready) -> tuple[Ready, Media]:
        """The survey as staff want it here, and its pictures and sounds, for all who show them."""
        from kiosk.aloud.lines import Line
        from kiosk.aloud.space_bar import space_bar_here
        from kiosk.aloud.voices import LocalVoice
        from kiosk.stage import nobody

        media = Media(ready.station.campaign, self._directory / "media")
        media.tidy()
        if self._voice is None:
            self._voice = LocalVoice(self._window)
        if self._staff is not None and self._ear is None:
            self._hear(self._voice)  # staff hear of each screen: none is kept for who comes later
        settings = read_settings(self._directory)
        self._voice.media = media
        self._voice.usual = settings.sound
        self._dim(settings.brightness)
        self._window.stage.media = media
        voice = self._voice
        self._window.stage.heard = (
            (lambda tag: voice.can(Line("", tag))) if space_bar_here() else nobody
        )
        if self._signing is None and any(ending(one.name) in FILMS for one in media.carried):
            self._signing = _signing(self._window)
        return replace(ready, station=self._as_wanted(ready.station)), media

    def _dim(self, per_cent: int) -> None:
        """The first screen has the light that staff have set."""
        if self._staff is None and per_cent < 100:
            from kiosk.staff import dimming

            dimming.adjust(self._window.stage.ground, per_cent)

    def _as_wanted(self, station: Station) -> Station:
        self._station, store = station, self._store
        assert store is not None
        wanted = (
            stationed(station, read_settings(self._directory)) if self._staff is None
            else self._staff.station(station)
        )
        return replace(wanted, occasion=lambda: occasion(store, station))

    def takes(self, wish: AnyWish) -> bool:
        """Whether ``wish`` is the staff's; while they are there every one is."""
        return self._staff is not None and self._staff.takes(wish)

    def covers(self, screen: Shown) -> bool:
        """Whether ``screen`` does not come to be seen, because staff stand before it."""
        if self._staff is not None:
            return self._staff.covers(screen)
        if self._store is not None:
            self._passed.append(screen)
        return False

    def told(self, standing: Standing) -> None:
        """How carrying stands, for the staff's log."""
        if self._staff is not None:
            self._staff.told(standing)

    def close(self) -> None:
        """Let everybody go, before the store is closed."""
        self._soon.stop()
        self._coming = iter(())
        if self._staff is not None:
            self._staff.close()
        self._staff = self._store = None


def _signing(window: Window) -> Signing | None:
    """What shows films in sign language, where this device can play any."""
    from kiosk.aloud import films
    from kiosk.aloud.signing import Signing

    return Signing(window, films.QtFilms(window)) if films.able() else None
