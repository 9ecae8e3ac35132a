"""Any file of a form into a form: the one door that commands and windows use."""

from __future__ import annotations

from survey.collecting import nothing_collected
from survey.forms.canonical import read_canonical
from survey.forms.limits import check
from survey.forms.problems import Findings, in_order
from survey.forms.read.workbook import read_workbook
from survey.forms.read.xform import read_xform
from survey.forms.read.xlsform import Reading, read_xlsform

_BLANK = b"\xef\xbb\xbf \t\r\n"


def read_form(data: bytes, stem: str) -> Reading:
    """The form in ``data``, the content of a file called ``stem`` without its ending.

    The kind of file is told by content: canonical JSON, XForm XML, or a workbook. Never raises
    for what a file holds; what is wrong is in the problems.
    """
    with nothing_collected():  # a million small values and no rings: looking took half the time
        if data[:4096].lstrip(_BLANK).startswith(b"{"):
            return Reading(*read_canonical(data))
        reading = _read(data, stem)
        if reading.form is None:
            return reading
        beyond = Findings()
        check(reading.form, beyond, texts=True)
        if beyond.errors:
            return Reading(None, in_order((*reading.problems, *beyond.problems())))
        return reading


def _read(data: bytes, stem: str) -> Reading:
    if data[:4096].lstrip(_BLANK).startswith(b"<"):
        return Reading(*read_xform(data))
    findings = Findings()
    workbook = read_workbook(data, findings)
    form = None
    if workbook is not None:
        form = read_xlsform(workbook, stem, findings)
    return Reading(None if findings.errors else form, findings.problems())
