"""What a correction is about and what it says, and how both are kept."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Final, cast
from uuid import UUID

import msgspec

from storage import further
from storage.body_structs import DEPTH_LIMIT
from storage.errors import Damaged
from storage.seal import coding
from survey.forms.answers import Spot
from survey.records import Answer, Further

CIRCUMSTANCES: Final = ("unit", "place", "mode", "language", "day")
_DAY_ZERO = date(1970, 1, 1).toordinal()
_decoder = msgspec.msgpack.Decoder(tuple[int, Any])


class AsItCame(Enum):
    """The type of :data:`AS_IT_CAME`."""

    TOKEN = "as it came"  # noqa: S105 - a name


AS_IT_CAME: Final = AsItCame.TOKEN
"""The value of a correction that takes earlier ones of its field back."""

Field = UUID | Spot | str
"""A question's id, with its instances where it stands in repeats, or one of
:data:`CIRCUMSTANCES`."""

Value = Answer | Further | date | AsItCame
"""A question's answer, a :class:`Further` where it is neither a step, one choice nor a text outside
repeats; for circumstances a UUID, None (no place), a text or a date."""


def field_bytes(field: Field) -> bytes:
    """A field as it is kept: a name, or an id with two bytes for each instance."""
    if isinstance(field, tuple):
        return field[0].bytes + further.place(field[1])
    return field.bytes if isinstance(field, UUID) else field.encode("ascii")


def field_of(raw: bytes) -> Field:
    """The field of :func:`field_bytes`. Raises Damaged."""
    at = bytes(raw)[16:]
    if len(raw) >= 16 and len(at) % 2 == 0 and len(at) <= 2 * DEPTH_LIMIT:
        id = UUID(bytes=bytes(raw)[:16])
        return (id, further.places(at)) if at else id
    try:
        name = bytes(raw).decode("ascii")
    except UnicodeDecodeError:
        name = ""
    if name not in CIRCUMSTANCES:
        raise Damaged("a correction in the workspace cannot be read")
    return name


def value_bytes(value: Value) -> bytes:
    """A value as it is kept: 0 as it came, 1 a plain one, 2 a kind with its value."""
    if value is AS_IT_CAME:
        return coding.pack((0, None))
    if isinstance(value, date):
        return coding.pack((1, value.toordinal() - _DAY_ZERO))
    if isinstance(value, Further):
        (wire,) = further.to_wires((value,))
        _, kind, number, text, choices = further.to_row(wire)
        return coding.pack((2, (kind, number if number is not None else text or choices)))
    return coding.pack((1, value.bytes if isinstance(value, UUID) else value))


def value_of(field: bytes, raw: bytes) -> Value:
    """The value of :func:`value_bytes`. Raises Damaged."""
    try:
        known, value = _decoder.decode(raw)
        if known == 0:
            return AS_IT_CAME
        if known == 2:
            kind, said = value
            return further.of_row(bytes(field)[:16], bytes(field)[16:], kind, said)
        if isinstance(value, bytes):
            return UUID(bytes=value)
        if bytes(field) == b"day" and isinstance(value, int):
            return date.fromordinal(value + _DAY_ZERO)
        if known == 1 and (value is None or type(value) in (int, str)):
            return cast("int | str | None", value)
    except (msgspec.DecodeError, ValueError, TypeError, OverflowError):
        pass
    raise Damaged("a correction in the workspace cannot be read")
