"""What a moderator does, as events of the session: pure, from the state and what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from survey.facilitation.board import TAKES_HEADINGS, TAKES_NOTES
from survey.facilitation.events import (
    AnyEvent,
    Commented,
    DecisionMade,
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    NoteAdded,
    NoteMoved,
    NoteRewritten,
    NotesGrouped,
    NoteWithdrawn,
    PlanLineSet,
    PurposeAgreed,
    ResultShown,
    SeatTaken,
    Sort,
)
from survey.facilitation.method import Named, Phase, PhaseKind
from survey.facilitation.state import Note, SessionState, Turn

Ids = Callable[[], UUID]
GROUP = 0


def phase_now(state: SessionState) -> Phase | None:
    """The phase that is on."""
    turn = state.turn
    return state.rules.phase(turn.phase) if state.rules and turn else None


def notes_phase(state: SessionState) -> Phase | None:
    """The phase whose notes are on the wall: the one that is on where it takes notes, else the one
    it works with, else the last that took any."""
    rules, phase = state.rules, phase_now(state)
    if rules is None:
        return None
    if phase is not None and phase.kind in TAKES_NOTES and phase.kind is not PhaseKind.EVALUATE:
        return phase
    seen: set[str] = set()
    below = phase
    while below is not None and below.on and below.id not in seen:
        seen.add(below.id)
        below = rules.phase(below.on)
        if below is not None and below.kind in TAKES_NOTES:
            return below
    begun = [rules.phase(one.turn.phase) for one in state.begun]
    return next((
        one for one in reversed(begun)
        if one is not None and one.kind in TAKES_NOTES and one.kind is not PhaseKind.EVALUATE
    ), None)


def headings_phase(state: SessionState) -> Phase | None:
    """The phase that headings are named in: the one on, or the last begun that makes headings."""
    rules, phase = state.rules, phase_now(state)
    if rules is None:
        return None
    if phase is not None and phase.kind in TAKES_HEADINGS:
        return phase
    if phase is not None and phase.kind in (PhaseKind.COLLECT, PhaseKind.ROTATE):
        return None  # the headings that are there are of another subject
    begun = [rules.phase(one.turn.phase) for one in state.begun]
    return next((
        one for one in reversed(begun) if one is not None and one.kind in TAKES_HEADINGS
    ), None)


def wall(state: SessionState) -> dict[UUID, Note]:
    """Notes that hang there: of the phase that is looked at, not withdrawn."""
    phase = notes_phase(state)
    if phase is None:
        return {}
    return {
        id: note for id, note in state.notes.items()
        if note.turn.phase == phase.id and not note.withdrawn
    }


def fields(state: SessionState) -> tuple[Named, ...]:
    """The fields that notes on the wall can lie in."""
    phase = notes_phase(state)
    return state.rules.fields(phase) if state.rules and phase else ()


def note(state: SessionState, text: str, field: str, ids: Ids) -> tuple[AnyEvent, ...]:
    """The group's own note; none where the phase that is on takes none."""
    turn, phase = state.turn, phase_now(state)
    if turn is None or phase is None or phase.kind not in TAKES_NOTES:
        return ()
    return (NoteAdded(
        note=ids(), phase=turn.phase, round=turn.round, participant=GROUP, text=text, field=field,
    ),)


def rewrite(state: SessionState, about: UUID, text: str) -> tuple[AnyEvent, ...]:
    """A note in other words, or, without any, taken away."""
    if about not in state.notes:
        return ()
    return (NoteRewritten(note=about, text=text) if text else NoteWithdrawn(note=about),)


def move(about: Sequence[UUID], field: str) -> tuple[AnyEvent, ...]:
    """Notes into a field."""
    return tuple(NoteMoved(note=id, field=field) for id in sorted(about))


def group(chosen: Sequence[UUID], heading: UUID | None) -> tuple[AnyEvent, ...]:
    """Notes under a heading, or under none."""
    return (NotesGrouped(heading=heading, notes=tuple(sorted(chosen))),) if chosen else ()


def name_heading(
    state: SessionState, about: UUID | None, title: str, field: str, chosen: Sequence[UUID],
    ids: Ids,
) -> tuple[AnyEvent, ...]:
    """A heading named, or named anew; the chosen notes come under a new one."""
    if about is not None and about in state.headings:
        old = state.headings[about]
        return (HeadingNamed(
            heading=about, phase=old.phase, title=title, field=old.field, table=old.table
        ),)
    phase = headings_phase(state)
    if phase is None:
        return ()
    made = ids()
    new = HeadingNamed(heading=made, phase=phase.id, title=title, field=field)
    return (new, *group(chosen, made))


def drop(about: UUID) -> tuple[AnyEvent, ...]:
    """A heading away; its notes stand alone."""
    return (HeadingDropped(heading=about),)


def map_to(about: UUID, factor: UUID | None) -> tuple[AnyEvent, ...]:
    """The campaign's factor that a heading stands for, or none."""
    return (HeadingMapped(heading=about, factor=factor),)


def purpose(text: str) -> tuple[AnyEvent, ...]:
    """What the group agreed that it is here for."""
    return (PurposeAgreed(text=text),)


def decide(about: UUID | None, text: str, ids: Ids) -> tuple[AnyEvent, ...]:
    """A decision, or an earlier one in other words; empty takes it back."""
    return (DecisionMade(decision=about or ids(), text=text),)


def plan(about: UUID | None, texts: dict[str, str], ids: Ids) -> tuple[AnyEvent, ...]:
    """A line of the plan; without any text it goes."""
    return (PlanLineSet(line=about or ids(), texts={k: v for k, v in texts.items() if v}),)


def remark(state: SessionState, text: str, minority: bool) -> tuple[AnyEvent, ...]:
    """What was said beside the result; a minority view is kept with it."""
    turn = state.turn
    if turn is None:
        return ()
    return (Commented(
        participant=GROUP, text=text, phase=turn.phase, round=turn.round,
        sort=Sort.MINORITY if minority else Sort.REMARK,
    ),)


def show(turn: Turn, shown: bool) -> tuple[AnyEvent, ...]:
    """What a turn gave is for all to see, or no more."""
    return (ResultShown(phase=turn.phase, round=turn.round, shown=shown),)


def seats(state: SessionState, tables: int) -> tuple[AnyEvent, ...]:
    """Everybody at a table for the turn that is on: those who sat together before are spread, as
    evenly as can be."""
    turn = state.turn
    if turn is None or tables < 1:
        return ()
    met: dict[int, set[int]] = {}
    for before in state.seats.values():
        for number, table in before.items():
            met.setdefault(number, set()).update(
                other for other, at in before.items() if at == table and other != number
            )
    here = [number for number, one in state.people.items() if not one.left]
    at_table: dict[int, list[int]] = {table: [] for table in range(1, tables + 1)}
    for number in here:
        known = met.get(number, set())
        table = min(at_table, key=lambda t: (
            len(at_table[t]) - min(map(len, at_table.values())),
            sum(other in known for other in at_table[t]), t,
        ))
        at_table[table].append(number)
    return tuple(
        SeatTaken(participant=number, table=table, phase=turn.phase, round=turn.round)
        for table, numbers in at_table.items() for number in sorted(numbers)
    )
