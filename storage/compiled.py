"""SQL that is compiled once in a process and not again for each store that is opened.

For programs that open stores by the thousand, as a simulation: each store has an engine of its
own, and an engine begins with nothing compiled. What is executed is the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.util import LRUCache

STATEMENTS = 1_000
"""How many compiled statements are kept."""

_compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
_dialects: dict[tuple[object, ...], Dialect] = {}


def share_compiled() -> None:
    """Let every engine of this process share what is compiled; doing it twice is harmless."""
    if not event.contains(Engine, "engine_connect", _share):
        event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    own = connection.engine.dialect
    # compiled for the dialect, not for the engine: one dialect of each kind stands for all
    kind = (type(own), own.dbapi, own.paramstyle, getattr(own, "server_version_info", None))
    connection.dialect = _dialects.setdefault(kind, own)
    connection.execution_options(compiled_cache=_compiled)
