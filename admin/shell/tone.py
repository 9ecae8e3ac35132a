"""How grave a message is, without Qt."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How grave a message is; each has its own colour, shape and place in the words."""

    INFO = "info"
    GOOD = "good"
    CAUTION = "caution"
    TROUBLE = "trouble"
