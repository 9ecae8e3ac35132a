"""Whole forms of a workspace: the versions that were asked, and what was answered in them.

Answers of all versions lie side by side by the ids of nodes, which outlive names and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Damaged, WrongCampaign
from storage.workspace import campaigns, further_rows
from storage.workspace.database import Database
from survey.forms.definition import FormDefinition
from survey.reading import read_campaign
from survey.records import Further

_VERSIONS = (
    "SELECT form, version, hash, definition FROM form_version WHERE campaign = ?"
    " ORDER BY form, version"
)
_RAW = (
    "SELECT d.raw FROM form_version f JOIN definition d ON d.campaign = f.campaign"
    " AND d.version = f.definition WHERE f.campaign = ? AND f.form = ? AND f.version = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """A form as it was asked. ``hash`` is SHA-256 of its canonical JSON; it never changes.

    ``since`` is the version of the survey that first asked it.
    """

    form: UUID
    version: int
    hash: bytes
    since: int


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
            number = campaigns.number(connection, campaign)
            row = connection.exec_driver_sql(_RAW, (number, form.bytes, version)).first()
        if row is None:
            raise WrongCampaign(f"this survey never asked version {version} of such a form")
        read, _ = read_campaign(bytes(row.raw))
        if read is None or read.definition is None:
            raise Damaged("a survey's definition in the workspace cannot be read")
        return read.definition

    def of(
        self, campaign: UUID, responses: Sequence[bytes]
    ) -> dict[bytes, tuple[Further, ...]]:
        """What these responses (16-byte row ids) answered beside the simple questions."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            return further_rows.of(connection, number, responses)

    def column(self, campaign: UUID, node: UUID) -> Iterator[tuple[bytes, Further]]:
        """Every counted answer to one node, whatever version asked it: (row id, answer).

        Simple answers come along, as what they are: a step is an integer.
        """
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            yield from further_rows.of_question(connection, number, node)


def every(connection: Connection, campaign: int) -> tuple[FormVersion, ...]:
    """All of a campaign (by its number)."""
    return tuple(
        FormVersion(
            form=UUID(bytes=bytes(row.form)), version=row.version, hash=bytes(row.hash),
            since=row.definition,
        )
        for row in connection.exec_driver_sql(_VERSIONS, (campaign,))
    )
