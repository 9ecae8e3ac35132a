"""Names of columns, tables and files: each once, and none that a file system would not take."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNFIT = re.compile(r"[^\w.-]+")
LONGEST = 80


class Names:
    """Gives each wanted name, with a number behind it where it is taken.

    ``fold``: names that differ in capitals only are the same, as many file systems have it.
    """

    def __init__(self, taken: Iterable[str], *, fold: bool = False) -> None:
        self._fold = fold
        self._taken = {self._key(name) for name in taken}
        self._next: dict[str, int] = {}

    def has(self, wanted: str) -> bool:
        """Whether it is taken."""
        return self._key(wanted) in self._taken

    def own(self, wanted: str) -> str:
        """``wanted``, or ``wanted.2`` and so on; it is taken from then on."""
        name, key = wanted, self._key(wanted)
        number = self._next.get(key, 2)
        while self._key(name) in self._taken:
            name, number = f"{wanted}.{number}", number + 1
        self._next[key] = number
        self._taken.add(self._key(name))
        return name

    def _key(self, name: str) -> str:
        return name.casefold() if self._fold else name


def file_name(name: str) -> str:
    """A part of a file's name: letters, figures, ``_ . -``, at most :data:`LONGEST` bytes."""
    fit = _UNFIT.sub("_", name).encode()[:LONGEST]
    return fit.decode(errors="ignore").strip(".") or "_"
