"""Figures for the big screen, of turns that the moderator has shown and no others. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assets.words import Words
from kiosk.meeting.agenda import Step, round_name
from kiosk.meeting.result_words import (
    WITH_FIGURES,
    agreement_in_words,
    givers,
    own_are_shown,
    shown_rounds,
    side_by_side,
    stands_in,
    too_few,
)
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.agreement import LEAST
from survey.facilitation.events import Sort
from survey.facilitation.method import Method, Phase, PhaseKind
from survey.facilitation.quantile import t_quantile
from survey.facilitation.state import Comment, SessionState, Turn
from survey.forms.model import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One thing. ``amount`` and the quartiles ``low`` to ``high`` are parts of the axis, 0–1;
    ``parts`` are shares of a bar that is divided, with what each is called."""

    title: str
    amount: float
    text: str
    low: float | None = None
    high: float | None = None
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The bars of one turn; ``note`` stands below them. ``points``: their lengths are points."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    points: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One thing in importance × performance, both 0–1 of the picture; ``sign`` is its number."""

    title: str
    important: float
    well: float
    field: str
    sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """``cut_important`` and ``cut_well`` part the four fields."""

    spots: tuple[Spot, ...]
    cut_important: float
    cut_well: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What may be seen now. ``any``: something of it is shown."""

    bars: tuple[Bars, ...] = ()
    spots: Spots | None = None
    few: tuple[Comment, ...] = ()
    notice: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.bars or self.spots or self.notice)


def figures(state: SessionState, step: Step, words: Words) -> Figures:
    """Figures of the phase that is on, both rounds; in phases without any, those of what they work
    with, with the picture of importance by performance."""
    rules = state.rules
    if rules is None:
        return Figures()
    own = step.phase.kind in WITH_FIGURES
    phases = _own(step.phase, rules) if own else _below(step.phase, rules)
    rounds = [shown_rounds(state, one) for one in phases]
    # elsewhere the last round alone: both have been looked at beside each other in their own phase
    shown = [
        turn for one, phase in zip(rounds, phases, strict=True)
        for turn in (side_by_side(state, phase, one) if own else one[-1:])
    ]
    if not shown:
        return Figures()
    told = [(turn, rules.phase(turn.phase)) for turn in shown]
    bars = [_bars(state, turn, phase, words) for turn, phase in told if phase is not None]
    found = _on_one_axis(tuple(one for one in bars if one.bars))
    turns = {turn for one in rounds for turn in one}
    few = {
        one.text: one for one in state.comments
        if one.sort is Sort.MINORITY and one.turn in turns
    }
    return Figures(
        bars=found, spots=None if own else _spots(state, turns), few=tuple(few.values()),
        notice="" if found else too_few(words),
    )


def _own(phase: Phase, rules: Method) -> list[Phase]:
    """The phase, and before it the one whose answers the group agrees about."""
    below = rules.phase(phase.agrees) if phase.agrees else None
    return [*([below] if below is not None else []), phase]


def _below(phase: Phase, rules: Method) -> list[Phase]:
    """Earlier phases whose figures are looked at where something is presented or decided: of what
    it works with, else all. Single visits and meetings of a matrix are never among them."""
    if phase.kind not in (PhaseKind.PRESENT, PhaseKind.DECIDE):
        return []
    before = rules.phases[: rules.phases.index(phase)]
    return [
        one for one in before
        if one.kind in (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
        and (not phase.on or phase.on in (one.id, one.on))
    ]


def _bars(state: SessionState, turn: Turn, phase: Phase, words: Words) -> Bars:
    title = round_name(phase, turn.round, words.language) or said(phase.name, words.language)
    if phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
        return Bars(title=title, bars=_divided(state, turn, phase, words))
    if phase.kind is PhaseKind.GRADE:
        return Bars(title=title, bars=_grades(state, turn, phase))
    round = turn.round if stands_in(state, turn, phase) is None else None
    found = outcome.weights(state, phase, round)
    return Bars(
        title=title, bars=_points(found, words), points=True,
        note=_note(state, phase, round, found, words),
    )


def _note(
    state: SessionState, phase: Phase, round: int | None, found: Sequence[outcome.Weight],
    words: Words,
) -> str:
    """Why there are no figures; else what was chosen, or how alike people rank."""
    if any(one.spread.n < LEAST for one in found):
        return too_few(words)
    if phase.pick is not None:
        titles = {one.item: one.title for one in found}
        chosen, tied = outcome.chosen(state, phase)
        told = words("Chosen: {names}", names=", ".join(titles[one] for one in chosen)) if (
            chosen) else ""
        even = words("Even about the last places: {names}",
                     names=", ".join(titles[one] for one in tied)) if tied else ""
        return " ".join(filter(None, (told, even)))
    if phase.kind is PhaseKind.PINS or phase.apart:
        return ""
    return agreement_in_words(outcome.agreed(state, phase, t_quantile, round=round), words)


def _points(found: Sequence[outcome.Weight], words: Words) -> tuple[Bar, ...]:
    """Lengths are points for each who gave any, until :func:`_on_one_axis`. Where fewer than five
    gave any the things stand in order without a figure, and of one alone not at all."""
    if min((one.spread.n for one in found), default=0) < 2:
        found = [one for one in found if one.spread.n >= LEAST]
    return tuple(
        Bar(title=one.title, amount=0.0, text="") if one.spread.n < LEAST else Bar(
            title=one.title, amount=one.spread.mean, low=one.spread.quarter,
            high=one.spread.three_quarters,
            text=words.many("{n} point", "{n} points", one.points),
        )
        for one in found
    )


def _on_one_axis(found: tuple[Bars, ...]) -> tuple[Bars, ...]:
    """Points of all panels by one measure, so that lengths can be compared; grades and shares have
    theirs already."""
    most = max((
        max(bar.amount, bar.high or 0.0) for one in found if one.points for bar in one.bars
    ), default=0.0) or 1.0
    return tuple(
        replace(one, bars=tuple(
            replace(
                bar, amount=bar.amount / most, low=None if bar.low is None else bar.low / most,
                high=None if bar.high is None else bar.high / most,
            ) for bar in one.bars
        )) if one.points else one
        for one in found
    )


def _grades(state: SessionState, turn: Turn, phase: Phase) -> tuple[Bar, ...]:
    low, high = phase.scale

    def part(value: float) -> float:
        return (value - low) / (high - low)

    return tuple(
        Bar(
            title=one.title, amount=part(one.spread.mean), low=part(one.spread.quarter),
            high=part(one.spread.three_quarters), text=f"{one.spread.mean:.1f}".replace(".", ","),
        )
        for one in outcome.grades(state, phase, turn.round) if one.spread.n >= LEAST
    )


def _divided(
    state: SessionState, turn: Turn, phase: Phase, words: Words
) -> tuple[Bar, ...]:
    """Each row as the steps that were chosen, where five chose; the group's own answer in words."""
    steps = {column.id: {s.id: said(s.name, words.language) for s in column.steps}
             for column in phase.columns}
    own = own_are_shown(state, phase)
    found = []
    for one in cell_outcome.tallies(state, phase, turn.round):
        name = one.name if isinstance(one.name, str) else said(one.name, words.language)
        names = steps[one.column]
        if isinstance(one.agreed, str):
            found.append(Bar(title=name, amount=0.0, text=names.get(one.agreed, one.agreed)))
        elif own and sum(one.counts.values()) >= LEAST:
            found.append(Bar(
                title=name, amount=1.0, parts=tuple(
                    (names[key], float(share)) for key, share in one.shares.items()
                ),
                text=", ".join(
                    f"{names[key]} {count}" for key, count in one.counts.items() if count
                ),
            ))
    return tuple(found)


