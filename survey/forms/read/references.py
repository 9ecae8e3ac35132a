"""References ``${name}``: whether they are written well and point at something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass

from survey.forms.defaults import NAME
from survey.forms.problems import Findings, Spot
from survey.forms.read.columns import Entry
from survey.forms.read.spelling import nearest
from survey.forms.read.workbook import Sheet

_OUTER = re.compile(r"\$\{([^}]+)\}|\$\{[^}]*$")
_MOST_LOOKED = 50
_INNER = re.compile(rf"(last-saved#)?({NAME})")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a text; ``name`` is empty when it is written wrongly."""

    name: str
    offset: int
    last_saved: bool = False


def found(text: str) -> Iterator[Reference]:
    """All references of a text, good and bad."""
    if len(text) < 3 or "${" not in text:
        return
    for outer in _OUTER.finditer(text):
        inner = _INNER.fullmatch(outer[1] or "")
        name = inner[2] if inner else ""
        yield Reference(name, outer.start(), bool(inner and inner[1]))


def points(text: str) -> bool:
    """True when the text's first reference is a good one."""
    first = next(found(text), None)
    return first is not None and bool(first.name)


def is_reference(text: str) -> bool:
    """True when the text is one good reference and nothing else."""
    outer = _OUTER.fullmatch(text) if len(text) > 2 else None
    return bool(outer and outer[1] and _INNER.fullmatch(outer[1]))


def trigger_names(entry: Entry, findings: Findings) -> tuple[str, ...]:
    """The names in the column ``trigger``, which takes references with commas between."""
    text = entry.get("trigger")
    if not text:
        return ()
    spot = entry.spot("trigger")
    names: list[str] = []
    offset = 0
    for part in text.split(","):
        here = list(found(part))
        if any(not reference.name for reference in here):
            findings.error("reference-syntax", spot, offset=offset)
        elif len(here) > 1:
            findings.error("reference-comma", spot, offset=offset + here[1].offset)
        names += [reference.name for reference in here if reference.name]
        offset += len(part) + 1
    if "${" not in text:
        findings.error("reference-syntax", spot, offset=0)
    return tuple(names)


def check_sheet(
    sheet: Sheet, columns: Container[int], names: Counter[str], findings: Findings
) -> None:
    """Looks at every cell of the sheet's ``columns``."""
    for row in sheet.rows:
        for column, text in row.cells.items():
            if column in columns and "${" in text:
                check_text(text, sheet.spot(row.number, column, text), names, findings)


def check_text(text: str, spot: Spot, names: Counter[str], findings: Findings) -> None:
    """Notes references of one text that are written wrongly or point nowhere."""
    for reference in found(text):
        at = reference.offset
        if not reference.name:
            findings.error("reference-syntax", spot, offset=at)
            return
        if reference.name not in names:
            few = findings.errors < _MOST_LOOKED  # else whoever reads has enough to do
            meant = nearest(reference.name, names) if few else ""
            code = "reference-misspelt" if meant else "reference-unknown"
            findings.error(code, spot, offset=at, name=reference.name, meant=meant)
        elif names[reference.name] > 1:
            findings.error("reference-doubled", spot, offset=at, name=reference.name)
