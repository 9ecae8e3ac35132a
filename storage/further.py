"""Answers beside the simple ones, between the domain's values and what a body holds.

See ``docs/formats/record.md``. They lie in the order of question and place, which says nothing
of the order in which they were given.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from math import isfinite
from operator import ge
from typing import Any, get_args
from uuid import UUID

from storage.body_structs import (
    DATE,
    DATE_TIME,
    DECIMAL,
    MOMENT_LIMIT,
    TIME,
    ChoicesWire,
    ChoiceWire,
    DateTimeWire,
    DateWire,
    DecimalWire,
    FileWire,
    FurtherWire,
    NoneWire,
    OrderWire,
    RankedWire,
    TextWire,
)
from storage.errors import Damaged
from survey import files
from survey.files import File, FileType
from survey.records import Further, Kind

_WIRES: dict[Kind, type[Any]] = {
    Kind(wire.__struct_config__.tag): wire for wire in get_args(FurtherWire)
}
_LISTS = (Kind.CHOICES, Kind.RANKED)
_KNOWN: dict[str, Kind] = {kind.value: kind for kind in Kind}
_DECIMAL = re.compile(DECIMAL)
_MOMENTS = {
    Kind.DATE: re.compile(DATE), Kind.TIME: re.compile(TIME), Kind.DATE_TIME: re.compile(DATE_TIME),
}


def to_wires(further: Iterable[Further]) -> tuple[FurtherWire, ...]:
    """In the one order. A day or time that no calendar or clock has, and a number beyond all
    reckoning, are kept as texts, of a choice that is there twice the first; what else does not
    fit is refused when it is written.

    ValueError when a question is answered twice at one place, and when files are larger together
    than allowed: sealed, nobody could look into it again.
    """
    ordered = sorted(further, key=lambda one: (one.node.bytes, one.at))
    wires = tuple(_wire(one) for one in ordered)
    if not _rising([(wire.node, wire.at) for wire in wires]):
        raise ValueError("a question is answered twice at one place")
    if sum(len(one.data) for one in wires if isinstance(one, FileWire)) > files.TOGETHER_LIMIT:
        raise ValueError("files are larger together than allowed")
    return wires


def to_values(wires: Sequence[FurtherWire], form: bytes) -> tuple[Further, ...]:
    """The domain's values. Raises Damaged as :func:`check`."""
    check(wires, form)
    return tuple(_value(wire) for wire in wires)


def check(wires: Sequence[FurtherWire], form: bytes) -> None:
    """Raises Damaged when answers or choices are out of order or there twice, for a day that no
    calendar has, a number beyond all reckoning, and for orders of another ``form`` (16 bytes):
    what no answer alone can say.
    """
    if not _rising([(wire.node, wire.at) for wire in wires]):
        raise Damaged("body: a question is answered twice at one place, or out of order")
    together = 0
    wire: Any  # a struct's class says which of its kinds it is, and the table goes by that
    for wire in wires:
        if isinstance(wire, FileWire):
            together += len(wire.data)
            if wrong := files.fault(wire.media, wire.data):
                raise Damaged(f"body: {wrong}")
            continue
        if (fault := _FAULTS.get(type(wire))) and not fault[0](wire.value):
            raise Damaged(f"body: {fault[1]}")
        if type(wire) is OrderWire and (wire.node != form or wire.at):
            raise Damaged("body: orders of something else than the form")
    if together > files.TOGETHER_LIMIT:
        raise Damaged("body: its files are larger together than allowed")


def _rising(ids: Sequence[Any]) -> bool:
    return not any(map(ge, ids, ids[1:]))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    """Whether it is one that a mean can be made of: within a floating-point number."""
    return isfinite(float(text))


def _each_once(ids: Sequence[bytes]) -> bool:
    return len(set(ids)) == len(ids)


_NO_DAY = "a day that no calendar has"
_FAULTS: dict[type, tuple[Callable[[Any], bool], str]] = {
    ChoicesWire: (_rising, "choices are not in their order, or twice"),
    RankedWire: (_each_once, "a choice is ranked twice"),
    DecimalWire: (_is_number, "a number beyond all reckoning"), DateWire: (_is_day, _NO_DAY),
    DateTimeWire: (_is_day, _NO_DAY),
}


def _is_moment(kind: Kind, text: str) -> bool:
    return (
        len(text) <= MOMENT_LIMIT and _MOMENTS[kind].match(text) is not None
        and (kind is Kind.TIME or _is_day(text))
    )


