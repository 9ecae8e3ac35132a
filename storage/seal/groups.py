"""Codes that people copy: groups of four characters of Crockford's base32.

It has no I, L, O and U; whoever reads is forgiven I and L for 1, O for 0, case, blanks and hyphens.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = " -–—.,\t\r\n\u00a0"


def write(number: int, letters: int) -> str:
    """``number`` (below 32 to the power of ``letters``) in groups of four, with blanks between."""
    said = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(letters)))
    return " ".join(said[at : at + 4] for at in range(0, letters, 4))


def letters_of(text: str) -> list[str]:
    """The characters that mean something, in capitals."""
    return [letter for letter in text.upper() if letter not in _BETWEEN]


def read(letters: list[str]) -> int:
    """The number that was written. BadLetter for a character that no code has."""
    number = 0
    for place, letter in enumerate(letters):
        if letter not in _VALUES:
            raise BadLetter(place // 4 + 1)
        number = number << 5 | _VALUES[letter]
    return number


class BadLetter(ValueError):
    """``group`` from 1 has a character that no code ever contains."""

    def __init__(self, group: int) -> None:
        super().__init__(f"group {group} of the code has a character it never contains")
        self.group = group
