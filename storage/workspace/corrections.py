"""Corrections: what staff say an answer should have been. The original row stays as it came.

A correction is laid over one field of one response when it is read: a question's answer, or one of
its circumstances. The newest one of a field counts; :data:`AS_IT_CAME` is one too, and so undoes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from storage.body_structs import TEXT_LIMIT
from storage.errors import Conflict, Damaged
from storage.seal import coding
from storage.workspace import actors
from storage.workspace.reviews import REASON_LIMIT
from survey.campaign import Campaign
from survey.forms import simple
from survey.forms.model import QuestionType
from survey.forms.types import type_of
from survey.records import Answer, Mode

CIRCUMSTANCES: Final = ("unit", "place", "mode", "language", "day")
_DAY_ZERO = date(1970, 1, 1).toordinal()
_decoder = msgspec.msgpack.Decoder(tuple[int, Any])
_INSERT = (
    "INSERT INTO correction (campaign, response, field, value, reason, actor, at)"
    " VALUES (?,?,?,?,?,?,?)"
)
_ALL = "SELECT k.response, k.field, k.value FROM correction k WHERE k.campaign = ?{one}"


class AsItCame(Enum):
    """The type of :data:`AS_IT_CAME`."""

    TOKEN = "as it came"  # noqa: S105 - a name


AS_IT_CAME: Final = AsItCame.TOKEN
"""The value of a correction that takes earlier ones of its field back."""

Field = UUID | str
"""A question's id, or one of :data:`CIRCUMSTANCES`."""

Value = Answer | date | AsItCame
"""A question's answer; for circumstances a UUID, None (no place), a text or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction as it was made."""

    field: Field
    value: Value
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """``field`` of ``response`` (16-byte row id) is to read ``value``, for a ``reason``."""

    response: bytes
    field: Field
    value: Value
    reason: str


def correct(
    connection: Connection, campaign: Campaign, number: int, what: Correcting, *, actor: str,
    now: datetime,
) -> None:
    """Lay a correction over a field. Conflict when the response is not here.

    ValueError for a field or a value that the campaign does not have, or without a reason.
    """
    if not 0 < len(what.reason.strip()) <= REASON_LIMIT:
        raise ValueError(f"a correction needs a reason of 1-{REASON_LIMIT} characters")
    if what.value is not AS_IT_CAME:
        _check(campaign, what.field, what.value)
    here = connection.exec_driver_sql(
        "SELECT 1 FROM response WHERE campaign = ? AND id = ?", (number, what.response)
    ).first()
    if here is None:
        raise Conflict("this answer is not here (it may have been withdrawn)")
    connection.exec_driver_sql(_INSERT, (
        number, what.response, _field_bytes(what.field), _value_bytes(what.value),
        what.reason.strip(), actors.number(connection, actor), int(now.timestamp()),
    ))


def overlay(
    connection: Connection, campaign: int, response: bytes | None = None
) -> dict[bytes, dict[Field, Value]]:
    """What holds now, by response and field: of one response, or of all that were corrected."""
    found: dict[bytes, dict[Field, Value]] = {}
    for id, field, value in _rows(connection, _ALL, campaign, response):
        fields = found.setdefault(bytes(id), {})
        read = _value(field, value)
        if read is AS_IT_CAME:
            fields.pop(_field(field), None)
        else:
            fields[_field(field)] = read
    return {id: fields for id, fields in found.items() if fields}


