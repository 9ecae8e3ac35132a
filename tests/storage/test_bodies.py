"""Bodies are written in one way, read strictly, and kept when they are not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from storage import bodies
from storage.errors import Damaged
from survey.records import (
    Body,
    Circumstances,
    ClockQuality,
    GradesSet,
    Mode,
    ParticipantJoined,
    PointsSet,
    Response,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)


def number(at: int) -> UUID:
    return UUID(int=at << 80 | 4 << 76 | 2 << 62 | at)


CIRCUMSTANCES = Circumstances(
    unit=number(1),
    place=None,
    mode=Mode.KIOSK,
    language="sv",
    time=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
    day=date(2026, 3, 2),
    clock=ClockQuality.OK,
    consent="1",
)
RESPONSE = Response(
    form=number(2),
    form_version=3,
    answers={
        number(12): 4,
        number(11): None,
        number(14): "Öppna på söndag!",
        number(13): number(9),
    },
    circumstances=CIRCUMSTANCES,
    complete=True,
)
EVENTS = (
    SessionOpened(title="Table 3", method="factor-points"),
    ParticipantJoined(participant=7),
    PointsSet(participant=7, points={number(22): 60, number(21): 40}),
    GradesSet(participant=7, grades={number(21): 5}),
    SessionClosed(),
)
BODIES: tuple[Body, ...] = (
    RESPONSE,
    replace(RESPONSE, complete=False),
    replace(RESPONSE, circumstances=replace(CIRCUMSTANCES, place=number(5))),
    replace(RESPONSE, circumstances=replace(CIRCUMSTANCES, clock=ClockQuality.UNSET)),
    *(
        SessionEvent(session=number(3), lamport=at, event=event, circumstances=CIRCUMSTANCES)
        for at, event in enumerate(EVENTS)
    ),
)


def changed(raw: bytes, **fields: object) -> bytes:
    """A response's bytes with fields replaced, by the names in the format's table."""
    names = ("kind", "version", "form", "form_version", "answers", "texts", "circumstances")
    items = msgspec.msgpack.decode(raw, type=list[msgspec.Raw])
    wire: list[object] = list(items)
    for name, value in fields.items():
        wire[names.index(name)] = value
    return msgspec.msgpack.encode(wire)


@pytest.mark.parametrize("body", BODIES, ids=lambda b: type(getattr(b, "event", b)).__name__)
def test_every_body_comes_back_as_it_was(body: Body) -> None:
    assert bodies.decode(bodies.encode(body)) == body


def test_the_kind_says_whether_the_person_reached_the_end() -> None:
    assert msgspec.msgpack.decode(bodies.encode(RESPONSE))[0] == "response"
    partial = msgspec.msgpack.decode(bodies.encode(replace(RESPONSE, complete=False)))
    assert partial[0] == "response.partial"


def test_the_order_of_answering_is_not_written() -> None:
    backwards = replace(RESPONSE, answers=dict(reversed(RESPONSE.answers.items())))
    assert bodies.encode(backwards) == bodies.encode(RESPONSE)


def test_reading_gives_raw_ids_and_whole_numbers() -> None:
    wire = bodies.read(bodies.encode(RESPONSE))
    assert isinstance(wire, bodies.ResponseWire)
    assert wire.answers == {
        number(11).bytes: None,
        number(12).bytes: 4,
        number(13).bytes: number(9).bytes,
    }
    assert wire.texts == {number(14).bytes: "Öppna på söndag!"}
    assert wire.circumstances.unit == number(1).bytes


@pytest.mark.parametrize(("kind", "version"), [("device.colour", 1), ("response", 3)])
def test_an_unknown_kind_or_a_newer_version_is_kept(kind: str, version: int) -> None:
    raw = msgspec.msgpack.encode([kind, version, {"what": "ever"}])
    assert bodies.decode(raw) == bodies.Unknown(kind=kind, version=version, raw=raw)
    assert bodies.read(raw) == bodies.Unknown(kind=kind, version=version, raw=raw)


@pytest.mark.parametrize(
    "fields",
    [
        {"form": b"short"},
        {"form_version": -1},
        {"version": 0},
        {"answers": {b"short": 3}},
        {"answers": {number(12).bytes: "text among the steps"}},
        {"answers": {number(12).bytes: 2**40}},
        {"texts": {number(12).bytes: "x" * 20_001}},
        {"answers": {number(at).bytes: 1 for at in range(5_001)}},
        {"circumstances": [number(1).bytes, None, "by pigeon", "sv", 1, 1, "ok", "1"]},
        {"circumstances": [number(1).bytes, None, "kiosk", "sv", 1, 1, "ok", "1", "more"]},
        {"circumstances": [number(1).bytes, None, "kiosk", "sv", 1, 2**33, "ok", "1"]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_breaks_the_format_is_damaged(fields: dict[str, object]) -> None:
    raw = bodies.encode(RESPONSE)
    assert changed(raw) == raw
    with pytest.raises(Damaged):
        bodies.read(changed(raw, **fields))


def test_cut_or_lengthened_bytes_are_damaged() -> None:
    raw = bodies.encode(RESPONSE)
    for end in range(len(raw)):
        with pytest.raises(Damaged):
            bodies.decode(raw[:end])
    with pytest.raises(Damaged):
        bodies.decode(raw + b"\0")


def test_another_order_or_a_longer_number_is_not_the_one_way() -> None:
    raw = bodies.encode(RESPONSE)
    wire = bodies.read(raw)
    assert isinstance(wire, bodies.ResponseWire)
    reordered = changed(raw, answers=dict(reversed(wire.answers.items())))
    lengthened = changed(raw, form_version=msgspec.Raw(b"\xcd\x00\x03"))
    for other in (reordered, lengthened):
        assert bodies.read(other) == wire
        with pytest.raises(Damaged, match="one way"):
            bodies.decode(other)


def test_a_question_answered_twice_is_damaged() -> None:
    raw = bodies.encode(RESPONSE)
    with pytest.raises(Damaged, match="one way"):
        bodies.decode(changed(raw, texts={number(12).bytes: "and in words"}))


def test_half_a_character_does_not_cost_the_answer() -> None:
    body = replace(RESPONSE, answers={number(14): "half \ud83d and whole \U0001f600"})
    read = bodies.decode(bodies.encode(body))
    assert isinstance(read, Response)
    assert read.answers == {number(14): "half \ufffd and whole \U0001f600"}


@pytest.mark.parametrize(
    "body",
    [
        replace(RESPONSE, answers={number(14): "x" * 20_001}),
        replace(RESPONSE, answers={number(at): 1 for at in range(5_001)}),
        replace(RESPONSE, answers={number(at): "x" * 20_000 for at in range(40)}),
        replace(RESPONSE, circumstances=replace(CIRCUMSTANCES, language="s" * 201)),
    ],
    ids=["text", "answers", "size", "language"],
)
def test_nothing_is_written_that_could_not_be_read(body: Response) -> None:
    with pytest.raises(ValueError, match=r"limit|larger"):
        bodies.encode(body)
