"""Whole responses one after another, in one state of the workspace: what an export is made of.

They come in the order of their hashed ids, which tells nothing of the order in which they were
given, and so many at a time are in memory as :data:`TOGETHER` and ``portions.BYTES_AT_ONCE`` let.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from storage.beside_structs import BesideWire
from storage.errors import Damaged
from storage.workspace import (
    came_beside,
    campaigns,
    corrections,
    file_rows,
    further_rows,
    portions,
    reading,
)
from storage.workspace.correction_values import AsItCame, Field, Value
from storage.workspace.corrections import Correction
from storage.workspace.further_rows import FormKey
from storage.workspace.reviews import State
from survey.beside import NOTHING, Beside, Flag, Seen
from survey.campaign import Campaign
from survey.conduct import Conduct
from survey.files import File
from survey.reading import read_campaign
from survey.records import Circumstances, ClockQuality, Further, Mode, SessionEvent

TOGETHER = 1_000
"""Responses that are read at a time."""

_KNOWN = 20_000
"""Equal answers that are kept as one object, and circumstances."""

_SHORT = 200
"""Characters and bytes of an answer that is; longer ones are hardly equal, and cost memory."""

_DAY_ZERO = date(1970, 1, 1).toordinal()
_COUNTS = "SELECT state, complete, count(*) FROM response WHERE campaign = ? GROUP BY 1, 2"
_SOME = (
    "SELECT r.id, r.complete, r.state, c.* FROM response r"
    " JOIN circumstance c ON c.number = r.circumstance"
    " WHERE r.campaign = ? AND r.id > ? ORDER BY r.id LIMIT ?"
)
_BETWEEN = " FROM {table} t WHERE t.campaign = ? AND t.response > ? AND t.response <= ?"
_PLAIN = tuple(
    f"SELECT t.response, t.question, {column}" + _BETWEEN.format(table=table)
    for table, column in (
        ("rating", "t.value"), ("choice", "t.choice"), ("words", "t.text"), ("declined", "NULL"),
    )
)
_FURTHER = (
    "SELECT t.response, t.question, t.at, t.kind, t.number, t.text, t.choices"
    + _BETWEEN.format(table="further")
)
_AN_ANSWER = 600
"""About as many bytes as Python has for one, besides four for a character and its choices."""

_WEIGHTS = tuple(
    f"{_AN_ANSWER}*count(*){more}" + _BETWEEN.format(table=table)
    for table, more in (
        ("rating", ""), ("choice", ""), ("declined", ""),
        ("words", "+4*coalesce(sum(length(t.text)),0)"),
        ("further", "+4*coalesce(sum(length(t.text)),0)+8*coalesce(sum(length(t.choices)),0)"),
    )
)
_CORRECTED = "SELECT DISTINCT response FROM correction WHERE campaign = ?"

Answers = dict[tuple[UUID, tuple[int, ...]], int | str | UUID | Further | None]
"""By question and instances of repeats; None, and a Further of that kind, is *rather not say*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeVersion:
    """A form as it was asked: its key, and the first version of the survey that asked it."""

    key: FormKey
    campaign: Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeResponse:
    """One response as it reads now. ``came`` and ``came_where`` are as it came, the same objects
    where nothing was corrected; ``corrections`` oldest first; ``beside`` is nobody's to correct."""

    id: bytes
    form: FormKey
    complete: bool
    state: State
    where: Circumstances
    answers: Answers
    came_where: Circumstances
    came: Answers
    corrections: tuple[Correction, ...] = ()
    beside: Beside = NOTHING


