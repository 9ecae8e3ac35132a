"""Fills any form with answers that it lets stand, as a patient person would.

Every question that can be reached is answered by its kind: choices from its list, numbers and words
from what its constraint names, else from what is usual. Each repeat gets one instance more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import State, field_state, state_of

MOST_TRIES = 4
"""Times one question is gone back to, when other answers made its own wrong."""

_ASKS = ("input", "select", "rank", "range", "trigger", "upload")
_USUAL = {
    "int": ("1", "2", "0", "5", "10", "18", "30", "100", "2000", "-1"),
    "decimal": ("1", "1.5", "0", "0.5", "5", "20", "50", "100", "-1"),
    "date": ("2026-11-20", "2000-01-01", "2026-11-21", "2026-11-22", "2030-01-01", "1970-01-01"),
    "time": ("12:00:00.000Z", "08:00:00.000Z", "23:00:00.000Z"),
    "dateTime": ("2026-11-20T12:00:00.000Z", "2026-11-22T12:00:00.000Z"),
    "geopoint": ("59.5 17.9 0 5",),
    "geotrace": ("59.5 17.9 0 5;59.6 17.9 0 5",),
    "geoshape": ("59.5 17.9 0 5;59.6 17.9 0 5;59.6 18.0 0 5;59.5 17.9 0 5",),
    "binary": ("answer.jpg",),
    "boolean": ("1", "0"),
    "barcode": ("4006381333931",),
}
_WORDS = ("words", "Words", "1", "a", "abc", "123456", "1234567890", "a@b.se")
_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+(?:\.\d+)?)")
_REPEATED = re.compile(r"(\[\^?[^\]]+\]|\\[dws.]|[^\\^$()|])(?:\{(\d+)(?:,\d*)?\}|([+*?]))?")


def filled(form: RunningForm) -> dict[str, str]:
    """Answers all there is; what then still is missing or not allowed: reference → condition."""
    tries: Counter[str] = Counter()
    grown: set[str] = set()
    while True:
        state = state_of(form)
        asked = [r for r, one in state.items() if _open(one) and tries[r] < MOST_TRIES]
        for ref in asked:
            tries[ref] += 1
            _answer(form, ref)
        if not asked and not _grow(form, state, grown):
            return _wrong(state)


def _open(state: State) -> bool:
    """Is this a question that a person could answer now, and has not or not rightly?"""
    free = state["kind"] in _ASKS and state["relevant"] and not state["readonly"]
    return free and (not state["value"] or "violation" in state)


def _wrong(state: dict[str, State]) -> dict[str, str]:
    return {
        ref: f"{one['violation']['condition']}, {one['kind']} {one['type']}"
        for ref, one in state.items()
        if "violation" in one
    }


def _grow(form: RunningForm, state: dict[str, State], grown: set[str]) -> bool:
    """One instance more in each repeat that a person may add to."""
    for ref, one in state.items():
        if one["kind"] == "repeat-range:uncontrolled" and one["relevant"] and ref not in grown:
            grown.add(ref)
            form.add_repeat(ref.removesuffix("#range"))
            return True
    return False


def _answer(form: RunningForm, ref: str) -> None:
    """The first candidate that the form lets stand; the last one where it lets none stand."""
    try:
        answer = form.find(ref)
    except Refused:
        return  # another answer took its repeat away
    state = field_state(form, answer, False)
    if not _open(state):
        return
    node = answer.plan.node
    for candidate in _candidates(state, node.constraint, dict(node.parameters)):
        form.answer(ref, candidate)
        now = field_state(form, answer, False)
        if now["value"] and "violation" not in now:
            return
    if not state["required"]:
        form.answer(ref, "")


def _candidates(state: State, constraint: str, parameters: dict[str, str]) -> Iterator[str]:
    if state["kind"] == "trigger":
        yield "OK"
    elif state["kind"] in ("select", "rank"):
        yield from _chosen([name for name, _ in state.get("choices", [])], state["kind"] == "rank")
    elif state["kind"] == "range":
        yield parameters.get("start", "1")
        yield parameters.get("end", "10")
    else:
        yield from _named(constraint, state["type"])
        yield from _USUAL.get(state["type"], _WORDS)
        yield from _longer(state["type"])


def _chosen(names: list[str], all_of_them: bool) -> Iterator[str]:
    if not all_of_them:
        yield from names[:50]
        yield from (" ".join(names[:size]) for size in range(2, min(len(names), 20)))
    yield " ".join(names)


def _named(constraint: str, type: str) -> Iterator[str]:
    """What the constraint names, and what lies just beside it."""
    for one, other, number in _LITERAL.findall(constraint):
        if number:
            yield number
            if type in ("int", "decimal", "string"):
                yield from (f"{float(number) + by:g}" for by in (1, -1, 0.5))
        else:
            text = one or other
            yield text
            yield "".join(_sample(text))


def _sample(pattern: str) -> Iterator[str]:
    """Signs that a plain regular expression lets through."""
    for sign, times, many in _REPEATED.findall(pattern):
        if many not in ("*", "?"):
            yield _sign(sign) * int(times or 1)


def _sign(part: str) -> str:
    if part.startswith("\\"):
        return {"d": "1", "w": "a", "s": " "}.get(part[1], part[1])
    if not part.startswith("["):
        return "a" if part == "." else part
    try:
        return next((s for s in f"1aA@. -_{part[1:-1]}" if re.fullmatch(part, s)), "")
    except re.error:
        return ""


def _longer(type: str) -> Iterator[str]:
    if type in ("string", "int"):
        yield from ("1" * size for size in range(2, 16))
