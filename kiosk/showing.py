"""Where the person stands, what is kept before that changes, and what they see of it. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

from kiosk.circumstances import Station
from kiosk.forms.screen import FormScreen, Shown
from kiosk.keeping import Keeping
from kiosk.scenes import asleep, called, screen_for
from kiosk.screens import (
    Frame,
    NotKeptScreen,
    QuestionScreen,
    Reason,
    StaffThereScreen,
    StillThereScreen,
    StopScreen,
    ThanksScreen,
)
from kiosk.standing import Pace, Stand, spot_of
from kiosk.way import Spot
from storage.errors import NoRoom, StorageError
from survey import flow
from survey.conduct import LeftBehind
from survey.flow import FlowState
from survey.late import dataclass
from survey.records import Mode

log = logging.getLogger(__name__)

_UNTOUCHED = (Spot.ASLEEP, Spot.STAFF)
"""Here nobody is missed: nobody is there, or staff see to it."""


class CitizenView(Protocol):
    """Shows one screen at a time and remembers nothing."""

    def present(self, screen: Shown) -> None: ...


@dataclass(frozen=True, slots=True)
class _Unkept:
    """What could not be kept, and where the person stands once it is; None at the first screen."""

    write: Callable[[], object]
    stand: Stand | None
    reason: Reason


class Showing:
    """Holds where the person stands, and shows it."""

    def __init__(
        self, view: CitizenView, station: Station, kept: Keeping, pace: Pace
    ) -> None:
        self._view = view
        self._station = station
        self._kept = kept
        self._pace = pace
        self._names = called(station.campaign)
        self._comfort = station.comfort
        self._unkept: _Unkept | None = None
        self._voucher = ""
        self._wait_ms = self._usual_wait
        self._stand = self._first()

    @property
    def spot(self) -> Spot:
        """What stands on the screen."""
        return Spot.NOT_KEPT if self._unkept is not None else spot_of(self._stand)

    def _anew(self) -> None:
        """The first screen, as nobody had been there."""
        self._kept.next_person()
        self._comfort, self._voucher = self._station.comfort, ""
        self._wait_ms = self._usual_wait
        self._stand = self._first()
        self._show()

    def _first(self) -> Stand:
        return Stand(state=self._kept.first(), closed=self._kept.closed())

    def _after(
        self, write: Callable[[], object], stand: Stand | None, advance: int | None = None
    ) -> None:
        """Let the person stand at ``stand`` once ``write`` has succeeded, and not before."""
        try:
            write()
        except StorageError as trouble:
            self._not_kept(trouble, write, stand)
            return
        self._unkept = None
        if stand is None:
            self._anew()
        else:
            self._stand = stand
            self._show(advance)

    def _not_kept(
        self, trouble: StorageError, write: Callable[[], object], stand: Stand | None
    ) -> None:
        """Tell the person; ``write`` is tried again when they wish it."""
        log.error("an answer could not be kept: %s", trouble.code)
        reason = Reason.NO_ROOM if isinstance(trouble, NoRoom) else Reason.STORE
        self._unkept = _Unkept(write, stand, reason)
        self._show()

    @property
    def _state(self) -> FlowState:
        return self._stand.state

    def _advanced(self, wish: Any) -> FlowState:
        return flow.advance(self._state, wish)

    def _put(self, **changes: Any) -> None:
        self._stand = replace(self._stand, **changes)
        self._show()

    @property
    def _usual_wait(self) -> int:
        return self._station.campaign.conduct.idle.seconds * 1_000

    @property
    def _countdown(self) -> int:
        return self._station.campaign.conduct.idle.countdown * 1_000

    def _frame(self) -> Frame:
        station, campaign = self._station, self._station.campaign
        language = self._state.language or campaign.languages[0]
        spot = self.spot
        as_usual = self._comfort == station.comfort and language == campaign.languages[0]
        untouched = spot in _UNTOUCHED or (spot is Spot.ATTRACT and as_usual)
        wait = 0 if untouched else self._wait_ms
        if spot is Spot.STILL_THERE:  # a hand that stops the countdown may go away as well
            wait += self._countdown
        return Frame(
            language=language, languages=campaign.languages, comfort=self._comfort,
            usual=station.comfort, names=self._names, idle_ms=wait,
            helped=station.mode is Mode.ASSISTED,
        )

    def _show(self, advance: int | None = None) -> None:
        screen = self._standing()
        asks = isinstance(screen, QuestionScreen | FormScreen)
        self._kept.meeting.show(self._asked(screen) if asks else ())
        by_itself = advance is not None and not (self._comfort.aloud or self._comfort.calm)
        if isinstance(screen, QuestionScreen | FormScreen) and by_itself:
            screen = replace(screen, advance_after_ms=advance)
        self._view.present(screen)

    def _standing(self) -> Shown:
        frame, stand = self._frame(), self._stand
        if self._unkept is not None:
            return NotKeptScreen(frame=frame, reason=self._unkept.reason)
        match stand.over:
            case Spot.STILL_THERE:
                left = self._station.campaign.conduct.idle.left_behind
                return StillThereScreen(
                    frame=frame, returns_after_ms=self._countdown,
                    saves=left is LeftBehind.SEND,
                )
            case Spot.STOP_ASKED:
                return StopScreen(frame=frame)
            case Spot.STAFF:
                return StaffThereScreen(frame=frame)
        if stand.aside is not None:
            return replace(stand.aside, frame=frame)
        if stand.closed is not None and self.spot is Spot.ASLEEP:
            return asleep(stand.closed, self._station, frame)
        return self._thanking(self._screen())

    def _thanking(self, screen: Shown) -> Shown:
        code = self._kept.code
        if not isinstance(screen, ThanksScreen) or not (code or self._voucher):
            return screen
        wait = self._pace.thanks_with_code
        return replace(screen, code=code, voucher=self._voucher, returns_after_ms=wait)

    def _screen(self) -> Shown:
        return screen_for(self._state, self._station, self._frame(), self._pace)

    def _asked(self, screen: Shown) -> Collection[UUID]:
        """Which questions stand on the screen."""
        return (screen.question.id,) if isinstance(screen, QuestionScreen) else ()