def history(connection: Connection, campaign: int, response: bytes) -> tuple[Correction, ...]:
    """Every correction of one response, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT k.field, k.value, k.reason, k.at, a.name who FROM correction k"
        " JOIN actor a ON a.number = k.actor WHERE k.campaign = ? AND k.response = ?"
        " ORDER BY k.number",
        (campaign, response),
    )
    return tuple(
        Correction(
            field=_field(row.field), value=_value(row.field, row.value), reason=row.reason,
            actor=row.who, at=datetime.fromtimestamp(row.at, UTC),
        )
        for row in rows.all()
    )


def laid_over(original: Mapping[UUID, Answer], over: Mapping[Field, Value]) -> dict[UUID, Answer]:
    """The answers as they read after corrections."""
    answers = dict(original)
    for field, value in over.items():
        if isinstance(field, UUID) and not isinstance(value, date | AsItCame):
            answers[field] = value
    return answers


def is_words(field: bytes, value: bytes) -> bool:
    """Whether a correction, as it is kept, says free words."""
    return isinstance(_field(field), UUID) and isinstance(_value(field, value), str)


def checks(connection: Connection) -> tuple[str, ...]:
    """What is wrong with the corrections kept here, in words."""
    faults = []
    rows = connection.exec_driver_sql("SELECT number, field, value FROM correction")
    for row in rows.all():
        try:
            _field(row.field)
            _value(row.field, row.value)
        except Damaged:
            faults.append(f"correction {row.number} cannot be read")
    return tuple(faults)


def _rows(
    connection: Connection, query: str, campaign: int, response: bytes | None
) -> list[tuple[bytes, bytes, bytes]]:
    one = "" if response is None else " AND k.response = ?"
    values = (campaign,) if response is None else (campaign, response)
    found = connection.exec_driver_sql(query.format(one=one) + " ORDER BY k.number", values)
    return [(bytes(a), bytes(b), bytes(c)) for a, b, c in found]


def _check(campaign: Campaign, field: Field, value: Value) -> None:
    if isinstance(field, str):
        _check_circumstance(campaign, field, value)
        return
    question = campaign.form.question(field)
    if question is None:
        _check_node(campaign, field, value)
        return
    if value is None:
        return
    if question.type is QuestionType.RATING:
        low, high = (question.scale.low, question.scale.high) if question.scale else (1, 0)
        sound = type(value) is int and low <= value <= high
    elif question.choices:
        sound = isinstance(value, UUID) and value in {choice.id for choice in question.choices}
    else:
        sound = isinstance(value, str) and len(value) <= TEXT_LIMIT
    if not sound:
        raise ValueError("the question does not take such an answer")


def _check_node(campaign: Campaign, field: UUID, value: Value) -> None:
    """A text, or one choice of a long list, in a whole form; repeats are not corrected."""
    definition = campaign.definition
    node = None if definition is None else simple.outside_repeat(definition, field)
    if definition is None or node is None:
        raise ValueError("the survey has no such question outside its repeats")
    choices = simple.chosen_from(node, {made.name: made for made in definition.lists})
    if isinstance(value, UUID):
        sound = choices is not None and value in {choice.id for choice in choices.choices}
    else:
        plain = choices is None and type_of(node).value == "string"
        sound = value is None or (isinstance(value, str) and plain and len(value) <= TEXT_LIMIT)
    if not sound:
        raise ValueError("the question does not take such an answer")


def _check_circumstance(campaign: Campaign, field: str, value: Value) -> None:
    match field:
        case "unit":
            sound = value in {unit.id for unit in campaign.units}
        case "place":
            sound = value is None or isinstance(value, UUID)
        case "mode":
            sound = value in {mode.value for mode in Mode}
        case "language":
            sound = value in campaign.languages
        case "day":
            sound = isinstance(value, date) and value.toordinal() >= _DAY_ZERO
        case _:
            raise ValueError(f"corrected can be: a question, {', '.join(CIRCUMSTANCES)}")
    if not sound:
        raise ValueError(f"the survey has no such {field}")


def _field_bytes(field: Field) -> bytes:
    return field.bytes if isinstance(field, UUID) else field.encode("ascii")


def _field(raw: bytes) -> Field:
    if len(raw) == 16:
        return UUID(bytes=bytes(raw))
    try:
        name = bytes(raw).decode("ascii")
    except UnicodeDecodeError:
        name = ""
    if name not in CIRCUMSTANCES:
        raise Damaged("a correction in the workspace cannot be read")
    return name


def _value_bytes(value: Value) -> bytes:
    if value is AS_IT_CAME:
        return coding.pack((0, None))
    if isinstance(value, date):
        return coding.pack((1, value.toordinal() - _DAY_ZERO))
    return coding.pack((1, value.bytes if isinstance(value, UUID) else value))


def _value(field: bytes, raw: bytes) -> Value:
    try:
        known, value = _decoder.decode(raw)
        if known == 0:
            return AS_IT_CAME
        if isinstance(value, bytes):
            return UUID(bytes=value)
        if bytes(field) == b"day" and isinstance(value, int):
            return date.fromordinal(value + _DAY_ZERO)
        if known == 1 and (value is None or type(value) in (int, str)):
            return cast("int | str | None", value)
    except (msgspec.DecodeError, ValueError, OverflowError):
        pass
    raise Damaged("a correction in the workspace cannot be read")
