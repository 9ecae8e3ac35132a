"""What stands before staff who enter paper sheets; see :mod:`kiosk.staff.screens`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStart:
    """The next sheet's number; ``entry`` is 1 or 2, ``twice`` whether there is a second one."""

    entry: int
    twice: bool
    waiting: tuple[str, ...] = ()
    sealed: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """One question of a sheet; ``choices`` are the words behind the keys ``least``, the next …

    ``given`` is the place of the answer among them, empty without one; it stands in no ``repr``.
    """

    sheet: str
    entry: int
    at: int
    of: int
    text: str
    choices: tuple[str, ...]
    least: int = 1
    given: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A question that the two entries answer otherwise."""

    text: str
    first: str = field(repr=False)
    second: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCompared:
    """The present difference of one sheet; ``left`` are to come after it."""

    sheet: str
    differs: Differs
    left: int
