"""What the moderator types, and where each page with fields leads back to. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.moderator_screens import ModeratorAt, Place
from survey.facilitation.events import AnyEvent
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.state import SessionState

WRITES = frozenset((
    Place.NOTE, Place.HEADING, Place.NEW_HEADING, Place.PURPOSE, Place.DECISION, Place.LINE,
    Place.REMARK, Place.PEOPLE,
))
"""Pages with fields: nothing comes there by itself while somebody types."""

_BACK = {
    Place.NOTE: Place.WALL, Place.NOTE_FIELD: Place.WALL, Place.HEADING: Place.WALL,
    Place.NEW_HEADING: Place.WALL, Place.FACTOR: Place.HEADING, Place.DECISION: Place.DECISIONS,
    Place.LINE: Place.PLAN, Place.REMARK: Place.REMARKS,
}


def back_from(place: Place) -> Place:
    """Where *Back* leads from a page."""
    return _BACK.get(place, Place.NOW)


def plan_phase(state: SessionState) -> Phase | None:
    """The phase whose columns the plan has."""
    phase = deeds.phase_now(state)
    if phase is not None and phase.kind is PhaseKind.PLAN:
        return phase
    phases = state.rules.phases if state.rules else ()
    return next((one for one in phases if one.kind is PhaseKind.PLAN), None)


def written(
    at: ModeratorAt, state: SessionState, typed: tuple[str, ...], ids: Callable[[], UUID]
) -> tuple[AnyEvent, ...]:
    """The events that what was typed on a page comes to; none where it can be nothing."""
    first = typed[0]
    match at.place:
        case Place.PURPOSE:
            return deeds.purpose(first)
        case Place.NOTE if at.about is not None:
            return deeds.rewrite(state, at.about, first)
        case Place.NOTE:
            return deeds.note(state, first, at.lies_in or _first_field(state), ids)
        case Place.HEADING | Place.NEW_HEADING:
            return deeds.name_heading(
                state, at.about, first, _field_of(state, at.chosen), tuple(at.chosen), ids
            )
        case Place.DECISION:
            return deeds.decide(at.about, first, ids)
        case Place.REMARK:
            return deeds.remark(state, first, minority=at.lies_in == MINORITY)
        case Place.LINE:
            phase = plan_phase(state)
            columns = phase.columns if phase else ()
            texts = dict(zip((one.id for one in columns), typed, strict=False))
            return deeds.plan(at.about, texts, ids)
        case _:
            return ()


MINORITY = "minority"


def _first_field(state: SessionState) -> str:
    found = deeds.fields(state)
    return found[0].id if found else ""


def _field_of(state: SessionState, chosen: frozenset[UUID]) -> str:
    """The field that a new heading lies in, where headings have any: that of its notes."""
    phase = deeds.headings_phase(state)
    if phase is None or phase.kind is PhaseKind.WRITE or state.rules is None:
        return ""
    if not state.rules.fields(phase):
        return ""
    lies = {state.notes[id].field for id in chosen if id in state.notes}
    return lies.pop() if len(lies) == 1 else _first_field(state)
