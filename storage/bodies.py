"""Bodies of records as bytes: msgpack ``[kind, version, …]``; see ``docs/formats/record.md``.

:func:`encode` and :func:`decode` speak in the values of :mod:`survey.records`.
:func:`read` stops halfway, at structs with raw ids, for whoever takes in many.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Annotated, Any, get_args
from uuid import UUID

import msgspec
from msgspec import Meta

from storage import beside, circumstances, events, further
from storage.beside_structs import (
    BesideWire,
    CodedBesideWire,
    FormBesideWire,
    FormCodedBesideWire,
    FormPartialBesideWire,
    NoteWire,
    PartialBesideWire,
    ResponseBesideWire,
    Wire,
    WithBeside,
)
from storage.body_structs import (
    AnsweredWire,
    CodedWire,
    EventWire,
    FormCodedWire,
    FormFields,
    FormPartialWire,
    FormWire,
    FurtherWire,
    GradesWire,
    Number,
    PartialWire,
    PointsWire,
    ResponseWire,
    SessionEventWire,
    WithdrawalWire,
)
from storage.errors import Damaged
from storage.mending import whole_characters
from storage.seal.records import BODY_LIMIT
from survey.beside import NOTHING
from survey.late import dataclass
from survey.records import Body, Response, SessionEvent, Withdrawal

__all__ = [
    "AnsweredWire",
    "CodedWire",
    "EventWire",
    "FormCodedWire",
    "FormPartialWire",
    "FormWire",
    "GradesWire",
    "PartialWire",
    "PointsWire",
    "ResponseWire",
    "SessionEventWire",
    "Unknown",
    "Wire",
    "WithdrawalWire",
    "code_of",
    "decode",
    "encode",
    "extended",
    "is_complete",
    "is_known",
    "read",
    "to_body",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A body of a kind, or of a version of a kind, that this program does not know.

    Its ``raw`` bytes are kept, and read after an upgrade.
    """

    kind: str
    version: int
    raw: bytes


class _Kind(msgspec.Struct, array_like=True, frozen=True):
    kind: Annotated[str, Meta(min_length=1, max_length=64)]
    version: Number


_NUMBER = attrgetter("int")
"""Ids lie in the order of their numbers; to compare the ids themselves takes ten times as long."""

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Wire] = msgspec.msgpack.Decoder(Wire)
_newer_decoder: msgspec.msgpack.Decoder[WithBeside] = msgspec.msgpack.Decoder(WithBeside)
_kind_decoder = msgspec.msgpack.Decoder(_Kind)
_VERSIONS = {
    **{wire.__struct_config__.tag: 1 for wire in get_args(Wire)},
    **{wire.__struct_config__.tag: 2 for wire in get_args(WithBeside)},
    "session.event": 2,
}
_SECOND = {
    ResponseWire: ResponseBesideWire, PartialWire: PartialBesideWire, CodedWire: CodedBesideWire,
    FormWire: FormBesideWire, FormPartialWire: FormPartialBesideWire,
    FormCodedWire: FormCodedBesideWire,
}


def encode(body: Body) -> bytes:
    """``body`` in the one way it is written. Raises ValueError when it is over a limit."""
    if isinstance(body, Response):
        return write(_response_wire(body))
    if isinstance(body, Withdrawal):
        return write(WithdrawalWire(version=1, code=body.code))
    if isinstance(body, SessionEvent):
        return write(events.to_wire(body))
    return write(beside.note_to_wire(body))


def write(wire: Wire) -> bytes:
    """``wire``, whose mappings lie in the order of their ids, as bytes."""
    try:
        raw = _encoder.encode(wire)
    except UnicodeEncodeError:
        # half of a surrogate pair, as some keyboards send: it must not cost the answers
        return write(_mended(wire))
    if len(raw) > BODY_LIMIT:
        raise ValueError("a body is larger than a record holds")
    try:
        _decoder_of(raw).decode(raw)
    except msgspec.DecodeError as error:
        # sealed, nobody could look into it again: better no record than an unreadable one
        raise ValueError(f"a body is over a limit: {error}") from None
    return raw


def read(raw: bytes) -> Wire | Unknown:
    """``raw`` checked against types and limits, ids left as bytes. Raises Damaged.

    Reads a response of 12 answers in about 2 µs. That the bytes are written in the one
    allowed way is checked by :func:`decode` only.
    """
    if len(raw) > BODY_LIMIT:
        raise Damaged("body: larger than allowed")
    try:
        wire: Wire = _decoder_of(raw).decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _unknown(raw)
    return wire


def decode(raw: bytes) -> Body | Unknown:
    """The value of ``raw``, strictly. Raises Damaged; an unknown kind is kept as Unknown."""
    wire = read(raw)
    if isinstance(wire, Unknown):
        return wire
    body = to_body(wire)
    try:
        canonical = encode(body) == raw
    except ValueError:
        canonical = False
    if not canonical:
        raise Damaged("body: not written the one way the format allows")
    return body


