"""The short code that brings a survey to a kiosk: where it lies, and who must have signed it.

Typed or scanned; nothing in it is secret. See ``docs/formats/provision.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from storage.seal import keys
from sync.enrolment import fingerprint
from sync.mailbox.address import Address, read_address
from sync.naming import is_text
from sync.places import no_secret_in, scheme

PREFIX = "VARDERA:"
"""What stands before the code in a QR code, so that no other code is taken for one."""

PLACE_LIMIT = 120
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = " -–—.,\t\r\n\u00a0"
_VERSION = 1
_NUMBERED, _NAMED, _PLACE = 1, 2, 3
_SIGNER, _CHECK = 10, 2
_KINDS = ("s3", "s3a", "gs", "gcs", "az", "abfs", "sftp", "ssh", "smb", "file")


class Misread(StrEnum):
    """What is wrong with a code as it was typed."""

    EMPTY = "empty"
    LETTER = "letter"
    LENGTH = "length"
    CHECK = "check"
    NEWER = "newer"
    PLACE = "place"


class MisreadCode(ValueError):
    """A code that cannot be meant; nothing was looked up."""

    def __init__(self, reason: Misread) -> None:
        super().__init__(f"this is no code for a kiosk: {reason.value}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """``mailbox`` is to be paired with, or packages lie at ``place``; one of the two.

    ``organisation`` is the number (as :func:`~sync.enrolment.fingerprint` writes it) of whoever
    must have signed what comes.
    """

    organisation: str
    mailbox: Address | None = None
    place: str = ""


def write_provision(place: str, organisation: bytes) -> str:
    """The code, in groups of four, for a mailbox (``host:port``, ``https://…``) or a place.

    ``organisation`` is its public key. ValueError for a place that another machine cannot reach
    or that holds a secret.
    """
    kind, told = _place_bytes(place.strip())
    head = bytes([_VERSION << 4 | kind]) + told + _number(fingerprint(organisation))
    letters = _letters(head + _check(head))
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def for_scanning(code: str) -> str:
    """What stands in the QR code: letters and figures only, so that it stays small."""
    return PREFIX + code.replace(" ", "")


def read_provision(text: str) -> Provision:
    """What a code says, however a person grouped it. Raises MisreadCode."""
    typed = text.strip().upper().removeprefix(PREFIX)
    letters = [letter for letter in typed if letter not in _BETWEEN]
    if not letters:
        raise MisreadCode(Misread.EMPTY)
    data = _bytes(letters)
    if len(data) < 1 + _SIGNER + _CHECK:
        raise MisreadCode(Misread.LENGTH)
    head, check = data[:-_CHECK], data[-_CHECK:]
    if check != _check(head):
        raise MisreadCode(Misread.CHECK)
    if head[0] >> 4 != _VERSION:
        raise MisreadCode(Misread.NEWER)
    return _read(head[0] & 15, head[1:-_SIGNER], head[-_SIGNER:])


def _read(kind: int, told: bytes, number: bytes) -> Provision:
    digits = number.hex().upper()
    organisation = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
    try:
        if kind == _NUMBERED and len(told) == 6:
            host, port = str(IPv4Address(told[:4])), int.from_bytes(told[4:], "big")
            return Provision(organisation=organisation, mailbox=Address(host, port))
        place = told.decode("utf-8")
        if _place_bytes(place) != (kind, told):
            raise ValueError("not written the one way the format allows")
        if kind == _NAMED:
            return Provision(organisation=organisation, mailbox=read_address(place))
        return Provision(organisation=organisation, place=place)
    except ValueError:
        raise MisreadCode(Misread.PLACE) from None


def _place_bytes(place: str) -> tuple[int, bytes]:
    if scheme(place) in _KINDS:
        no_secret_in(place.partition("://")[2])
        return _PLACE, _short(place)
    address = read_address(place)
    try:
        return _NUMBERED, IPv4Address(address.host).packed + address.port.to_bytes(2, "big")
    except ValueError:
        return _NAMED, _short(str(address))


def _short(place: str) -> bytes:
    told = place.encode()
    if len(told) > PLACE_LIMIT or not is_text(place) or not place.isprintable():
        raise ValueError("the place is too long for a code, or cannot be printed")
    return told


def _number(written: str) -> bytes:
    return bytes.fromhex(written.replace(" ", ""))


def _check(head: bytes) -> bytes:
    return keys.digest("provision-check", head)[:_CHECK]


def _letters(data: bytes) -> str:
    count = -(-8 * len(data) // 5)
    number = int.from_bytes(data, "big") << 5 * count - 8 * len(data)
    return "".join(_ALPHABET[number >> 5 * at & 31] for at in reversed(range(count)))


def _bytes(letters: list[str]) -> bytes:
    most = -(-8 * (1 + PLACE_LIMIT + _SIGNER + _CHECK) // 5)
    if len(letters) > most:
        raise MisreadCode(Misread.LENGTH)
    number = 0
    for letter in letters:
        if letter not in _VALUES:
            raise MisreadCode(Misread.LETTER)
        number = number << 5 | _VALUES[letter]
    length, left = divmod(5 * len(letters), 8)
    if left >= 5:
        raise MisreadCode(Misread.LENGTH)  # a letter more than the bytes need
    if number & (1 << left) - 1:
        raise MisreadCode(Misread.CHECK)
    return (number >> left).to_bytes(length, "big")
