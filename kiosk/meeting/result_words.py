"""What a turn gave, in words and figures for the moderator's page.

Where fewer than five gave something there are no figures: of points in which order the headings
come, and of one alone not even that. Counted for each thing by itself, for fields can be apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.words import Words
from kiosk.meeting.agenda import Step, steps
from kiosk.staff.page import Fact, Facts, Item, Said, Sign
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.agreement import LEAST, Agreement
from survey.facilitation.events import Sort
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.outcome import Weight
from survey.facilitation.quantile import t_quantile
from survey.facilitation.rounds import nobody_alone
from survey.facilitation.state import Allocation, SessionState, Turn
from survey.facilitation.weighed import gave_any, latest
from survey.forms.model import said

WITH_FIGURES = (
    PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE, PhaseKind.MATRIX, PhaseKind.EVALUATE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one turn gave."""

    turn: Turn
    title: str
    items: tuple[Item, ...]


def figures(state: SessionState, language: str, words: Words) -> tuple[Part, ...]:
    """A part for each turn that has figures, in the order of the method."""
    return tuple(
        Part(turn=step.turn, title=step.title, items=tuple(_items(state, step, language, words)))
        for step in steps(state, language) if step.phase.kind in WITH_FIGURES
    )


def givers(state: SessionState, turn: Turn, kind: PhaseKind) -> int:
    """How many gave something in a turn."""
    inputs = state.inputs
    if kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
        return sum(1 for n, cells in inputs.answers.get(turn, {}).items() if n and cells)
    held = {
        PhaseKind.ALLOCATE: inputs.points, PhaseKind.PINS: inputs.pins,
    }.get(kind, inputs.grades)
    return len(gave_any(held.get(turn, {})))


def stands_in(
    state: SessionState, turn: Turn, phase: Phase
) -> dict[int, Allocation] | None:
    """What counts of each where a round is the last of a phase that carries: who gave nothing in
    it stands by the round before. None for other turns, which show what was given in them."""
    held = {PhaseKind.ALLOCATE: state.inputs.points, PhaseKind.PINS: state.inputs.pins}
    if not phase.carry or turn.round != phase.last_round or phase.last_round < 2:
        return None
    return latest(phase, held[phase.kind]) if phase.kind in held else None


def shown_rounds(state: SessionState, phase: Phase) -> list[Turn]:
    """Rounds of a phase that have begun and may be seen by all."""
    turns = [Turn(phase.id, n) for n in range(1, phase.last_round + 1)]
    begun = {one.turn for one in state.begun}
    return [turn for turn in turns if turn in state.shown and turn in begun]


def side_by_side(state: SessionState, phase: Phase, turns: list[Turn]) -> list[Turn]:
    """Rounds that may stand side by side; else the last."""
    if len(turns) < 2 or phase.kind not in (PhaseKind.ALLOCATE, PhaseKind.PINS):
        return turns
    return turns if nobody_alone(state, phase, [one.round for one in turns]) else turns[-1:]


def own_are_shown(state: SessionState, phase: Phase) -> bool:
    """Whether counts of this phase may be told: where the group agrees they are those of another
    turn, which has to be shown itself."""
    return not phase.agrees or Turn(phase.agrees, 1) in state.shown


def _items(state: SessionState, step: Step, language: str, words: Words) -> list[Item]:
    phase, turn = step.phase, step.turn
    n = givers(state, turn, phase.kind)
    if phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
        return _cells(state, step, language, words)
    stand = stands_in(state, turn, phase)
    round = turn.round if stand is None else None
    found: list[Item] = [Said(text=words("{n} have given something.", n=n))]
    if stand is not None and len(stand) > n:
        found = [Said(text=words(
            "Put points anew: {n}. The points of the others stand as they were.", n=n
        ))]
    if phase.kind is PhaseKind.GRADE:
        return [*found, *_grades(state, step, words)]
    return [*found, *_points(state, step, words, round)]


