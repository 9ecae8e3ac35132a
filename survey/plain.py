"""Values as JSON has them: objects, lists, texts and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


def plain(value: object) -> object:
    """Ids and days as text, tuples as lists, dataclasses as objects of their fields."""
    if is_dataclass(value):
        return plain_fields(value)
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def plain_fields(value: object) -> dict[str, object]:
    """A dataclass's fields by name."""
    return {f.name: plain(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]
