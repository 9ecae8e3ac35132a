"""What stands before whoever enters slips of paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.meeting.slip_stack import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipStart:
    """The next slip's number; ``entry`` is 1 or 2. ``counted`` is who was just counted in, or 0.

    ``trouble``: ``number unknown not-first full changed not-kept nothing``, or what became of the
    last slip: ``noted kept same doubt left-out``.
    """

    entry: int
    waiting: tuple[int, ...] = ()
    kept: int = 0
    doubts: tuple[int, ...] = ()
    counted: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSheet:
    """The boxes of one slip; ``typed`` is what stood in them where some box cannot be read:
    ``wrong`` is that box, from 1, or 0. ``again``: it replaces what is kept already."""

    slip: int
    entry: int
    boxes: tuple[Box, ...]
    typed: tuple[str, ...] = field(default=(), repr=False)
    wrong: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipDiffers:
    """A box that the two entries fill otherwise; ``left`` are to come after it. ``neither``: what
    was read at the last look is neither of the two."""

    slip: int
    box: Box
    first: str = field(repr=False)
    second: str = field(repr=False)
    left: int = 0
    neither: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipDoubt:
    """A slip that breaks a rule: ``code`` is the problem's, ``given`` and ``of`` are sums."""

    slip: int
    code: str
    given: int = 0
    of: int = 0
    most: int = 0
