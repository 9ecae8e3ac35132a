"""A room over a real socket: joining, being asked, replying, coming back, and what is refused."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from sync.room.limits import Limits
from sync.room.server import RunningRoom, serve
from tests.sync.room_builders import SECRET, Meeting, place, served
from tests.sync.room_phone import Answered, Phone

Scene = tuple[Meeting, RunningRoom]


@contextmanager
def opened(limits: Limits | None = None, secret: bytes = SECRET) -> Iterator[Scene]:
    meeting = Meeting()
    where = place()
    if limits is not None:
        where = replace(where, limits=limits)
    room = served(meeting, serve(meeting, where, secret=secret, random=os.urandom))
    try:
        yield meeting, room
    finally:
        room.stop()


@pytest.fixture
def scene() -> Iterator[Scene]:
    with opened() as made:
        yield made


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    async def limited() -> Any:
        async with asyncio.timeout(20):
            return await work()

    return asyncio.run(limited())


def test_a_phone_joins_is_asked_and_its_points_reach_the_meeting(scene: Scene) -> None:
    meeting, room = scene
    meeting.headings()
    meeting.begin("weigh")

    async def person() -> None:
        phone = Phone(room.url)
        assert await phone.join("sv") == 1
        view = phone.joined
        assert await phone.look() is None  # the same as with joining
        assert view is not None and view["kind"] == "points" and view["budgets"] == {"": 10}
        assert [title for _, title, _ in view["items"]] == [
            "Bemötande", "Öppettider", "Lokalen", "Väntetid",
        ]
        assert view["name"] == ["Vikta", "sv"]
        given = {view["items"][0][0]: 7, view["items"][2][0]: 3}
        assert (await phone.numbers(view, given))["kept"]
        again = await phone.look()
        assert again is not None and again["mine"]["numbers"] == given
        phone.cut()

    run(person)
    assert sum(meeting.state.points[1].values()) == 10
    assert room.count == 1


def test_a_reply_that_is_repeated_after_silence_is_taken_once(scene: Scene) -> None:
    meeting, room = scene
    meeting.begin("factors")
    note = {"sort": "note", "phase": "factors", "round": 1, "text": "lugn och ro",
            "note": "0f0e0d0c-0000-4000-8000-000000000001"}

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        for _ in range(3):
            assert (await phone.give(note, "a-note-once"))["kept"]
            phone.cut()
            await phone.hello()
        assert await phone.join() == 1
        phone.cut()

    run(person)
    assert meeting.replies == 1
    assert [one.text for one in meeting.state.notes.values()] == ["lugn och ro"]


def test_joining_again_after_a_lost_answer_is_joining_once(scene: Scene) -> None:
    meeting, room = scene

    async def person() -> None:
        phone = Phone(room.url)
        for _ in range(3):
            await phone.hello()  # its credential was never heard
            assert await phone.join() == 1
            phone.credential, phone.participant = b"", 0
        phone.cut()

    run(person)
    assert meeting.joined == room.count == 1


def test_a_phone_comes_back_as_itself_after_the_tablet_has_fallen() -> None:
    with opened() as (_, room):
        phone = Phone(room.url)

        async def comes() -> None:
            await phone.join()
            phone.cut()

        run(comes)
    with opened() as (meeting, room):
        meeting.joined = 1
        again = Phone(room.url)
        again.credential, again.participant = phone.credential, 1

        async def back() -> None:
            await again.hello()
            assert await again.look() is not None
            again.cut()

        run(back)
        assert (meeting.joined, room.count) == (1, 1)


def test_who_waits_is_told_when_the_phase_changes_and_not_before(scene: Scene) -> None:
    meeting, room = scene

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        shown = await phone.look()
        assert shown is not None and shown["kind"] == "wait"
        waiting = asyncio.ensure_future(phone.look(wait=True))
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
        meeting.begin("factors")
        view = await waiting
        assert view is not None and view["kind"] == "notes"
        phone.cut()

    run(person)


def test_nobody_is_let_in_by_an_old_code_another_room_or_a_made_up_credential(
    scene: Scene,
) -> None:
    meeting, room = scene
    old = room.url
    assert room.new_code() == room.url != old

    async def strangers() -> list[int]:
        statuses = []
        invented = Phone(room.url)
        invented.credential, invented.participant = (7).to_bytes(4, "big") + bytes(16), 7
        elsewhere = Phone(room.url)
        elsewhere.tablet = Phone(old).token * 2
        for phone in (Phone(old), invented, elsewhere):
            with pytest.raises(Answered) as told:
                await phone.hello()
            statuses.append(told.value.status)
            phone.cut()
        return statuses

    assert run(strangers) == [403, 403, 400]
    assert meeting.joined == room.count == 0


def test_a_code_that_is_replaced_sends_nobody_away(scene: Scene) -> None:
    _, room = scene

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        await asyncio.to_thread(room.new_code)
        assert await phone.look() is not None
        phone.cut()
        await phone.hello()
        assert await phone.look() is None
        phone.cut()

    run(person)


def test_a_message_sent_again_by_somebody_else_is_refused_and_changes_nothing(
    scene: Scene,
) -> None:
    meeting, room = scene
    meeting.headings()
    meeting.begin("weigh")

    async def person() -> None:
        phone, listener = Phone(room.url), Phone(room.url)
        await phone.join()
        view = await phone.look()
        assert view is not None
        item = view["items"][0][0]
        reply = {"sort": "numbers", "phase": "weigh", "round": 1, "numbers": {item: 4}}
        body, _ = phone.sealed({"do": "give", "id": "first-one", "reply": reply})
        await phone.post(1, "/say", body)
        await phone.numbers(view, {item: 5})
        changed = bytearray(body)
        changed[15] += 9  # a number that is still to come, on an old message
        for again in (body, bytes(changed), body[:8], b""):
            with pytest.raises(Answered) as told:
                await listener.post(1, "/say", again)
            assert told.value.status in (400, 409, 410)
        assert (await phone.numbers(view, {item: 6}))["kept"]
        phone.cut()
        listener.cut()

    run(person)
    assert list(meeting.state.points[1].values()) == [6]


def test_greetings_repeated_by_a_listener_end_nobodys_channel(scene: Scene) -> None:
    _, room = scene

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        heard: list[bytes] = []
        post = phone.post

        async def overheard(lane: int, path: str, body: bytes) -> bytes:
            heard.append(body)
            return await post(lane, path, body)

        phone.post = overheard  # type: ignore[method-assign]
        await phone.hello()
        for _ in range(10):
            await post(1, "/hello", heard[0])
        assert await phone.look() is not None
        phone.cut()

    run(person)


def test_more_phones_than_there_is_room_for_are_told(scene: Scene) -> None:
    with opened(Limits(phones=2)) as (meeting, room):
        async def people() -> None:
            phones = [Phone(room.url) for _ in range(3)]
            for phone in phones[:2]:
                await phone.join()
            await phones[2].hello()
            assert await phones[2].say({"do": "join", "phone": "0" * 32}) == {"full": True}
            for phone in phones:
                phone.cut()

        run(people)
        assert meeting.joined == 2


def test_one_address_cannot_fill_the_room_with_participants_it_invents() -> None:
    with opened(Limits(joins=3, join_rate=0.001)) as (meeting, room):
        async def stranger() -> None:
            phones = [Phone(room.url, source="127.0.0.9") for _ in range(4)]
            for phone in phones[:3]:
                await phone.join()
            with pytest.raises(Answered) as told:
                await phones[3].join()
            assert told.value.status == 429
            neighbour = Phone(room.url)
            assert await neighbour.join() == 4
            assert await phones[0].join() == 1
            for phone in (*phones, neighbour):
                phone.cut()

        run(stranger)
        assert meeting.joined == 4


def test_nobody_changes_or_takes_back_or_even_sees_what_another_gave(scene: Scene) -> None:
    meeting, room = scene
    meeting.begin("factors")
    theirs = "0f0e0d0c-0000-4000-8000-000000000001"

    async def people() -> None:
        one, other = Phone(room.url), Phone(room.url)
        await one.join()
        await other.join()
        await one.give({"sort": "note", "phase": "factors", "round": 1, "note": theirs,
                        "text": "Min egen tanke"})
        for reply in ({"sort": "change", "note": theirs, "text": "En annan"},
                      {"sort": "gone", "note": theirs},
                      {"sort": "note", "phase": "factors", "round": 1, "note": theirs,
                       "text": "En annan"}):
            assert (await other.give(reply))["refused"] in ("not-yours", "same-id")
        view = await other.look()
        assert "Min egen tanke" not in json.dumps(view, ensure_ascii=False)
        assert theirs not in json.dumps(view)
        one.cut()
        other.cut()

    run(people)
    assert [note.text for note in meeting.state.notes.values()] == ["Min egen tanke"]


def test_what_no_page_sends_is_refused_and_the_channel_goes_on(scene: Scene) -> None:
    _, room = scene
    odd: list[dict[str, Any]] = [
        {}, {"do": "leave"}, {"do": "look"}, {"do": "look", "language": "sv", "as": 3},
        {"do": "give", "id": "short", "reply": {"sort": "gone", "note": "x"}},
        {"do": "give", "id": "long-enough", "reply": {"sort": "numbers", "phase": "p",
                                                      "round": 0, "numbers": {}}},
        {"do": "give", "id": "long-enough", "reply": {"sort": "sheet", "phase": "p" * 65,
                                                      "round": 1, "sheet": "x", "title": "y"}},
        {"do": "form", "id": "long-enough", "move": "steal", "language": "sv"},
        {"do": "join", "phone": "me"},
    ]

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        for message in odd:
            assert await phone.say(message) == {"refused": "wrong-reply", "given": 0}, message
        assert await phone.look() is not None
        phone.cut()
        stranger = Phone(room.url)
        await stranger.hello()
        with pytest.raises(Answered):  # a channel alone is nobody
            await stranger.look()
        stranger.cut()

    run(person)


def test_a_form_is_answered_one_question_at_a_time_and_once(scene: Scene) -> None:
    meeting, room = scene
    meeting.form = "Biblioteket i dag"
    values = ("yes", "borrow read", "4", "12", "1.5", "2026-11-22", "", "Tack.")

    async def person() -> None:
        phone = Phone(room.url)
        await phone.join()
        view = await phone.look()
        assert view is not None and view["form"] == "Biblioteket i dag"

        async def form(move: str, value: str = "", id: str = "") -> Any:
            return await phone.say({"do": "form", "move": move, "language": "sv", "value": value,
                                    "id": id or os.urandom(8).hex()})

        first = await form("open")
        assert first["step"]["label"] == "Har du varit här förut?"
        assert (await form("answer"))["step"]["trouble"]
        for at, value in enumerate(values):
            told = await form("answer", value, f"answer-{at}")
            assert told == await form("answer", value, f"answer-{at}")
        assert told["step"]["last"]
        assert (await form("back"))["step"]["number"] == 8
        assert await form("finish", id="the-end-of-it") == await form("finish", id="the-end-of-it")
        assert (await form("open"))["filled"]
        view = await phone.look()
        assert view is not None and view["form"] == ""
        phone.cut()

    run(person)
    assert list(meeting.answered.values()) == list(values)
