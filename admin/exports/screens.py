"""How questions' screens were met: a row a response and question, where the survey notes that."""

from __future__ import annotations

from collections.abc import Iterator

from assets.words import later
from storage.workspace.whole import WholeResponse
from survey.exporting.rows import Row, Rows

NAME = "screens"
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("_response", "text", later("Whose it is")),
    ("question", "text", later("The column of the question, or its id")),
    ("seconds", "integer", later("How long it stood there, rounded as the survey says")),
    ("changes", "integer", later("How often the answer was changed")),
    ("helped", "0/1", later("1 when help was opened")),
)
"""Name, type, and what it is."""

HEADER = tuple(name for name, _, _ in COLUMNS)


def lines(one: WholeResponse, rows: Rows, version: int) -> Iterator[Row]:
    """A row a question, in the order of their ids, which tells nothing of when each was met."""
    for seen in one.beside.screens:
        found = rows.cells_of(version, seen.question)
        name = str(seen.question) if found is None else found[1].asked.name
        yield [one.id.hex(), name, seen.seconds, seen.changes, int(seen.helped)]
