"""The parameters of a range: numbers that must agree with one another."""

from __future__ import annotations

from decimal import Decimal

from survey.forms.read import parameters
from survey.forms.read.drafts import Draft, ListDraft
from survey.forms.read.sources import Sources

_USUAL = {"start": "1", "end": "10", "step": "1"}
_TICKS = ("tick_interval", "placeholder", "tick_labelset")


def check_range(draft: Draft, pairs: dict[str, str], sources: Sources) -> None:
    """Notes every fault in the range's parameters."""
    assert draft.entry is not None
    parameters.only(pairs, parameters.RANGE, draft.entry, sources.findings)
    spot = draft.spot("parameters")
    error = sources.findings.error
    look = draft.said("appearance")
    if (
        look
        and "vertical" not in look
        and "no-ticks" not in look
        and any(name in pairs for name in _TICKS)
    ):
        error("range-appearance", spot)
    numbers: dict[str, Decimal] = {}
    for name in ("start", "end", "step", "tick_interval", "placeholder"):
        text = pairs.get(name, _USUAL.get(name))
        if text is None:
            continue
        value = parameters.decimal(text)
        if value is None:
            error("parameter-number", spot, name=name)
        else:
            numbers[name] = value
    if all(name in numbers for name in _USUAL):
        for code, name in _faults(numbers):
            error(code, spot, name=name)
        if "tick_labelset" in pairs:
            _labels(draft, pairs["tick_labelset"], numbers, sources)


def _faults(numbers: dict[str, Decimal]) -> list[tuple[str, str]]:
    start, end, step = (numbers[name] for name in _USUAL)
    width = abs(end - start)
    found: list[tuple[str, str]] = []
    for name in ("step", "tick_interval"):
        if name in numbers and numbers[name] == 0:
            found.append(("range-zero", name))
        elif name in numbers and numbers[name] > width:
            found.append(("range-too-wide", name))
    if step == 0:
        return found
    if numbers.get("tick_interval", step) % step:
        found.append(("range-not-on-step", "tick_interval"))
    if "placeholder" in numbers:
        if (numbers["placeholder"] - start) % step:
            found.append(("range-not-on-step", "placeholder"))
        if not min(start, end) <= numbers["placeholder"] <= max(start, end):
            found.append(("range-outside", "placeholder"))
    return found


def _labels(draft: Draft, name: str, numbers: dict[str, Decimal], sources: Sources) -> None:
    spot = draft.spot("parameters")
    made = sources.lists.get(name)
    if made is None:
        sources.findings.error("range-labels", spot, list=name)
        return
    draft.fields["list"] = name
    marked = _marked(made, numbers, draft, sources)
    bare = "no-ticks" in draft.said("appearance")
    if bare and marked is not None and marked != {numbers["start"], numbers["end"]}:
        sources.findings.error("range-label-ends", spot, list=name)


def _marked(
    made: ListDraft, numbers: dict[str, Decimal], draft: Draft, sources: Sources
) -> set[Decimal] | None:
    """The numbers that have labels; ``None`` when a fault was noted."""
    start, end = numbers["start"], numbers["end"]
    every = numbers.get("tick_interval", numbers["step"])
    marked: set[Decimal] = set()
    for choice in made.choices:
        spot = choice.entry.spot("name") if choice.entry else draft.spot("parameters")
        value = parameters.decimal(choice.name)
        code = ""
        if value is None:
            code = "range-label-number"
        elif not min(start, end) <= value <= max(start, end):
            code = "range-label-outside"
        elif every and (value - start) % every:
            code = "range-label-step"
        else:
            marked.add(value)
        if code:
            sources.findings.error(code, spot, list=made.name, name=choice.name)
            return None
    return marked
