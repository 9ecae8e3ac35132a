"""The occasion that goes on: what staff wrote at its beginning, and how many have answered.

Its end is a record like any other, sealed; until then it lies here, for it holds nothing of a
person.
"""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection
from typing import Protocol
from uuid import UUID

from storage import bodies
from storage.errors import Conflict, MissingKey
from storage.kiosk.database import Database, found
from storage.kiosk.journal import Along
from storage.values import RandomBytes
from survey.device_notes import Occasion
from survey.late import dataclass

NAME_LIMIT = 120

_NOW = "SELECT id, partner, audience, campaign, unit, day, answered FROM occasion"
_BEGIN = """
INSERT INTO occasion (one, id, partner, audience, campaign, unit, day, answered)
VALUES (1, ?, ?, ?, ?, ?, ?, 0)
"""
_ANSWERED = "UPDATE occasion SET answered = answered + 1 WHERE campaign = ?"
_ERASE = "DELETE FROM occasion"


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
        values = (
            _random_id(self._random).bytes, partner, audience, where.campaign.bytes,
            where.unit.bytes, day.isoformat(),
        )
        with self._database.transaction() as connection:
            if found(connection, _NOW) is not None:
                raise Conflict("an occasion goes on already. End it first")
            connection.execute(_BEGIN, values)

    def now(self) -> Occasion | None:
        """The one that goes on, with nobody present yet; None when there is none."""
        with self._database.snapshot() as connection:
            row = connection.execute(_NOW).fetchone()
        if row is None:
            return None
        return Occasion(
            id=UUID(bytes=row["id"]), partner=row["partner"], audience=row["audience"],
            unit=UUID(bytes=row["unit"]), day=date.fromisoformat(row["day"]), present=0, asked=0,
            declined=0, answered=row["answered"],
        )

    def campaign(self) -> UUID | None:
        """The survey that is asked at the one that goes on; its end belongs to no other."""
        with self._database.snapshot() as connection:
            row = connection.execute(_NOW).fetchone()
        return None if row is None else UUID(bytes=row["campaign"])

    def answered(self, campaign: UUID) -> None:
        """One more has answered this survey; nothing where no occasion of it goes on. A power cut
        may lose the last one's."""
        with self._database.transaction() as connection:
            connection.execute(_ANSWERED, (campaign.bytes,))

    def drop(self) -> None:
        """Have none going on and tell nobody: its survey is one that nobody reads any more."""
        with self._database.transaction() as connection:
            _erase(connection)

    def end(self, journal: Appends, *, present: int, asked: int, declined: int) -> Occasion:
        """Keep it as a record with what staff counted (each 0-100 000), and have none going on;
        ``journal`` is one of its own :meth:`campaign`.

        Both or neither. MissingKey when there is none; ValueError while a person's draft is open.
        """
        now = self.now()
        if now is None:
            raise MissingKey("no occasion goes on")
        done = Occasion(
            id=now.id, partner=now.partner, audience=now.audience, unit=now.unit,
            day=now.day, present=present, asked=asked, declined=declined,
            answered=now.answered,
        )
        journal.append(bodies.encode(done), _erase)
        return done


def _erase(connection: Connection) -> None:
    connection.execute(_ERASE)


def _random_id(random: RandomBytes) -> UUID:
    return UUID(bytes=random(16), version=4)
