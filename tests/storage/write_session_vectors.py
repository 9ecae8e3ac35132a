"""Writes ``docs/formats/vectors/session.json``; run once per format version.

    python -m tests.storage.write_session_vectors
"""

from __future__ import annotations

import json
from pathlib import Path

from storage import bodies
from survey.facilitation.log import read_log, written
from tests.storage.session_bodies import ALL, bad

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/session.json"

LINES = {
    "not JSON": "{",
    "no object": "[1]",
    "an unknown kind": '{"kind":"danced"}',
    "a kind that is a list": '{"kind":[]}',
    "a field that is not known": '{"session":"%s","lamport":1,"kind":"closed","mood":1}',
    "a field is missing": '{"session":"%s","lamport":1,"kind":"opened","title":"x"}',
    "a name given twice": '{"session":"%s","lamport":1,"lamport":2,"kind":"closed"}',
    "a negative number of points":
        '{"session":"%s","lamport":1,"kind":"points","participant":1,"points":{"%s":-1}}',
    "points on no id": '{"session":"%s","lamport":1,"kind":"points","participant":1,'
                       '"points":{"tillit":1}}',
    "points that are a truth":
        '{"session":"%s","lamport":1,"kind":"points","participant":1,"points":{"%s":true}}',
    "a later kind without a writer":
        '{"session":"%s","lamport":1,"kind":"left","participant":1}',
    "a time before all": '{"session":"%s","lamport":-1,"kind":"closed"}',
    "half a sign": '{"session":"%s","lamport":1,"kind":"opened","title":"\\ud800","method":"x"}',
}


def text() -> str:
    id = "ab000000-0000-4000-8000-000000000001"
    lines = {why: line.replace("%s", id) for why, line in LINES.items()}
    value = {
        "format": "session.event, body 2, and the same as a line of a log",
        "good": [{"raw": bodies.encode(one).hex(), "line": written(one)} for one in ALL],
        "refused": [
            {"why": why, "raw": raw.hex(), "refused": "damaged"} for why, raw in bad().items()
            if len(raw) < 10_000
        ],
        "refused_lines": [
            {"why": why, "line": line, "problems": [
                [one.where, one.code] for one in read_log([line.encode()]).problems
            ]} for why, line in lines.items()
        ],
    }
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), "utf-8")
