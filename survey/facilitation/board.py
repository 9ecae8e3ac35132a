"""What hangs on the wall: notes, headings over them, comments, decisions, the plan."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from survey.facilitation.events import (
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
)
from survey.facilitation.method import Method, Phase, PhaseKind
from survey.facilitation.order import Told
from survey.facilitation.room import Room
from survey.facilitation.state import Comment, Decision, Heading, Note, Turn
from survey.facilitation.troubles import Troubles

TAKES_NOTES = (
    PhaseKind.COLLECT, PhaseKind.ROTATE, PhaseKind.WRITE, PhaseKind.PRESENT, PhaseKind.EVALUATE,
)
TAKES_HEADINGS = (PhaseKind.GROUP, PhaseKind.WRITE)

BoardEvent = (
    NoteAdded | NoteRewritten | NoteMoved | NoteWithdrawn | NotesGrouped | HeadingNamed
    | HeadingMapped | HeadingDropped | Commented | DecisionMade | PlanLineSet
)


class Board:
    """The wall while it is being folded."""

    def __init__(self, room: Room, troubles: Troubles) -> None:
        self.notes: dict[UUID, Note] = {}
        self.headings: dict[UUID, Heading] = {}
        self.comments: list[Comment] = []
        self.decisions: dict[UUID, Decision] = {}
        self.plan: dict[UUID, dict[str, str]] = {}
        self._room = room
        self._troubles = troubles

    def take(self, told: Told, event: BoardEvent) -> None:
        """The next event in the order."""
        match event:
            case NoteAdded():
                self._add(told, event)
            case NoteRewritten(note=id, text=text):
                if note := self._note(told, id):
                    self.notes[id] = replace(note, text=text)
            case NoteMoved(note=id, field=field):
                note = self._note(told, id)
                if note and self._in_a_field(told, note.turn.phase, field):
                    self.notes[id] = replace(note, field=field)
            case NoteWithdrawn(note=id):
                if note := self._note(told, id):
                    self.notes[id] = replace(note, withdrawn=True)
            case NotesGrouped(heading=heading, notes=ids):
                for id in ids:
                    if note := self._note(told, id):
                        self.notes[id] = replace(note, heading=heading)
            case HeadingNamed():
                self._name(told, event)
            case HeadingMapped(heading=id, factor=factor):
                if known := self._heading(told, id):
                    self.headings[id] = replace(known, factor=factor)
            case HeadingDropped(heading=id):
                if known := self._heading(told, id):
                    self.headings[id] = replace(known, dropped=True)
            case Commented() | DecisionMade() | PlanLineSet():
                self._conclude(told, event)

    def finish(self) -> None:
        """Notes under a heading that was dropped or never came stand alone."""
        for id, note in self.notes.items():
            heading = self.headings.get(note.heading) if note.heading else None
            if note.heading and (heading is None or heading.dropped):
                self.notes[id] = replace(note, heading=None)

    def _add(self, told: Told, event: NoteAdded) -> None:
        turn = Turn(event.phase, event.round)
        holds, phase = self._room.phase_of(told, turn, TAKES_NOTES)
        if (
            not holds
            or not self._by_somebody(told, event.participant)
            or not self._in_a_field(told, event.phase, event.field)
            or not self._room.may_write(told, turn, phase)
        ):
            return
        if event.note in self.notes:
            self._troubles.refuse(told, "same-id", "Another note has this id.")
            return
        self._room.know(told, event.participant)
        self.notes[event.note] = Note(
            turn=turn, participant=event.participant, text=event.text, field=event.field,
            table=event.table, heading=event.heading,
        )

    def _name(self, told: Told, event: HeadingNamed) -> None:
        holds, phase = self._room.phase_of(told, Turn(event.phase), TAKES_HEADINGS)
        if not holds:
            return
        if phase is not None and phase.kind is PhaseKind.WRITE:
            if event.field:
                self._troubles.refuse(told, "unknown-field", "A sheet lies in no field.")
                return
        elif not self._in_a_field(told, event.phase, event.field):
            return
        was = self.headings.get(event.heading)
        if was is not None and was.phase != event.phase:
            self._troubles.refuse(told, "same-id", "A heading of another phase has this id.")
            return
        self.headings[event.heading] = Heading(
            phase=event.phase, title=event.title, field=event.field, table=event.table,
            factor=was.factor if was else None, dropped=was is not None and was.dropped,
        )

    def _conclude(self, told: Told, event: Commented | DecisionMade | PlanLineSet) -> None:
        if isinstance(event, PlanLineSet):
            if not event.texts:
                self.plan.pop(event.line, None)
            elif self._columns_hold(told, event):
                self.plan[event.line] = dict(event.texts)
        elif isinstance(event, DecisionMade):
            if event.text:
                self.decisions[event.decision] = Decision(text=event.text, about=event.about)
            else:
                self.decisions.pop(event.decision, None)
        else:
            turn = Turn(event.phase, event.round)
            if self._room.phase_of(told, turn)[0] and self._by_somebody(told, event.participant):
                self._room.know(told, event.participant)
                self.comments.append(Comment(
                    turn=turn, participant=event.participant, text=event.text, sort=event.sort,
                    about=event.about,
                ))

    def _columns_hold(self, told: Told, event: PlanLineSet) -> bool:
        method = self._room.method
        if method is None:
            return True
        known = {
            column.id for phase in method.phases if phase.kind is PhaseKind.PLAN
            for column in phase.columns
        }
        if known.issuperset(event.texts):
            return True
        self._troubles.refuse(told, "unknown-column", "The plan has no such column.")
        return False

    def _note(self, told: Told, id: UUID) -> Note | None:
        note = self.notes.get(id)
        if note is None:
            self._troubles.doubt(told, "unknown-note", "Its note has not arrived.")
        return note

    def _heading(self, told: Told, id: UUID) -> Heading | None:
        heading = self.headings.get(id)
        if heading is None:
            self._troubles.doubt(told, "unknown-heading", "Its heading has not arrived.")
        return heading

    def _by_somebody(self, told: Told, number: int) -> bool:
        return number == 0 or self._room.is_participant(told, number)

    def _in_a_field(self, told: Told, phase: str, field: str) -> bool:
        method = self._room.method
        found = method.phase(phase) if method else None
        if method is None or found is None or _has_field(method, found, field):
            return True
        self._troubles.refuse(told, "unknown-field", "The phase has no such field.")
        return False


def _has_field(method: Method, phase: Phase, field: str) -> bool:
    fields = method.fields(phase)
    return any(one.id == field for one in fields) if fields else field == ""
