"""Whose a bundle is, in a workspace's own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.errors import Retired, RevokedDevice, WrongCampaign, WrongSigner
from storage.unsealed import Outline
from storage.values import OpenedBundle
from storage.workspace import campaign_keys

_STREAM = (
    "INSERT INTO stream (id, device, campaign, last_seen, last_receipt, acknowledged)"
    " VALUES (?,?,?,?,0,0) ON CONFLICT (id) DO UPDATE SET last_seen ="
    " CASE WHEN excluded.last_seen > stream.last_seen THEN excluded.last_seen"
    " ELSE stream.last_seen END RETURNING number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A device and its stream in a campaign."""

    stream: int
    device: int
    campaign: int
    retired: bool
    revoked: bool

    def refuse_new(self, *, despite_revoked: bool) -> None:
        """Raise RevokedDevice or Retired when nothing that has not come before is taken."""
        if self.revoked and not despite_revoked:
            raise RevokedDevice(
                "bundle: its device was revoked, and it holds answers that had not come before. "
                "Decide what is to become of them"
            )
        if self.retired:
            raise Retired("bundle: the keys of its survey were destroyed, so nobody can open it")


class Senders:
    """Looks senders up for one transaction, ``at`` whole seconds; asks the database once."""

    def __init__(self, connection: Connection, at: int) -> None:
        self._connection = connection
        self._at = at
        self._campaigns: dict[bytes, tuple[int, bool]] = {}
        self._devices: dict[bytes, tuple[int, bool]] = {}
        self._packages: set[tuple[int, bytes]] = set()

    def of(self, head: Outline | OpenedBundle) -> Sender:
        """Who sent it, with a stream that is made when it is new.

        Raises WrongCampaign, for a survey or package that is not from here, or WrongSigner.
        """
        campaign, retired = self._campaign(
            head.campaign if isinstance(head.campaign, bytes) else head.campaign.bytes
        )
        device, revoked = self._device(head.device)
        self._check_package(campaign, head.package_hash)
        # before anything of the stream is read: where many write at once, this makes them wait
        stream = self._connection.exec_driver_sql(
            _STREAM, (head.stream, device, campaign, self._at)
        ).scalar_one()
        return Sender(
            stream=int(stream), device=device, campaign=campaign, retired=retired, revoked=revoked
        )

    def _campaign(self, id: bytes) -> tuple[int, bool]:
        if id not in self._campaigns:
            row = self._connection.exec_driver_sql(
                "SELECT number, retired FROM campaign WHERE id = ?", (id,)
            ).first()
            if row is None:
                raise WrongCampaign("bundle: it belongs to a survey that is not in this workspace")
            self._campaigns[id] = (row.number, row.retired is not None)
        return self._campaigns[id]

    def _device(self, public: bytes) -> tuple[int, bool]:
        if public not in self._devices:
            row = self._connection.exec_driver_sql(
                "SELECT number, revoked FROM device WHERE public = ?", (public,)
            ).first()
            if row is None:
                raise WrongSigner(
                    "bundle: its device is not registered here. Register it and try again"
                )
            self._devices[public] = (row.number, row.revoked is not None)
        return self._devices[public]

    def _check_package(self, campaign: int, hash: bytes) -> None:
        if (campaign, hash) in self._packages:
            return
        if not campaign_keys.knows_package(self._connection, campaign, hash):
            raise WrongCampaign("bundle: it was collected with a package not given out from here")
        self._packages.add((campaign, hash))
