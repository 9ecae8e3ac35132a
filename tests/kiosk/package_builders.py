"""Signed packages for a kiosk, from an organisation with known keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from storage.values import Package, Recipient
from survey.campaign import Campaign
from sync.package import write_package
from tests.builders import small_campaign
from tests.kiosk.screen_builders import ISSUED
from tests.storage.kiosk_builders import ORGANISATION, RECEIVER

ONE_UNIT = replace(
    small_campaign(), units=small_campaign().units[:1], last_day=date(2099, 12, 31)
)
"""One unit, and a survey that is not over on any machine that runs this."""


class Organisation:
    """Signs packages for one recipient, as a workspace does."""

    signer_public = ORGANISATION.public

    def __init__(self, version: int = 1) -> None:
        self._version = version

    def sign(self, domain: str, *parts: bytes) -> bytes:
        return ORGANISATION.sign(domain, *parts)

    def recipients(self, campaign: object) -> tuple[Recipient, ...]:
        return (Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),)

    def revoked_devices(self) -> tuple[bytes, ...]:
        return ()

    def next_package_version(self, campaign: object) -> int:
        return self._version

    def record_package(self, *recorded: object) -> None:
        """Nothing is remembered here."""


def packaged(campaign: Campaign = ONE_UNIT, version: int = 1) -> Package:
    """The first package of ``campaign``, or a later one."""
    return write_package(Organisation(version), campaign, lambda: ISSUED)
