"""The bridge between the phones' server and the meeting: nothing lost, nobody left waiting."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import pytest

from kiosk.meeting.host import SessionHost
from kiosk.meeting.phones import AT_A_TIME, TOGETHER, PhoneBridge, PhonesGone
from storage.errors import NoRoom
from survey.facilitation.asking import TaskKind
from survey.facilitation.state import Turn
from survey.records import Way
from tests.kiosk.meeting_builders import MemoryBook, points, weighing

T = TypeVar("T")


class Server:
    """A loop on a thread of its own, as the room's server has."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever)
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class Window:
    """The window's thread: it sleeps until it is woken."""

    def __init__(self, host: SessionHost, ticks: Callable[[], float] = lambda: 0.0) -> None:
        self.woken: SimpleQueue[int] = SimpleQueue()
        self.bridge = PhoneBridge(host, lambda: self.woken.put(1), ticks)
        self.wakes = 0

    def until(self, *waiting: Future[Any]) -> None:
        """Works whenever it is woken, until all of these are there."""
        for one in waiting:
            one.add_done_callback(lambda done: self.woken.put(0))
        while not all(one.done() for one in waiting):
            if self.woken.get(timeout=20):
                self.wakes += 1
                self.bridge.drain()


@contextmanager
def room(host: SessionHost) -> Iterator[tuple[Window, Server]]:
    window, server = Window(host), Server()
    try:
        yield window, server
    finally:
        window.bridge.stop()
        server.end()


async def together(*some: Awaitable[T]) -> list[T]:
    return list(await asyncio.gather(*some))


def test_a_phone_joins_is_asked_and_replies_and_the_meeting_has_it() -> None:
    host = weighing(people=0)
    with room(host) as (window, server):
        joined = server.start(window.bridge.join())
        window.until(joined)
        number = joined.result()
        assert host.state.people[number].way is Way.PHONE
        asked = server.start(window.bridge.task(number)).result(timeout=20)
        assert asked.kind is TaskKind.POINTS
        replied = server.start(window.bridge.reply(number, points(asked, 6, 4)))
        window.until(replied)
        assert replied.result() is None
        assert host.state.inputs.points[Turn("weigh")][number]
        over = server.start(window.bridge.reply(number, points(asked, 60)))
        window.until(over)
        found = over.result()
        assert found is not None and found.code == "over-budget"


def test_the_newest_task_is_told_without_the_window() -> None:
    host = weighing(people=1)
    with room(host) as (window, server):
        assert server.start(window.bridge.task(1)).result(timeout=20).turn == Turn("weigh")
        host.begin("weigh", 2)
        assert server.start(window.bridge.task(1)).result(timeout=20).turn == Turn("weigh", 2)
        assert window.woken.empty()


def test_a_hundred_phones_at_once_lose_nothing_and_double_nothing() -> None:
    book = MemoryBook()
    host = weighing(people=0, book=book)
    chance = random.Random(7)
    with room(host) as (window, server):
        joined = server.start(together(*(window.bridge.join() for _ in range(100))))
        window.until(joined)
        assert sorted(joined.result()) == list(range(1, 101))
        asked = host.task(1)
        given = {
            one: [points(asked, at, 10 - at) for at in chance.sample(range(11), 5)]
            for one in range(1, 101)
        }

        async def storm(one: int) -> None:
            for reply in given[one]:
                for _ in range(chance.randint(1, 3)):  # an answer that was lost on its way
                    assert await window.bridge.reply(one, reply) is None

        window.until(server.start(together(*map(storm, given))))
    assert host.state.problems == ()
    assert host.state.inputs.points[Turn("weigh")] == {
        one: dict(replies[-1].numbers) for one, replies in given.items()
    }
    assert book.lasting is not None
    written = [told for told in book.lasting.kept if type(told.event).__name__ == "PointsSet"]
    assert len(written) == 500


def test_a_full_disk_is_told_to_the_phone_and_the_next_try_is_kept() -> None:
    book = MemoryBook()
    host = weighing(people=1, book=book)
    with room(host) as (window, server):
        assert book.lasting is not None
        book.lasting.refuses = NoRoom("full")
        reply = points(host.task(1), 6, 4)
        refused = server.start(window.bridge.reply(1, reply))
        window.until(refused)
        assert isinstance(refused.exception(), NoRoom)
        again = server.start(window.bridge.reply(1, reply))
        window.until(again)
        assert again.result() is None and host.missing() == ()


def test_who_waits_when_the_room_ends_is_told_and_so_is_who_comes_later() -> None:
    host = weighing(people=1)
    with room(host) as (window, server):
        waiting = server.start(window.bridge.reply(1, points(host.task(1), 6, 4)))
        assert window.woken.get(timeout=20)
        window.bridge.stop()
        assert isinstance(waiting.exception(timeout=20), PhonesGone)
        late = server.start(window.bridge.join())
        assert isinstance(late.exception(timeout=20), PhonesGone)
        window.bridge.drain()
        window.bridge.stop()
        assert host.missing() == (1,)


def test_a_server_that_fell_leaves_nothing_hanging() -> None:
    host = weighing(people=1)
    window, server = Window(host), Server()
    waiting = server.start(window.bridge.reply(1, points(host.task(1), 6, 4)))
    assert window.woken.get(timeout=20)
    waiting.cancel()
    server.end()
    window.bridge.drain()  # what was sent is kept all the same: the phone gives it once more
    assert host.missing() == ()
    window.bridge.stop()


def test_who_went_away_meanwhile_disturbs_nobody() -> None:
    host = weighing(people=2)
    with room(host) as (window, server):
        gone = server.start(window.bridge.reply(1, points(host.task(1), 6, 4)))
        assert window.woken.get(timeout=20)
        server.loop.call_soon_threadsafe(
            lambda: [task.cancel() for task in asyncio.all_tasks(server.loop)]
        )
        with pytest.raises(BaseException):  # noqa: B017 - cancelled, by either name
            gone.result(timeout=20)
        window.bridge.drain()
        other = server.start(window.bridge.reply(2, points(host.task(2), 1, 9)))
        window.until(other)
        assert other.result() is None and host.missing() == ()


def test_phones_do_not_keep_the_window_from_its_own_work_for_long() -> None:
    host, passed = weighing(people=0), iter(range(10_000))
    window, server = Window(host, lambda: next(passed) * AT_A_TIME / 2), Server()
    joined = server.start(together(*(window.bridge.join() for _ in range(5 * TOGETHER))))
    window.until(joined)
    assert len(joined.result()) == 5 * TOGETHER and window.wakes >= 3
    window.bridge.stop()
    server.end()


def test_a_fault_of_the_program_reaches_the_window_and_nobody_waits_for_ever() -> None:
    class Broken:
        state = weighing(people=0).state

        def join_all(self, people: Any) -> Any:
            raise ZeroDivisionError

        replies: Any = None

    window, server = Window(Broken()), Server()  # type: ignore[arg-type]
    waiting = server.start(window.bridge.join())
    assert window.woken.get(timeout=20)
    with pytest.raises(ZeroDivisionError):
        window.bridge.drain()
    assert isinstance(waiting.exception(timeout=20), PhonesGone)
    window.bridge.stop()
    server.end()
