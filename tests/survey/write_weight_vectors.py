"""Writes ``docs/formats/vectors/weights.json``; run once per format version.

    python -m tests.survey.write_weight_vectors
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from survey import weight_files
from survey.campaign import WeightRule
from survey.weight_sets import SessionUsed, WeightSet
from survey.weighting import weights
from tests.builders import CAMPAIGN, FACTORS

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/weights.json"
A, B = FACTORS
ROOMS = tuple(UUID(f"ab000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))

CHANGES = {
    "a newer format": ("vardera-weights/1", "vardera-weights/2"),
    "another format": ("vardera-weights/1", "weights"),
    "a blank": ('"version":3', '"version": 3'),
    "version 0": ('"version":3', '"version":0'),
    "a name that is not known": ('"version":3', '"version":3,"note":1'),
    "a name twice": ('"version":3', '"version":3,"version":3'),
    "a name that is missing": ('"outside":4,"agreement"', '"agreement"'),
    "not locked": ('"locked":29000000', '"locked":0'),
    "nobody locked it": ('"by":"Kim"', '"by":""'),
    "a rule that is not known": ("mean-of-shares", "mean"),
    "a weight that is no number": ('"weight":0.7', '"weight":NaN'),
    "a weight above 1": ('"weight":0.7', '"weight":1.7'),
    "a weight that is not the sum": ('"weight":0.7', '"weight":0.6'),
    "a whole number for a weight": ('"pull":0.5', '"pull":1'),
    "shares that do not sum to 1": ('"shares":[0.8,0.2]', '"shares":[0.8,0.3]'),
    "shares of other factors": ('"shares":[0.8,0.2]', '"shares":[1.0]'),
    "places that fall": ('"named":[0,1]', '"named":[1,0]'),
    "a place beyond the factors": ('"named":[0,1]', '"named":[0,2]'),
    "a hash that is short": ("11" * 32, "11" * 31),
    "participants that do not sum": (
        '"participants":3,"excluded":1', '"participants":4,"excluded":1',
    ),
    "a session both in and out": (f'"left_out":["{ROOMS[2]}"]', f'"left_out":["{ROOMS[0]}"]'),
    "cut short": ('"left_out"', '"left'),
}


def example() -> WeightSet:
    """Two groups of which one has somebody without points, and one session left out."""
    groups = [[{A: 8, B: 2}, {}], [{A: 7, B: 3}, {A: 5, B: 5}]]
    found = weights(groups, FACTORS, WeightRule.MEAN_OF_SHARES)
    sessions = tuple(
        SessionUsed(
            id=id, title=title, hash=bytes([0x11 * at]) * 32, events=10 * at,
            mapping=bytes([0x22 * at]) * 32, participants=gave, excluded=2 - gave,
            outside=4 * (at - 1), named=(0, 1), pull=group.pull, shares=group.shares,
        )
        for at, (id, title, gave, group) in enumerate(
            zip(ROOMS[:2], ("Seniorerna", "Öppna förskolan"), (1, 2), found.groups, strict=True),
            start=1,
        )
    )
    return WeightSet(
        campaign=CAMPAIGN, version=3, weights=replace(found, outside=4), sessions=sessions,
        left_out=(ROOMS[2],), locked=29_000_000, by="Kim",
    )


def text() -> str:
    good = weight_files.written(example()).decode()
    refused = []
    for why, (old, new) in CHANGES.items():
        assert good.count(old) >= 1, why
        bad = good.replace(old, new, 1)
        if why == "cut short":
            bad = bad[: bad.index(new) + len(new)]
        found, problems = weight_files.read(bad.encode())
        assert found is None, why
        refused.append({"why": why, "raw": bad, "codes": [one.code for one in problems]})
    return json.dumps({"good": [good], "refused": refused}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), encoding="utf-8")
