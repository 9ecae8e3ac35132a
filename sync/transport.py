"""What every way of carrying files can do, and the names it may carry."""

from __future__ import annotations

import re
from typing import Protocol

from sync.envelope import FILE_LIMIT
from sync.naming import is_text

_NAME = re.compile(r"[0-9a-z][0-9a-z_-]{0,99}\.v[a-z]{3,9}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\.")

BAD_NAME = (
    "bad-name", "The file's name is not UTF-8, so the file was left alone.",
    "Give it a plain name and try again.",
)
"""Code, message and hint of the problem that such a file is."""


class Transport(Protocol):
    """A place where finished files lie under names; nothing half-written is ever seen there.

    Every method may raise :class:`sync.errors.TransportError`. Files never change under
    their name: putting other bytes under a taken name is refused, the same bytes is harmless.
    """

    def list(self, suffix: str) -> tuple[str, ...]:
        """The names that end with ``suffix``, sorted; foreign and unfinished files left out.

        A copy that a person made under another name (``Copy of x.vbundle``) is listed. A
        name that is not UTF-8 is left out: see :meth:`bad_names`.
        """
        ...

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """What :meth:`list` leaves out because its name is not UTF-8, in a form to be shown."""
        ...

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """The whole file. Damaged when longer than ``limit`` bytes."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Deliver a file: when this returns it is whole and durable under ``name``.

        NameTaken when something else lies there under that name.
        """
        ...

    def close(self) -> None:
        """Let go of the place. Doing it twice is harmless."""
        ...


def sound_name(name: str) -> bool:
    """True for a name every file system takes, FAT32 and Windows among them."""
    return _NAME.fullmatch(name) is not None and _RESERVED.match(name) is None


def plain_name(name: str) -> bool:
    """True for a name that stays in its place: people rename and copy what they carry."""
    return not name.startswith(".") and not set(name) & set("/\\\0") and is_text(name)
