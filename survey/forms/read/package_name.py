"""The name of an Android program, as the parameter ``app`` takes it."""

from __future__ import annotations

import re

_PART = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def fault_in(name: str) -> str:
    """What is wrong with the name, in a few words, or nothing."""
    parts = name.split(".")
    if len(parts) < 2:
        return "it has no dot"
    if "" in parts:
        return "a part is empty"
    wrong = next((part for part in parts if not _PART.fullmatch(part)), "")
    return f"the part {wrong} has other signs than letters, digits and _" if wrong else ""
