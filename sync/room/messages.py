"""What a phone and the tablet say to each other inside a channel: JSON, strictly read."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from survey.facilitation.events import Given
from survey.facilitation.replying import (
    CellsReply,
    NoteChange,
    NoteGone,
    NoteReply,
    NumbersReply,
    Reply,
    SheetReply,
)
from survey.facilitation.state import Turn

TEXT_LIMIT = 8_000
"""Most characters of any text; what a note may have is the meeting's to say."""


class Join(Struct, tag="join", tag_field="do", forbid_unknown_fields=True):
    """``phone``: 16 random bytes in hex, so that joining again is joining once. With a
    ``language`` the answer has what is asked now as well."""

    phone: str
    language: str = ""


class Look(Struct, tag="look", tag_field="do", forbid_unknown_fields=True):
    """``have`` is the mark of what is on the screen; with ``wait`` an answer may take a while."""

    language: str
    have: str = ""
    wait: bool = False


class Numbers(Struct, tag="numbers", tag_field="sort", forbid_unknown_fields=True):
    phase: str
    round: int
    numbers: dict[UUID, int]


class Cells(Struct, tag="cells", tag_field="sort", forbid_unknown_fields=True):
    phase: str
    round: int
    cells: list[tuple[str, str, str | int | None]]


class NoteWritten(Struct, tag="note", tag_field="sort", forbid_unknown_fields=True):
    phase: str
    round: int
    note: UUID
    text: str
    field: str = ""
    heading: UUID | None = None


class NoteChanged(Struct, tag="change", tag_field="sort", forbid_unknown_fields=True):
    note: UUID
    text: str


class NoteTaken(Struct, tag="gone", tag_field="sort", forbid_unknown_fields=True):
    note: UUID


class Sheet(Struct, tag="sheet", tag_field="sort", forbid_unknown_fields=True):
    phase: str
    round: int
    sheet: UUID
    title: str


Said = Numbers | Cells | NoteWritten | NoteChanged | NoteTaken | Sheet


class Give(Struct, tag="give", tag_field="do", forbid_unknown_fields=True):
    """A reply. ``id`` is its own: sent again after silence, it is taken once."""

    id: str
    reply: Said


class Form(Struct, tag="form", tag_field="do", forbid_unknown_fields=True):
    """A step in the form that is offered. ``id``: as of :class:`Give`."""

    id: str
    move: Literal["open", "step", "answer", "back", "finish"]
    language: str
    value: str = ""


Message = Join | Look | Give | Form

_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_encoder = msgspec.json.Encoder()


class NotUnderstood(ValueError):
    """A message that no page of ours sends."""


def read(text: bytes) -> Message:
    """The message. NotUnderstood for anything else, without a word of what it was."""
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotUnderstood("not a message of the page") from None


def write(value: object) -> bytes:
    """JSON as short as it gets."""
    return _encoder.encode(value)


def reply_of(said: Said) -> Reply:
    """What was said, as the meeting takes it. NotUnderstood beyond limits."""
    match said:
        case Numbers():
            return NumbersReply(turn=_turn(said), numbers=said.numbers)
        case Cells():
            cells = tuple(
                Given(row=_short(row), column=_short(column), value=_text(value))
                for row, column, value in said.cells
            )
            return CellsReply(turn=_turn(said), cells=cells)
        case NoteWritten():
            return NoteReply(
                turn=_turn(said), note=said.note, text=_whole(said.text),
                field=_short(said.field), heading=said.heading,
            )
        case NoteChanged():
            return NoteChange(note=said.note, text=_whole(said.text))
        case NoteTaken():
            return NoteGone(note=said.note)
        case Sheet():
            return SheetReply(turn=_turn(said), sheet=said.sheet, title=_whole(said.title))


def _turn(said: Numbers | Cells | NoteWritten | Sheet) -> Turn:
    if not 1 <= said.round <= 99:
        raise NotUnderstood("no such round")
    return Turn(_short(said.phase), said.round)


def _short(key: str) -> str:
    if len(key) > 64:
        raise NotUnderstood("a key is too long")
    return key


def _whole(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise NotUnderstood("a text is too long")
    return text


def _text(value: str | int | None) -> str | int | None:
    return _whole(value) if isinstance(value, str) else value
