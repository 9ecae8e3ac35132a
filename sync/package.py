"""Packages: a campaign on its way to the kiosks, signed; ``docs/formats/package.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from storage.errors import Damaged, MissingKey
from storage.seal import coding, keys
from storage.seal.epochs import RECIPIENTS_LIMIT, minutes, moment
from storage.values import Clock, Package, Recipient
from survey.campaign import Campaign
from survey.problems import has_errors
from survey.reading import read_campaign, write_campaign
from sync import envelope
from sync.naming import well_named

KIND = "package"
SUFFIX = ".vpackage"
DEFINITION_LIMIT = 16 * 1024 * 1024
REVOKED_LIMIT = 65_536

LIMIT = 20 * 1024 * 1024
"""Bytes; every other limit fits into it, and a larger file is refused unread."""

_Head = tuple[int, bytes, int, int, str, bytes, msgspec.Raw, msgspec.Raw]
_head_decoder = msgspec.msgpack.Decoder(_Head)
_recipients_decoder = msgspec.msgpack.Decoder(tuple[tuple[bytes, str, bytes], ...])
_revoked_decoder = msgspec.msgpack.Decoder(tuple[bytes, ...])


class Organisation(Protocol):
    """What writing a package asks of the workspace."""

    @property
    def signer_public(self) -> bytes: ...
    def sign(self, domain: str, *parts: bytes) -> bytes: ...
    def recipients(self, campaign: UUID) -> Sequence[Recipient]: ...
    def revoked_devices(self) -> Sequence[bytes]: ...
    def next_package_version(self, campaign: UUID) -> int: ...
    def record_package(self, campaign: UUID, version: int, hash: bytes, raw: bytes) -> None: ...


def write_package(workspace: Organisation, campaign: Campaign, clock: Clock) -> Package:
    """Sign ``campaign`` as its next package version and record it in the workspace.

    The version counts packages, not edits: deploying the same definition again gives a
    higher one. Raises ValueError when the campaign would not be readable on the kiosk, and
    MissingKey (Retired when its keys were destroyed) when nobody could open what is answered.
    """
    recipients = tuple(workspace.recipients(campaign.id))
    if not recipients:
        raise MissingKey("package: there is no recipient key: nothing may be collected")
    return _write(workspace, campaign, recipients, clock)


def write_end(workspace: Organisation, campaign: Campaign, clock: Clock) -> Package:
    """Sign and record as the next version that the survey has ended: kiosks ask no more.

    What they hold they still deliver. Also for a survey whose keys were destroyed.
    """
    return _write(workspace, campaign, (), clock)


def _write(
    workspace: Organisation, campaign: Campaign, recipients: tuple[Recipient, ...], clock: Clock
) -> Package:
    version = workspace.next_package_version(campaign.id)
    payload = coding.pack((
        1, campaign.id.bytes, version, minutes(clock()), campaign.organisation,
        write_campaign(campaign), tuple((r.id, r.role, r.public) for r in recipients),
        tuple(workspace.revoked_devices()),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A package's head, signed by the very ``signer`` it names; that proves no trust yet."""

    hash: bytes
    campaign: UUID
    version: int
    issued: datetime
    organisation: str
    signer: bytes
    definition: bytes
    recipients_raw: bytes
    revoked_raw: bytes
    raw: bytes

    @property
    def ends(self) -> bool:
        """As :attr:`Package.ends`. Raises Damaged where the list is none."""
        return not envelope.array_length(self.recipients_raw, KIND)


def peek(data: bytes) -> Head:
    """The head of a whole, unchanged package. Raises Damaged or TooNew.

    The survey, the recipients and the revoked devices stay as they lie: whoever only wants
    to know whose package it is pays for nothing that a stranger put into it.
    """
    signed = envelope.unwrap(KIND, data, LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, campaign, version, issued, organisation, definition, recipients, revoked = coding.unpack(
        _head_decoder, signed.payload, KIND
    )
    if len(campaign) != 16 or not 0 < version < 2**32 or not well_named(organisation):
        raise Damaged("package: a field is out of limits")
    return Head(
        hash=keys.digest(KIND, signed.payload), campaign=UUID(bytes=campaign), version=version,
        issued=moment(issued), organisation=organisation, signer=signed.signer,
        definition=definition, recipients_raw=bytes(recipients), revoked_raw=bytes(revoked),
        raw=data,
    )


def contents(head: Head) -> Package:
    """The whole package below ``head``. Raises Damaged or TooNew."""
    if envelope.array_length(head.recipients_raw, KIND) > RECIPIENTS_LIMIT:
        raise Damaged("package: the list of recipients is out of limits")
    if envelope.array_length(head.revoked_raw, KIND) > REVOKED_LIMIT:
        raise Damaged("package: the list of revoked devices is out of limits")
    revoked = coding.unpack(_revoked_decoder, head.revoked_raw, KIND, versioned=False)
    if any(len(device) != 32 for device in revoked):
        raise Damaged("package: the list of revoked devices is out of limits")
    recipients = _recipients(
        coding.unpack(_recipients_decoder, head.recipients_raw, KIND, versioned=False)
    )
    _check_definition(head.definition, head.campaign)
    return Package(
        hash=head.hash, campaign=head.campaign, version=head.version, issued=head.issued,
        organisation=head.organisation, signer=head.signer, definition=head.definition,
        recipients=recipients, revoked=revoked, raw=head.raw,
    )


def read_package(data: bytes) -> Package:
    """A package whose signature fits its own signer key. Raises Damaged or TooNew.

    Whether that signer is the organisation this device serves is for
    ``KioskStore.install`` to say (WrongSigner), as is whether the version rises (TooOld).
    """
    return contents(peek(data))


def _recipients(wire: tuple[tuple[bytes, str, bytes], ...]) -> tuple[Recipient, ...]:
    if len({id for id, _, _ in wire}) != len(wire):
        raise Damaged("package: the list of recipients is out of limits")
    for id, role, public in wire:
        keys.receiving_public(public)
        if keys.recipient_id(public) != id or not well_named(role):
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
