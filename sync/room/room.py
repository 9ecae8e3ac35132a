"""What is said inside channels, and what the meeting is asked for it. No network here.

All of it runs on one event loop. A reply that comes again, because its answer was lost on the
way, is taken once: its outcome is remembered, and joining again is joining once.
"""

from __future__ import annotations

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from storage.errors import StorageError
from storage.seal.phones import CREDENTIAL_BYTES, RoomKey
from storage.values import RandomBytes
from survey.facilitation.asking import Task, TaskKind
from sync.mailbox.pace import Pace
from sync.room import messages
from sync.room.channels import ID_BYTES, Channels, Line
from sync.room.limits import PHONE_BYTES, REMEMBERED, TOKEN_BYTES, Limits
from sync.room.messages import Form, Give, Join, Look, NotUnderstood
from sync.room.port import AskedAs, FormSitting, MeetingGone, RoomPort
from sync.room.showing import View, mark, step, view

_PADDED = 64
_BY_TOKEN, _BY_CREDENTIAL = 1, 2


class TooMany(Exception):
    """One address brings more new participants than a room full of people would, or one participant
    more replies than a hand gives: again after so many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many")
        self.seconds = seconds


class Refused(Exception):
    """Somebody who may not come in: an old code, or none."""


@dataclass(slots=True)
class _Person:
    """What the room remembers of a participant. ``given``: how many of their replies were dealt
    with, which tells an older view from a newer; ``sitting`` is None before and after a form."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    outcomes: OrderedDict[str, Any] = field(default_factory=OrderedDict)
    given: int = 0
    sitting: FormSitting | None = None
    filled: bool = False
    _last: tuple[tuple[Task, str, str], str, View] | None = None

    def shown(self, task: Task, language: str, form: str) -> tuple[str, View]:
        """The view and its mark; mostly the one of the last time, for all are asked at once."""
        key = (task, language, form)
        if self._last is None or self._last[0] != key:
            made = view(task, language, form)
            self._last = (key, mark(made), made)
        return self._last[1], self._last[2]


