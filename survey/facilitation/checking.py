"""What must hold between the parts of a method, beyond each part being well formed."""

from __future__ import annotations

from collections.abc import Iterable

from survey.facilitation.method import By, Method, Phase, PhaseKind
from survey.strict import Notes

_MAKES_NOTES = (
    PhaseKind.COLLECT, PhaseKind.ROTATE, PhaseKind.WRITE, PhaseKind.PRESENT,
)
_MAKES_ITEMS = (PhaseKind.GROUP, PhaseKind.WRITE, PhaseKind.COLLECT, PhaseKind.ROTATE)
_ON = {PhaseKind.GROUP: _MAKES_NOTES}
_SOMETHING = "group, write, collect or rotate"


def check_method(method: Method, notes: Notes) -> None:
    """Notes every broken rule."""
    phases = method.phases
    _unique("phases", (phase.id for phase in phases), notes)
    if phases[0].kind is not PhaseKind.PURPOSE:
        message = "A session opens with its purpose."
        notes.error("phases[0].kind", "no-purpose", message, 'Let the first be a "purpose".')
    if phases[-1].kind is not PhaseKind.EVALUATE:
        message = "A session ends with a short evaluation of the method."
        where = f"phases[{len(phases) - 1}].kind"
        notes.error(where, "no-evaluation", message, 'Let the last be an "evaluate".')
    for at, phase in enumerate(phases):
        _check_phase(method, at, phase, notes)
    _check_role(method, "weights", method.weights, PhaseKind.ALLOCATE, notes)
    _check_role(method, "grades", method.grades, PhaseKind.GRADE, notes)
    _check_time(method, notes)


def _check_phase(method: Method, at: int, phase: Phase, notes: Notes) -> None:
    where = f"phases[{at}]"
    for name in ("fields", "rounds", "rows", "columns"):
        _unique(f"{where}.{name}", (one.id for one in getattr(phase, name)), notes)
    for n, column in enumerate(phase.columns):
        _unique(f"{where}.columns[{n}].steps", (step.id for step in column.steps), notes)
    earlier = {one.id: one for one in method.phases[:at]}
    if phase.on:
        below = earlier.get(phase.on)
        if below is None:
            message = "No earlier phase has this key."
            notes.error(f"{where}.on", "unknown-phase", message, "Name one that comes before.")
        elif below.kind not in _ON.get(phase.kind, _MAKES_ITEMS):
            message = "That phase makes nothing that can be worked with here."
            hint = f"Name one of kind {_SOMETHING}."
            notes.error(f"{where}.on", "wrong-phase", message, hint)
    if phase.apart and len(method.fields(phase)) < 2:
        message = "There are no fields to keep apart."
        notes.error(f"{where}.apart", "no-fields", message, "Give fields, or leave it out.")
    if phase.carry and phase.last_round < 2:
        message = "There is no later round to carry to."
        notes.error(f"{where}.carry", "no-rounds", message, "Give rounds, or leave it out.")
    if phase.kind is PhaseKind.MATRIX and bool(phase.rows) == bool(phase.on):
        message = "A matrix has rows of its own, or those of an earlier phase."
        notes.error(f"{where}.rows", "which-rows", message, 'Give either "rows" or "on".')
    _check_agreement(where, phase, earlier, notes)


def _check_agreement(
    where: str, phase: Phase, earlier: dict[str, Phase], notes: Notes
) -> None:
    if not phase.agrees:
        return
    own = earlier.get(phase.agrees)
    same = own is not None and own.kind is PhaseKind.MATRIX and (
        own.by is By.EACH and (own.rows, own.columns, own.on) == (
            phase.rows, phase.columns, phase.on,
        )
    )
    if not same or phase.by is not By.GROUP:
        message = "The group agrees about what each has answered before, in the same matrix."
        hint = 'Name an earlier matrix with the same rows and columns, and say by = "group".'
        notes.error(f"{where}.agrees", "nothing-to-agree", message, hint)


def _check_role(method: Method, what: str, id: str, kind: PhaseKind, notes: Notes) -> None:
    if not id:
        return
    phase = method.phase(id)
    if phase is None or phase.kind is not kind:
        message = f'This must be the key of a phase of kind "{kind.value}".'
        notes.error(what, "unknown-phase", message, "Name such a phase, or leave it out.")


def _check_time(method: Method, notes: Notes) -> None:
    whole = sum(phase.minutes * phase.last_round for phase in method.phases)
    most = method.minutes[1]
    if most is not None and whole > most:
        message = f"The phases take {whole} minutes together, and the session {most} at most."
        notes.warning("minutes", "too-long", message, "Shorten phases, or allow more time.")


def _unique(where: str, keys: Iterable[str], notes: Notes) -> None:
    seen: set[str] = set()
    for at, one in enumerate(keys):
        if one in seen:
            hint = "Give it a key of its own."
            notes.error(f"{where}[{at}].id", "repeated", "An earlier one has this key.", hint)
        seen.add(one)
