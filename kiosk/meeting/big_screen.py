"""What everybody in the room sees, from the session as it stands. No Qt.

Nothing that a turn gave is in it before the moderator has shown the turn, and no slips of a turn in
which everybody writes alone while it goes on: who holds the tablet would be known as the writer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from assets.words import Words
from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.agenda import Step, now
from kiosk.meeting.big_figures import Bars, Figures, Spots, figures
from kiosk.meeting.moderator_writing import plan_phase
from survey.facilitation.board import TAKES_NOTES
from survey.facilitation.method import By, PhaseKind
from survey.facilitation.state import Note, SessionState
from survey.forms.model import said

_ANSWERED = (
    PhaseKind.COLLECT, PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE, PhaseKind.MATRIX,
    PhaseKind.EVALUATE,
)


MOST_FEW = 3
"""Views that few hold, as many as there is room for; all of them stand in the protocol."""


@dataclass(frozen=True, slots=True)
class Column:
    """Slips under a heading, lines of a plan, decisions."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the session. ``clock`` is seconds left, None without a clock."""

    url: str = ""
    phones: int = 0
    clock: int | None = None
    still: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BigScreen:
    """``counted`` says how many have answered; ``address`` what a phone that cannot scan goes to.
    Either ``columns`` or figures stand in the middle, or neither."""

    title: str
    heading: str
    told: str
    question: str = ""
    counted: str = ""
    columns: tuple[Column, ...] = ()
    bars: tuple[Bars, ...] = ()
    spots: Spots | None = None
    few: tuple[str, ...] = ()
    notice: str = ""
    joined: str = ""
    beside: Beside = field(default_factory=Beside)

    @property
    def address(self) -> str:
        """What can be read of the address by everybody: no key."""
        return self.beside.url.partition("#")[0]


def big_screen(state: SessionState, words: Words, beside: Beside) -> BigScreen:
    """The session for all to see, in the language of ``words``."""
    step = now(state, words.language)
    joined = words.many(
        "{n} phone is here", "{n} phones are here", beside.phones
    ) if beside.url else ""
    if state.closed:
        return BigScreen(
            title=state.title, heading=words("The meeting is closed"),
            told=words("Thank you for taking part."),
        )
    if step is None:
        here = sum(not one.left for one in state.people.values())
        return BigScreen(
            title=state.title, heading=state.question or state.title, beside=beside,
            told=words("Welcome. We begin soon."), joined=joined,
            counted=words("{n} are here", n=here) if here else "",
        )
    shown = figures(state, step, words)
    if step.phase.kind is PhaseKind.DECIDE and state.decisions:
        shown = Figures()
    few = tuple(one.text for one in shown.few[:MOST_FEW])
    return BigScreen(
        title=state.title, question=state.question, heading=step.title,
        told=said(step.phase.words.all, words.language), counted=_counted(state, step, words),
        columns=() if shown.any else _columns(state, step, words), bars=shown.bars,
        spots=shown.spots, few=few, notice=shown.notice, joined=joined, beside=beside,
    )


def _counted(state: SessionState, step: Step, words: Words) -> str:
    """How many have answered, never who."""
    here = [n for n, one in state.people.items() if not one.left]
    if step.phase.kind not in _ANSWERED or step.phase.by is By.GROUP or not here:
        return ""
    given = state.inputs
    if step.phase.kind is PhaseKind.COLLECT:
        answered = {note.participant for note in state.notes.values() if note.turn == step.turn}
    else:
        answered = set()
        for some in (given.points, given.pins, given.grades):
            answered |= {n for n, one in some.get(step.turn, {}).items() if any(one.values())}
        answered |= {n for n, cells in given.answers.get(step.turn, {}).items() if cells}
    return words("{n} of {of} have answered", n=len(answered & set(here)), of=len(here))


def _columns(state: SessionState, step: Step, words: Words) -> tuple[Column, ...]:
    """The wall of this step."""
    kind, language = step.phase.kind, words.language
    match kind:
        case PhaseKind.PURPOSE if state.purpose:
            return (Column(words("We are here for"), (state.purpose,)),)
        case PhaseKind.DECIDE:
            held = tuple(one.text for one in state.decisions.values())
            return (Column(words("Decided"), held),) if held else ()
        case PhaseKind.PLAN:
            return _plan(state, language)
        case PhaseKind.WRITE:
            return _sheets(state, step, language)
        case PhaseKind.GROUP:
            return _grouped(state, words)
        case PhaseKind.PRESENT if state.turn is not None and not deeds.wall(state):
            return _by_field(state, _before(state, step), language)
        case _ if kind in TAKES_NOTES and kind is not PhaseKind.EVALUATE:
            if step.phase.individually and step.turn not in state.shown:
                return ()
            return _by_field(state, deeds.wall(state), language)
        case PhaseKind.ALLOCATE | PhaseKind.PINS | PhaseKind.GRADE:
            return _items(state, step)
        case _:
            return ()


def _before(state: SessionState, step: Step) -> dict[UUID, Note]:
    """The notes of the phase that is presented, as they were left."""
    return {
        id: note for id, note in state.notes.items()
        if note.turn.phase == step.phase.on and not note.withdrawn
    }


def _items(state: SessionState, step: Step) -> tuple[Column, ...]:
    """What is weighed or graded: the headings, without any figure."""
    from survey.facilitation.outcome import items

    return tuple(Column(title, ()) for title in items(state, step.phase).values())


def _grouped(state: SessionState, words: Words) -> tuple[Column, ...]:
    notes = deeds.wall(state)
    phase = deeds.headings_phase(state)
    found = [
        Column(one.title, _texts(notes, (i for i, note in notes.items() if note.heading == id)))
        for id, one in state.headings.items()
        if phase is not None and one.phase == phase.id and not one.dropped
    ]
    live = {id for id, one in state.headings.items() if not one.dropped}
    loose = _texts(notes, (i for i, note in notes.items() if note.heading not in live))
    if loose:
        found.append(Column(words("Not under a heading yet") if found else "", loose))
    return tuple(found)


def _by_field(
    state: SessionState, notes: dict[UUID, Note], language: str
) -> tuple[Column, ...]:
    names = {one.id: said(one.name, language) for one in deeds.fields(state)}
    if not names:
        return (Column("", _texts(notes, notes)),) if notes else ()
    return tuple(
        Column(name, _texts(notes, (i for i, note in notes.items() if note.field == id)))
        for id, name in names.items()
    )


def _sheets(state: SessionState, step: Step, language: str) -> tuple[Column, ...]:
    if step.phase.individually and step.turn not in state.shown:
        return ()
    notes = deeds.wall(state)
    sheets = {
        id: one for id, one in state.headings.items()
        if one.phase == step.phase.id and not one.dropped
    }
    if not sheets:
        return _by_field(state, notes, language)
    return tuple(
        Column(one.title, _texts(notes, (i for i, note in notes.items() if note.heading == id)))
        for id, one in sheets.items()
    )


def _plan(state: SessionState, language: str) -> tuple[Column, ...]:
    phase = plan_phase(state)
    columns = phase.columns if phase else ()
    return tuple(
        Column(said(column.name, language), tuple(
            texts.get(column.id, "–") for texts in state.plan.values()
        ))
        for column in columns
    ) if state.plan else ()


def _texts(notes: dict[UUID, Note], ids: Iterable[UUID]) -> tuple[str, ...]:
    """Sorted by what they say, so that their order does not tell who came first."""
    return tuple(sorted((notes[id].text for id in ids), key=str.casefold))
