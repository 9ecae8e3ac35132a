"""The words of every problem with a form: what is wrong, and what to do, by code.

English, with places in braces. A code never changes its meaning.
"""

from __future__ import annotations

from survey.forms.wording_files import FILE_WORDING
from survey.forms.wording_lists import LIST_WORDING
from survey.forms.wording_rows import ROW_WORDING
from survey.forms.wording_suspects import SUSPECT_WORDING
from survey.forms.wording_xform import XFORM_WORDING

WORDING = {**FILE_WORDING, **ROW_WORDING, **LIST_WORDING, **XFORM_WORDING, **SUSPECT_WORDING}
