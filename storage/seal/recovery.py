"""The recovery code on the printed sheet: 32 random bytes a person can type without fear.

56 characters of Crockford's base32 in fourteen groups of four; the last 24 bits are a
check, so a typing error is noticed at once. See ``docs/formats/workspace.md``.
"""

from __future__ import annotations

from storage.errors import WrongKey
from storage.seal import keys

CODE_BYTES = 32
SHEET_NAME_BYTES = 4
_CHECK_BYTES = 3
_LETTERS = 56
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = " -–—.\t\r\n\u00a0"


def write_code(code: bytes) -> str:
    """32 bytes as they are printed: fourteen groups of four, with spaces between."""
    number = int.from_bytes(code + _check(code), "big")
    letters = [_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LETTERS))]
    return " ".join("".join(letters[at : at + 4]) for at in range(0, _LETTERS, 4))


def read_code(text: str) -> bytes:
    """The 32 bytes a person typed or scanned; case, spaces, O for 0, I and L for 1 are forgiven.

    Raises WrongKey when the check shows a typing error: nothing was tried with it.
    """
    letters = [letter for letter in text.upper() if letter not in _BETWEEN]
    if len(letters) != _LETTERS:
        raise WrongKey(
            f"the recovery code has {_LETTERS} characters, and {len(letters)} were given"
        )
    number = 0
    for place, letter in enumerate(letters):
        if letter not in _VALUES:
            raise WrongKey(
                f"group {place // 4 + 1} of the recovery code has a character it never contains"
            )
        number = number << 5 | _VALUES[letter]
    whole = number.to_bytes(CODE_BYTES + _CHECK_BYTES, "big")
    code = whole[:CODE_BYTES]
    if whole[CODE_BYTES:] != _check(code):
        raise WrongKey("the recovery code has a typing error. Compare it with the sheet")
    return code


def recovery_secret(code: bytes) -> bytes:
    """The secret all recovery recipients of a sheet come from; it does not lead back."""
    return keys.derive(code, b"vardera/recovery-secret/1\0")


def sheet_name(secret: bytes) -> bytes:
    """Four bytes by which people tell one sheet from another; they lead to no secret."""
    return keys.digest("recovery-sheet", secret)[:SHEET_NAME_BYTES]


def write_sheet_name(name: bytes) -> str:
    """A sheet's name as it is printed: two groups of four hexadecimal digits."""
    text = name.hex().upper()
    return f"{text[:4]} {text[4:]}"


def _check(code: bytes) -> bytes:
    return keys.digest("recovery-code", code)[:_CHECK_BYTES]
