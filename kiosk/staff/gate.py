"""The door of the corner: a PIN is typed, looked at, and the next one waited for. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.staff.means import Crew
from kiosk.staff.screens import At, Pad, PadSays
from kiosk.staff.wishes import Deed, Do, Filled, StaffWish
from storage.errors import MissingKey, StorageError
from storage.kiosk.pin import TooSoon
from storage.seal import pin as signs


class Lock(Protocol):
    """See :class:`storage.kiosk.pin.Pin`."""

    @property
    def is_set(self) -> bool: ...
    def left(self) -> float: ...
    def opens(self, pin: str) -> bool: ...
    def set(self, pin: str) -> None: ...


class Gate:
    """Calls ``opened`` once the PIN was right, and ``wrong`` when it was not.

    Nothing that was typed is kept beyond the try.
    """

    def __init__(
        self, lock: Lock, crew: Crew, show: Callable[[At], None], opened: Callable[[], None],
        wrong: Callable[[], None],
    ) -> None:
        self._lock = lock
        self._crew = crew
        self._show = show
        self._opened = opened
        self._wrong = wrong
        self._attempt = 0
        self._looking = False

    def begin(self) -> None:
        """Ask for the PIN, or say that there is none."""
        self._attempt += 1
        self._looking = False
        try:
            if not self._lock.is_set:
                self._say(PadSays.NO_PIN)
            elif (left := self._lock.left()) > 0:
                self._say(PadSays.TOO_SOON, left)
            else:
                self._say(PadSays.ENTER)
        except StorageError:
            self._say(PadSays.TROUBLE)

    def receive(self, wish: StaffWish) -> None:
        """A PIN was typed, or the wait for the next is over. One that comes while another is
        looked at is let go of."""
        match wish:
            case Do(deed=Deed.AGAIN) if not self._looking:
                self.begin()
            case Filled(deed=Deed.PIN, values=(typed,)) if not self._looking:
                self._try(typed)

    def end(self) -> None:
        """They have gone; what is under way opens nothing."""
        self._attempt += 1
        self._looking = False

    def _try(self, typed: str) -> None:
        try:
            pin = signs.digits(typed)
        except ValueError:
            self._say(PadSays.LETTERS)
            return
        if len(pin) < signs.LEAST_DIGITS:
            self._say(PadSays.SHORT)  # nobody's PIN: it costs no try
            return
        self._looking = True
        self._attempt += 1
        attempt = self._attempt
        self._say(PadSays.LOOKING)
        self._crew.away(lambda: self._look(attempt, pin))

    def _look(self, attempt: int, pin: str) -> None:
        """In the other thread."""
        says, wait = PadSays.WRONG, 0.0
        try:
            right = self._lock.opens(pin)
            if not right:
                wait = self._lock.left()
                self._wrong()
        except TooSoon:
            right, says, wait = False, PadSays.TOO_SOON, self._lock.left()
        except MissingKey:
            right, says = False, PadSays.NO_PIN
        except StorageError:
            right, says = False, PadSays.TROUBLE
        self._crew.here(lambda: self._looked(attempt, right, says, wait))

    def _looked(self, attempt: int, right: bool, says: PadSays, wait: float) -> None:
        if attempt != self._attempt:
            return  # they went away meanwhile
        self._looking = False
        if right:
            self._opened()
        else:
            self._say(says, wait)

    def _say(self, says: PadSays, wait: float = 0.0) -> None:
        self._show(Pad(says=says, wait=round(wait + 0.5), attempt=self._attempt))


class NewPin:
    """A PIN is chosen, and typed again so that a slip of the finger shuts nobody out."""

    def __init__(
        self, lock: Lock, crew: Crew, show: Callable[[At], None], kept: Callable[[], None],
        within: bool = False,
    ) -> None:
        self._lock = lock
        self._crew = crew
        self._show = show
        self._kept = kept
        self._within = within
        self._first = ""
        self._attempt = 0

    def begin(self) -> None:
        """Ask for the first time."""
        self._first = ""
        self._say(PadSays.NEW)

    def receive(self, wish: StaffWish) -> None:
        """A PIN was typed, for the first or the second time."""
        match wish:
            case Filled(deed=Deed.PIN, values=(typed,)):
                self._take(typed)

    def end(self) -> None:
        """They have gone; what they typed is forgotten."""
        self._first = ""
        self._attempt += 1

    def _take(self, typed: str) -> None:
        try:
            pin = signs.digits(typed)
        except ValueError:
            self._say(PadSays.LETTERS)
            return
        if not self._first:
            fault = signs.fault(pin)
            self._first = "" if fault else pin
            self._say(PadSays(fault) if fault else PadSays.REPEAT)
            return
        first, self._first = self._first, ""
        if first != pin:
            self._say(PadSays.DIFFERENT)
            return
        self._say(PadSays.LOOKING)
        attempt = self._attempt
        self._crew.away(lambda: self._set(attempt, pin))

    def _set(self, attempt: int, pin: str) -> None:
        """In the other thread."""
        try:
            self._lock.set(pin)
        except StorageError:
            self._crew.here(lambda: self._say(PadSays.TROUBLE))
        else:
            self._crew.here(lambda: self._done(attempt))

    def _done(self, attempt: int) -> None:
        if attempt == self._attempt:
            self._kept()

    def _say(self, says: PadSays) -> None:
        self._attempt += 1
        self._show(Pad(says=says, attempt=self._attempt, within=self._within))
