"""What staff can wish for in their corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Desk(StrEnum):
    """Where in the corner they can go."""

    HOME = "home"
    PLACE = "place"
    COMFORT = "comfort"
    USUAL = "usual"
    LANGUAGES = "languages"
    TAKE_OUT = "take-out"
    LOAD = "load"
    CODE = "code"
    SELF_TEST = "self-test"
    LOG = "log"
    OCCASION = "occasion"
    PAPER = "paper"
    MEETING = "meeting"
    NEW_PIN = "new-pin"
    PAIR = "pair"
    LOCK = "lock"
    END = "end"


class Deed(StrEnum):
    """What they can do there; what it is done to stands in :class:`Do` or :class:`Filled`."""

    PIN = "pin"
    CHOOSE = "choose"
    CANCEL = "cancel"
    BEGIN = "begin"
    FINISH = "finish"
    AGAIN = "again"
    LOUDER = "louder"
    QUIETER = "quieter"
    BRIGHTER = "brighter"
    DARKER = "darker"
    ASSIST = "assist"
    LOCK = "lock"
    END = "end"
    ANSWER = "answer"
    BACK = "back"
    SKIP = "skip"
    CLOCK = "clock"


class StaffWish:
    """Every wish of the corner is one of these."""


@dataclass(frozen=True, slots=True)
class Knock(StaffWish):
    """Somebody made the hidden gesture: they want in."""


@dataclass(frozen=True, slots=True)
class Go(StaffWish):
    """To another desk."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class Do(StaffWish):
    """A button; ``value`` says to which of what is shown."""

    deed: Deed
    value: str = ""


@dataclass(frozen=True, slots=True)
class Filled(StaffWish):
    """The fields of the page as they were typed, from the top; a PIN can be among them."""

    deed: Deed
    values: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leave(StaffWish):
    """Back to the people; also when nobody has touched anything for two minutes."""


@dataclass(frozen=True, slots=True)
class Stay(StaffWish):
    """Somebody is there after all."""
