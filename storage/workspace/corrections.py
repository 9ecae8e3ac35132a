"""Corrections: what staff say an answer should have been. The original row stays as it came.

A correction is laid over one field of one response when it is read: a question's answer, or one of
its circumstances. The newest one of a field counts; :data:`AS_IT_CAME` is one too, and so undoes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage import further
from storage.body_structs import INSTANCE_LIMIT, TEXT_LIMIT
from storage.errors import Conflict, Damaged
from storage.workspace import actors
from storage.workspace.correction_values import (
    AS_IT_CAME,
    CIRCUMSTANCES,
    AsItCame,
    Field,
    Value,
    field_bytes,
    field_of,
    value_bytes,
    value_of,
)
from storage.workspace.reviews import REASON_LIMIT
from survey.campaign import Campaign
from survey.forms.answers import Collecting, Spot
from survey.forms.model import QuestionType
from survey.records import Answer, Further, Kind, Mode

_DAY_ZERO = date(1970, 1, 1).toordinal()
_INSERT = (
    "INSERT INTO correction (campaign, response, field, value, reason, actor, at)"
    " VALUES (?,?,?,?,?,?,?)"
)
_ALL = "SELECT k.response, k.field, k.value FROM correction k WHERE k.campaign = ?{one}"


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

    ValueError for a field or a value that the campaign does not have, for an instance of a repeat
    that the person did not give, or without a reason.
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
    if isinstance(what.field, tuple):
        _check_instance(connection, number, what.response, what.field[1])
    connection.exec_driver_sql(_INSERT, (
        number, what.response, field_bytes(what.field), value_bytes(what.value),
        what.reason.strip(), actors.number(connection, actor), int(now.timestamp()),
    ))


def overlay(
    connection: Connection, campaign: int, response: bytes | None = None
) -> dict[bytes, dict[Field, Value]]:
    """What holds now, by response and field: of one response, or of all that were corrected."""
    found: dict[bytes, dict[Field, Value]] = {}
    for id, field, value in _rows(connection, _ALL, campaign, response):
        fields = found.setdefault(bytes(id), {})
        read = value_of(field, value)
        if read is AS_IT_CAME:
            fields.pop(field_of(field), None)
        else:
            fields[field_of(field)] = read
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
            field=field_of(row.field), value=value_of(row.field, row.value), reason=row.reason,
            actor=row.who, at=datetime.fromtimestamp(row.at, UTC),
        )
        for row in rows.all()
    )


def laid_over(original: Mapping[UUID, Answer], over: Mapping[Field, Value]) -> dict[UUID, Answer]:
    """The simple answers as they read after corrections."""
    answers = dict(original)
    for field, value in over.items():
        if isinstance(field, UUID) and not isinstance(value, date | AsItCame | Further):
            answers[field] = value
    return answers


def laid_beside(
    original: Sequence[Further], over: Mapping[Field, Value]
) -> tuple[Further, ...]:
    """The further answers as they read after corrections, by question and place."""
    found = {(one.node, one.at): one for one in original}
    for field, value in over.items():
        spot = (field, ()) if isinstance(field, UUID) else field
        if isinstance(spot, str):
            continue
        if isinstance(value, Further):
            found[spot] = value
        elif value is None and (spot in found or spot[1]):
            found[spot] = Further(node=spot[0], at=spot[1], kind=Kind.NONE)
    return tuple(found[spot] for spot in sorted(found, key=lambda s: (s[0].bytes, s[1])))


def is_words(field: bytes, value: bytes) -> bool:
    """Whether a correction, as it is kept, says free words."""
    said = value_of(field, value)
    if isinstance(said, Further):
        return said.kind is Kind.TEXT
    return isinstance(field_of(field), UUID) and isinstance(said, str)


def checks(connection: Connection) -> tuple[str, ...]:
    """What is wrong with the corrections kept here, in words."""
    faults = []
    rows = connection.exec_driver_sql("SELECT number, field, value FROM correction")
    for row in rows.all():
        try:
            field_of(row.field)
            value_of(row.field, row.value)
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
    question = campaign.form.question(field) if isinstance(field, UUID) else None
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


def _check_node(campaign: Campaign, field: UUID | Spot, value: Value) -> None:
    """What a whole form collects beside the simple questions, as it would be collected."""
    if campaign.definition is None:
        raise ValueError("the survey has no such question")
    spot = (field, ()) if isinstance(field, UUID) else field
    said = value.value if isinstance(value, Further) else value
    if isinstance(value, date | AsItCame) or (isinstance(said, str) and len(said) > TEXT_LIMIT):
        raise ValueError("the question does not take such an answer")
    Collecting(campaign.definition).check(spot, value)


def _check_instance(
    connection: Connection, number: int, response: bytes, at: tuple[int, ...]
) -> None:
    here = None
    if all(1 <= instance <= INSTANCE_LIMIT for instance in at):
        where = further.place(at)
        here = connection.exec_driver_sql(
            "SELECT 1 FROM further WHERE campaign = ? AND response = ? AND substr(at, 1, ?) = ?",
            (number, response, len(where), where),
        ).first()
    if here is None:
        raise ValueError("this person gave no answers in such an instance of the repeat")


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
