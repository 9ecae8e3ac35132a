"""The JSON text of a form: read into plain values within limits, before a form is made of them."""

from __future__ import annotations

import json
from typing import Any

from survey.forms.limits import MOST_NODES
from survey.forms.problems import Findings, Spot
from survey.strict import MOST_VALUES, Pairs, measure

LARGEST = 64 * 1024 * 1024
"""Bytes; a bigger file is refused unread."""

DEEPEST = 130
"""Brackets within brackets; sixty groups inside one another."""


def parsed(data: bytes, findings: Findings) -> Any:
    """The value; ``None`` when it is over a limit or no JSON, which is then in ``findings``."""
    if len(data) > LARGEST:
        findings.error("too-big", most=LARGEST // 1024 // 1024)
        return None
    try:
        words = data.decode("utf-8-sig")
        deep, values = measure(words)
        if values > MOST_VALUES:
            findings.error("json-too-many", most=MOST_VALUES)
            return None
        if deep > DEEPEST:
            findings.error("json-too-deep", most=DEEPEST)
            return None
        return json.loads(words, object_pairs_hook=Pairs.read, parse_constant=_refuse)
    except UnicodeDecodeError as fault:
        findings.error("not-utf8", at=fault.start)
    except json.JSONDecodeError as fault:
        findings.error("not-json", Spot(row=fault.lineno), line=fault.lineno, at=fault.colno)
    except ValueError:
        findings.error("not-json", line=1, at=1)
    return None


def _refuse(word: str) -> object:
    raise ValueError(word)


def many_nodes(value: object) -> bool:
    """Whether a form has more than ``MOST_NODES``, told before anything is made of them."""
    waiting, seen = [value], 0
    while waiting and seen <= MOST_NODES:
        inner = waiting.pop()
        found = inner.get("nodes") if isinstance(inner, dict) else None
        if isinstance(found, list):
            seen += len(found)
            waiting += found
    return seen > MOST_NODES
