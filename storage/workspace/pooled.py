"""Which answers to earlier versions of a form are counted with those to the newest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from storage.workspace import form_answers
from storage.workspace.further_rows import FormKey
from survey.campaign import Campaign


class Pooled:
    """Asked about questions of the newest version; all of one version are counted."""

    def __init__(self, connection: Connection, campaign: Campaign, number: int) -> None:
        self._ids: dict[UUID, tuple[UUID, ...]] = {}
        self._barred: dict[UUID, frozenset[FormKey]] = {}
        self._forms: dict[bytes, FormKey] = {}
        if campaign.definition is None or len(form_answers.every(connection, number)) < 2:
            return
        asked = form_answers.asked(connection, number)
        keys = [(version.form, version.version) for version in asked.versions]
        for column in asked.columns:
            newest = column.nodes[-1]
            if newest is not None:
                self._ids[newest.id] = column.ids
                pool = column.newest_pool()
                barred = frozenset(key for at, key in enumerate(keys) if at not in pool)
                if barred:
                    self._barred[newest.id] = barred
        if self._barred:
            self._forms = form_answers.forms_of(connection, number, partials=True)

    def ids(self, question: UUID) -> tuple[UUID, ...]:
        """The ids under which its answers lie."""
        return self._ids.get(question, (question,))

    def counts(self, question: UUID, response: bytes) -> bool:
        """Whether the answer in ``response`` means what the newest version asks for."""
        barred = self._barred.get(question)
        return barred is None or self._forms.get(response) not in barred
