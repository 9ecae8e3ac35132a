"""Sets a template in ``assets/reports`` with typst: tagged PDF/UA-1, same input same bytes.

What people wrote goes in as data (one JSON text) and is never read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache

import typst

import assets
from admin.reports.printable import printable
from assets import theme

#: Values under this key are pictures, already bytes of SVG as text, and stay as they are.
PICTURE = "svg"


class ReportFailed(Exception):
    """The report could not be set; says what the typesetter said, without the report's figures."""


def set_pdf(template: str, content: Mapping[str, object], made: datetime) -> bytes:
    """The PDF of ``assets/reports/<template>.typ``. Raises ReportFailed."""
    try:
        pdf = _compiler(template, content).compile(
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=made.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        # the diagnostic names the line of the template; the message alone can quote a text
        raise ReportFailed(f"the report template {template!r} could not be set") from error
    assert isinstance(pdf, bytes)
    return pdf


def pages(template: str, content: Mapping[str, object]) -> int:
    """How many pages :func:`set_pdf` would make of it. Raises ReportFailed."""
    try:
        made = _compiler(template, content).compile(format="svg")
    except typst.TypstError as error:
        raise ReportFailed(f"the report template {template!r} could not be set") from error
    return len(made) if isinstance(made, list) else 1


def _compiler(template: str, content: Mapping[str, object]) -> typst.Compiler:
    data = {**_clean(content), "theme": _colours()}
    return typst.Compiler(
        assets.path("reports", f"{template}.typ"),
        root=assets.path("reports"),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that are carried along, so that a report is the same on every machine."""
    folder = assets.path("fonts")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


@cache
def _colours() -> dict[str, object]:
    return asdict(theme.load())


def _clean(value: Mapping[str, object]) -> dict[str, object]:
    return {key: inner if key == PICTURE else _clean_one(inner) for key, inner in value.items()}


def _clean_one(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return _clean(value)
    if isinstance(value, (list, tuple)):
        return [_clean_one(inner) for inner in value]
    return value
