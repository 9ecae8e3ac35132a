"""Real forms beside the project: taken or refused, filled to the end, written and read again.

Reads ``../shared/data/xlsform``. pyxform is asked which of the workbooks it takes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bench.conformance_answers import filled
from bench.conformance_xlsform import without_pyxform
from survey.forms.canonical import write_form
from survey.forms.definition import FormDefinition, Node
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.loading import beside
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.read.xlsform import Reading
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xlsx import write_xlsx

FORMS = Path(__file__).resolve().parents[2] / "shared" / "data" / "xlsform"
WORKBOOKS = (".xlsx", ".xls", ".csv", ".md")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tried:
    """One file in one part: ``taken``, ``refused``, ``run`` or ``equal``; ``why`` it failed."""

    name: str
    part: str
    why: str = ""


def files() -> list[Path]:
    """The workbooks and XForms, in order of their names."""
    found = (path for path in FORMS.rglob("*") if path.suffix in (*WORKBOOKS, ".xml"))
    return sorted(path for path in found if path.name != "LICENSE.md")


def outcomes() -> Iterator[Tried]:
    """Every file in every part that it belongs to."""
    for path in files():
        with without_pyxform():
            reading = read_form(path.read_bytes(), path.stem)
        name = str(path.relative_to(FORMS))
        if path.suffix in WORKBOOKS and not _taken_by_pyxform(path):
            yield Tried(name, "refused", _refused(reading))
        elif reading.form is None:
            yield Tried(name, "taken", "; ".join(p.message for p in reading.problems[:3]))
        else:
            yield Tried(name, "taken")
            yield Tried(name, "run", _run(reading.form, path.parent))
            yield Tried(name, "equal", _written_and_read(reading.form, path.stem))


def _taken_by_pyxform(path: Path) -> bool:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    data = path.read_bytes()
    kind = ".xls" if data.startswith(_OLD_EXCEL) else path.suffix  # one says it is another
    try:
        convert(data, file_type=kind, form_name=path.stem)
    except (PyXFormError, TypeError):  # of a table that is no form at all
        return False
    return True


def _refused(reading: Reading) -> str:
    """Why the refusal is not one that a person could act on."""
    errors = [problem for problem in reading.problems if problem.severity.value == "error"]
    if reading.form is not None:
        return "accepted; pyxform refuses it"
    return "" if all(p.spot.sheet or p.spot.row for p in errors) and errors else "without a place"


def world(folder: Path) -> Circumstances:
    """A still clock, the same chance each time, and the files beside the form."""
    return Circumstances(clock=lambda: _NOW, zone=UTC, random=Random(7), files=beside(folder))


def _run(definition: FormDefinition, folder: Path) -> str:
    """Fill it, end it, open the saved record again: the same answers, and nothing is wrong."""
    try:
        form = open_form(definition, world(folder))
    except FormRefused as refused:
        return f"does not open: {refused}"
    wrong = filled(form)
    if wrong:
        return "; ".join(f"{ref}: {why}" for ref, why in list(wrong.items())[:3])
    form.finish()
    again = open_form(definition, world(folder), instance_xml(form))
    other = [ref for ref, value in _answers(form).items() if _answers(again).get(ref) != value]
    return f"other answers once opened again: {', '.join(other[:3])}" if other else ""


def _answers(form: RunningForm) -> dict[str, str]:
    """All but a record's own id, which a form may work out anew."""
    return {
        ref: state["value"]
        for ref, state in state_of(form).items()
        if state.get("value") and not ref.endswith("/instanceID")
    }


def _written_and_read(form: FormDefinition, stem: str) -> str:
    """Is the form equal after a workbook was made of it, but for the numbers of rows?"""
    with without_pyxform():
        ready = workbook_ready(form, Findings())
        reading = read_form(write_xlsx(ready), stem)
    if reading.form is None:
        return "; ".join(p.message for p in reading.problems[:3])
    mine, theirs = _plain(ready), _plain(reading.form)
    if mine == theirs:
        return ""
    at = next(n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b)
    return f"…{mine[max(0, at - 40) : at + 60]!r} became …{theirs[max(0, at - 40) : at + 60]!r}"


def _plain(form: FormDefinition) -> bytes:
    kept = tuple(replace(cell, row=0) for cell in form.kept)
    return write_form(replace(form, nodes=tuple(map(_rowless, form.nodes)), kept=kept))


def _rowless(node: Node) -> Node:
    return replace(node, row=0, nodes=tuple(map(_rowless, node.nodes)))


def main() -> int:
    """Try them all; print what fails and the shares; exit 1 when anything fails."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not FORMS.is_dir():
        print(f"there is no {FORMS}", file=sys.stderr)
        return 2
    made = list(outcomes())
    for one in made:
        if one.why:
            print(f"{one.part} {one.name}: {one.why}")
    for part in ("taken", "refused", "run", "equal"):
        of = [one for one in made if one.part == part]
        print(f"{part}: {sum(not one.why for one in of)} of {len(of)}")
    return 1 if any(one.why for one in made) else 0


if __name__ == "__main__":
    sys.exit(main())