def _points(state: SessionState, step: Step, words: Words, round: int | None) -> list[Item]:
    facts, few = [], []
    for one in outcome.weights(state, step.phase, round):
        if one.spread.n < LEAST:
            few.append(one.title)
            continue
        text = words.many("{n} point", "{n} points", one.points)
        text += f", {float(one.share) * 100:.0f}\u00a0%, "
        text += words("from {low} to {high}, the middle {middle}", low=_n(one.spread.low),
                      high=_n(one.spread.high), middle=_n(one.spread.middle))
        facts.append(Fact(name=one.title, value=text))
    found: list[Item] = [Facts(tuple(facts))] if facts else []
    found += of_few(few, outcome.weights(state, step.phase, round), words)
    if facts and step.phase.kind is PhaseKind.ALLOCATE and not step.phase.apart:
        found.append(Said(text=agreement_in_words(
            outcome.agreed(state, step.phase, t_quantile, round=round), words
        )))
    found += [
        Fact(name=words("A view that few hold"), value=one.text)
        for one in state.comments if one.sort is Sort.MINORITY and one.turn == step.turn
    ]
    return found


def of_few(titles: Sequence[str], found: Sequence[Weight], words: Words) -> list[Item]:
    """What fewer than five gave something on: in which order, and of one alone not even that."""
    if not titles:
        return []
    told: list[Item] = [Said(sign=Sign.INFO, text=too_few(words))]
    if min((one.spread.n for one in found), default=0) > 1:
        told += [Said(text=f"{at}. {title}") for at, title in enumerate(titles, start=1)]
    return told


def too_few(words: Words) -> str:
    """Why there are no figures."""
    return words("Figures are not shown where fewer than five have given something.")


def _grades(state: SessionState, step: Step, words: Words) -> list[Item]:
    graded = outcome.grades(state, step.phase, step.turn.round)
    facts = [
        Fact(name=one.title, value=words("on average {mean}", mean=_n(one.spread.mean)) + ", "
             + words("from {low} to {high}", low=_n(one.spread.low), high=_n(one.spread.high)))
        for one in graded if one.spread.n >= LEAST
    ]
    found: list[Item] = [Facts(tuple(facts))] if facts else []
    if len(facts) < len(graded):
        found.append(Said(sign=Sign.INFO, text=too_few(words)))
    return found


def _cells(state: SessionState, step: Step, language: str, words: Words) -> list[Item]:
    columns = {column.id: column for column in step.phase.columns}
    facts, few = [], False
    for one in cell_outcome.tallies(state, step.phase, step.turn.round):
        names = {step_.id: said(step_.name, language) for step_ in columns[one.column].steps}
        name = one.name if isinstance(one.name, str) else said(one.name, language)
        answered = sum(one.counts.values())
        parts = []
        if isinstance(one.agreed, str):
            parts.append(names.get(one.agreed, one.agreed))
        if answered >= LEAST and own_are_shown(state, step.phase):
            parts.append(", ".join(
                f"{names[key]}: {count}" for key, count in one.counts.items() if count
            ))
        few |= 0 < answered < LEAST
        if parts:
            facts.append(Fact(name=name, value="; ".join(parts)))
    found: list[Item] = [Facts(tuple(facts))] if facts else []
    if few or not facts:
        found.append(Said(sign=Sign.INFO, text=words(
            "How many chose what is not shown under five participants."
        )))
    return found


def agreement_in_words(found: Agreement | None, words: Words) -> str:
    """How alike people rank, with its interval; or why that is not told."""
    if found is None:
        return words(
            "Agreement is not shown under five participants, or where nobody ranks one thing "
            "before another."
        )
    text = words("Agreement (Kendall's W): {w}", w=_n(float(found.w), 2))
    if found.interval is not None:
        low, high = found.interval
        text += " " + words("(95 % interval {low} to {high})", low=_n(low, 2), high=_n(high, 2))
    return text


def _n(value: float, places: int = 1) -> str:
    """A number with a comma, without zeros that say nothing."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".").replace(".", ",") or "0"