class WholeAnswers:
    """What ``workspace.forms.whole`` hands out; of use no longer than its ``with``."""

    def __init__(self, connection: Connection, campaign: UUID) -> None:
        self._connection = connection
        self._number = campaigns.number(connection, campaign)
        self._spots: dict[int, tuple[UUID, tuple[int, ...]]] = {}
        self._ids: dict[bytes, UUID] = {}
        self._same: dict[tuple[object, ...], Further] = {}
        self.campaign = campaigns.one(connection, campaign)
        self.conducts: list[Conduct] = []
        """How kiosks behaved in every version of the survey, oldest first."""
        self.versions = tuple(self._versions())

    def counts(self) -> Mapping[tuple[State, bool], int]:
        """How many responses are here, by what was decided and whether they are finished."""
        rows = self._connection.exec_driver_sql(_COUNTS, (self._number,))
        return {(State(state), bool(complete)): int(n) for state, complete, n in rows}

    def file(self, response: bytes, one: Further) -> File:
        """A photo or sound with its bytes. Raises Damaged when they are not those that came."""
        return file_rows.of(self._connection, self._number, response, one)

    def session_events(self) -> Iterator[SessionEvent]:
        """The counted events of group sessions. Raises Damaged."""
        return reading.session_events(self._connection, self.campaign.id)

    def responses(self, ids: Mapping[UUID, Collection[UUID]]) -> Iterator[WholeResponse]:
        """Every response that is here, whatever was decided about it.

        ``ids`` leads from a node to all ids that it had, so that a correction of it finds the
        answer wherever its question stood. Raises Damaged.
        """
        rows = self._connection.exec_driver_sql("SELECT number, id FROM question")
        self._spots = {number: (UUID(bytes=bytes(id)), ()) for number, id in rows}
        corrected = {
            bytes(id) for (id,) in self._connection.exec_driver_sql(_CORRECTED, (self._number,))
        }
        shared: dict[int, tuple[FormKey, Circumstances]] = {}
        last = b""
        while some := self._connection.exec_driver_sql(
            _SOME, (self._number, last, TOGETHER)
        ).all():
            first, last = last, bytes(some[-1].id)
            beside = self._beside([bytes(row.id) for row in some])
            if len(shared) > _KNOWN:
                shared.clear()
            for row, found in self._answered(some, first):
                if row.number not in shared:
                    shared[row.number] = _circumstances(row)
                form, where = shared[row.number]
                made = WholeResponse(
                    id=bytes(row.id), form=form, complete=bool(row.complete),
                    state=State(row.state), where=where, answers=found, came_where=where,
                    came=found, beside=beside.get(bytes(row.id), NOTHING),
                )
                yield self._corrected(made, ids) if made.id in corrected else made

    def _beside(self, ids: Sequence[bytes]) -> Mapping[bytes, Beside]:
        found = came_beside.of(self._connection, self._number, ids)
        return {id: _read(wire) for id, wire in found.items()}

    def _answered(
        self, some: Sequence[Row[Any]], first: bytes
    ) -> Iterator[tuple[Row[Any], Answers]]:
        """Responses, the next after ``first``, with their answers; the heavy ones few at a time."""
        weights = self._weights(first, bytes(some[-1].id))
        held: list[Row[Any]] = []
        weight = 0
        for at, row in enumerate(some, 1):
            held.append(row)
            weight += weights[bytes(row.id)]
            follows = weights[bytes(some[at].id)] if at < len(some) else portions.BYTES_AT_ONCE
            if weight + follows >= portions.BYTES_AT_ONCE:
                answers = self._answers(first, bytes(row.id))
                for one in held:
                    yield one, answers.pop(bytes(one.id), {})
                first, weight = bytes(row.id), 0
                held.clear()

    def _weights(self, first: bytes, last: bytes) -> Counter[bytes]:
        """About as many bytes as each response needs; nothing where all have room together."""
        between, whole = (self._number, first, last), 0
        for query in _WEIGHTS:
            row = self._connection.exec_driver_sql(f"SELECT {query}", between)
            whole += int(row.scalar_one())
        weights: Counter[bytes] = Counter()
        for query in _WEIGHTS if whole >= portions.BYTES_AT_ONCE else ():
            grouped = f"SELECT t.response, {query} GROUP BY t.response"
            for response, weight in self._connection.exec_driver_sql(grouped, between):
                weights[bytes(response)] += int(weight)
        return weights

    def _versions(self) -> Iterator[WholeVersion]:
        rows = self._connection.exec_driver_sql(
            "SELECT raw FROM definition WHERE campaign = ? ORDER BY version", (self._number,)
        )
        seen: set[FormKey] = set()
        for (raw,) in rows.all():
            read, _ = read_campaign(bytes(raw))
            if read is None:
                raise Damaged("a survey's definition in the workspace cannot be read")
            self.conducts.append(read.conduct)
            key = (read.form.id, read.form.version)
            if key not in seen:
                seen.add(key)
                yield WholeVersion(key=key, campaign=read)

    def _answers(self, first: bytes, last: bytes) -> dict[bytes, Answers]:
        """All answers of the responses after one and up to another, by response."""
        found: defaultdict[bytes, Answers] = defaultdict(dict)
        between, spots = (self._number, first, last), self._spots
        for query in _PLAIN:
            rows = self._connection.exec_driver_sql(query, between).all()
            for response, question, value in rows:
                said = self._id(value) if isinstance(value, bytes | memoryview) else value
                found[response][spots[question]] = said
        if len(self._same) > _KNOWN:
            self._same.clear()
        for row in self._connection.exec_driver_sql(_FURTHER, between).all():
            said = tuple(row[1:])
            one = self._same.get(said)
            if one is None:
                one = further_rows.read(spots[said[0]][0].bytes, *said[1:])
                if len(row.text or "") + len(row.choices or b"") <= _SHORT:
                    self._same[said] = one
            found[row[0]][one.node, one.at] = one
        return found

    def _id(self, raw: bytes | memoryview) -> UUID:
        known = self._ids.get(bytes(raw))
        if known is None:
            known = self._ids[bytes(raw)] = UUID(bytes=bytes(raw))
        return known

    def _corrected(
        self, made: WholeResponse, ids: Mapping[UUID, Collection[UUID]]
    ) -> WholeResponse:
        history = corrections.history(self._connection, self._number, made.id)
        over: dict[Field, Value] = {}
        for one in history:
            over.pop(one.field, None)
            if not isinstance(one.value, AsItCame):
                over[one.field] = one.value
        answers, where = dict(made.came), made.came_where
        for field, value in over.items():
            if isinstance(field, str):
                where = _elsewhere(where, field, value)
                continue
            id, at = field if isinstance(field, tuple) else (field, ())
            for other in ids.get(id, ()):
                answers.pop((other, at), None)
            if not isinstance(value, date | AsItCame):
                answers[id, at] = value
        return replace(made, where=where, answers=answers, corrections=history)


