"""Who else is at the kiosk: the staff with their corner, and the voice that reads aloud."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.forms.screen import AnyWish, Shown
from kiosk.media import Media
from kiosk.staff.settings import read_settings
from kiosk.window import Window
from storage.values import Clock
from survey.forms.media import FILMS, ending

if TYPE_CHECKING:
    from kiosk.aloud.hearing import Hearing
    from kiosk.aloud.signing import Signing
    from kiosk.aloud.voices import LocalVoice
    from kiosk.carrying import Standing
    from kiosk.opening import Ready
    from kiosk.staff.room import Running, StaffRoom
    from storage.kiosk import KioskStore


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

    def opened(self, store: KioskStore) -> None:
        """The store is open: staff can be let in. Harmless when it was before."""
        if self._staff is None:
            from kiosk.staff.room import StaffRoom

            self._staff = StaffRoom(
                self._window, store, self._directory, self._host, self._clock
            )

    def welcome(self, ready: Ready) -> tuple[Ready, Media]:
        """The survey as staff want it here, and its pictures and sounds, for all who show them."""
        from kiosk.aloud.hearing import Hearing
        from kiosk.aloud.lines import Line
        from kiosk.aloud.space_bar import space_bar_here
        from kiosk.aloud.voices import LocalVoice
        from kiosk.stage import nobody

        media = Media(ready.station.campaign, self._directory / "media")
        media.tidy()
        if self._voice is None:
            self._voice = LocalVoice(self._window)
            self._ear = Hearing(self._window, self._voice)
        self._voice.media = media
        self._voice.usual = read_settings(self._directory).sound
        self._window.stage.media = media
        voice = self._voice
        self._window.stage.heard = (
            (lambda tag: voice.can(Line("", tag))) if space_bar_here() else nobody
        )
        if self._signing is None and any(ending(one.name) in FILMS for one in media.carried):
            self._signing = _signing(self._window)
        if self._staff is not None:
            station = self._staff.station(ready.station)
            ready = replace(ready, station=replace(station, occasion=self._staff.occasion))
        return ready, media

    def takes(self, wish: AnyWish) -> bool:
        """Whether ``wish`` is the staff's; while they are there every one is."""
        return self._staff is not None and self._staff.takes(wish)

    def covers(self, screen: Shown) -> bool:
        """Whether ``screen`` does not come to be seen, because staff stand before it."""
        return self._staff is not None and self._staff.covers(screen)

    def told(self, standing: Standing) -> None:
        """How carrying stands, for the staff's log."""
        if self._staff is not None:
            self._staff.told(standing)

    def close(self) -> None:
        """Let everybody go, before the store is closed."""
        if self._staff is not None:
            self._staff.close()
            self._staff = None


def _signing(window: Window) -> Signing | None:
    """What shows films in sign language, where this device can play any."""
    from kiosk.aloud import films
    from kiosk.aloud.signing import Signing

    return Signing(window, films.QtFilms(window)) if films.able() else None
