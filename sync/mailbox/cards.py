"""Pairing without a network: what a QR code or a file carries, and the number people compare.

A card is the device file, or who an organisation is and where its mailbox may be, as text in
capitals and digits: the smallest QR codes, and no harm when somebody has to type it.
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from dataclasses import dataclass

import msgspec

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.values import DeviceIdentity
from sync import enrolment
from sync.envelope import Sign
from sync.mailbox.address import Address, read_address
from sync.naming import well_named

DEVICE = "VARDERA1D:"
ORGANISATION = "VARDERA1O:"
LIMIT = 2_000
"""Characters: more than a QR code that a scanner at a desk still reads."""

_decoder = msgspec.msgpack.Decoder(tuple[int, bytes, str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCard:
    """An organisation's 32-byte key and name; ``address`` of its mailbox, or None.

    Whoever reads it trusts the paper or screen that it stands on: a person compares
    :attr:`number` where that is not certain.
    """

    public: bytes
    name: str
    address: Address | None = None

    @property
    def number(self) -> str:
        """The fingerprint that two people can compare aloud."""
        return enrolment.fingerprint(self.public)


def device_card(device: DeviceIdentity, sign: Sign) -> str:
    """The text of a device's card: its device file."""
    return DEVICE + _written(enrolment.write_device(device, sign))


def read_device_card(text: str) -> DeviceIdentity:
    """The device that wrote a card. Damaged when it was misread, TooNew for a later format."""
    return enrolment.read_device(_read(DEVICE, text))


def organisation_card(card: OrganisationCard) -> str:
    """The text of an organisation's card. ValueError for a name that cannot be shown."""
    if not well_named(card.name) or len(card.public) != 32:
        raise ValueError("an organisation has a name of one printable line and a key of 32 bytes")
    address = "" if card.address is None else str(card.address)
    body = coding.pack((1, card.public, card.name, address))
    return ORGANISATION + _written(body + _check(body))


def read_organisation_card(text: str) -> OrganisationCard:
    """What an organisation's card says. Damaged when it was misread, TooNew for a later format."""
    raw = _read(ORGANISATION, text)
    body, check = raw[:-4], raw[-4:]
    if _check(body) != check:
        raise Damaged("card: a sign was misread. Read it again")
    _, public, name, address = coding.unpack(_decoder, body, "card")
    if len(public) != 32 or not well_named(name):
        raise Damaged("card: a field is out of limits")
    try:
        where = read_address(address) if address else None
    except ValueError:
        raise Damaged("card: its address is none") from None
    return OrganisationCard(public=public, name=name, address=where)


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of a card as rows of dark (True) and light squares, without its margin."""
    import qrcode  # belongs to the administrator's programs; a kiosk only reads cards

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def _check(body: bytes) -> bytes:
    return keys.digest("card", body)[:4]


def _written(raw: bytes) -> str:
    return b32encode(raw).decode("ascii").rstrip("=")


def _read(kind: str, text: str) -> bytes:
    plain = "".join(text.split()).upper()
    if len(plain) > LIMIT or not plain.startswith(kind):
        raise Damaged("card: this is not such a card, or its beginning was misread")
    letters = plain.removeprefix(kind)
    try:
        raw = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        raise Damaged("card: a sign was misread. Read it again") from None
    if _written(raw) != letters:
        raise Damaged("card: a sign was misread. Read it again")
    return raw
