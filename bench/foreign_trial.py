"""One form that others made, in a process of its own; run by :mod:`bench.foreign_forms`.

``ours``: read, opened, filled, written; ``theirs``: pyxform on the file and on what we wrote. Each
finding is noted as one JSON object when it is known, so that what breaks later loses nothing.
"""

from __future__ import annotations

import json
import resource
import time
import traceback
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TextIO, TypeVar

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from bench.conformance_answers import filled
from survey.forms.canonical import read_canonical, write_form
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.loading import beside
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import State, state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.problems import Findings, FormProblem
from survey.forms.read.form import read_form
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_COMPARED = ("kind", "relevant", "required", "readonly", "value", "label", "choices", "violation")
_T = TypeVar("_T")


def ours(path: Path, place: Path) -> None:
    """Everything we can do with the form; what we write stands in ``place`` for ``theirs``."""
    reading = _timed("read_ms", lambda: read_form(path.read_bytes(), path.stem))
    form = reading.form
    grave = [p for p in reading.problems if p.severity.value == "error"]
    mild = [p for p in reading.problems if p.severity.value != "error"]
    _tell(usable=form is not None, warnings=[p.code for p in mild])
    if form is None:
        _tell(refusal=" | ".join(map(_located, grave[:3])), codes=[p.code for p in grave])
    else:
        _run(form, path.parent)
        _written(form, path, place)
    _tell(megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def theirs(path: Path, place: Path) -> None:
    """pyxform on the same file, on our workbook of it; and our XForm of it."""
    original = _theirs(path)
    if not original:
        return
    mine, workbook = place / "mine.xml", place / f"{path.stem}.xlsx"
    if mine.is_file():
        _tell(same_xform=_unlike(ET.canonicalize(mine.read_text("utf-8")), original))
    if workbook.is_file():
        try:
            again = ET.canonicalize(convert(workbook).xform)
        except PyXFormError as fault:
            _tell(same_workbook=f"pyxform refuses ours: {fault}"[:300])
        else:
            _tell(same_workbook=_unlike(again, original))


def _theirs(path: Path) -> str:
    """pyxform's XForm in canonical XML, or nothing where it refuses the file, however it does."""
    try:
        original = ET.canonicalize(convert(path).xform)
    except Exception as fault:
        _tell(taken=False, their_refusal=f"{type(fault).__name__}: {fault}"[:300])
        return ""
    _tell(taken=True)
    return original


def _located(problem: FormProblem) -> str:
    spot = problem.spot
    return f"{spot.sheet}:{spot.cell or spot.row} {problem.code}: {problem.message}"[:200]


def _run(definition: FormDefinition, folder: Path) -> None:
    """Open it, fill it, and open what was saved."""
    try:
        form = _timed("open_ms", lambda: _open(definition, folder))
    except FormRefused as refused:
        _tell(opens=" | ".join(map(_located, refused.problems[:3])))
        return
    _tell(opens=True, answers=sum(1 for _ in form.root.answers()))
    left = _timed("fill_ms", lambda: filled(form))
    state = state_of(form)
    wrong = {ref: why for ref, why in left.items() if _asked(state[ref])}
    lacking = _lacking(form, wrong)
    if lacking:
        _tell(lacks=lacking)
        return
    some = "; ".join(f"{ref}: {why}" for ref, why in list(wrong.items())[:3])
    _tell(ends=f"{len(wrong)} left: {some}" if wrong else True)
    form.finish()
    again = _open(definition, folder, instance_xml(form))
    _tell(same_record=_unlike_states(_answers(form), _answers(again)))


def _asked(state: State) -> bool:
    return state["kind"] != "model-value" and not state["readonly"]


def _lacking(form: RunningForm, wrong: dict[str, str]) -> list[str]:
    """Questions whose choices stand in a file that is not beside the form."""
    state = state_of(form)
    empty = [ref for ref in wrong if state[ref].get("choices") == []]
    return empty if len(empty) == len(wrong) else []


def _open(definition: FormDefinition, folder: Path, saved: str = "") -> RunningForm:
    world = Circumstances(clock=lambda: _NOW, zone=UTC, random=Random(7), files=beside(folder))
    return open_form(definition, world, saved)


def _answers(form: RunningForm) -> dict[str, State]:
    """What a person answered; what is worked out is worked out again."""
    return {
        ref: {"value": one["value"]}
        for ref, one in state_of(form).items()
        if one.get("value") and not form.find(ref).plan.node.calculation
    }


def _written(form: FormDefinition, path: Path, place: Path) -> None:
    """As JSON, as a workbook and as an XForm, each read again."""
    back, problems = read_canonical(write_form(form))
    _tell(same_json=back == form or "; ".join(p.message for p in problems[:2]) or "another form")
    findings = Findings()
    ready = workbook_ready(form, findings)
    if findings.errors:
        lost = [p for p in findings.problems() if p.severity.value == "error"]
        _tell(no_workbook=" | ".join(map(_located, lost[:3])))
    else:
        (place / f"{path.stem}.xlsx").write_bytes(write_xlsx(ready))
    xml = write_xform(form, Findings())
    (place / "mine.xml").write_bytes(xml)
    again = read_form(xml, path.stem)
    if again.form is None:
        _tell(same_xform_back=" | ".join(map(_located, again.problems[:3])))
        return
    second = write_xform(again.form, Findings())
    _tell(same_xform_back=_unlike(_canonical(second), _canonical(xml)))
    try:
        states = [state_of(_open(one, path.parent)) for one in (form, again.form)]
    except FormRefused as refused:
        _tell(same_state_back=" | ".join(map(_located, refused.problems[:3])))
    else:
        _tell(same_state_back=_unlike_states(*states))


def _canonical(xml: bytes) -> str:
    """With nothing left of blanks in expressions, the order of tables, which language is first."""
    root = ET.fromstring(xml)  # noqa: S314 - our own
    for element in root.iter():
        element.attrib.pop("default", None)
        for name, value in element.attrib.items():
            element.attrib[name] = " ".join(value.split())
    for element in root.iter():
        if element.tag.rpartition("}")[2] in ("model", "itext", "translation"):
            element[:] = sorted(element, key=ET.tostring)
    return ET.canonicalize(ET.tostring(root, "unicode"))


def _unlike(got: str, expected: str) -> str | bool:
    """True, or where two texts part."""
    if got == expected:
        return True
    pairs = zip(got, expected, strict=False)
    at = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(got), len(expected)))
    return f"…{got[max(0, at - 40) : at + 60]}… should be …{expected[max(0, at - 40) : at + 60]}…"


