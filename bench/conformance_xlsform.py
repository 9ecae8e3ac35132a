"""Workbooks of pyxform's own tests: do we take and refuse the same, and lose nothing?

Reads ``../shared/data/conformance/xlsform``. Reading and writing happen with pyxform blocked; it is
let in only to turn what we wrote into an XForm. What a form was read from is kept where we have no
name for it; ``bare`` is written without any of that, from the definition alone. Prints what fails
and why; ``--write`` notes the ids that pass, which may not become fewer.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from survey.forms.definition import FormDefinition, Node, NodeKind, Text
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.read.workbook import Row, Sheet, Workbook
from survey.forms.read.xlsform import Reading, read_xlsform
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

HERE = Path(__file__).resolve().parents[1]
DATA = HERE.parent / "shared" / "data" / "conformance" / "xlsform"
PASSING = HERE / "tests" / "survey" / "conformance" / "xlsform_passing.txt"
MARK = "Other words"
_TABLES = re.compile(r"(?:<instance id=\"[^\"]*\" src=\"[^\"]*\"></instance>)+")
PARTS = ("accept", "roundtrip", "bare", "label", "xform")


@dataclass(frozen=True)
class Outcome:
    """One case held against pyxform; ``why`` is empty when they agree."""

    id: str
    part: str
    why: str

    @property
    def key(self) -> str:
        """``accept pyx-0001``"""
        return f"{self.part} {self.id}"


def cases() -> list[dict[str, Any]]:
    """All recorded cases."""
    text = (DATA / "pyxform_cases.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@contextmanager
def without_pyxform() -> Iterator[None]:
    """Whatever imports pyxform meanwhile fails."""
    held = {name: sys.modules[name] for name in list(sys.modules) if name.startswith("pyxform")}
    for name in held:
        del sys.modules[name]
    sys.modules["pyxform"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pyxform"]
        sys.modules.update(held)


def read(case: Mapping[str, Any]) -> Reading:
    """Our reading of a case."""
    if case.get("md") is not None:
        return read_form(case["md"].encode(), "data")
    findings = Findings()
    sheets = tuple(_sheet(name, rows) for name, rows in case["sheets"].items())
    form = read_xlsform(Workbook(sheets), "data", findings)
    return Reading(form, findings.problems())


def _sheet(name: str, rows: list[dict[str, str]]) -> Sheet:
    headers = dict(enumerate(dict.fromkeys(key for row in rows for key in row), start=1))
    at = {header: column for column, header in headers.items()}
    under = tuple(
        Row(number, {at[key]: text for key, text in row.items()})
        for number, row in enumerate(rows, start=2)
    )
    return Sheet(name, headers, under)


def taken(case: Mapping[str, Any]) -> Outcome:
    """Do we accept or refuse as pyxform does, and say where?"""
    with without_pyxform():
        reading = read(case)
    errors = [problem.code for problem in reading.problems if problem.severity.value == "error"]
    why = ""
    if case["errored"] and reading.form is not None:
        why = f"accepted; pyxform says: {case['pyxform_error'][:120]}"
    elif not case["errored"] and reading.form is None:
        why = f"refused: {', '.join(errors[:3])}"
    return Outcome(case["id"], "accept", why)


def written(case: Mapping[str, Any]) -> Iterator[Outcome]:
    """Is the workbook we write the same form, with and without the cells that were kept?

    And with words changed in one place, does that place differ and nothing else?
    """
    with without_pyxform():
        form = read(case).form
        if form is None:
            yield from (Outcome(case["id"], part, "refused") for part in PARTS[1:])
            return
        alone = replace(form, kept=())
        edited, words = _relabelled(form)
        books = write_xlsx(form), write_xlsx(alone), write_xlsx(edited)
    expected = ET.canonicalize(case["pyxform_xform"])
    why = _differs(books[0], case["form_name"], expected)
    yield Outcome(case["id"], "roundtrip", why)
    why = _differs(books[1], case["form_name"], expected) if form.kept else why
    yield Outcome(case["id"], "bare", why)
    yield Outcome(case["id"], "label", _differs(books[2], case["form_name"], expected, words))
    mine = write_xform(like(form, case["pyxform_xform"])).decode()
    yield Outcome(case["id"], "xform", _unlike(ET.canonicalize(mine), expected))


def _differs(book: bytes, form_name: str | None, expected: str, words: str = "") -> str:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        got = ET.canonicalize(convert(book, form_name=form_name).xform)
    except PyXFormError as fault:
        return f"pyxform refuses it: {fault}"[:200]
    if words:
        if got.count(MARK) < 1:
            return "the new words are nowhere"
        got = got.replace(MARK, ET.canonicalize(f"<a>{_escaped(words)}</a>")[3:-4])
    return _unlike(got, expected)


def _unlike(got: str, expected: str) -> str:
    """Where two canonical documents part.

    Tables beside the form are put in order first: pyxform writes them as its sets fall.
    """
    got, expected = (_TABLES.sub(_sorted, text) for text in (got, expected))
    if got == expected:
        return ""
    pairs = zip(got, expected, strict=False)
    at = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(got), len(expected)))
    return f"…{got[max(0, at - 30) : at + 60]}… should be …{expected[max(0, at - 30) : at + 60]}…"


def _sorted(tables: re.Match[str]) -> str:
    return "".join(sorted(re.findall(r"<.*?></instance>", tables[0])))


def like(form: FormDefinition, theirs: str) -> FormDefinition:
    """The form with the root and name that the other tool was told outside the workbook."""
    root = ET.fromstring(theirs).find(".//{*}instance")  # noqa: S314 - trusted data
    assert root is not None
    name = root[0].tag.rpartition("}")[2]
    form = replace(form, root=name) if form.root == "data" else form
    return form if form.named else replace(form, name=root[0].get("id", ""))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _relabelled(form: FormDefinition) -> tuple[FormDefinition, str]:
    """The form with other words in one place, and the words it had there.

    The first label that is shown; where there is none, the first hint, or the form's title.
    """
    for property in ("label", "hint"):
        for node in form.walk():
            shown = {} if node.kind is NodeKind.VALUE else node.text.get(property, {})
            for language, words in shown.items():
                if "${" not in words and "instance(" not in words:
                    text = {**node.text, property: {**shown, language: MARK}}
                    return replace(form, nodes=_put(form.nodes, node, text)), words
    return replace(form, title=MARK), form.title or form.name


def _put(nodes: tuple[Node, ...], old: Node, text: Text) -> tuple[Node, ...]:
    return tuple(
        replace(node, text=text) if node is old
        else replace(node, nodes=_put(node.nodes, old, text))
        for node in nodes
    )  # fmt: skip


def outcomes(every: int = 1) -> Iterator[Outcome]:
    """All cases taken or refused; every so many of the accepted ones written too."""
    accepted = 0
    for case in cases():
        yield taken(case)
        if not case["errored"]:
            accepted += 1
            if accepted % every == 0:
                yield from written(case)


def main() -> int:
    """Run all; exit 1 when a gate is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"note the passing ids in {PASSING}")
    args = parser.parse_args()
    if not DATA.is_dir():
        print(f"there is no {DATA}", file=sys.stderr)
        return 2
    made = list(outcomes())
    reached = True
    for one in made:
        if one.why:
            print(f"{one.key}: {one.why}")
    for part in PARTS:
        of = [one for one in made if one.part == part]
        good = sum(not one.why for one in of)
        reached = reached and good >= 0.98 * len(of)
        print(f"{part}: {good} of {len(of)} ({100 * good / max(1, len(of)):.1f} %)")
    if args.write:
        ids = sorted(one.key for one in made if not one.why)
        PASSING.write_text("\n".join(ids) + "\n", "utf-8")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
