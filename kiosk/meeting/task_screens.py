"""What participants' pages put on the tablet, and what can be wished for there.

Screens between people hold numbers of participants and nothing that anybody gave.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.forms.screen import FormScreen
from kiosk.frame import Frame
from kiosk.meeting.slip_screens import SlipDiffers, SlipDoubt, SlipSheet, SlipStart
from kiosk.staff.wishes import StaffWish


@dataclass(frozen=True, slots=True)
class Left:
    """How many points, or pins, are ``left`` of how many."""

    left: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScreen(FormScreen):
    """A page of one participant's own. ``left`` is there where something is spread."""

    left: Left | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The tablet is to go to ``to``. ``over``: the step that the last one was at has ended."""

    frame: Frame
    to: int
    answered: int
    of: int
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneRound:
    """Nobody comes next by themselves: all have answered, but for those who were passed by.

    ``nothing``: nothing is asked on the tablet in this step; ``closed``: the meeting is over.
    """

    frame: Frame
    waiting: tuple[int, ...] = ()
    nothing: bool = False
    closed: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A number to choose, and whether they have answered in this step."""

    participant: int
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Which number somebody has. ``entering``: the moderator enters for them, and may count one
    more in; ``not_kept`` says that nobody could be counted in."""

    seats: tuple[Seat, ...]
    entering: bool = False
    not_kept: bool = False


At = Who | SlipStart | SlipSheet | SlipDiffers | SlipDoubt
"""What can stand on a page of buttons and fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskScreen:
    """A page of buttons and fields; nothing of it goes away by itself."""

    frame: Frame
    at: At
    leaving_ms: int = 0


@dataclass(frozen=True, slots=True)
class IAm(StaffWish):
    """Somebody says that they are this participant, or enters for them."""

    participant: int


@dataclass(frozen=True, slots=True)
class PassBy(StaffWish):
    """Who would be next does not answer now."""

    participant: int


@dataclass(frozen=True, slots=True)
class SomebodyElse(StaffWish):
    """Another than who would be next: to choose a number."""


@dataclass(frozen=True, slots=True)
class OneMore(StaffWish):
    """Somebody without a tablet or a phone is counted in."""


@dataclass(frozen=True, slots=True)
class NotNow(StaffWish):
    """Back to where one was."""


@dataclass(frozen=True, slots=True)
class ToModerator(StaffWish):
    """The tablet is with the moderator again."""
