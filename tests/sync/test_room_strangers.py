"""What somebody on the network who only listens, repeats and greets can take from those who take
part: nothing."""

from __future__ import annotations

import asyncio
import os
from base64 import urlsafe_b64encode
from collections.abc import MutableMapping
from typing import Any

import pytest

from storage.seal.phones import RoomKey
from survey.facilitation.events import ParticipantLeft
from sync.room.app import RoomApp
from sync.room.limits import Limits
from sync.room.page_files import PageFiles
from sync.room.room import Room
from tests.sync.room_builders import SECRET, Meeting
from tests.sync.room_phone import SEALED, Answered, Phone, Wire
from tests.sync.test_room import opened, run

JOIN = {"do": "join", "phone": "0" * 32}


class Guest:
    """Remembers whose the connection was said to be."""

    def __init__(self) -> None:
        self.visitors: list[object] = []

    def proven(self, visitor: object) -> None:
        self.visitors.append(visitor)


async def posted(app: RoomApp, path: str, body: bytes, guest: Guest) -> bytes:
    """A request to the application without a socket."""
    told: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    headers = [(b"content-type", SEALED.encode()), (b"content-length", str(len(body)).encode())]
    await app({"type": "http", "method": "POST", "path": path, "headers": headers,
               "client": ("127.0.0.1", 9), "state": {"guest": guest}}, receive, send)
    if told[0]["status"] != 200:
        raise Answered(told[0]["status"])
    answer: bytes = told[1]["body"]
    return answer


def test_channels_that_nobody_joined_by_never_keep_anybody_out() -> None:
    with opened(Limits(channels=4)) as (meeting, room):
        async def people() -> None:
            before = Phone(room.url)
            await before.join()
            for _ in range(6):
                stranger = Phone(room.url)
                await stranger.hello()
                with pytest.raises(Answered) as told:  # it opens, and so the line is proven
                    await stranger.look()
                assert told.value.status == 400
                stranger.cut()
            after = Phone(room.url)
            assert await after.join() == 2
            for phone in (before, after):
                assert await phone.look() is not None
                phone.cut()

        run(people)
        assert meeting.joined == 2


def test_a_connection_is_counted_with_a_participant_and_with_nobody_before_they_join() -> None:
    async def people() -> None:
        room = Room(Meeting(), RoomKey(SECRET), os.urandom, Limits(phones=1), {"sv"})
        app = RoomApp(room, PageFiles({"sv": "Svenska"}), Limits())
        guest = Guest()

        async def post(lane: int, path: str, body: bytes) -> bytes:
            return await posted(app, path, body, guest)

        code = urlsafe_b64encode(room.code).decode("ascii")
        phones = [Phone(f"http://127.0.0.1:1/#1{code}") for _ in range(2)]
        for phone in phones:
            phone.post = post  # type: ignore[method-assign]
        await phones[0].join()
        for _ in range(3):  # a channel more each time, of the same person
            await phones[0].hello()
            await phones[0].look()
        assert guest.visitors == [1, 1, 1, 1]
        await phones[1].hello()
        assert await phones[1].say(JOIN) == {"full": True}
        assert guest.visitors == [1, 1, 1, 1]

    run(people)


def test_a_channel_that_was_opened_with_the_old_code_cannot_join_after_a_new_one() -> None:
    with opened() as (meeting, room):
        async def people() -> None:
            here, waiting = Phone(room.url), Phone(room.url)
            await here.join()
            await waiting.hello()
            await asyncio.to_thread(room.new_code)
            with pytest.raises(Answered) as told:
                await waiting.say(JOIN)
            assert told.value.status == 410
            assert await here.look() is not None
            here.cut()
            waiting.cut()

        run(people)
        assert meeting.joined == room.count == 1


def test_who_hears_a_channels_name_cannot_use_up_what_its_phone_may_send() -> None:
    with opened(Limits(messages=5, message_rate=0.001)) as (_, room):
        async def people() -> None:
            phone = Phone(room.url)
            await phone.join()
            listener = Wire(*room.address, "127.0.0.9")
            statuses = [
                (await listener.ask("POST", "/say", phone.line + bytes(40),
                                    {"Content-Type": SEALED}))[0]
                for _ in range(8)
            ]
            assert statuses == [409] * 5 + [429] * 3
            assert await phone.look() is not None
            phone.cut()
            listener.cut()

        run(people)


def test_a_wait_for_news_ends_when_the_same_phone_begins_another() -> None:
    with opened() as (meeting, room):
        async def person() -> None:
            phone = Phone(room.url)
            await phone.join("sv")
            look = {"do": "look", "language": "sv", "have": phone.mark, "wait": True}
            body, n = phone.sealed(look, lane=0)
            first = Wire(*room.address)
            given_up = asyncio.ensure_future(
                first.ask("POST", "/say", body, {"Content-Type": SEALED})
            )
            done, _ = await asyncio.wait([given_up], timeout=0.3)
            assert not done
            waiting = asyncio.ensure_future(phone.look(wait=True))
            status, _, answer = await given_up
            assert status == 200 and phone.channel is not None
            assert b'"view":null' in phone.channel.open(n, answer)
            assert not waiting.done()
            meeting.begin("factors")
            view = await waiting
            assert view is not None and view["kind"] == "notes"
            phone.cut()
            first.cut()

        run(person)


def test_one_participants_replies_are_taken_no_faster_than_a_hand_gives_them() -> None:
    with opened(Limits(gives=3, give_rate=0.001)) as (meeting, room):
        meeting.begin("factors")

        def note(n: int) -> dict[str, Any]:
            return {"sort": "note", "phase": "factors", "round": 1, "text": f"Tanke {n}",
                    "note": f"0f0e0d0c-0000-4000-8000-{n:012}"}

        async def people() -> None:
            phone, neighbour = Phone(room.url), Phone(room.url)
            await phone.join()
            for n in range(3):
                assert (await phone.give(note(n), f"note-{n:08}"))["kept"]
            await phone.hello()  # another channel of theirs is no other participant
            with pytest.raises(Answered) as told:
                await phone.give(note(3))
            assert told.value.status == 429
            assert (await phone.give(note(2), "note-00000002"))["kept"]  # what came is answered
            await neighbour.join()
            assert (await neighbour.give(note(4)))["kept"]
            phone.cut()
            neighbour.cut()

        run(people)
        assert meeting.replies == 4


def test_who_has_left_is_not_counted_and_leaves_room_for_another() -> None:
    with opened(Limits(phones=1)) as (meeting, room):
        async def people() -> None:
            first, second = Phone(room.url), Phone(room.url)
            await first.join()
            await second.hello()
            assert await second.say(JOIN) == {"full": True}
            assert room.count == 1
            meeting.gathering.say(ParticipantLeft(participant=1))
            assert room.count == 0
            assert await second.join() == 2
            first.cut()
            second.cut()

        run(people)
        assert room.count == 1
