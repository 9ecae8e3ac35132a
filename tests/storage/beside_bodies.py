"""Bodies with something beside the answers, notes of devices, and what no program may take."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from storage import bodies
from survey.beside import Beside, Flag, Seen
from survey.device_notes import Assigned, Health, Occasion, Trouble, Vouchers
from survey.records import Body
from tests.storage.form_bodies import FORM, told
from tests.storage.test_bodies import RESPONSE, number
from tests.storage.write_seal_vectors import bad

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/beside-body.json"

BESIDE = Beside(
    arm=number(50), flags=(Flag.BURST, Flag.SAME_RUN),
    screens=(
        Seen(question=number(11), seconds=30, changes=2, helped=True),
        Seen(question=number(12), seconds=3_600, changes=100),
    ),
    language_switches=1,
)
HEALTH = Health(
    time=datetime(2026, 3, 2, 9, tzinfo=UTC), program="0.4.0", waiting=12, free_mb=900,
    battery=80, degrees=-4, restarts=1, vouchers=7,
    troubles=(Trouble.CLOCK_UNSET, Trouble.FROZE),
)
ASSIGNED = Assigned(arm=number(50), unit=number(1), day=date(2026, 3, 2))
OCCASION = Occasion(
    id=number(60), partner="Föreningen Ljuset", audience="nyanlända", unit=number(1),
    day=date(2026, 3, 2), present=40, asked=30, declined=5, answered=25,
)
CODE = bytes(range(32))
VOUCHERS = Vouchers(hashes=(CODE, bytes(range(1, 33))))
ALL: tuple[Body, ...] = (
    *(
        replace(one, beside=BESIDE)
        for some in (RESPONSE, FORM)
        for one in (some, replace(some, complete=False), replace(some, code=CODE))
    ),
    replace(RESPONSE, beside=Beside(arm=number(50))),
    replace(RESPONSE, beside=Beside(flags=(Flag.CLOSED,))),
    replace(RESPONSE, beside=Beside(language_switches=100)),
    HEALTH, replace(HEALTH, battery=None, degrees=None, troubles=()),
    replace(HEALTH, troubles=tuple(sorted(Trouble))), ASSIGNED, OCCASION,
    VOUCHERS,
)


def wire(body: Body) -> list[Any]:
    """A body as a list that can be changed."""
    items: list[Any] = msgspec.msgpack.decode(bodies.encode(body))
    return items


def with_beside(**fields: object) -> bytes:
    """A response's bytes with fields of what is beside it replaced."""
    items = wire(ALL[0])
    names = ("arm", "flags", "screens", "language_switches")
    for name, value in fields.items():
        items[-1][names.index(name)] = value
    return msgspec.msgpack.encode(items)


def with_field(body: Body, at: int, value: object) -> bytes:
    """A body's bytes with one of its fields replaced."""
    items = wire(body)
    items[at] = value
    return msgspec.msgpack.encode(items)


def refused() -> list[tuple[str, bytes]]:
    """(what is wrong, bytes) of bodies that are damaged."""
    one, two = number(11).bytes, number(12).bytes
    response, plain = wire(ALL[0]), wire(RESPONSE)
    return [
        ("version 2 with nothing beside", msgspec.msgpack.encode([*plain[:1], 2, *plain[2:]])),
        ("version 2 and all of it empty", with_beside(
            arm=None, flags=[], screens=[], language_switches=0)),
        ("version 1 with something beside", msgspec.msgpack.encode(
            [*response[:1], 1, *response[2:]])),
        ("beside as nil", with_field(ALL[0], -1, None)),
        ("a field more", msgspec.msgpack.encode([*response, 1])),
        ("a field more beside", with_field(ALL[0], -1, [*response[-1], 1])),
        ("an arm of five bytes", with_beside(arm=b"short")),
        ("an unknown flag", with_beside(flags=["handsome"])),
        ("flags out of order", with_beside(flags=["same-run", "burst"])),
        ("a flag twice", with_beside(flags=["burst", "burst"])),
        ("a screen twice", with_beside(screens=[[one, 1, 0, False], [one, 2, 0, False]])),
        ("screens out of order", with_beside(screens=[[two, 1, 0, False], [one, 1, 0, False]])),
        ("seconds beyond an hour", with_beside(screens=[[one, 3_601, 0, False]])),
        ("seconds below nought", with_beside(screens=[[one, -1, 0, False]])),
        ("fractions of seconds", with_beside(screens=[[one, 0.5, 0, False]])),
        ("too many changes", with_beside(screens=[[one, 1, 101, False]])),
        ("help as a number", with_beside(screens=[[one, 1, 1, 1]])),
        ("too many screens", with_beside(
            screens=[[number(at).bytes, 0, 0, False] for at in range(5_001)])),
        ("too many switches", with_beside(language_switches=101)),
        ("health with a trouble twice", with_field(HEALTH, -1, ["hot", "hot"])),
        ("health with troubles out of order", with_field(HEALTH, -1, ["hot", "crashed"])),
        ("health with an unknown trouble", with_field(HEALTH, -1, ["sad"])),
        ("a battery over full", with_field(HEALTH, 6, 101)),
        ("a machine hotter than any", with_field(HEALTH, 7, 201)),
        ("less than no room", with_field(HEALTH, 5, -1)),
        ("a program with a long name", with_field(HEALTH, 3, "x" * 61)),
        ("an hour before all hours", with_field(HEALTH, 2, -1)),
        ("an arm that nobody was given", with_field(ASSIGNED, 2, None)),
        ("an arm on no day", with_field(ASSIGNED, 4, -1)),
        ("an occasion with more people than allowed", with_field(OCCASION, 7, 100_001)),
        ("an occasion without its number", with_field(OCCASION, 2, b"")),
        ("an occasion with a long story", with_field(OCCASION, 3, "x" * 201)),
        ("no vouchers", with_field(VOUCHERS, -1, [])),
        ("vouchers out of order", with_field(VOUCHERS, -1, [bytes(range(1, 33)), CODE])),
        ("a voucher twice", with_field(VOUCHERS, -1, [CODE, CODE])),
        ("a voucher of five bytes", with_field(VOUCHERS, -1, [b"short"])),
        ("more vouchers than a batch holds", with_field(
            VOUCHERS, -1, [bytes([1, at % 256] + [0] * 30) for at in range(256)] + [b"\2" * 32])),
        ("an occasion and more", msgspec.msgpack.encode([*wire(OCCASION), 0])),
    ]


def vectors() -> dict[str, Any]:
    """What the file holds."""
    return {
        "format": "body 2 of responses; notes of devices, body 1",
        "good": [{"raw": bodies.encode(body).hex(), "says": told(body)} for body in ALL],
        "bad": [bad(name, "damaged", raw) for name, raw in refused()],
    }


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
