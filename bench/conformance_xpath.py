"""Expressions of other engines' own tests: do ours have the same values?

Reads ``../shared/data/conformance/xpath`` and ``../shared/data/expressions``. Prints what fails
and why; ``--write`` notes the ids that pass, which may not become fewer.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from admin.commands.form_eval import Cases

HERE = Path(__file__).resolve().parents[1]
DATA = HERE.parent / "shared" / "data"
PASSING = HERE / "tests" / "survey" / "conformance" / "xpath_passing.txt"
SUITES = ("webforms", "enketo")
OUT_OF_SCOPE = ("axis", "namespace-resolver", "nodeset-id", "lang", "node-type")
_NOW = 1795240995000
_WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


@dataclass(frozen=True)
class Outcome:
    """One case held against ours. ``why`` is empty when they agree."""

    id: str
    file: str
    asserted: bool
    scope: bool
    why: str


def suites(*, whole_days: bool = False) -> Iterator[Outcome]:
    """Every case the peer itself passes."""
    folder = DATA / "conformance" / "xpath"
    cases = Cases(folder, whole_days=whole_days)
    either = _either(json.loads((folder / "conflicts.json").read_text("utf-8")))
    for suite in SUITES:
        with (folder / f"{suite}.jsonl").open(encoding="utf-8") as lines:
            for case in map(json.loads, lines):
                if case["status"] != "pass":
                    continue
                name = Path(case["source"]["file"]).name.split(".")[0]
                why = wrong(cases.answer(case), case)
                if why and case["id"] in either:
                    why = "" if case["volatile"] else _other(cases, case, either[case["id"]], why)
                yield Outcome(
                    case["id"], f"{suite} {name}", case["asserted"], name not in OUT_OF_SCOPE, why
                )


def consensus() -> Iterator[Outcome]:
    """Expressions on whose values two or three engines agree."""
    cases = Cases(DATA / "expressions")
    found = json.loads((DATA / "expressions" / "consensus_cases.json").read_text("utf-8"))
    for number, case in enumerate(found):
        for kind, expected in case["expected"].items():
            kind = "error" if kind == "throws" else kind
            asked = {
                "id": f"consensus-{number}", "expr": case["expr"], "kind": kind,
                "expected": expected, "now_ms": _NOW, "tz": "America/Phoenix",
            }
            why = wrong(cases.answer(asked), asked)
            yield Outcome(f"consensus-{number}-{kind}", "consensus", True, True, why)


def _either(conflicts: list[dict[str, Any]]) -> dict[str, list[tuple[str, Any]]]:
    """Case id → what the engines that disagree on it expect, each as kind and value."""
    made: dict[str, list[tuple[str, Any]]] = {}
    for conflict in conflicts:
        told: list[tuple[str, Any, str]] = []
        for name, found in conflict.items():
            if name in ("expr", "kind"):
                continue
            if isinstance(found, dict):
                told.extend((kind, value[0], value[1]) for kind, value in found.items())
            else:
                told.append((conflict["kind"], found[0], found[1]))
        for _, _, id in told:
            made[id] = [(kind, value) for kind, value, _ in told]
    return made


def _other(cases: Cases, case: dict[str, Any], accepted: list[tuple[str, Any]], why: str) -> str:
    for kind, expected in accepted:
        asked = {**case, "kind": kind, "expected": expected}
        if not wrong(cases.answer(asked), asked):
            return ""
    return why


def wrong(told: dict[str, Any], case: dict[str, Any]) -> str:
    """Why an answer is not what the case expects, or an empty text."""
    kind, expected = case["kind"], case["expected"]
    if kind == "error":
        return "" if "error" in told else f"a value where an error is expected: {told['value']!r}"
    if "error" in told:
        return str(told["error"])
    value = told["value"]
    return "" if _fits(kind, value, expected, case) else f"{value!r} is not {expected!r}"


def _fits(kind: str, value: Any, expected: Any, case: dict[str, Any]) -> bool:
    if kind in ("nodeset", "unordered_nodeset"):
        return _nodes_fit(kind, value, expected, case)
    if kind == "string_length":
        return len(value) == expected
    if kind == "string_matches":
        pattern, _, flags = expected[1:].rpartition("/")
        return re.search(pattern, value, re.IGNORECASE if "i" in flags else 0) is not None
    if kind.startswith("number"):
        return _numbers_fit(_number(value), _number(expected), case)
    if kind == "string" and isinstance(expected, int | float):
        expected = str(expected)
    return bool(value == expected)


def _nodes_fit(kind: str, value: Any, expected: Any, case: dict[str, Any]) -> bool:
    mine, theirs = ([node["path"] for node in nodes] for nodes in (value, expected))
    if case.get("first_only"):
        return mine[:1] == theirs[:1]
    if kind == "unordered_nodeset":
        return sorted(mine) == sorted(theirs)
    return mine == theirs and all(
        other["value"] is None or node["value"] == other["value"]
        for node, other in zip(value, expected, strict=True)
    )


def _number(told: Any) -> float:
    return _WORDS[told] if told in _WORDS else float(told)


def _numbers_fit(value: float, expected: float, case: dict[str, Any]) -> bool:
    if math.isnan(value) or math.isnan(expected):
        return math.isnan(value) and math.isnan(expected)
    factor = case.get("precision_factor")
    if factor and math.isfinite(value):
        return math.floor(value * factor + 0.5) / factor == expected
    return abs(value - expected) <= (case.get("tolerance") or 0) or value == expected


def _report(outcomes: list[Outcome]) -> None:
    failed = [one for one in outcomes if one.why]
    for one in failed:
        scope = "" if one.scope and one.asserted else " (not in the gate)"
        print(f"{one.id} {one.file}{scope}: {one.why[:160]}")
    print()
    for name, wanted in (
        ("consensus", [one for one in outcomes if one.file == "consensus"]),
        ("asserted, in scope", [o for o in outcomes if o.asserted and o.scope
                                and o.file != "consensus"]),
        ("asserted, out of scope", [o for o in outcomes if o.asserted and not o.scope]),
        ("observed", [o for o in outcomes if not o.asserted]),
    ):
        good = sum(not one.why for one in wanted)
        print(f"{name}: {good} of {len(wanted)} ({100 * good / max(1, len(wanted)):.1f} %)")
    worst = Counter(one.file for one in failed if one.asserted and one.scope).most_common(12)
    print("most failures:", ", ".join(f"{name} {count}" for name, count in worst) or "none")


def main() -> int:
    """Run all; exit 1 when the gate is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"note the passing ids in {PASSING}")
    parser.add_argument("--whole-days", action="store_true", help="dates as forms take them")
    args = parser.parse_args()
    if not DATA.is_dir():
        print(f"there is no {DATA}", file=sys.stderr)
        return 2
    outcomes = [*consensus(), *suites(whole_days=args.whole_days)]
    _report(outcomes)
    if args.write:
        PASSING.parent.mkdir(parents=True, exist_ok=True)
        ids = sorted(one.id for one in outcomes if not one.why)
        PASSING.write_text("\n".join(ids) + "\n", "utf-8")
    gate = [one for one in outcomes if one.asserted and one.scope]
    return 0 if sum(not one.why for one in gate) >= 0.97 * len(gate) else 1


if __name__ == "__main__":
    sys.exit(main())
