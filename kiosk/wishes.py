"""What can be wished for at the screen, beside the survey's own intents."""

from __future__ import annotations

from dataclasses import field
from uuid import UUID

from kiosk.frame import Comfort
from survey.flow import Intent
from survey.late import dataclass


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Try once more what did not go: to keep an answer, or to get ready."""


@dataclass(frozen=True, slots=True)
class ChangeTextSize:
    """Take the next text size."""


@dataclass(frozen=True, slots=True)
class Adjust:
    """Meet the screen in another way from now on."""

    comfort: Comfort


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Nobody has touched the screen for a while."""


@dataclass(frozen=True, slots=True)
class StillHere:
    """The person is there after all."""


@dataclass(frozen=True, slots=True)
class AskToStop:
    """The person would like to stop; they are asked first, unless they answered nothing."""


@dataclass(frozen=True, slots=True)
class EndHere:
    """The person has said that they stop here: what they answered is sealed, and thanked for."""


@dataclass(frozen=True, slots=True)
class LeaveNothing:
    """The person leaves and wants nothing of what they answered to be kept."""


@dataclass(frozen=True, slots=True)
class GiveBack:
    """At the start: somebody has a code and wants their answers taken back."""


@dataclass(frozen=True, slots=True)
class GiveBackCode:
    """The code as it was typed, in groups or in words."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Staff want to connect the kiosk to the administrator's computer."""


@dataclass(frozen=True, slots=True)
class PairWith:
    """The address was chosen or typed: ``host`` or ``host:port``.

    ``organisation`` is the number that a code said it has; no other is paired with.
    """

    address: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class SameWords:
    """Whether the administrator's screen shows the same words."""

    same: bool


@dataclass(frozen=True, slots=True)
class ShowNumber:
    """Staff want the kiosk's number and card, to register it without a network."""


@dataclass(frozen=True, slots=True)
class LeavePairing:
    """Back to where pairing was begun; what was under way is refused."""


@dataclass(frozen=True, slots=True)
class Helped:
    """The help of a question was opened; noted where the campaign wants such notes."""

    question: UUID


@dataclass(frozen=True, slots=True)
class Minute:
    """Time has passed: is the kiosk to sleep, to wake, or to show another first screen?"""


@dataclass(frozen=True, slots=True)
class ToStaff:
    """Staff have come, and have shown who they are."""


@dataclass(frozen=True, slots=True)
class LeaveStaff:
    """Staff have gone; the first screen comes back."""


Wish = (
    Intent | TryAgain | ChangeTextSize | Adjust | LeftAlone | StillHere | AskToStop | EndHere
    | LeaveNothing | GiveBack | GiveBackCode | Pair | PairWith | SameWords | ShowNumber
    | LeavePairing | Helped | Minute | ToStaff | LeaveStaff
)
