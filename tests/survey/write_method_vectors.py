"""Writes ``docs/formats/vectors/method.json``; run once per format version.

    python -m tests.survey.write_method_vectors
"""

from __future__ import annotations

import json
from pathlib import Path

from survey.facilitation.reading import read_method
from tests.survey.test_session_methods import NEW

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/method.json"

CHANGES = {
    "a newer format": ("vardera-method/1", "vardera-method/2"),
    "another format": ("vardera-method/1", "method"),
    "no purpose first": ('kind = "purpose"', 'kind = "collect"'),
    "no evaluation last": ('kind = "evaluate"', 'kind = "matrix"'),
    "an unknown kind": ('kind = "collect"', 'kind = "dance"'),
    "a setting of another kind": ("minutes = 20", "minutes = 20\npick = 2"),
    "on a later phase": ('on = "seen"', 'on = "vote"'),
    "on what makes nothing": ('on = "heads"', 'on = "why"'),
    "a share of nothing": ('budget = "2/3"', 'budget = "0/3"'),
    "a number with a point": ('budget = "2/3"', "budget = 2.5"),
    "a key with a capital": ('id = "heads"', 'id = "Heads"'),
    "a key twice": ('id = "heads"', 'id = "seen"'),
    "words in one language": (', en = "Walk"', ""),
    "no words": ('en = "Walk"', 'en = ""'),
    "a quotation mark too few": ('en = "Walk"', 'en = "Walk'),
    "a name twice": ("version = 3", "version = 3\nversion = 3"),
    "weights from pins": ("version = 3", 'version = 3\nweights = "vote"'),
    "columns of a plan that is none": ('kind = "evaluate"', 'kind = "plan"'),
}


def text() -> str:
    refused = []
    for why, change in CHANGES.items():
        source = NEW.replace(*change, 1)
        found = read_method(source)
        refused.append({
            "why": why, "replace": change[0], "by": change[1],
            "problems": [[one.where, one.code] for one in found.problems],
        })
    value = {"format": "vardera-method/1", "good": NEW, "refused": refused}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), "utf-8")
