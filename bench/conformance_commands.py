"""The same suites through ``vardera form eval`` and ``vardera form run``, as others call them."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from admin.commands.form_eval import Cases
from bench import conformance_scenarios as scenarios
from bench import conformance_xpath as xpath
from vardera import main as vardera

_STEPS = {"answer", "add_repeat", "remove_repeat", "set_language"}


def _said(*arguments: str) -> list[dict[str, Any]]:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        vardera(list(arguments))
    out.flush()
    out.seek(0)
    return [json.loads(line) for line in out]


def disagreements() -> Iterator[str]:
    """Ids of cases that the commands answer otherwise than the engine called directly."""
    folder = xpath.DATA / "conformance" / "xpath"
    for suite in xpath.SUITES:
        file = folder / f"{suite}.jsonl"
        direct = Cases(folder)
        told = _said("form", "eval", "--batch", str(file))
        cases = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for case, found in zip(cases, told, strict=True):
            if not case["volatile"] and direct.answer(case) != found:
                yield str(case["id"])
    for suite in ("webforms", "xlsform", "md"):
        for record in scenarios.gated(suite):
            yield from _walked(record, suite)


def _walked(record: dict[str, Any], suite: str) -> Iterator[str]:
    steps = []
    for step in record["steps"] if record["status"] != "form_rejected" else ():
        if step["op"] not in _STEPS:
            break
        steps.append(step)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "steps.jsonl"
        script.write_text("".join(f"{json.dumps(step)}\n" for step in steps), "utf-8")
        form = scenarios.folder_of(suite) / record["form"]
        if suite == "md":
            form = Path(folder) / "data.md"
            form.write_text(record["md"], "utf-8")
        language = record.get("initial_language") or ""
        lines = _said(
            "form", "run", str(form), "--script", str(script),
            "--now", str(record.get("now_ms") or 0), "--tz", record.get("tz") or "UTC",
            "--language", "" if language == "default" else language,
        )
    if record["status"] == "form_rejected":
        if "problems" not in lines[0]:
            yield f"{suite} {record['id']}: let in"
        return
    if scenarios.walk(record, scenarios.folder_of(suite), words=suite == "md"):
        return  # told already
    if len(lines) != len(steps) + 1:
        yield f"{suite} {record['id']}: {len(lines)} lines for {len(steps)} steps"
        return
    yield from _compared(record, suite, steps, lines)


def _compared(
    record: dict[str, Any], suite: str, steps: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> Iterator[str]:
    disputed = record.get("disputed") or {}
    expected = dict(record["initial"])
    for number, line in enumerate(lines):
        if number:
            step = steps[number - 1]
            expected = dict(step.get("expect_full", expected))
            expected.update(step.get("expect", {}))
            for gone in step.get("removed", ()):
                expected.pop(gone, None)
        found = scenarios.differences(line["state"], expected, disputed, kinds=suite != "md")
        if found:
            yield f"{suite} {record['id']} {number}: {found[0]}"
            return
