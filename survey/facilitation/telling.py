"""A session's state and result as plain values for JSON; keys are stable, ids are text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from survey.facilitation import cell_outcome, outcome
from survey.facilitation.agreement import LEAST, Agreement, Quantile
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.state import Allocation, SessionState, Turn

Plain = dict[str, Any]


def state_json(state: SessionState) -> Plain:
    """The state, with what each participant gave."""
    return {
        "session": _id(state.session), "title": state.title, "question": state.question,
        "method": state.method, "method_version": state.version, "purpose": state.purpose,
        "opened": state.opened, "closed": state.closed, "turn": _turn(state.turn),
        "timer": {"move": state.timer.move.value, "seconds": state.timer.seconds,
                  "running": state.timer.running} if state.timer else None,
        "participants": [
            {"participant": number, "way": person.way.value, "role": person.role,
             "left": person.left}
            for number, person in state.people.items()
        ],
        "missing": list(outcome.missing(state)),
        "begun": [
            {**_turn(one.turn), "budgets": dict(one.budgets), "seconds": one.seconds}
            for one in state.begun
        ],
        "shown": [_turn(turn) for turn in sorted(state.shown)],
        "seats": [
            {**_turn(turn), "participant": number, "table": table}
            for turn, seats in state.seats.items() for number, table in seats.items()
        ],
        **_wall(state),
        "points": {str(n): _numbers(given) for n, given in state.points.items()},
        "grades": {str(n): _numbers(given) for n, given in state.grades.items()},
        "inputs": _inputs(state),
        "undone": state.undone,
    }


def _wall(state: SessionState) -> Plain:
    return {
        "notes": [
            {"note": str(id), **_turn(note.turn), "participant": note.participant,
             "field": note.field, "table": note.table, "heading": _id(note.heading),
             "withdrawn": note.withdrawn, "text": note.text}
            for id, note in state.notes.items()
        ],
        "headings": [
            {"heading": str(id), "phase": one.phase, "field": one.field, "table": one.table,
             "factor": _id(one.factor), "dropped": one.dropped, "title": one.title}
            for id, one in state.headings.items()
        ],
        "comments": [
            {**_turn(one.turn), "participant": one.participant, "sort": one.sort.value,
             "about": _id(one.about), "text": one.text}
            for one in state.comments
        ],
        "decisions": [
            {"decision": str(id), "about": _id(one.about), "text": one.text}
            for id, one in state.decisions.items()
        ],
        "plan": [{"line": str(id), "texts": dict(line)} for id, line in state.plan.items()],
    }


def result_json(state: SessionState, quantile: Quantile | None = None) -> Plain:
    """What the session gave: a part per phase that has figures, and views that few hold."""
    phases = state.rules.phases if state.rules else ()
    return {
        "phases": [
            told for phase in phases
            if (told := _phase_result(state, phase, quantile)) is not None
        ],
        "standings": _standings(state),
        "minority": [
            {**_turn(one.turn), "about": _id(one.about), "text": one.text}
            for one in outcome.minority_comments(state)
        ],
    }


def _phase_result(state: SessionState, phase: Phase, quantile: Quantile | None) -> Plain | None:
    head: Plain = {"phase": phase.id, "kind": phase.kind.value}
    if phase.kind in (PhaseKind.ALLOCATE, PhaseKind.PINS):
        picked, tied = outcome.chosen(state, phase)
        last = outcome.weights(state, phase)
        return {
            **head, "items": _weights(last),
            "rounds": [
                {"round": n, "items": _weights(outcome.weights(state, phase, n))}
                for n in range(1, phase.last_round + 1)
            ],
            "agreement": _agreement(outcome.agreed(state, phase, quantile)),
            "held_by_few": [str(item) for item in outcome.held_by_few(state, phase)],
            **({"chosen": [str(i) for i in picked], "tied": [str(i) for i in tied]}
               if phase.pick else {}),
        }
    if phase.kind is PhaseKind.GRADE:
        graded = outcome.grades(state, phase)
        return {
            **head,
            "items": [
                {"item": str(one.item), "title": one.title, **asdict(one.spread),
                 "counts": {str(step): n for step, n in one.counts.items()}}
                for one in graded
            ],
            "divided": [str(item) for item in outcome.divided(graded, phase.scale)],
        }
    if phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
        return {**head, "rounds": [
            {"round": n, "cells": _cells(state, phase, n), "sums": _sums(state, phase, n),
             "words": _words(state, phase, n)}
            for n in range(1, phase.last_round + 1)
        ]}
    return None


def _weights(found: Iterable[outcome.Weight]) -> list[Plain]:
    return [
        {"item": str(one.item), "title": one.title, "field": one.field, "points": one.points,
         "share": float(one.share), "givers": one.givers, **asdict(one.spread)}
        for one in found
    ]


def _agreement(found: Agreement | None) -> Plain:
    if found is None:
        return {"kendall_w": None, "interval": None, "least_participants": LEAST}
    return {
        "kendall_w": float(found.w), "interval": list(found.interval) if found.interval else None,
        "participants": found.raters, "items": found.items, "least_participants": LEAST,
    }


def _standings(state: SessionState) -> list[Plain]:
    rules = state.rules
    weighing = rules.phase(rules.weights) if rules else None
    grading = rules.phase(rules.grades) if rules else None
    if weighing is None or grading is None:
        return []
    found = outcome.standings(outcome.weights(state, weighing), outcome.grades(state, grading))
    return [
        {"item": str(one.item), "title": one.title, "share": float(one.share),
         "grade": one.grade, "field": one.field.value}
        for one in found
    ]


def _cells(state: SessionState, phase: Phase, round: int) -> list[Plain]:
    return [
        {"row": one.row, "column": one.column, "counts": dict(one.counts),
         "shares": {step: float(share) for step, share in one.shares.items()},
         "mean": one.spread.mean if one.spread else None,
         "sd": one.spread.sd if one.spread else None, "agreed": one.agreed}
        for one in cell_outcome.tallies(state, phase, round)
    ]


def _sums(state: SessionState, phase: Phase, round: int) -> list[Plain]:
    return [
        {"column": one.column, "counts": dict(one.counts),
         "shares": {step: float(share) for step, share in one.shares.items()}}
        for one in cell_outcome.sums(state, phase, round)
    ]


def _words(state: SessionState, phase: Phase, round: int) -> list[Plain]:
    return [
        {"row": row, "column": column, "words": said}
        for (row, column), said in cell_outcome.words(state, phase, round).items()
    ]


def _inputs(state: SessionState) -> Plain:
    inputs = state.inputs
    told: Plain = {
        name: [
            {**_turn(turn), "participant": number, "items": _numbers(given)}
            for turn, people in some.items() for number, given in people.items()
        ]
        for name, some in (
            ("points", inputs.points), ("pins", inputs.pins), ("grades", inputs.grades),
        )
    }
    told["answers"] = [
        {**_turn(turn), "participant": number,
         "cells": [[row, column, value] for (row, column), value in sorted(cells.items())]}
        for turn, people in inputs.answers.items() for number, cells in people.items()
    ]
    return told


def _turn(turn: Turn | None) -> Plain:
    return {} if turn is None else {"phase": turn.phase, "round": turn.round}


def _numbers(given: Allocation | Mapping[UUID, int]) -> dict[str, int]:
    return {str(item): given[item] for item in sorted(given)}


def _id(id: UUID | None) -> str | None:
    return str(id) if id else None
