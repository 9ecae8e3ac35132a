"""Why a case of another engine's suite is otherwise here: one sentence an id, or a file of ids."""

from __future__ import annotations

from collections.abc import Mapping

_DAYS = (
    "The suite expects a whole number here and the fraction of local midnight for the same "
    "expression elsewhere; we give the fraction to whoever asks by local midnight."
)
_NAMESPACE = "The namespace axis is out of scope: forms have no use for it."
_BLANKS = "Blanks are left out of sums, as JavaRosa has it (decided)."
_JS_DATE = "A date as JavaScript prints it is no date in OpenRosa."
_DASH = (
    "Words missing in a language: an XForm has a dash, we say them in the default language. "
    "The same form read as XForm passes."
)
_EXTERNAL = (
    "select_one_external: an XForm has an input with a query and not the choices, and the engines "
    "ask for text; from a workbook we offer the choices. The same form read as XForm passes."
)
_SEED = "The order follows from the clock of that day, which nobody wrote down."
_TWICE = (
    "pyxform writes `<` in a formula inside words as `&amp;lt;`, which no reader takes for `<`; we "
    "write `&lt;`."
)

REASONS: Mapping[str, str] = {
    **dict.fromkeys(("wfx-2054", "wfx-2055", "wfx-2056", "wfx-2062"), _DAYS),
    **dict.fromkeys(("wfx-1100", "wfx-2253", "wfx-2254", "wfx-2255"), _NAMESPACE),
    **dict.fromkeys(("enk-1511", "enk-1512", "enk-1514"), _NAMESPACE),
    **dict.fromkeys(("wfx-2441", "enk-1353", "enk-1999"), _BLANKS),
    **dict.fromkeys(("enk-1860", "enk-1861"), _JS_DATE),
    "wfx-2670": "regex() asks for the whole of the text, as JavaRosa and the ODK documentation "
    "have it; the expression is found inside the text only.",
    "enk-2321": "An answer of 0 is no yes: the specification counts numbers above zero.",
    "enk-1099": "The prefix jr is not declared in this document, and Enketo does not ask.",
    "xls-pyx-test_randomized_seeded_select_one_nameset_seed-124-s1": _SEED,
    "pyx-1008": "The name of the form comes from the caller, not from the workbook.",
    "pyx-1039": "A question without words, which pyxform takes only because of a column `media` "
    "that says of no picture or sound; we have no name for that column, so it is a kept cell.",
    **dict.fromkeys(("pyx-0725", "pyx-0726", "pyx-0727", "pyx-0728", "pyx-0730"), _TWICE),
}

_ENDS: Mapping[str, str] = {
    "xls-own-01_patient_satisfaction-s0": _DASH,
    "xls-own-12_multilang_media_guidance": _DASH,
    "xls-pyx-test_no_params_with_filters-32": _EXTERNAL,
    "xls-pyx-test_workbook_to_json__multiple_misspellings__all_ok-298": _EXTERNAL,
    "xls-pyx-test_output_with_multiple_translations": _DASH,
    "xls-pyx-test_translation_detection": _DASH,
    "xls-pyx-test_specify_other": _DASH,
}

OF_FILES: Mapping[str, str] = {
    "axis": "Out of scope: axes a form has no use for (namespace, doctype).",
    "namespace-resolver": "Out of scope: how a host resolves prefixes.",
    "nodeset-id": "Out of scope: id() of documents with a doctype.",
    "lang": "Out of scope: lang().",
    "node-type": "Out of scope: processing instructions.",
}


def reason(id: str, file: str = "") -> str:
    """The reason for an id, else for the file it stands in; else that there is none yet."""
    if id in REASONS:
        return REASONS[id]
    for start, told in _ENDS.items():
        if id.startswith(start):
            return told
    return OF_FILES.get(file.rpartition(" ")[2], "Not explained yet.")