class Room:
    """One meeting's room, with a key and a code of its own."""

    def __init__(
        self, port: RoomPort, key: RoomKey, random: RandomBytes, limits: Limits, languages: set[str]
    ) -> None:
        self.channels = Channels(limits.channels, random)
        self._port = port
        self._key = key
        self._random = random
        self._limits = limits
        self._languages = languages
        self._token = random(TOKEN_BYTES)
        self._people: dict[int, _Person] = {}
        self._joined: dict[str, asyncio.Task[int]] = {}
        ticks = asyncio.get_running_loop().time
        self._joins = Pace(limits.join_rate, limits.joins, ticks)
        self._gives = Pace(limits.give_rate, limits.gives, ticks)
        self._news = asyncio.Event()
        self._soon: asyncio.TimerHandle | None = None
        self._waiting = 0

    @property
    def code(self) -> bytes:
        """What the screen's code holds: token and key, 48 bytes."""
        return self._token + self._key.public

    @property
    def phones(self) -> int:
        """How many have joined and not left. From any thread."""
        return self._port.here(tuple(self._people))

    def new_code(self) -> None:
        """The code so far lets nobody in any more; who has joined stays."""
        self._token = self._random(TOKEN_BYTES)
        self.channels.end_strangers()

    def changed(self) -> None:
        """Tell those who wait, after a moment in which more may come."""
        if self._soon is None:
            loop = asyncio.get_running_loop()
            limits = self._limits
            gathers = max(limits.gathers, limits.gathers_each * self._waiting)
            self._soon = loop.call_later(gathers, self._tell)

    def close(self) -> None:
        """Nobody waits any more."""
        if self._soon is not None:
            self._soon.cancel()
        self.channels.end_all()

    def hello(self, first: bytes) -> bytes:
        """A phone's first message → the second, with the new channel's name before it.

        Raises Refused, and Damaged for a message that was not meant for this room.
        """
        text, hearing = self._key.hear(first)
        participant = self._let_in(text)
        second, channel = hearing.answer(participant.to_bytes(4, "big"), self._random)
        return self.channels.add(channel, participant) + second

    async def say(self, body: bytes, address: str = "") -> bytes | None:
        """A message in a channel → its answer, sealed; None where there is no such channel. What
        is not understood is refused inside the channel, where nobody else can say so.

        Raises Damaged, Replayed, TooMany, and NotUnderstood before somebody has joined.
        """
        line = self.channels.find(body[:ID_BYTES])
        if line is None:
            return None
        n = int.from_bytes(body[ID_BYTES : 2 * ID_BYTES], "big")
        new = not line.proven
        text = line.open(n, body[2 * ID_BYTES :])
        if new and line.participant:
            self.channels.settle(line.participant)
        try:
            answer = await self._answer(line, messages.read(text), address)
        except NotUnderstood:
            if not line.participant:
                raise
            given = self._person(line.participant).given
            answer = {"refused": "wrong-reply", "given": given}
        return line.channel.seal(n, messages.write(answer))

    def _let_in(self, text: bytes) -> int:
        if len(text) != _PADDED:
            raise Refused
        if text[0] == _BY_TOKEN and hmac.compare_digest(text[1 : 1 + TOKEN_BYTES], self._token):
            return 0
        if text[0] == _BY_CREDENTIAL:
            participant = self._key.participant(text[1 : 1 + CREDENTIAL_BYTES])
            if participant:
                self._person(participant)
                return participant
        raise Refused

    async def _answer(self, line: Line, message: messages.Message, address: str) -> object:
        if isinstance(message, Join):
            return await self._join(line, message, address)
        if not line.participant:
            raise NotUnderstood("whoever has not joined can only join")
        match message:
            case Look():
                return await self._look(line, message)
            case Give():
                return await self._once(line, message.id, lambda: self._give(line, message))
            case Form():
                return await self._once(line, message.id, lambda: self._form(line, message))

    async def _join(self, line: Line, message: Join, address: str) -> object:
        if len(message.phone) != 2 * PHONE_BYTES:
            raise NotUnderstood("no phone is called that")
        number = line.participant or await self._number(message.phone, address)
        if not number:
            return {"full": True}
        line.participant = number
        self._person(number)
        self.channels.settle(number)
        told = {"participant": number, "credential": self._key.credential(number).hex()}
        seen = await self._look(line, Look(message.language)) if message.language else {}
        return told | seen

    async def _number(self, phone: str, address: str) -> int:
        """The number of a phone that joins, the same whenever it asks again; 0 when all are out.

        Many join at once: nobody waits for another, but for themselves.
        """
        joining = self._joined.get(phone)
        if joining is None:
            coming = sum(not one.done() for one in self._joined.values())
            if self.phones + coming >= self._limits.phones:
                return 0
            if wait := self._joins.wait(address):
                raise TooMany(wait)
            joining = self._joined[phone] = asyncio.ensure_future(self._port.join())
        try:
            return await asyncio.shield(joining)
        except (StorageError, MeetingGone):
            self._joined.pop(phone, None)
            raise

    def _person(self, number: int) -> _Person:
        if number not in self._people:
            self._people[number] = _Person()
        return self._people[number]

    async def _look(self, line: Line, message: Look) -> dict[str, object]:
        language = self._language(message.language)
        loop = asyncio.get_running_loop()
        until = loop.time() + (self._limits.waits if message.wait else 0)
        over = line.wait_anew() if message.wait else line.waits
        person = self._person(line.participant)
        while True:
            news, given = self._news, person.given
            task = await self._port.task(line.participant)
            offered = not person.filled and task.kind is not TaskKind.DONE
            title = await self._port.form_title() if offered else ""
            now, shown = person.shown(task, language, title)
            if now != message.have or loop.time() >= until or over.is_set():
                same = now == message.have
                return {"mark": now, "given": given, "view": None if same else shown}
            self._waiting += 1
            try:
                await _first(until - loop.time(), news, over)
            finally:
                self._waiting -= 1

    def _language(self, asked: str) -> str:
        return asked if asked in self._languages else "en"

    async def _once(
        self, line: Line, id: str, work: Callable[[], Awaitable[object]]
    ) -> object:
        """One thing of a participant's at a time, and each once."""
        if not 8 <= len(id) <= 40:
            raise NotUnderstood("no message is called that")
        person = self._person(line.participant)
        async with person.turn:
            if id not in person.outcomes:
                if wait := self._gives.wait(line.participant):
                    raise TooMany(wait)
                person.outcomes[id] = await work()
                if len(person.outcomes) > REMEMBERED:
                    person.outcomes.popitem(last=False)
            return person.outcomes[id]

    async def _give(self, line: Line, message: Give) -> object:
        problem = await self._port.reply(line.participant, messages.reply_of(message.reply))
        person = self._person(line.participant)
        person.given += 1
        outcome: dict[str, object] = {"given": person.given}
        return outcome | ({"kept": True} if problem is None else {"refused": problem.code})

    async def _form(self, line: Line, message: Form) -> object:
        person = self._person(line.participant)
        if message.move == "open" and person.sitting is None and not person.filled:
            person.sitting = await self._port.form_open(self._language(message.language))
        sitting = person.sitting
        if sitting is None:
            return {"step": None, "filled": person.filled}
        match message.move:
            case "answer":
                shown = await sitting.answer(message.value)
            case "back":
                shown = await sitting.back()
            case "finish":
                shown = await sitting.finish()
            case _:
                shown = await sitting.step()
        if shown.kind is AskedAs.DONE:
            person.sitting, person.filled = None, True
            self._tell()
        return {"step": step(shown), "filled": person.filled}

    def _tell(self) -> None:
        self._soon = None
        told, self._news = self._news, asyncio.Event()
        told.set()


async def _first(seconds: float, *events: asyncio.Event) -> None:
    """Until one of the events has come, or so many seconds have passed."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
