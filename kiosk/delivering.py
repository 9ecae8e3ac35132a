"""The carrier and pairing beside the window: what comes from their thread comes into this one."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from kiosk import carrying
from kiosk.carrying import CARRIER, Carrier, Standing
from kiosk.forms.screen import AnyWish, Shown
from kiosk.pauses import has_given, is_pause
from kiosk.places import Places
from kiosk.screens import Frame
from storage.kiosk import KioskStore
from storage.values import Clock

if TYPE_CHECKING:
    from kiosk.pairing import Pairing, PairingView

log = logging.getLogger(__name__)


class Delivery(QObject):
    """Carries for ``store`` until :meth:`stop`.

    ``told`` has a :class:`~kiosk.carrying.Standing`; ``renewed``: a package has come; ``paired``:
    connecting the kiosk has come to an end, whichever.
    """

    told = Signal(object)
    renewed = Signal()
    paired = Signal()
    _standing = Signal(object)
    _came = Signal()
    _job = Signal(object)

    def __init__(
        self, store: KioskStore, places: Places | None, clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._pairing: Pairing | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._standing.connect(self.told, queued)
        self._came.connect(self.renewed, queued)
        self._job.connect(self._do, queued)
        where = places or Places()
        hands = carrying.Hands(told=self._standing.emit, renewed=self._came.emit, clock=clock)
        carrier = Carrier(
            store, lambda: carrying.routes(store, where, carrying.means(clock, carrier.wait)),
            hands,
        )
        self._carrier = carrier
        carrier.start()

    def follow(self, screen: Shown | None) -> None:
        """``screen`` stands there: while somebody answers nothing is begun, and what was given is
        carried in some seconds. None before there is any."""
        if screen is not None:
            self._carrier.busy(not is_pause(screen))
            if has_given(screen):
                self._carrier.nudge()

    def pair(self, wish: AnyWish, view: PairingView, frame: Frame) -> None:
        """Staff connect the kiosk; what waits for the network does so in the carrier's thread."""
        from kiosk import pairing

        if self._pairing is None:
            crew = pairing.Crew(
                away=self._carrier.ask, here=self._job.emit,
                means=carrying.means(self._clock, self._carrier.wait),
            )
            self._pairing = pairing.Pairing(view, self._store, frame, crew)
        self._pairing.receive(wish)
        if self._pairing.over:
            self._pairing = None
            self.paired.emit()

    def forget_pairing(self) -> None:
        """Whatever was begun of it is over."""
        self._pairing = None

    def fell(self, fault: threading.ExceptHookArgs) -> None:
        """A fault in another thread: people may go on answering. One of the carrier's ends it, and
        staff are told; the staff's own thread is begun anew."""
        thread = "" if fault.thread is None else fault.thread.name
        trace = "".join(traceback.format_tb(fault.exc_traceback))
        log.critical("%s in the thread %s\n%s", fault.exc_type.__name__, thread, trace)
        if thread == CARRIER:
            self._standing.emit(Standing(trouble="stopped"))

    def stop(self) -> None:
        """End after the file in hand, and wait for that."""
        self._carrier.stop()

    def _do(self, job: Callable[[], None]) -> None:
        job()
