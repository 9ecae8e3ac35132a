"""Texts that no UTF-8 can hold, mended so that they cost no answer."""

from __future__ import annotations

from typing import Any


def whole_characters(value: Any) -> Any:
    """``value``, of lists, mappings and texts, with U+FFFD for each half of a surrogate pair."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list | tuple):
        return [whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {key: whole_characters(item) for key, item in value.items()}
    return value
