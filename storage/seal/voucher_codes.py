"""Voucher codes: 9 random bytes and 8 bits of check, in four groups of four characters.

Nobody can guess one (72 bits), and most slips of the pen show. See ``docs/formats/record.md``.
"""

from __future__ import annotations

from storage.errors import WrongKey
from storage.seal import groups, keys

CODE_BYTES = 9
_LETTERS = 16


class MisreadVoucher(WrongKey):
    """A typing error; nothing was looked up."""

    code = "misread-voucher"
    exit_code = 1


def code_hash(code: bytes) -> bytes:
    """The 32 bytes that are told of a voucher before it is given."""
    return keys.digest("voucher", code)


def write(code: bytes) -> str:
    """The code as four groups of four characters."""
    return groups.write(int.from_bytes(code, "big") << 8 | _check(code), _LETTERS)


def read(text: str) -> bytes:
    """The 9 bytes that somebody typed. Raises MisreadVoucher, which holds nothing of the code."""
    letters = groups.letters_of(text)
    if len(letters) != _LETTERS:
        raise MisreadVoucher(f"a voucher has {_LETTERS} characters, and {len(letters)} were given")
    try:
        number = groups.read(letters)
    except groups.BadLetter as fault:
        raise MisreadVoucher(str(fault)) from None
    code = (number >> 8).to_bytes(CODE_BYTES, "big")
    if number & 255 != _check(code):
        raise MisreadVoucher("the code has a typing error. Compare it with the voucher")
    return code


def _check(code: bytes) -> int:
    return keys.digest("voucher-check", code)[0]
