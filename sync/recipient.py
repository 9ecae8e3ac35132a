"""The recipient file: how an organisation asks that answers be sealed to it too.

See ``docs/formats/recipient.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.seal.keys import ReceivingKey
from sync import envelope
from sync.naming import well_named

KIND = "recipient"
SUFFIX = ".vrecipient"
_decoder = msgspec.msgpack.Decoder(tuple[int, bytes, bytes, bytes, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFile:
    """An organisation's request. ``public`` is its receiving key for ``campaign`` (1 216 bytes).

    ``organisation`` is the Ed25519 key that signed it: whose that is, a person compares.
    """

    campaign: UUID
    public: bytes
    organisation: bytes
    name: str


class Asking(Protocol):
    """What writing the file asks of the workspace."""

    @property
    def name(self) -> str: ...
    @property
    def signer_public(self) -> bytes: ...
    def sign(self, domain: str, *parts: bytes) -> bytes: ...
    def receiving_key(self, campaign: UUID) -> ReceivingKey: ...


def write_recipient(workspace: Asking, campaign: UUID) -> bytes:
    """The file by which ``workspace`` asks for the campaign's answers.

    Raises WrongCampaign or Retired; ValueError when the workspace's name cannot travel.
    """
    if not well_named(workspace.name):
        raise ValueError("an organisation's name is one printable line of at most 120 characters")
    public = workspace.receiving_key(campaign).public
    signer = workspace.signer_public
    payload = coding.pack((1, campaign.bytes, public, signer, workspace.name))
    signature = workspace.sign(KIND, signer, payload)
    return envelope.wrap(
        KIND, envelope.SignedFile(payload=payload, signer=signer, signature=signature)
    )


def read_recipient(data: bytes) -> RecipientFile:
    """The request in this file. Raises Damaged or TooNew.

    The signature shows that the sender holds the signing key, not who the sender is: a person
    compares :func:`sync.enrolment.fingerprint` of ``organisation`` before it is believed.
    """
    signed = envelope.unwrap(KIND, data, envelope.SMALL_FILE_LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, campaign, public, organisation, name = coding.unpack(_decoder, signed.payload, KIND)
    if organisation != signed.signer:
        raise Damaged("recipient: the key inside is not the key that signed")
    if len(campaign) != 16 or not well_named(name):
        raise Damaged("recipient: a field is out of limits")
    keys.receiving_public(public)
    return RecipientFile(
        campaign=UUID(bytes=campaign), public=public, organisation=organisation, name=name
    )


def file_name(request: RecipientFile) -> str:
    """The name of the file: whose it is for which survey."""
    return f"{request.campaign.hex[:12]}-{request.organisation.hex()[:8]}{SUFFIX}"
