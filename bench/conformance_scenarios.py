"""Walks of other engines through forms, step by step: does ours show the same?"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.conformance_asserted import asserted, squeezed
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.read.form import read_form
from survey.forms.read.xform import read_xform

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "conformance"
_RECORDED = re.compile(r"2026-11-2[01]T\d\d:\d\d:\d\d")
_NEEDS_ANSWER = ("value", "required", "violation")
_RESTORED = {
    "restoreWebFormsInstanceState", "editCurrentInstance",
    "proposed_serializeAndRestoreInstanceState", "serializeAndDeserializeInstance",
}
_BEGUN = {"newInstance", "new_instance"}


def records(name: str) -> Iterator[dict[str, Any]]:
    """The records of ``scenarios/NAME.jsonl``."""
    with (SHARED / "scenarios" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def folder_of(suite: str) -> Path:
    """What paths in the records of a suite are relative to."""
    return SHARED / "scenarios" if suite == "webforms" else SHARED


def gated(suite: str, *, everything: bool = False) -> Iterator[dict[str, Any]]:
    """The records that count: two engines agree, or the form must be refused.

    ``md`` are the walks of ``xlsform``, whose forms are read from their tables.
    """
    for record in records("xlsform" if suite == "md" else suite):
        gate = record["status"] in ("verified_two_engines", "form_rejected")
        told = "initial" in record or record["status"] == "form_rejected"
        if told and (gate or everything):
            yield record


def _opened(
    record: dict[str, Any], folder: Path, words: bool = False, made: FormDefinition | None = None
) -> RunningForm:
    if made is not None:
        form, problems = made, ()
    elif words:
        reading = read_form(record["md"].encode(), "data")
        form, problems = reading.form, reading.problems
    else:
        form, problems = read_xform((folder / record["form"]).read_bytes())
    if form is None:
        raise FormRefused(problems)
    now = datetime.fromtimestamp(record.get("now_ms", 0) / 1000, UTC)
    language = record.get("initial_language") or ""
    world = Circumstances(
        clock=lambda: now,
        zone=ZoneInfo(record.get("tz") or "UTC"),
        random=Random(7),
        language="" if language == "default" else language,
    )
    return open_form(form, world)


def _same(key: str, mine: object, theirs: object, type: object) -> bool:
    if key in ("label", "hint"):
        return squeezed(mine or "") == squeezed(theirs or "")
    if key == "choices" and isinstance(mine, list) and isinstance(theirs, list):
        return [[a, squeezed(b or "")] for a, b in mine] == [
            [a, squeezed(b or "")] for a, b in theirs
        ]
    if key == "value" and type in ("int", "decimal") and mine and theirs:
        return float(str(mine)) == float(str(theirs))
    if key == "violation":
        return _condition(mine) == _condition(theirs)
    return mine == theirs


def _condition(found: object) -> object:
    return found.get("condition") if isinstance(found, dict) else None


def differences(
    state: dict[str, Any], expected: dict[str, Any], disputed: dict[str, Any], *, kinds: bool
) -> list[str]:
    """What an expected state tells otherwise than ours."""
    found = []
    for ref, theirs in expected.items():
        if "meta" in ref.split("/") or "orx:meta" in ref.split("/") or theirs.get("volatile"):
            continue
        if ref in disputed:
            continue
        mine = state.get(ref)
        if mine is None:
            found.append(f"{ref} is not there")
            continue
        for key, value in theirs.items():
            if key in _NEEDS_ANSWER and not theirs.get("relevant", True):
                continue
            if (key == "kind" and not kinds) or key == "volatile":
                continue
            if key in ("value", "label") and _RECORDED.search(str(value)):
                continue  # the clock of that day, which nobody wrote down
            if not _same(key, mine.get(key), value, theirs.get("type")):
                found.append(f"{ref} {key}: {mine.get(key)!r} for {value!r}")
    return found


def taken(form: RunningForm, step: dict[str, Any]) -> RunningForm:
    """The form after a step; another one where the step opens a record anew."""
    op = step["op"]
    if op in _RESTORED and "expect_full" in step:  # else the walk goes on with the old record
        return open_form(form.form, form.world, instance_xml(form))
    if op in _BEGUN:
        return open_form(form.form, form.world)
    if op == "answer":
        value = step.get("raw_value", step.get("value"))
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            value = step.get("value")
        if isinstance(value, float) or value is None or "[object" in str(value):
            value = step.get("value") or ""
        form.answer(step["ref"], str(value))
    elif op == "add_repeat":
        form.add_repeat(step["ref"])
    elif op == "remove_repeat":
        form.remove_repeat(step["ref"])
    elif op == "set_language":
        form.set_language(step["language"])
    return form


def walk(
    record: dict[str, Any],
    folder: Path,
    *,
    kinds: bool = False,
    words: bool = False,
    made: FormDefinition | None = None,
) -> list[str]:
    """What differs in one walk; empty when all is as expected.

    Through the recorded XForm, its tables (``words``), or the form ``made`` of them.
    """
    if record["status"] == "form_rejected":
        try:
            _opened(record, folder)
        except FormRefused:
            return []
        return ["the form was let in"]
    try:
        form = _opened(record, folder, words, made)
    except FormRefused as refused:
        return [f"refused: {refused}"]
    disputed = record.get("disputed") or {}
    expected = dict(record["initial"])
    found = [f"0: {d}" for d in differences(state_of(form), expected, disputed, kinds=kinds)]
    found += [f"0: {d}" for d in asserted(form, state_of(form), record.get("asserted") or [])]
    for number, step in enumerate(record["steps"], 1):
        try:
            form = taken(form, step)
        except Refused as refused:
            if not step.get("error"):
                found.append(f"{number}: refused: {refused}")
        if "expect_full" in step:
            expected = dict(step["expect_full"])
        expected.update(step.get("expect", {}))
        for gone in step.get("removed", ()):
            expected.pop(gone, None)
        state = state_of(form)
        found += [f"{number}: {d}" for d in differences(state, expected, disputed, kinds=kinds)]
        found += [f"{number}: gone {g}" for g in step.get("removed", ()) if g in state]
        found += [f"{number}: {d}" for d in asserted(form, state, step.get("asserted") or [])]
    return found


def main() -> int:
    """Walk everything; print what differs and the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", choices=("webforms", "xlsform", "md"), action="append")
    parser.add_argument("--only", default="", help="ids that hold this")
    parser.add_argument("--all", action="store_true", help="also what only one engine says")
    parser.add_argument("--kinds", action="store_true", help="compare kinds of nodes too")
    parser.add_argument("--passing", type=Path, help="write the ids that pass to this file")
    args = parser.parse_args()
    passing: dict[str, bool] = {}
    for suite in args.suite or ("webforms", "xlsform", "md"):
        counts: Counter[tuple[str, bool]] = Counter()
        for record in gated(suite, everything=args.all):
            if args.only not in record["id"]:
                continue
            found = walk(record, folder_of(suite), kinds=args.kinds, words=suite == "md")
            counts[record["status"], not found] += 1
            name = f"{suite} {record['id']}"
            passing[name] = passing.get(name, True) and not found
            if found:
                print(record["id"], record["form"], *found[:4], sep="\n    ")
        for status in sorted({status for status, _ in counts}):
            passed, failed = counts[status, True], counts[status, False]
            share = passed / (passed + failed)
            print(f"{suite} {status}: {passed} of {passed + failed} ({share:.1%})")
    if args.passing is not None:
        good = sorted(name for name, passed in passing.items() if passed)
        args.passing.write_text("".join(f"{name}\n" for name in good), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
