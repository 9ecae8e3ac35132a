"""Consent texts that somebody has read over, in the languages they read: see ADR 0018."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.values import Clock
from storage.workspace import actors, campaigns, happenings
from storage.workspace.actors import UNNAMED
from storage.workspace.database import Database

_LISTED = (
    "SELECT r.language, r.hash, r.at, a.name who FROM consent_review r"
    " JOIN actor a ON a.number = r.actor WHERE r.campaign = ? ORDER BY r.at, r.language, r.hash"
)
_MARK = (
    "INSERT INTO consent_review (campaign, language, hash, actor, at) VALUES (?,?,?,?,?)"
    " ON CONFLICT (campaign, language, hash) DO NOTHING"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRead:
    """Somebody found the text with this SHA-256 (32 bytes) right in a language."""

    language: str
    hash: bytes
    actor: str
    at: datetime


def text_hash(text: str) -> bytes:
    """What a mark holds for: exactly this text, 32 bytes."""
    return sha256(text.encode()).digest()


class Consents:
    """``workspace.consents``. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read_over(self, campaign: UUID) -> tuple[ConsentRead, ...]:
        """Every mark of a campaign, oldest first, whatever text it has now. Or WrongCampaign."""
        with self._database.reading() as connection:
            return _listed(connection, campaigns.number(connection, campaign))

    def mark(self, campaign: UUID, language: str, text: str, actor: str = UNNAMED) -> None:
        """``actor`` has read ``text`` in ``language`` and found it right; twice changes nothing."""
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            who = actors.number(connection, actor)
            made = connection.exec_driver_sql(
                _MARK, (number, language, text_hash(text), who, int(now.timestamp()))
            )
            if made.rowcount:
                happenings.note(
                    connection, "consent-read", actor=actor, now=now, campaign=number,
                    detail=f"language: {language}",
                )


def _listed(connection: Connection, campaign: int) -> tuple[ConsentRead, ...]:
    return tuple(
        ConsentRead(
            language=row.language, hash=bytes(row.hash), actor=row.who,
            at=datetime.fromtimestamp(row.at, UTC),
        )
        for row in connection.exec_driver_sql(_LISTED, (campaign,)).all()
    )
