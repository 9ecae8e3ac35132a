"""Campaigns, their definitions and keys, the packages given out, and devices."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Conflict, Damaged, TooOld, WrongCampaign
from storage.seal import keys
from storage.seal.keys import ReceivingKey
from storage.values import DeviceIdentity, RandomBytes, Recipient
from storage.workspace import actors, campaign_keys, form_versions, recovery_keys
from storage.workspace import recipients as recipients_
from storage.workspace.values import GivenPackage
from survey.campaign import Campaign
from survey.reading import read_campaign

_NEW_DEFINITION = (
    "INSERT INTO definition (campaign, version, raw, hash, actor, added) VALUES (?,?,?,?,?,?)"
)


def add(
    connection: Connection, campaign: Campaign, definition: bytes, *, actor: str,
    now: datetime, random: RandomBytes,
) -> None:
    """Keep a campaign, or a later version of one; the same once more changes nothing.

    Raises Damaged when ``definition`` is not the campaign, TooOld when a later version is
    here and Conflict when the same version says something else.
    """
    read, problems = read_campaign(definition)
    if read != campaign:
        where = f" ({problems[0].where})" if problems else ""
        raise Damaged(f"the definition cannot be read as the survey it should be{where}")
    who, at = actors.number(connection, actor), int(now.timestamp())
    row = connection.exec_driver_sql(
        "SELECT number FROM campaign WHERE id = ?", (campaign.id.bytes,)
    ).first()
    if row is None:
        number = campaign_keys.make(connection, campaign.id, actor=who, at=at, random=random)
        recovery_keys.take(connection, number)
    else:
        number = int(row.number)
    hash = keys.digest("definition", definition)
    newest = _newest(connection, number)
    if newest is not None and campaign.version < newest[0]:
        raise TooOld(f"version {newest[0]} of this survey is here already")
    if newest is not None and campaign.version == newest[0]:
        if newest[1] != hash:
            raise Conflict("this version of the survey is here and says something else")
        return
    connection.exec_driver_sql(
        _NEW_DEFINITION, (number, campaign.version, definition, hash, who, at)
    )
    form_versions.register(connection, number, campaign)


def every(connection: Connection) -> tuple[Campaign, ...]:
    """The newest version of each campaign, in the order they were added."""
    rows = connection.exec_driver_sql(
        "SELECT d.raw FROM definition d WHERE d.version ="
        " (SELECT max(version) FROM definition n WHERE n.campaign = d.campaign)"
        " ORDER BY d.campaign"
    )
    return tuple(_read(raw) for (raw,) in rows)


def one(connection: Connection, id: UUID) -> Campaign:
    """The newest version of a campaign. Raises WrongCampaign."""
    return _read(newest_definition(connection, id))


def newest_definition(connection: Connection, id: UUID) -> bytes:
    """The exact bytes of the newest version. Raises WrongCampaign."""
    raw = connection.exec_driver_sql(
        "SELECT raw FROM definition WHERE campaign = ? ORDER BY version DESC LIMIT 1",
        (number(connection, id),),
    ).scalar_one()
    return bytes(raw)


def number(connection: Connection, id: UUID) -> int:
    """The campaign's number here. Raises WrongCampaign."""
    row = connection.exec_driver_sql("SELECT number FROM campaign WHERE id = ?", (id.bytes,))
    found = row.scalar_one_or_none()
    if found is None:
        raise WrongCampaign(f"the survey {str(id)[:8]} is not in this workspace")
    return int(found)


def receiving_key(connection: Connection, id: UUID) -> ReceivingKey:
    """The campaign's present receiving key. Raises WrongCampaign or Retired."""
    held = campaign_keys.receiving_keys(connection, number(connection, id))
    return next(iter(held.values()))


def recipients(connection: Connection, id: UUID) -> tuple[Recipient, ...]:
    """Who the campaign's answers are sealed to. Raises WrongCampaign, Retired, NoRecoveryKey."""
    return recipients_.every(connection, number(connection, id))


def next_package_version(connection: Connection, id: UUID) -> int:
    """One more than any package given out so far."""
    packages = connection.exec_driver_sql(
        "SELECT packages FROM campaign WHERE number = ?", (number(connection, id),)
    ).scalar_one()
    return int(packages) + 1


def record_package(
    connection: Connection, package: GivenPackage, *, actor: str
) -> None:
    """Remember a package that is given out. Raises TooOld unless its version is higher."""
    campaign = number(connection, package.campaign)
    if package.version < next_package_version(connection, package.campaign):
        raise TooOld(f"a package with version {package.version} or higher was given out before")
    connection.exec_driver_sql(
        "INSERT INTO package (hash, campaign, version, raw, actor, made) VALUES (?,?,?,?,?,?)",
        (
            package.hash, campaign, package.version, package.raw,
            actors.number(connection, actor), int(package.made.timestamp()),
        ),
    )
    connection.exec_driver_sql(
        "UPDATE campaign SET packages = ? WHERE number = ?", (package.version, campaign)
    )


def packages(connection: Connection, id: UUID) -> tuple[GivenPackage, ...]:
    """The packages given out for a campaign, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT version, hash, raw, made FROM package WHERE campaign = ? ORDER BY version",
        (number(connection, id),),
    )
    return tuple(
        GivenPackage(
            campaign=id, version=version, hash=hash, raw=raw,
            made=datetime.fromtimestamp(made, UTC),
        )
        for version, hash, raw, made in rows
    )


def register_device(
    connection: Connection, device: DeviceIdentity, *, actor: str, now: datetime
) -> None:
    """Trust a device from now on; registering it again gives it the new name."""
    connection.exec_driver_sql(
        "INSERT INTO device (public, name, actor, added) VALUES (?,?,?,?)"
        " ON CONFLICT (public) DO UPDATE SET name = excluded.name",
        (device.public, device.name, actors.number(connection, actor), int(now.timestamp())),
    )


def devices(connection: Connection) -> tuple[DeviceIdentity, ...]:
    """Every registered device, in the order they were registered."""
    rows = connection.exec_driver_sql("SELECT public, name FROM device ORDER BY number")
    return tuple(DeviceIdentity(public=public, name=name) for public, name in rows)


def device(connection: Connection, public: bytes) -> DeviceIdentity | None:
    """The registered device with this public key, or None."""
    row = connection.exec_driver_sql("SELECT name FROM device WHERE public = ?", (public,)).first()
    return None if row is None else DeviceIdentity(public=public, name=row.name)


def _newest(connection: Connection, campaign: int) -> tuple[int, bytes] | None:
    row = connection.exec_driver_sql(
        "SELECT version, hash FROM definition WHERE campaign = ? ORDER BY version DESC LIMIT 1",
        (campaign,),
    ).first()
    return None if row is None else (row.version, row.hash)


def _read(raw: bytes) -> Campaign:
    campaign, _ = read_campaign(raw)
    if campaign is None:
        raise Damaged("a survey's definition in the workspace cannot be read")
    return campaign
