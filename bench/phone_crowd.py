"""The crowd of ``bench/phones.py``: phones by protocol, in one process, each with its address.

    python -m bench.phone_crowd URL PHONES STORMS SEED

Joins all at once, waits for a line on stdin, puts points one by one, with *storms*: every phone
loses its network at the same moment, in the middle of whatever it does, and comes back. Prints
one JSON line after joining and one at its end.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from storage.errors import Damaged
from tests.sync.room_phone import Answered, Phone

POINTS = 10
LOST = (OSError, EOFError, Answered, Damaged)


class Person:
    """One phone and what it gave. ``sent``: when each sum of points began its way.

    It waits for news all the time beside what it sends, as the page does.
    """

    def __init__(self, url: str, source: str | None, seed: int) -> None:
        self.phone = Phone(url, source=source)
        self.chance = random.Random(seed)
        self.sent: dict[int, float] = {}
        self.kept: dict[str, int] = {}
        self.ready = 0.0
        self.tries = 0
        self._view: dict[str, Any] = {}
        self._news = asyncio.Event()
        self._opening = asyncio.Lock()
        self._follows: asyncio.Task[None] | None = None

    async def join(self, began: float) -> None:
        await self.patiently(partial(self.phone.join, "sv"))
        self._take(self.phone.joined)
        self.ready = time.monotonic() - began
        self._follows = asyncio.ensure_future(self._follow())

    def leave(self) -> None:
        assert self._follows is not None
        self._follows.cancel()

    async def weigh(self, pace: float, turn: int) -> None:
        """Points one by one over the items, each sent until it is acknowledged."""
        while self._view.get("turn") != ["weigh", turn]:
            assert self._follows is not None
            if self._follows.done():
                self._follows.result()
            self._news.clear()
            await self._news.wait()
        view = self._view
        items = [id for id, _, _ in view["items"]]
        numbers: dict[str, int] = {}
        for total in range(1, POINTS + 1):
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * pace)
            item = self.chance.choice(items)
            numbers = {**numbers, item: numbers.get(item, 0) + 1}
            self.sent[total] = time.monotonic()
            await self.patiently(partial(self.phone.numbers, view, numbers, os.urandom(8).hex()))
        self.kept = numbers

    async def patiently(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """As the page does: again, with a new channel where there is none, until it is done."""
        failures = 0
        while True:
            used = self.phone.channel
            try:
                if used is None:
                    await self._open()
                    used = self.phone.channel
                return await work()
            except LOST as fault:
                self.tries += 1
                failures += 1
                status = fault.status if isinstance(fault, Answered) else 0
                known = status not in (400, 409, 410) and not isinstance(fault, Damaged)
                if not known and self.phone.channel is used:
                    self.phone.channel = None
                wait = min(4.0, 0.1 * 2**failures)
                await asyncio.sleep(wait * self.chance.uniform(0.5, 1))

    async def _open(self) -> None:
        async with self._opening:
            if self.phone.channel is None:
                await self.phone.hello()

    async def _follow(self) -> None:
        while True:
            self._take(await self.patiently(partial(self.phone.look, wait=True)))

    def _take(self, view: dict[str, Any] | None) -> None:
        if view is not None:
            self._view = view
            self._news.set()


def storm(people: list[Person]) -> None:
    """Everybody's network is gone at once: what waits is cut off, and the next point goes out and
    its answer is lost. A third has to open a channel anew."""
    for one in people:
        one.phone.wires[1].loses = one.chance.choice((0, 1, 2))
        one.phone.cut()
        if one.chance.random() < 0.33:
            one.phone.channel = None


async def crowd(url: str, phones: int, storms: int, seed: int) -> None:
    sources = [f"10.98.{1 + n // 200}.{1 + n % 200}" for n in range(phones)]
    people = [Person(url, source, seed + n) for n, source in enumerate(sources)]
    began = time.monotonic()
    await asyncio.gather(*(one.join(began) for one in people))
    say(joined=[one.ready for one in people], people=[one.phone.participant for one in people])
    await turn(people, 1, pace=1.0, storms=0)
    say(sent=[[one.phone.participant, n, at] for one in people for n, at in one.sent.items()],
        kept={one.phone.participant: one.kept for one in people}, cpu=cpu())
    await turn(people, 2, pace=0.08 * max(storms, 1), storms=storms)
    say(kept={one.phone.participant: one.kept for one in people}, cpu=cpu(),
        tries=sum(one.tries for one in people))
    for one in people:
        one.leave()


async def turn(people: list[Person], number: int, *, pace: float, storms: int) -> None:
    """One round of points, after a line on stdin says that it has begun."""
    await asyncio.to_thread(sys.stdin.readline)
    work = [asyncio.ensure_future(one.weigh(pace, number)) for one in people]
    for _ in range(storms):
        await asyncio.sleep(0.75 * pace * POINTS / storms)
        storm(people)
    await asyncio.gather(*work)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(crowd(sys.argv[1], *map(int, sys.argv[2:5])))
