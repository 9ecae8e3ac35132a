"""One person at the screen: what they wish, what is kept, and what they see next. No Qt.

Every answer is durable before the next screen is shown. An answer that could not be kept
is never passed over: the person is told, and may try again or stop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.circumstances import Station, circumstances
from kiosk.forms.screen import AnyWish, FormScreen, Shown
from kiosk.scenes import called, screen_for
from kiosk.screens import (
    TEXT_SIZES,
    Comfort,
    Frame,
    NotKeptScreen,
    QuestionScreen,
    Reason,
    ReceiptCode,
    StillThereScreen,
    StopScreen,
    ThanksScreen,
    WithdrawnScreen,
    WithdrawScreen,
)
from kiosk.wishes import (
    Adjust,
    AskToStop,
    ChangeTextSize,
    EndHere,
    GiveBack,
    GiveBackCode,
    LeaveNothing,
    LeavePairing,
    LeftAlone,
    Pair,
    PairWith,
    SameWords,
    ShowNumber,
    StillHere,
    TryAgain,
)
from storage.errors import NoRoom, StorageError
from storage.values import Clock
from survey import flow
from survey.flow import At, FlowState
from survey.records import Response

log = logging.getLogger(__name__)

_UNDERWAY = (At.QUESTION, At.CODE)


class CitizenView(Protocol):
    """Shows one screen at a time and remembers nothing."""

    def present(self, screen: Shown) -> None: ...


class Keeper(Protocol):
    """Where answers are kept; see :class:`kiosk.diary.Diary`. Every call may raise StorageError."""

    def keep(self, so_far: Response) -> None: ...
    def finish(self, response: Response) -> None: ...
    def leave(self) -> bool: ...
    def forget(self) -> None: ...
    def new_code(self) -> ReceiptCode: ...
    def read_code(self, text: str) -> bytes | tuple[str, int]: ...
    def withdraw(self, code: bytes) -> None: ...


Aside = WithdrawScreen | WithdrawnScreen
"""What stands before the language screen while somebody gives a code back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Times in milliseconds. ``advance`` of ``None`` waits for the person to press *Next*."""

    advance: int | None = 350
    thanks: int = 8_000
    thanks_with_code: int = 120_000
    still_there: int = 20_000


class Citizen:
    """The presenter of the person's way from language to thanks.

    Asks plain questions; :class:`kiosk.form_citizen.FormCitizen` asks a whole form.
    """

    def __init__(
        self, view: CitizenView, station: Station, keeper: Keeper, clock: Clock, pace: Pace
    ) -> None:
        self._view = view
        self._station = station
        self._keeper = keeper
        self._clock = clock
        self._pace = pace
        self._comfort = Comfort()
        self._unkept: tuple[Callable[[], object], FlowState, Aside | None] | None = None
        self._aside: Aside | None = None
        self._code: ReceiptCode | None = None
        self._asked_if_there = False
        self._names = called(station.campaign)
        self._state = flow.start(station.campaign, station.unit)

    def begin(self) -> None:
        """Show where the person is; the language screen at first."""
        self._show()

    def receive(self, wish: AnyWish) -> None:
        """Do what the person, or the passing of time, asks for."""
        asked, self._asked_if_there = self._asked_if_there, False
        match wish:
            case TryAgain():
                self._try_again()
            case ChangeTextSize():
                at = TEXT_SIZES.index(self._comfort.percent)
                percent = TEXT_SIZES[(at + 1) % len(TEXT_SIZES)]
                self._comfort = replace(self._comfort, percent=percent)
                self._show()
            case Adjust(comfort=comfort):
                self._comfort = comfort
                self._show()
            case LeftAlone():
                self._left_alone(asked)
            case StillHere():
                self._show()
            case AskToStop() if self._has_answers():
                self._view.present(StopScreen(frame=self._frame()))
            case EndHere() if self._has_answers():
                self._after(self._keeper.leave, flow.advance(self._state, flow.Stop()))
            case LeaveNothing() if self._has_answers():
                self._after(self._keeper.forget, flow.advance(self._state, flow.Discard()))
            case flow.Stop() | flow.Restart() | AskToStop() | EndHere() | LeaveNothing():
                self._after(self._leave, self._start())
            case Pair() | PairWith() | SameWords() | ShowNumber() | LeavePairing():
                self._show()  # for staff, before there is a survey
            case _ if self._unkept is None:
                self._go_on(wish)

    def _go_on(self, wish: AnyWish) -> None:
        match wish:
            case GiveBack() if self._state.at is At.LANGUAGE:
                self._aside = WithdrawScreen(frame=self._frame())
                self._show()
            case GiveBackCode(text=text) if isinstance(self._aside, WithdrawScreen):
                self._give_back(text)
            case flow.ChooseLanguage(tag=tag) if self._aside is not None:
                if tag in self._station.campaign.languages:
                    self._state = replace(self._state, language=tag)
                self._show()
            case GiveBack() | GiveBackCode():
                self._show()
            case _ if self._aside is None:
                self._advance(wish)

    def _give_back(self, text: str) -> None:
        """Nobody is told whether the code is known: that is seen only at the administrator's."""
        code = self._keeper.read_code(text)
        if not isinstance(code, bytes):
            misread, place = code
            self._aside = WithdrawScreen(frame=self._frame(), misread=misread, place=place)
            self._show()
            return
        campaign = self._station.campaign
        done = WithdrawnScreen(
            frame=self._frame(), organisation=campaign.organisation, contact=campaign.contact,
            returns_after_ms=self._pace.thanks,
        )
        self._after(lambda: self._keeper.withdraw(code), self._state, aside=done)

    def _advance(self, intent: AnyWish) -> None:
        if not isinstance(intent, flow.Intent):
            self._show()  # a tap on a page that is gone
            return
        before, state = self._state, flow.advance(self._state, intent)
        if state is before:
            self._show()
        elif isinstance(intent, flow.Give | flow.Clear):
            self._after(lambda: self._keep(state), state, advance=self._pace.advance)
        elif state.at is At.THANKS:
            self._after(lambda: self._finish(state), state)
        else:
            self._state = state
            self._show()

    def _keep(self, state: FlowState) -> None:
        self._keeper.keep(self._response(state, complete=False))

    def _finish(self, state: FlowState) -> None:
        if flow.answered(state):
            if state.wants_code and self._code is None:
                self._code = self._keeper.new_code()
            self._keeper.finish(self._response(state, complete=True))
        else:
            self._keeper.forget()

    def _after(
        self, write: Callable[[], object], state: FlowState, aside: Aside | None = None,
        advance: int | None = None,
    ) -> None:
        """Make ``state`` the present one once ``write`` has succeeded, and not before."""
        try:
            write()
        except StorageError as trouble:
            self._not_kept(trouble, write, state, aside)
            return
        self._unkept = None
        self._state, self._aside = state, aside
        if state.at is not At.THANKS:
            self._code = None
        self._show(advance)

    def _not_kept(
        self, trouble: StorageError, write: Callable[[], object], state: FlowState,
        aside: Aside | None = None,
    ) -> None:
        """Tell the person; ``write`` is tried again when they wish it."""
        log.error("an answer could not be kept: %s", trouble.code)
        self._unkept = (write, state, aside)
        reason = Reason.NO_ROOM if isinstance(trouble, NoRoom) else Reason.STORE
        self._view.present(NotKeptScreen(frame=self._frame(), reason=reason))

    def _try_again(self) -> None:
        if self._unkept is None:
            self._show()
        else:
            self._after(*self._unkept)

    def _leave(self) -> None:
        """Seal what there is, so that no answer waits in a draft that the next person replaces."""
        if self._state.at in _UNDERWAY:
            self._keeper.leave()
        self._comfort = Comfort()

    def _has_answers(self) -> bool:
        """True while there is something to seal; an answer that could not be kept is not."""
        underway = self._state.at in _UNDERWAY and self._unkept is None
        return underway and flow.answered(self._state)

    def _start(self) -> FlowState:
        return flow.start(self._station.campaign, self._station.unit)

    def _left_alone(self, asked: bool) -> None:
        at_start = self._state.at is At.LANGUAGE
        if asked or at_start or self._unkept is not None:
            self.receive(flow.Stop())
        else:
            self._asked_if_there = True
            wait = self._pace.still_there
            self._view.present(StillThereScreen(frame=self._frame(), returns_after_ms=wait))

    def _response(self, state: FlowState, *, complete: bool) -> Response:
        form = self._station.campaign.form
        return Response(
            form=form.id,
            form_version=form.version,
            answers=dict(state.answers),
            circumstances=circumstances(self._station, state.language, self._clock()),
            complete=complete,
            code=self._code.hash if complete and self._code is not None else None,
        )

    def _frame(self) -> Frame:
        campaign = self._station.campaign
        return Frame(
            language=self._state.language or campaign.languages[0],
            languages=campaign.languages,
            comfort=self._comfort,
            names=self._names,
        )

    def _show(self, advance: int | None = None) -> None:
        if self._aside is not None:
            self._view.present(replace(self._aside, frame=self._frame()))
            return
        screen = self._screen()
        if self._code is not None and isinstance(screen, ThanksScreen):
            wait = self._pace.thanks_with_code
            screen = replace(screen, code=self._code, returns_after_ms=wait)
        if advance is not None and isinstance(screen, QuestionScreen | FormScreen):
            screen = replace(screen, advance_after_ms=advance)
        self._view.present(screen)

    def _screen(self) -> Shown:
        return screen_for(self._state, self._station, self._frame(), self._pace.thanks)
