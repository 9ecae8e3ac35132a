"""One response as staff may see it: as it came, as it reads now, and all that was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from storage.workspace import corrections, further_rows, reviews
from storage.workspace.correction_values import Field, Value
from storage.workspace.corrections import Correction
from storage.workspace.reviews import Listed, Reviewed, Which
from survey.records import Answer, Further

_TABLES = (("rating", "value"), ("choice", "choice"), ("words", "text"), ("declined", "question"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownResponse:
    """``answers`` as they came; ``further`` those of a form beside them,
    ``corrected`` what reads otherwise now, by field.
    """

    where: Listed
    answers: Mapping[UUID, Answer]
    further: tuple[Further, ...]
    corrected: Mapping[Field, Value]
    reviews: tuple[Reviewed, ...]
    corrections: tuple[Correction, ...]

    @property
    def reads(self) -> Mapping[UUID, Answer]:
        """The simple answers after corrections."""
        return corrections.laid_over(self.answers, self.corrected)

    @property
    def further_reads(self) -> tuple[Further, ...]:
        """The further answers after corrections."""
        return corrections.laid_beside(self.further, self.corrected)


def response(connection: Connection, campaign: int, id: bytes) -> ShownResponse | None:
    """The response with this row id, or None: it is not here (any more)."""
    found = reviews.listed(connection, campaign, Which(ids=(id,)))
    if not found:
        return None
    return ShownResponse(
        where=found[0], answers=_answers(connection, campaign, id),
        further=further_rows.of(connection, campaign, (id,)).get(id, ()),
        corrected=corrections.overlay(connection, campaign, id).get(id, {}),
        reviews=reviews.history(connection, campaign, id),
        corrections=corrections.history(connection, campaign, id),
    )


def _answers(connection: Connection, campaign: int, id: bytes) -> dict[UUID, Answer]:
    answers: dict[UUID, Answer] = {}
    for table, column in _TABLES:
        rows = connection.exec_driver_sql(
            f"SELECT q.id, t.{column} FROM {table} t JOIN question q ON q.number = t.question"  # noqa: S608
            " WHERE t.campaign = ? AND t.response = ? ORDER BY q.id",
            (campaign, id),
        )
        for question, value in rows:
            answer: Answer = UUID(bytes=value) if isinstance(value, bytes) else value
            answers[UUID(bytes=question)] = None if table == "declined" else answer
    return answers
