"""Presses on the wall, among decisions and in the plan: what each comes to. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.moderator_screens import Deed, ModeratorAt, Place
from kiosk.meeting.moderator_writing import back_from
from survey.facilitation.events import AnyEvent
from survey.facilitation.state import SessionState, Turn
from survey.problems import Problem

WALL = frozenset((
    Deed.CHOOSE, Deed.GROUP, Deed.LOOSEN, Deed.MOVE, Deed.OPEN, Deed.DROP, Deed.MAP, Deed.REMOVE,
))
"""Deeds of this module."""

OUTSIDE = frozenset((
    Deed.ROUND, Deed.ENTER, Deed.SLIPS, Deed.BIG, Deed.STILL, Deed.SERVE, Deed.NEW_CODE,
    Deed.FORM, Deed.COPY, Deed.MERGE, Deed.CLOSE, Deed.LEAVE,
))
"""Deeds of doors that lead out of the window."""

MOST = 100
"""People that are counted in at once."""

NOT_HERE = Problem(where="step", code="wrong-step", message="Not in this step.", hint="Go on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """``events`` are to be kept, then ``place`` is gone to, about ``about``. ``chosen`` is what is
    chosen from now on, None where that stays."""

    events: tuple[AnyEvent, ...] = ()
    place: Place | None = None
    about: UUID | None = None
    chosen: frozenset[UUID] | None = None


_NONE: frozenset[UUID] = frozenset()


def acted(
    at: ModeratorAt, deed: Deed, value: str, ids: Callable[[], UUID]
) -> Acted | None:
    """What a press comes to; None where nothing was chosen that it could be done to."""
    state = at.state
    id = UUID(value) if value and deed is not Deed.MOVE else None
    match deed:
        case Deed.CHOOSE if id is not None:
            return Acted(chosen=at.chosen ^ {id})
        case Deed.GROUP | Deed.LOOSEN if at.chosen:
            return Acted(events=deeds.group(tuple(at.chosen), id), chosen=_NONE)
        case Deed.MOVE if at.chosen:
            return Acted(
                events=deeds.move(tuple(at.chosen), value), place=Place.WALL, chosen=_NONE
            )
        case Deed.OPEN if id is not None and (place := _place_of(id, state)) is not None:
            return Acted(place=place, about=id)
        case Deed.DROP if at.about is not None:
            return Acted(events=deeds.drop(at.about), place=Place.WALL)
        case Deed.MAP if at.about is not None:
            return Acted(
                events=deeds.map_to(at.about, id), place=Place.HEADING, about=at.about
            )
        case Deed.REMOVE if at.about is not None:
            return Acted(events=_removal(at, at.about, ids), place=back_from(at.place))
        case _:
            return None


def turn_of(value: str) -> Turn:
    """``weigh:2`` as a turn."""
    phase, _, number = value.rpartition(":")
    return Turn(phase, int(number))


def _removal(
    at: ModeratorAt, about: UUID, ids: Callable[[], UUID]
) -> tuple[AnyEvent, ...]:
    match at.place:
        case Place.DECISION:
            return deeds.decide(about, "", ids)
        case Place.LINE:
            return deeds.plan(about, {}, ids)
        case _:
            return deeds.rewrite(at.state, about, "")


def _place_of(id: UUID, state: SessionState) -> Place | None:
    """The page that something is looked at on."""
    for place, held in (
        (Place.NOTE, state.notes.keys()), (Place.HEADING, state.headings.keys()),
        (Place.DECISION, state.decisions.keys()), (Place.LINE, state.plan.keys()),
    ):
        if id in held:
            return place
    return None
