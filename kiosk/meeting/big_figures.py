"""Figures for the big screen, of turns that the moderator has shown and no others. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from assets.words import Words
from kiosk.meeting.agenda import Step, round_name
from kiosk.meeting.result_words import WITH_FIGURES, agreement_in_words, givers, stands_in
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.agreement import LEAST
from survey.facilitation.events import Sort
from survey.facilitation.method import Phase, PhaseKind
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
    """The bars of one turn; ``note`` stands below them."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""


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
    """Figures of the phase that is on, both rounds; in phases without any, those of the method's
    weights and grades with the picture of both."""
    rules = state.rules
    if rules is None:
        return Figures()
    if step.phase.kind in WITH_FIGURES:
        phases = [step.phase]
    elif step.phase.kind in (PhaseKind.PRESENT, PhaseKind.DECIDE):
        below = {step.phase.on, rules.weights, rules.grades}
        phases = [
            one for one in rules.phases
            if one.kind in WITH_FIGURES and (one.id in below or one.on == step.phase.on)
            and one.kind is not PhaseKind.EVALUATE
        ]
    else:
        phases = []
    rounds = [_shown(state, one) for one in phases]
    own = step.phase.kind in WITH_FIGURES
    # elsewhere the last round alone: both have been looked at beside each other in their own phase
    shown = [turn for one in rounds for turn in (one if own else one[-1:])]
    all_shown = {turn for one in rounds for turn in one}
    if not shown:
        return Figures()
    told = [(turn, rules.phase(turn.phase)) for turn in shown]
    bars = [_bars(state, turn, phase, words) for turn, phase in told if phase is not None]
    found = tuple(one for one in bars if one.bars)
    turns = set(shown)
    return Figures(
        bars=found, spots=None if own else _spots(state, all_shown),
        few=tuple(
            one for one in state.comments if one.sort is Sort.MINORITY and one.turn in turns
        ),
        notice="" if found else words(
            "No figures are shown where fewer than two have given something."
        ),
    )


def _shown(state: SessionState, phase: Phase) -> list[Turn]:
    turns = [Turn(phase.id, n) for n in range(1, phase.last_round + 1)]
    begun = {one.turn for one in state.begun}
    return [turn for turn in turns if turn in state.shown and turn in begun]


def _bars(state: SessionState, turn: Turn, phase: Phase, words: Words) -> Bars:
    stand = stands_in(state, turn, phase)
    n = givers(state, turn, phase.kind) if stand is None else len(stand)
    round = turn.round if stand is None else None
    title = round_name(phase, turn.round, words.language) or said(phase.name, words.language)
    if phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
        return Bars(title=title, bars=_divided(state, turn, phase, n, words))
    if n < 2:
        return Bars(title=title, bars=())
    if phase.kind is PhaseKind.GRADE:
        return Bars(title=title, bars=_grades(state, turn, phase, n, words))
    note = "" if phase.kind is PhaseKind.PINS or phase.apart else agreement_in_words(
        outcome.agreed(state, phase, round=round), words
    )
    return Bars(title=title, bars=_points(state, phase, round, n, words), note=note)


def _points(
    state: SessionState, phase: Phase, round: int | None, n: int, words: Words
) -> tuple[Bar, ...]:
    found = outcome.weights(state, phase, round)
    most = max((float(one.spread.three_quarters) for one in found), default=0.0)
    most = max(most, *(one.spread.mean for one in found), 1e-9) if found else 1.0
    whole = n >= LEAST
    return tuple(
        Bar(
            title=one.title, amount=one.spread.mean / most,
            low=one.spread.quarter / most if whole else None,
            high=one.spread.three_quarters / most if whole else None,
            text=words.many("{n} point", "{n} points", one.points)
            + f", {float(one.share) * 100:.0f}\u00a0%",
        )
        for one in found
    )


def _grades(
    state: SessionState, turn: Turn, phase: Phase, n: int, words: Words
) -> tuple[Bar, ...]:
    low, high = phase.scale
    whole = n >= LEAST

    def part(value: float) -> float:
        return (value - low) / (high - low)

    return tuple(
        Bar(
            title=one.title, amount=part(one.spread.mean),
            low=part(one.spread.quarter) if whole else None,
            high=part(one.spread.three_quarters) if whole else None,
            text=f"{one.spread.mean:.1f}".replace(".", ","),
        )
        for one in outcome.grades(state, phase, turn.round)
    )


def _divided(
    state: SessionState, turn: Turn, phase: Phase, n: int, words: Words
) -> tuple[Bar, ...]:
    """Each row as the steps that were chosen; the group's own answer in words."""
    steps = {column.id: {s.id: said(s.name, words.language) for s in column.steps}
             for column in phase.columns}
    found = []
    for one in cell_outcome.tallies(state, phase, turn.round):
        name = one.name if isinstance(one.name, str) else said(one.name, words.language)
        names = steps[one.column]
        if isinstance(one.agreed, str):
            found.append(Bar(title=name, amount=0.0, text=names.get(one.agreed, one.agreed)))
        elif n >= LEAST and one.counts:
            found.append(Bar(
                title=name, amount=1.0, parts=tuple(
                    (names[key], float(share)) for key, share in one.shares.items()
                ),
                text=", ".join(
                    f"{names[key]} {count}" for key, count in one.counts.items() if count
                ),
            ))
    return tuple(found)


def _spots(state: SessionState, shown: set[Turn]) -> Spots | None:
    """Importance × performance, once both have been shown."""
    rules = state.rules
    weighing = rules.phase(rules.weights) if rules else None
    grading = rules.phase(rules.grades) if rules else None
    if weighing is None or grading is None:
        return None
    turns = [turn for turn in shown if turn.phase in (weighing.id, grading.id)]
    if {turn.phase for turn in turns} != {weighing.id, grading.id} or any(
        givers(state, turn, (weighing if turn.phase == weighing.id else grading).kind) < 2
        for turn in turns
    ):
        return None
    # what counts may hold a round that is not shown: it is told only when all that count are
    given = {**state.inputs.points, **state.inputs.pins, **state.inputs.grades}
    if any(turn.phase in (weighing.id, grading.id) and turn not in shown for turn in given):
        return None
    found = outcome.standings(
        outcome.weights(state, weighing), outcome.grades(state, grading)
    )
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


