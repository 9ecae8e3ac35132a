"""Packages: a campaign on its way to the kiosks, signed; ``docs/formats/package.md``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.seal.epochs import RECIPIENTS_LIMIT, minutes, moment
from storage.values import Clock, Package, Recipient
from survey.campaign import Campaign
from survey.problems import has_errors
from survey.reading import read_campaign, write_campaign
from sync import envelope

KIND = "package"
SUFFIX = ".vpackage"
DEFINITION_LIMIT = 16 * 1024 * 1024
REVOKED_LIMIT = 65_536

_Wire = tuple[
    int, bytes, int, int, str, bytes, tuple[tuple[bytes, str, bytes], ...], tuple[bytes, ...]
]
wire_decoder = msgspec.msgpack.Decoder(_Wire)


class Organisation(Protocol):
    """What writing a package asks of the workspace."""

    @property
    def signer_public(self) -> bytes: ...
    def sign(self, domain: str, *parts: bytes) -> bytes: ...
    def recipients(self, campaign: UUID) -> Sequence[Recipient]: ...
    def next_package_version(self, campaign: UUID) -> int: ...
    def record_package(self, campaign: UUID, version: int, hash: bytes, raw: bytes) -> None: ...


def write_package(workspace: Organisation, campaign: Campaign, clock: Clock) -> Package:
    """Sign ``campaign`` as its next package version and record it in the workspace.

    The version counts packages, not edits: deploying the same definition again gives a
    higher one. Raises ValueError when the campaign would not be readable on the kiosk.
    """
    recipients = tuple(workspace.recipients(campaign.id))
    version = workspace.next_package_version(campaign.id)
    payload = coding.pack((
        1, campaign.id.bytes, version, minutes(clock()), campaign.organisation,
        write_campaign(campaign), tuple((r.id, r.role, r.public) for r in recipients), (),
    ))
    signature = workspace.sign(KIND, workspace.signer_public, payload)
    raw = envelope.wrap(KIND, envelope.SignedFile(
        payload=payload, signer=workspace.signer_public, signature=signature
    ))
    try:
        package = read_package(raw)
    except Damaged as fault:
        raise ValueError(f"this campaign cannot be deployed: {fault}") from None
    workspace.record_package(campaign.id, version, package.hash, raw)
    return package


def read_package(data: bytes) -> Package:
    """A package whose signature fits its own signer key. Raises Damaged or TooNew.

    Whether that signer is the organisation this device serves is for
    ``KioskStore.install`` to say (WrongSigner), as is whether the version rises (TooOld).
    """
    signed = envelope.unwrap(KIND, data)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, campaign, version, issued, organisation, definition, recipients, revoked = coding.unpack(
        wire_decoder, signed.payload, KIND
    )
    if len(campaign) != 16 or not 0 < version < 2**32 or not envelope.well_named(organisation):
        raise Damaged("package: a field is out of limits")
    if any(len(device) != 32 for device in revoked) or len(revoked) > REVOKED_LIMIT:
        raise Damaged("package: the list of revoked devices is out of limits")
    _check_definition(definition, UUID(bytes=campaign))
    return Package(
        hash=keys.digest(KIND, signed.payload), campaign=UUID(bytes=campaign), version=version,
        issued=moment(issued), organisation=organisation, signer=signed.signer,
        definition=definition, recipients=_recipients(recipients), revoked=revoked, raw=data,
    )


def _recipients(wire: tuple[tuple[bytes, str, bytes], ...]) -> tuple[Recipient, ...]:
    if not 0 < len(wire) <= RECIPIENTS_LIMIT or len({id for id, _, _ in wire}) != len(wire):
        raise Damaged("package: the list of recipients is out of limits")
    for id, role, public in wire:
        keys.receiving_public(public)
        if keys.recipient_id(public) != id or not envelope.well_named(role):
            raise Damaged("package: a recipient's name does not fit its key")
    return tuple(Recipient(id=id, role=role, public=public) for id, role, public in wire)


def _check_definition(definition: bytes, campaign: UUID) -> None:
    if len(definition) > DEFINITION_LIMIT:
        raise Damaged("package: the definition is larger than allowed")
    read, problems = read_campaign(definition)
    if read is None or has_errors(problems):
        first = next((f" ({p.where}: {p.message})" for p in problems), "")
        raise Damaged(f"package: the survey inside cannot be read{first}")
    if read.id != campaign:
        raise Damaged("package: the survey inside is another than the package names")


def file_name(package: Package) -> str:
    """The name of a package's file."""
    return f"{package.campaign.hex[:12]}-v{package.version}{SUFFIX}"
