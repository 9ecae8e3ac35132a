"""The staff's corner: a door, and desks behind it. No Qt.

It is entered by the right PIN only, and left by itself when nobody touches anything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kiosk.staff.gate import Gate, NewPin
from kiosk.staff.means import AtDesk, Host, Means
from kiosk.staff.screens import COUNTDOWN_MS, At, Confirm, Home, Pad, PadSays, Status, Told
from kiosk.staff.settings import read_settings, write_settings
from kiosk.staff.wishes import Deed, Desk, Do, Go, Knock, Leave, StaffWish, Stay
from storage.errors import StorageError

log = logging.getLogger(__name__)

Open = Callable[[Means], AtDesk]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What the corner asks of those around it.

    ``desks`` are opened by name; ``status`` is asked for whenever the first desk is shown.
    ``put`` shows a screen, and ``COUNTDOWN_MS`` or 0 until it is left. ``assist`` begins an
    assisted visit; ``pair`` leads to the screens of pairing. ``paper`` tells whether sheets of
    this survey can be entered, ``sheets`` how many wait for their second entry. ``wrong_pin``
    hears, in the other thread, of each wrong one.
    """

    host: Host
    desks: Mapping[Desk, Open]
    status: Callable[[], Status]
    put: Callable[[At, int], None]
    assist: Callable[[], None]
    pair: Callable[[], None]
    paper: Callable[[], bool]
    sheets: Callable[[], int]
    wrong_pin: Callable[[], None]


class Corner:
    """``inside`` while anything of it stands on the screen, the door too."""

    def __init__(self, means: Means, rest: Rest) -> None:
        self._means = means
        self._rest = rest
        self._desk: AtDesk | None = None
        self._at: At | None = None
        self._visit = 0
        self._counts = False
        self.inside = False
        self.admitted = False

    def receive(self, wish: StaffWish) -> None:
        """Do what staff ask for. Before the PIN was right nothing but the door hears of it."""
        try:
            self._take(wish)
        except StorageError as fault:
            log.error("the store refuses what staff ask for: %s", fault.code)
            if self.admitted:
                self._put(Told(code="not-kept"))
            else:
                self.leave()

    def _take(self, wish: StaffWish) -> None:
        match wish:
            case Knock() if not self.inside:
                self._knock()
            case Leave() if self.inside:
                self._ask_or_leave()
            case Stay() if self.inside:
                self._again()
            case Go(desk=desk) if self.admitted:
                self._go(desk)
            case Do(deed=Deed.ASSIST | Deed.LOCK | Deed.END as deed) if self.admitted:
                self._do(deed)
            case _ if self.inside and self._desk is not None:
                self._desk.receive(wish)

    def alone(self) -> None:
        """Nobody has touched anything for a while: count down, then leave."""
        if self.inside and self._at is not None:
            self._counts = True
            self._rest.put(self._at, COUNTDOWN_MS)

    def step_aside(self) -> None:
        """Other screens of staff's stand there now; what was under way here ends."""
        self._close()
        self.inside = self.admitted = self._counts = False
        self._at = None

    def _ask_or_leave(self) -> None:
        """Whoever goes by hand is told first what lies in memory alone."""
        if self.admitted and not self._counts and self._is_to_tell("leave"):
            self._confirm("leave")
        else:
            self.leave()

    def _is_to_tell(self, of: str) -> bool:
        """Whether something lies in memory alone, and whoever goes for ``of`` was not told yet."""
        told = isinstance(self._at, Confirm) and self._at.of == of
        return not told and bool(self._rest.sheets())

    def leave(self) -> None:
        """Back to the people."""
        self.step_aside()
        self._rest.host.begin_again()

    def _knock(self) -> None:
        self.inside = True
        store = self._means.store
        if not store.pin.is_set and store.package() is None:
            # a new kiosk, that nobody has answered at and that holds nothing yet
            self._bring(lambda m: NewPin(store.pin, m.crew, m.show, self._opened))
        else:
            self._bring(lambda m: self._gate(m))

    def _gate(self, means: Means) -> Gate:
        pin = means.store.pin
        return Gate(pin, means.crew, means.show, self._opened, self._rest.wrong_pin)

    def _opened(self) -> None:
        self.admitted = True
        self._rest.host.leave_person()
        self._go(Desk.HOME)

    def _go(self, desk: Desk) -> None:
        match desk:
            case Desk.HOME:
                self._close()
                self._show_home()
            case Desk.PAIR:
                self.step_aside()
                self._rest.pair()
            case Desk.LOCK:
                locked = read_settings(self._means.directory).locked
                self._confirm("unlock" if locked else "lock")
            case Desk.END:
                self._confirm("end")
            case Desk.PAPER | Desk.OCCASION | Desk.MEETING:
                self._rest.host.begin_again()  # the place may have been chosen just now
                self._bring(self._rest.desks[desk])
            case Desk.NEW_PIN:
                self._bring(lambda m: NewPin(
                    m.store.pin, m.crew, m.show, self._pin_kept, within=True
                ))
            case _:
                self._bring(self._rest.desks[desk])

    def _do(self, deed: Deed) -> None:
        match deed:
            case Deed.ASSIST if self._is_to_tell("assist"):
                self._confirm("assist")
            case Deed.ASSIST:
                self._rest.assist()
                self.leave()
            case Deed.LOCK:
                self._turn_lock()
            case Deed.END:
                self._close()
                self._rest.host.quit()

    def _turn_lock(self) -> None:
        settings = read_settings(self._means.directory)
        try:
            write_settings(self._means.directory, replace(settings, locked=not settings.locked))
        except OSError:
            self._put(Told(code="not-kept"))
            return
        self.leave()

    def _confirm(self, of: str) -> None:
        self._close()
        self._put(Confirm(of=of, sheets=self._rest.sheets()))

    def _pin_kept(self) -> None:
        self._put(Pad(says=PadSays.KEPT))

    def _show_home(self) -> None:
        status = self._rest.status()
        self._put(Home(
            status=status, asks=self._means.campaign() is not None, paper=self._rest.paper()
        ))

    def _bring(self, open_desk: Open) -> None:
        self._close()
        visit = self._visit

        def show(at: At) -> None:
            if visit == self._visit:
                self._put(at)

        self._desk = open_desk(replace(self._means, show=show))
        self._desk.begin()

    def _close(self) -> None:
        self._visit += 1
        if self._desk is not None:
            desk, self._desk = self._desk, None
            desk.end()

    def _put(self, at: At) -> None:
        self._at, self._counts = at, False
        self._rest.put(at, 0)

    def _again(self) -> None:
        if self._at is not None:
            self._put(self._at)