def _unlike_states(one: dict[str, State], other: dict[str, State]) -> str | bool:
    """True, or the first references where two states part."""
    parts = []
    for ref in one | other:
        a, b = one.get(ref), other.get(ref)
        if ref.partition("meta")[0].endswith(("/", ":")):
            continue
        if a is None or b is None:
            parts.append(f"{ref}: only in {'the second' if a is None else 'the first'}")
            continue
        for key in _COMPARED:
            mine, its = _shown(a, key), _shown(b, key)
            if mine != its and its != "-":
                parts.append(f"{ref} {key}: {mine[:80]!r}, {its[:80]!r}")
    return f"{len(parts)}: {'; '.join(parts[:3])}" if parts else True


def _shown(state: State, key: str) -> str:
    """What is compared: blanks made single; no labels of what is never shown."""
    if key == "label" and state.get("kind") == "model-value":
        return ""
    return " ".join(str(state.get(key, "")).split())


def _timed(name: str, work: Callable[[], _T]) -> _T:
    start = time.process_time()
    made = work()
    _tell(**{name: round((time.process_time() - start) * 1000, 1)})
    return made


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one process: seconds of its own time, megabytes of memory."""

    seconds: int
    megabytes: int

    def set(self) -> None:
        """Hold this process to them."""
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + self.seconds, used + self.seconds + 5))
        most = self.megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def trial(who: str, path: Path, place: Path, told: Path, limits: Limits) -> None:
    """``ours`` or ``theirs`` in this process, which is then good for nothing else."""
    limits.set()
    with told.open("w", encoding="utf-8", buffering=1) as into:
        _told.append(into)
        try:
            (ours if who == "ours" else theirs)(path, place)
        except BaseException as fault:
            where = traceback.extract_tb(fault.__traceback__)[-1]
            place_of = f"{Path(where.filename).name}:{where.lineno}"
            _tell(broke=f"{type(fault).__name__}: {fault} ({place_of})"[:300])
            raise SystemExit(1) from None


_told: list[TextIO] = []


def _tell(**known: object) -> None:
    _told[-1].write(json.dumps(known) + "\n")