def to_body(wire: Wire) -> Body:
    """The domain's value of what :func:`read` gave."""
    if isinstance(wire, SessionEventWire):
        return events.to_value(wire)
    if isinstance(wire, WithdrawalWire):
        return Withdrawal(code=wire.code)
    if isinstance(wire, NoteWire):
        return beside.note_to_value(wire)
    return Response(
        form=UUID(bytes=wire.form),
        form_version=wire.form_version,
        answers={
            UUID(bytes=question): UUID(bytes=answer) if isinstance(answer, bytes) else answer
            for question, answer in (wire.answers | wire.texts).items()
        },
        circumstances=circumstances.to_value(wire.circumstances),
        complete=is_complete(wire),
        code=code_of(wire),
        further=further.to_values(wire.further, wire.form) if isinstance(wire, FormFields) else (),
        beside=beside.to_value(wire.beside) if isinstance(wire, WithBeside) else NOTHING,
    )


def is_complete(wire: AnsweredWire) -> bool:
    """Whether the person reached the end."""
    return not isinstance(wire, PartialWire | FormPartialWire)


def code_of(wire: Wire) -> bytes | None:
    """The hash of the receipt code that the answers were given under, if there is one."""
    return wire.code if isinstance(wire, CodedWire | FormCodedWire) else None


def is_known(kind: str, version: int) -> bool:
    """Whether this program reads bodies of that kind and version."""
    return kind in _VERSIONS and version <= _VERSIONS[kind]


def _decoder_of(raw: bytes) -> msgspec.msgpack.Decoder[Any]:
    """By the version that stands after the kind; told from three bytes, for it is asked often."""
    if len(raw) > 2 and raw[1] >> 5 == 5:  # a text of fewer than 32 bytes, as all kinds are
        at = 2 + (raw[1] & 31)
        if raw[at : at + 1] == b"\x02":
            return _newer_events() if raw[2:at] == b"session.event" else _newer_decoder
    return _decoder


@cache
def _newer_events() -> msgspec.msgpack.Decoder[SessionEventWire]:
    """Loaded where there is a session: most kiosks never hold one."""
    from storage.event_structs import SessionEventWire2

    return msgspec.msgpack.Decoder(SessionEventWire2)


def _unknown(raw: bytes) -> Unknown:
    try:
        head = _kind_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Damaged("body: the bytes do not follow the format") from None
    if is_known(head.kind, head.version):
        raise Damaged(f"body: a {head.kind} that does not follow the format")
    return Unknown(kind=head.kind, version=head.version, raw=raw)


def _response_wire(body: Response) -> Wire:
    if body.code is not None and not body.complete:
        raise ValueError("a code belongs to a finished response")
    answers: dict[bytes, int | bytes | None] = {}
    texts: dict[bytes, str] = {}
    # in order of id, which says nothing of the order in which they were given
    for question in sorted(body.answers, key=_NUMBER):
        answer = body.answers[question]
        if isinstance(answer, str):
            texts[question.bytes] = answer
        else:
            answers[question.bytes] = answer.bytes if isinstance(answer, UUID) else answer
    kind = ResponseWire if body.complete else PartialWire
    plain = kind(
        version=1,
        form=body.form.bytes,
        form_version=body.form_version,
        answers=answers,
        texts=texts,
        circumstances=circumstances.to_wire(body.circumstances),
    )
    return extended(
        plain, further.to_wires(body.further), body.code, beside.to_wire(body.beside)
    )


def extended(
    plain: ResponseWire | PartialWire, more: tuple[FurtherWire, ...], code: bytes | None,
    came: BesideWire | None = None,
) -> AnsweredWire:
    """The same response with ``more`` answers, the 32-byte hash of its receipt code, and what
    ``came`` beside; in the lowest version that has room for it."""
    wire = _with_answers(plain, more, code)
    if came is None:
        return wire
    fields: dict[str, Any] = {**msgspec.structs.asdict(wire), "version": 2, "beside": came}
    made: AnsweredWire = _SECOND[type(wire)](**fields)
    return made


def _with_answers(
    plain: ResponseWire | PartialWire, more: tuple[FurtherWire, ...], code: bytes | None
) -> AnsweredWire:
    fields = msgspec.structs.asdict(plain)
    if more:
        fields["further"] = more
    if code is not None:
        return FormCodedWire(**fields, code=code) if more else CodedWire(**fields, code=code)
    if not more:
        return plain
    return FormPartialWire(**fields) if isinstance(plain, PartialWire) else FormWire(**fields)


def _mended(wire: Wire) -> Wire:
    """The same with U+FFFD for each character that no UTF-8 can hold."""
    plain = msgspec.to_builtins(wire, builtin_types=(bytes,))
    raw = _encoder.encode(whole_characters(plain))
    mended: Wire = _decoder_of(raw).decode(raw)
    return mended
