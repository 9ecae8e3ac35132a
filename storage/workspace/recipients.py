"""Who a campaign's answers are sealed to: its own key, the recovery sheet, other organisations."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from storage.errors import Conflict, MissingKey
from storage.seal import keys
from storage.seal.epochs import RECIPIENTS_LIMIT
from storage.values import Recipient
from storage.workspace import actors, campaign_keys, recovery_keys
from storage.workspace.key_values import Partner

CAMPAIGN_ROLE = "campaign"
RECOVERY_ROLE = "recovery"
PARTNER_ROLE = "partner"

_ADD = (
    "INSERT INTO recipient (campaign, id, public, name, organisation, actor, added)"
    " VALUES (?,?,?,?,?,?,?) ON CONFLICT (campaign, id) DO UPDATE SET"
    " removed = NULL, name = excluded.name, organisation = excluded.organisation"
)


def every(connection: Connection, campaign: int) -> tuple[Recipient, ...]:
    """All of them, as the next package names them. Raises Retired or NoRecoveryKey."""
    own = next(iter(campaign_keys.receiving_keys(connection, campaign).values()))
    sheet = recovery_keys.present(connection, campaign)
    others = [p for p in partners(connection, campaign) if p.removed is None]
    return (
        Recipient(id=own.id, role=CAMPAIGN_ROLE, public=own.public),
        Recipient(id=keys.recipient_id(sheet), role=RECOVERY_ROLE, public=sheet),
        *(Recipient(id=p.id, role=PARTNER_ROLE, public=p.public) for p in others),
    )


def partners(connection: Connection, campaign: int) -> tuple[Partner, ...]:
    """Every other organisation that was ever named, oldest first, also those removed since."""
    rows = connection.exec_driver_sql(
        "SELECT id, public, name, organisation, added, removed FROM recipient"
        " WHERE campaign = ? ORDER BY added, id",
        (campaign,),
    )
    return tuple(
        Partner(
            id=bytes(id), public=bytes(public), name=name, organisation=bytes(organisation),
            added=datetime.fromtimestamp(added, UTC),
            removed=None if removed is None else datetime.fromtimestamp(removed, UTC),
        )
        for id, public, name, organisation, added, removed in rows
    )


def share(
    connection: Connection, campaign: int, *, public: bytes, name: str, organisation: bytes,
    actor: str, now: datetime,
) -> None:
    """Name another organisation in every later package; the same once more changes nothing.

    Raises Damaged when ``public`` is no key, Conflict when it is one of our own or there
    are as many recipients as an epoch has room for, Retired.
    """
    keys.receiving_public(public)
    id = keys.recipient_id(public)
    present = every(connection, campaign)
    if any(r.id == id and r.role != PARTNER_ROLE for r in present):
        raise Conflict("this key is this workspace's own")
    if len(present) >= RECIPIENTS_LIMIT and all(r.id != id for r in present):
        raise Conflict(f"a survey has at most {RECIPIENTS_LIMIT} recipients. Remove one first")
    connection.exec_driver_sql(
        _ADD,
        (
            campaign, id, public, name, organisation, actors.number(connection, actor),
            int(now.timestamp()),
        ),
    )


def unshare(connection: Connection, campaign: int, id: bytes, *, now: datetime) -> None:
    """Name it in no later package. MissingKey unless it is named now."""
    gone = connection.exec_driver_sql(
        "UPDATE recipient SET removed = ? WHERE campaign = ? AND id = ? AND removed IS NULL"
        " RETURNING id",
        (int(now.timestamp()), campaign, id),
    )
    if gone.first() is None:
        raise MissingKey("answers of this survey are not sealed to that recipient")
