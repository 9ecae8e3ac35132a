"""A locked set of weights as its canonical JSON, written one way and read strictly.

See ``docs/formats/weights.md``.
"""

from __future__ import annotations

import json
from itertools import pairwise
from math import fsum, isfinite

from survey.campaign import WeightRule
from survey.problems import Problem
from survey.strict import Node, Notes, Pairs
from survey.weight_sets import SessionUsed, WeightSet
from survey.weighting import GroupShares, Weights

FORMAT = "vardera-weights/1"
LONGEST = 4 * 1024 * 1024
MOST_FACTORS, MOST_SESSIONS = 1_000, 1_000
NUMBER = 2**31 - 1
POINTS = 2**53
_NEAR = 1e-9
_LEADING = "vardera-weights/"


def written(found: WeightSet) -> bytes:
    """The set's bytes. ValueError when it is not locked."""
    if not found.locked:
        raise ValueError("a set that follows its sessions is not written")
    weights = found.weights
    told = {
        "format": FORMAT, "campaign": str(found.campaign), "version": found.version,
        "locked": found.locked, "by": found.by, "rule": weights.rule.value,
        "factors": [
            {"factor": str(f), "points": weights.points[f], "weight": weights.weight[f]}
            for f in weights.factors
        ],
        "participants": weights.n_participants, "excluded": weights.excluded,
        "outside": weights.outside, "agreement": weights.agreement,
        "sessions": [_session(one) for one in found.sessions],
        "left_out": [str(one) for one in found.left_out],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _session(one: SessionUsed) -> dict[str, object]:
    return {
        "session": str(one.id), "title": one.title, "hash": one.hash.hex(), "events": one.events,
        "mapping": one.mapping.hex(), "participants": one.participants, "excluded": one.excluded,
        "outside": one.outside, "named": list(one.named), "pull": one.pull,
        "shares": list(one.shares),
    }


def read(raw: bytes) -> tuple[WeightSet | None, tuple[Problem, ...]]:
    """A locked set, or what is wrong with it. The code of a later format is ``too-new``."""
    notes = Notes()
    if len(raw) > LONGEST:
        notes.error("(file)", "too-long", "This is too long.", "Get the file anew.")
        return None, notes.problems()
    try:
        value = json.loads(raw.decode(), object_pairs_hook=Pairs.read, parse_constant=_no_number)
    except (ValueError, RecursionError):
        notes.error("(file)", "not-json", "This is not JSON.", "Get the file anew.")
        return None, notes.problems()
    said = value.get("format") if isinstance(value, dict) else None
    if isinstance(said, str) and said != FORMAT and said.removeprefix(_LEADING).isdecimal():
        notes.error("format", "too-new", "A later program wrote this.", "Update the program.")
        return None, notes.problems()
    found = _read(Node(value, "", notes))
    if not notes.errors and written(found) != raw:
        notes.error("(file)", "not-canonical", "It is not written the one way.", "Get it anew.")
    return (None if notes.errors else found), notes.problems()


def _no_number(said: str) -> float:
    raise ValueError(said)


_TOP = (
    "format", "campaign", "version", "locked", "by", "rule", "factors", "participants", "excluded",
    "outside", "agreement", "sessions", "left_out",
)
_SESSION = (
    "session", "title", "hash", "events", "mapping", "participants", "excluded", "outside",
    "named", "pull", "shares",
)


def _read(node: Node) -> WeightSet:
    top = node.fields(_TOP)
    if top["format"].value != FORMAT:
        top["format"].wrong("wrong-format", "This is no set of weights.", "Get the file anew.")
    factors = [one.fields(("factor", "points", "weight"))
               for one in top["factors"].items(1, MOST_FACTORS)]
    ids = tuple(one["factor"].uuid() for one in factors)
    sessions = tuple(
        _read_session(one, len(ids)) for one in top["sessions"].items(0, MOST_SESSIONS)
    )
    groups = tuple(GroupShares(pull=one.pull, shares=one.shares) for one in sessions if one.pull)
    agreement = top["agreement"]
    weights = Weights(
        rule=top["rule"].one_of(WeightRule), factors=ids,
        weight={id: _number(one["weight"]) for id, one in zip(ids, factors, strict=True)},
        points={
            id: one["points"].whole(0, POINTS) for id, one in zip(ids, factors, strict=True)
        },
        groups=groups, n_participants=top["participants"].whole(0, NUMBER), n_groups=len(groups),
        excluded=top["excluded"].whole(0, NUMBER), outside=top["outside"].whole(0, POINTS),
        agreement=_number(agreement) if agreement.given else None,
    )
    found = WeightSet(
        campaign=top["campaign"].uuid(), version=top["version"].whole(1, NUMBER), weights=weights,
        sessions=sessions, locked=top["locked"].whole(1, NUMBER), by=top["by"].text(200),
        left_out=tuple(one.uuid() for one in top["left_out"].items(0, MOST_SESSIONS)),
    )
    _hold_together(node, found)
    return found


def _read_session(node: Node, factors: int) -> SessionUsed:
    at = node.fields(_SESSION)
    pull = _number(at["pull"])
    shares = tuple(_number(one) for one in at["shares"].items(0, factors))
    named = tuple(one.whole(0, factors - 1) for one in at["named"].items(0, factors))
    if len(shares) != (factors if pull else 0) or (pull and abs(fsum(shares) - 1) > _NEAR):
        at["shares"].wrong("bad-shares", "Shares do not sum to 1.", "Get the file anew.")
    if any(a >= b for a, b in pairwise(named)):
        at["named"].wrong("bad-order", "Places rise.", "Get the file anew.")
    return SessionUsed(
        id=at["session"].uuid(), title=at["title"].text(200, empty=True), hash=_hash(at["hash"]),
        events=at["events"].whole(1, NUMBER), mapping=_hash(at["mapping"]),
        participants=at["participants"].whole(0, NUMBER),
        excluded=at["excluded"].whole(0, NUMBER), outside=at["outside"].whole(0, POINTS),
        named=named, pull=pull, shares=shares,
    )


def _hold_together(node: Node, found: WeightSet) -> None:
    """What the parts say of the whole."""
    weights, sessions = found.weights, found.sessions
    ids = [one.id for one in sessions]
    fits = (
        len(set(weights.factors)) == len(weights.factors)
        and ids == sorted(set(ids)) and not set(ids) & set(found.left_out)
        and list(found.left_out) == sorted(set(found.left_out))
        and weights.n_participants == sum(one.participants for one in sessions)
        and weights.excluded == sum(one.excluded for one in sessions)
        and weights.outside == sum(one.outside for one in sessions)
        and all(bool(one.participants) == bool(one.pull) for one in sessions)
        and all(
            abs(weights.weight[f] - fsum(g.pull * g.shares[at] for g in weights.groups)) <= _NEAR
            for at, f in enumerate(weights.factors)
            if all(len(g.shares) == len(weights.factors) for g in weights.groups)
        )
        and (not weights.groups or abs(fsum(g.pull for g in weights.groups) - 1) <= _NEAR)
    )
    if not fits:
        node.wrong("bad-sums", "The parts do not come to the whole.", "Get the file anew.")


def _number(node: Node) -> float:
    value = node.value
    if type(value) is not float or not isfinite(value) or not 0 <= value <= 1:
        node.wrong("bad-number", "This must be a number from 0 to 1.", "Get the file anew.")
        return 0.0
    return value


def _hash(node: Node) -> bytes:
    said = node.text(64)
    if len(said) != 64 or not set(said) <= set("0123456789abcdef"):
        node.wrong("bad-hash", "This is no SHA-256.", "Get the file anew.")
        return bytes(32)
    return bytes.fromhex(said)

