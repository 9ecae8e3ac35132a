"""The agenda of a meeting: its turns in their order, where it is, what comes next. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from survey.facilitation.method import Method, Phase
from survey.facilitation.state import SessionState, Turn
from survey.forms.model import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One turn of the method. ``at`` counts phases from 1; ``round_name`` may be empty."""

    turn: Turn
    phase: Phase
    at: int
    of: int
    name: str
    round_name: str = ""
    begun: bool = False
    now: bool = False

    @property
    def title(self) -> str:
        """The phase's name, with its round's."""
        return f"{self.name}: {self.round_name}" if self.round_name else self.name


def steps(state: SessionState, language: str) -> tuple[Step, ...]:
    """All turns of the method in their order; none where the session has no method."""
    rules = state.rules
    if rules is None:
        return ()
    begun = {one.turn for one in state.begun}
    return tuple(
        Step(
            turn=turn, phase=phase, at=at, of=len(rules.phases),
            name=said(phase.name, language), round_name=round_name(phase, turn.round, language),
            begun=turn in begun, now=turn == state.turn,
        )
        for at, phase in enumerate(rules.phases, start=1) for turn in _turns(phase)
    )


def now(state: SessionState, language: str) -> Step | None:
    """The turn that is on; None before the first."""
    return next((step for step in steps(state, language) if step.now), None)


def following(state: SessionState, language: str) -> Step | None:
    """What comes after the turn that is on; None after the last."""
    found = steps(state, language)
    at = next((n for n, step in enumerate(found) if step.now), -1)
    return found[at + 1] if at + 1 < len(found) else None


def round_name(phase: Phase, round: int, language: str) -> str:
    """What a round is called; empty in a phase that has none."""
    if not 1 <= round <= len(phase.rounds):
        return ""
    return said(phase.rounds[round - 1].name, language)


def minutes(rules: Method) -> int:
    """What the phases take together, each with its rounds."""
    return sum(phase.minutes * phase.last_round for phase in rules.phases)


def _turns(phase: Phase) -> tuple[Turn, ...]:
    return tuple(Turn(phase.id, n) for n in range(1, phase.last_round + 1))
