"""What staff corrected, one line a correction: what stood there before, and what after."""

from __future__ import annotations

from collections.abc import Iterator

from storage.workspace.correction_values import AsItCame, Field, Value
from storage.workspace.whole import WholeResponse
from survey.exporting.cells import Cell
from survey.exporting.rows import Row, Rows
from survey.records import Circumstances

HEADER = (
    "_response", "table", "column", "index", "old", "new", "reason", "corrected_by", "corrected_at",
)


def lines(one: WholeResponse, rows: Rows, version: int) -> Iterator[Row]:
    """The corrections of a response, oldest first."""
    reads: dict[Field, Cell] = {}
    for correction in one.corrections:
        field = correction.field
        came = _came(one, rows, version, field)
        old = reads.get(field, came)
        back = isinstance(correction.value, AsItCame)
        new = came if back else _cell(rows, version, field, correction.value)
        reads[field] = new
        yield [
            one.id.hex(), *_where(rows, version, field), old, new, correction.reason,
            correction.actor, f"{correction.at:%Y-%m-%dT%H:%M:%SZ}",
        ]


def _where(rows: Rows, version: int, field: Field) -> tuple[str, str, str]:
    if isinstance(field, str):
        return "responses", f"_{field}", ""
    id, at = field if isinstance(field, tuple) else (field, ())
    found = rows.cells_of(version, id)
    index = " ".join(map(str, at))
    return ("", str(id), index) if found is None else (found[0], found[1].asked.name, index)


def _came(one: WholeResponse, rows: Rows, version: int, field: Field) -> Cell:
    """The cell as it was when the answer came."""
    if isinstance(field, str):
        return _circumstance(one.came_where, field)
    id, at = field if isinstance(field, tuple) else (field, ())
    found = rows.cells_of(version, id)
    ids = found[1].asked.ids if found is not None else (id,)
    for other in ids:
        if (other, at) in one.came:
            said = one.came[other, at]
            return found[1].value(said) if found is not None else str(said)
    return None


def _circumstance(where: Circumstances, field: str) -> Cell:
    said = getattr(where, field)
    return None if said is None else str(said)


def _cell(rows: Rows, version: int, field: Field, value: Value) -> Cell:
    if isinstance(value, AsItCame):
        return None
    if isinstance(field, str):
        return None if value is None else str(value)
    found = rows.cells_of(version, field[0] if isinstance(field, tuple) else field)
    if found is None:
        return str(value)
    return str(value) if hasattr(value, "toordinal") else found[1].value(value)
