"""Receipt codes: 16 random bytes a person takes home, as groups of letters or as words.

As groups: 28 characters of Crockford's base32 in seven groups of four, the last 12 bits a check.
As words: twelve of :mod:`assets.spoken`, the last 4 bits a check. See ``docs/formats/record.md``.
Only the code's hash is ever kept.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assets import spoken
from storage.errors import WrongKey
from storage.seal import groups, keys

CODE_BYTES = 16
WORDS = 12

_LETTERS = 28
_CHECK_BITS = 5 * _LETTERS - 8 * CODE_BYTES
_PIECES = re.compile(r"[\s.,;:–—-]+")


class Misreading(StrEnum):
    """What is wrong with a code as it was typed."""

    EMPTY = "empty"
    LENGTH = "length"
    LETTER = "letter"
    WORD = "word"
    CHECK = "check"


class MisreadCode(WrongKey):
    """A typing error; nothing was looked up. ``place`` is the group or word from 1, or 0."""

    code = "misread-code"
    exit_code = 1

    def __init__(self, reason: Misreading, message: str, place: int = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.place = place


def code_hash(code: bytes) -> bytes:
    """The 32 bytes that are sealed with the answers in place of the code."""
    return keys.digest("receipt-code", code)


def write_groups(code: bytes) -> str:
    """The code as seven groups of four characters, with spaces between."""
    number = int.from_bytes(code, "big") << _CHECK_BITS | _check(code)
    return groups.write(number, _LETTERS)


def write_words(code: bytes) -> tuple[str, ...]:
    """The code as twelve words."""
    return spoken.words(code + bytes([_check(code) >> 4]), WORDS)


def read_code(text: str) -> bytes:
    """The 16 bytes that somebody typed or scanned, as groups or as words.

    Case, blanks, hyphens, dots over å, ä, ö and what :func:`assets.spoken.read` forgives are
    forgiven; so are O for 0, I and L for 1. Raises MisreadCode, which holds nothing of the code.
    """
    letters = groups.letters_of(text)
    if not letters:
        raise MisreadCode(Misreading.EMPTY, "no code was given")
    return _from_words(text) if _looks_like_words(text) else _from_groups(letters)


def _looks_like_words(text: str) -> bool:
    """Words are many or long, and hold no digits; a number before each is passed over."""
    pieces = [p for p in _PIECES.split(text) if p and not (p.isdigit() and len(p) < 3)]
    longest = max(map(len, pieces), default=0)
    many_or_long = (len(pieces) > _LETTERS // 4 and longest > 2) or longest > 4
    return many_or_long and len(pieces) > 1 and all(map(str.isalpha, pieces))


def _from_groups(letters: list[str]) -> bytes:
    if len(letters) != _LETTERS:
        message = f"the code has {_LETTERS} characters, and {len(letters)} were given"
        raise MisreadCode(Misreading.LENGTH, message)
    try:
        number = groups.read(letters)
    except groups.BadLetter as fault:
        raise MisreadCode(Misreading.LETTER, str(fault), fault.group) from None
    return _checked(number >> _CHECK_BITS, number & (1 << _CHECK_BITS) - 1, _CHECK_BITS)


def _from_words(text: str) -> bytes:
    try:
        said = spoken.read(text)
    except spoken.UnknownWord as fault:
        message = f"word {fault.place} of the code is not one of the words used"
        raise MisreadCode(Misreading.WORD, message, fault.place) from None
    if len(said) != CODE_BYTES + 1:
        message = f"the code has {WORDS} words; more or fewer were given"
        raise MisreadCode(Misreading.LENGTH, message)
    number = int.from_bytes(said, "big") >> 4
    return _checked(number >> 4, number & 15, 4)


def _checked(number: int, check: int, bits: int) -> bytes:
    code = number.to_bytes(CODE_BYTES, "big")
    if _check(code) >> _CHECK_BITS - bits != check:
        message = "the code has a typing error. Compare it with what was written down"
        raise MisreadCode(Misreading.CHECK, message)
    return code


def _check(code: bytes) -> int:
    """Twelve bits."""
    return int.from_bytes(keys.digest("receipt-code-check", code)[:2], "big") >> 4
