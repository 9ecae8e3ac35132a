"""A meeting step by step: what was said in each, and what was given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from admin.reports import session_cells, session_given
from admin.reports.matter import Content
from admin.reports.session_matter import SessionMatter, drawn, heading, own_words, text
from survey.facilitation.events import Sort
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.state import Note


def sections(matter: SessionMatter) -> list[Content]:
    """A section per step that was begun, but for purpose, plan and evaluation."""
    found = []
    for at, phase in enumerate(matter.rules.phases if matter.rules else (), start=1):
        begun = matter.held_rounds(phase)
        if phase.kind is PhaseKind.EVALUATE:
            continue
        blocks = list(_step(matter, phase)) if begun or _has_notes(matter, phase) else []
        if phase.kind in (PhaseKind.PURPOSE, PhaseKind.PLAN):
            blocks = list(remarks(matter, phase))
        if blocks:
            name = matter.said(phase.name)
            found.append(section(f"{at}. {name}", blocks, says=_rounds_held(matter, phase)))
    return found


def section(title: str, blocks: Iterable[Content], *, says: str = "") -> Content:
    """A section of the protocol; ``says`` stands quietly below its title."""
    return {"title": drawn(title) or "–", "says": says, "blocks": list(blocks)}


def _rounds_held(matter: SessionMatter, phase: Phase) -> str:
    names = [matter.round_name(phase, n) for n in matter.held_rounds(phase)]
    return " · ".join(name for name in names if name)


def _has_notes(matter: SessionMatter, phase: Phase) -> bool:
    return any(note.turn.phase == phase.id for note in matter.state.notes.values())


def _step(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    match phase.kind:
        case PhaseKind.GROUP | PhaseKind.WRITE:
            yield from _headings(matter, phase)
        case PhaseKind.ALLOCATE | PhaseKind.PINS:
            yield from session_given.allocated(matter, phase)
        case PhaseKind.GRADE:
            yield from session_given.graded(matter, phase)
        case PhaseKind.MATRIX:
            for round in matter.held_rounds(phase):
                if name := matter.round_name(phase, round):
                    yield heading(3, name)
                yield from session_cells.answered(matter, phase, round, 4 if name else 3)
        case _:
            yield from _notes(matter, phase)
    yield from remarks(matter, phase)


def _notes(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """Notes by round, table and field; where a later step put them under headings, how many."""
    mine = _living(matter, lambda note: note.turn.phase == phase.id)
    if mine and (later := _grouped_in(matter, phase)):
        yield text(matter.words(
            "Notes: {n}. They stand under their headings in step {step}.", n=len(mine), step=later,
        ))
        return
    yield from _listed(matter, phase, mine.values())


def _grouped_in(matter: SessionMatter, phase: Phase) -> int:
    """The number of the step with headings over this one's notes; 0 when there is none."""
    headings = [one.phase for one in matter.state.headings.values() if not one.dropped]
    for at, later in enumerate(matter.rules.phases if matter.rules else (), start=1):
        if later.kind is PhaseKind.GROUP and later.on == phase.id and later.id in headings:
            return at
    return 0


def _listed(
    matter: SessionMatter, phase: Phase, notes: Iterable[Note]
) -> Iterator[Content]:
    by: dict[tuple[int, int, str], list[Note]] = {}
    for note in notes:
        by.setdefault((note.turn.round, note.table, note.field), []).append(note)
    for (round, table, field), some in sorted(by.items()):
        where = (
            matter.round_name(phase, round),
            matter.words("Table {n}", n=table) if table else "",
            matter.field_name(phase, field) if field else "",
        )
        yield own_words(texts(some), " · ".join(one for one in where if one))


def _headings(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """Each heading, or sheet, with the notes under it; then what stands under none."""
    state, words = matter.state, matter.words
    mine = {id: state.headings[id] for id in _grouped(matter, phase)}
    fields = tuple(dict.fromkeys(one.field for one in mine.values()))
    named = any(fields) and phase.kind is PhaseKind.GROUP
    for field in fields:
        if named:
            yield heading(3, matter.field_name(phase, field) or words("In no field"))
        for id, one in mine.items():
            if one.field == field:
                yield heading(4 if named else 3, matter.heading(id))
                yield from _under(matter, phase, id)
    alone = _living(matter, lambda note: _alone(matter, phase, note)).values()
    if phase.kind is PhaseKind.WRITE:
        yield from _listed(matter, phase, alone)
    elif alone:
        yield own_words(texts(alone), words("Under no heading"))
    if not mine and not alone:
        yield text(words("Nothing was written down."))


def _alone(matter: SessionMatter, phase: Phase, note: Note) -> bool:
    """Whether a note of the step, or of the one it groups, stands under no heading."""
    if note.heading is not None:
        return False
    if phase.kind is PhaseKind.WRITE:
        return note.turn.phase == phase.id
    return note.turn.phase in (phase.id, phase.on) and bool(_grouped(matter, phase))


def _grouped(matter: SessionMatter, phase: Phase) -> list[UUID]:
    return [
        id for id, one in matter.state.headings.items()
        if one.phase == phase.id and not one.dropped
    ]


def _under(matter: SessionMatter, phase: Phase, id: UUID) -> Iterator[Content]:
    notes = _living(matter, lambda note: note.heading == id).values()
    if phase.kind is PhaseKind.WRITE:
        by: dict[str, list[Note]] = {}
        for note in notes:
            by.setdefault(note.field, []).append(note)
        order = [one.id for one in phase.fields]
        for field in sorted(by, key=lambda one: order.index(one) if one in order else len(order)):
            yield own_words(texts(by[field]), matter.field_name(phase, field) if field else "")
    elif notes:
        yield own_words(texts(notes))
    else:
        yield text(matter.words("No notes under it."))


def texts(notes: Iterable[Note]) -> list[str]:
    """What the group wrote down, in its order; then what people wrote each by themselves, in an
    order that does not tell whose lie together."""
    kept = list(notes)
    own = sorted((note.text for note in kept if note.participant), key=str.casefold)
    return [*(note.text for note in kept if not note.participant), *own]


def _living(matter: SessionMatter, wanted: Callable[[Note], bool]) -> Mapping[UUID, Note]:
    return {
        id: note for id, note in matter.state.notes.items()
        if not note.withdrawn and note.text.strip() and wanted(note)
    }


def remarks(matter: SessionMatter, phase: Phase) -> Iterator[Content]:
    """What was said about the step: views that few hold stand first, beside what they differ
    from."""
    mine = [one for one in matter.state.comments if one.turn.phase == phase.id]
    words = matter.words
    for sort, label in (
        (Sort.MINORITY, words("Views that differ")), (Sort.REMARK, words("Remarks")),
    ):
        said = [matter.about(one.about, one.text) for one in mine if one.sort is sort]
        if said:
            yield own_words(dict.fromkeys(said), label)