def _is_real(kind: Kind, text: str) -> bool:
    if kind is Kind.DECIMAL:
        # what is no number at all is refused when it is written
        return _DECIMAL.match(text) is None or _is_number(text)
    return kind not in _MOMENTS or _is_moment(kind, text)


def kind_of(wire: FurtherWire) -> str:
    """The wire's kind, as :class:`survey.records.Kind` spells it."""
    return str(wire.__struct_config__.tag)


def _wire(one: Further) -> FurtherWire:
    kind = _WIRES[one.kind]
    if one.kind is Kind.NONE:
        return NoneWire(node=one.node.bytes, at=one.at)
    if isinstance(one.value, File):
        file = one.value
        return FileWire(node=one.node.bytes, at=one.at, media=file.type.value, data=file.data)
    value: object = one.value
    if isinstance(value, tuple):
        ids = dict.fromkeys(id.bytes for id in value)
        value = tuple(sorted(ids) if one.kind is Kind.CHOICES else ids)
    elif isinstance(value, UUID):
        value = value.bytes
    elif isinstance(value, str) and not _is_real(one.kind, value):
        kind = TextWire
    made: FurtherWire = kind(node=one.node.bytes, at=one.at, value=value)
    return made


def _value(wire: FurtherWire) -> Further:
    node, kind = UUID(bytes=wire.node), Kind(kind_of(wire))
    if isinstance(wire, NoneWire):
        return Further(node=node, at=wire.at, kind=kind)
    if isinstance(wire, FileWire):
        file = File(type=FileType(wire.media), size=len(wire.data), data=wire.data)
        return Further(node=node, at=wire.at, kind=kind, value=file)
    if isinstance(wire, ChoiceWire):
        return Further(node=node, at=wire.at, kind=kind, value=UUID(bytes=wire.value))
    if isinstance(wire.value, tuple):
        ids = tuple(UUID(bytes=id) for id in wire.value)
        return Further(node=node, at=wire.at, kind=kind, value=ids)
    return Further(node=node, at=wire.at, kind=kind, value=wire.value)


# --- as a row: at, kind, number, text, choices


def to_row(wire: FurtherWire) -> tuple[bytes, str, int | None, str | None, bytes | None]:
    """What stands in a row of the table ``further``, after the question; of a file its size and
    type, for its bytes lie in the table ``file``."""
    at, kind = place(wire.at), kind_of(wire)
    if isinstance(wire, NoneWire):
        return at, kind, None, None, None
    if isinstance(wire, FileWire):
        return at, kind, len(wire.data), wire.media, None
    value = wire.value
    if isinstance(value, int):
        return at, kind, value, None, None
    if isinstance(value, str):
        return at, kind, None, value, None
    return at, kind, None, None, value if isinstance(value, bytes) else b"".join(value)


def of_row(
    node: bytes, at: bytes, kind: str, value: int | str | bytes | None
) -> Further:
    """The value of a row; ``value`` is the one of its columns that is given. Raises Damaged."""
    try:
        known, where = _KNOWN[kind], places(at) if at else ()
    except (KeyError, TypeError, struct.error):
        raise Damaged("an answer in the workspace cannot be read") from None
    if known is Kind.FILE:
        raise Damaged("an answer in the workspace cannot be read")
    said: int | str | UUID | tuple[UUID, ...] | None
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        ids = tuple(_id(raw[i : i + 16].ljust(16, b"\0")) for i in range(0, len(raw), 16))
        said = ids if known in _LISTS else ids[0]
    else:
        said = value
    return Further(node=_id(node), at=where, kind=known, value=said)


def file_of_row(node: bytes, at: bytes, size: int | None, type: str | None) -> Further:
    """What a row says of a file, without its bytes. Raises Damaged."""
    try:
        file = File(type=FileType(str(type)), size=int(size or 0))
        return Further(node=_id(node), at=places(at), kind=Kind.FILE, value=file)
    except (ValueError, struct.error):
        raise Damaged("an answer in the workspace cannot be read") from None


@lru_cache(maxsize=4096)
def _id(raw: bytes) -> UUID:
    """The same few questions and choices come back in every row."""
    return UUID(bytes=raw)


def place(at: tuple[int, ...]) -> bytes:
    """Instances from 1 to 65 535 as two bytes each."""
    return struct.pack(f">{len(at)}H", *at)


def places(at: bytes) -> tuple[int, ...]:
    """The instances that :func:`place` wrote."""
    found: tuple[int, ...] = struct.unpack(f">{len(at) // 2}H", at)
    return found
