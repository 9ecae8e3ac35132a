"""A receipt code while it is typed: in groups of four signs, or word by word. No Qt, no store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from assets import spoken

SIGNS = 28
GROUP = 4
WORDS = 12
SUGGESTED = 6

_BETWEEN = " -–—.,\t"


class Form(Enum):
    """How the code was written down."""

    GROUPS = "groups"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What has been typed; ``typed`` is the field, ``words`` those that are already whole.

    It is in no ``repr``: whoever reads the code can take the answers away.
    """

    form: Form = Form.GROUPS
    typed: str = field(default="", repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """All of it, for the reader of codes."""
        return " ".join((*self.words, self.typed)).strip()

    @property
    def count(self) -> int:
        """How many signs or whole words there are."""
        if self.form is Form.GROUPS:
            return sum(sign not in _BETWEEN for sign in self.typed)
        return len(self.words)

    @property
    def full(self) -> bool:
        """Whether there is as much as a code has."""
        return self.count >= (SIGNS if self.form is Form.GROUPS else WORDS)

    def suggestions(self) -> tuple[str, ...]:
        """Words of the list that begin as typed."""
        if self.form is Form.GROUPS or self.full:
            return ()
        return spoken.starting(self.typed, SUGGESTED)


def edited(entry: Entry, typed: str) -> Entry:
    """After the field has been edited to ``typed``: groups get their blanks, words are taken.

    A word is whole when a blank follows it. Signs in the field that make up whole groups or
    words beyond what a code has are kept, for the reader to tell.
    """
    if entry.form is Form.GROUPS:
        return replace(entry, typed=_spaced(typed))
    *whole, rest = typed.replace(",", " ").split(" ")
    for word in whole:
        if word:
            entry = taken(entry, word)
    return replace(entry, typed=rest)


def taken(entry: Entry, word: str) -> Entry:
    """With ``word`` as the next whole one; as the list spells it where only one is meant."""
    meant = spoken.starting(word, 2)
    exact = [one for one in meant if one == word.casefold()]
    said = exact[0] if exact else meant[0] if len(meant) == 1 else word
    return replace(entry, typed="", words=(*entry.words, said))


def struck(entry: Entry, sign: str) -> Entry:
    """A key of the screen's keyboard was pressed."""
    if entry.full:
        return entry
    return edited(entry, entry.typed + sign)


def erased(entry: Entry) -> Entry:
    """The last sign is gone; where the field is empty, the last word is back in it."""
    if entry.typed:
        return replace(entry, typed=entry.typed.rstrip(" ")[:-1].rstrip(" "))
    if entry.words:
        return replace(entry, typed=entry.words[-1], words=entry.words[:-1])
    return entry


def turned(entry: Entry) -> Entry:
    """The other form, and nothing typed."""
    return Entry(form=Form.WORDS if entry.form is Form.GROUPS else Form.GROUPS)


def _spaced(typed: str) -> str:
    """Upper case in groups of four."""
    signs = "".join(sign for sign in typed.upper() if sign not in _BETWEEN)
    return " ".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
