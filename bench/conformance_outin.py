"""An XForm written by us and read again: does the form do the same as before, step by step?

Walks of ``../shared/data/conformance/scenarios/xlsform.jsonl``, their forms read from the tables,
written as XForms and read in again. After every step, what our engine shows of the one form and of
the other is compared, and what it shows of the other with what two engines of others showed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.conformance_asserted import squeezed
from bench.conformance_scenarios import SHARED, folder_of, gated, taken, walk
from survey.forms.definition import FormDefinition, Node, Text
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import open_form
from survey.forms.engine.state import State, state_of
from survey.forms.read.form import read_form
from survey.forms.read.xform import read_xform
from survey.forms.write.xform import write_xform

DASHED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")


@dataclass(frozen=True, slots=True)
class OutIn:
    """One walk: what differs from before, with and without the allowance, and from the engines."""

    id: str
    before: str
    strictly: str
    engines: str


def outcomes() -> Iterator[OutIn]:
    """Every walk that two engines agree on; the first difference of each kind, or nothing."""
    for record in gated("xlsform"):
        form = read_form(record["md"].encode(), "data").form
        again, problems = (None, ()) if form is None else read_xform(write_xform(form))
        if form is None or again is None:
            why = "; ".join(problem.message for problem in problems[:2]) or "refused"
            yield OutIn(record["id"], why, why, why)
            continue
        strictly = _differs(record, form, again)
        before = _differs(record, dashed(form), again) if strictly else ""
        engines = walk(record, folder_of("xlsform"), kinds=True, made=again)
        yield OutIn(record["id"], before, strictly, "; ".join(engines[:1]))


def dashed(form: FormDefinition) -> FormDefinition:
    """The form with a dash for words that a language lacks, as every XForm has it.

    Here words are said in the default language instead, which a dash would hide.
    """
    spoken = tuple(tag for tag in form.languages if tag != (form.default_language or "default"))
    lists = []
    for one in form.lists:
        told = any(any(words) for choice in one.choices for words in choice.text.values())
        texts = (_dashed(choice.text, spoken, told) for choice in one.choices)
        made = (replace(c, text=text) for c, text in zip(one.choices, texts, strict=True))
        lists.append(replace(one, choices=tuple(made)))
    nodes = tuple(_filled(node, form.languages) for node in form.nodes)
    return replace(form, nodes=nodes, lists=tuple(lists))


def _filled(node: Node, languages: tuple[str, ...]) -> Node:
    nodes = tuple(_filled(inner, languages) for inner in node.nodes)
    return replace(node, text=_dashed(node.text, languages, False), nodes=nodes)


def _dashed(text: Text, languages: tuple[str, ...], told: bool) -> Text:
    """``told``: the list has other languages, and its words that name none are the default's."""
    return {
        name: {**dict.fromkeys(languages, "-"), **words}
        if name in DASHED and (told or any(words)) else words
        for name, words in text.items()
    }  # fmt: skip


def _differs(record: Mapping[str, Any], before: FormDefinition, after: FormDefinition) -> str:
    for number, (one, other) in enumerate(
        zip(_states(record, before), _states(record, after), strict=True)
    ):
        for ref in one.keys() | other.keys():
            known = {"meta", "orx:meta"} & set(ref.split("/"))
            why = "" if known else _unlike(one.get(ref), other.get(ref))
            if why:
                return f"{number}: {ref} {why}"
    return ""


def _states(record: Mapping[str, Any], definition: FormDefinition) -> Iterator[dict[str, State]]:
    now = datetime.fromtimestamp(record.get("now_ms", 0) / 1000, UTC)
    world = Circumstances(
        clock=lambda: now, zone=ZoneInfo(record.get("tz") or "UTC"), random=Random(7)
    )
    form = open_form(definition, world)
    yield state_of(form)
    for step in record["steps"]:
        try:
            form = taken(form, step)
        except Refused:
            yield {"refused": {}}
        else:
            yield state_of(form)


def _unlike(one: State | None, other: State | None) -> str:
    if one is None or other is None:
        return "is there in one only"
    for key in one.keys() | other.keys():
        mine, theirs = _plain(one.get(key)), _plain(other.get(key))
        if mine != theirs and (mine or theirs):
            return f"{key}: {mine!r} became {theirs!r}"
    return ""


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return squeezed(value)


def main() -> int:
    """Walk all; print what differs and the share; exit 1 below 98 %."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not SHARED.is_dir():
        print(f"there is no {SHARED}", file=sys.stderr)
        return 2
    made = list(outcomes())
    for one in made:
        if one.strictly or one.engines:
            print(one.id, one.before, one.strictly, one.engines, sep="\n    ")
    good = sum(not one.before for one in made)
    strictly, engines = (sum(not why for why in whys) for whys in zip(
        *((one.strictly, one.engines) for one in made), strict=True))  # fmt: skip
    print(f"the same out and in: {good} of {len(made)} ({good / len(made):.1%}); "
          f"with missing words looked at: {strictly}; as two engines have it: {engines}")
    return 0 if good >= 0.98 * len(made) else 1


if __name__ == "__main__":
    sys.exit(main())
