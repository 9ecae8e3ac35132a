"""What is kept of the person at the screen, and what comes beside it. No Qt.

Nothing of one person stays for the next, but for what :mod:`survey.oddness` remembers in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.circumstances import Station, circumstances
from kiosk.screens import ReceiptCode
from storage.values import Clock, RandomBytes
from survey import flow
from survey.arms import Draws, arm_of_half_day
from survey.beside import Beside
from survey.conduct import AssignedBy, LeftBehind
from survey.device_notes import Assigned
from survey.flow import FlowState
from survey.hours import Closed, Shut, shut
from survey.late import dataclass
from survey.meeting import Meeting
from survey.oddness import KEY_BYTES, Oddness, Run
from survey.records import Answer, Body, Circumstances, ClockQuality, Response


class Keeper(Protocol):
    """Where answers are kept; see :class:`kiosk.diary.Diary`. Every call may raise StorageError."""

    def keep(self, so_far: Response) -> None: ...
    def finish(self, response: Response) -> None: ...
    def leave(self) -> bool: ...
    def forget(self) -> None: ...
    def write(self, body: Body) -> None: ...
    def new_code(self) -> ReceiptCode: ...
    def read_code(self, text: str) -> bytes | tuple[str, int]: ...
    def withdraw(self, code: bytes) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """What a presenter gets from the machine. ``ticks`` gives seconds that only grow."""

    clock: Clock
    random: RandomBytes
    ticks: Callable[[], float] = time.monotonic


class Keeping:
    """Writes a person's answers with what came about beside them."""

    def __init__(self, station: Station, keeper: Keeper, means: Instruments) -> None:
        self._station = station
        self._keeper = keeper
        self._means = means
        conduct = station.campaign.conduct
        self._oddness = Oddness(conduct, means.random(KEY_BYTES))
        trial = conduct.trial
        by_person = trial is not None and trial.by is AssignedBy.PERSON
        self._draws = Draws(trial, means.random) if trial is not None and by_person else None
        self.next_person()

    def next_person(self) -> None:
        """Forget all that is known of the person who was there."""
        self.meeting = Meeting(self._means.ticks, self._station.campaign.conduct.paradata_seconds)
        self.code: ReceiptCode | None = None
        self._arm: UUID | None = None
        self._assigned = False
        self._since = self._means.ticks()
        self._last: Run | None = None

    def first(self) -> FlowState:
        """A visit that has not begun, with the half-day's arm where there is one."""
        campaign, unit = self._station.campaign, self._station.unit
        return flow.start(campaign, unit, arm_of_half_day(campaign, unit, self._means.clock()))

    def closed(self) -> Closed | None:
        """Why nobody can begin now. A clock that cannot be believed closes nothing."""
        if self._station.locked:
            return Closed(why=Shut.LOCKED)
        if not self._believed():
            return None
        return shut(self._station.campaign, self._means.clock())

    def drawn(self, state: FlowState) -> FlowState:
        """``state`` with an arm, where each person gets one."""
        if self._draws is None or state.arm is not None:
            return state
        return replace(state, arm=self._draws.next())

    def begin(self, state: FlowState) -> None:
        """Keep which arm the person got, before they see the first question of it."""
        self._since = self._means.ticks()
        if state.arm is None:
            return
        self._arm = state.arm.id
        if not self._assigned:
            day = self._around(state.language).day
            self._keeper.write(Assigned(arm=state.arm.id, unit=self._station.unit, day=day))
            self._assigned = True

    def tap(self, state: FlowState) -> None:
        """Keep the tap on the first screen: a whole response. Where more is offered it stays open
        until the person has gone; it is the same whole response then, with what they added."""
        self.begin(state)
        if state.follow_up:
            self.keep(state)
        else:
            self.finish(state)

    def keep(self, state: FlowState) -> None:
        """Keep the answers so far."""
        self._keeper.keep(self._response(state))

    def finish(self, state: FlowState) -> None:
        """Keep the answers as they are now for good; nothing where there are none."""
        if not flow.answered(state):
            self._keeper.forget()
            return
        if state.wants_code and self.code is None:
            self.code = self._keeper.new_code()
        self._keeper.finish(self._response(state))
        self.ended()

    def leave(self, state: FlowState) -> None:
        """The person has gone: what was kept becomes a record."""
        if not flow.answered(state):
            self._keeper.forget()
        elif self._keeper.leave():
            self.ended()

    def leave_alone(self, state: FlowState) -> None:
        """The same for somebody who went away in the middle, as the campaign wants it. A tap on
        the first screen was thanked for, and stays."""
        discards = self._station.campaign.conduct.idle.left_behind is LeftBehind.DISCARD
        if not discards or not flow.answered(state):
            self.leave(state)
        elif state.tapped:
            first = state.one_tap
            only = {} if first is None else {first.id: state.answers[first.id]}
            if state.answers != only or state.begun:
                self.finish(replace(state, answers=only, begun=False, wants_code=False))
            else:
                self.leave(state)
        else:
            self._keeper.forget()

    def beside(self, answers: Mapping[UUID, Answer], *, tapped: bool = False) -> Beside:
        """What is told beside ``answers`` as they stand now."""
        station = self._station
        now = self._means.clock().astimezone(ZoneInfo(station.campaign.zone))
        run = Run(
            at=self._means.ticks(), since=self._since, answers=answers, tapped=tapped,
            local=now if self._believed() else None,
        )
        self._last = run
        meeting = self.meeting
        return Beside(
            arm=self._arm, flags=self._oddness.flags(run), screens=meeting.seen(),
            language_switches=meeting.language_switches,
        )

    def ended(self) -> None:
        """A visit ended with a record: remembered, to see whether many are alike."""
        if self._last is not None:
            self._oddness.ended(replace(self._last, at=self._means.ticks()))
            self._last = None

    def _response(self, state: FlowState) -> Response:
        form = self._station.campaign.form
        return Response(
            form=form.id,
            form_version=form.version,
            answers=dict(state.answers),
            circumstances=self._around(state.language),
            complete=flow.complete(state),
            code=self.code.hash if state.wants_code and self.code is not None else None,
            beside=self.beside(state.answers, tapped=state.tapped),
        )

    def _around(self, language: str) -> Circumstances:
        return circumstances(self._station, language, self._means.clock())

    def _believed(self) -> bool:
        return self._around("").clock is ClockQuality.OK
