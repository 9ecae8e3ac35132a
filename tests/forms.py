"""Forms to test with: written as tables, opened with a still clock and the same chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.read.form import read_form
from survey.forms.read.xform import read_xform

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" '
    'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>A form</h:title><model>'
)


def still(
    language: str = "", files: Mapping[str, bytes] | None = None, **properties: str
) -> Circumstances:
    """Noon on a day in March, always."""
    return Circumstances(
        clock=lambda: NOON,
        zone=UTC,
        random=Random(3),
        language=language,
        properties=properties,
        files=(files or {}).get,
    )


def table(text: str) -> FormDefinition:
    """A form from a Markdown table."""
    reading = read_form(text.encode(), "data")
    assert reading.form is not None, [p.message for p in reading.problems]
    return reading.form


def opened(text: str, world: Circumstances | None = None) -> RunningForm:
    """A running form from a Markdown table."""
    return open_form(table(text), world or still())


def xform(instance: str, binds: str = "", body: str = "", model: str = "") -> str:
    """An XForm around its parts; ``instance`` is what stands inside ``data``."""
    return (
        f'{_HEAD}<instance><data id="f">{instance}</data></instance>{model}{binds}</model>'
        f"</h:head><h:body>{body}</h:body></h:html>"
    )


def opened_xform(source: str, world: Circumstances | None = None) -> RunningForm:
    """A running form from an XForm."""
    form, problems = read_xform(source)
    assert form is not None, [p.message for p in problems]
    return open_form(form, world or still())
