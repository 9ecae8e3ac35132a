"""Writes ``docs/formats/vectors/form-method.json``; run once per format version.

    python -m tests.survey.write_form_method_vectors
"""

from __future__ import annotations

import json
from pathlib import Path

from survey.form_method import FORMAT, read_form_method
from tests.survey.test_form_guides import GUIDE

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/form-method.json"

CHANGES = {
    "a newer format": ("form-method/1", "form-method/2"),
    "another format": ("vardera-form-method/1", "method"),
    "a key with a capital": ('id = "bench-walk"', 'id = "Bench"'),
    "no step": ('steps = ["collect", "focus"]\n', ""),
    "a step that is none": ('"focus"', '"dance"'),
    "a step twice": ('"focus"', '"collect"'),
    "a name that is not known": ('session = "swot"', 'people = [2]'),
    "words in one language": (', en = "Benches"', ""),
    "no words": ('en = "Benches"', 'en = ""'),
    "a list of none": ('beside = ["top-story"]', "beside = []"),
    "the longest time first": ("[5, 10]", "[10, 5]"),
    "no tips": ('tips = [{ sv = "Gå sakta.", en = "Walk slowly." }]\n', ""),
    "a quotation mark too few": ('en = "Benches"', 'en = "Benches'),
    "a name twice": ("version = 2", "version = 2\nversion = 2"),
}


def text() -> str:
    refused = []
    for why, change in CHANGES.items():
        found = read_form_method(GUIDE.replace(*change, 1))
        refused.append({
            "why": why, "replace": change[0], "by": change[1],
            "problems": [[one.where, one.code] for one in found.problems],
        })
    value = {"format": FORMAT, "good": GUIDE, "refused": refused}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), "utf-8")
