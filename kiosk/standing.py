"""Where somebody stands at the kiosk, beside how far their visit has come."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screens import WithdrawnScreen, WithdrawScreen
from kiosk.way import Spot
from survey.flow import At, FlowState
from survey.hours import Closed
from survey.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Times in milliseconds. ``advance`` of ``None`` waits for the person to press *Next*.

    ``tapped`` is how long one tap is thanked for, ``offer`` how long there is more on offer.
    """

    advance: int | None = 350
    thanks: int = 8_000
    thanks_with_code: int = 120_000
    tapped: int = 4_000
    offer: int = 30_000


Write = Callable[[], object]

Aside = WithdrawScreen | WithdrawnScreen
"""What stands before the first screen while somebody gives a code back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """``over`` stands before the rest: a question whether somebody is there or wants to stop, or
    staff. ``closed`` is why nobody can begin. ``leaving`` writes what they asked for who wanted to
    go, where that could not be kept yet: no other end is made of their answers."""

    state: FlowState
    over: Spot | None = None
    aside: Aside | None = None
    closed: Closed | None = None
    leaving: Write | None = None


_SPOTS = {
    At.ATTRACT: Spot.ATTRACT,
    At.TAPPED: Spot.TAPPED,
    At.LANGUAGE: Spot.LANGUAGE,
    At.CONSENT: Spot.CONSENT,
    At.QUESTION: Spot.QUESTION,
    At.CODE: Spot.CODE,
    At.VOUCHER: Spot.VOUCHER,
    At.THANKS: Spot.THANKS,
}


def spot_of(stand: Stand) -> Spot:
    """What stands on the screen."""
    if stand.over is not None:
        return stand.over
    if stand.aside is not None:
        return Spot.WITHDRAW if isinstance(stand.aside, WithdrawScreen) else Spot.WITHDRAWN
    if stand.closed is not None and stand.state.at is At.ATTRACT:
        return Spot.ASLEEP
    return _SPOTS[stand.state.at]
