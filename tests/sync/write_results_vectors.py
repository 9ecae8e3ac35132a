"""Writes the vectors of results files anew: ``python -m tests.sync.write_results_vectors``.

The good file is made by the program, once; the bad ones by hand from its parts.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from storage.seal import coding, keys
from sync import envelope
from sync.results_structs import ResultsWire
from sync.shared_results import write_results

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/results.json"
SEED = keys.digest("results-vectors", b"")
CAMPAIGN = "5f0c2f3a-6c1e-4a52-9a0e-0d9a5b1f7e11"
FACTOR = "0b9f7a52-7d43-4c8e-b1a6-25f0e7c91d02"


class Organisation:
    """A name and a key."""

    name = "Exempelkommun"

    def __init__(self) -> None:
        self._signer = keys.Signer(SEED)
        self.signer_public = self._signer.public

    def sign(self, domain: str, *parts: bytes) -> bytes:
        return self._signer.sign(domain, *parts)


def figures() -> dict[str, Any]:
    """Ten people, five of them in the north; the south is hidden."""
    factor = {
        "factor": FACTOR, "name": "Bemötande", "n": 10, "suppressed": False,
        "counts": {"1": 0, "2": 1, "3": 2, "4": 4, "5": 3}, "mean": 3.9, "index": 72.5,
        "ci": [58.0, 87.0],
    }
    hidden = factor | dict.fromkeys(("n", "counts", "mean", "index", "ci")) | {
        "suppressed": True
    }
    row = {
        "group": {}, "label": "", "n": 10, "suppressed": False, "factors": [factor],
        "value_index": 72.5, "ci": [58.0, 87.0], "weight_present": 1.0,
    }
    south = row | dict.fromkeys(("n", "value_index", "ci", "weight_present")) | {
        "group": {"area": "south"}, "label": "Söder", "suppressed": True, "factors": [hidden],
    }
    return {
        "campaign": CAMPAIGN, "method_version": "1", "release": "r1",
        "scale": {"min": 1, "max": 5}, "interval": {"method": "analytic", "level": 0.95},
        "weights": [{
            "factor": FACTOR, "name": "Bemötande", "weight": 1.0, "ci": None,
            "rule": "mean-of-shares", "n_participants": 8, "n_groups": 1, "excluded": 0,
        }],
        "rows": [row, south], "totals": {"taken_in": 10, "refused": {"damaged": 1}},
    }


def signed(payload: bytes) -> bytes:
    by = Organisation()
    return envelope.wrap("results", envelope.SignedFile(
        payload=payload, signer=by.signer_public,
        signature=by.sign("results", by.signer_public, payload),
    ))


def payload(told: dict[str, Any], **other: Any) -> bytes:
    fields = {
        "version": 1, "campaign": bytes.fromhex(CAMPAIGN.replace("-", "")), "issued": 29_374_000,
        "name": "Exempelkommun", "title": "Hur är det i dag?", "threshold": 5,
    } | other
    wire = msgspec.json.encode(msgspec.convert(told, ResultsWire), order="sorted")
    return coding.pack((*fields.values(), wire))


def bad(good: bytes) -> Iterator[tuple[str, str, bytes]]:
    few, told = figures(), figures()
    few["rows"][0]["n"] = 4
    yield "a group of four is shown", "shows-small-group", signed(payload(few))
    factor = figures()
    factor["rows"][0]["factors"][0]["n"] = 4
    yield "a factor answered by four is shown", "shows-small-group", signed(payload(factor))
    leaks = figures()
    leaks["rows"][1]["factors"][0]["mean"] = 4.0
    yield "a hidden factor has a mean", "shows-small-group", signed(payload(leaks))
    counted = figures()
    counted["rows"][1]["n"] = 2
    yield "a hidden group is counted", "shows-small-group", signed(payload(counted))
    yield from ((name, code, signed(payload(told_))) for name, code, told_ in impossible())
    yield "a threshold of four", "damaged", signed(payload(told, threshold=4))
    yield "another survey's figures", "damaged", signed(payload(told, campaign=bytes(16)))
    yield "a name of two lines", "damaged", signed(payload(told, name="a\nb"))
    yield "a later format of the payload", "too-new", signed(payload(told, version=2))
    yield "a later format of the file", "too-new", good.replace(b"results/1", b"results/2", 1)
    spaced = payload(told).replace(b'"campaign":', b'"campaign": ', 1)
    yield "figures with a space", "damaged", signed(spaced)
    yield "cut short", "damaged", good[:-1]
    yield "one byte more", "damaged", good + b"\0"
    yield "empty", "damaged", b""
    changed = bytearray(good)
    changed[len(good) // 2] ^= 1
    yield "one bit changed", "damaged", bytes(changed)


def impossible() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Figures that no survey gives, and weights that tell what one person thought."""
    def changed(**of: Any) -> dict[str, Any]:
        made = figures()
        places = {
            "whole": made, "row": made["rows"][0], "factor": made["rows"][0]["factors"][0],
            "weight": made["weights"][0],
        }
        for name, values in of.items():
            places[name] |= values
        return made

    alone = {"n_participants": 1, "n_groups": 1}
    unseen = dict.fromkeys(("weight", "ci", "n_participants", "n_groups", "excluded"))
    yield "weights of one participant", "shows-small-group", changed(weight=alone)
    yield "hidden weights with a figure", "shows-small-group", changed(
        weight={"n_participants": None}
    )
    yield "a value index of hidden weights", "shows-small-group", changed(weight=unseen)
    yield "weights that are no shares", "damaged", changed(weight={"weight": 0.5})
    yield "a negative weight", "damaged", changed(weight={"weight": -1.0})
    yield "an index of 101", "damaged", changed(factor={"index": 101.0})
    yield "an interval that ends before it begins", "damaged", changed(factor={"ci": [87.0, 58.0]})
    yield "a value index outside its interval", "damaged", changed(row={"ci": [73.0, 87.0]})
    yield "an enormous mean", "damaged", changed(factor={"mean": 1e308})
    yield "a step beside the scale", "damaged", changed(factor={"counts": {"6": 10}})
    yield "a group larger than everybody", "damaged", changed(factor={"n": 11})
    yield "a negative share of weight", "damaged", changed(row={"weight_present": -7.0})
    yield "a scale without steps", "damaged", changed(whole={"scale": {"min": 5, "max": 5}})
    yield "an escape for a terminal", "damaged", changed(row={"label": "\x1b[2J"})
    yield "writing turned round", "damaged", changed(factor={"name": "a\u202eb"})


def main() -> None:
    good = write_results(
        Organisation(), figures(), title="Hur är det i dag?", threshold=5,
        issued=datetime(2025, 11, 7, 9, 40, tzinfo=UTC),
    )
    told = {
        "format": "vardera-results/1", "keys": {"organisation seed": SEED.hex()},
        "good": [{
            "name": "ten people, the south hidden", "file": base64.b64encode(good).decode(),
            "results": figures(),
        }],
        "bad": [
            {"name": name, "refused": code, "file": base64.b64encode(raw).decode()}
            for name, code, raw in bad(good)
        ],
    }
    VECTORS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
