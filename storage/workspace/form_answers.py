"""Whole forms of a workspace: the versions that were asked, and what was answered in them.

Answers of all versions lie side by side by the ids of nodes, which outlive names and words. What a
column is, and which versions may be counted as one, :mod:`survey.forms.pooling` says; nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Damaged, WrongCampaign
from storage.workspace import campaigns, corrections, further_rows
from storage.workspace.correction_values import Field, Value
from storage.workspace.database import Database
from storage.workspace.further_rows import FormKey
from storage.workspace.whole import WholeAnswers
from survey.forms.definition import FormDefinition
from survey.forms.pooling import Column, columns
from survey.reading import read_campaign
from survey.records import Further, Kind

_VERSIONS = (
    "SELECT form, version, hash, definition FROM form_version WHERE campaign = ?"
    " ORDER BY definition"
)
_RAW = (
    "SELECT d.raw FROM form_version f JOIN definition d ON d.campaign = f.campaign"
    " AND d.version = f.definition WHERE f.campaign = ? AND f.form = ? AND f.version = ?"
)
_COUNTED = (
    "SELECT r.id, c.form, c.form_version FROM response r"
    " JOIN circumstance c ON c.number = r.circumstance"
    " WHERE r.campaign = ? AND r.state = 0 AND r.complete >= ?"
)


AnsweredAt = tuple[bytes, int, Further]
"""A response's row id, the place of its version in :attr:`Asked.versions`, and the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """A form as it was asked. ``hash`` is SHA-256 of its canonical JSON; it never changes.

    ``since`` is the version of the survey that first asked it.
    """

    form: UUID
    version: int
    hash: bytes
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The versions that a survey asked, oldest first, and its questions over all of them."""

    versions: tuple[FormVersion, ...]
    definitions: tuple[FormDefinition, ...]
    columns: tuple[Column, ...]


class FormAnswers:
    """``workspace.forms``. Looks only; answers come by intake."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, campaign: UUID) -> tuple[FormVersion, ...]:
        """Every form and version that the survey asked, rising. Raises WrongCampaign."""
        with self._database.reading() as connection:
            return every(connection, campaigns.number(connection, campaign))

    def definition(self, campaign: UUID, form: UUID, version: int) -> FormDefinition:
        """A form as it was asked. Raises WrongCampaign, also for one that never was."""
        with self._database.reading() as connection:
            return _definition(connection, campaigns.number(connection, campaign), form, version)

    def of(
        self, campaign: UUID, responses: Sequence[bytes]
    ) -> dict[bytes, tuple[Further, ...]]:
        """What these responses (16-byte row ids) answered beside the simple questions."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            return further_rows.of(connection, number, responses)

    def asked(self, campaign: UUID) -> Asked:
        """All versions and columns; none where the survey asks no whole form."""
        with self._database.reading() as connection:
            return asked(connection, campaigns.number(connection, campaign))

    def people(self, campaign: UUID, *, partials: bool = True) -> dict[bytes, int]:
        """Every counted response (row id) and the place of its version in :class:`Asked`."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            places = _places(every(connection, number))
            forms = forms_of(connection, number, partials=partials)
            return {response: places[form] for response, form in forms.items() if form in places}

    def answers(
        self, campaign: UUID, column: Column, *, partials: bool = True
    ) -> Iterator[AnsweredAt]:
        """Every counted answer to a question over all versions, as it reads after corrections.

        Simple answers come along as what they are: a step is an integer. ``partials`` tells
        whether those of unfinished responses come along.
        """
        yield from self.of_columns(campaign, (column,), partials=partials)[column.id]

    @contextmanager
    def whole(self, campaign: UUID) -> Iterator[WholeAnswers]:
        """Everything that was answered, response by response, of any survey; all in one state."""
        with self._database.reading() as connection:
            yield WholeAnswers(connection, campaign)

    def of_columns(
        self, campaign: UUID, columns: Sequence[Column], *, partials: bool = True
    ) -> dict[UUID, list[AnsweredAt]]:
        """The same for several columns at once, by their ids: the tables are read once for all."""
        ids = {id: column for column in columns for id in column.ids}
        found: dict[UUID, list[AnsweredAt]] = {column.id: [] for column in columns}
        into = {id.bytes: (column.id, found[column.id]) for id, column in ids.items()}
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            places = _places(every(connection, number))
            forms = forms_of(connection, number, partials=partials)
            at = {response: places[form] for response, form in forms.items() if form in places}
            over = corrections.overlay(connection, number)
            came: dict[tuple[bytes, UUID], list[Further]] = {
                (response, column.id): [] for response in over if response in at
                for column in columns
            }
            for node, response, one in further_rows.of_questions(connection, number, tuple(ids)):
                place = at.get(response)
                if place is not None:
                    column_id, answers = into[node]
                    if response in over:
                        came[response, column_id].append(one)
                    else:
                        answers.append((response, place, one))
        for (response, id), originals in came.items():
            reads = _as_corrected(ids[id], originals, over[response])
            found[id] += ((response, at[response], one) for one in reads)
        return found


def every(connection: Connection, campaign: int) -> tuple[FormVersion, ...]:
    """All of a campaign (by its number), in the order in which they were first asked."""
    return tuple(
        FormVersion(
            form=UUID(bytes=bytes(row.form)), version=row.version, hash=bytes(row.hash),
            since=row.definition,
        )
        for row in connection.exec_driver_sql(_VERSIONS, (campaign,))
    )


def asked(connection: Connection, campaign: int) -> Asked:
    """All versions of a campaign (by its number), and its columns."""
    versions = every(connection, campaign)
    forms = tuple(_definition(connection, campaign, v.form, v.version) for v in versions)
    return Asked(versions=versions, definitions=forms, columns=columns(forms))


def forms_of(connection: Connection, campaign: int, *, partials: bool) -> dict[bytes, FormKey]:
    """The form that each counted response was given to."""
    rows = connection.exec_driver_sql(_COUNTED, (campaign, 0 if partials else 1))
    return {bytes(id): (UUID(bytes=bytes(form)), int(version)) for id, form, version in rows}


def _definition(connection: Connection, number: int, form: UUID, version: int) -> FormDefinition:
    row = connection.exec_driver_sql(_RAW, (number, form.bytes, version)).first()
    if row is None:
        raise WrongCampaign(f"this survey never asked version {version} of such a form")
    read, _ = read_campaign(bytes(row.raw))
    if read is None or read.definition is None:
        raise Damaged("a survey's definition in the workspace cannot be read")
    return read.definition


def _places(versions: Sequence[FormVersion]) -> dict[FormKey, int]:
    return {(one.form, one.version): at for at, one in enumerate(versions)}


def _as_corrected(
    column: Column, came: Sequence[Further], over: Mapping[Field, Value]
) -> tuple[Further, ...]:
    """All under one id, so that a correction finds the answer wherever its question stood."""
    own = column.node.id
    mine: dict[Field, Value] = {}
    for field, value in over.items():
        id, at = field if isinstance(field, tuple) else (field, ())
        if id in column.ids:
            made = _as_further(own, value)
            mine[own, at] = replace(made, node=own) if isinstance(made, Further) else made
    return corrections.laid_beside([replace(one, node=own) for one in came], mine)


def _as_further(node: UUID, value: Value) -> Value:
    """A simple answer as one of those beside them, so that both are read in one way."""
    match value:
        case int():
            return Further(node=node, kind=Kind.INTEGER, value=value)
        case UUID():
            return Further(node=node, kind=Kind.CHOICE, value=value)
        case str():
            return Further(node=node, kind=Kind.TEXT, value=value)
    return value
