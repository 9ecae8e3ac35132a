"""The hashes by which a copied device shows."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from storage.mailbox import tables
from storage.mailbox.values import Token

_token = tables.token.c


def kept(connection: Connection, organisation: bytes, device: bytes) -> Token | None:
    """What is kept of ``device``; None before its first session."""
    row = connection.execute(
        select(tables.token)
        .where(_token.organisation == organisation, _token.device == device)
    ).one_or_none()
    if row is None:
        return None
    refused = None if row.refused is None else datetime.fromtimestamp(row.refused, UTC)
    return Token(confirmed=row.confirmed, issued=row.issued, refused=refused)


def replaced(
    connection: Connection, organisation: bytes, device: bytes,
    before: Token | None, after: Token | None,
) -> bool:
    """Put ``after`` in the place of ``before``; False when something else is kept."""
    if kept(connection, organisation, device) != _whole_seconds(before):
        return False
    connection.execute(
        delete(tables.token).where(_token.organisation == organisation, _token.device == device)
    )
    if after is not None:
        refused = None if after.refused is None else int(after.refused.timestamp())
        connection.execute(insert(tables.token).values(
            organisation=organisation, device=device, confirmed=after.confirmed,
            issued=after.issued, refused=refused,
        ))
    return True


def refused(connection: Connection, organisation: bytes) -> tuple[bytes, ...]:
    """The devices whose token says that there are two of them, sorted."""
    found = connection.execute(
        select(_token.device)
        .where(_token.organisation == organisation, _token.refused.is_not(None))
    ).scalars()
    return tuple(sorted(found))


def _whole_seconds(token: Token | None) -> Token | None:
    if token is None or token.refused is None:
        return token
    moment = token.refused.astimezone(UTC).replace(microsecond=0)
    return Token(confirmed=token.confirmed, issued=token.issued, refused=moment)
