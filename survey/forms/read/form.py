"""Any file of a form into a form: the one door that commands and windows use."""

from __future__ import annotations

from survey.forms.problems import Findings
from survey.forms.read.workbook import read_workbook
from survey.forms.read.xlsform import Reading, read_xlsform


def read_form(data: bytes, stem: str) -> Reading:
    """The form in ``data``, the content of a file called ``stem`` without its ending.

    Never raises for what a file holds; what is wrong is in the problems.
    """
    findings = Findings()
    workbook = read_workbook(data, findings)
    form = None
    if workbook is not None:
        form = read_xlsform(workbook, stem, findings)
    return Reading(None if findings.errors else form, findings.problems())
