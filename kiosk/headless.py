"""The kiosk without a screen: people and sessions as JSON lines, one reply per line.

It drives the same presenters as the window, intent by intent. A line is a person::

    {"at": "2025-09-03T10:00:00+02:00", "language": "sv", "answers": {"x1a": 4, "area": "north"}}

with a step, a choice's name, or ``null`` for *rather not say*; a question that is not named
is left empty. ``"agree": false`` declines, ``"stop": true`` ends without finishing, and
``"pause_after_answers": 3`` stops in the middle with ``{"waiting": true}`` until the next
line: ``{"resume": true}`` goes on, anything else finds the person gone. Or a session::

    {"at": …, "session": {"title": …, "method": "focus_group",
                          "participants": [{"points": {FACTOR: 3}, "grades": {FACTOR: 4}}]}}

Where the first screen asks, ``"tap": 4`` is the answer there, with ``answers`` to what follows.
A survey that asks a whole form takes ``"fill"``; see :mod:`kiosk.headless_forms`.

With ``"leave_open": true`` the session is not closed, and the reply has the moderator's
``code``: ``{"resume": CODE, "participants": […]}`` goes on with it, to its closing or not.

``"code": true`` takes a receipt code where the survey offers one: the reply has it. It is
given back with ``{"withdraw": CODE}``. Codes go in lines, never in arguments, which every
program on the machine can read. ``"seconds_each"`` is how long the person takes for an answer,
``"seconds_before"`` how long after the one before they come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any
from uuid import UUID

from kiosk import lines as told
from kiosk.citizen import Citizen, Instruments, Pace
from kiosk.driven import DrivenClock as DrivenClock
from kiosk.driven import NotKept as NotKept
from kiosk.driven import NoView, Stage, Steady
from kiosk.facilitator import Facilitator
from kiosk.lines import BadLine
from kiosk.opening import Ready
from kiosk.screens import (
    AsleepScreen,
    AttractScreen,
    CodeScreen,
    ConsentScreen,
    NotKeptScreen,
    OneTapThanksScreen,
    QuestionScreen,
    Reason,
    Screen,
    ThanksScreen,
    WithdrawnScreen,
    WithdrawScreen,
)
from kiosk.wishes import GiveBack, GiveBackCode, Minute
from storage.errors import Conflict, MissingKey, NoRoom, StorageError, WrongKey
from storage.values import RandomBytes
from survey import flow
from survey.records import Answer

BETWEEN_PEOPLE = 300.0
FOR_AN_ANSWER = 10.0
"""Seconds, where a line says nothing: a calm person's."""


