"""What a phase works with: the notes, headings or sheets of the phase it is *on*."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from survey.facilitation.method import Method, Phase, PhaseKind, budget_of
from survey.facilitation.state import Heading, Note


def items_of(
    phase: Phase, method: Method, headings: Mapping[UUID, Heading], notes: Mapping[UUID, Note]
) -> dict[UUID, str]:
    """Item → its field, in the order in which they came.

    Headings of the phase it is on, without those that were dropped; where that phase makes no
    headings, its notes, without those that were withdrawn.
    """
    below = method.phase(phase.on)
    if below is None:
        return {}
    if below.kind in (PhaseKind.GROUP, PhaseKind.WRITE):
        return {
            id: heading.field for id, heading in headings.items()
            if heading.phase == below.id and not heading.dropped
        }
    return {
        id: note.field for id, note in notes.items()
        if note.turn.phase == below.id and not note.withdrawn
    }


def field_of(
    item: UUID, phase: Phase, headings: Mapping[UUID, Heading], notes: Mapping[UUID, Note]
) -> str | None:
    """The field that an item of the phase lies in now, even if taken away; None of another's."""
    if item in headings and headings[item].phase == phase.on:
        return headings[item].field
    if item in notes and notes[item].turn.phase == phase.on:
        return notes[item].field
    return None


def budgets_of(phase: Phase, items: Mapping[UUID, str]) -> dict[str, int]:
    """Points per participant and field (``""`` when fields are not apart); empty without limit."""
    if phase.budget is None:
        return {}
    if not phase.apart:
        made = budget_of(phase.budget, len(items))
        return {} if made is None else {"": made}
    found: dict[str, int] = {}
    for field in dict.fromkeys(items.values()):
        made = budget_of(phase.budget, sum(one == field for one in items.values()))
        if made is not None:
            found[field] = made
    return found