def _read(wire: BesideWire) -> Beside:
    return Beside(
        arm=None if wire.arm is None else UUID(bytes=wire.arm),
        flags=tuple(Flag(name) for name in wire.flags),
        screens=tuple(
            Seen(question=UUID(bytes=one.question), seconds=one.seconds, changes=one.changes,
                 helped=one.helped)
            for one in wire.screens
        ),
        language_switches=wire.language_switches,
    )


def _elsewhere(where: Circumstances, field: str, value: Value) -> Circumstances:
    said: object = Mode(value) if field == "mode" and isinstance(value, str) else value
    changed: dict[str, object] = {field: said}
    return replace(where, **changed)  # type: ignore[arg-type]


def _circumstances(row: Row[tuple[object, ...]]) -> tuple[FormKey, Circumstances]:
    where = Circumstances(
        unit=UUID(bytes=bytes(row.unit)),
        place=None if row.place is None else UUID(bytes=bytes(row.place)),
        mode=Mode(row.mode), language=row.language,
        time=datetime.fromtimestamp(row.time * 60, UTC),
        day=date.fromordinal(row.day + _DAY_ZERO), clock=ClockQuality(row.clock),
        consent=row.consent,
    )
    return (UUID(bytes=bytes(row.form)), int(row.form_version)), where
