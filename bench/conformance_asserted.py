"""What the authors of walks asked for by name at a point, held against ours.

Queries that are not among :data:`ASKED` are counted as skipped, never as held.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import Any

from survey.forms.engine.finding import find
from survey.forms.engine.order import Met, stops
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.submission import instance_xml

State = Mapping[str, dict[str, Any]]
Check = Callable[[RunningForm, State, dict[str, Any]], str]

_EVENTS = {"QUESTION": Met.QUESTION, "GROUP": Met.GROUP, "REPEAT": Met.INSTANCE,
           "PROMPT_NEW_REPEAT": Met.ADD}
_OUTCOMES = {"required": "ANSWER_REQUIRED_BUT_EMPTY", "constraint": "ANSWER_CONSTRAINT_VIOLATED"}
_VOLATILE = re.compile(r"uuid:[\w-]+|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|[+-]\d\d:\d\d)")


def squeezed(found: object) -> object:
    """Words with their blanks made single; everything else as it is."""
    return " ".join(found.split()) if isinstance(found, str) else found


def _differ(mine: object, theirs: object) -> str:
    return "" if squeezed(mine or "") == squeezed(theirs or "") else f"{mine!r} for {theirs!r}"


def _answer(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    result = one["result"]
    theirs = result.get("stringValue", "") if isinstance(result, dict) else ""
    here = state.get(one["args"][0])
    if here is None:
        return "" if not theirs else "it is not there"
    mine = str(here.get("value") or "")
    if _VOLATILE.search(str(theirs)):
        return "" if bool(mine) == bool(theirs) else f"{mine!r} for {theirs!r}"
    if here.get("type") in ("int", "decimal") and mine and theirs:
        return "" if float(mine) == float(theirs) else f"{mine!r} for {theirs!r}"
    return _differ(mine, theirs)


def _count(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    mine = state.get(f"{one['args'][0]}#range", {}).get("count")
    return "" if mine == one["result"] else f"{mine!r} for {one['result']!r}"


def _choices(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    mine = [[a, squeezed(b)] for a, b in state.get(one["args"][0], {}).get("choices", ())]
    theirs = [[a, squeezed(b)] for a, b in one["result"]]
    return "" if mine == theirs else f"{mine!r} for {theirs!r}"


def _option_labels(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    here = state.get(one["args"][0], {})
    mine = [squeezed(label) for _, label in here.get("choices", ())]
    return "" if mine == one["result"] else f"{mine!r} for {one['result']!r}"


def _chosen_labels(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    here = state.get(one["args"][0], {})
    chosen = str(here.get("value", "")).split()
    mine = [squeezed(label) for name, label in here.get("choices", ()) if name in chosen]
    return "" if mine == one["result"] else f"{mine!r} for {one['result']!r}"


def _label(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    key = "hint" if one["query"].endswith("Hint") else "label"
    return _differ(state.get(one["args"][0], {}).get(key), one["result"])


def _node(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    theirs = one["result"]
    ref = one["args"][0]
    mine = state.get(f"{ref}#range", state.get(ref))
    if mine is None:
        return "it is not there"
    keys = ["kind", "relevant", *(("required", "readonly") if theirs["relevant"] else ())]
    return "; ".join(
        f"{key} {mine.get(key)!r} for {theirs[key]!r}"
        for key in keys
        if key in theirs and mine.get(key) != theirs[key]
    )


def _reached(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    wanted = one["result"]
    if not isinstance(wanted, str) or not wanted.startswith("/"):
        return ""
    event = _EVENTS.get(str(one.get("event")))
    there = any(s.ref == wanted and event in (None, s.met) for s in stops(form))
    return "" if there else f"{wanted} is nowhere on the way"


def _addable(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    kind = state.get(f"{one['args'][0]}#range", {}).get("kind", "")
    mine = kind.endswith(":uncontrolled")
    return "" if mine == one["result"] else f"{mine!r} for {one['result']!r}"


def _attribute(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    ref, name = one["args"]
    theirs = one["result"].get("stringValue", "")
    try:
        found = (find(form.root, ref).attributes or {}).get(name)
    except Refused:
        return "it is not there"
    mine = "" if found is None else found.value
    if _VOLATILE.search(theirs):
        return "" if mine else f"nothing for {theirs!r}"
    return _differ(mine, theirs)


def _outcome(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    broken = [(s.ref, v["condition"]) for s in stops(form)
              if (v := state.get(s.ref, {}).get("violation"))]
    ref, condition = broken[0] if broken else (None, "")
    mine = {"outcome": _OUTCOMES.get(condition, "ANSWER_OK"), "ref": ref}
    return "" if mine == one["result"] else f"{mine!r} for {one['result']!r}"


def plain_record(xml: str) -> str:
    """A record's XML to be compared: no metadata, and nothing that only that day knew."""
    root = ET.fromstring(xml)  # noqa: S314 - the suite's own records and ours
    for child in list(root):
        if child.tag.rpartition("}")[2] == "meta":
            root.remove(child)
        else:
            child.tail = None
    for tag in root.iter():
        tag.tag = tag.tag.rpartition("}")[2]
        if len(tag) and not (tag.text or "").strip():
            tag.text = None
    return _VOLATILE.sub("*", ET.canonicalize(ET.tostring(root, encoding="unicode")))


def _record(form: RunningForm, state: State, one: dict[str, Any]) -> str:
    form.finish()
    mine, theirs = plain_record(instance_xml(form)), plain_record(one["result"])
    return "" if mine == theirs else f"{mine} for {theirs}"


ASKED: Mapping[str, Check] = {
    "answerOf": _answer, "countRepeatInstancesOf": _count, "choicesOf": _choices,
    "proposed_getAvailableOptionLabels": _option_labels,
    "proposed_getSelectedOptionLabelsAsText": _chosen_labels,
    "getQuestionLabel": _label, "getQuestionHint": _label, "getInstanceNode": _node,
    "getAnswerNode": _node, "next": _reached, "refAtIndex": _reached,
    "proposed_canCreateOrRemoveRepeat": _addable, "attributeOf": _attribute,
    "getValidationOutcome": _outcome, "proposed_serializeInstance": _record,
}


def _told(one: dict[str, Any]) -> bool:
    """Did the query have an answer, and not only a fault of the walk's own?"""
    result = one.get("result")
    return "result" in one and not (isinstance(result, dict) and "error" in result)


def asserted(form: RunningForm, state: State, queries: list[dict[str, Any]]) -> list[str]:
    """What was asked at this point and is otherwise here."""
    found = []
    for one in queries:
        check = ASKED.get(one["query"])
        if check is None or not _told(one):
            continue
        if any("meta" in str(arg).split("/") or "orx:meta" in str(arg) for arg in one["args"]):
            continue
        why = check(form, state, one)
        if why:
            found.append(f"asked {one['query']} {' '.join(map(str, one['args']))}: {why}"[:400])
    return found
