"""Bodies of whole forms: one answer of each kind, and what no program may take."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from storage import bodies
from survey.records import Body, Further, Kind
from tests.files import SMALL_PHOTO, SMALL_SOUND
from tests.storage.test_bodies import RESPONSE, number
from tests.storage.write_seal_vectors import bad, plain

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/form-body.json"

FURTHER = (
    Further(node=number(31), at=(1,), kind=Kind.INTEGER, value=-3),
    Further(node=number(31), at=(2,), kind=Kind.INTEGER, value=2**31 - 1),
    Further(node=number(32), kind=Kind.DECIMAL, value="-0.25"),
    Further(node=number(33), at=(2, 1), kind=Kind.TEXT, value="Två\nrader"),
    Further(node=number(34), kind=Kind.DATE, value="2026-03-02"),
    Further(node=number(35), kind=Kind.TIME, value="08:30:00.000+01:00"),
    Further(node=number(36), kind=Kind.DATE_TIME, value="2026-03-02T08:30:00.000Z"),
    Further(node=number(37), at=(1,), kind=Kind.CHOICE, value=number(9)),
    Further(node=number(38), kind=Kind.CHOICES, value=(number(8), number(9))),
    Further(node=number(39), kind=Kind.RANKED, value=(number(9), number(8))),
    Further(node=number(40), at=(65_535,), kind=Kind.NONE),
)
FORM = replace(RESPONSE, further=FURTHER)
ORDER = Further(node=RESPONSE.form, kind=Kind.ORDER, value=2**31 - 1)
FORMS: tuple[Body, ...] = (
    FORM, replace(FORM, complete=False), replace(FORM, code=bytes(range(32))),
    replace(FORM, answers={}), replace(FORM, further=(ORDER,), complete=False),
    replace(FORM, further=(
        Further(node=number(41), at=(1,), kind=Kind.FILE, value=SMALL_PHOTO),
        Further(node=number(41), at=(2,), kind=Kind.FILE, value=SMALL_SOUND),
    )),
)


def with_further(*wires: list[Any]) -> bytes:
    """A form's body with these answers, whatever they are, in place of its own."""
    wire: list[Any] = msgspec.msgpack.decode(bodies.encode(FORM))
    wire[7] = list(wires)
    return msgspec.msgpack.encode(wire)


def refused() -> list[tuple[str, bytes]]:
    """(what is wrong, bytes) of bodies that are damaged."""
    a, b = number(31).bytes, number(32).bytes
    one, two = number(8).bytes, number(9).bytes
    wire: list[Any] = msgspec.msgpack.decode(bodies.encode(FORM))
    return [
        ("no further answer", with_further()),
        ("an unknown kind", with_further(["colour", a, [], "red"])),
        ("an answer twice at one place", with_further(
            ["integer", a, [1], 1], ["integer", a, [1], 2])),
        ("questions out of order", with_further(["integer", b, [], 1], ["integer", a, [], 1])),
        ("places out of order", with_further(["integer", a, [2], 1], ["integer", a, [1], 1])),
        ("an instance numbered nought", with_further(["integer", a, [0], 1])),
        ("an instance beyond the last", with_further(["integer", a, [65_536], 1])),
        ("repeats too deep", with_further(["integer", a, [1] * 61, 1])),
        ("an integer of 33 bits", with_further(["integer", a, [], 2**31])),
        ("an integer as text", with_further(["integer", a, [], "1"])),
        *((f"the number {text!r}", with_further(["decimal", a, [], text]))
          for text in ("1.50", "01", "-0", "1e3", ".5", "1,5", "", "1\n", "٣")),
        ("a day of another calendar", with_further(["date", a, [], "2026-3-2"])),
        *((f"{kind} {text}", with_further([kind, a, [], text])) for kind, text in (
            ("date", "2024-99-99"), ("date", "2025-02-29"), ("date", "0000-01-01"),
            ("dateTime", "2025-02-29T08:30"), ("dateTime", "2026-03-02T24:00"),
            ("time", "99:99"), ("time", "08:30:60"), ("time", "08:30+15:00"))),
        ("a time without minutes", with_further(["time", a, [], "08"])),
        ("a moment with words", with_further(["dateTime", a, [], "2026-03-02 08:30"])),
        ("a choice of five bytes", with_further(["choice", a, [], b"short"])),
        ("no choices", with_further(["choices", a, [], []])),
        ("choices out of order", with_further(["choices", a, [], [two, one]])),
        ("a choice twice", with_further(["choices", a, [], [one, one]])),
        ("a choice ranked twice", with_further(["ranked", a, [], [one, two, one]])),
        ("orders of another form", with_further(["order", a, [], 1])),
        ("orders in a repeat", with_further(["order", RESPONSE.form.bytes, [1], 1])),
        ("orders below nought", with_further(["order", RESPONSE.form.bytes, [], -1])),
        ("orders of 32 bits", with_further(["order", RESPONSE.form.bytes, [], 2**31])),
        ("a value where none is", with_further(["none", a, [], None])),
        ("a photo with more than its picture", with_further(["file", a, [], "image/jpeg",
            SMALL_PHOTO.data[:2] + b"\xff\xfe\x00\x04hi" + SMALL_PHOTO.data[2:]])),
        ("a photo that is cut off", with_further(
            ["file", a, [], "image/jpeg", SMALL_PHOTO.data[:-2]])),
        ("a sound of another rate", with_further(["file", a, [], "audio/wav",
            SMALL_SOUND.data[:24] + b"\0" + SMALL_SOUND.data[25:]])),
        ("a file of another type", with_further(["file", a, [], "text/html", b"<p>"])),
        ("a field more", msgspec.msgpack.encode([*wire, b""])),
    ]


def vectors() -> dict[str, Any]:
    """What the file holds."""
    return {
        "format": "body 1, whole forms",
        "good": [{"raw": bodies.encode(body).hex(), "says": told(body)} for body in FORMS],
        "bad": [bad(name, "damaged", raw) for name, raw in refused()],
    }


def told(body: Body) -> Any:
    """A body as JSON says it."""
    return json.loads(json.dumps(plain(body)))


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
