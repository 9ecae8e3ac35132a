"""Photos and sounds that were handed in, as they lie in the table ``file``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import Connection

from storage import further
from storage.errors import Damaged
from storage.workspace import portions
from survey.files import File
from survey.records import Further

_OF = (
    "SELECT t.hash, t.data FROM file t JOIN question q ON q.number = t.question"
    " WHERE t.campaign = ? AND t.response = ? AND q.id = ? AND t.at = ?"
)
_EVERY = """
SELECT f.campaign, t.number, t.kind, f.hash, f.data FROM file f LEFT JOIN further t
ON t.campaign = f.campaign AND t.response = f.response AND t.question = f.question AND t.at = f.at
ORDER BY f.campaign, f.response, f.question, f.at
"""
_MISSING = """
SELECT count(*) FROM further t WHERE t.kind = 'file' AND NOT EXISTS (SELECT 1 FROM file f
WHERE f.campaign = t.campaign AND f.response = t.response AND f.question = t.question
AND f.at = t.at)
"""


def of(connection: Connection, campaign: int, response: bytes, one: Further) -> File:
    """The file of an answer, with its bytes. Raises Damaged when they are not those that came."""
    row = connection.exec_driver_sql(
        _OF, (campaign, response, one.node.bytes, further.place(one.at))
    ).first()
    noted = one.value
    if row is None or not isinstance(noted, File):
        raise Damaged("the bytes of a file in the workspace are gone")
    data = bytes(row.data)
    if sha256(data).digest() != bytes(row.hash) or len(data) != noted.size:
        raise Damaged("a file in the workspace was changed")
    return replace(noted, data=data)


def whole(
    connection: Connection, campaign: int, response: bytes, some: Iterable[Further]
) -> Iterator[Further]:
    """The same answers, files with their bytes. Raises Damaged."""
    for one in some:
        if isinstance(one.value, File):
            yield replace(one, value=of(connection, campaign, response, one))
        else:
            yield one


def faults(connection: Connection) -> Iterator[str]:
    """Files whose bytes are not those that came, in words."""
    changed = 0
    # on the statement alone: set on the connection, it would hold for all that is read after this
    few = {"yield_per": portions.rows_at_once(connection, "file", 500)}
    for row in connection.exec_driver_sql(_EVERY, execution_options=few):
        data = bytes(row.data)
        whole = row.kind == "file" and row.number == len(data)
        changed += not (whole and sha256(data).digest() == bytes(row.hash))
    if changed:
        yield f"{changed} of the files that people handed in were changed"
    missing = connection.exec_driver_sql(_MISSING).scalar_one()
    if missing:
        yield f"the bytes of {missing} files that people handed in are gone"
