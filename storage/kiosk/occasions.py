"""The occasion that goes on: what staff wrote at its beginning, and how many have answered.

Its end is a record like any other, sealed; until then it lies here, for it holds nothing of a
person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from storage import bodies
from storage.errors import Conflict, MissingKey
from storage.kiosk.database import Database
from storage.kiosk.journal import Along
from storage.kiosk.tables import occasion as row
from storage.values import RandomBytes
from survey.device_notes import Occasion

NAME_LIMIT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The survey that is asked there, and the unit it is asked for."""

    campaign: UUID
    unit: UUID


class Appends(Protocol):
    """The part of a journal that keeps a record of its own."""

    def append(self, body: bytes, along: Along | None = None) -> None: ...


class Occasions:
    """At most one goes on. Every method returns when it is durable, or raises StorageError."""

    def __init__(self, database: Database, random: RandomBytes) -> None:
        self._database = database
        self._random = random

    def begin(self, partner: str, audience: str, where: Where, day: date) -> None:
        """One begins: names of one line, 1-120 signs and 0-120. Conflict while another goes on."""
        partner, audience = partner.strip(), audience.strip()
        for said in (partner, audience):
            if len(said) > NAME_LIMIT or not said.isprintable():
                raise ValueError("a name is one line of at most 120 signs")
        if not partner:
            raise ValueError("an occasion has a name")
        values = {
            "one": 1, "id": _random_id(self._random).bytes, "partner": partner,
            "audience": audience, "campaign": where.campaign.bytes, "unit": where.unit.bytes,
            "day": day.isoformat(), "answered": 0,
        }
        with self._database.transaction() as connection:
            if connection.execute(select(row.c.one)).first() is not None:
                raise Conflict("an occasion goes on already. End it first")
            connection.execute(insert(row), [values])

    def now(self) -> Occasion | None:
        """The one that goes on, with nobody present yet; None when there is none."""
        with self._database.snapshot() as connection:
            found = connection.execute(select(row)).first()
        if found is None:
            return None
        return Occasion(
            id=UUID(bytes=found.id), partner=found.partner, audience=found.audience,
            unit=UUID(bytes=found.unit), day=date.fromisoformat(found.day), present=0, asked=0,
            declined=0, answered=found.answered,
        )

    def campaign(self) -> UUID | None:
        """The survey that is asked at the one that goes on; its end belongs to no other."""
        with self._database.snapshot() as connection:
            found: bytes | None = connection.execute(select(row.c.campaign)).scalar()
        return None if found is None else UUID(bytes=found)

    def answered(self, campaign: UUID) -> None:
        """One more has answered this survey; nothing where no occasion of it goes on. A power cut
        may lose the last one's."""
        one_more = update(row).where(row.c.campaign == campaign.bytes)
        with self._database.transaction() as connection:
            connection.execute(one_more.values(answered=row.c.answered + 1))

    def drop(self) -> None:
        """Have none going on and tell nobody: its survey is one that nobody reads any more."""
        with self._database.transaction() as connection:
            _erase(connection)

    def end(self, journal: Appends, *, present: int, asked: int, declined: int) -> Occasion:
        """Keep it as a record with what staff counted (each 0-100 000), and have none going on;
        ``journal`` is one of its own :meth:`campaign`.

        Both or neither. MissingKey when there is none; ValueError while a person's draft is open.
        """
        found = self.now()
        if found is None:
            raise MissingKey("no occasion goes on")
        done = Occasion(
            id=found.id, partner=found.partner, audience=found.audience, unit=found.unit,
            day=found.day, present=present, asked=asked, declined=declined,
            answered=found.answered,
        )
        journal.append(bodies.encode(done), _erase)
        return done


def _erase(connection: Connection) -> None:
    connection.execute(delete(row))


def _random_id(random: RandomBytes) -> UUID:
    return UUID(bytes=random(16), version=4)
