"""What an organisation says of a server: this certificate, for this long; signed.

``docs/formats/mailbox.md``. A device that has the organisation's key needs nobody else: no
name service, no certificate authority, no internet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding
from storage.seal.epochs import minutes, moment
from sync import envelope
from sync.mailbox.refusals import ServerExpired, ServerUnknown

KIND = "mailbox-server"
LIMIT = 4 * 1024
LAN, REMOTE = "lan", "remote"
LEEWAY = timedelta(days=1)
"""How much earlier a statement begins than it was made: a kiosk's clock may be behind."""

_decoder = msgspec.msgpack.Decoder(tuple[int, int, str, bytes, int, int])


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``certificate`` is the 32-byte hash of the server's; ``role`` LAN or REMOTE.

    A later statement of the same organisation in the same mailbox has a higher ``version``.
    """

    version: int
    role: str
    certificate: bytes
    begins: datetime
    ends: datetime


def write_statement(statement: Statement, organisation: bytes, sign: envelope.Sign) -> bytes:
    """The signed bytes; ``organisation`` is its 32-byte public key."""
    payload = coding.pack((
        1, statement.version, statement.role, statement.certificate, minutes(statement.begins),
        minutes(statement.ends),
    ))
    signature = sign(KIND, organisation, payload)
    return envelope.wrap(
        KIND, envelope.SignedFile(payload=payload, signer=organisation, signature=signature)
    )


def read_statement(data: bytes, organisation: bytes) -> Statement:
    """A statement of this ``organisation``. Raises Damaged, TooNew or WrongSigner."""
    signed = envelope.unwrap(KIND, data, LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, version, role, certificate, begins, ends = coding.unpack(_decoder, signed.payload, KIND)
    if signed.signer != organisation:
        raise WrongSigner("mailbox-server: signed by another organisation than the one asked for")
    if len(certificate) != 32 or not 0 < version < 2**32 or role not in (LAN, REMOTE):
        raise Damaged("mailbox-server: a field is out of limits")
    return Statement(
        version=version, role=role, certificate=certificate, begins=moment(begins),
        ends=moment(ends),
    )


def expect(statement: Statement, certificate: bytes, now: datetime) -> None:
    """ServerUnknown unless the statement is of this ``certificate``; ServerExpired after it."""
    if statement.certificate != certificate:
        raise ServerUnknown(
            "the machine that answers is not the one the organisation vouches for. Nothing was "
            "sent: somebody may sit between, or the address is another's"
        )
    if not statement.begins <= now < statement.ends:
        raise ServerExpired(
            f"the organisation vouches for this server from {statement.begins:%Y-%m-%d} to "
            f"{statement.ends:%Y-%m-%d}, and here it is {now:%Y-%m-%d}. Set the clock, or ask "
            "the administrator to renew it; nothing was sent"
        )
