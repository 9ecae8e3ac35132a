"""Short secrets as words that people can read out, write down and type again.

The list has 2 048 everyday Swedish words, so a word is 11 bits. No two share their first four
letters, with or without the dots over å, ä and ö: four letters are enough to type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import islice

import assets

BITS = 11
"""Of each word."""

_BETWEEN = re.compile(r"[\s\d.,;:/–—-]+")


class UnknownWord(ValueError):
    """A word that is not in the list; ``place`` counts from 1. It does not hold the word."""

    def __init__(self, place: int) -> None:
        super().__init__(f"word {place} is not one of the words in the list")
        self.place = place


def words(data: bytes, count: int) -> tuple[str, ...]:
    """The first ``11 * count`` bits of ``data`` as words. ValueError when it has fewer."""
    spare = 8 * len(data) - BITS * count
    if spare < 0 or count < 1:
        raise ValueError(f"{count} words hold {BITS * count} bits")
    number = int.from_bytes(data, "big") >> spare
    listed = _words()
    return tuple(listed[number >> BITS * place & 2047] for place in reversed(range(count)))


def read(said: str | Iterable[str]) -> bytes:
    """The bits again, in as few bytes as hold them, zeros after the last bit.

    Case, missing dots, numbers and signs between words, and all letters after the fourth are
    forgiven; also one wrong, missing, extra or swapped letter where only one word is so near.
    Raises UnknownWord, and ValueError when nothing was said.
    """
    typed = [word for word in _BETWEEN.split(said) if word] if isinstance(said, str) else [*said]
    if not typed:
        raise ValueError("no words")
    number = 0
    for place, word in enumerate(typed, 1):
        found = _meant(_plain(word))
        if found is None:
            raise UnknownWord(place)
        number = number << BITS | found
    bits = BITS * len(typed)
    size = -(-bits // 8)
    return (number << 8 * size - bits).to_bytes(size, "big")


def starting(letters: str, most: int) -> tuple[str, ...]:
    """The first ``most`` words of the list that begin with ``letters``, dots forgiven.

    Whoever has typed four letters gets one word or none; nothing typed gets none.
    """
    plain = _plain(letters)
    if not plain:
        return ()
    found = (word for word, bare in zip(_words(), _bare(), strict=True) if bare.startswith(plain))
    return tuple(islice(found, most))


@cache
def _words() -> tuple[str, ...]:
    return tuple(assets.text("spoken", "sv.txt").split())


@cache
def _bare() -> tuple[str, ...]:
    """The words without dots, which takes long to work out and is asked for at each letter."""
    return tuple(_plain(word) for word in _words())


@cache
def _places() -> dict[str, int]:
    """Each word, its first four letters and all between, without dots, to its number."""
    found: dict[str, int] = {}
    for number, plain in enumerate(_bare()):
        found |= {plain[:end]: number for end in range(min(4, len(plain)), len(plain) + 1)}
    return found


def _plain(word: str) -> str:
    marked = unicodedata.normalize("NFD", word.strip().casefold())
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def _meant(plain: str) -> int | None:
    places = _places()
    if plain in places:
        return places[plain]
    if len(plain) > 12:
        return None
    near = {n for n, word in enumerate(_bare()) if _one_slip(word, plain)}
    return near.pop() if len(near) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Whether one wrong, missing, extra or swapped letter makes ``b`` of ``a``."""
    if abs(len(a) - len(b)) > 1:
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if same is None:
        return True
    x, y = a[same:], b[same:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])