class Driver:
    """Plays lines against a ready kiosk."""

    def __init__(self, ready: Ready, clock: DrivenClock, random: RandomBytes) -> None:
        self._ready = ready
        self._clock = clock
        self._random = random
        self._stage = Stage()
        self._steady = Steady()
        means = Instruments(clock=clock, random=random, ticks=self._steady)
        self._citizen = Citizen(
            self._stage, ready.station, ready.diary, means, Pace(advance=None, thanks=0)
        )
        self._finished = 0

    def play(self, lines: IO[str], out: IO[str]) -> int:
        """Play every line, writing replies to ``out``. Returns 1 when a line was refused."""
        source = told.parsed(lines)
        code = 0
        for first in source:
            line: dict[str, Any] | None = first
            while line is not None:
                try:
                    reply, line = self._line(line, source, out)
                except BadLine as fault:
                    self._citizen.receive(flow.Restart())
                    reply, line, code = {"error": str(fault)}, None, 1
                _say(out, reply)
        return code

    def _line(
        self, line: Mapping[str, Any], source: Iterator[dict[str, Any]], out: IO[str]
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        """One reply, and a line that came while a person was left in the middle."""
        if "at" in line:
            self._clock.at = told.moment(line["at"])
        if "session" in line or "resume" in line:
            return self._session(line), None
        if "withdraw" in line:
            return self._withdraw(told.secret(line, "withdraw")), None
        whole = self._ready.station.campaign.definition is not None
        if "fill" in line and whole:
            return self._fill(line, source, out)
        if "tap" in line:
            return self._tapped(line, source, out)
        if "answers" in line and not whole:
            return self._person(line, source, out)
        wanted = "fill" if whole else "answers"
        raise BadLine(f"a line needs '{wanted}', 'session', 'resume' or 'withdraw'")

    def _fill(
        self, line: Mapping[str, Any], source: Iterator[dict[str, Any]], out: IO[str]
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        from kiosk import filling, headless_forms  # the engine of forms is loaded for forms alone

        headless_forms.steps_of(line)
        ready, language = self._ready, str(line.get("language", "sv"))
        ready.prepare()
        if not line.get("agree", True):
            return {"declined": True}, None

        def waits() -> dict[str, Any] | None:
            _say(out, {"waiting": True})
            return next(source, None)

        try:
            opened = filling.begin(
                ready.station, ready.diary, self._clock, self._random, language
            )
        except ValueError:
            raise BadLine("the line does not fit the campaign (is the language its own?)") from None
        try:
            reply, following = headless_forms.play(opened, line, ready.diary, waits)
        except StorageError as trouble:
            reason = Reason.NO_ROOM if isinstance(trouble, NoRoom) else Reason.STORE
            raise NotKept(reason) from None
        if "left" not in reply:
            self._finished += 1
            reply = {"done": self._finished, **reply}
        return reply, following

    def _person(
        self, line: Mapping[str, Any], source: Iterator[dict[str, Any]], out: IO[str]
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        answers = told.understood(self._ready.station.campaign, line["answers"])
        self._come(line)
        self._citizen.receive(flow.ChooseLanguage(str(line.get("language", "sv"))))
        return self._asked(line, answers, source, out)

    def _come(self, line: Mapping[str, Any]) -> None:
        self._ready.prepare()
        self._citizen.receive(flow.Restart())
        self._steady.pass_(told.seconds(line, "seconds_before", BETWEEN_PEOPLE))
        self._citizen.receive(Minute())
        self._expect(AttractScreen)

    def _tapped(
        self, line: Mapping[str, Any], source: Iterator[dict[str, Any]], out: IO[str]
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        answers = told.understood(self._ready.station.campaign, line.get("answers", {}))
        self._come(line)
        self._citizen.receive(flow.ChooseLanguage(str(line.get("language", "sv"))))
        self._citizen.receive(flow.TapFace(told.step(line, "tap")))
        self._expect(OneTapThanksScreen)
        if answers:
            self._citizen.receive(flow.FollowUp())
            return self._asked(line, answers, source, out)
        self._citizen.receive(flow.Restart())
        self._expect(AttractScreen)
        return self._thanked(wanted=False), None

    def _asked(
        self, line: Mapping[str, Any], answers: Mapping[UUID, Answer],
        source: Iterator[dict[str, Any]], out: IO[str],
    ) -> tuple[dict[str, object], dict[str, Any] | None]:
        self._expect(ConsentScreen)
        if not line.get("agree", True):
            self._citizen.receive(flow.Decline())
            return {"declined": True}, None
        self._citizen.receive(flow.Agree())
        each = told.seconds(line, "seconds_each", FOR_AN_ANSWER)
        pause = line.get("pause_after_answers")
        given = 0
        while isinstance(screen := self._stage.screen, QuestionScreen):
            if screen.question.id in answers:
                if given == pause:
                    _say(out, {"waiting": True})
                    following = next(source, None)
                    if not (following or {}).get("resume"):
                        self._citizen.receive(flow.Stop())
                        return {"left": True}, following
                self._steady.pass_(each)
                self._citizen.receive(flow.Give(screen.question.id, answers[screen.question.id]))
                given += 1
            self._go_on(screen, stop=bool(line.get("stop")) and given == len(answers))
        if isinstance(self._stage.screen, CodeScreen):
            self._citizen.receive(flow.TakeCode() if line.get("code") else flow.NoCode())
        self._expect(ThanksScreen if not line.get("stop") else AttractScreen)
        if line.get("stop"):
            return {"left": True}, None
        return self._thanked(wanted=bool(line.get("code"))), None

    def _thanked(self, *, wanted: bool) -> dict[str, object]:
        self._finished += 1
        screen = self._stage.screen
        if wanted and isinstance(screen, ThanksScreen):
            code = screen.code.groups if screen.code is not None else None
            return {"done": self._finished, "code": code}
        return {"done": self._finished}

    def _withdraw(self, code: str) -> dict[str, object]:
        self._citizen.receive(flow.Restart())
        self._citizen.receive(GiveBack())
        self._expect(WithdrawScreen)
        self._citizen.receive(GiveBackCode(code))
        screen = self._stage.screen
        if isinstance(screen, WithdrawScreen):
            raise BadLine(f"the code cannot be read: {screen.misread} {screen.place or ''}".strip())
        self._expect(WithdrawnScreen)
        return {"withdrawn": True}

    def _go_on(self, before: QuestionScreen, *, stop: bool) -> None:
        if isinstance(self._stage.screen, NotKeptScreen):
            raise NotKept(self._stage.screen.reason)
        self._citizen.receive(flow.Stop() if stop else flow.Next())
        after = self._stage.screen
        if isinstance(after, QuestionScreen) and after.number == before.number:
            raise BadLine(f"question '{before.question.name}' needs an answer")

    def _expect(self, kind: type[Screen]) -> None:
        screen = self._stage.screen
        if isinstance(screen, NotKeptScreen):
            raise NotKept(screen.reason)
        if isinstance(screen, AsleepScreen) and not isinstance(screen, kind):
            raise BadLine(f"nobody can answer at that time: {screen.why}")
        if not isinstance(screen, kind):
            raise BadLine("the line does not fit the campaign (is the language one of its own?)")

    def _session(self, line: Mapping[str, Any]) -> dict[str, object]:
        view = NoView()
        held = Facilitator(
            view, self._ready.station, self._ready.diary, self._clock, self._random
        )
        people = self._begin(held, line)
        for one in people:
            number = held.join()
            if one.points is not None:
                held.set_points(number, one.points)
            if one.grades is not None:
                held.set_grades(number, one.grades)
        if not line.get("leave_open"):
            held.close()
        state = held.state
        reply: dict[str, object] = {
            "session": state.title, "participants": len(state.participants),
            "problems": [p.code for p in state.problems],
        }
        return reply | ({"code": view.code} if view.code else {})

    def _begin(self, held: Facilitator, line: Mapping[str, Any]) -> tuple[told.Participant, ...]:
        campaign = self._ready.station.campaign
        if "session" in line:
            session = told.session(campaign, line["session"])
            try:
                held.open(session.title, session.method, lasting=bool(line.get("leave_open")))
            except Conflict as fault:
                raise BadLine(str(fault)) from None
            return session.participants
        people = told.participants(campaign, line.get("participants", []))
        try:
            held.resume(told.secret(line, "resume"))
        except (WrongKey, MissingKey) as fault:
            raise BadLine(str(fault)) from None
        return people


def _say(out: IO[str], reply: Mapping[str, object]) -> None:
    out.write(json.dumps(reply, ensure_ascii=False) + "\n")
    out.flush()
