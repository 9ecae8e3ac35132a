"""How a kiosk conducts itself in a campaign: what stands first, when it sleeps, what it notes.

Every value has a usual one, which is how campaigns of formats 1 to 3 are conducted; what differs
makes a campaign one of format 4. See ``docs/formats/campaign.md``.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from uuid import UUID

from survey.forms.model import Texts
from survey.late import dataclass


class Way(StrEnum):
    """What the attract screen leads to: the whole way, or one tap on a face and no more."""

    QUESTIONNAIRE = "questionnaire"
    ONE_TAP = "one-tap"


class LeftBehind(StrEnum):
    """What becomes of the answers of somebody who went away in the middle."""

    SEND = "send"
    DISCARD = "discard"


class AssignedBy(StrEnum):
    """Who gets an arm: each person, or whoever comes in a half-day."""

    PERSON = "person"
    HALF_DAY = "half-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """After ``seconds`` (20-600) without a touch the kiosk asks whether somebody is there, counts
    down ``countdown`` seconds (20-300), which any touch or key stops, and begins anew."""

    seconds: int = 90
    countdown: int = 20
    left_behind: LeftBehind = LeftBehind.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTap:
    """``question`` is the rating whose faces stand on the attract screen.

    A second tap within ``least_seconds`` (0-60) of the last is not counted as another person's.
    ``follow_up``: whoever has tapped is offered the other questions; they may let it be.
    """

    question: UUID
    least_seconds: int = 3
    follow_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Open on ``weekday`` (0 Monday - 6) from minute ``opens`` to ``closes`` of the local day
    (0-1440, opens < closes). A weekday without hours is closed, unless there are none at all."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One of the candidate models that are tried against each other.

    ``questions`` are asked in this order, of those of the campaign; none means all. ``way`` is what
    stands first. ``share`` (1-100) is how many of a block go to this arm.
    """

    id: UUID
    name: str
    way: Way = Way.QUESTIONNAIRE
    questions: tuple[UUID, ...] = ()
    share: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Two to four ``arms``; ``by`` must be the half-day where their ways differ."""

    arms: tuple[Arm, ...]
    by: AssignedBy = AssignedBy.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many finished responses are wanted from a ``choice`` of a group question, or from all
    where there is none. Tells staff, and never turns anybody away."""

    wanted: int
    question: UUID | None = None
    choice: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Whoever finishes may take a voucher, once; ``text`` says what it is worth and where."""

    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """``paradata_seconds`` (0-600) is the grain that the time on a screen is rounded to; 0 notes
    nothing. ``not_for`` says where complaints, errands and emergencies go, in place of the
    program's words. ``attract`` is the one sentence of the first screen, in place of the title.
    """

    way: Way = Way.QUESTIONNAIRE
    one_tap: OneTap | None = None
    idle: Idle = Idle()
    hours: tuple[Hours, ...] = ()
    paradata_seconds: int = 0
    trial: Trial | None = None
    quotas: tuple[Quota, ...] = ()
    voucher: Voucher | None = None
    not_for: Texts = field(default_factory=dict)
    attract: Texts = field(default_factory=dict)


USUAL = Conduct()
