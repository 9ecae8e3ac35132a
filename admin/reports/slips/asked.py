"""What a paper slip asks, step by step: lines to write on, boxes for points, grades to ring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from admin.reports.matter import Content
from admin.reports.session_matter import short
from assets.words import Words
from survey.facilitation.items import budgets_of, items_of
from survey.facilitation.method import By, Method, Phase, PhaseKind
from survey.facilitation.outcome import items as items_now
from survey.facilitation.state import SessionState
from survey.forms.model import said

if TYPE_CHECKING:
    from survey.forms.model import Texts

_SPREADS = (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
_BOX, _RING, _WIDEST = 24, 8.5, 112
"""Millimetres: a box to write a number in, a step to ring, and all of them beside a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The method, and the meeting as far as it has come; None before it: then so many ``lines``
    are blank, two thirds of them where fields have points of their own. ``notes`` are the lines
    for own words."""

    method: Method
    words: Words
    state: SessionState | None = None
    lines: int = 12
    notes: int = 6

    def said(self, texts: Texts | str) -> str:
        return texts if isinstance(texts, str) else said(texts, self.words.language)

    def told(self, texts: Texts) -> str:
        """Only in the slip's own language: a standard sentence stands beside it in any case."""
        language = self.words.language
        return texts.get(language) or texts.get(language.partition("-")[0]) or ""


def sections(asking: Asking) -> list[Content]:
    """A section per step that a participant answers; steps with the same items share one."""
    found: list[Content] = []
    before: Phase | None = None
    room = 0.0
    for at, phase in enumerate(asking.method.phases, start=1):
        if phase.kind in _SPREADS:
            wide = _wide(phase)
            if before is None or not _together(before, phase) or room + wide > _WIDEST:
                found.append(_spread(asking, phase))
                room = 0.0
            room += wide
            found[-1]["heads"] += _heads(asking, phase)  # type: ignore[operator]
            found[-1]["says"] += [_instruction(asking, at, phase)]  # type: ignore[operator]
            before = phase
            continue
        made = _other(asking, at, phase)
        if made is not None:
            found.append(made)
            before = None
    return found


def _together(before: Phase, phase: Phase) -> bool:
    return before.on == phase.on and not before.apart and not phase.apart


def _wide(phase: Phase) -> float:
    if phase.kind is PhaseKind.GRADE:
        return phase.last_round * _RING * (phase.scale[1] - phase.scale[0] + 1)
    return phase.last_round * _BOX


def _spread(asking: Asking, phase: Phase) -> Content:
    return {
        "kind": "spread", "title": "", "says": [], "heads": [],
        "groups": list(_groups(asking, phase)),
    }


def _heads(asking: Asking, phase: Phase) -> list[Content]:
    low, high = phase.scale
    steps = [str(n) for n in range(low, high + 1)] if phase.kind is PhaseKind.GRADE else []
    names = [asking.said(one.name) for one in phase.rounds] or [asking.said(phase.name)]
    return [{"label": name, "steps": steps} for name in names]


def _groups(asking: Asking, phase: Phase) -> Iterator[Content]:
    """The items by field where each has points of its own; blank lines where none are known."""
    known = _known(asking, phase)
    fields = asking.method.fields(phase) if phase.apart else ()
    if not fields:
        titles = [title for _, title in known]
        yield {"name": "", "says": "", "rows": titles or [""] * asking.lines}
        return
    budgets = _budgets(asking, phase)
    for field in fields:
        titles = [title for lies, title in known if lies == field.id]
        if titles or not known:
            yield {
                "name": asking.said(field.name),
                "says": _points(asking.words, budgets.get(field.id)),
                "rows": titles or [""] * (asking.lines * 2 // 3),
            }


def _known(asking: Asking, phase: Phase) -> list[tuple[str, str]]:
    """(field, title) of each item, in the order on the wall."""
    if asking.state is None:
        return []
    state = asking.state
    lies = items_of(phase, asking.method, state.headings, state.notes)
    return [(lies[item], short(title)) for item, title in items_now(state, phase).items()]


def _budgets(asking: Asking, phase: Phase) -> dict[str, int]:
    """Points per field: as people were told, else by rule; nothing while items are unknown."""
    if asking.state is None:
        return {"": phase.budget} if isinstance(phase.budget, int) else {}
    state = asking.state
    told = [dict(one.budgets) for one in state.begun if one.turn.phase == phase.id]
    lies = items_of(phase, asking.method, state.headings, state.notes)
    if not lies and not isinstance(phase.budget, int):
        return {}
    return budgets_of(phase, lies) | (told[-1] if told else {})


def _points(words: Words, n: int | None) -> str:
    if n is None:
        return words("You have as many points as the moderator says: ______")
    return words("You have {n} points. Write how many you give to each.", n=n)


def _instruction(asking: Asking, at: int, phase: Phase) -> Content:
    words = asking.words
    if phase.kind is PhaseKind.GRADE:
        low, high = phase.scale
        says = [
            words("Put a ring around one number on each line: {low} is worst, {high} is best.",
                  low=low, high=high),
        ]
    else:
        budgets = _budgets(asking, phase)
        says = [] if phase.apart or phase.budget is None else [_points(words, budgets.get(""))]
        if phase.most is not None:
            says.append(words("At most {n} on each", n=phase.most) + ".")
    return {"step": f"{at}. {asking.said(phase.name)}",
            "says": " ".join(filter(None, (asking.told(phase.words.all), *says)))}


def _other(asking: Asking, at: int, phase: Phase) -> Content | None:
    words = asking.words
    alone = phase.kind is PhaseKind.COLLECT or (
        phase.individually and phase.kind in (PhaseKind.WRITE, PhaseKind.ROTATE)
    )
    says = asking.told(phase.words.all)
    step = f"{at}. {asking.said(phase.name)}"
    if alone:
        names = [asking.said(one.name) for one in phase.fields] or [""]
        each = max(2, asking.notes // len(names))
        return {
            "kind": "lines", "title": step,
            "says": [{"step": "", "says": f"{says} {words('Write one thing on each line.')}"}],
            "groups": [{"name": name, "lines": each} for name in names],
        }
    if phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE) and phase.by is By.EACH:
        rows = [asking.said(row.name) for row in phase.rows]
        rows = rows or [title for _, title in _known(asking, phase)] or [""] * asking.lines
        columns = [
            {"name": asking.said(column.name),
             "steps": [asking.said(step.name) for step in column.steps]}
            for column in phase.columns
        ]
        cross = words("Put a cross in one box on each line.")
        return {
            "kind": "cells", "title": step, "rows": rows, "columns": columns,
            "says": [{"step": "", "says": f"{says} {cross}"}],
        }
    return None
