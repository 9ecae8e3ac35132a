"""Answers to a form or matrix, held against its rows, columns and steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from survey.facilitation.events import Given, Value
from survey.facilitation.method import Column, Phase

LONGEST_WORDS = 2_000
LARGEST = 2**31


def cells_hold(
    answers: Iterable[Given], phase: Phase | None, items: Mapping[UUID, str]
) -> tuple[str, str] | None:
    """None when every cell holds, otherwise code and message of what is wrong.

    Without a known phase only the shape of values is looked at. A row of an item that is not
    known is taken: it may have been withdrawn since.
    """
    rows = {row.id for row in phase.rows} if phase else set()
    columns = {column.id: column for column in phase.columns} if phase else {}
    for given in answers:
        if not _shaped(given.value):
            return "bad-answer", "An answer is a step, a whole number or short words."
        if phase is None:
            continue
        if rows and given.row not in rows:
            return "unknown-row", "There is no such row."
        if not rows and not _is_item(given.row):
            return "unknown-row", "There is no such row."
        column = columns.get(given.column)
        if column is None:
            return "unknown-column", "There is no such column."
        if given.value is not None and not _fits(given.value, column):
            return "bad-answer", "That is none of the steps."
    return None


def _shaped(value: Value) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        return len(value) <= LONGEST_WORDS
    return type(value) is int and -LARGEST <= value < LARGEST


def _fits(value: int | str, column: Column) -> bool:
    if not column.steps:
        return isinstance(value, str)
    return any(step.id == value for step in column.steps)


def _is_item(row: str) -> bool:
    try:
        return str(UUID(row)) == row
    except ValueError:
        return False