def _stood(state: SessionState, turn: Turn, phase: Phase) -> int:
    """How many gave in a turn, or stand by what they gave before."""
    stand = stands_in(state, turn, phase)
    return givers(state, turn, phase.kind) if stand is None else len(stand)


def _spots(state: SessionState, shown: set[Turn]) -> Spots | None:
    """Importance × performance, once both have been shown."""
    rules = state.rules
    weighing = rules.phase(rules.weights) if rules else None
    grading = rules.phase(rules.grades) if rules else None
    if weighing is None or grading is None:
        return None
    turns = [turn for turn in shown if turn.phase in (weighing.id, grading.id)]
    if {turn.phase for turn in turns} != {weighing.id, grading.id} or any(
        _stood(state, turn, weighing if turn.phase == weighing.id else grading) < LEAST
        for turn in turns
    ):
        return None
    # what counts may hold a round that is not shown: it is told only when all that count are
    given = {**state.inputs.points, **state.inputs.pins, **state.inputs.grades}
    if any(turn.phase in (weighing.id, grading.id) and turn not in shown for turn in given):
        return None
    found = outcome.standings(outcome.weights(state, weighing), [
        one for one in outcome.grades(state, grading) if one.spread.n >= LEAST
    ])
    if not found:
        return None
    low, high = grading.scale
    most = max(float(one.share) for one in found) or 1.0
    return Spots(
        cut_important=sum(float(one.share) for one in found) / len(found) / most,
        cut_well=(sum(one.grade for one in found) / len(found) - low) / (high - low),
        spots=tuple(
            Spot(title=one.title, important=float(one.share) / most,
                 well=(one.grade - low) / (high - low), field=one.field.value, sign=at)
            for at, one in enumerate(found, start=1)
        ),
    )


