"""One person at the screen: what they wish, what is kept, and what they see next. No Qt.

Every answer is durable before the next screen is shown. An answer that could not be kept
is never passed over: the person is told, and may try again or stop. What a wish does where is
told by the table in :mod:`kiosk.way`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.circumstances import Station
from kiosk.forms.screen import AnyWish
from kiosk.keeping import Instruments as Instruments
from kiosk.keeping import Keeper as Keeper
from kiosk.keeping import Keeping
from kiosk.screens import WithdrawnScreen, WithdrawScreen
from kiosk.showing import CitizenView as CitizenView
from kiosk.showing import Showing
from kiosk.standing import Pace as Pace
from kiosk.standing import Stand, Write
from kiosk.way import Deed, Spot, row
from kiosk.wishes import Adjust, GiveBackCode, Helped
from storage.errors import StorageError
from survey import flow
from survey.flow import At, FlowState

log = logging.getLogger(__name__)

_LONGEST_WAIT_MS = 600_000
_OPEN = (At.TAPPED, At.CONSENT, At.QUESTION, At.CODE)
"""Here a draft may be open."""


class Citizen(Showing):
    """The presenter of the person's way from the first screen to thanks.

    Asks plain questions; :class:`kiosk.form_citizen.FormCitizen` asks a whole form.
    """

    def __init__(
        self, view: CitizenView, station: Station, keeper: Keeper, means: Instruments, pace: Pace
    ) -> None:
        super().__init__(view, station, Keeping(station, keeper, means), pace)
        self._keeper = keeper
        self._deeds = self._every_deed()

    def begin(self) -> None:
        """Show where the person is; the first screen at first."""
        self._show()

    def receive(self, wish: AnyWish) -> None:
        """Do what the person, or the passing of time, asks for."""
        self._deeds[row(self.spot, wish).deed](wish)

    def _every_deed(self) -> dict[Deed, Callable[[Any], None]]:
        def show(wish: AnyWish) -> None:
            self._show()

        return {
            Deed.NOTHING: lambda wish: None,
            Deed.SHOW: show,
            Deed.FILL: show,
            Deed.ADJUST: self._adjust,
            Deed.SPEAK: self._speak,
            Deed.NOTE_HELP: self._note_help,
            Deed.COME: self._go_on,
            Deed.GO_ON: self._go_on,
            Deed.TAP: self._tap,
            Deed.BEGIN: self._begin,
            Deed.GIVE: self._give,
            Deed.END: self._end,
            Deed.VOUCHER: self._take_voucher,
            Deed.ASK_TO_STOP: self._ask_to_stop,
            Deed.END_HERE: self._end_here,
            Deed.FORGET: self._forget,
            Deed.LEAVE: self._leave,
            Deed.LEAVE_ALONE: self._leave_alone,
            Deed.ASK_IF_THERE: lambda wish: self._put(over=Spot.STILL_THERE),
            Deed.BACK_TO_IT: self._back_to_it,
            Deed.TRY_AGAIN: self._try_again,
            Deed.GIVE_BACK: self._give_back,
            Deed.READ_CODE: self._read_code,
            Deed.LOOK: self._look,
            Deed.GIVE_WAY: self._give_way,
            Deed.COME_BACK: lambda wish: self._anew(),
        }

    # --- on the way

    def _adjust(self, wish: AnyWish) -> None:
        chosen = isinstance(wish, Adjust)
        self._comfort = wish.comfort if chosen else self._comfort.with_next_size()
        self._show()

    def _speak(self, wish: flow.ChooseLanguage) -> None:
        if self.spot in (Spot.ATTRACT, Spot.LANGUAGE):
            self._go_on(wish)
            return
        if wish.tag in self._station.campaign.languages and wish.tag != self._state.language:
            if self._state.at in _OPEN:
                self._kept.meeting.switch_language()
            self._stand = self._in(wish.tag, self._stand)
            if self._unkept is not None and self._unkept.stand is not None:
                waiting = self._in(wish.tag, self._unkept.stand)
                self._unkept = replace(self._unkept, stand=waiting)
        self._show()

    def _in(self, language: str, stand: Stand) -> Stand:
        return replace(stand, state=replace(stand.state, language=language))

    def _note_help(self, wish: Helped) -> None:
        self._kept.meeting.help(wish.question)

    def _go_on(self, wish: AnyWish) -> None:
        self._put(state=self._advanced(wish))

    def _tap(self, wish: flow.TapFace) -> None:
        state = self._advanced(wish)
        if state is self._state:
            self._show()  # a face that this scale has not
            return
        state = self._kept.drawn(state)
        self._after(lambda: self._kept.tap(state), Stand(state=state))

    def _begin(self, wish: flow.Agree) -> None:
        state = self._kept.drawn(self._advanced(wish))
        self._after(lambda: self._kept.begin(state), Stand(state=state))

    def _give(self, wish: AnyWish) -> None:
        before, state = self._state, self._advanced(wish)
        if state is before or not isinstance(wish, flow.Give | flow.Clear):
            self._show()
            return
        self._kept.meeting.answer(wish.question)
        self._after(lambda: self._kept.keep(state), Stand(state=state), self._pace.advance)

    def _end(self, wish: AnyWish) -> None:
        state = self._advanced(wish)
        if state.at in (At.VOUCHER, At.THANKS):
            self._after(lambda: self._finish(state), Stand(state=self._without_voucher(state)))
        else:
            self._put(state=state)

    def _finish(self, state: FlowState) -> None:
        self._kept.finish(state)

    def _without_voucher(self, state: FlowState) -> FlowState:
        """Nobody is offered what there is none of, or what cannot be reached."""
        if state.at is not At.VOUCHER:
            return state
        supply = self._station.vouchers
        try:
            left = 0 if supply is None else supply.left()
        except StorageError as trouble:
            log.error("vouchers cannot be counted: %s", trouble.code)
            left = 0
        return state if left else flow.advance(state, flow.NoVoucher())

    def _take_voucher(self, wish: AnyWish) -> None:
        state = self._advanced(wish)
        self._after(lambda: self._hand_out(state), Stand(state=state))

    def _hand_out(self, state: FlowState) -> None:
        supply = self._station.vouchers
        if state.wants_voucher and supply is not None and not self._voucher:
            self._voucher = supply.take() or ""

    # --- away from it

    def _ask_to_stop(self, wish: AnyWish) -> None:
        if self._has_answers():
            self._put(over=Spot.STOP_ASKED)
        else:
            self._leave(wish)

    def _end_here(self, wish: AnyWish) -> None:
        state = self._state
        if self._has_answers():
            ended = Stand(state=flow.advance(state, flow.Stop()))
            self._go_by(lambda: self._kept.leave(state), ended)
        else:
            self._leave(wish)

    def _forget(self, wish: AnyWish) -> None:
        if self._has_answers():
            gone = Stand(state=flow.advance(self._state, flow.Discard()))
            self._go_by(self._keeper.forget, gone)
        else:
            self._leave(wish)

    def _leave(self, wish: AnyWish) -> None:
        """Seal what there is, so that no answer waits in a draft that the next person replaces."""
        self._seal(self._kept.leave)

    def _leave_alone(self, wish: AnyWish) -> None:
        unkept = self._unkept
        was_done = unkept is not None and unkept.stand is not None and (
            unkept.stand.state.at not in _OPEN
        )
        self._seal(self._kept.leave if was_done else self._kept.leave_alone)

    def _seal(self, seal: Callable[[FlowState], None]) -> None:
        state = self._state

        def write() -> None:
            if state.at in _OPEN:
                seal(state)

        self._go_by(self._stand.leaving or write, None)

    def _go_by(self, write: Write, stand: Stand | None) -> None:
        """They want to go: should that fail, every later way out tries the same again."""
        self._stand = replace(self._stand, leaving=write)
        self._after(write, stand)

    def _back_to_it(self, wish: AnyWish) -> None:
        if self._stand.over is Spot.STILL_THERE:
            self._wait_ms = max(self._wait_ms, min(2 * self._wait_ms, _LONGEST_WAIT_MS))
        self._put(over=None)

    def _give_back(self, wish: AnyWish) -> None:
        if not self._station.locked:
            self._stand = replace(self._stand, aside=WithdrawScreen(frame=self._frame()))
        self._show()

    def _read_code(self, wish: GiveBackCode) -> None:
        """Nobody is told whether the code is known: that is seen only at the administrator's."""
        code = self._keeper.read_code(wish.text)
        if not isinstance(code, bytes):
            misread, place = code
            self._put(aside=WithdrawScreen(frame=self._frame(), misread=misread, place=place))
            return
        campaign = self._station.campaign
        done = WithdrawnScreen(
            frame=self._frame(), organisation=campaign.organisation, contact=campaign.contact,
            returns_after_ms=self._pace.thanks,
        )
        self._after(lambda: self._keeper.withdraw(code), replace(self._stand, aside=done))

    def _look(self, wish: AnyWish) -> None:
        """Sleep, wake, or show the half-day's own first screen."""
        first, now = self._first(), self._stand
        if (first.closed, first.state.arm) != (now.closed, now.state.arm):
            self._anew()

    def _try_again(self, wish: AnyWish) -> None:
        assert self._unkept is not None
        self._after(self._unkept.write, self._unkept.stand)

    def _give_way(self, wish: AnyWish) -> None:
        """Staff may always come; what could not be sealed now is, when they go."""
        self._unkept, state, leaving = None, self._state, self._stand.leaving
        if state.at in _OPEN:
            try:
                leaving() if leaving is not None else self._kept.leave(state)
                state, leaving = self._kept.first(), None
            except StorageError as trouble:
                log.error("an answer could not be sealed: %s", trouble.code)
        self._stand = Stand(state=state, leaving=leaving)
        self._put(over=Spot.STAFF)

    def _has_answers(self) -> bool:
        """True while there is something to seal."""
        return self._state.at in (At.QUESTION, At.CODE) and flow.answered(self._state)
